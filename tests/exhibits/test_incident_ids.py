"""What an analyst unfolds below a figure or a table: the incidents behind it."""

import csv
import json
import re
from collections import defaultdict
from dataclasses import replace
from html import unescape

import pytest

from briefing.charts.bar import stacked_bars
from briefing.charts.heatmap import matrix
from briefing.charts.small_multiples import sensitivity_band
from briefing.charts.timeline import year_bars
from briefing.charts.upset import upset
from briefing.counts.incidents import (
    executing_by_requesting,
    incidents_by_executing_state,
    incidents_by_year,
)
from briefing.counts.overlaps import overlap_of_publishers
from briefing.counts.violations import violations_by_right
from briefing.exhibits import exhibit
from briefing.exhibits.exhibit import MIME
from briefing.tables.counts import table
from briefing.tables.records import differences_table, rights_table
from helpers.paths import POCKET
from helpers.pocket import choose

ROW = re.compile(r"<tr[^>]*>(?:<th[^>]*>([^<]*)</th>)?<td[^>]*>(INC-[^<]*)</td></tr>")
SHOWN = {
    "bars": lambda: year_bars(incidents_by_year(choose())),
    "count": lambda: table(incidents_by_executing_state(choose())),
    "grid": lambda: matrix(executing_by_requesting(choose())),
    "sets": lambda: upset(overlap_of_publishers(choose())),
    "whole": lambda: sensitivity_band(choose()),
}


def rows(table_name: str) -> list[dict[str, str]]:
    """Read a table of the pocket package, and of its incidents the acts only."""
    with (POCKET / f"{table_name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            row
            for row in csv.DictReader(file)
            if row.get("record_kind", "act") == "act"
        ]


def unfolded(exhibit: object) -> dict[str, list[str]]:
    """Read the ids below an exhibit, under the label of each row."""
    folded = exhibit.html.split("<details", 1)[1]
    return {
        unescape(label).rsplit(" (", 1)[0]: ids.split(", ")
        for label, ids in ROW.findall(folded)
    }


def test_each_row_of_a_count_names_its_incidents() -> None:
    """The ids under a state are those that the file has under its code."""
    names = {"XEV": "Eastvale", "XNM": "Northmark", "XSM": "Saltmere"}
    expected = defaultdict(list)
    for row in rows("incidents"):
        expected[names[row["executing_state"]]].append(row["incident_id"])

    assert expected == unfolded(table(incidents_by_executing_state(choose())))


def test_each_cell_of_a_cross_names_its_incidents() -> None:
    """A pair of states leads to the acts of the one for the other."""
    expected = [
        row["incident_id"]
        for row in rows("incidents")
        if (row["executing_state"], row["requesting_state"]) == ("XEV", "XNM")
    ]

    found = unfolded(matrix(executing_by_requesting(choose())))

    assert expected == found["Eastvale, Northmark"]


def test_violations_lead_to_the_incidents_that_they_were_done_in() -> None:
    """The unit is the violation, and what is listed are incidents, each once."""
    acts = {row["incident_id"] for row in rows("incidents")}
    expected = {
        row["incident_id"] for row in rows("violations") if row["incident_id"] in acts
    }

    shown = stacked_bars(violations_by_right(choose()))

    assert expected == {one for ids in unfolded(shown).values() for one in ids}
    assert f"{len(expected)} incidents behind this figure (not printed)" in shown.html
    assert "Counted in violations." in shown.html


@pytest.mark.parametrize("kind", SHOWN)
def test_every_figure_and_table_leads_to_incidents(kind: str) -> None:
    """All twelve acts of the pocket package stand behind each of these."""
    expected = {row["incident_id"] for row in rows("incidents")}

    found = {one for ids in unfolded(SHOWN[kind]()).values() for one in ids}

    assert expected == found


def test_a_table_that_says_its_incidents_lists_them_once() -> None:
    """Where each row begins with a case, nothing more is listed below."""
    assert {} == unfolded(differences_table(choose()))


def test_wording_rests_on_no_incident() -> None:
    """The definitions of the rights are not made of incidents."""
    shown = rights_table(choose()).html

    assert "Unit and key of this table (not printed)" in shown


def test_so_many_incidents_are_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the ids would outweigh the table, their number stands there and a way
    on.
    """
    monkeypatch.setattr(exhibit, "MOST", 11)

    shown = table(incidents_by_executing_state(choose()))

    assert {} == unfolded(shown)
    assert "12 are too many to list" in shown.html


def test_labels_open_no_element() -> None:
    """A label of the data is text below a figure too."""
    count = incidents_by_executing_state(choose())
    hostile = count.frame.assign(label="<script>alert(1)</script>")

    shown = table(replace(count, frame=hostile))

    assert "<script" not in shown.html


def test_what_unfolds_is_not_printed() -> None:
    """The payload, which is all that the typesetter reads, holds no list of
    incidents.
    """
    shown = stacked_bars(violations_by_right(choose()))

    bundle = shown._repr_mimebundle_()

    assert "INC-" not in json.dumps(bundle[MIME])
    assert "INC-" in bundle["text/html"]


def test_what_is_shown_reads_as_what_is_printed() -> None:
    """Title, subtitle, caption, notes and source of the page stand in the notebook
    too.
    """
    shown = year_bars(incidents_by_year(choose()))
    payload = shown.payload
    words = [payload["title"], payload["subtitle"], payload["caption"]]

    page = unescape(shown.html)

    assert [] == [one for one in [*words, *payload["notes"]] if one not in page]
    assert f"Source: {payload['source']}." in page
