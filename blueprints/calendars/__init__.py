"""Calendar feeds: one's own meetings, and the coordination's deadlines, in one's own calendar program."""
