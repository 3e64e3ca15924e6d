"""A body's life: states, names, working groups, terms, bodies outside."""
