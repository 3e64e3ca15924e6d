"""The next agenda drafts itself: what is left of earlier meetings, and what is due, proposed as items."""
