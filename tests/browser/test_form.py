"""Somebody without a mouse builds a briefing in JupyterLab, and reads it."""

import csv
import re
from urllib.parse import unquote

import pymupdf
import pytest
from axe_playwright_python.sync_playwright import Axe

from helpers.jupyterlab import PATIENCE
from helpers.paths import POCKET

pytestmark = pytest.mark.browser
FORM = "notebooks/00-build.ipynb"
FOCUSED = """() => {
    const at = document.activeElement;
    const said = at.labels && at.labels.length ? at.labels[0] : at;
    return said.innerText.trim();
}"""


def acts(state, first):
    """Count the acts of a state that certainly began in the year *first* or later."""
    with (POCKET / "incidents.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["record_kind"] == "act"]
    return sum(
        row["executing_state"] == state and row["date"][:4] >= first for row in rows
    )


def tab_to(desk, name):
    """Press Tab until what bears *name* has the focus."""
    for _ in range(60):
        desk.page.keyboard.press("Tab")
        if re.fullmatch(name, desk.page.evaluate(FOCUSED)):
            return
    pytest.fail(f"Tab does not reach '{name}'.")


@pytest.fixture
def shown(desk):
    """The form, called up by keys in a notebook that was just opened."""
    desk.open(FORM)
    for keys in ("Shift+Enter", "Control+Enter"):
        desk.page.keyboard.press(keys)
    desk.page.get_by_label("Briefing", exact=True).wait_for()
    desk.idle()
    return desk


def test_keys_alone_fill_the_form_build_and_open_the_pdf(shown):
    """Every field, the button and the link are reached by Tab; the PDF has the
    numbers.
    """
    page, keys = shown.page, shown.page.keyboard
    expected = acts("XEV", "2006")
    shown.shot("form-1-shown")
    tab_to(shown, "Briefing")
    keys.type("brief")
    tab_to(shown, "States")
    keys.type("East")
    tab_to(shown, "Date from")
    keys.type("2006")
    tab_to(shown, "Build")
    page.get_by_text(f"{expected} incidents,").wait_for()
    page.get_by_text("briefing render brief --states XEV --date-from 2006").wait_for()
    shown.shot("form-2-filled")
    keys.press("Enter")
    link = page.get_by_role("link", name=re.compile(r"\.pdf$"))
    link.wait_for(timeout=1000 * PATIENCE)
    shown.shot("form-3-built")
    tab_to(shown, r".*\.pdf")
    path = unquote(link.get_attribute("href")).partition("/files/")[2].split("?")[0]
    keys.press("Enter")
    page.locator(".jp-PDFContainer").wait_for()
    shown.shot("form-4-opened")
    with pymupdf.open(stream=shown.lab.get(path)) as document:
        text = document[0].get_text()

    assert re.search(rf"\b{expected}\s+incidents", text)


def test_the_form_is_accessible(shown):
    """Every field has a name that a screen reader says, and every text its contrast."""
    found = Axe().run(shown.page, context=".briefing-form").response

    assert [] == [
        f"{one['id']}: {node['html'][:160]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def test_the_lab_asks_nobody_but_its_own_server(shown):
    """Opening JupyterLab and the form tells no other machine of it."""
    assert [] == shown.asked


def test_the_lab_opens_on_the_page_that_says_what_can_be_done(desk):
    """What `briefing lab` names to the browser is the landing page."""
    assert "/lab/tree/notebooks/00-start.ipynb" in desk.lab.said.read_text("utf-8")


def test_a_click_on_the_landing_page_opens_the_form(desk):
    """Its links open notebooks beside it, and nothing asks for news."""
    desk.open("notebooks/00-start.ipynb")
    desk.shot("landing")
    desk.page.get_by_role("link", name="Fill in the form").click()
    desk.page.get_by_role("tab", name="00-build.ipynb").wait_for()
    desk.idle()

    assert 0 == desk.page.locator(".Toastify__toast").count()
