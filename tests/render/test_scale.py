"""A briefing of thousands of invented incidents: what is cut, what is said of it, and
that no number changes by it.
"""

from datetime import date, timedelta
from itertools import combinations

import nbformat
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import say
from briefing.charts.upset import room_for, upset
from briefing.cli.main import main
from briefing.counts import disagreements, incidents, overlaps
from briefing.counts.cases import register as whole_register
from briefing.counts.dates import DateRanges, evaluate
from briefing.counts.disagreements import contradicting
from briefing.dataset.dates import Span, day_number, span
from briefing.dataset.load import load
from briefing.dataset.table import places
from briefing.law.treaties import Terms, treaty_status, turning
from briefing.render.execute import run_chapter
from briefing.render.notebook import concat
from briefing.render.pdf import to_pdf
from briefing.selection.name_finder import Inside, Known
from briefing.selection.select import select
from briefing.selection.selection import Selection
from briefing.tables import table as printed_table
from briefing.tables.cases import register
from helpers.paths import ROOT
from helpers.pdf import words

NOTEBOOKS = ROOT / "notebooks"
N = 1200
DAYS = st.dates(date(2001, 1, 1), date(2004, 12, 31))
SPANS = st.tuples(DAYS, DAYS).map(lambda two: Span(min(two), max(two)))


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Write a package of many invented incidents."""
    folder = tmp_path_factory.mktemp("many") / "data"
    main(["data", "synth", "--incidents", f"{N}", "--out", str(folder)])
    return folder


@pytest.fixture(scope="module")
def chosen(many):
    """Select everything."""
    return select(load(many), Selection())


@pytest.fixture(scope="module")
def chapters(many):
    """Run the chapters that list cases, and those with the largest charts."""
    names = ("04-between-states", "05-cases", "08-law-in-force", "09-evidence")
    files = [NOTEBOOKS / f"{name}.ipynb" for name in names]
    return [run_chapter(file, {"data": str(many)}) for file in files]


def test_the_register_prints_the_most_recent_cases(chosen):
    """They are those whose last possible day comes last; no other is later."""
    ids = {one["id"] for one in register(chosen).payload["cases"]}
    days = chosen.incidents.set_index("incident_id")["last_day"]

    assert printed_table.MOST_CASES == len(ids)
    assert days[~days.index.isin(ids)].max() <= days[days.index.isin(ids)].min()


def test_what_is_not_printed_is_said_with_its_rule(chosen):
    """The sentence has the number printed, the number of all, and the file of all."""
    said = register(chosen).payload["said"]
    n = len(chosen.incidents)

    assert f"the {printed_table.MOST_CASES} most recent of {n:,}" in said
    assert f"The other {n - printed_table.MOST_CASES} are part of every number" in said
    assert "data/incidents.csv" in said


def test_a_register_that_fits_says_nothing_of_a_cut(chosen):
    """Nothing is said where everything is printed."""
    few = select(chosen.dataset, Selection(date_from="2023", date_to="2024"))

    assert "said" not in register(few).payload
    assert len(few.incidents) == len(register(few).payload["cases"])


def test_some_cases_read_as_they_do_among_all(chosen):
    """A register of a part has the words of the whole one."""
    marks = printed_table.newest(chosen, 40)
    part = whole_register(chosen, marks)
    whole = whole_register(chosen)

    pd.testing.assert_frame_equal(
        whole[whole["id"].isin(part["id"])].reset_index(drop=True), part
    )


def test_the_pages_are_built_and_say_what_is_cut(chapters, chosen):
    """The PDF is read back: the cut stands on it, and the file is small."""
    pdf = to_pdf(concat(chapters, {"edition": "many", "method": "", "made": {}}))
    text = words(pdf)

    assert "most recent of" in " ".join(text.split()) or "mostrecentof" in text
    assert len(pdf) < 20_000_000


def test_a_chapter_carries_no_more_than_the_page_needs(chapters):
    """Ids and rows stand behind a number only up to a limit."""
    sizes = [len(nbformat.writes(chapter)) for chapter in chapters]

    assert max(sizes) < 8_000_000


def test_the_numbers_are_those_of_everything(chapters, chosen):
    """A cut list changes no count: the sentence on sources counts every incident."""
    listed = str(say.differences(chosen))
    n = disagreements.disagreements(chosen)["incident_id"].nunique()

    assert f"{n} of {len(chosen.incidents):,} incidents" in listed


def test_combinations_keep_their_numbers_apart(chosen):
    """Thousands need more room than hundreds, so fewer combinations have a column."""
    sets = pd.Series({"Press": 999_999, "Courts": 100})

    assert 1 < room_for(sets, [999_999 - i for i in range(16)], 16) < 16
    assert 16 == room_for(sets, [999] * 16, 16)
    assert "figure" == upset(overlaps.overlap_of_kinds(chosen)).kind


def test_the_lists_of_a_table_are_cut_with_a_note():
    """The note has both numbers, and the rows are the first ones."""
    frame = pd.DataFrame({"n": range(printed_table.MOST_LINES + 1)})
    kept, notes = printed_table.in_print(frame)

    assert list(range(printed_table.MOST_LINES)) == list(kept["n"])
    assert (
        f"first {printed_table.MOST_LINES} of {printed_table.MOST_LINES + 1} rows"
        in notes[0]
    )
    assert [] == printed_table.in_print(kept)[1]


def test_a_list_in_a_cell_says_how_many_are_beyond():
    """The words are the first ones, and the rest a number."""
    said = printed_table.shortened(
        [f"one-{i}" for i in range(printed_table.MOST_NAMED + 5)]
    )

    assert "and 5 others" == said[-1]
    assert printed_table.MOST_NAMED == len(said) - 1


@given(st.lists(st.sampled_from("abcde")), st.permutations("abcd"))
def test_rows_are_found_in_any_order(ids, known):
    """Ids that stand together or not, sorted or not, lead to their row or to none."""
    expected = [known.index(one) if one in known else -1 for one in ids]
    found = places(pd.Series(ids, dtype="str"), pd.Series(known, dtype="str"))

    assert expected == list(found)


@given(
    st.sampled_from(["party", "accepted", "former_party", "signatory", ""]),
    st.lists(st.none() | SPANS, min_size=5, max_size=5),
    st.lists(SPANS, min_size=1),
)
def test_a_rule_asked_of_some_spans_is_the_rule_of_all(status, days, acts):
    """The standing of every act is what the rule says of that act alone."""
    known = Terms(status, *days, verified=True)
    numbers = [[day_number(day) for day in (of.first, of.last)] for of in acts]
    first, last = np.array(numbers).T
    ranges = DateRanges(np.arange(len(acts)), first, last)
    said = evaluate(lambda act: treaty_status(known, act), turning(known), ranges)

    assert [treaty_status(known, act) for act in acts] == list(said)


def compatible(one, two):
    """Two dates can mean the same day."""
    this, other = span(one), span(two)
    return this.first <= other.last and other.first <= this.last


@given(st.lists(st.tuples(st.integers(0, 2), SPANS)))
def test_dates_contradict_as_any_two_of_them_do(claims):
    """Three spans that meet each with each all meet, so looking at the ends is
    enough.
    """
    texts = [f"{of.first}/{of.last}" for _, of in claims]
    groups = [group for group, _ in claims]
    expected = [
        any(
            not compatible(*pair)
            for pair in combinations(
                [text for text, of in zip(texts, groups, strict=True) if of == group], 2
            )
        )
        for group in groups
    ]
    dates = pd.DataFrame({"incident": groups, "value": texts})
    found = contradicting(dates.astype({"value": "str"}))

    assert [place for place, one in enumerate(expected) if one] == list(found.index)


@given(st.lists(st.sampled_from(["Ann", "Li Wei", "O'Dell", "İlham", "Ann Dell"])),
       st.text(st.sampled_from("AnLiWeODlhamİı'’ -.2"), max_size=30))  # fmt: skip
def test_a_text_is_searched_for_all_that_it_can_hold(names, text):
    """Looking only for the names whose words stand in the text finds what all would."""
    one, every = Known(names), Known(names)
    all_of_them = tuple(range(len(every._names)))
    whole = every._make(all_of_them) if names else None
    expected = [m.group() for m in whole.finditer(text)] if whole else []
    pattern = one.pattern(text)

    assert expected == ([m.group() for m in pattern.finditer(text)] if pattern else [])


@given(st.sets(st.text("abc", min_size=1, max_size=4)), st.text("abcd", max_size=12))
def test_a_name_inside_an_address_is_found(names, text):
    """It is found wherever it stands."""
    assert any(name in text for name in names) == Inside(names).holds_one(text)


def test_the_incidents_behind_a_number_are_named_on_demand(chosen):
    """Every row leads to as many incidents as it counts, and to no other's."""
    count = incidents.incidents_by_type(chosen)
    types = chosen.incidents.set_index("incident_id")["type"]
    rows = count.frame[["code", "n"]].itertuples(index=False, name=None)

    for code, n in rows:
        assert n == len(count.incident_ids[code])
        assert {code} >= set(types[list(count.incident_ids[code])])


def test_a_day_turns_into_a_number_and_back():
    """Days count from 1970."""
    assert 1 == day_number(date(1970, 1, 1) + timedelta(days=1))


def test_what_is_not_counted_is_not_said_to_stand_in_the_edition():
    """The files of an edition hold what is counted; the others are in the data
    package.
    """
    counted, apart = (
        printed_table.register_note(400, 300, of) for of in ("incidents", "records")
    )

    assert "The other 100 are part of every number" in counted
    assert f"in the file {printed_table.FILE} of this edition" in counted
    assert "The other 100 are part of no number" in apart
    assert "of the data package" in apart
