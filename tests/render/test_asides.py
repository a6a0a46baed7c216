"""What a cell says beside its results is on record and never in print; what is another
at each run is refused.
"""

import json
from datetime import UTC, datetime

import pytest
from nbformat import v4

from briefing.render.asides import WIDGET, asides, find_changing_text, is_aside
from briefing.render.checks import find_unprintable
from briefing.render.html import to_html
from briefing.render.notebook import concat
from briefing.render.pdf import to_pdf
from helpers.pdf import chapter, foreign, payload, words
from helpers.project import Project

NOW = datetime(2026, 11, 30, 19, 36, tzinfo=UTC)
BAR = " 33%|███▎      | 1/3 [00:00<00:00, 37560.93it/s]"


def stream(text, name="stdout"):
    """Make what a cell prints."""
    return v4.new_output("stream", name=name, text=text)


def shown(**data):
    """Make what a cell shows."""
    return v4.new_output(
        "display_data", {k.replace("_", "/"): v for k, v in data.items()}
    )


def with_outputs(*outputs):
    """Make a chapter of ours whose last cell has some outputs."""
    notebook = chapter("One?", payload("table"))
    notebook.cells.append(v4.new_code_cell("x", outputs=list(outputs)))
    return notebook


@pytest.mark.parametrize(
    ("output", "said"),
    [
        (shown(text_plain="<object object at 0x7f200ef79bd0>"), "an address in memory"),
        (shown(text_plain="[<Line2D at 0x7f200ef79bd0>]"), "an address in memory"),
        (
            shown(text_html="<p>&lt;Thing at 0x7f200ef79bd0&gt;</p>"),
            "an address in memory",
        ),
        (stream(f"\r{BAR}"), "a progress bar"),
        (stream("Working ━━━━━━━━━━━━━━━━ 100% 0:00:01"), "a progress bar"),
        (stream("CPU times: user 3 µs, sys: 1 µs\nWall time: 5 µs\n"), "how long"),
        (stream("7.5 ns ± 0.1 ns per loop (mean ± std. dev. of 7 runs)"), "how long"),
        (stream("2026-11-30 19:36:02,123 INFO begun"), "the time of the run"),
        (stream("2026-11-30T19:36:02Z"), "the time of the run"),
        (stream("Mon Nov 30 19:36:21 2026"), "the time of the run"),
        (shown(text_plain="datetime.datetime(2026, 11, 30, 19, 36)"), "the time of"),
        (stream("1796067360.123"), "the time of the run"),
        (stream("saved to /tmp/tmpab12cd34/x.csv"), "the path of a temporary file"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_another_at_each_run_is_refused(output, said):
    """The same data would never give the same bytes; the cell and the thing are
    named.
    """
    failed = find_unprintable("13-one", with_outputs(output), NOW)

    assert failed is not None and 4 == failed.cell and said in failed.reason


@pytest.mark.parametrize(
    "output",
    [
        stream("Held on 2012-03-14 at 10:30, released on 30 November 2026\n"),
        stream("\x1b[31mred\x1b[0m\rthe last state of a line\n"),
        stream("at 0x12, 50% | 3/3, 1234567890\n"),
        shown(text_plain="{'XEV', 'XNM'}"),
        shown(text_plain="<x at 0x7f200ef79bd0>", text_html="<table><td>1</table>"),
        shown(image_png="", text_plain="<Figure at 0x7f200ef79bd0>"),
    ],
    ids=range(6),
)
def test_what_is_the_same_each_time_is_printed(output):
    """Dates of the data, colours of a terminal, and what stands behind a picture."""
    assert "" == find_changing_text(output, NOW)


def test_only_a_run_knows_the_time():
    """A notebook that is exported next year holds the time of now as a date."""
    output = stream("2026-11-30 19:36:02")

    assert find_unprintable("13-one", with_outputs(output)) is None


def test_standard_error_is_in_neither_page_nor_pdf():
    """Warnings, logs and bars stand beside the results and not among them."""
    bar = shown(**{WIDGET: {}, "text_plain": BAR})
    bar.data = {WIDGET: {}, "text/plain": BAR}
    notebook = with_outputs(stream(BAR, "stderr"), stream("seen"), bar)
    whole = concat([notebook], {"edition": "all-2026.11", "method": "", "made": {}})

    page, pdf = to_html(whole).decode(), words(to_pdf(whole))

    assert find_unprintable("13-one", notebook, NOW) is None
    assert "seen" in page and "seen" in pdf
    assert "1/3" not in page and "1/3" not in pdf and "█" not in page
    assert [(4, f"{BAR}{BAR}".strip())] == [tuple(one) for one in asides(notebook)]


def test_another_widget_is_no_aside():
    """It would show something, so it is refused as before."""
    widget = v4.new_output("display_data", {WIDGET: {}, "text/plain": "IntSlider()"})

    assert not is_aside(widget)
    failed = find_unprintable("13-one", with_outputs(widget))
    assert failed is not None and "shows a widget" in failed.reason


def test_a_missing_font_is_still_heard_on_standard_error():
    """Matplotlib draws something else and only warns."""
    said = stream("findfont: Font family 'Garamond' not found.\n", "stderr")
    failed = find_unprintable("13-one", with_outputs(said))

    assert failed is not None and "the font Garamond" in failed.reason


def test_somebody_elses_warnings_are_printed_as_nbconvert_prints_them():
    """They are part of the notebook that was handed in, and do not run again."""
    cell = v4.new_code_cell("x", outputs=[stream("UserWarning: careful", "stderr")])

    assert "UserWarning:careful" in words(to_pdf(foreign(cell)))


@pytest.mark.slow
def test_the_same_data_give_the_same_bytes_whatever_stderr_says(tmp_path):
    """A bar with a clock in it makes no new edition; the record and the command say
    where it went.
    """
    project = Project(tmp_path)
    source = "from tqdm import tqdm\nimport warnings\nfor _ in tqdm(range(3)): pass\n"
    project.write("01-states", f"{source}warnings.warn('careful')\nprint('seen')")

    first = project.run("--no-cache")
    before = project.editions()
    second = project.run("--no-cache")

    assert (0, 0) == (first.returncode, second.returncode), second.stderr
    assert before == project.editions()
    assert "written by 01-states, cell 4" in first.stderr
    (record,) = project.out.glob("runs/*/run.json")
    (aside,) = json.loads(record.read_text("utf-8"))["asides"]
    assert ("01-states", 4) == (aside["chapter"], aside["cell"])
    assert "3/3" in aside["text"] and "careful" in aside["text"]
    (pdf,) = [value for name, value in before.items() if name.endswith(".pdf")]
    (page,) = [value for name, value in before.items() if name.endswith(".html")]
    assert "seen" in words(pdf) and "careful" not in words(pdf)
    assert b"seen" in page and b"careful" not in page
