"""A look at the incidents: live in a notebook, a plain table wherever it cannot be."""

import csv
import re
import sys

import nbformat
import pytest

from briefing.counts.roles import as_executing
from briefing.exhibits.exhibit import MIME
from briefing.render.execute import run_chapter
from briefing.render.pdf import to_pdf
from briefing.tables.records import UNSEEN, look
from helpers.paths import POCKET
from helpers.pdf import opened, words
from helpers.pocket import choose
from helpers.project import notebook


def acts() -> list[str]:
    """List the ids of the acts, as the file has them."""
    with (POCKET / "incidents.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return [row["incident_id"] for row in rows if row["record_kind"] == "act"]


def test_it_lists_the_incidents_of_the_selection() -> None:
    """Every counted incident has a line, in order of time."""
    shown = look(choose()).payload

    assert sorted(acts()) == sorted(row[0] for row in shown["rows"])
    assert ["INC-0003", "4 November 2000"] == shown["rows"][0][:2]


def test_a_selection_narrows_it() -> None:
    """What the parameters leave out is not in the list."""
    shown = look(choose(states="XSM")).payload

    assert ["INC-0004", "INC-0006", "INC-0012", "INC-0009"] == [
        row[0] for row in shown["rows"]
    ]


def test_nothing_chosen_is_said() -> None:
    """An empty list is a sentence."""
    shown = look(as_executing(choose(states="XSM", role="requesting", date_to="2001")))

    assert "No incident meets this selection." == str(shown)


def test_in_a_notebook_it_can_be_searched_and_asks_nobody() -> None:
    """The live list brings its own code, and names no address to fetch from."""
    live = look(choose()).html.split("<figure")[0]

    assert "Look through 12 incidents" in live
    assert "import(url)" in live
    assert [] == re.findall(r"(?:src|href|from)\s*=?\s*['\"]https?://[^'\"]*", live)


def test_a_date_that_is_sorted_is_no_surer_than_one_that_is_read() -> None:
    """Where no source was seen to state the day, the live list has the year only."""
    assert "2010 (date not verified)" in look(choose()).html


def test_without_itables_it_is_a_plain_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list needs nothing that is not installed."""
    monkeypatch.setitem(sys.modules, "itables", None)

    shown = look(choose())

    assert "<script" not in shown.html
    assert "INC-0012" in shown.html


def test_a_run_does_without_what_nobody_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the kernel of a run there is no code for a browser."""
    monkeypatch.setenv(UNSEEN, "somewhere")

    assert "<script" not in look(choose()).html


@pytest.mark.smoke
@pytest.mark.slow
def test_it_prints_as_a_table(tmp_path: object) -> None:
    """A chapter with a look in it becomes a PDF that lists every incident."""
    path = tmp_path / "01-look.ipynb"
    nbformat.write(notebook("look(chosen)"), path)

    ran = run_chapter(path, {"data": str(POCKET)})
    pdf = to_pdf(ran)

    assert MIME in ran.cells[-1].outputs[0].data
    assert [] == [one for one in acts() if one not in words(pdf)]
    with opened(pdf) as document:
        assert "/StructTreeRoot" in document.Root
