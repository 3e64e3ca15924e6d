"""Writing, circulating and reading minutes; editions and their paper."""
