"""What a library cut of what a cell shows is found; a kernel of ours cuts nothing."""

import logging
import sys

import numpy as np
import pandas as pd
import pytest
from nbformat import v4

from briefing.render.checks import find_unprintable
from briefing.render.errors import ChapterError
from briefing.render.execute import run_chapter
from briefing.render.pdf import to_pdf
from briefing.render.truncation import find_cut
from helpers.paths import POCKET
from helpers.pdf import chapter, foreign, payload
from helpers.project import Project

LONG = "The man was taken from his home at night by officers who gave no reason"
ROWS = {"a series", "a dated series", "categories", "rows", "rows of two levels"}
SHORT = ["a long text of many letters", "another text of many letters"]


def kinds():
    """Make what pandas, NumPy and IPython cut with the limits that they come with."""
    return {
        "a text": (pd.DataFrame({"s": [LONG]}), "texts cut"),
        "a text of a series": (pd.Series([LONG]), "texts cut"),
        "a list in a cell": (pd.DataFrame({"a": [list(range(150))]}), "texts cut"),
        "words in a cell": (pd.Series([["a", "b"] * 80]), "texts cut"),
        "an array in a cell": (pd.DataFrame({"a": [np.arange(2000)]}), "texts cut"),
        "a dictionary": (pd.Series([dict.fromkeys(range(150))]), "texts cut"),
        "a frame in a cell": (pd.DataFrame({"a": [pd.Series(range(99))]}), "texts cut"),
        "a series": (pd.Series(range(100), name="n"), "a series of 100 values"),
        "a dated series": (
            pd.Series(range(99), index=pd.date_range("2011", periods=99)),
            "a series of 99 values",
        ),
        "an index": (pd.Index([n * n for n in range(200)]), "an index of 200 labels"),
        "an index of two levels": (
            pd.MultiIndex.from_product([range(20), range(20)]),
            "an index of 400 labels",
        ),
        "dates": (pd.date_range("2011", periods=200), "an index of 200 labels"),
        "categories": (pd.Categorical(["a", "b"] * 100), "was cut"),
        "rows": (pd.DataFrame({"a": range(100), "b": 1}), "a gap in its middle"),
        "rows of two levels": (
            pd.DataFrame(
                {"a": range(100)},
                index=pd.MultiIndex.from_product([range(10), range(10)]),
            ),
            "a gap in its middle",
        ),
        "an array": (np.arange(2000), "a list or an array"),
        "an array of rows": (np.zeros((200, 200)), "a list or an array"),
        "an array of texts": (np.array(["a", "b"] * 999), "a list or an array"),
    }


def shown(thing):
    """Write an output as IPython does, with what pandas shows in a notebook."""
    data = {"text/plain": repr(thing)}
    if isinstance(thing, pd.DataFrame):
        data["text/html"] = thing._repr_html_()
    return v4.new_output("display_data", data)


@pytest.mark.parametrize("name", kinds())
def test_what_is_cut_is_found(name):
    """Each in the form in which it would be printed, and as it is printed by print."""
    thing, said = kinds()[name]
    found = find_cut(shown(thing))

    assert found is not None and said in found.what
    printed = find_cut(v4.new_output("stream", text=f"{thing}\n"))
    # Printed, it ends in a line of three dots, which authors write as well.
    assert printed is not None or name == "a frame in a cell"


@pytest.mark.parametrize("name", [k for k in kinds() if k not in ROWS])
def test_with_the_limits_lifted_nothing_is_cut(name):
    """What the cure says helps; rows stay a matter of head and table."""
    thing, _ = kinds()[name]
    before = np.get_printoptions()["threshold"]
    np.set_printoptions(threshold=sys.maxsize)
    try:
        with pd.option_context("display.max_colwidth", None,
                               "display.max_seq_items", None,
                               "display.max_rows", None):  # fmt: skip
            assert find_cut(shown(thing)) is None
    finally:
        np.set_printoptions(threshold=before)


@pytest.mark.parametrize(
    "output",
    [
        shown(pd.DataFrame({"s": ["[...] he said", "He went on...", LONG[:20]]})),
        shown(pd.DataFrame({"s": ["(Northmark, Eastvale, and others)"], "n": [1]})),
        shown(pd.Series([1, 2], name="n")),
        shown(pd.array(range(60))),
        shown(np.arange(900)),
        v4.new_output("stream", text="He said ... and left\nwait...\n"),
        v4.new_output("stream", text="states (Northmark, Eastvale, ...) acted"),
        v4.new_output("stream", text="Length: 12 days, more or less ...\n"),
        v4.new_output("stream", text="...\n"),
    ],
    ids=range(9),
)
def test_an_ellipsis_of_an_author_is_no_cut(output):
    """Whoever writes three dots means them."""
    assert find_cut(output) is None


def test_a_limit_of_ones_own_is_found():
    """It need not be fifty letters: two texts of one length that end in dots."""
    with pd.option_context("display.max_colwidth", 20):
        found = find_cut(shown(pd.DataFrame({"s": SHORT})))

    assert found is not None and "texts cut at 19 letters" in found.what


def test_a_chapter_that_was_run_elsewhere_is_refused():
    """JupyterLab's own kernel has pandas' limits; the cell and the cure are named."""
    notebook = chapter("One?", payload("table"))
    cell = v4.new_code_cell("x", outputs=[shown(pd.DataFrame({"s": [LONG]}))])
    notebook.cells.append(cell)

    failed = find_unprintable("13-one", notebook)

    assert failed is not None and 4 == failed.cell
    assert "home at night by of..." in failed.reason
    assert "display.max_colwidth" in failed.reason


@pytest.mark.parametrize("name", ["a text", "a series", "an array"])
def test_somebody_elses_notebook_is_printed_with_a_word(name, caplog):
    """The rest is not in the notebook, so it can only be named."""
    thing, said = kinds()[name]
    cell = v4.new_code_cell("x", outputs=[shown(thing)])

    with caplog.at_level(logging.WARNING):
        to_pdf(foreign(cell))

    assert "cell 1: it shows" in caplog.text and said in caplog.text


@pytest.mark.slow
def test_a_kernel_of_ours_prints_whole(tmp_path):
    """Texts, lists and arrays; a long series is refused with its cure."""
    project = Project(tmp_path)
    source = f"""import pandas as pd, numpy as np
display(pd.DataFrame({{"s": [{LONG!r}], "a": [list(range(150))]}}))
display(pd.Series([{LONG!r}]))
print(pd.Index([n * n for n in range(150)]))
print(np.arange(1500))
list(range(1100))"""
    project.write("07-whole", source)
    project.write("08-long", "import pandas as pd\npd.Series(range(100))")
    notebooks = tmp_path / "notebooks"

    whole = run_chapter(notebooks / "07-whole.ipynb", {"data": str(POCKET)})

    said = str(whole.cells[-1].outputs)
    assert 2 <= said.count(LONG) and "..." not in said
    assert "149]" in said and "22201" in said and "1499" in said and "1099]" in said
    with pytest.raises(ChapterError, match="a series of 100 values that was cut"):
        run_chapter(notebooks / "08-long.ipynb", {"data": str(POCKET)})
