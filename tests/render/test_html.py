"""The HTML edition: one page for everybody, that asks nobody for anything."""

import hashlib
import re
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from nbformat import v4

from briefing.render.html import to_html
from briefing.render.notebook import concat
from briefing.render.pdf import to_pdf
from helpers.browser import DESKTOP, PHONE, opened, violations
from helpers.pdf import (
    HOSTILE,
    PAYLOADS,
    chapter,
    payload,
    sample,
    shown,
    squeezed,
    words,
)
from helpers.processes import digest_elsewhere

FIGURE, COUNTED, DISAGREEMENTS = [
    one for one in PAYLOADS if one["kind"] in ("figure", "table")
]


@pytest.fixture(scope="module")
def page():
    """The page of the sample briefing."""
    return to_html(sample())


@pytest.fixture(scope="module")
def soup(page):
    """The page, parsed by somebody else's parser."""
    return BeautifulSoup(page, "html.parser")


@pytest.fixture
def file(page, tmp_path):
    """The page as a file that somebody was sent."""
    path = tmp_path / "briefing.html"
    path.write_bytes(page)
    return path


def page_of(*cells, **metadata):
    """Make the page of a chapter that holds some cells."""
    made = chapter("Which?")
    made.cells += cells
    return to_html(concat([made], metadata))


def parsed(*cells):
    """Make the page of a chapter, and parse it."""
    return BeautifulSoup(page_of(*cells), "html.parser")


def cells_of(table):
    """Read the rows of a table, without its heads."""
    return [
        [squeezed(cell.get_text()) for cell in row.find_all(["th", "td"])]
        for row in table.tbody.find_all("tr")
    ]


def squeezed_rows(rows):
    """Take white space out of expected rows too."""
    return [[squeezed(cell) for cell in row] for row in rows]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("size", "scheme"),
    [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light")],
    ids=["desktop", "dark", "phone"],
)
def test_axe_finds_nothing(file, size, scheme):
    """No rule of axe-core is violated, in light and in dark, on a wide and a narrow
    page.
    """
    with opened(file, size, scheme) as (tab, _):
        found = violations(tab)

    assert [] == found


@pytest.mark.browser
def test_axe_would_find_something(tmp_path):
    """The test above fails for a page with a picture that says nothing."""
    path = tmp_path / "poor.html"
    path.write_text("<title>x</title><img src='data:,'>", "utf-8")
    with opened(path) as (tab, _):
        found = {one.partition(":")[0] for one in violations(tab)}

    assert {"image-alt", "html-has-lang"} <= found


@pytest.mark.browser
def test_the_page_asks_nobody_and_runs_nothing(file):
    """No request leaves the page, its own policy blocks nothing, nothing is
    executed.
    """
    with opened(file) as (tab, said):
        tab.wait_for_timeout(200)
        drawn = tab.evaluate(
            "[...document.images].every(one => one.complete && one.naturalWidth > 0)"
        )
        letters = tab.evaluate(
            "[...document.fonts].filter(one => one.status == 'loaded').length"
        )

    assert [] == said
    assert drawn
    assert 1 < letters


def test_the_policy_allows_one_style_and_no_script(page, soup):
    """The policy names the digest of the one style and forbids everything else."""
    (meta,) = soup.find_all("meta", {"http-equiv": "Content-Security-Policy"})
    (style,) = re.findall(rb"<style>(.*?)</style>", page, re.DOTALL)
    rules = dict(rule.strip().split(" ", 1) for rule in meta["content"].split(";"))
    allowed = {key: value for key, value in rules.items() if value != "'none'"}

    assert "'none'" == rules["default-src"]
    assert {"style-src", "img-src", "font-src"} == set(allowed)
    assert allowed["style-src"].startswith("'sha256-")
    assert b"unsafe" not in meta["content"].encode()
    assert style


