"""Tasks of institutions: who has taken on what, until when, and how far it has come."""
