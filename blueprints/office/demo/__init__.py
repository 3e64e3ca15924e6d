"""The demo: facts of two public sources with their places, and a practice table with every state."""
