"""No chart can be made that breaks a rule, whatever it is drawn of."""

import re

import nbformat
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.charts.bar import people_bars, ranked_bars, stacked_bars
from briefing.charts.heatmap import heat_map, matrix
from briefing.charts.timeline import year_bars
from briefing.exhibits import checks, legibility
from briefing.exhibits.checks import BrokenRule
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.prose import prose
from briefing.tables.table import exhibit
from helpers.examples import fewer
from helpers.made_counts import NAMES, count, cross, people
from helpers.paths import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
GOOD = stacked_bars(count([(i % 3, i, 2 * i) for i in range(11, -1, -1)])).payload
rule = fewer(2)

numbers = st.one_of(st.integers(0, 12), st.sampled_from([0, 999, 12_345, 2_000_000]))
letters = st.characters(codec="latin-1", categories=["L"])
word = st.one_of(st.text(letters, min_size=1, max_size=9), st.just("W" * 40))
name = st.lists(word, min_size=1, max_size=9).map(" ".join)
names = st.lists(
    st.one_of(st.sampled_from(NAMES), name), min_size=1, max_size=40, unique=True
)


@st.composite
def lines(draw, width):
    """Draw names, each with *width* numbers."""
    labels = draw(names)
    rows = st.lists(
        st.tuples(*[numbers] * width), min_size=len(labels), max_size=len(labels)
    )
    return labels, draw(rows)


def kind_of(made):
    """Tell a figure from the sentence that stands where it would say too little."""
    assert made.kind in ("figure", "prose")
    return made.kind


@pytest.mark.parametrize("draw", [ranked_bars, stacked_bars])
@rule
@given(given_=lines(3))
def test_bars_keep_every_rule(draw, given_):
    """Long names, forty rows, millions and zeros make a chart that keeps the rules."""
    labels, rows = given_
    made = draw(count(rows, labels=labels))

    assert (kind_of(made) == "figure") == (sum(any(row) for row in rows) > 3)


@rule
@given(lines(2))
def test_ranges_keep_every_rule(given_):
    """Ranges of people are drawn in no ranking, and a note says so."""
    _, rows = given_
    made = people_bars(people([tuple(sorted(row)) for row in rows][: len(NAMES)]))

    assert made.kind == "prose" or any("no ranking" in n for n in made.payload["notes"])


@rule
@given(st.lists(numbers, min_size=1, max_size=60), st.booleans())
def test_years_keep_every_rule(values, unsure):
    """One year or sixty: every number stands clear of the next."""
    years = [str(1960 + i) for i in range(len(values))]
    labels = [*years, "Year not certain"] if unsure else years
    rows = [(0, 0, n) for n in [*values, 7][: len(labels)]]

    kind_of(year_bars(count(rows, labels=labels, dimension="year")))


@pytest.mark.parametrize("draw", [heat_map, matrix])
@rule
@given(st.data())
def test_grids_keep_every_rule(draw, data):
    """A grid of forty rows and columns with long names fits its page."""
    down, across = data.draw(names), data.draw(names)
    some = data.draw(st.lists(numbers, min_size=7, max_size=7))
    cells = [
        [some[(i * 5 + j) % 7] for j in range(len(across))] for i in range(len(down))
    ]

    kind_of(draw(cross(cells, rows=down, columns=across)))


@pytest.mark.parametrize(
    "key", ["unit", "source", "caption", "alt", "title", "subtitle", "key"]
)
def test_a_figure_without_its_words_cannot_be_made(key):
    """Unit, source line, caption and alt text are no matter of taste."""
    with pytest.raises(BrokenRule, match=f"it has no {key}"):
        Exhibit({**GOOD, key: ""}, "", "")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": "All " + "of it " * 8}, "more than 15 words"),
        ({"title": "Northmark carried out 35 of 210."}, "ends in a full stop"),
        ({"title": "What states did"}, "no number and compares nothing"),
        ({"title": "Incidents peaked at 35 in Northmark"}, "claims a trend"),
        ({"alt": "35 incidents; the numbers rise."}, "claims a trend"),
        ({"title": "Northmark carried out 36 of 210 documented incidents"}, "says 36"),
        ({"alt": "In all there are 199 documented incidents."}, "says 199"),
        ({"data": {"columns": ["n"], "rows": [[1], [2], [0]]}}, "said in a sentence"),
        ({"svg": GOOD["svg"].replace("font-size: 7.5px", "font-size: 6.5px")}, "7 pt"),
        ({"svg": GOOD["svg"].replace("rotate(-0 ", "rotate(-90 ")}, "is turned"),
        ({"width_mm": 120}, "smaller than 7 pt"),
    ],
)  # fmt: skip
def test_a_figure_that_breaks_a_rule_cannot_be_made(changed, said):
    """Each rule is a refusal that names what is wrong."""
    with pytest.raises(BrokenRule, match=said):
        Exhibit({**GOOD, **changed}, "", "")


