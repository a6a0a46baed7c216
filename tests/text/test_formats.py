"""Numbers as correct English."""

import pytest

from briefing.exhibits.titles import violated, violation_words
from briefing.text import formats


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (formats.counted(1, "incidents"), "1 incident"),
        (formats.counted(0, "incidents"), "0 incidents"),
        (formats.counted(999, "incidents"), "999 incidents"),
        (formats.counted(1_000, "incidents"), "1,000 incidents"),
        (formats.counted(12_345, "persons"), "12,345 people"),
        (formats.people(998, 1_394), "998 to 1,394 people"),
        (formats.people(1, 1), "1 person"),
        (formats.people(12, 15), "12 to 15 people"),
        (formats.people(0, 1), "0 to 1 people"),
        (formats.people(1, 2), "1 to 2 people"),
        (formats.people(28, 28), "28 people"),
        (formats.share(3, 12, "incidents"), "3 of 12 incidents"),
        (formats.share(45, 230, "incidents"), "45 of 230 incidents (20%)"),
        (formats.percent(1, 1000), "less than 1%"),
        (formats.percent(999, 1000), "more than 99%"),
        (formats.percent(0, 7), "0%"),
        (formats.percent(7, 7), "100%"),
        (formats.listing([]), ""),
        (formats.listing(["A"]), "A"),
        (formats.listing(["A", "B"]), "A and B"),
        (formats.listing(["A", "B", "C"], "or"), "A, B or C"),
        (formats.listing(["A, a", "B", "C"]), "A, a; B; and C"),
        (formats.share(1, 1, "incidents"), "the only incident"),
        (formats.share(2, 2, "incidents"), "both incidents"),
        (formats.share(30, 30, "incidents"), "all 30 incidents"),
        (formats.some(list("ABCD")), "A, B, C and D"),
        (formats.some(list("ABCDE")), "A, B, C and 2 others"),
        (formats.sentence_case("all states"), "All states"),
        (formats.lower_first("All states"), "all states"),
        (formats.lower_first("SCO members"), "SCO members"),
        (formats.lower_first(""), ""),
    ],
)
def test_words(said: str, expected: str) -> None:
    """Singular and plural, ranges, shares, and lists read as English."""
    assert expected == said


@pytest.mark.parametrize(
    ("adjudicated", "total", "expected"),
    [
        (0, 1, "1 alleged violation"),
        (0, 5, "5 alleged violations"),
        (5, 5, "5 adjudicated violations"),
        (1, 1, "1 adjudicated violation"),
        (2, 5, "5 adjudicated or alleged violations"),
        (0, 0, "0 alleged violations"),
    ],
)
def test_only_what_a_court_found_is_called_more_than_alleged(
    adjudicated: int, total: int, expected: str
) -> None:
    """A violation that no court or treaty body found is alleged, in every sentence."""
    assert expected == violation_words(adjudicated, total)


@pytest.mark.parametrize("basis", ["alleged", "reported", "corroborated", ""])
def test_the_verb_says_violated_only_where_adjudicated(basis: str) -> None:
    """Whatever is not adjudicated is alleged to be violated."""
    assert "is alleged to be violated" == violated(basis)
    assert "was found to be violated" == violated("adjudicated")
