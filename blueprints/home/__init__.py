"""The overview, the start page and the pages every site must have."""
