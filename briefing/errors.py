"""What a person can do something about: a sentence each."""


class BriefingError(Exception):
    """A person's mistake: one sentence for them, exit code 2, no traceback.

    The message has four parts where they apply: where, what, expected, what to do next.

    Attributes
    ----------
    code : what `briefing explain` knows it by; a section in `briefing/explained`.

    """

    code = "refused"


class OutOfMeans(BriefingError):
    """The machine lacks what it takes, and nobody gave anything wrong: exit code 1."""

    code = "limit"


class Taken(BriefingError):
    """Somebody else is at it just now: exit code 3."""

    code = "busy"
