"""Finding a date among several: a round that asks which of them fit the institutions."""
