"""Many pages: planned as shards, worked on by an engine, stored as parts, merged to one table."""
