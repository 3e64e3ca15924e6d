"""An institution is proposed for a seat: proposed, decided, recorded."""
