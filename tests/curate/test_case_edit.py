"""Editing a case: plainly while it is unpublished, by reasoned corrections
afterwards.
"""

import os
from pathlib import Path

import pytest

from briefing.cli.main import main
from briefing.cli.output import draft_file, run_editor
from briefing.curate.casefile import Case
from briefing.curate.cases import Editing, case_of
from briefing.curate.change import Change
from briefing.curate.corrections import RowEditor, published
from briefing.dataset.load import load
from briefing.dataset.validate import check
from briefing.errors import BriefingError
from helpers.editor import at_a_terminal, kept, put

WHY = ("It was so.", "S-0009")


def run(pocket: Path, *words: str) -> int:
    """Run `briefing case …`, after which the package must be valid."""
    code = main(["case", *words, "--data", str(pocket)])
    assert [] == check(pocket)
    return code


def editing(change: Change, *known: str, why: tuple[str, str] = ("", "")) -> Editing:
    """Edit INC-0002 where an edition speaks of the incidents *known*."""
    editor = RowEditor(change, frozenset(known), *why)
    return Editing(change, "INC-0002", editor)


def edits(change: Change) -> list[tuple[str, str, str, str]]:
    """Tell what would change, in short."""
    return [(e.table, e.key, e.kind, e.field) for e in change.edits()]


def test_a_case_that_is_not_changed_changes_nothing(pocket):
    """What is printed and read back is no edit, for every incident of a package."""
    change = Change(pocket)
    for row in change.rows("incidents"):
        key = row["incident_id"]
        editor = RowEditor(change, None)
        Editing(change, key, editor).run(case_of(change, key))

    assert [] == change.edits()


def test_an_unpublished_case_is_edited_in_its_place(pocket):
    """New rows are added, rows that are left out are removed, values are set."""
    change = Change(pocket)
    case = case_of(change, "INC-0002")
    case.incident["place"] = "Moor"
    case.sections["claims"][1]["value"] = "2006-02-03"
    del case.sections["claims"][-1]
    involved = {"state": "XSM", "role": "transit", "note": "By train."}
    case.sections["involvements"] = [involved]
    editing(change).run(case)

    assert [
        ("incidents", "INC-0002", "changed", "place"),
        ("claims", "INC-0002|S-0003|date|2006-02", "changed", "value"),
        ("claims", "INC-0002|S-0007|persons|6", "removed", ""),
        ("involvements", "INC-0002|XSM|transit", "added", ""),
    ] == edits(change)


def test_another_person_does_not_get_the_age_of_the_one_before(pocket):
    """Whoever stands in the place of another person brings an age, or has none."""
    change = Change(pocket)
    there = case_of(change, "INC-0001").sections["persons"][0]
    editor = RowEditor(change, frozenset())
    named = [{"person_id": "P-0002"}, {"person_id": "P-0007"}]
    Editing(change, "INC-0001", editor).run(Case({}, {"persons": named}))

    assert "unknown" != there["age"]
    assert "unknown" == change.row("appearances", "P-0007|INC-0001")["age"]


def test_a_section_that_is_absent_stays(pocket):
    """A file with a few fields changes these few, and nothing else."""
    change = Change(pocket)
    editing(change).run(Case({"note": "A note."}))

    assert [("incidents", "INC-0002", "changed", "note")] == edits(change)


def test_a_published_value_needs_a_reason_and_a_source(pocket):
    """What an edition printed is not changed in silence."""
    change = Change(pocket)

    with pytest.raises(BriefingError, match="published as 'Millbrook' and becomes"):
        editing(change, "INC-0002").run(Case({"place": "Moor"}))


def test_a_published_value_is_corrected(pocket):
    """Its table keeps the value that was published; the correction says what holds."""
    change = Change(pocket)
    editing(change, "INC-0002", why=WHY).run(Case({"place": "Moor"}))
    change.write()

    assert "Millbrook" == change.row("incidents", "INC-0002")["place"]
    assert "Moor" == load(pocket).incidents.set_index("incident_id").place["INC-0002"]


def test_what_is_new_in_a_published_case_is_added(pocket):
    """Another claim of a published incident needs no correction."""
    change = Change(pocket)
    case = case_of(change, "INC-0002")
    claim = {"source_id": "S-0007", "field": "date", "value": "2006-02-11"}
    case.sections["claims"].append(claim)
    editing(change, "INC-0002").run(case)

    key = "INC-0002|S-0007|date|2006-02-11"
    assert [("claims", key, "added", "")] == edits(change)


def test_nothing_published_is_left_out(pocket):
    """A published claim is corrected, and never taken away."""
    change = Change(pocket)
    case = case_of(change, "INC-0002")
    del case.sections["claims"][-1]

    with pytest.raises(BriefingError, match="Nothing published is removed"):
        editing(change, "INC-0002", why=WHY).run(case)


