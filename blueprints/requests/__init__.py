"""Papers of committees, parliaments and authorities, and where they were consulted."""
