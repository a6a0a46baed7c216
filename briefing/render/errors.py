"""What cannot be typeset."""

from briefing.errors import BriefingError


class NotTypeset(BriefingError):
    """A briefing that cannot be typeset as the standards ask: no PDF is made."""

    code = "typesetting"
