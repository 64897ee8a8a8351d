"""A page -> the pages that belong to it, by its links, each with the reason it was taken."""
