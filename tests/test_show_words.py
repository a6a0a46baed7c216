"""Numbers as correct English."""

import pytest

from briefing.show import words
from briefing.show.verbs import violated, violation_words


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (words.counted(1, "incidents"), "1 incident"),
        (words.counted(0, "incidents"), "0 incidents"),
        (words.counted(999, "incidents"), "999 incidents"),
        (words.counted(1_000, "incidents"), "1,000 incidents"),
        (words.counted(12_345, "persons"), "12,345 people"),
        (words.people(998, 1_394), "998 to 1,394 people"),
        (words.people(1, 1), "1 person"),
        (words.people(12, 15), "12 to 15 people"),
        (words.people(0, 1), "0 to 1 people"),
        (words.people(1, 2), "1 to 2 people"),
        (words.people(28, 28), "28 people"),
        (words.share(3, 12, "incidents"), "3 of 12 incidents"),
        (words.share(45, 230, "incidents"), "45 of 230 incidents (20%)"),
        (words.percent(1, 1000), "less than 1%"),
        (words.percent(999, 1000), "more than 99%"),
        (words.percent(0, 7), "0%"),
        (words.percent(7, 7), "100%"),
        (words.listing([]), ""),
        (words.listing(["A"]), "A"),
        (words.listing(["A", "B"]), "A and B"),
        (words.listing(["A", "B", "C"], "or"), "A, B or C"),
        (words.listing(["A, a", "B", "C"]), "A, a; B; and C"),
        (words.share(1, 1, "incidents"), "the only incident"),
        (words.share(2, 2, "incidents"), "both incidents"),
        (words.share(30, 30, "incidents"), "all 30 incidents"),
        (words.some(list("ABCD")), "A, B, C and D"),
        (words.some(list("ABCDE")), "A, B, C and 2 others"),
        (words.article("extradition"), "an extradition"),
        (words.article("rendition"), "a rendition"),
        (words.article("hour"), "an hour"),
        (words.article("European court"), "a European court"),
        (words.article("Uzbek court"), "an Uzbek court"),
        (words.article("Uyghur teacher"), "a Uyghur teacher"),
        (words.article("United Nations body"), "a United Nations body"),
        (words.article("incident"), "an incident"),
        (words.sentence_case("all states"), "All states"),
        (words.lower_first("All states"), "all states"),
        (words.lower_first("SCO members"), "SCO members"),
        (words.lower_first(""), ""),
    ],
)
def test_words(said: str, expected: str) -> None:
    """Singular and plural, ranges, shares, lists and articles read as English."""
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
