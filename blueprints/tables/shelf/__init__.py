"""A body's shelf: documents with levels, and bylaws as a text with versions."""
