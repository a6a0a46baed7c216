"""Claims, against the records that they speak of."""

import pytest

from briefing.dataset.validate import check


def codes_after(package, file, *lines):
    """Add lines to a table and give what is found, with the field it is found in."""
    with (package / file).open("a", encoding="utf-8") as table:
        table.writelines(f"{line}\n" for line in lines)
    return [(finding.code, finding.field) for finding in check(package)]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("act", "repotred", "unknown-code"),
        ("type", "extradtion", "unknown-code"),
        ("fate", "vanished", "unknown-code"),
        ("executing_state", "XNN", "broken-reference"),
        ("date", "2011-02-30", "impossible-date"),
        ("date", "2012/2011", "end-before-start"),
        ("date", "May 2011", "wrong-type"),
        ("date", "40693", "date-turned-number"),
        ("persons", "28-29", "wrong-type"),
        ("persons", "06-May", "date-turned-number"),
        ("persons", "29/28", "persons-reversed"),
        ("persons", "27/28", "claim-outside-range"),
    ],
)
def test_a_claim_has_the_kind_of_value_of_its_field(pocket, field, value, code):
    """What a source says of a date is a date, of people a number, of a code a code."""
    found = codes_after(pocket, "claims.csv", f"INC-0011,S-0004,{field},{value},p. 1")

    assert [(code, "value")] == found


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("act", "denied"),
        ("type", "deportation"),
        ("fate", "dead"),
        ("executing_state", "XNM"),
        ("date", "2011-06/2011-07"),
        ("persons", "28/29"),
    ],
)
def test_sources_may_disagree(pocket, field, value):
    """A claim that differs from the record is kept, and is no fault."""
    line = f"INC-0011,S-0004,{field},{value},p. 1"

    assert [] == codes_after(pocket, "claims.csv", line)


def test_a_number_needs_a_range(pocket):
    """Where a source gives a number, the record cannot say that none is known."""
    found = codes_after(pocket, "claims.csv", "INC-0009,S-0011,persons,4,p. 1")

    assert [("claim-outside-range", "value")] == found