def test_text_that_overlaps_or_is_clipped_cannot_be_printed():
    """What is printed is measured on the drawing itself."""
    label = re.search(r"<text[^>]*>Eastvale</text>", GOOD["svg"])[0]
    moved = label.replace("Eastvale", "Eastvalley")
    aside = re.sub(r' x="[^"]*"', ' x="4"', label)

    twice = legibility.broken(GOOD["svg"].replace(label, label + moved), 170)
    outside = legibility.broken(GOOD["svg"].replace(label, aside), 170)

    assert [] == legibility.broken(GOOD["svg"], 170)
    assert ["“Eastvale” runs into “Eastvalley”"] == twice
    assert ["“Eastvale” is clipped"] == outside


def test_a_reason_lets_a_title_speak_of_a_rise_and_is_printed():
    """Who has a reason for a word must print it."""
    title = {"title": "Documented incidents rise to 35 in Northmark"}
    reason = "The same archive was read for every year."

    made = Exhibit(
        {**GOOD, **title, "reason": reason, "notes": [f"Why: {reason}"]}, "", ""
    )

    assert title["title"] == made.payload["title"]
    with pytest.raises(BrokenRule, match="claims a trend"):
        Exhibit({**GOOD, **title, "reason": reason, "notes": []}, "", "")


@pytest.mark.parametrize(
    "words",
    [
        "**Incidents** rose in later years.",
        "There was an increase in documented incidents.",
        "The numbers have fallen.",
    ],
)
def test_a_sentence_claims_no_trend(words):
    """Raw counts of what was documented say nothing of what happened more often."""
    with pytest.raises(BrokenRule, match="claims a trend"):
        prose(words)

    reason = "One archive was read for all years."
    assert words in prose(words, reason=reason).payload["markdown"]
    assert reason in str(prose(words, reason=reason))


@pytest.mark.parametrize(
    "words",
    ["Protests over a rise in fuel prices.", "The Eastvale uprising (12)."],
)
def test_the_words_of_the_data_claim_nothing(words):
    """What a source calls an event is no claim of ours."""
    assert words == prose(words).payload["markdown"]


def test_names_of_rows_are_no_claims_and_no_numbers():
    """A row may be called what its state or event is called."""
    labels = ["Rise of 1916", "Fall Line", *NAMES[:6]]
    made = stacked_bars(count([(9 - i, 0, 0) for i in range(8)], labels=labels))

    assert (
        "Rise of 1916 is on record for 9 of 44 documented incidents"
        == (made.payload["title"])
    )


def test_a_table_is_complete_too():
    """A printed table has its unit, source and alt text."""
    with pytest.raises(BrokenRule, match="it has no unit"):
        exhibit(count([(1, 1, 1)]).chosen, pd.DataFrame(), [], key="k", title="T",
                subtitle="S", unit="", alt="A")  # fmt: skip


def test_numbers_are_read_as_they_are_printed():
    """Thousands have a comma, and a code is no number."""
    assert [12_345, 3] == checks.numbers("12,345 of INC-0001a, 3 and S4")


def test_every_word_for_a_trend_is_known():
    """The words that people use for more and for less."""
    for words in ("rise", "surge", "peaked", "falling", "an increase", "declines",
                  "trend up", "dropped", "growth", "worsening", "spike"):  # fmt: skip
        assert checks.TREND.search(words)
    assert not checks.TREND.search("no trend, uprising, Surgut, risk, droplet")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_notebook_claims_a_trend(path):
    """Words that an author typed keep the rule that sentences of ours keep."""
    cells = nbformat.read(path, as_version=4).cells
    typed = [one.source for one in cells if one.cell_type == "markdown"]

    assert [] == [text for text in typed if checks.CLAIM.search(text)]
