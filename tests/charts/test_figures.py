"""Figures carry all that must stand around a number, and a few numbers need no
figure.
"""

import base64
import re

import pytest

from briefing.charts.bar import ladder, people_bars, ranked_bars, stacked_bars
from briefing.charts.heatmap import heat_map, matrix
from briefing.charts.timeline import timeline, unfinished, year_bars
from briefing.charts.upset import upset
from briefing.counts.incidents import incidents_by_fate, incidents_by_year
from briefing.counts.overlaps import overlap_of_publishers
from briefing.exhibits.exhibit import MIME, Exhibit
from briefing.exhibits.titles import MOST_WORDS
from briefing.tables.counts import table
from helpers.made_counts import (
    HOSTILE,
    NAMES,
    chosen,
    count,
    cross,
    payload_texts,
    people,
)

MANY = [(i % 3, i, 2 * i) for i in range(11, -1, -1)]
YEARS = [*map(str, range(2000, 2012)), "Year not certain"]
RIGHTS = [f"Right to {name}" for name in NAMES]
TREND = re.compile(
    r"\b(rise|rose|rising|fall|fell|falling|increas\w*|decreas\w*|grow\w*|declin\w*|"
    r"surg\w*|drop\w*|trend|wors\w*|improv\w*|rate)\b",
    re.IGNORECASE,
)

FIGURES = {
    "ranked": lambda: ranked_bars(count(MANY)),
    "stacked": lambda: stacked_bars(count(MANY)),
    "rights": lambda: stacked_bars(
        count(MANY, labels=RIGHTS, dimension="right", unit="violations")
    ),
    "people": lambda: people_bars(people([(9, 12), (3, 3), (2, 2), (1, 1), (0, 1)])),
    "years": lambda: year_bars(
        count([*MANY, (0, 0, 5)], labels=YEARS, dimension="year")
    ),
    "heat map": lambda: heat_map(
        cross(
            [[i * j for j in range(5)] for i in range(5)],
            columns=RIGHTS,
            dimensions=("responsible state", "right"),
            unit="violations",
        )
    ),
    "matrix": lambda: matrix(cross([[i * j for j in range(5)] for i in range(5)])),
    "timeline": lambda: timeline(
        count([*MANY, (0, 0, 5)], labels=YEARS, dimension="year")
    ),
    "ladder": lambda: ladder(incidents_by_fate(chosen())),
    "upset": lambda: upset(overlap_of_publishers(chosen())),
    "hostile": lambda: stacked_bars(count(MANY[:7], labels=HOSTILE)),
}


@pytest.fixture(params=FIGURES, scope="module")
def figure(request: pytest.FixtureRequest) -> Exhibit:
    """Every kind of figure."""
    return FIGURES[request.param]()


def test_a_figure_is_complete(figure: Exhibit) -> None:
    """No figure is without its words, its numbers and its source."""
    needed = {"key", "title", "subtitle", "unit", "caption", "alt", "source", "svg"}

    assert "figure" == figure.kind
    assert not {key for key in needed if not figure.payload[key]}
    assert len(figure.payload["columns"]) == len(figure.payload["rows"][0])
    assert figure.payload["source"] == "SCO briefing dataset, version 2026.1"


def test_the_title_is_a_short_finding_with_its_number(figure: Exhibit) -> None:
    """A title has at most fifteen words, a number, and no word for a trend."""
    title = figure.payload["title"]

    assert len(title.split()) <= MOST_WORDS
    assert re.search(r"\d", title)
    assert not title.endswith(".")
    assert not TREND.search(title)


def test_the_subtitle_says_measure_place_and_period(figure: Exhibit) -> None:
    """What is counted, where and when stands under every title."""
    measure, place, period = figure.payload["subtitle"].split(" · ")

    assert " by " in measure
    assert "All states" == place
    assert "2000 to 2017" == period


def test_the_alt_text_is_of_the_same_table(figure: Exhibit) -> None:
    """Whoever hears a figure hears what it is, its finding and its extremes."""
    alt = figure.payload["alt"]
    numbers = {int(n) for n in re.findall(r"\d+", alt)}
    shown = [
        int(n) for row in figure.payload["rows"] for n in re.findall(r"\d+", row[-1])
    ]

    assert figure.payload["title"] in alt
    assert max(shown) in numbers | {int(figure.payload["rows"][-1][-1].split()[-1])}
    assert 40 < len(alt) < 900


def test_views_are_escaped(figure: Exhibit) -> None:
    """Data opens no element in JupyterLab, and the bundle has our payload."""
    bundle = figure._repr_mimebundle_()

    assert "<script" not in bundle["text/html"]
    assert bundle[MIME]["svg"] == figure.payload["svg"]


def test_jupyterlab_gets_the_letters_it_needs(figure: Exhibit) -> None:
    """The picture for a browser brings its fonts; the one for the typesetter does
    not.
    """
    picture = re.search(r"base64,([^\"]+)", figure.html)[1]
    shown = base64.b64decode(picture).decode()

    assert 2 == shown.count("@font-face")
    assert "@font-face" not in figure.payload["svg"]
    assert len(shown) < len(figure.payload["svg"]) + 60_000


def test_texts_are_plain_and_whole() -> None:
    """A payload holds the characters of the data, escaped for no language."""
    texts = payload_texts(dict(FIGURES["hostile"]().payload))

    assert set(HOSTILE) <= set(texts)


@pytest.mark.parametrize("draw", [ranked_bars, stacked_bars])
def test_three_values_are_a_sentence(draw: object) -> None:
    """Three bars say less than a line of words."""
    said = draw(count([(1, 0, 2), (0, 2, 0), (0, 0, 1), (0, 0, 0)]))

    assert "prose" == said.kind
    assert "Northmark (3), Eastvale (2) and Saltmere (1)" in str(said)
    assert "None for United Isles of Norrland." in str(said)


def test_a_small_cross_is_a_sentence() -> None:
    """Three cells need no grid."""
    said = matrix(cross([[0, 3], [1, 0]]))

    assert "prose" == said.kind
    assert "Northmark acting for Eastvale (3) and Eastvale acting" in str(said)


def test_an_empty_count_says_so() -> None:
    """Nothing is drawn of nothing."""
    said = stacked_bars(count([(0, 0, 0)] * 5))

    assert "This selection holds no documented incidents to show here." == str(said)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ({}, set()),
        ({"date_from": "2005-03"}, {"2005"}),
        ({"date_to": "2011-06-30"}, {"2011"}),
        ({"date_from": "2005-01-01", "date_to": "2011-12-31"}, set()),
        ({"date_from": "2005", "date_to": "2011-12"}, set()),
    ],
)
def test_years_that_are_cut_are_known(period: dict[str, str], expected: set) -> None:
    """A year is whole only if the period holds it from end to end."""
    assert expected == unfinished(incidents_by_year(chosen(**period)))


def test_a_cut_year_is_drawn_apart_and_said() -> None:
    """An incomplete bar looks different and is named."""
    figure = year_bars(incidents_by_year(chosen(date_from="2005-03")))

    assert "2005 is not covered from end to end." in figure.payload["notes"]
    assert "2005, not covered to the end" in figure.payload["svg"]


def test_rows_that_do_not_fit_are_left_to_the_table() -> None:
    """A chart never outgrows its page, and says what it leaves out."""
    many = count([(0, 0, 1)] * 40, labels=[f"State {i}" for i in range(40)])

    assert "12 rows" in stacked_bars(many).payload["notes"][0]
    assert 41 == len(table(many).payload["rows"])
