"""Page -> Document: decode the bytes, find the blocks, leave out what is not the policy."""
