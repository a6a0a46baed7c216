"""Lint: what is wrong with a notebook is said with its cell and its cure, and not
run.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.cli import exit_codes, main
from briefing.lint.lint import lint
from briefing.lint.notebook import RULES, Page
from briefing.selection.parameters import BY_NAME, parameters_cell
from helpers.paths import POCKET, ROOT

SOUND = ROOT / "notebooks" / "02-by-state.ipynb"
Change = Callable[[dict[str, Any]], object]


def code(source: str) -> dict[str, Any]:
    """Make a cell of code with an id that is free."""
    own = {"cell_type": "code", "id": "new-90", "metadata": {}, "outputs": []}
    return own | {"execution_count": None, "source": source}


def insert(source: str) -> Change:
    """Put a cell of code behind the setup: it is the fourth."""
    return lambda raw: raw["cells"].insert(
        3, code(source) | {"id": f"new-{len(raw['cells'])}"}
    )


def put(number: int, source: str) -> Change:
    """Give a cell another text."""
    return lambda raw: raw["cells"][number - 1].update(source=source)


def without(number: int) -> Change:
    """Take a cell out."""
    return lambda raw: raw["cells"].pop(number - 1)


def keep(number: int, **more: Any) -> Change:
    """Change what Jupyter keeps of a cell."""
    return lambda raw: raw["cells"][number - 1].update(more)


def untag(number: int) -> Change:
    """Take the tags of a cell away."""
    return lambda raw: raw["cells"][number - 1].update(metadata={})


def text(number: int, raw: dict[str, Any]) -> str:
    """Read the text of a cell."""
    return "".join(raw["cells"][number - 1]["source"])


def replace(number: int, old: str, new: str) -> Change:
    """Exchange a piece of the text of a cell."""

    def change(raw: dict[str, Any]) -> None:
        before = text(number, raw)
        assert old in before
        raw["cells"][number - 1]["source"] = before.replace(old, new)

    return change


BY_WORDS = ", ".join(f"{name}={name}" for name in BY_NAME)
OF_ALL = "Selection.of(locals())"
# A change, then where it is found, its code, and words of what is said of it.
WRONG: dict[str, tuple[Change, int, str, str]] = {
    "no heading": (put(1, "Which states?"), 1, "no-question", "no question stands"),
    "no question": (put(1, "# States"), 1, "no-question", '"# Who acted?"'),
    "code first": (without(1), 1, "no-question", "of Markdown"),
    "tag gone": (untag(2), 2, "parameters", "Property Inspector"),
    "parameters gone": (without(2), 0, "parameters", "Copy the second cell"),
    "tagged twice": (
        keep(5, metadata={"tags": ["parameters"]}),
        5,
        "parameters",
        "is the second cell tagged parameters",
    ),
    "another parameter": (
        lambda raw: put(2, text(2, raw) + '\nstate: str = "x"')(raw),
        2,
        "parameters",
        "there is no parameter 'state'. Did you mean 'states'?",
    ),
    "a parameter less": (
        lambda raw: put(2, text(2, raw).replace("data: str", "date: str"))(raw),
        2,
        "parameters",
        "the cell lacks data",
    ),
    "another default": (
        replace(2, '"reported"', '"corroborated"'),
        2,
        "parameters",
        "finding is 'corroborated', and its default is \"reported\"",
    ),
    "a misspelt choice": (
        replace(2, '"reported"', '"corroborate"'),
        2,
        "parameters",
        "Did you mean 'corroborated'?",
    ),
    "another comment": (
        replace(2, "empty: open", "or nothing"),
        2,
        "parameters",
        "not the text of the schema",
    ),
    "setup untagged": (untag(3), 3, "setup", "the third cell"),
    "a parameter ignored": (
        replace(3, OF_ALL, "Selection(states=states)"),
        3,
        "setup",
        "the setup does not make chosen of every parameter, once, and end with it",
    ),
    "a parameter fixed": (
        replace(3, OF_ALL, f"Selection({BY_WORDS})".replace("=finding", '="reported"')),
        3,
        "setup",
        "let stand `chosen = select(load(data), Selection.of(locals()))` and `chosen`, "
        "and nothing else. `briefing chapter lint --fix` writes the cell again",
    ),
    "nothing shown": (
        lambda raw: put(3, text(3, raw).removesuffix("\nchosen"))(raw),
        3,
        "setup",
        "and end with it",
    ),
    "data ignored": (
        replace(3, "load(data)", "load()"),
        3,
        "setup",
        "answered with something else than it asks for",
    ),
    "chosen of something else": (
        lambda raw: put(
            3, f"{text(3, raw).removesuffix('chosen')}chosen = load(data)\nchosen"
        )(raw),
        3,
        "setup",
        "of every parameter, once",
    ),
    "a count in the setup": (
        lambda raw: put(
            3, f"{text(3, raw).removesuffix('chosen')}acted = table(chosen)\nchosen"
        )(raw),
        3,
        "setup",
        "and `chosen`, and nothing else. [setup]",
    ),
    "a parameter set again": (
        insert('states = "XNM"'),
        4,
        "parameters",
        "sets states again, so a run ignores what it was given. Take the line out, and "
        "say it for one run as --states",
    ),
    "a parameter set in the setup": (
        replace(3, "chosen = select(", 'date_from = "2011"\nchosen = select('),
        3,
        "parameters",
        "sets date_from again",
    ),
    "a second selection": (
        insert("chosen = select(load(), Selection())"),
        4,
        "setup",
        "makes chosen again, so it counts something else than was asked for. Take it",
    ),
    "a selection by another name": (
        insert("later = select(load(data), Selection())"),
        4,
        "setup",
        "selects again by Selection(…), load(…) and select(…)",
    ),
    "a function": (insert("def f():\n    pass"), 4, "logic", "a function (def)"),
    "a class": (insert("class F:\n    pass"), 4, "logic", "a class"),
    "a loop": (insert("for n in ():\n    n"), 4, "logic", "a loop (for)"),
    "a loop in a list": (insert("[n for n in ()]"), 4, "logic", "a loop (for)"),
    "a choice": (insert("if chosen:\n    chosen"), 4, "logic", "a choice (if)"),
    "a sum": (
        insert("chosen + 1"),
        4,
        "logic",
        "holds a calculation, and does not end in a call of briefing, so it would have "
        "no title, no unit and no source. Let its last line be table(frame, title=…",
    ),
    "a loop below a magic": (
        insert("%matplotlib inline\nfor n in ():\n    n"),
        4,
        "logic",
        "a loop (for)",
    ),
    "a loop that is timed": (
        insert("%%time\nfor n in ():\n    n"),
        4,
        "logic",
        "a loop (for)",
    ),
    "a typed number below a command": (
        insert('!ls\nsay.rows("41 cases")'),
        4,
        "typed-count",
        '"41 cases"',
    ),
    "a line for IPython": (
        insert("!ls"),
        4,
        "logic",
        "a line for IPython and not for Python: !ls. Take it out",
    ),
    "a lambda": (insert("f = lambda: chosen"), 4, "logic", "(lambda)"),
    "a count of its own": (
        insert('incidents_by_executing_state(chosen).frame.groupby("code")'),
        4,
        "logic",
        "(groupby)",
    ),
    "a frame of its own": (
        insert("import pandas as pd\npd.DataFrame()"),
        4,
        "logic",
        "holds a use of pd, and does not end in a call of briefing",
    ),
    "another library": (
        insert("import polars"),
        4,
        "foreign-import",
        "imports polars. A chapter uses names from briefing, one by one, and "
        "matplotlib, numpy, pandas and seaborn",
    ),
    "a bare picture": (
        insert("chosen.incidents.groupby('type').size().plot.barh()"),
        4,
        "will-not-print",
        "draws a picture and does not end in figure(…)",
    ),
    "axes without a figure": (
        insert("fig, ax = axes(rows=len(chosen.years))"),
        4,
        "will-not-print",
        "draws a picture and does not end in figure(…)",
    ),
    "a picture drawn on axes": (
        insert("own = say\nseaborn.heatmap(own, ax=ax)"),
        4,
        "will-not-print",
        "Let its last line be figure(fig, data=frame, title=…, unit=…).",
    ),
    "a number in a title": (
        insert(
            'own = chosen.incidents.head()\ntable(own, title="In 2011 three acted")'
        ),
        4,
        "typed-count",
        "a number is typed into a text",
    ),
    "a star": (insert("from briefing import *"), 4, "star-import", "everything (*)"),
    "a path": (insert('table("/srv/data.csv")'), 4, "path", '"/srv/data.csv"'),
    "an address": (insert('say("http://x")'), 4, "path", '"http://x"'),
    "a long cell": (insert("chosen\n" * 9), 4, "long-cell", "9 lines"),
    "many cells": (
        lambda raw: [insert(f"chosen{' ' * n}")(raw) for n in range(12)],
        0,
        "many-cells",
        "25 are the most",
    ),
    "few words": (
        lambda raw: [insert(f"chosen{' ' * n}")(raw) for n in range(12)],
        0,
        "few-words",
        "of words",
    ),
    "a typed number": (
        put(4, "Of 41 incidents few are known."),
        4,
        "typed-count",
        '"Of 41 incidents few are…"',
    ),
    "a number in words": (
        put(4, "There were forty-one incidents."),
        4,
        "typed-count",
        "forty-one incidents",
    ),
    "a number in words, and what they were": (
        put(4, "We know of twelve documented incidents."),
        4,
        "typed-count",
        "twelve documented incidents",
    ),
    "a number of people": (
        put(4, "Among them were seven Uyghur men."),
        4,
        "typed-count",
        "seven Uyghur men",
    ),
    "dozens in words": (
        put(4, "They held dozens of men."),
        4,
        "typed-count",
        "dozens of men",
    ),
    "hundreds in words": (
        put(4, "They held hundreds of men."),
        4,
        "typed-count",
        "hundreds of men",
    ),
    "thousands in words": (
        put(4, "They held thousands of men."),
        4,
        "typed-count",
        "thousands of men",
    ),
    "millions in words": (
        put(4, "They held millions of men."),
        4,
        "typed-count",
        "millions of men",
    ),
    "a number in code": (
        insert('say("In 2011, as before")'),
        4,
        "typed-count",
        "typed into a text",
    ),
    "no limits": (
        lambda raw: raw["cells"].pop(),
        28,
        "no-limits",
        'limits(chosen, "finding")',
    ),
    "an empty cell": (
        lambda raw: raw["cells"].append(code("\n")),
        30,
        "empty-cell",
        "the last cell is empty. Delete it",
    ),
    "outputs": (
        keep(5, outputs=[{"output_type": "stream", "name": "stdout", "text": "1"}]),
        5,
        "stored-outputs",
        "Clear Outputs of All Cells",
    ),
    "a run number": (keep(5, execution_count=3), 5, "stored-outputs", "run number"),
    "no id": (lambda raw: raw["cells"][4].pop("id"), 5, "cell-id", "has no id"),
    "an id twice": (keep(5, id="states-04"), 5, "cell-id", "which another cell has"),
    "an id of Jupyter's": (keep(5, id="a1b2c3d4"), 5, "cell-id", "states-30"),
    "comments only": (
        insert("# table(chosen)"),
        4,
        "empty-cell",
        "holds nothing but comments",
    ),
    "two results in a cell": (
        insert("say(chosen)\ntable(chosen)"),
        4,
        "will-not-print",
        "line 1: makes something on this line and does not show it",
    ),
    "a semicolon": (
        insert("table(chosen);"),
        4,
        "will-not-print",
        "ends with a semicolon",
    ),
    "code in a cell of words": (
        put(4, "table(chosen)"),
        4,
        "will-not-print",
        "Make it a cell of code: press Esc, then Y",
    ),
    "words in a cell of code": (
        insert("The states acted alone."),
        4,
        "broken-python",
        "if these are words, make it a cell of Markdown",
    ),
    "a raw cell": (keep(4, cell_type="raw"), 4, "will-not-print", "is a raw cell"),
    "a second question": (
        put(4, "# Who else acted?"),
        4,
        "no-question",
        "Begin the line with ##",
    ),
    "a sentence that there is not": (
        insert("say.headlin(chosen)"),
        4,
        "undefined-name",
        "uses say.headlin, and there is none. Did you mean 'headline'?",
    ),
    "a note that there is not": (
        lambda raw: put(29, 'limits(chosen, "findng")')(raw),
        29,
        "undefined-name",
        "asks for the note 'findng', and there is none. Did you mean 'finding'?",
    ),
    "a room of the package": (
        insert("from briefing.counts.incidents import incidents_by_type"),
        4,
        "foreign-import",
        "names from briefing, one by one",
    ),
    "rows left out": (
        insert("shown = table(chosen)\nshown[shown.n > 5]"),
        4,
        "logic",
        "holds a comparison, and does not end in a call of briefing",
    ),
    "a value set": (
        insert('chosen.frame["n"] = table'),
        4,
        "logic",
        "a change of what was counted",
    ),
    "a question to nobody": (insert('input("Who?")'), 4, "logic", "(input)"),
    "an undefined name": (insert("rankd"), 4, "undefined-name", "uses rankd"),
    "a name not imported": (
        insert("ranked_bars(chosen)"),
        4,
        "undefined-name",
        "Add ranked_bars to the names that are imported from briefing in cell 3",
    ),
    "a name made below": (
        lambda raw: [insert("late = chosen")(raw), insert("late")(raw)],
        4,
        "undefined-name",
        "made only in cell 5. Move cell 5 above",
    ),
    "an import misspelt": (
        replace(3, "    table,", "    tabel,"),
        3,
        "undefined-name",
        "imports tabel, which briefing does not have. Did you mean 'table'?",
    ),
    "broken": (insert("table(chosen"), 4, "broken-python", "line 1"),
    "a widget": (
        insert("from ipywidgets import IntSlider"),
        4,
        "will-not-print",
        "uses a widget",
    ),
    "plotly": (insert("import plotly.express as px"), 4, "will-not-print", "plotly"),
    "a magic": (insert("%matplotlib widget"), 4, "will-not-print", "%matplotlib"),
    "a page": (insert("HTML(chosen)"), 4, "will-not-print", "a page inside"),
    "a Styler": (
        insert("incidents_by_executing_state(chosen).frame.style"),
        4,
        "will-not-print",
        "without .style",
    ),
    "another kernel": (
        lambda raw: raw["metadata"]["kernelspec"].update(name="ir"),
        0,
        "format",
        "asks for the kernel ir",
    ),
    "an old format": (
        lambda raw: raw.update(nbformat_minor=4),
        0,
        "format",
        "is of format 4.4",
    ),
}


# What an analyst who knows pandas and matplotlib writes, and what is sound of it.
OWN = {
    "a groupby and its table": [
        """by_place = chosen.incidents.groupby(["place", "finding"]).size()
