"""The directory of institutions."""
