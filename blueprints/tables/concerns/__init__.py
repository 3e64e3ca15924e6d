"""Seats in question, and seats that nobody fills: what the coordination has to settle."""
