"""What is made for somebody in a place that takes no file: a sentence, and nothing
half.
"""

import pytest

from briefing.cli.main import main
from helpers.paths import POCKET, ROOT

EXAMPLE = ROOT / "docs" / "examples" / "own-data"
IMPORT = ["data", "import", f"{EXAMPLE}/people.csv", "--map", f"{EXAMPLE}/mapping.toml"]


@pytest.mark.parametrize(
    "words",
    [
        ["data", "workbook", "write", "--out", "/proc/data.xlsx"],
        ["data", "export", "--out", "/proc/data", "--format", "csv"],
        ["source", "export", "--format", "bibtex", "--out", "/proc/sources.bib"],
        [*IMPORT, "--out", "/proc/own"],
    ],
)
def test_a_place_that_takes_no_file_is_named(words, capsys):
    """A disk that is closed or full is no mistake of ours, and is said in a
    sentence.
    """
    assert 2 == main([*words, "--data", str(POCKET)])
    assert " cannot be written (" in capsys.readouterr().err
