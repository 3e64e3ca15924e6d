"""Surveys: what a table asks institutions, and what each of them answers."""
