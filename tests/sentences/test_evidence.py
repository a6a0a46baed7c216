"""The evidence as figures, tables and sentences: each says its unit and its own
whole.
"""

import re
from dataclasses import replace

import pandas as pd
import pytest

from briefing import say
from briefing.charts.small_multiples import sensitivity_band
from briefing.charts.upset import upset
from briefing.counts.evidence import (
    evidence,
    incidents_by_independent_sources,
    incidents_by_source_language,
)
from briefing.counts.headline import sensitivity
from briefing.counts.overlaps import overlap_of_kinds, overlap_of_publishers
from briefing.exhibits.titles import overlap_title, title
from briefing.sentences import evidence as evidence_sentences
from briefing.tables.counts import (
    evidence_table,
    overlap_table,
    sensitivity_table,
    table,
    weak_points,
)
from helpers.made_counts import payload_texts
from helpers.pocket import choose

FIGURES = {
    "publishers": lambda **asked: upset(overlap_of_publishers(choose(**asked))),
    "kinds": lambda **asked: upset(overlap_of_kinds(choose(**asked))),
    "band": lambda **asked: sensitivity_band(choose(**asked)),
}


@pytest.fixture(params=FIGURES)
def figure(request):
    """Every figure of the chapter."""
    return FIGURES[request.param]().payload


def test_a_figure_carries_what_must_stand_around_it(figure):
    """Title with a number, subtitle, unit, source, caption, alt text and its table."""
    needed = {"title", "subtitle", "unit", "source", "caption", "alt", "svg", "rows"}

    assert not {key for key in needed if not figure[key]}
    assert len(figure["title"].split()) <= 15
    assert re.search(r"\d", figure["title"])
    assert figure["title"] in figure["alt"]


@pytest.mark.parametrize("name", FIGURES)
def test_the_same_figure_is_the_same_bytes(name):
    """A picture carries no date and no chance."""
    assert FIGURES[name]().payload["svg"] == FIGURES[name]().payload["svg"]


def test_the_drawing_prints_every_set_and_every_combination():
    """Each number of the table stands on the drawing, and each row has a name."""
    shown = FIGURES["publishers"]().payload
    printed = re.findall(r"<text[^>]*>(?:<tspan[^>]*>)?([^<]*)<", shown["svg"])
    rows = overlap_of_publishers(choose()).sets

    assert {str(n) for n in rows["n"]} <= set(printed)
    assert {"Lantern Watch", "东谷边境消息"} <= set(printed)
    assert len(shown["rows"]) == len(shown["data"]["rows"]) == 11
    assert printed.count("1") == 10


def test_the_data_say_which_rows_belong_to_a_combination():
    """Whoever opens the file can draw the figure again."""
    data = FIGURES["kinds"]().payload["data"]
    row = dict(zip(data["columns"], data["rows"][-1], strict=True))

    assert ("yes", "yes") == (row["Press"], row["Academic"])
    assert "no" == row["Court"]
    assert 12 == sum(one[-1] for one in data["rows"])


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("Lantern Watch",), "Lantern Watch told of 3 of 12 documented incidents, "
         "none of them alone"),
        (("Lantern Watch", "Вести Затона"), "Lantern Watch and Вести Затона each told "
         "of 3 of 12 documented incidents"),
        (("A rather long name of one office",) * 3, "3 publishers each told of 3 of 12 "
         "documented incidents"),
        ((), "12 documented incidents, none under a row of its own"),
    ],
)  # fmt: skip
def test_equals_share_a_title(labels, expected):
    """Where several report most, no one of them is called the first."""
    rows = [{"code": f"{i}", "label": label, "alone": 0, "n": 3}
            for i, label in enumerate(labels)]  # fmt: skip
    rows.append({"code": "others", "label": "All others", "alone": 9, "n": 9})
    overlap = replace(overlap_of_publishers(choose()), sets=pd.DataFrame(rows))

    assert expected == overlap_title(overlap)


def test_few_combinations_are_a_sentence():
    """Three columns say less than a line of words."""
    said = FIGURES["kinds"](states="XNM", types="rendition")

    assert "prose" == said.kind
    assert "1 incident by who reports them: Only non-governmental" in said.text


def test_where_everything_is_adjudicated_there_is_no_band():
    """One line is a sentence."""
    asked = choose(finding="adjudicated")

    assert "prose" == sensitivity_band(asked).kind
    assert "no weaker standard" in sensitivity_band(asked).text
    assert 1 == len(sensitivity_table(asked).payload["rows"])