by_place = by_place.unstack(fill_value=0)
by_place["firm"] = by_place["adjudicated"] + by_place["corroborated"]
table(by_place[by_place["firm"] > 0], title="Who acted", unit="incidents")"""
    ],
    "a frame made in one cell and drawn in the next": [
        """import seaborn as sns
from briefing import axes, figure
most = chosen.violations.query("basis == '2011'").value_counts("right")""",
        """fig, ax = axes(rows=most.size)
ax.bar_label(ax.barh(most.index, most, color="#005f73"), fmt="%.0f")
sns.heatmap(most.to_frame(), annot=True, fmt=".0f", ax=ax)
ax.annotate("Most", (most.max(), 0))
figure(fig, data=most, title="Most are about one right", unit="violations")""",
    ],
    "one line of matplotlib on a chart of ours": [
        """shown = stacked_bars(incidents_by_executing_state(chosen))
shown.ax.axvline(3, color="0.5")
shown"""
    ],
}


@pytest.fixture(autouse=True)
def invented(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes are those of the invented states."""
    monkeypatch.setenv("BRIEFING_DATA", str(POCKET))


@pytest.fixture
def chapter(tmp_path: Path) -> Path:
    """A sound chapter that a test may break."""
    return Path(shutil.copy(SOUND, tmp_path))


