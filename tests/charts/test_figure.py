"""A picture of an analyst's own is printed with all that a figure has, or refused."""

import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from briefing import axes, figure
from briefing.charts.bar import bar
from briefing.exhibits.checks import BrokenRule
from briefing.exhibits.exhibit import MIME
from briefing.exhibits.figure import IllegibleFigure, UnfitFigure
from briefing.selection.select import latest
from helpers.made_counts import count
from helpers.pocket import choose

TITLE = "Most incidents are corroborated"
LONG = "A name of a state that is longer than any margin could ever be made for it, yes"


@pytest.fixture
def frame():
    """Incidents by state and finding, counted by pandas."""
    acts = choose().incidents
    found = acts.groupby(["executing_state", "finding"]).size()
    return found.unstack(fill_value=0)


def drawn(frame):
    """Draw a frame as pandas does."""
    fig, ax = axes(rows=len(frame), labels=frame.index)
    frame.plot.barh(stacked=True, ax=ax)
    return fig


def refused(kind, fig, **given):
    """Say why a picture is refused; nothing is left open."""
    with pytest.raises(kind) as error:
        figure(fig, chosen=choose(), **given)
    assert not plt.get_fignums()
    return str(error.value)


def test_a_picture_of_pandas_has_all_that_a_figure_has(frame):
    """Its frame is the table; alt text, subtitle and source are written."""
    payload = figure(
        drawn(frame), data=frame, title=TITLE, unit="incidents", chosen=choose()
    ).payload

    assert "incidents_by_executing_state_and_finding" == payload["key"]
    assert ["Executing state", *map(str.capitalize, frame.columns)] == [
        column["label"] for column in payload["columns"]
    ]
    assert [[code, *row] for code, row in zip(frame.index, frame.to_numpy().tolist(),
            strict=True)] == payload["data"]["rows"]  # fmt: skip
    assert payload["alt"].startswith(
        f"Chart: incidents by executing state and finding. {TITLE}. "
    )
    assert payload["subtitle"].startswith("Incidents by executing state and finding ·")
    assert "SCO briefing dataset, version 2026.1" == payload["source"]
    assert 170 == payload["width_mm"]
    assert 12 == sum(sum(row[1:]) for row in payload["data"]["rows"])  # the pocket's


def test_the_page_has_its_fonts_and_the_same_bytes_each_time(frame):
    """Whatever the analyst had set."""
    one, other = (
        figure(
            drawn(frame), data=frame, title=TITLE, unit="incidents", chosen=choose()
        ).payload["svg"]
        for _ in range(2)
    )

    assert one == other
    assert {"Source Sans 3"} == set(re.findall(r"font-family: '([^']+)'", one))
    assert {"500"} == set(re.findall(r"font-weight: (\d+)", one))


def test_a_heat_map_of_seaborn_is_printed(frame):
    """Its labels are level, and its numbers stand in the frame."""
    seaborn = pytest.importorskip("seaborn")
    _, ax = axes(rows=len(frame), labels=frame.index)
    seaborn.heatmap(frame, annot=True, fmt="d", ax=ax)

    shown = figure(ax, data=frame, title=TITLE, unit="incidents", chosen=choose())

    assert MIME in shown._repr_mimebundle_()
    assert "rotate(-90" not in shown.payload["svg"]


def test_an_annotation_is_held_against_the_table(frame):
    """A number is printed if the frame holds it, and refused if not."""
    for n, fits in ((int(frame["reported"].sum()), True), (77, False)):
        fig = drawn(frame)
        fig.axes[0].annotate(f"{n} incidents", (0.6, 0.5), xycoords="axes fraction")
        given = {"data": frame, "title": TITLE, "unit": "incidents"}
        if fits:
            assert figure(fig, **given, chosen=choose())
        else:
            said = refused(UnfitFigure, fig, **given)
            assert "it prints 77, which its table does not hold" in said
            assert TITLE in said
            assert "Compute the number" in said


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"title": None}, "it has no title"),
        ({"title": "  "}, "it has no title"),
        ({"title": "What states did"}, "compares nothing"),
        ({"title": "A rise in most states"}, "claims a trend"),
        ({"title": "12 states are most"}, "says 12"),
        ({"unit": None}, "it has no unit"),
        ({"unit": "kilos"}, "its unit is 'kilos'"),
        ({"data": None}, "it has no data"),
        ({"data": [1, 2]}, "its data are list"),
        ({"data": pd.DataFrame()}, "no rows or no columns"),
        ({"data": pd.DataFrame({"state": ["A", "B"]})}, "hold text only"),
        ({"alt": "In all 99 incidents."}, "its alt says 99"),
    ],
)
def test_what_lacks_words_or_numbers_is_refused(frame, given, what):
    """In one sentence that says what is missing and what to do."""
    complete = {"data": frame, "title": TITLE, "unit": "incidents"}

    assert what in refused(UnfitFigure, drawn(frame), **(complete | given))


