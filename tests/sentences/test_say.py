"""Sentences say what the numbers say, and no more."""

import pytest

from briefing import say
from briefing.counts.incidents import (
    executing_by_requesting,
    incidents_by_cooperation,
    incidents_by_finding,
    incidents_by_year,
)
from briefing.counts.violations import violations_by_right
from briefing.exhibits.titles import title
from briefing.sentences.counts import limits
from briefing.text.formats import markdown
from helpers.made_counts import HOSTILE, NAMES, chosen, count, cross, people


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (
            [(5, 0, 3), (0, 2, 0)],
            "Northmark is on record for 8 of 10 documented incidents",
        ),
        (
            [(1, 0, 3), (0, 4, 0), (0, 0, 1)],
            "Northmark and Eastvale are each on record for 4 of 9 documented incidents",
        ),
        ([(0, 0, 7)], "Northmark is on record for all 7 documented incidents"),
        ([(0, 0, 2)], "Northmark is on record for both documented incidents"),
        ([(0, 0, 1)], "Northmark is on record for the only documented incident"),
        ([(0, 0, 0)], "No documented incidents in this selection"),
        (
            [(0, 0, 1)] * 12,
            "12 executing states are each on record for 1 of 12 documented incidents",
        ),
    ],
)
def test_titles(numbers: list[tuple[int, int, int]], expected: str) -> None:
    """The first is named, ties are named together, and many ties are counted."""
    assert expected == title(count(numbers))


def test_a_title_says_alleged_where_nothing_is_adjudicated() -> None:
    """The same count with one finding of a court reads otherwise."""
    alleged = count([(0, 3, 0), (0, 0, 1)], dimension="right", unit="violations")
    mixed = count([(1, 3, 0), (0, 0, 1)], dimension="right", unit="violations")

    assert "Northmark accounts for 3 of 4 alleged violations" == title(alleged)
    assert "4 of 5 adjudicated or alleged violations" in title(mixed)


def test_overlapping_ranges_have_no_first() -> None:
    """12 to 15 people are not certainly more than 9 to 13."""
    overlapping, clear = people([(12, 15), (9, 13)]), people([(12, 15), (9, 11)])

    assert "21 to 28 people acted on, under 2 executing states" == title(overlapping)
    assert "The ranges overlap at the top" in str(say(overlapping))
    assert "Northmark: 12 to 15 of 21 to 26 people acted on" == title(clear)
    assert "Most stand under Northmark: 12 to 15 people." in str(say(clear))


def test_a_lead_names_who_follows_and_where_none_is_documented() -> None:
    """The sentence goes on to the next, and ends with silence named as such."""
    said = str(say(count([(9, 0, 0), (8, 0, 0), (7, 0, 0), (0, 0, 0)])))

    assert (
        "Northmark is on record for 9 of 24 documented incidents (38%), followed by "
        "Eastvale (8) and Saltmere (7). None is documented for United Isles of "
        "Norrland." == said
    )


def test_followers_that_tie_are_named_together_or_not_at_all() -> None:
    """No tie is cut in two."""
    tied = count([(9, 0, 0)] + [(2, 0, 0)] * 5)
    many = count([(9, 0, 0)] + [(2, 0, 0)] * 11)

    assert "Karrowstan" not in str(say(many))
    assert all(f"{name} (2)" in str(say(tied)) for name in NAMES[1:6])


def test_the_headline_keeps_units_apart() -> None:
    """Three numbers, three units, and what is alleged is called alleged."""
    said = str(say.headline(chosen()))

    assert "12 incidents: 2 adjudicated, 6 corroborated and 4 reported." in said
    assert "45 to 47 people were acted on" in said
    assert "19 adjudicated or alleged violations of rights are on record." in said
    assert "2 were found by a court or treaty body; the other 17 are alleged." in said


def test_one_of_each_is_singular() -> None:
    """A selection of one incident reads as English."""
    said = str(say.headline(chosen(states="XSM", date_from="2008", date_to="2008")))

    assert "1 incident: 1 corroborated." in said
    assert "1 person was acted on" in said
    assert "1 alleged violation of rights is on record" in said
    assert "None was found by a court or treaty body: it is alleged." in said


def test_years_are_placed_and_not_joined() -> None:
    """What is not certain is said to stand apart."""
    said = str(say(incidents_by_year(chosen())))

    assert said.startswith("11 of 12 incidents can be placed in one year.")
    assert "Most are dated to 2011 (2)." in said
    assert said.endswith("may lie in more than one year and stands apart.")


def test_short_counts_are_said_whole() -> None:
    """Findings and kinds of co-operation are listed with every number."""
    finding = str(say(incidents_by_finding(chosen())))

    assert finding.startswith("Of 12 documented incidents, 2 are adjudicated (a court")
    assert "no request stated (2)" in str(say(incidents_by_cooperation(chosen())))


def test_pairs_are_said_with_their_roles() -> None:
    """Who acted for whom is never left open."""
    said = str(say(executing_by_requesting(chosen())))

    assert "Eastvale acting for Northmark: 3 documented incidents." in said
    assert "In all, 6 pairs are documented." in said
    assert "No pair of two named states" in str(say(cross([[0]])))


def test_rights_are_said_in_small_letters() -> None:
    """The name of a right inside a sentence is a common noun."""
    assert "followed by liberty (5)" in str(say(violations_by_right(chosen())))


def test_differences_have_their_base() -> None:
    """How many incidents are disputed is said with the number of all."""
    assert "In 4 of 12 incidents the sources do not say the same." == str(
        say.differences(chosen())
    )


@pytest.mark.parametrize("label", HOSTILE)
def test_data_in_a_sentence_is_escaped(label: str) -> None:
    """A label cannot become Markdown."""
    said = say(count([(9, 0, 0), (1, 0, 0)], labels=[label, "Eastvale"]))

    assert markdown(label) in said.payload["markdown"]


def test_limits_say_what_was_left_out_unasked() -> None:
    """Doubtful dates and withheld names are always said."""
    box = limits(chosen(date_to="2011", names="withheld"), "alleged").payload
    text = " ".join(box["notes"])

    assert box["notes"][0].startswith("Counts are of documented incidents")
    assert "Only an adjudicated violation was found" in text
    assert "may lie in the period" in text
    assert "names of people are withheld" in text
    assert len(box["notes"]) == len(set(box["notes"]))
