"""The law in force and the remedies, as figures, tables and sentences."""

import pytest

from briefing.charts import bar
from briefing.charts.bar import stacked_bars
from briefing.dataset.load import load
from briefing.law.in_force import violations_by_law_in_force
from briefing.selection.select import Chosen, select
from briefing.selection.selection import Selection
from briefing.sentences import law as law_sentences
from briefing.tables import law
from helpers.made_counts import chosen
from helpers.paths import ROOT

DATA = ROOT / "data"
EXHIBITS = {
    "coverage_table": law.coverage_table,
    "doors_table": law.doors_table,
    "ignored_table": law.ignored_table,
    "law_bars": bar.law_bars,
    "law_by_state_table": law.law_by_state_table,
    "law_table": law.law_table,
    "mechanisms_table": law.mechanisms_table,
    "say.doors": law_sentences.doors,
    "say.ignored": law_sentences.ignored,
    "say.law": law_sentences.law,
    "unbound_table": law.unbound_table,
}
SELECTIONS = [
    {},
    {"states": "PAK", "role": "responsible"},
    {"states": "UZB", "rights": "MINORITY", "role": "responsible"},
    {"finding": "adjudicated"},
    {"date_from": "2023", "names": "withheld"},
]


def real(**asked: str) -> Chosen:
    """Select from the data of the briefing."""
    return select(load(DATA), Selection(**asked))


@pytest.fixture(scope="module")
def everything() -> Chosen:
    """All of the data."""
    return real()


@pytest.mark.parametrize("asked", SELECTIONS, ids=str)
def test_every_exhibit_can_be_made_of_every_selection(asked: dict[str, str]) -> None:
    """A narrow selection has fewer rows, or a sentence, and never an error."""
    selected = real(**asked)

    assert all(show(selected).text for show in EXHIBITS.values())
    assert stacked_bars(violations_by_law_in_force(selected)).text


@pytest.mark.parametrize("name", EXHIBITS)
def test_every_exhibit_can_be_made_of_a_package_without_our_treaties(name: str) -> None:
    """Where the tables know no mechanism, the cells say so."""
    assert EXHIBITS[name](chosen()).text


def test_the_sentence_says_what_no_treaty_bound() -> None:
    """One of the violations of the pocket was bound by none, and is counted."""
    said = law_sentences.law(chosen()).text

    assert "In 18 of 19 adjudicated or alleged violations" in said
    assert "In 1, none of the treaties in the tables bound it. It is counted" in said


def test_a_violation_without_treaty_says_why() -> None:
    """Each treaty stands with the position of the state on that day."""
    rows = law.unbound_table(chosen()).payload["rows"]

    expected = ["Saltmere", "Liberty", "1", "INC-0004 (2008)"]

    assert [[*expected, "Signed only: Northern Covenant"]] == rows


def test_doors_say_from_when_or_since_when_not(everything: Chosen) -> None:
    """Not verified, by its year, closed, and open since the day of force."""
    table = law.doors_table(everything).payload
    said = {row[0]: row[1:] for row in table["rows"]}

    assert "Open: acts since 30 September 2009" == said["Kazakhstan"][0]
    assert "Open: acts since 2008 (day not verified)" == said["Kazakhstan"][1]
    assert "Closed to new complaints since 8 February 2023" == said["Belarus"][0]
    assert "Not verified" == said["Kyrgyzstan"][1]
    assert "Closed for acts after 16 September 2022" in said["Russia"][3]


def test_the_figure_has_the_numbers_of_its_table(everything: Chosen) -> None:
    """Chart and table are drawn of one count."""
    figure, table = bar.law_bars(everything), law.law_table(everything)

    assert "figure" == figure.kind
    assert figure.payload["rows"] == table.payload["rows"]


def test_cells_not_seen_in_a_source_are_named(everything: Chosen) -> None:
    """A protocol whose days were not seen is marked below the table."""
    notes = " ".join(law.law_table(everything).payload["notes"])

    assert "used by the year at most: ECHR Protocol 4 (Russia)" in notes
