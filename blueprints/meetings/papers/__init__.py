"""Paper around a meeting: what is printed for the day, and one page with all of it."""