@pytest.mark.parametrize("finding", ["reported", "corroborated"])
def test_the_band_and_its_table_say_the_same(finding):
    """Figure and table are of the same levels, weakest first."""
    asked = choose(finding=finding)
    rows = sensitivity_table(asked).payload["rows"]

    assert rows == sensitivity_band(asked).payload["rows"]
    assert [str(one.totals.incidents) for one in sensitivity(asked)] == [
        row[1] for row in rows
    ]


def test_rows_of_an_overlap_say_what_nobody_else_reports():
    """Alone and with others add up to all."""
    rows = overlap_table(overlap_of_publishers(choose())).payload["data"]["rows"]

    assert ["Lantern Watch", 1, 4, 1, 3, 1, 5] == rows[0]
    assert all(row[1] + row[2] == row[-1] == sum(row[3:6]) for row in rows)


def test_each_weak_point_names_its_own_whole():
    """Links, sources and incidents share no sum, and what is in order is a zero."""
    found = evidence(choose())
    lines = {(point, unit): (n, of) for point, unit, n, of in weak_points(found)}

    assert (1, 22) == lines["Adds no voice, as it repeats another source", "links"]
    assert (0, 22) == lines["Adds no voice, as its publisher spoke already", "links"]
    assert (2, 14) == lines["Read at the address of a copy", "sources"]
    assert (1, 12) == lines["With a cell that was not seen in a source", "incidents"]
    assert (4, 12) == lines["On which sources contradict each other", "incidents"]
    assert (1, 12) == lines["of which disputed: the act itself", "incidents"]
    assert len(lines) == len(evidence_table(choose()).payload["rows"])


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, "leaves 8 incidents (41 to 43 people)"),
        ({}, "leaves 2 incidents (3 people). The strictest standard keeps 2 of 3"),
        ({"states": "XNM", "types": "rendition"}, "leaves none."),
        ({"finding": "adjudicated"}, "no weaker standard"),
    ],
)
def test_the_standards_are_said(asked, expected):
    """None is said as well, and a unit stands with every number."""
    assert expected in evidence_sentences.standards(choose(**asked)).text


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            lambda: evidence_sentences.documented(overlap_of_publishers(choose())),
            "under Lantern Watch (5) and Вести Затона (3). 3 of 12 incidents are known "
            "from one of these publishers and from nobody else. The last row joins 5 "
            "further publishers",
        ),
        (
            lambda: evidence_sentences.documented(overlap_of_kinds(choose())),
            "6 of 12 incidents are known from one kind of source only.",
        ),
        (
            lambda: evidence_sentences.documented(
                overlap_of_publishers(choose(states="XNM", types="rendition"))
            ),
            "No publisher reports enough of them",
        ),
        (
            lambda: evidence_sentences.independence(choose()),
            "Of these, 1 falls away because a source repeats another (1); 21 "
            "independent voices are left.",
        ),
        (
            lambda: evidence_sentences.independence(choose(finding="adjudicated")),
            "None of these falls away",
        ),
        (
            lambda: evidence_sentences.weakness(choose()),
            "In 4 of 12 incidents sources contradict each other. 2 of 14 sources were "
            "read at the address of a copy.",
        ),
        (
            lambda: evidence_sentences.weakness(
                choose(states="XNM", types="rendition")
            ),
            "Every cell of every incident was seen in a source. Nowhere do sources",
        ),
    ],
)
def test_sentences_are_whole_english(said, expected):
    """Singular, plural and none are each said as one says them."""
    assert expected in said().text


def test_numbers_of_sources_and_languages_have_their_words():
    """The new dimensions can be titled, printed and said like every other."""
    heard = table(incidents_by_independent_sources(choose())).payload
    read = incidents_by_source_language(choose())

    assert "Two or more independent sources: 7 of 12" in heard["alt"]
    assert "English was read on 10 of 12 documented incidents" == title(read)
    assert "Russian (3)" in say(read).text


def test_withheld_names_are_in_no_figure_of_the_evidence():
    """Publishers are named; people are not."""
    shown = [make(names="withheld").payload for make in FIGURES.values()]
    texts = " ".join(text for one in shown for text in payload_texts(dict(one)))

    assert "Lantern Watch" in texts
    assert "Oduval" not in texts
