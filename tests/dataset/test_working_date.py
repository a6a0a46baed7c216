"""The rule by which a working date follows from the claims."""

import pytest

from briefing.dataset.dates import span
from briefing.dataset.derive import DateClaim, follows

COURT = ("court", "northern court")
BODY = ("treaty_body", "covenant committee")
IGO = ("igo", "office for displaced persons")
NGO = ("ngo", "lantern watch")
PRESS = ("press", "northmark courier")
OTHER = ("press", "harbour gazette")


def claims(*said):
    """Make claims from (date, (kind, voice))."""
    return [DateClaim(span(text), kind, voice) for text, (kind, voice) in said]


@pytest.mark.parametrize(
    ("working", "said"),
    [
        ("2005-08-18", [("2005-08-18", COURT), ("2005-08-17", PRESS)]),
        ("2005-08-18", [("2005-08-18", BODY), ("2005-08-17", IGO)]),
        ("2006-02", [("2006-02", IGO), ("2005-12", NGO), ("2005-12", PRESS)]),
        ("2006-02", [("2006-02", NGO), ("2006-02", PRESS), ("2005-12", OTHER)]),
        ("2006-02-03", [("2006-02", NGO), ("2006-02-03", PRESS), ("2005", OTHER)]),
        ("2006-02-03", [("2006-02", COURT), ("2006-02-03", PRESS)]),
        ("2005-12", [("2005-12", NGO), ("2006-02", PRESS)]),
        ("2005-12/2006-02", [("2005-12", NGO), ("2006-02", PRESS)]),
    ],
)
def test_the_weightiest_claim_gives_the_date(working, said):
    """Court or treaty body, intergovernmental body, two sources, one: the first
    decides.
    """
    assert follows(span(working), claims(*said), inferred=False)


@pytest.mark.parametrize(
    ("working", "said"),
    [
        ("2005-08-17", [("2005-08-18", COURT), ("2005-08-17", PRESS)]),
        ("2005-08-17", [("2005-08-18", COURT), ("2005-08-17", IGO)]),
        ("2005-12", [("2006-02", IGO), ("2005-12", NGO), ("2005-12", PRESS)]),
        ("2005-12", [("2006-02", NGO), ("2006-02", PRESS), ("2005-12", OTHER)]),
        ("2006-02-04", [("2006-02", COURT), ("2006-02-03", PRESS)]),
        ("2006", [("2006-02", COURT)]),
        ("2007", [("2005-12", NGO), ("2006-02", PRESS)]),
    ],
)
def test_another_date_does_not_follow(working, said):
    """A lighter claim, or a date that nobody gives, needs a correction to stand."""
    assert not follows(span(working), claims(*said), inferred=False)


def test_two_sources_with_one_voice_are_one():
    """A paper and the agency it repeats do not outweigh another source."""
    said = claims(("2006-02", PRESS), ("2006-02", PRESS), ("2005-12", OTHER))

    assert follows(span("2005-12"), said, inferred=False)


def test_an_inferred_date_may_be_coarser():
    """Where the date is marked as not seen, the year of the weightiest claim will
    do.
    """
    assert follows(span("2006"), claims(("2006-02", COURT)), inferred=True)
