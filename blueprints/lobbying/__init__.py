"""Projects of politics, who speaks there for whom, and what came of it."""
