"""The corrections as a reader finds them: beside the cases, with the reason of each."""

from briefing import say
from briefing.counts.corrections import corrections
from briefing.dataset.load import load
from briefing.selection.select import select
from briefing.selection.selection import Selection
from briefing.tables.records import corrections_table
from helpers.pocket import choose

PLACE = [
    "INC-0006",
    "Place",
    "Northmark City",
    "Grey Harbour",
    "The place of arrival stood where the place of the act belongs.",
    "Office for Displaced Persons",
    "12 January 2026",
]
DAY = ["INC-0005", "Date of the act", "31 May 2011", "30 May 2011"]
WHY = "A reason.,S-0007,2026-02-01"


def corrected(package, *lines):
    """Add corrections to a package, and select all of it."""
    with (package / "corrections.csv").open("a", encoding="utf-8") as table:
        table.writelines(f"{line},{WHY}\n" for line in lines)
    return select(load(package), Selection())


def test_a_correction_is_printed_in_words():
    """The newest stands first: record, field, what it was and is, why, source and
    day.
    """
    first, second = corrections_table(choose()).payload["rows"]

    assert PLACE == first
    assert DAY == second[:4]


def test_a_selection_has_the_corrections_of_its_records():
    """Another state's cases bring none, and then a sentence says so."""
    assert ["INC-0006"] == [*corrections(choose(states="XSM"))["incident_id"]]
    assert "prose" == corrections_table(choose(states="XEV")).kind
    assert "Nothing in this selection was corrected." == str(
        say.corrections(choose(states="XEV"))
    )


def test_corrections_are_counted_in_a_sentence():
    """A reader of an older edition learns where it may differ."""
    said = str(say.corrections(choose()))

    assert said.startswith("2 values of this selection were corrected.")


def test_what_hangs_on_a_record_belongs_to_it(pocket):
    """Violations and sources are those of the selection, and codes have their words."""
    chosen = corrected(
        pocket,
        "violations,INC-0006|ASYLUM|XSM,responsible_state,XSM,XNM",
        "sources,S-0009,kind,press,ngo",
        "incidents,INC-0006,groups,refugee,refugee;religious",
    )
    rows = {
        row[0] + row[1]: row[2:4] for row in corrections_table(chosen).payload["rows"]
    }

    assert ["Saltmere", "Northmark"] == rows["INC-0006Responsible state"]
    assert "Refugees, " == rows["INC-0006Groups"][1][:10]
    assert "S-0009Kind" in rows


def test_where_names_are_withheld_nobody_is_told_of(pocket):
    """A correction of a person is no part of the public edition."""
    with (pocket / "corrections.csv").open("a", encoding="utf-8") as table:
        table.write(f"appearances,P-0006|INC-0005,age,45,46,{WHY}\n")
    shown = corrections(select(load(pocket), Selection()))
    withheld = corrections(select(load(pocket), Selection(names="withheld")))

    assert (3, 2) == (len(shown), len(withheld))
