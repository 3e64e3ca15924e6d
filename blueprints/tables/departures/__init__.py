"""An institution leaves or ends: its exit list, its successor's seats, what is forgotten."""