def test_nothing_is_fetched_or_scripted(soup):
    """No script, frame, sheet or handler; pictures and fonts are in the page."""
    tags = {tag.name for tag in soup.find_all()}
    sources = [tag["src"][:5] for tag in soup.find_all(src=True)]
    handlers = [
        key
        for tag in soup.find_all()
        for key in tag.attrs
        if key.startswith("on") or key in ("style", "srcset")
    ]

    assert set() == tags & {"script", "iframe", "link", "object", "embed", "form"}
    assert {"data:"} == set(sources)
    assert [] == handlers
    assert "url(http" not in soup.style.string


def test_every_figure_is_described(soup):
    """A figure has its caption, alt text and a table of its numbers, all of its
    payload.
    """
    (figure,) = soup.find_all("figure")
    caption = " ".join(figure.figcaption.get_text().split())
    described = figure.find("img")["alt"]
    beside = soup.find(id=figure.select_one(".numbers a")["href"][1:])

    assert f"Figure 1 {FIGURE['title']} {FIGURE['subtitle']}" == caption
    assert FIGURE["alt"] == described
    assert set(map(tuple, squeezed_rows(FIGURE["rows"]))) <= set(
        map(tuple, cells_of(beside))
    )


def test_a_figure_without_a_table_brings_its_numbers():
    """Where no table repeats the numbers of a figure, it carries them itself."""
    soup = parsed(shown(payload("figure")))
    (table,) = soup.figure.find_all("table")

    assert squeezed_rows(FIGURE["rows"]) == cells_of(table)


def test_tables_hold_the_numbers_of_the_pdf(soup):
    """Every cell is that of the payload, and stands in the PDF in the same order."""
    tables = [one.find("table") for one in soup.select("div.table")]
    pdf = words(to_pdf(sample()))
    expected = [squeezed_rows(one["rows"]) for one in (COUNTED, DISAGREEMENTS)]

    assert expected == [cells_of(table) for table in tables]
    assert [] == [row for row in expected[0] if "".join(row) not in pdf]


def test_tables_say_what_their_heads_are_heads_of(soup):
    """Every table has a caption; every head says whether it heads a column or a row."""
    tables = soup.find_all("table")
    scopes = [head.get("scope") for head in soup.find_all("th")]

    assert [] == [table for table in tables if not table.caption.get_text(strip=True)]
    assert {"col", "row"} == set(scopes)


def test_headings_never_skip_a_level(soup):
    """One heading of the first level, and each at most one deeper than the last."""
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile("^h[1-6]$"))]
    steps = [after - before for before, after in pairwise(levels)]

    assert [0] == [place for place, level in enumerate(levels) if level == 1]
    assert 1 == max(steps)


def test_landmarks_and_contents_lead_through_the_page(soup):
    """The contents list every chapter and what is behind them."""
    names = [link.get_text() for link in soup.nav.select("ol > li > a")]
    chapters = ["1 Which states acted?", "2 What happened?"]

    assert [1] * 4 == [
        len(soup.find_all(n)) for n in ("header", "nav", "main", "footer")
    ]
    assert chapters == names[:2]
    assert {"Method and limits", "Sources", "How this was made"} <= set(names)


def test_every_link_within_the_page_leads_somewhere(soup):
    """No id stands twice, and no link points at nothing."""
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    wanted = {tag["href"][1:] for tag in soup.select("a[href^='#']")}

    assert len(set(ids)) == len(ids)
    assert set() == wanted - set(ids)


def test_a_case_links_to_its_sources_and_back(soup):
    """Each case can be linked; its sources are links, and name the cases that cite
    them.
    """
    case = payload("register")["cases"][0]
    article = soup.find("article", id=case["id"])
    cited = {link["href"] for link in article.select("[role=doc-biblioref]")}
    source = soup.find(id=f"ref-{case['sources'][0]}")
    back = {link["href"] for link in source.select("[role=doc-backlink]")}

    assert {f"#ref-{one}" for one in case["sources"]} == cited
    assert f"#{case['id']}" in back