def broken(path: Path, change: Change) -> None:
    """Change the notebook at *path*."""
    raw = json.loads(path.read_text("utf-8"))
    change(raw)
    path.write_text(json.dumps(raw), "utf-8")


def codes(path: Path) -> set[str]:
    """Name what lint finds."""
    return {fault.code for fault in lint([path])}


def test_every_notebook_and_profile_of_ours_is_sound() -> None:
    """What is in git has nothing to mend."""
    assert [] == [str(fault) for fault in lint([ROOT / "notebooks"])]


@pytest.mark.parametrize("name", WRONG)
def test_each_fault_names_its_cell_and_its_cure(name: str, chapter: Path) -> None:
    """A notebook broken in one way is reported at that cell, with what to do."""
    change, number, expected, words = WRONG[name]
    broken(chapter, change)

    found = [one for one in lint([chapter]) if words in str(one)]
    assert [(number, expected)] == [(one.cell, one.code) for one in found[:1]]
    assert all(one.cure.endswith((".", "?")) for one in found)


@pytest.mark.parametrize(
    "name",
    ["a typed number", "a loop", "outputs", "no id", "an undefined name", "a Styler",
     "a magic", "an empty cell", "a second selection", "setup untagged", "tag gone",
     "a parameter set again", "data ignored", "comments only", "a semicolon",
     "two results in a cell", "a second question", "a note that there is not"],
)  # fmt: skip
def test_one_mistake_is_one_fault(name: str, chapter: Path) -> None:
    """What is sound beside a mistake is left in peace."""
    change, _, expected, _ = WRONG[name]
    broken(chapter, change)

    assert {expected} == codes(chapter)


