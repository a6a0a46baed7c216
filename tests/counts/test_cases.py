"""The case register, in words."""

import pytest

from briefing.counts import cases as case_rows
from briefing.counts.disagreements import value_in_words
from briefing.text import notes
from briefing.text.notes import worded
from helpers.pocket import choose


def case(number, **asked):
    """Find one case of the register."""
    rows = case_rows.register(choose(**asked)).to_dict("records")
    return next(row for row in rows if row["id"] == f"INC-{number:04d}")


def test_the_register_is_in_order_of_time():
    """Cases stand by the first day on which they may have happened."""
    ids = case_rows.register(choose())["id"].str.removeprefix("INC-").astype(int)

    assert [3, 1, 2, 4, 6, 5, 11, 7, 8, 12, 9, 10] == list(ids)


@pytest.mark.parametrize(
    ("number", "part", "expected"),
    [
        (1, "date", "18 August 2005"),
        (2, "date", "February 2006"),
        (6, "date", "2010 (date not verified)"),
        (7, "date", "between November 2011 and February 2012"),
        (2, "people", "5 to 6 people"),
        (3, "people", "1 person"),
        (9, "people", "number of people not known"),
        (1, "states", "Eastvale, for Northmark"),
        (5, "states", "Northmark"),
        (9, "finding", "corroborated"),
        (10, "note", ""),
        (7, "outcome", ""),
        (12, "type", "Extradition"),
        (1, "persons", ("Tarek Oduval (also Тарек Одувал), aged 34", "Sefa Merrin")),
        (8, "persons", ("林知远 (also Lin Zhiyuan)",)),
        (2, "persons", ()),
        (2, "sources", ("S-0003", "S-0004", "S-0007")),
        (
            11,
            "claims",
            ("Number of people: 28 people (Lantern Watch); 29 people (Вести Затона).",),
        ),
        (
            12,
            "claims",
            (
                "The act itself: denied (Ministry of the Interior of Saltmere); "
                "reported (东谷边境消息 and Fennick Observer).",
            ),
        ),
    ],
    ids=str,
)
def test_a_case_says_what_is_known(number, part, expected):
    """Dates are as precise as known, ranges stay ranges, nothing is filled in."""
    assert expected == case(number)[part]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("date", "2011-06", "June 2011"),
        ("persons", "7/8", "7 to 8 people"),
        ("persons", "1", "1 person"),
        ("executing_state", "XEV", "Eastvale"),
        ("type", "extradition", "Extradition"),
        ("fate", "dead", "Dead"),
        ("act", "denied", "denied"),
    ],
)
def test_a_claim_is_worded(field, value, expected):
    """What a source says is written as a reader says it."""
    assert expected == value_in_words(choose(), field, value)


def test_a_right_names_who_answers_and_who_found_it():
    """An adjudicated violation stands with its case reference."""
    assert {
        "label": "Protection from being returned to persecution, torture or death",
        "responsible": "Northmark",
        "basis": "adjudicated",
        "authority": "Lin v. Northmark, no. 31/2013",
        "grounds": "The Committee found that the removal order would breach the "
        "Covenant.",
    } == case(8)["rights"][1]


@pytest.mark.parametrize("key", notes.NOTES)
def test_every_note_can_be_worded(key):
    """A standing note needs no more than the numbers of a selection."""
    (text,) = choose(date_from="2012").notes(key)

    assert text.endswith(".")
    assert "{" not in text


def test_notes_agree_with_their_numbers():
    """One incident is, two incidents are."""
    said = [worded("persons_unknown", {"persons_unknown": n}) for n in (1, 2)]

    assert ["1 incident is", "2 incidents are"] == [s.partition(" wi")[0] for s in said]
