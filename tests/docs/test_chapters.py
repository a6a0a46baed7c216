"""What the site shows of a chapter that was run."""

import sys

from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers.paths import ROOT

sys.path.append(str(ROOT / "docs"))


def test_plain_text_is_shown_as_it_is():
    """What a cell prints, or gives as a text and no page, is no reason to stop."""
    from chapters import shown

    outputs = [
        new_output("stream", text="printed"),
        new_output("execute_result", {"text/plain": "given"}),
    ]
    ran = shown(new_notebook(cells=[new_code_cell("cell", outputs=outputs)]))

    found = [one.get("text") or one.data for one in ran.cells[0].outputs]
    assert ["printed", {"text/plain": "given"}] == found
