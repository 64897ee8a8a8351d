"""Address, file or archive -> Page."""
