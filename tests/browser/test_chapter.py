"""An analyst changes a parameter of a chapter, runs it and takes the PDF from the
menu.
"""

import csv
import re
from collections import Counter

import nbformat
import pymupdf
import pytest

from helpers.paths import POCKET
from helpers.project import notebook

pytestmark = pytest.mark.browser
CHAPTER = "notebooks/02-by-state.ipynb"
EXPORT = ("Save and Export Notebook As", "Briefing PDF")


def acts(first):
    """Count the acts that certainly happened in the year *first* or later, by state."""
    names = {"XEV": "Eastvale", "XNM": "Northmark", "XSM": "Saltmere"}
    with (POCKET / "incidents.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["record_kind"] == "act"]
    return Counter(
        names[row["executing_state"]] for row in rows if row["date"][:4] >= first
    )


def edited(desk, cell, old, new):
    """Click into a cell, and type *new* in the place of *old*."""
    line = desk.page.locator(".jp-Cell").nth(cell).locator(".cm-line", has_text=old)
    line.click()
    words = line.inner_text()
    desk.page.keyboard.press("End")
    desk.page.keyboard.press("Shift+Home")
    desk.page.keyboard.insert_text(words.replace(old, new))


def exported(desk):
    """Choose the briefing from the menu, and read the PDF that the browser saves."""
    item = desk.page.locator(".lm-Menu-itemLabel")
    with desk.page.expect_download() as loading:
        desk.menu("File")
        for name in EXPORT:
            item.get_by_text(name, exact=True).click()
    with pymupdf.open(loading.value.path(), filetype="pdf") as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def test_a_changed_parameter_changes_the_numbers_of_the_exported_pdf(desk):
    """What the menu saves has the numbers that the file has from that year on."""
    expected = acts("2006")
    desk.open(CHAPTER)
    edited(desk, 1, 'date_from: str = ""', 'date_from: str = "2006"')
    desk.menu("Run", "Run All Cells")
    desk.page.get_by_text("What these numbers cannot say").wait_for()
    desk.idle()
    desk.shot("chapter-1-run")

    text = exported(desk)

    assert [] == [
        name
        for name, n in expected.items()
        if not re.search(rf"{name} \d+ \d+ \d+ {n}\b", text)
    ]
    assert f"{sum(expected.values())} incidents" in text


def test_incidents_are_looked_through_and_unfold_below_a_figure(desk):
    """A search narrows the live list, keys unfold the ids, and no other machine is
    asked.
    """
    path = desk.lab.root / "notebooks" / "20-look.ipynb"
    cells = notebook("look(chosen)", "stacked_bars(incidents_by_right(chosen))")
    nbformat.write(cells, path)
    desk.open("notebooks/20-look.ipynb")
    desk.menu("Run", "Run All Cells")
    fold = desk.page.locator("summary", has_text="12 incidents behind this figure")
    fold.focus()
    desk.page.keyboard.press("Space")
    ids = desk.page.locator("details[open] td").first.inner_text()
    desk.shot("chapter-2-unfolded")

    desk.page.get_by_role("searchbox").fill("trader")
    desk.page.get_by_text("filtered from 12 total").wait_for()
    desk.shot("chapter-3-looked")

    assert re.fullmatch(r"INC-\d{4}(, INC-\d{4})+", ids)
    assert ["INC-0003"] == desk.page.locator(
        ".dt-container tbody tr td:first-child"
    ).all_inner_texts()
    assert [] == desk.asked


def test_a_fold_is_reached_by_tab_and_opened_and_closed_by_enter(desk):
    """Keys alone lead from the cell to the ids below its chart, and back."""
    path = desk.lab.root / "notebooks" / "21-fold.ipynb"
    nbformat.write(notebook("stacked_bars(incidents_by_right(chosen))"), path)
    desk.open("notebooks/21-fold.ipynb")
    desk.menu("Run", "Run All Cells")
    desk.ran()
    desk.idle()
    summary = "document.activeElement.tagName == 'SUMMARY'"
    desk.page.locator(".jp-CodeCell").last.locator(".jp-InputPrompt").click()
    tabs = 0
    while not desk.page.evaluate(summary) and tabs < 9:
        desk.page.keyboard.press("Tab")
        tabs += 1
    seen = []
    for _ in range(2):
        desk.page.keyboard.press("Enter")
        seen.append(desk.page.locator("details[open] td").count() > 0)

    assert [True, False] == seen