@pytest.mark.parametrize("name", OWN)
def test_pandas_and_matplotlib_are_sound_where_they_end_in_an_exhibit(
    name: str, chapter: Path
) -> None:
    """Comparisons and arithmetic too, and so are colours, keys and formats."""
    for source in reversed(OWN[name]):
        broken(chapter, insert(source))

    found = [str(fault) for fault in lint([chapter])]
    assert [] == [one for one in found if "[few-words]" not in one]


def test_what_briefing_counted_is_not_changed(chapter: Path) -> None:
    """A frame of one's own may be changed, and a count may not."""
    broken(chapter, insert('acted = table(chosen)\nacted.frame["n"] = 0\nacted'))
    broken(chapter, insert('own = chosen.incidents.head()\nown["n"] = 0'))

    said = [str(fault) for fault in lint([chapter])]
    assert [True] == ["a change of what was counted" in one for one in said]


def test_links_to_figures_are_no_numbers_and_plain_words_no_counts(
    chapter: Path,
) -> None:
    """One ruling of two courts is no count of incidents."""
    told = "See [the chart](#figure:incidents_by_year2), of two courts and one treaty."
    broken(chapter, put(4, told))

    assert set() == codes(chapter)


@pytest.mark.parametrize(
    "told",
    [
        "The treaty body found it [@S-0012, p. 3].",
        "Article 3 of the Convention, and articles 7 and 14(1) of the Covenant.",
        "The 1951 Convention binds; the 2001 Shanghai Convention states what it means.",
        "Signed on 15 June 2001 and in force since 2003, as 2003-03-29 tells.",
        "Resolution 1373 (2001), A/HRC/41/3 and Rule 39 say so.",
        "Article 3 states so, articles 7 and 14 state it again.",
        "The law of 2001 states that it binds.",
        "1. Where it happened\n2. Who asked",
        "Two or more sources, two courts, and both sides of what states say.",
    ],
)
def test_what_no_change_of_data_moves_is_no_count(told: str, chapter: Path) -> None:
    """Sources, articles, treaties and dates keep their numbers."""
    broken(chapter, put(4, told))

    assert [] == [str(fault) for fault in lint([chapter])]


