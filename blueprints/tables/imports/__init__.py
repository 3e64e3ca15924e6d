"""Import and export of institutions, people, seats and offers as files."""
