"""Messages in ICU MessageFormat, and what Babel writes in them."""

from datetime import date

import pytest

from briefing.text import formats
from briefing.text.messages import message

ACTS = "{states} {k, plural, one {is} other {are}} named in {n, plural, =0 {none} one \
{# act} other {# acts}}"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"states": "Northmark", "k": 1, "n": 1}, "Northmark is named in 1 act"),
        ({"states": "A and B", "k": 2, "n": 1234}, "A and B are named in 1,234 acts"),
        ({"states": "{k}", "k": 1, "n": 0}, "{k} is named in none"),
    ],
)
def test_a_message_chooses_its_plural_forms(values, expected):
    """An exact number comes before a form, and names are never read as messages."""
    assert expected == message(ACTS, **values)


def test_a_message_chooses_by_a_code():
    """What has no branch of its own takes the branch `other`."""
    text = "{what, select, people {People: {n, number}} other {Acts: {n, number}}}"

    assert "People: 1,000" == message(text, what="people", n=1000)
    assert "Acts: 2" == message(text, what="incidents", n=2)


@pytest.mark.parametrize(
    "text",
    ["{", "{n", "}", "{n, plural, one {a}}", "{n, plural, other {a}", "{n, x}"],
)
def test_a_message_that_is_not_well_formed_is_refused(text):
    """A slip in a message shows when it is first used, and at its place."""
    with pytest.raises(ValueError, match="in the message"):
        message(text, n=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2005", "2005"),
        ("2005-09", "September 2005"),
        ("2005-09-07", "7 September 2005"),
        ("2005/2006-02", "between 2005 and February 2006"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(text, expected):
    """Nothing is added to what is known of a date."""
    assert expected == formats.date_in_words(text)


def test_a_date_on_no_calendar_is_refused():
    """A month or day that is none raises ValueError."""
    for text in ("2005-13", "2005-02-30", "2005-00", "soon"):
        with pytest.raises(ValueError, match=r"(?i)date|isoformat|day|month"):
            formats.date_in_words(text)


def test_languages_have_the_names_of_the_locale():
    """A code that no language has has no name."""
    assert "Uyghur" == formats.language_name("ug")
    assert formats.language_name("xx") is None
    assert "5 Jan" == formats.day_and_month(date(2005, 1, 5))
