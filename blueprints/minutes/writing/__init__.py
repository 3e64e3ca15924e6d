"""Writing minutes on one screen: the agenda, the text of an item, what is recorded with it, who is there."""
