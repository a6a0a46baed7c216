"""Numbers, days and identifiers are written in the digits 0 to 9, whatever other digits
Python reads.
"""

import ast
import json
import re
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import briefing
from briefing.cli import main
from briefing.cli.options import NoDuration, seconds
from briefing.dataset.cell_checks import broken_rules, cell_fault
from briefing.dataset.date_columns import spans
from briefing.dataset.dates import span
from briefing.dataset.schema import Column
from briefing.dataset.validate import check
from helpers.paths import POCKET, ROOT

ROOMS = ("dataset", "curate", "measure", "publish", "commands")
# Arabic-Indic, Persian, Devanagari, full width, superscript, in a circle, mathematical.
DIGITS = "٤۴४４⁴④𝟒"
CELLS = st.text("0123456789-/INC.S: \n٤۴४４⁴²ab_", max_size=12)
# Expressions as they stand in descriptors, and as somebody may write them.
PIECES = (
    r"\d \w \s \. \- \/ a B 4 - / . ^ $ [0-9] [A-Z] [a-z_] [12] (a|b) (\d{2})? \d{4} "
    r"\d{2,} x* x+ x? [\d-] [\w.] ٤ [٠-٩] \D \W [^a] (?i)k \b a{,3}"
)
PIECE = st.sampled_from(PIECES.split())


def field(pattern):
    """A field of text with a form."""
    given = {"name": "f", "title": "F", "description": "A field.", "type": "string"}
    given["constraints"] = {"pattern": pattern}
    return Column.model_validate_json(json.dumps(given))


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECE, min_size=1, max_size=6), st.lists(CELLS, min_size=1, max_size=6))
def test_both_engines_read_a_form_alike(pieces, cells):
    """A cell breaks its pattern where Python's engine does not find it there."""
    pattern = "".join(pieces)
    try:
        re.compile(pattern)
    except re.error:
        return
    column = field(pattern)
    texts = pa.array(sorted({*cells}), pa.string())

    for cell, code in broken_rules(column, texts, ()).items():
        cells = [one for one in cells if one != cell]
        assert code != "pattern" or not column.takes(cell)
    assert [] == [cell for cell in cells if not column.takes(cell)]


@settings(max_examples=400, deadline=None)
@given(CELLS)
def test_both_calendars_read_a_date_alike(text):
    """A cell and a column of cells mean the same days."""
    first, last = spans(pa.array([text], pa.string()))
    known = span(text)

    assert (known is None) == bool(pd.isna(first[0]))
    if known is not None:
        assert (known.first, known.last) == (first[0].item(), last[0].item())


@pytest.mark.parametrize("digit", "٤４")
@pytest.mark.parametrize(
    ("file", "column", "was"),
    [
        ("incidents.csv", "date", "2005-08-18"),
        ("incidents.csv", "date_end", "2008-07"),
        ("incidents.csv", "persons_min", ",28,"),
        ("claims.csv", "value", "2005-08-18"),
        ("sources.csv", "source_id", "S-0001"),
        ("sources.csv", "date", "2009-03-12"),
        ("claims.csv", "incident_id", "INC-0001"),
        ("reference/events.csv", "event_id", "E-001"),
    ],
)
def test_a_digit_of_another_script_is_a_finding(pocket, file, column, was, digit):
    """The row and the field are named, and nothing is counted."""
    place = pocket / file
    lines = place.read_text("utf-8").splitlines(keepends=True)
    row = next(n for n, line in enumerate(lines) if was in line)
    at = max(n for n, sign in enumerate(was) if sign.isdigit())
    changed = was[:at] + digit + was[at + 1 :]
    lines[row] = lines[row].replace(was, changed, 1)
    place.write_text("".join(lines), "utf-8")
    found = {(one.file, one.row, one.field) for one in check(pocket)}

    assert (file, row + 1, column) in found


@pytest.mark.parametrize("digit", DIGITS)
def test_no_form_takes_a_digit_of_another_script(digit):
    """The forms of the two descriptors, and one that says it by a class."""
    for place in (ROOT / "data", POCKET):
        for resource in json.loads((place / "datapackage.json").read_bytes())[
            "resources"
        ]:
            for one in resource["schema"]["fields"]:
                pattern = one.get("constraints", {}).get("pattern", "")
                assert (
                    "\\d" not in pattern
                )  # other validators read it by their own rule
    assert not field(r"^\d{4}$").takes(f"201{digit}")
    assert cell_fault(field(r"^INC-\d{4,}$"), f"INC-000{digit}", ())


def test_a_line_break_at_the_end_is_not_passed_over():
    """In Python's expressions `$` is also the place before it."""
    assert not field("^INC-[0-9]{4,}$").takes("INC-0001\n")
    assert field(r"^a\$[$]$").takes("a$$")


@pytest.mark.parametrize("text", ["٣0m", "３0m", "²h"])
def test_a_length_of_time_is_written_in_ascii(text):
    """The digits of other scripts are no length of time."""
    with pytest.raises(NoDuration, match=text):
        seconds(text)


@pytest.mark.parametrize("option", ["--date-from", "--date-to"])
@pytest.mark.parametrize("text", ["٢٠١١", "２０１１-05", "2011-०५"])
def test_a_period_is_written_in_ascii(pocket, capsys, option, text, tmp_path):
    """The command is refused before anything runs."""
    words = ["render", "brief", option, text, "--data", str(pocket)]

    assert 2 == main.main([*words, "--out", str(tmp_path / "out")])
    assert text in capsys.readouterr().err


def expressions():
    """List the expressions of the rooms that read what people write."""
    for room in ROOMS:
        for place in sorted((Path(briefing.__file__).parent / room).rglob("*.py")):
            source = place.read_text("utf-8")
            for node in ast.walk(ast.parse(source)):
                named = isinstance(node, ast.Call) and ast.unparse(node.func)
                if named and named.startswith("re.") and node.args:
                    yield (
                        f"{place.name}:{node.lineno}",
                        ast.get_source_segment(source, node),
                    )


def test_no_expression_takes_digits_of_other_scripts():
    """Where digits are meant, they are 0 to 9: said by a class, or for the whole."""
    wrong = []
    for place, call in expressions():
        digits = re.search(r"(?<!\\W)(?<!\^\\W)\\d", call)
        if digits and "ASCII" not in call and "rb" not in call and "\\\\d" not in call:
            wrong.append(place)

    # A form of names is no form of numbers: there no digit is allowed at all.
    assert [] == wrong


def test_a_column_is_compared_in_arrow_as_in_python():
    """The engine of whole columns knows 0 to 9 only, which this project counts on."""
    cells = pa.array([f"201{digit}" for digit in DIGITS])

    assert not any(pc.match_substring_regex(cells, r"^\d{4}$").to_pylist())
