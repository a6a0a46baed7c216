"""What a finding says to the person who has to mend it."""

import pytest

from briefing.dataset.findings import Finding, InvalidPackage, shown
from briefing.suggest import one_of

FINDING = Finding("claims.csv", 7, "value", "pattern", "'x'", "a date")


def test_a_finding_is_one_line():
    """It says where, what and what was expected."""
    assert "claims.csv row 7, value: pattern: 'x'; expected a date" == str(FINDING)


def test_a_finding_knows_its_rule():
    """The rule behind a code is worded once, for all findings of that code."""
    assert "a cell has the form of its field" == FINDING.rule


def test_a_code_without_a_rule_is_our_mistake():
    """Nobody can report a finding that is not in the list of codes."""
    with pytest.raises(KeyError):
        Finding("claims.csv", 7, "value", "no-such-code", "'x'", "a date")


def test_a_refusal_counts_its_findings():
    """The message shows three findings, and says how many there are."""
    message = str(InvalidPackage("data", [FINDING] * 5))

    assert "(5 findings)" in message
    assert 3 == message.count("claims.csv row 7")


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("extradtion", "a known one; did you mean 'extradition'?"),
        ("EXTRADITION", "a known one; did you mean 'extradition'?"),
        ("zzz", "one of extradition, deportation"),
    ],
)
def test_a_near_miss_is_named(word, answer):
    """A misspelt code leads to the one that is meant, or to those that there are."""
    assert answer == one_of(word, ["extradition", "deportation"])


def test_many_codes_are_not_listed():
    """Where there are many codes, one of them shows their form."""
    words = [f"S-{n:04d}" for n in range(100)]

    assert "one of 100 known ones, such as 'S-0000'" == one_of("zzz", words)


def test_long_and_invisible_text_is_shown_short_and_visible():
    """A message repeats the beginning of a cell, and shows what cannot be seen."""
    assert "'a\\x00b'" == shown("a\0b")
    assert 63 == len(shown("x" * 5000))