def test_a_source_of_another_published_case_is_published(pocket):
    """A source that a published incident cites is corrected, whoever else cites it."""
    change = Change(pocket)
    case = case_of(change, "INC-0002")
    case.sections["sources"][0]["title"] = "Sent Home"

    with pytest.raises(BriefingError, match="title of S-0003 was published"):
        editing(change, "INC-0001").run(case)


def test_a_new_source_may_be_the_one_of_the_correction(pocket):
    """The case that brings a source may be corrected by it."""
    change = Change(pocket)
    case = case_of(change, "INC-0002")
    told = {"source_id": "post", "publisher": "Tidewater Post", "kind": "press"}
    told |= {"title": "By train", "url": "https://example.org/post/train"}
    case.sections["sources"].append(told)
    claim = {"source_id": "post", "field": "act", "value": "reported"}
    case.sections["claims"].append(claim)
    case.incident["place"] = "Moor"
    editing(change, "INC-0002", why=("It says so.", "post")).run(case)

    assert [] == change.findings()
    assert "S-0015" == change.rows("corrections")[-1]["source_id"]


def test_incidents_are_published_where_an_edition_speaks_of_them(pocket):
    """The tables of the editions beside a package tell; without editions nobody
    knows.
    """
    assert published(pocket) is None
    tables = pocket.parent / "reports" / "spring" / "tables"
    tables.mkdir(parents=True)
    (tables / "list.csv").write_text("incident\nINC-0002\nINC-0004\n", "utf-8")

    assert {"INC-0002", "INC-0004"} == published(pocket)


def test_an_edition_that_cannot_be_read_is_named(pocket):
    """Where a table of an edition is closed, nobody knows what was published."""
    (pocket.parent / "reports" / "spring" / "tables" / "list.csv").mkdir(parents=True)

    with pytest.raises(BriefingError, match=r"list\.csv cannot be read"):
        published(pocket)


@pytest.mark.parametrize(
    ("edition", "public"), [("INC-0001", True), ("INC-0004", False)]
)
def test_a_source_that_names_a_published_person_is_published(pocket, edition, public):
    """A source counts as published by whatever refers to it, and not by claims
    alone.
    """
    change = Change(pocket)
    change.add("sources", change.row("sources", "S-0001") | {"source_id": "S-0015"})
    change.set("persons", "P-0002", {"named_by": "S-0015"})
    editor = RowEditor(change, frozenset({edition}))

    assert public == editor.is_public("sources", "S-0015", {})


def test_a_source_of_a_correction_is_published(pocket):
    """Corrections are printed, each with its source."""
    change = Change(pocket)
    source = change.rows("corrections")[0]["source_id"]
    for claim in ("claims", "violations"):
        for row in change.rows(claim):
            if row["source_id"] == source:
                change.remove(claim, change.table_rows(claim).key_of(row))
    editor = RowEditor(change, frozenset({"INC-0009"}))

    assert editor.is_public("sources", source, {})


def test_an_edition_outweighs_a_flag(pocket, capsys):
    """What an edition speaks of cannot be called unpublished."""
    tables = pocket.parent / "reports" / "spring" / "tables"
    tables.mkdir(parents=True)
    (tables / "list.csv").write_text("incident\nINC-0002\n", "utf-8")

    assert 2 == run(pocket, "edit", "INC-0002", "no.toml", "--unpublished")


@pytest.mark.parametrize(("flag", "code"), [((), 2), (("--unpublished",), 0)])
def test_the_command_edits_what_was_never_published(pocket, tmp_path, flag, code):
    """Without editions everything counts as published, unless the curator knows
    better.
    """
    place = tmp_path / "case.toml"
    place.write_text('[incident]\nplace = "Moor"\n', "utf-8")

    assert code == run(pocket, "edit", "INC-0002", str(place), "--yes", *flag)
    held = Change(pocket).row("incidents", "INC-0002")["place"]
    assert ("Moor" if flag else "Millbrook") == held


def test_an_unpublished_case_does_not_overwrite_what_others_cite(
    pocket, tmp_path, capsys
):
    """Without editions the other incidents count as published, and so do their
    sources.
    """
    change = Change(pocket)
    claims = change.rows("claims")
    cited = {r["source_id"] for r in claims if r["incident_id"] == "INC-0002"}
    others = {r["source_id"] for r in claims if r["incident_id"] != "INC-0002"}
    key = min(cited & others)
    place = tmp_path / "case.toml"
    place.write_text(f'[[sources]]\nsource_id = "{key}"\ntitle = "Moor"\n', "utf-8")

    assert 2 == run(pocket, "edit", "INC-0002", str(place), "--yes", "--unpublished")
    assert f"title of {key} was published" in capsys.readouterr().err


def test_an_incident_that_is_not_there_is_named(pocket, capsys):
    """A mistyped identifier leads to the one that is meant."""
    assert 2 == run(pocket, "edit", "INC-002", "case.toml")
    assert "no row 'INC-002'" in capsys.readouterr().err


