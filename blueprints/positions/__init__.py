"""Positions: joint texts of institutions, from the first idea to the final text."""
