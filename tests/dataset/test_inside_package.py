"""Nothing of ours is written into a data package, which it would make invalid."""

import shutil

import pytest

from briefing.cli import main
from briefing.curate.export import export
from briefing.dataset.load import load
from briefing.dataset.location import InsidePackage, refuse_inside
from briefing.dataset.validate import check
from briefing.publish.models import EditionSpec
from briefing.publish.profiles import read_profile
from briefing.publish.retention import keep
from briefing.publish.runs import run
from briefing.selection.selection import Selection
from helpers.paths import POCKET


@pytest.mark.parametrize(
    "words",
    [
        "render brief --out {pocket}/reports",
        "render brief --out {pocket}",
        "render brief --if-stale 7d --out {pocket}/reports",
        "batch brief --out {pocket}/reports",
        "batch brief --out {beside} --report {pocket}/batch.json",
        "edition keep x --reason y --out {pocket}",
        "data export --out {pocket}/copy --format csv",
        "data export --out {pocket}/reference/copy --format parquet",
        "data workbook write --out {pocket}/data.xlsx",
        "source export --format bibtex --out {pocket}/sources.bib",
        "data import {table} --map {mapping} --out {pocket}/own",
        "data synth --incidents 10 --out {pocket}/synthetic",
        "chapter preview {notebook} --once --out {pocket}/02.pdf",
        "render brief --out {linked}/reports",
    ],
)
def test_every_command_refuses_before_it_writes(
    words, pocket, tmp_path, capsys, root, monkeypatch
):
    """Exit code 2, a sentence that names a place beside, and the package as it was."""
    linked = tmp_path / "linked"
    linked.symlink_to(pocket)
    before = {path: path.read_bytes() for path in pocket.rglob("*") if path.is_file()}
    given = words.format(
        pocket=pocket,
        beside=tmp_path / "beside",
        linked=linked,
        table=root / "docs" / "examples" / "own-data" / "people.csv",
        mapping=root / "docs" / "examples" / "own-data" / "mapping.toml",
        notebook=root / "notebooks" / "02-by-state.ipynb",
    )
    monkeypatch.setenv("BRIEFING_DATA", str(pocket))
    code = main.main(given.split())
    said = capsys.readouterr()

    assert (2, "") == (code, said.out), said.err
    assert f"lies within the data package {pocket}" in said.err
    assert str(tmp_path) in said.err.partition("such as ")[2]
    assert before == {
        path: path.read_bytes() for path in pocket.rglob("*") if path.is_file()
    }
    assert [] == check(pocket)
    assert not (tmp_path / "beside").exists()


def test_a_program_is_refused_as_the_command_is(pocket):
    """Through the functions, too; and with a package that is not the one in use."""
    with pytest.raises(InsidePackage):
        run(EditionSpec(read_profile(), Selection(), POCKET, pocket / "reports"))
    with pytest.raises(InsidePackage):
        export(load(POCKET), "csv", pocket / "copy")
    with pytest.raises(InsidePackage):
        keep(pocket / "reports", "x", "y")


def test_a_place_beside_is_as_good_as_ever(pocket, tmp_path):
    """A folder whose name begins as that of the package, and one above it."""
    refuse_inside(tmp_path / f"{pocket.name}-reports", "--out")
    refuse_inside(tmp_path, "--out")
    refuse_inside(pocket, "--out", itself=False)


def found(pocket):
    """What `check` finds that is not declared."""
    return [
        (one.file, one.what) for one in check(pocket) if one.code == "undeclared-file"
    ]


def test_check_says_what_a_foreign_file_is(pocket):
    """An edition is named once, however many tables it has; copies by their table."""
    tables = pocket / "reports" / "all-states-2026.1" / "tables"
    tables.mkdir(parents=True)
    for name in ("one.csv", "two.csv"):
        (tables / name).write_text("a\n", "utf-8")
    (tables.parent / "manifest.json").write_text("{}", "utf-8")
    (pocket / "own-unplaced.csv").write_text("line\n", "utf-8")
    shutil.copy(pocket / "incidents.csv", pocket / "incidents (1).csv")
    shutil.copytree(POCKET, pocket / "backup")
    (pocket / "notes.csv").write_text("a\n", "utf-8")
    said = dict(found(pocket))

    assert {
        "reports/all-states-2026.1": "this folder is an edition of a briefing and no "
        "part of the data",
        "own-unplaced.csv": "it lists what `briefing data import` found no place for",
        "incidents (1).csv": "it is a copy of incidents.csv",
        "backup": "this folder is a data package of its own",
        "notes.csv": "no resource has this path",
    } == said
