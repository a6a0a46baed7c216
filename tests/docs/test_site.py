"""The documentation site: built without a warning, whole, offline, and readable by
all.
"""

import re
import subprocess
import sys
from urllib.parse import unquote, urldefrag

import pytest
from bs4 import BeautifulSoup

from helpers.browser import DESKTOP, PHONE, opened, violations
from helpers.paths import ROOT

sys.path.append(str(ROOT / "docs"))
LOOKED_AT = [
    "index",
    "add-a-case",
    "method",
    "codebook",
    "charts",
    "explained/package",
    "notebooks/02-by-state",
    "notebooks/05-cases",
    "notebooks/08-law-in-force",
    "search",
]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def site(shared):
    """The site as `make docs` builds it; a warning would have stopped it."""

    def make(folder):
        done = subprocess.run(
            [sys.executable, str(ROOT / "docs" / "build.py"), str(folder / "docs")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (0, "") == (done.returncode, done.stderr)

    return shared("site", make) / "docs"


@pytest.fixture(scope="session")
def soups(site):
    """Every page, parsed."""
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_bytes(), "lxml")
        for path in sorted(site.rglob("*.html"))
    }


def test_every_page_is_there(soups):
    """The site holds what is kept in docs/ and what is kept in its own place."""
    from build import pages

    made = {re.sub(r"\.(md|ipynb)$", ".html", place) for place in pages().values()}

    assert {"genindex.html", "search.html"} == set(soups) - made
    assert set() == made - set(soups)


def test_every_link_leads_somewhere(site, soups):
    """A link within the site has its page, and a link to a part of a page its part."""
    lost = []
    for name, soup in soups.items():
        for link in soup.select("[href], [src]"):
            address = link.get("href") or link.get("src")
            path, part = urldefrag(unquote(address))
            if ":" in path.split("/")[0]:
                continue
            there = (
                (site / name).parent / path.partition("?")[0] if path else site / name
            )
            page = there.resolve()
            known = soups.get(page.relative_to(site.resolve()).as_posix())
            if not page.exists() or (
                part and known and not known.find(id=part) and part != "top"
            ):
                lost.append(f"{name}: {address}")

    assert [] == lost


def test_nothing_is_fetched_from_elsewhere(soups):
    """Scripts, styles, fonts and pictures lie in the site; only links lead out of
    it.
    """
    fetched = [
        f"{name}: {one.get('src') or one.get('href')}"
        for name, soup in soups.items()
        for one in soup.select("script[src], link[href], img[src], iframe[src]")
        if "//" in (one.get("src") or one.get("href"))
    ]

    assert [] == fetched


def test_chapters_show_what_they_draw_and_count(soups):
    """Every chapter stands there with its exhibits, and every picture with its
    words.
    """
    chapters = {n: soup for n, soup in soups.items() if n.startswith("notebooks/")}
    pictures = [img for soup in chapters.values() for img in soup.select("figure img")]

    assert [] == [
        n for n, soup in chapters.items() if not soup.select(".cell_output table")
    ]
    assert [] == [img for img in pictures if not img.get("alt", "").endswith(".")]
    assert len(pictures) > len(chapters)


@pytest.mark.parametrize("name", LOOKED_AT)
@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "dark"), (PHONE, "light")])
def test_a_page_is_readable_by_all(site, name, size, scheme):
    """axe-core finds nothing, on a desk at night and on a telephone by day."""
    with opened(site / f"{name}.html", size, scheme) as (page, said):
        # axe-core reads the styles once more, in a way that a file does not allow.
        complaints = [line for line in said if not line.startswith("file:")]
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found = violations(page)

    assert ([], [], False) == (complaints, found, wide)


def test_its_font_is_the_font_of_the_briefing(site):
    """The font lies in the site and is used."""
    with opened(site / "index.html") as (page, _):
        loaded = page.evaluate("document.fonts.check('16px \"Source Sans 3\"')")
        named = page.evaluate("getComputedStyle(document.body).fontFamily")

    assert (True, True) == (loaded, named.startswith('"Source Sans 3"'))
