"""What became of the items of an agenda: dealt with, put off, taken off."""