@pytest.mark.parametrize(
    "told",
    [
        "Of these, 12 may have been tortured.",
        "In March 12 people were returned.",
        "Under Article 3, 41 people complained.",
    ],
)
def test_a_count_beside_what_looks_like_a_name_is_a_count(
    told: str, chapter: Path
) -> None:
    """A verb is no month, and what people are counted by no day and no article."""
    broken(chapter, put(4, told))

    assert {"typed-count"} == codes(chapter)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("table(chosen);  # quiet", {"will-not-print"}),
        ("table(chosen)  # one;", set()),
    ],
)
def test_a_semicolon_in_a_comment_keeps_nothing_back(
    source: str, expected: set[str], chapter: Path
) -> None:
    """What counts is what stands behind the last statement."""
    broken(chapter, insert(source))

    assert expected == codes(chapter)


def test_a_number_is_given_to_one_chapter(chapter: Path) -> None:
    """A copy that JupyterLab made, renamed, stands where the other stands."""
    shutil.copy(chapter, chapter.with_name("02-by-region.ipynb"))

    said = [str(fault) for fault in lint([chapter])]
    assert [True] == ["has the number of 02-by-region.ipynb" in one for one in said]


@pytest.mark.parametrize(
    "change",
    [
        keep(5, metadata=None),
        keep(5, outputs=None),
        lambda raw: raw.update(metadata=None),
        lambda raw: raw["metadata"].update(kernelspec="python3"),
        lambda raw: raw["cells"][1]["metadata"].update(tags="parameters"),
    ],
)
def test_what_another_program_left_out_is_no_traceback(
    change: Change, chapter: Path
) -> None:
    """A file that is JSON and no sound notebook is mended or named."""
    broken(chapter, change)
    lint([chapter], fix=True)

    assert set() == codes(chapter)


