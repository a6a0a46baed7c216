"""Messages on counts are whole, and any dimension has some."""

import pytest

from briefing import say
from briefing.exhibits import wording
from briefing.exhibits.titles import title
from briefing.sentences import counts, evidence, law, profile
from briefing.text import notes
from briefing.text.messages import Argument, parsed
from helpers.made_counts import count, cross


def texts(value):
    """Every text of a table of messages, and of a text itself."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif isinstance(value, wording.Gathered):
        yield from (value.title, value.sentence)


MODULES = (wording, counts, evidence, law, profile, notes)

RAW = ("FIRST", "MANY", "THINGS")  # what messages are made of

MESSAGES = {
    f"{module.__name__.rpartition('.')[2]}.{name}": [*texts(value)]
    for module in MODULES
    for name, value in vars(module).items()
    if name.isupper() and not name.startswith("_") and name not in RAW
}


@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_is_well_formed_and_whole(name):
    """A brace too many would show only where the message is first used."""
    for text in MESSAGES[name]:
        parsed(text)
        assert "<" not in text, "a part of it was not put in"


def arguments(parts):
    """The names of what a message fills in."""
    for part in parts:
        if isinstance(part, Argument):
            yield part.name
            for branch in part.branches.values():
                yield from arguments(branch)


def test_a_message_of_a_dimension_takes_what_the_others_take():
    """Code fills in the same names and numbers whatever is counted by."""
    for table in (wording.FIRST_TITLE, wording.MANY_TITLE, wording.FIRST_SENTENCE):
        taken = {
            key: {*arguments(parsed(text))} - {"dimension"}
            for key, text in table.items()
        }
        assert all(one == taken["other"] for one in taken.values())


def test_a_dimension_without_words_of_its_own_is_said_all_the_same():
    """The largest group is called that, and not the most."""
    first = count([(3, 0, 2), (0, 1, 0)], dimension="place")
    tied = count([(1, 0, 0), (0, 1, 0)], dimension="place")

    assert (
        "The largest group by place is Northmark: 5 of 6 documented incidents"
        == title(first)
    )
    assert "2 groups by place each hold 1 of 2 documented incidents" == title(tied)
    assert (
        "The largest groups by place are Northmark and Eastvale, each with 1 of 2 "
        "documented incidents." == str(say(tied))
    )
    assert (
        "The largest group by place is Northmark: 5 of 6 documented incidents, "
        "followed by Eastvale (1)." == str(say(first))
    )


def test_a_cross_without_words_of_its_own_claims_nothing_of_states():
    """Who acted for whom is said of two states only."""
    found = cross([[3, 0], [0, 2]], dimensions=("type", "executing state"))
    empty = cross([[0]], dimensions=("type", "place"))

    assert (
        "The largest number is on record for Northmark, Northmark: 3 documented "
        "incidents. Next: Eastvale, Eastvale (2). In all, 2 pairs are documented."
        == str(say(found))
    )
    assert "This selection holds no pair of a stated type and place." == str(say(empty))
