"""A count or a selection becomes a sentence: `say` has them all."""