def test_a_setup_that_names_each_parameter_is_as_good(chapter: Path) -> None:
    """The order in which they are named does not matter either."""
    names = ", ".join(reversed(BY_WORDS.split(", ")))
    broken(chapter, replace(3, OF_ALL, f"Selection({names})"))

    assert set() == codes(chapter)


def test_fix_writes_the_setup_and_keeps_its_imports(chapter: Path) -> None:
    """The cell is byte for byte what it was before it was broken."""
    before = chapter.read_bytes()
    broken(chapter, WRONG["a parameter ignored"][0])
    lint([chapter], fix=True)

    assert before == chapter.read_bytes()


def test_limits_may_stand_below_a_comment(chapter: Path) -> None:
    """What counts is what the cell shows."""
    broken(chapter, lambda raw: put(29, f"# The notes\n{text(29, raw)}")(raw))

    assert set() == codes(chapter)


def test_fix_keeps_a_parameter_of_ones_own_beside_one_that_is_changed(
    chapter: Path,
) -> None:
    """The cell is written again only where nothing is lost by it."""
    broken(chapter, WRONG["another parameter"][0])
    broken(chapter, WRONG["another default"][0])
    before = chapter.read_bytes()
    lint([chapter], fix=True)

    assert before == chapter.read_bytes()


def test_a_name_made_in_a_broken_cell_is_said_once(chapter: Path) -> None:
    """The cell that cannot be read is the fault, and not all that rests on it."""
    broken(chapter, insert("mine"))
    broken(chapter, insert("mine = table(chosen"))

    assert {"broken-python"} == codes(chapter)


def test_a_tool_may_be_a_program(chapter: Path) -> None:
    """The rules of chapters do not hold for 00-*; it is saved clean all the same."""
    tool = chapter.with_name("00-tool.ipynb")
    broken(chapter, put(4, "41 incidents"))
    broken(chapter, insert("for n in ():\n    n"))
    broken(chapter, keep(2, execution_count=1))
    chapter.rename(tool)

    assert {"stored-outputs"} == codes(tool)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not JSON at line 1"),
        ('{\n<<<<<<< HEAD\n "a": 1}', "both sides of a merge"),
        ("[]", "no list of cells"),
        ('{"worksheets": []}', "no list of cells"),
        (None, "is not there"),
    ],
)
def test_a_file_that_is_no_notebook(content, said, tmp_path: Path) -> None:
    """What Jupyter could not open is one finding, and no traceback."""
    path = tmp_path / "13-broken.ipynb"
    if content is not None:
        path.write_text(content, "utf-8")

    assert [True] == [said in str(fault) for fault in lint([path])]