def test_a_file_about_another_incident_is_refused(pocket, tmp_path, capsys):
    """The case of one incident is not written over another."""
    place = tmp_path / "case.toml"
    place.write_text('[incident]\nincident_id = "INC-0003"\n', "utf-8")

    assert 2 == run(pocket, "edit", "INC-0002", str(place))
    assert "is about INC-0003, not this one" in capsys.readouterr().err


def test_without_a_file_and_a_terminal_it_says_how(pocket, monkeypatch, capsys):
    """Where no editor can be opened, the way by a file is told."""
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr("sys.stdin", nothing)

        assert 2 == run(pocket, "edit", "INC-0002")
    assert "briefing case show INC-0002 > case.toml" in capsys.readouterr().err


def editing_at_a_terminal(pocket, script, *words, **more):
    """Edit INC-0002 at a terminal."""
    return at_a_terminal(pocket, script, "case", "edit", "INC-0002", *words, **more)


MOOR = put("Millbrook", "Moor")


def test_an_editor_is_opened_on_a_terminal(pocket):
    """The case is edited in $EDITOR, shown, asked about and written."""
    said = editing_at_a_terminal(pocket, MOOR, "--unpublished")

    assert (0, []) == (said.returncode, kept(pocket)), said.stderr
    assert "Moor" == Change(pocket).row("incidents", "INC-0002")["place"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("script", "words", "answer", "code"),
    [
        (put("Millbrook", 'Mo"or'), ["--unpublished"], "y", 2),  # no TOML
        (put('"XEV"', '"XXX"'), ["--unpublished"], "y", 2),  # no such state
        (MOOR, [], "y", 2),  # without a reason
        pytest.param(MOOR, ["--unpublished"], "n", 0, marks=pytest.mark.smoke),
        (MOOR, ["--unpublished", "--dry-run"], "y", 0),
        (f"{MOOR}\nsys.exit(3)", ["--unpublished"], "y", 2),  # the editor fails
        ("p.write_bytes(text.encode() + b'\\xff')", ["--unpublished"], "y", 2),
    ],
)
def test_edits_that_are_not_written_are_kept(pocket, script, words, answer, code):
    """Whatever stands in the way, what was saved in the editor is in a file."""
    said = editing_at_a_terminal(pocket, script, *words, answer=answer)

    assert code == said.returncode, said.stderr
    [place] = kept(pocket)
    assert f"`briefing case edit INC-0002 {place.name}`" in said.stderr
    assert any(new in place.read_bytes() for new in (b"Mo", b"XXX", b"\xff"))


def test_an_editor_that_changes_nothing_leaves_nothing(pocket):
    """Where nothing was saved, nothing is kept."""
    said = editing_at_a_terminal(pocket, "", "--unpublished")

    assert (0, []) == (said.returncode, kept(pocket)), said.stderr


def test_what_was_kept_before_stays(pocket):
    """A second case that is not written does not take the place of the first."""
    editing_at_a_terminal(pocket, MOOR)
    before = kept(pocket)
    editing_at_a_terminal(pocket, MOOR)

    assert {*before} < {*kept(pocket)}
    assert all('place = "Moor"' in one.read_text("utf-8") for one in kept(pocket))


def test_what_was_kept_is_where_one_goes_on(pocket, monkeypatch):
    """The file that is named is one that the command reads."""
    editing_at_a_terminal(pocket, MOOR)
    words = ["--yes", "--unpublished"]

    assert 0 == run(pocket, "edit", "INC-0002", str(kept(pocket)[0]), *words)
    assert "Moor" == Change(pocket).row("incidents", "INC-0002")["place"]


def test_an_interrupt_belongs_to_the_editor(pocket):
    """Ctrl-C in an editor ends neither the editor nor the edit."""
    interrupt = "import signal\nos.kill(os.getppid(), signal.SIGINT)"
    said = editing_at_a_terminal(pocket, f"{interrupt}\n{MOOR}", "--unpublished")

    assert 0 == said.returncode, said.stderr
    assert "Moor" == Change(pocket).row("incidents", "INC-0002")["place"]


def test_a_folder_that_takes_no_file_is_no_hindrance(tmp_path, monkeypatch):
    """The draft is among the temporary files then; with nowhere to go it is refused."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    assert "[incident]" == draft_file("case", "[incident]").read_text("utf-8")
    monkeypatch.setattr("tempfile.tempdir", str(gone))
    with pytest.raises(BriefingError, match="takes a file; go to another one"):
        draft_file("case", "[incident]")


def test_an_editor_that_is_not_there_is_named(monkeypatch):
    """A mistyped $EDITOR is a sentence."""
    monkeypatch.setenv("VISUAL", "no-such-editor --wait")

    with pytest.raises(BriefingError, match="no-such-editor --wait' failed"):
        run_editor(Path("case.toml"))
