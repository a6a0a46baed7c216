"""A count becomes a sentence: `say` has them all."""

from briefing.sentences import say as say