@pytest.mark.parametrize(
    ("profile", "line", "said"),
    [
        (
            'title = "x"\nchapters = [\n  "02-by-stat",\n]',
            3,
            "Did you mean '02-by-state'?",
        ),
        ('title = "x"\nchapters = ["00-tool"]', 2, "a tool and no chapter"),
        (
            'title = "x"\nchapters = ["02-by-state", "02-by-state"]',
            2,
            "more than once",
        ),
        ('title = "x"\nchapters = [', 0, "is not a profile"),
        ('titel = "x"\nchapters = ["02-by-state"]', 0, "needs a title"),
    ],
)
def test_a_profile_is_held_against_the_notebooks(
    profile, line, said, chapter: Path
) -> None:
    """A chapter that is not there is found before a run is refused."""
    folder = chapter.parent / "profiles"
    folder.mkdir()
    shutil.copy(chapter, chapter.with_name("00-tool.ipynb"))
    (folder / "mine.toml").write_text(profile, "utf-8")

    found = [one for one in lint([chapter.parent]) if one.path.suffix == ".toml"]
    assert [(line, True)] == [(one.line, said in str(one)) for one in found[:1]]


@pytest.mark.parametrize(
    "name",
    ["tag gone", "another default", "a parameter less", "another comment", "outputs",
     "a run number", "an empty cell", "no id", "an id twice", "an id of Jupyter's",
     "another kernel", "an old format", "a parameter ignored", "a parameter fixed",
     "nothing shown", "data ignored", "chosen of something else"],
)  # fmt: skip
def test_fix_puts_right_what_needs_no_judgement(name: str, chapter: Path) -> None:
    """Afterwards nothing is left to mend."""
    broken(chapter, WRONG[name][0])

    assert {"cell-id"} >= {one.code for one in lint([chapter], fix=True)}
    assert set() == codes(chapter)


def test_fix_writes_as_jupyter_does(chapter: Path) -> None:
    """A notebook that was saved with outputs is byte for byte what it was before."""
    before = chapter.read_bytes()
    for name in ("outputs", "a run number", "another default"):
        broken(chapter, WRONG[name][0])
    lint([chapter], fix=True)

    assert before == chapter.read_bytes()


def test_fix_leaves_alone_what_somebody_meant(chapter: Path) -> None:
    """A parameter of the chapter's own is named, and not thrown away."""
    broken(chapter, WRONG["another parameter"][0])
    lint([chapter], fix=True)

    assert 'state: str = "x"' in chapter.read_text("utf-8").replace("\\", "")


def test_fix_does_not_touch_a_sound_file(chapter: Path) -> None:
    """Not even its time of change."""
    os.utime(chapter, (1, 1))
    lint([chapter], fix=True)

    assert 1 == chapter.stat().st_mtime


def test_the_command_says_where_and_what_and_ends_with_one(
    chapter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line for each fault, and how many there are."""
    broken(chapter, WRONG["a typed number"][0])
    code = main.main(["chapter", "lint", str(chapter)])
    printed = capsys.readouterr()

    begin = f'{chapter}, cell 4 "Of 41 incidents few are known.": a number is typed'
    assert (exit_codes.FAILED, True) == (code, printed.out.startswith(begin))
    more = "More: briefing explain typed-count"
    assert f"1 thing to mend.\n{more}\n" == printed.err


@pytest.mark.parametrize("code", RULES)
def test_every_code_is_explained(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever wants to know why a rule exists can ask."""
    assert exit_codes.DONE == main.main(["explain", code])
    assert capsys.readouterr().out


def test_the_command_is_silent_about_a_sound_notebook(
    chapter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing on standard output, and exit code 0."""
    assert exit_codes.DONE == main.main(["chapter", "lint", str(chapter)])
    assert ("", "Nothing to mend.\n") == tuple(capsys.readouterr())


def test_json_holds_what_the_lines_say(
    chapter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An editor gets the cell and the code as values."""
    broken(chapter, WRONG["outputs"][0])
    main.main(["chapter", "lint", "--json", str(chapter)])
    fault = json.loads(capsys.readouterr().out)[0]

    assert {"path": str(chapter), "cell": 5, "code": "stored-outputs"}.items() <= (
        fault.items()
    )
    assert fault["mendable"]


def test_lint_runs_nothing_and_loads_nothing_heavy(chapter: Path) -> None:
    """A hook before each commit may not wait for pandas."""
    heavy = {"pandas", "matplotlib", "nbconvert", "nbformat", "papermill"}
    program = (
        "import sys; from briefing.cli.main import main; main(sys.argv[1:]);"
        "print(*sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, "chapter", "lint", str(chapter)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert set() == heavy & set(said.split())


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["code", "markdown", "raw", ""]),
            st.text(max_size=40)
            | st.sampled_from(
                [parameters_cell(), "%%bash\nls", "x = [", "a?", "return"]
            )
            | st.sampled_from(["'\u2028'", "'\ud800'", "x = 1\ry = 2"]),
            st.sampled_from([[], ["parameters"], ["setup"]]),
        ),
        max_size=6,
    )
)
def test_whatever_is_in_the_cells_lint_ends_with_a_list(
    tmp_path_factory, cells
) -> None:
    """Nothing that a person can type makes it fall over."""
    raw = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    made = [code(source) | {"cell_type": kind, "metadata": {"tags": tags}}
            for kind, source, tags in cells]  # fmt: skip
    path = tmp_path_factory.mktemp("any") / "13-any.ipynb"
    path.write_text(json.dumps(raw | {"cells": made}), "utf-8")

    assert {path} == {fault.path for fault in lint([path])}


