"""An item goes to the agenda of another meeting: moved with what came of it, or copied without."""
