"""Papers of committees and their consultations; requests to a table, and the replies they got."""