def test_what_is_no_figure_is_refused():
    """A frame, or what a plot returned, is no picture."""
    said = refused(UnfitFigure, "fig", data=pd.Series([1]), title=TITLE, unit="states")

    assert "it is str" in said


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda ax: ax.text(0, 0, "tiny", fontsize=6), "“tiny” is smaller than 7 pt"),
        (lambda ax: ax.set_yticklabels([LONG] * 3), f"“{LONG}” is clipped"),
        (lambda ax: ax.text(0, 0, "turned", rotation=90), "“turned” is turned"),
        (
            lambda ax: [ax.text(1, 1, "one on"), ax.text(1, 1, "another")],
            "“one on” runs into “another”",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(frame, spoil, what):
    """At the size of print, and with what to do about it."""
    fig = drawn(frame)
    spoil(fig.axes[0])

    said = refused(IllegibleFigure, fig, data=frame, title=TITLE, unit="incidents")

    assert what in said
    assert "readable in print" in said


def test_a_picture_wider_than_the_page_shrinks_its_letters(frame):
    """Letters of 10 pt on a picture of 20 inches print at less than 4."""
    fig, ax = plt.subplots(figsize=(20, 5))
    frame.plot.barh(ax=ax)

    said = refused(IllegibleFigure, fig, data=frame, title=TITLE, unit="incidents")

    assert "is smaller than 7 pt" in said


def test_matplotlib_is_as_before(frame):
    """The style ends with the figure, also of one that is refused."""
    before = dict(mpl.rcParams)

    figure(drawn(frame), data=frame, title=TITLE, unit="incidents", chosen=choose())
    refused(UnfitFigure, drawn(frame), data=frame, title=TITLE)

    assert before == dict(mpl.rcParams)
    assert not plt.get_fignums()


def test_without_a_selection_there_is_nothing_to_be_about(frame, monkeypatch):
    """The last selection is meant; where there is none, it is asked for."""
    chosen = choose()
    assert latest() is chosen
    fig = drawn(frame)
    monkeypatch.setattr("briefing.exhibits.figure.latest", lambda: None)

    with pytest.raises(UnfitFigure, match="Select first"):
        figure(fig, data=frame, title=TITLE, unit="incidents")


def test_a_line_of_matplotlib_changes_a_chart_before_it_is_shown():
    """It is drawn anew, and what cannot be read any more is refused."""
    shown = bar(count([(i, i, i) for i in range(9)]))
    before = shown._repr_mimebundle_()[MIME]["svg"]

    shown.ax.axvline(3, color="black")
    shown.ax.patches[3].set_facecolor("#8c4a2f")
    after = shown._repr_mimebundle_()[MIME]["svg"]

    assert "#8c4a2f" in after
    assert "#8c4a2f" not in before
    assert before == bar(count([(i, i, i) for i in range(9)])).payload["svg"]
    shown.ax.text(0, 0, "tiny", size=4)
    with pytest.raises(BrokenRule, match="smaller than 7"):
        shown._repr_mimebundle_()


def test_a_frame_is_drawn_as_our_counts_are(frame):
    """Columns that are findings have their colours; title and unit are asked for."""
    chosen = choose()  # what is drawn is about the last selection that is in use
    shown = bar(frame, title=TITLE, unit="incidents")

    assert chosen.source == shown.payload["source"]

    assert [len(frame)] * len(frame.columns) == [len(c) for c in shown.ax.containers]
    assert [*frame["reported"]] == [
        patch.get_width() for patch in shown.ax.containers[-1]
    ]
    with pytest.raises(UnfitFigure, match="it has no unit"):
        bar(frame, title=TITLE)
