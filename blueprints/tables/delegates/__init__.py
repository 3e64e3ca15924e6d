"""Own delegates in bodies that others coordinate."""