def test_what_was_mended_is_a_valid_notebook(chapter: Path) -> None:
    """Jupyter opens what `--fix` wrote."""
    for name in ("tag gone", "no id", "an old format", "outputs"):
        broken(chapter, WRONG[name][0])
    lint([chapter], fix=True)

    nbformat.validate(nbformat.read(chapter, as_version=4))


def test_the_schema_is_what_lint_goes_by(chapter: Path) -> None:
    """Every parameter that is taken out is missed by name."""
    raw = json.loads(chapter.read_text("utf-8"))
    missed = set()
    for name in BY_NAME:
        less = deepcopy(raw)
        lines = [one for one in text(2, raw).splitlines() if not one.startswith(name)]
        put(2, "\n".join(lines))(less)
        chapter.write_text(json.dumps(less), "utf-8")
        missed |= {name for one in lint([chapter]) if f"lacks {name}" in one.what}

    assert set(BY_NAME) == missed


def test_a_page_numbers_its_cells_as_a_reader_does(chapter: Path) -> None:
    """The first cell is cell 1."""
    page = Page(chapter, json.loads(chapter.read_text("utf-8")))

    assert [1, 2, 3] == [one.number for one in page.cells[:3]]


WORDS = [
    ("Said.[^gone]", "the note [^gone] is defined in no cell"),
    ("Said.\n\n[^lone]: Text.", "nothing refers to the note [^lone]"),
    ("[there](#nowhere)", "the link to #nowhere leads nowhere"),
    ("[there](../data/x.csv)", "the link to ../data/x.csv leads nowhere"),
    ("![A map](<gone (1).png>)", "a picture could not be read: gone (1).png"),
    ("By \\\\eqref{gone}.".replace("\\\\", "\\"), "a formula could not be set"),
]


@pytest.mark.parametrize(("words", "said"), WORDS)
def test_words_that_ask_in_vain_are_named(words, said, tmp_path):
    """What the typesetter would refuse is said before anything runs."""
    raw = json.loads(SOUND.read_text("utf-8"))
    raw["cells"][3].update(cell_type="markdown", source=words)
    raw["cells"][3].pop("outputs", None)
    raw["cells"][3].pop("execution_count", None)
    path = tmp_path / SOUND.name
    path.write_text(json.dumps(raw), "utf-8")

    found = [fault for fault in lint([path]) if "asks in vain" in fault.what]

    assert [("will-not-print", 4)] == [(fault.code, fault.cell) for fault in found]
    assert said in found[0].what


def test_words_that_are_answered_elsewhere_are_not_named(tmp_path):
    """A note of another cell, an exhibit, a chapter beside and an anchor are there."""
    raw = json.loads(SOUND.read_text("utf-8"))
    words = "Said.[^n] [a](#figure:x) [b](03-by-right.ipynb) [c](#place)"
    more = "[^n]: The note.\n\n<a id='place'></a>"
    for number, source in ((3, words), (4, more)):
        new = {"cell_type": "markdown", "id": f"new-9{number}", "metadata": {}}
        raw["cells"].insert(number, new | {"source": source})
    path = tmp_path / SOUND.name
    path.write_text(json.dumps(raw), "utf-8")
    shutil.copy(ROOT / "notebooks" / "03-by-right.ipynb", tmp_path)

    assert [] == [one for one in lint([path]) if "asks in vain" in one.what]
