"""Decisions: consensus checks on a frozen wording, circular decisions, and the register of all years."""
