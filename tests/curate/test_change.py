"""Changing a package: nothing but the change, checked first, all of it or nothing."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.cli.main import main
from briefing.curate.change import Change, TableRows, WouldBreak
from briefing.dataset.findings import InvalidPackage
from briefing.dataset.load import load
from briefing.dataset.schema import read_package
from briefing.dataset.transaction import decide
from briefing.dataset.validate import check
from briefing.errors import BriefingError, Taken
from helpers.paths import POCKET, ROOT

HOLD = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""
INVOLVED = {"state": "XNM", "role": "transit", "note": "A note."}
# What a cell can hold: signs of CSV, scripts, and what others take for a line end.
TEXTS = st.text(st.sampled_from('a ,"\n;語ж\u0085\u2028\u200f'), min_size=1, max_size=6)


def resource_of(table):
    """Give a table of the pocket package as its descriptor tells it."""
    package, _ = read_package(POCKET)
    return package.tables[table]


def lines_of(path: Path) -> list[str]:
    """Read a file as lines, each with its end."""
    return path.read_text("utf-8").splitlines(keepends=True)


def written(rows: list[dict[str, str]], names) -> list[str]:
    """Write each row with the csv module."""
    lines = []
    for row in rows:
        text = io.StringIO(newline="")
        csv.DictWriter(text, names, lineterminator="\n").writerow(row)
        lines.append(text.getvalue())
    return lines


def test_only_the_changed_line_is_another(pocket):
    """A changed cell leaves every other line of its table as it was."""
    before = lines_of(pocket / "incidents.csv")
    change = Change(pocket)
    change.set("incidents", "INC-0002", {"place": 'Old "Mill", Millbrook'})
    change.write()
    after = lines_of(pocket / "incidents.csv")

    assert before[:2] + before[3:] == after[:2] + after[3:]
    assert ',"Old ""Mill"", Millbrook",' in after[2]


def test_other_tables_keep_every_byte(pocket):
    """Beside the table, only the descriptor is written again, with its digests."""
    before = {p: p.read_bytes() for p in pocket.rglob("*.csv")}
    change = Change(pocket)
    change.add("involvements", {"incident_id": "INC-0002", **INVOLVED})
    change.write()
    moved = [path.name for path, read in before.items() if path.read_bytes() != read]

    assert (["involvements.csv"], []) == (moved, check(pocket))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(notes=st.lists(TEXTS, min_size=1, max_size=6), data=st.data())
def test_whatever_is_added_and_written_the_rest_keeps_its_bytes(notes, data):
    """Read, add or change, write: all untouched rows stand as they stood, to the
    byte.
    """
    resource = resource_of("involvements")
    names = resource.table.names
    rows = [
        {"incident_id": f"INC-{n:04}", "state": "XNM", "role": "other", "note": note}
        for n, note in enumerate(notes)
    ]
    lines = [",".join(names) + "\n", *written(rows, names)]
    table = TableRows(resource, ["".join(lines).encode()])
    changed = data.draw(st.sampled_from(range(len(rows))))
    table.put(table.key_of(rows[changed]), {**rows[changed], "note": "other"})
    table.add({"incident_id": "INC-9999", "state": "XNM", "role": "other", "note": "n"})

    lines[changed + 1] = f"INC-{changed:04},XNM,other,other\n"
    lines.append("INC-9999,XNM,other,n\n")
    assert "".join(lines).encode() == table.written(0)


@pytest.mark.parametrize("package", [ROOT / "data", POCKET], ids=["data", "pocket"])
def test_our_tables_stand_as_the_csv_module_writes_them(package):
    """So a change of one row is a change of one line."""
    files = sorted(package.rglob("*.csv"))

    assert len(files) > 10
    for path in files:
        text = path.read_text("utf-8")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        again = io.StringIO(newline="")
        csv.writer(again, lineterminator="\n").writerows(rows)
        assert again.getvalue() == text, path


@pytest.mark.parametrize(
    ("incident", "place"), [("INC-0008", 3), ("INC-0009", 3), ("INC-0001", 1)]
)
def test_a_row_goes_where_a_curator_looks_for_it(pocket, incident, place):
    """A row stands after those of its incident, or of the incidents before."""
    change = Change(pocket)
    change.add("involvements", {"incident_id": incident, **INVOLVED})
    change.write()

    assert lines_of(pocket / "involvements.csv")[place].startswith(f"{incident},XNM")


def test_edits_say_what_would_change(pocket):
    """Added and removed rows are told as their lines, changed cells one by one."""
    change = Change(pocket)
    change.set("sources", "S-0003", {"title": "Sent", "language": "ru"})
    change.add("involvements", {"incident_id": "INC-0002", **INVOLVED})
    change.remove("involvements", "INC-0011|XSM|transit")
    told = [(e.table, e.key, e.kind, e.field, e.was, e.now) for e in change.edits()]

    assert [
        ("sources", "S-0003", "changed", "title", "Sent Back from Eastvale", "Sent"),
        ("sources", "S-0003", "changed", "language", "en", "ru"),
        (
            *("involvements", "INC-0002|XNM|transit", "added", "", ""),
            "INC-0002,XNM,transit,A note.",
        ),
        (
            *("involvements", "INC-0011|XSM|transit", "removed", ""),
            "INC-0011,XSM,transit,The flight stopped at Grey Harbour.",
            "",
        ),
    ] == told


def test_what_is_set_back_is_no_change(pocket):
    """A cell that holds again what it held, and a row added and removed, are no
    edits.
    """
    change = Change(pocket)
    place = change.row("incidents", "INC-0002")["place"]
    change.set("incidents", "INC-0002", {"place": "Elsewhere"})
    change.set("incidents", "INC-0002", {"place": place})
    change.add("involvements", {"incident_id": "INC-0002", **INVOLVED})
    change.remove("involvements", "INC-0002|XNM|transit")
    before = (pocket / "datapackage.json").read_bytes()
    change.write()

    assert ([], before) == (change.edits(), (pocket / "datapackage.json").read_bytes())


@pytest.mark.parametrize(
    ("table", "following"),
    [("incidents", "INC-0016"), ("sources", "S-0015"), ("persons", "P-0008")],
)
def test_the_next_identifier_follows_the_last(pocket, table, following):
    """Identifiers are counted on, also when the last row was just taken away."""
    change = Change(pocket)
    change.remove(table, max(row for row in change.table_rows(table).index))

    assert following == change.next_id(table)


@pytest.mark.parametrize("table", ["persons", "sources", "incidents"])
def test_the_first_identifier_follows_from_the_pattern(pocket, table):
    """An empty table is counted from one, in the form that its descriptor asks for."""
    change = Change(pocket)
    change.table_rows(table).records.clear()

    expected = {"persons": "P-0001", "sources": "S-0001", "incidents": "INC-0001"}
    assert expected[table] == change.next_id(table)


def test_what_would_break_a_rule_is_not_written(pocket):
    """A change is checked by every rule before it is written, and names its
    findings.
    """
    before = {p: p.read_bytes() for p in pocket.rglob("*") if p.is_file()}
    change = Change(pocket)
    change.set("incidents", "INC-0002", {"executing_state": "XXX"})

    with pytest.raises(WouldBreak, match="broken-reference") as refused:
        change.write()
    assert change.findings() == refused.value.findings
    assert before == {p: p.read_bytes() for p in pocket.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda c: c.rows("incident"), "no table 'incident'; .* 'incidents'"),
        (lambda c: c.row("incidents", "INC-002"), "no row 'INC-002'; .* 'INC-0012'"),
        (
            lambda c: c.set("incidents", "INC-0002", {"plaze": ""}),
            "no field 'plaze'; .* 'place'",
        ),
        (lambda c: c.add("involvements", {"state": "XNM"}), "lacks incident_id"),
        (
            lambda c: c.add("sources", c.row("sources", "S-0001")),
            "has a row 'S-0001' already",
        ),
        (lambda c: c.next_id("states"), "are not numbered"),
    ],
)
def test_a_mistake_is_a_sentence(pocket, act, words):
    """What is not there is named, with what may be meant."""
    change = Change(pocket)

    with pytest.raises(BriefingError, match=words):
        act(change)


def test_a_wrong_package_is_refused(pocket):
    """What is wrong already is put right before anything else is changed."""
    (pocket / "claims.csv").write_text("no table\n", "utf-8")

    with pytest.raises(InvalidPackage):
        Change(pocket)


def test_an_address_is_only_read():
    """A package elsewhere is not changed."""
    with pytest.raises(BriefingError, match="is only read"):
        Change("memory://bucket/data")


def test_parquet_is_only_read(tmp_path):
    """A package of Parquet files is not changed."""
    out = tmp_path / "synthetic"
    words = ["--incidents", "20", "--format", "parquet", "--data", str(POCKET)]
    assert 0 == main(["data", "synth", "--out", str(out), *words])

    with pytest.raises(BriefingError, match="is parquet, which is only read"):
        Change(out)


def test_tables_in_several_files_are_changed_where_the_row_stands(tmp_path):
    """In a table of several files only the file with the row is written again."""
    out = tmp_path / "synthetic"
    words = ["--incidents", "20", "--partitions", "2", "--data", str(POCKET)]
    assert 0 == main(["data", "synth", "--out", str(out), *words])
    before = {p: p.read_bytes() for p in out.rglob("*.csv")}
    change = Change(out)
    last = change.rows("incidents")[-1]["incident_id"]
    change.set("incidents", last, {"place": "Millbrook"})
    change.write()
    moved = [p.name for p, read in before.items() if p.read_bytes() != read]

    assert (["part-0001.csv"], []) == (moved, check(out))


def test_who_comes_second_is_told_so(pocket):
    """A package that somebody else changed since it was read is not written over."""
    first, second = Change(pocket), Change(pocket)
    first.set("incidents", "INC-0002", {"place": "One"})
    second.set("incidents", "INC-0003", {"place": "Two"})
    first.write()

    with pytest.raises(Taken, match="changed by somebody else"):
        second.write()
    assert "One" == load(pocket).incidents.set_index("incident_id").place["INC-0002"]


def test_a_package_in_other_hands_is_busy(pocket, root, capsys):
    """While somebody else writes, the command says so, and exits with 3."""
    command = [sys.executable, "-c", HOLD, str(pocket / ".change.lock")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as holder:
        assert "held\n" == holder.stdout.readline()
        case = str(root / "tests" / "data" / "cases" / "02-listing.toml")
        code = main(["case", "new", case, "--yes", "--data", str(pocket)])
        holder.stdin.close()

    assert 3 == code
    assert "is being changed by somebody else" in capsys.readouterr().err


def test_a_decided_change_is_completed_by_who_reads(pocket):
    """What was decided when its process died is done before anything is read."""
    incidents = (pocket / "incidents.csv").read_bytes()
    decided = pocket / ".change"
    decided.mkdir()
    (decided / "incidents.csv").write_bytes(incidents.replace(b"Millbrook", b"Moor"))

    assert [] == check(pocket)
    assert b"Moor" in (pocket / "incidents.csv").read_bytes()
    assert not decided.exists()


def test_drafts_of_the_dead_are_taken_away(pocket):
    """What was not decided when its process died never was."""
    (pocket / ".change-dead").mkdir()
    (pocket / ".change-dead" / "incidents.csv").write_text("half", "utf-8")

    assert [] == check(pocket)
    assert [] == [*pocket.glob(".change-*")]


def test_a_draft_that_cannot_be_written_leaves_nothing(pocket):
    """Where writing fails before the change is decided, everything is as it was."""
    before = {p: p.read_bytes() for p in pocket.rglob("*") if p.is_file()}

    with pytest.raises(BriefingError, match="nothing changed"):
        decide(pocket, {"incidents.csv": b"", "incidents.csv/below": b""})
    assert before == {p: p.read_bytes() for p in pocket.rglob("*") if p.is_file()}


def test_a_folder_that_cannot_be_written_to_stops_the_whole_change(pocket, monkeypatch):
    """A change of two folders is refused before it counts where one may not be
    written.
    """
    before = {p: p.read_bytes() for p in pocket.rglob("*") if p.is_file()}
    closed = (pocket / "reference").resolve()
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != closed)

    with pytest.raises(BriefingError, match="reference is closed to you"):
        decide(pocket, {"incidents.csv": b"", "reference/states.csv": b""})
    assert before == {p: p.read_bytes() for p in pocket.rglob("*") if p.is_file()}


def test_a_half_done_change_says_how_it_is_completed(pocket, capsys):
    """Where a decided file cannot take its place, the command says so and what to
    do.
    """
    (pocket / ".change" / "reference").mkdir(parents=True)
    (pocket / ".change" / "reference" / "other.csv").write_text("a", "utf-8")
    (pocket / "reference" / "other.csv").mkdir()
    code = main(["check", "--data", str(pocket)])

    assert 2 == code
    assert "`briefing check` completes the change" in capsys.readouterr().err


def test_a_codebook_that_fell_behind_is_rendered_again(pocket):
    """The codebook beside a package follows its descriptor with every change."""
    (pocket / "CODEBOOK.md").write_text("# Old\n", "utf-8")
    change = Change(pocket)
    change.set("incidents", "INC-0002", {"place": "One"})
    change.write()

    assert (pocket / "CODEBOOK.md").read_text("utf-8").startswith("# Codebook: ")


def test_modes_of_files_stay(pocket):
    """A table that the group may write can be written by the group afterwards."""
    (pocket / "incidents.csv").chmod(0o664)
    change = Change(pocket)
    change.set("incidents", "INC-0002", {"place": "One"})
    change.write()

    assert 0o664 == (pocket / "incidents.csv").stat().st_mode & 0o777
