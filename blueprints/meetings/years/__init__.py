"""A year of meetings: planned at once, on one sheet, and the template that its meetings follow."""
