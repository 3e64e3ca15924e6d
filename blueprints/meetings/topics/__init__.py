"""Topics: calling for them, submitting them, deciding what becomes of them."""
