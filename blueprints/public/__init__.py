"""What everybody may read without signing in: whether a document is genuine, and what was published."""