def test_a_case_told_twice_has_two_names():
    """A study of a case and its entry in the register can both be linked."""
    register = payload("register")
    soup = parsed(shown(register | {"layout": "study"}), shown(register))
    first, second = (
        article["id"]
        for article in soup.find_all("article")
        if article["id"].startswith("INC-0001")
    )

    assert ("INC-0001", True) == (second, first != second)


def test_a_compact_briefing_is_complete_as_a_page():
    """What two pages of paper have no room for stands on the page."""
    made = page_of(shown(payload("register")), compact=True, method="# Method\n\nYes.")
    ids = {tag["id"] for tag in BeautifulSoup(made, "html.parser").select("section")}

    assert {"chapter-1", "method", "sources", "making"} <= ids


@pytest.mark.browser
def test_a_keyboard_skips_to_the_text(file):
    """The first stop of the keyboard skips what is before the text."""
    with opened(file) as (tab, _):
        tab.keyboard.press("Tab")
        first = tab.evaluate("document.activeElement.textContent")
        tab.keyboard.press("Enter")
        second = tab.evaluate("document.activeElement.id")

    assert ("Skip to the text", "main") == (first, second)


@pytest.mark.browser
def test_a_narrow_page_scrolls_one_way(file):
    """At 320 pixels nothing but figures and tables is wider than the page."""
    with opened(file, (320, 600)) as (tab, _):
        width = tab.evaluate("document.documentElement.scrollWidth")

    assert 320 == width


@pytest.mark.browser
@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "<sco-made></sco-made>",
        '"><img src=x onerror=alert(1)>',
        "{{ front }} {% raw %} @@style@@ </style></title>",
        "=HYPERLINK(1) &amp; &#60; ]]> <!--",
    ],
)
def test_hostile_text_prints_as_itself(text, tmp_path):
    """Text from data is text in every place of the page, and nothing else."""
    case = payload("register")["cases"][0]
    plain = ("title", "summary", "outcome", "note", "people", "states")
    register = payload("register", cases=[case | dict.fromkeys(plain, text)])
    table = COUNTED | {"title": text, "rows": [[text] * len(COUNTED["columns"])]}
    figure = FIGURE | {"title": text, "alt": text, "key": "other"}
    notes = payload("notes", notes=[text])
    cells = [shown(one) for one in (register, table, figure, notes)]
    path = tmp_path / "hostile.html"
    path.write_bytes(page_of(*cells, title=text, scope=text))
    soup = BeautifulSoup(path.read_bytes(), "html.parser")
    found = [squeezed(one) for one in soup.find_all(string=True)]

    assert 10 <= sum(squeezed(text) in one for one in found)
    assert text == soup.h1.get_text() == soup.find("img")["alt"]
    assert not soup.find("script")
    with opened(path) as (_, said):
        assert [] == said


def test_markdown_of_an_author_brings_no_markup_of_the_page():
    """Raw HTML is taken apart; a link leads to the web or within the page."""
    written = (
        "<script>alert(1)</script> <b>bold</b> <sco-made></sco-made>\n\n"
        "<div onclick='x()'>kept</div>\n\n"
        "[bad](javascript:alert(1)) [good](https://example.org/){onclick=x}\n\n"
        "# Heading {.x onclick=y}\n\n| a | b |\n|--:|---|\n| 1 | 2 |\n"
    )
    soup = parsed(v4.new_markdown_cell(written))
    links = [link["href"] for link in soup.main.select("section > p > a")]
    made = soup.main.find_all(class_="digest")

    assert ["https://example.org/"] == links
    assert not soup.find("script") and not soup.find(onclick=True)
    assert "kept" in soup.main.get_text() and soup.main.find("strong", string="bold")
    assert ["col", "col"] == [
        head["scope"] for head in soup.main.select("section th")[:2]
    ]
    assert len(made) == len(soup.select("#making .digest"))


def test_two_processes_make_the_same_page(page):
    """The order of sets and the clock have no say."""
    there = digest_elsewhere("to_html(sample())")

    assert hashlib.sha256(page).hexdigest() == there
