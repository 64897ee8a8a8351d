"""What was fetched -> a folder with one WARC file and its table, and back to pages."""
