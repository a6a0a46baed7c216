"""Every member state has a profile on the real data, and the brief fits two pages."""

import ast
import csv
from pathlib import Path

import nbformat
import pytest

from briefing.publish.models import EditionSpec
from briefing.publish.profiles import read_profile, resolve_selection
from briefing.publish.runs import run
from briefing.render.execute import run_chapter
from briefing.render.notebook import concat, iter_payloads
from briefing.render.pdf import to_pdf
from briefing.selection.selection import Selection
from helpers.paths import ROOT
from helpers.pdf import opened, pages

DATA = ROOT / "data"
PROFILE = ROOT / "notebooks" / "11-state-profile.ipynb"
A4 = (595, 842)


def rows(table: str) -> list[dict[str, str]]:
    """Read a table of the real data, without our code."""
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


NAMES = {row["state"]: row["name"] for row in rows("reference/states")}
MEMBERS = sorted(
    row["state"] for row in rows("reference/memberships") if row["status"] == "member"
)


def counted(state: str, column: str) -> int:
    """Count the acts that name a state in a role."""
    return sum(
        row[column] == state and row["record_kind"] == "act"
        for row in rows("incidents")
    )


def beside(payloads) -> list[list[str]]:
    """Find the table of the three roles."""
    (table,) = [p for p in payloads if p.get("key") == "state_beside_region"]
    return table["rows"]


def shown_here(state: str) -> list[dict]:
    """Run the cells of the profile in this process, and gather what they show."""
    names = Selection(states=state, data=str(DATA)).model_dump()
    shown = []
    for cell in nbformat.read(PROFILE, as_version=4).cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "code" and "setup" in tags:
            exec(cell.source, names)
        elif cell.cell_type == "code" and not tags:
            *lines, last = ast.parse(cell.source).body
            exec(compile(ast.Module(lines, []), PROFILE.name, "exec"), names)
            exhibit = eval(compile(ast.Expression(last.value), "", "eval"), names)
            shown.append(dict(exhibit.payload))
    return shown


def test_there_are_ten_members() -> None:
    """As many as the organisation has at the release of the data."""
    assert 10 == len(MEMBERS)


@pytest.mark.parametrize("state", ["IRN", "RUS"])
def test_the_profile_of_a_state_holds_its_counts(state: str) -> None:
    """The state with least on record and the one with most; the files say the
    numbers.
    """
    table = beside(shown_here(state))

    assert [counted(state, "executing_state"), counted(state, "requesting_state")] == [
        int(row[4]) for row in table[:2]
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "state", [pytest.param(MEMBERS[0], marks=pytest.mark.smoke), *MEMBERS[1:]]
)
def test_every_member_has_a_profile(state: str) -> None:
    """The chapter runs in a kernel of its own, is typeset, and holds the state's
    counts.
    """
    chapter = run_chapter(PROFILE, {"states": state, "data": str(DATA)})
    table = beside(iter_payloads(chapter))
    text = "".join(pages(to_pdf(concat([chapter], {"title": NAMES[state]}))))

    assert str(counted(state, "executing_state")) == table[0][4]
    assert str(counted(state, "requesting_state")) == table[1][4]
    assert f"{NAMES[state]}hasbeenamemberoftheSCO" in text


@pytest.mark.slow
@pytest.mark.parametrize(
    "given",
    [
        pytest.param({}, marks=pytest.mark.smoke),
        {"states": "KAZ", "names": "withheld"},
        {"date_from": "2011"},
    ],
    ids=str,
)
def test_the_brief_fits_two_pages(tmp_path: Path, given: dict[str, str]) -> None:
    """A meeting gets two A4 pages at most, with all tables and the method attached."""
    profile = read_profile("brief", ROOT)
    selection = resolve_selection(profile, given)
    outcome = run(EditionSpec(profile, selection, DATA, tmp_path, "b"))
    pdf = outcome.pdf.read_bytes()
    text = pages(pdf)
    with opened(pdf) as document:
        sizes = {
            tuple(round(float(n)) for n in page.mediabox[2:]) for page in document.pages
        }
        attached = set(document.attachments)

    assert len(text) <= 2
    assert {A4} == sizes
    assert {"METHOD.md", "manifest.json", "data/incidents.csv"} <= attached
    assert "Whatshouldameetingknow?" in text[0] and "Whatthesenumbers" in text[-1]
    assert "Contents" not in text[0]
