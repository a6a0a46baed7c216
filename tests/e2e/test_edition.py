"""Whole editions, made by the command as a person would make them."""

import csv
import json
import shutil
import subprocess
import sys
import zipfile

import nbformat
import pikepdf
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_notebook
from openpyxl import load_workbook

from briefing.publish.models import EditionSpec
from briefing.publish.profiles import Profile
from briefing.publish.runs import run
from briefing.selection.selection import Selection
from helpers import browser
from helpers.paths import POCKET
from helpers.recount import Recount

HOUSEKEEPING = {".locks", "runs"}


def render(out, *options):
    """Run `briefing render` on the pocket package, in a process of its own."""
    code = "import sys; from briefing.cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "render", "--out", str(out)]
    return subprocess.run(
        [*command, "--data", str(POCKET), *options],
        capture_output=True,
        text=True,
        check=False,
    )


ASKED = "--states XEV,XSM --date-from 2005-01-01 --date-to 2012-12-31 --names withheld"


@pytest.fixture(scope="session")
def some(shared):
    """The reports with an edition about two states and eight years, without names."""

    def make(folder):
        run = render(folder / "reports", *ASKED.split())
        assert 0 == run.returncode, run.stderr
        (folder / "printed.txt").write_text(run.stdout, "utf-8")

    return shared("edition-of-two-states", make) / "reports"


def table(out, name):
    """Read one published table."""
    (path,) = out.rglob(f"tables/{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_command_prints_where_the_pdf_stands(some):
    """One line for programs, and the file is there."""
    (folder,) = (path for path in some.iterdir() if path.name not in HOUSEKEEPING)
    pdf = folder / f"sco-briefing-{folder.name}.pdf"

    assert f"{pdf}\n" == (some.parent / "printed.txt").read_text("utf-8")
    assert pdf.is_file()


@pytest.mark.slow
def test_two_processes_make_the_same_bytes(some, tmp_path):
    """The same data, code and parameters give the same edition, byte for byte."""
    out = tmp_path / "reports"
    shutil.copytree(some, out)
    again = render(out, *ASKED.split(), "--no-cache")
    (folder,) = (path for path in out.iterdir() if path.name not in HOUSEKEEPING)

    assert 0 == again.returncode, again.stderr
    assert f"Edition {folder.name} has not changed." in again.stderr
    assert f"{folder / f'sco-briefing-{folder.name}.pdf'}\n" == again.stdout


@pytest.mark.browser
def test_the_page_of_an_edition_is_accessible(some):
    """No rule of axe-core is violated by a whole edition, and nothing is asked of
    anyone.
    """
    (path,) = some.rglob("*.html")
    with browser.opened(path) as (tab, said):
        found = browser.violations(tab)

    assert ([], []) == (found, said)


def test_page_and_workbook_hold_the_published_numbers(some):
    """Every row of every table that is published as CSV stands in the workbook, and the
    counts by state stand in the page.
    """
    (path,) = some.rglob("*.xlsx")
    (page,) = some.rglob("*.html")
    book = load_workbook(path)
    for text in some.rglob("tables/*.csv"):
        with text.open(encoding="utf-8", newline="") as file:
            rows = [[c.removeprefix("'") for c in row] for row in csv.reader(file)]
        sheet = book[text.stem[:31]]  # a spreadsheet allows no more
        found = sheet.iter_rows(min_row=6, values_only=True)

        assert [[c or "[x]" for c in row] for row in rows[1:]] == [
            [str(cell) for cell in row] for row in found
        ]
    counted = {
        (row["label"], row["n"]) for row in table(some, "incidents_by_executing_state")
    }
    soup = BeautifulSoup(page.read_bytes(), "html.parser")
    shown = {
        (row.th.get_text(strip=True), row.find_all("td")[-1].get_text(strip=True))
        for row in soup.select("tbody tr")
    }

    assert counted <= shown


def test_published_tables_equal_the_recount(some):
    """What is printed is what the files say, counted without our code."""
    recount = Recount(POCKET, ("XEV", "XSM"), "2005-01-01", "2012-12-31")
    expected = recount.incidents("executing_state")
    rows = table(some, "incidents_by_executing_state")
    found = {
        (row["code"], finding): int(row[finding])
        for row in rows
        for finding in ("adjudicated", "corroborated", "reported")
        if int(row[finding])
    }

    assert expected == found


def test_an_edition_without_names_holds_none(some):
    """No file of the edition, and nothing attached to its PDF, holds a published
    name.
    """
    (pdf,) = some.rglob("*.pdf")
    with pikepdf.open(pdf) as document:
        attached = [
            file.get_file().read_bytes() for file in document.attachments.values()
        ]
    (book,) = some.rglob("*.xlsx")
    with zipfile.ZipFile(book) as archive:
        attached += [archive.read(name) for name in archive.namelist()]
    beside = [*some.rglob("*.csv"), *some.rglob("*.html")]
    texts = b"".join([*attached, *(path.read_bytes() for path in beside)])
    names = ("Oduval", "Merrin", "Саватов", "Savatov", "بۇلاقبېگى", "Bulaqbegi")

    assert 5 < len(attached)
    assert [] == [name for name in names if name.encode() in texts]


def test_a_manifest_holds_the_digest_of_what_stands_beside_it(some):
    """The manifest names every file of the edition."""
    (path,) = some.rglob("manifest.json")
    outputs = json.loads(path.read_text("utf-8"))["outputs"]
    beside = {
        str(file.relative_to(path.parent))
        for file in path.parent.rglob("*")
        if file.is_file() and file != path
    }

    assert beside == set(outputs)


def test_a_failing_cell_publishes_nothing(tmp_path):
    """A real kernel, a real error: the notebook with it is kept and named."""
    chapter = tmp_path / "01-broken.ipynb"
    cells = [
        new_code_cell('states = "all"', metadata={"tags": ["parameters"]}),
        new_code_cell("1 / 0"),
    ]
    nbformat.write(new_notebook(cells=cells), chapter)
    profile = Profile("Broken", (chapter,), tmp_path / "METHOD.md")
    out = tmp_path / "reports"
    outcome = run(EditionSpec(profile, Selection(), POCKET, out))

    assert ("failed", "01-broken", 2) == (outcome.status, outcome.chapter, outcome.cell)
    assert "ZeroDivisionError" in outcome.notebook.read_text("utf-8")
    assert {"failed"} == {path.name for path in out.iterdir()} - HOUSEKEEPING
