"""The codebook says what the descriptor says."""

import pytest

from briefing.dataset.codebook import render_codebook
from briefing.dataset.findings import InvalidPackage
from briefing.dataset.schema import read_package


def test_the_codebook_is_in_step(root):
    """The committed codebook is the one that the descriptor renders to."""
    committed = (root / "data" / "CODEBOOK.md").read_text("utf-8")

    assert committed == render_codebook(root / "data")


def test_the_codebook_names_everything(pocket):
    """Each table, field, code and label of the descriptor has its line."""
    text = render_codebook(pocket)
    package, _ = read_package(pocket)
    fields = [f for r in package.resources for f in r.table.fields]
    named = {f"| `{f.name}` | {f.title}" for f in fields}
    named |= {f"| `{k}` | {v} |" for f in fields for k, v in f.codes.items()}
    named |= {f"`{resource.path}`" for resource in package.resources}

    assert set() == {name for name in named if name not in text}


def test_words_cannot_break_the_tables(pocket):
    """A '|' or a tag in a title is printed and not obeyed."""
    path = pocket / "datapackage.json"
    path.write_text(
        path.read_text("utf-8").replace('"Type of act"', '"Type | <b>of</b> act"')
    )

    assert "| Type \\| \\<b>of\\</b> act |" in render_codebook(pocket)


def test_a_bad_descriptor_has_no_codebook(tmp_path):
    """Without a sound descriptor there is nothing to render."""
    with pytest.raises(InvalidPackage):
        render_codebook(tmp_path)
