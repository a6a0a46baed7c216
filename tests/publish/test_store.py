"""Editions: made whole or not at all, named after what they hold, never changed."""

import errno
import json
import os
from threading import Thread
from types import SimpleNamespace

import nbformat
import pytest
from filelock import FileLock
from nbformat.v4 import new_code_cell, new_notebook, new_output

from briefing.errors import BriefingError
from briefing.files import write
from briefing.publish.extract import extract
from briefing.publish.models import Bundle, EditionSpec, RunOptions
from briefing.publish.naming import pdf_of, slug
from briefing.publish.profiles import Profile, read_profile
from briefing.publish.runs import run
from briefing.publish.store import clear_abandoned, reserve
from briefing.render.errors import ChapterError
from briefing.selection.selection import Selection
from helpers.paths import POCKET
from helpers.pocket import choose

MIME = "application/vnd.sco-briefing+json"
TABLE = {
    "kind": "table",
    "key": "made_up",
    "columns": [{"key": "code"}, {"key": "n"}],
    "rows": [["XNM", "4"]],
}


def executed(*payloads):
    """An executed notebook that shows payloads."""
    outputs = [new_output("display_data", {MIME: one}) for one in payloads]
    return new_notebook(cells=[new_code_cell("", outputs=outputs)])


@pytest.fixture
def profile(tmp_path):
    """Two chapters in a project of their own."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    paths = tuple(folder / f"{name}.ipynb" for name in ("01-one", "02-two"))
    for path in paths:
        nbformat.write(new_notebook(), path)
    return Profile("A briefing", paths, tmp_path / "METHOD.md")


@pytest.fixture
def stage(monkeypatch, tmp_path, profile):
    """Build without kernels and without the typesetter; what they get is kept."""
    seen = SimpleNamespace(runs=[], shown=[TABLE], steps=[], out=tmp_path / "reports")

    def executed_all(paths, parameters, *, arrived, **_):
        for path in paths:
            seen.runs.append((path.stem, parameters))
            arrived(path, executed(choose(states="XEV").context(), *seen.shown), 1)
        return [executed(choose(states="XEV").context(), *seen.shown) for _ in paths]

    def typeset(notebook, _):
        seen.front = notebook.metadata["briefing"]
        return b"%PDF" + json.dumps(notebook, sort_keys=True).encode()

    def publish(edition=None, **asked):
        spec = EditionSpec(profile, Selection(**asked), POCKET, seen.out, edition)
        options = RunOptions(cache=False)
        return run(spec, options, lambda *step: seen.steps.append(step))

    monkeypatch.setattr("briefing.publish.build.run_chapters", executed_all)
    monkeypatch.setattr("briefing.publish.build.to_pdf", typeset)
    # What is made here is no PDF that could be read back.
    monkeypatch.setattr("briefing.publish.leak_scan.page_texts", lambda _: [])
    monkeypatch.setattr("briefing.publish.build.to_html", lambda *_: b"<html>")
    monkeypatch.setattr("briefing.publish.build.to_workbook", lambda *_: b"PK")
    seen.publish = publish
    return seen


def files_in(folder):
    """List the files below a folder of editions, without locks and run records."""
    names = (str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
    return sorted(name for name in names if not name.startswith((".locks/", "runs/")))


def editions(out):
    """Name the folders of editions, and what else stands about."""
    return sorted({path.name for path in out.iterdir()} - {".locks", "runs"})


def test_an_edition_is_a_pdf_its_tables_and_a_manifest(stage):
    """The PDF says scope and version in its name; page and workbook are called like
    it.
    """
    outcome = stage.publish(states="XEV")

    assert ("published", "xev-2026.1") == (outcome.status, outcome.edition)
    assert [
        "xev-2026.1/manifest.json",
        "xev-2026.1/sco-briefing-xev-2026.1.html",
        "xev-2026.1/sco-briefing-xev-2026.1.pdf",
        "xev-2026.1/sco-briefing-xev-2026.1.xlsx",
        "xev-2026.1/tables/made_up.csv",
    ] == files_in(stage.out)
    assert outcome.pdf.is_file()


def test_every_chapter_gets_every_parameter(stage):
    """Chapters run in order, with the parameters as given and the data in full."""
    stage.publish(states="XEV", names="withheld")
    chapters, given = zip(*stage.runs, strict=True)

    assert ("01-one", "02-two") == chapters
    assert (
        given[0]
        == given[1]
        == Selection(states="XEV", names="withheld", data=str(POCKET)).model_dump()
    )


def test_progress_is_by_chapter(stage):
    """Each chapter is named when it is there, whichever comes first."""
    stage.publish()

    assert [
        ("01-one (1.0 s)", 1, 3),
        ("02-two (1.0 s)", 2, 3),
        ("Typeset", 3, 3),
    ] == stage.steps


def test_the_same_again_is_unchanged(stage):
    """The same content under the same name is no new edition."""
    first = stage.publish()
    again = stage.publish()

    assert ("no change", first.edition, first.pdf) == (
        again.status,
        again.edition,
        again.pdf,
    )
    assert ["all-states-2026.1"] == editions(stage.out)


def test_other_content_takes_the_next_free_name(stage):
    """An edition is never changed: what differs stands beside it, and is found
    again.
    """
    stage.publish()
    stage.shown = [TABLE | {"rows": [["XNM", "5"]]}]

    assert ["published", "no change"] == [stage.publish().status for _ in range(2)]
    assert ["all-states-2026.1", "all-states-2026.1-2"] == editions(stage.out)


def test_other_content_under_a_chosen_name_is_refused(stage):
    """A name that a person chose is not changed for them."""
    stage.publish(edition="spring")
    stage.shown = []

    with pytest.raises(BriefingError, match="editions are never changed"):
        stage.publish(edition="spring")

    assert ["spring"] == editions(stage.out)


@pytest.mark.parametrize(
    "name", ["../x", "a/b", ".hidden", "", "failed", "RUNS", "x" * 101]
)
def test_an_unfit_name_is_refused_before_anything_runs(stage, name):
    """An edition's name is a plain folder name."""
    with pytest.raises(BriefingError, match="cannot be called"):
        stage.publish(edition=name)

    assert [] == stage.runs


def test_a_folder_that_is_no_edition_is_left_alone(stage):
    """Somebody's own folder is not taken for an edition."""
    (stage.out / "mine").mkdir(parents=True)

    with pytest.raises(BriefingError, match="is no edition"):
        stage.publish(edition="mine")


def test_the_manifest_tells_how_it_was_made_and_names_no_place(stage):
    """Parameters, versions and digests; no clock and no machine."""
    text = (stage.publish(states="XEV").folder / "manifest.json").read_text("utf-8")
    made = json.loads(text)

    assert {"states": "XEV", "data": ""}.items() <= made["parameters"].items()
    assert {
        *(f"sco-briefing-xev-2026.1.{kind}" for kind in ("html", "pdf", "xlsx")),
        "tables/made_up.csv",
    } == set(made["outputs"])
    assert {"python", "pandoc", "packages", "environment"} == set(made["software"])
    assert {"pandas", "typst", "papermill"} <= set(made["software"]["packages"])
    assert str(POCKET.parent) not in text


def test_the_pdf_carries_tables_data_and_manifest(stage):
    """Whoever has only the PDF has the numbers, the rows behind them and how it was
    made.
    """
    stage.publish(states="XEV")

    assert {
        "tables/made_up.csv",
        "data/incidents.csv",
        "data/violations.csv",
        "data/claims.csv",
        "data/sources.csv",
        "data/persons.csv",
        "data/appearances.csv",
        "data/involvements.csv",
        "manifest.json",
    } == set(stage.front["attachments"])
    assert "Eastvale as executing state" == stage.front["scope"]


def test_the_slice_is_the_rows_of_the_files():
    """What is attached are the rows behind the counts, word for word."""
    rows = extract(choose(states="XEV"))["data/incidents.csv"].splitlines()
    lines = (POCKET / "incidents.csv").read_text("utf-8").splitlines()

    assert [lines[n] for n in (0, 1, 2, 7, 11)] == rows


def test_the_slice_of_a_public_edition_holds_no_people():
    """Without names the tables of people are left out, and titles are masked."""
    files = extract(choose(names="withheld"))

    assert not {"data/persons.csv", "data/appearances.csv"} & set(files)
    assert "Саватов" not in files["data/incidents.csv"]


def test_a_failed_chapter_publishes_nothing_and_is_kept(stage, monkeypatch):
    """The executed notebook with its error is named, apart from the editions."""

    def fail(paths, parameters, **_):
        raise ChapterError(paths[0].stem, 4, "ValueError: no", executed())

    monkeypatch.setattr("briefing.publish.build.run_chapters", fail)
    outcome = stage.publish()

    assert ("failed", "01-one", 4) == (outcome.status, outcome.chapter, outcome.cell)
    kept = ("01-one.ipynb", "failure.json")
    assert [f"failed/all-states-2026.1/{one}" for one in kept] == files_in(stage.out)
    assert outcome.notebook == stage.out / "failed/all-states-2026.1/01-one.ipynb"


def test_a_full_disk_is_a_sentence_and_nothing_is_lost(stage, monkeypatch):
    """What was published stays; what was begun is gone."""
    stage.publish(states="XEV")

    def full(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("briefing.files.os.fsync", full)

    with pytest.raises(BriefingError, match="No space left on device"):
        stage.publish(states="XNM")

    assert ["xev-2026.1"] == editions(stage.out)


def test_a_place_that_cannot_be_written_is_refused_before_anything_runs(stage):
    """Nobody waits for a kernel to learn that the folder is read-only."""
    stage.out.write_text("a file, not a folder")

    with pytest.raises(BriefingError, match="Nothing was published"):
        stage.publish()

    assert [] == stage.runs


def test_abandoned_drafts_are_cleared_and_live_ones_are_not(stage):
    """A draft is alive while somebody holds the lock of its briefing, which dies with
    its process.
    """
    names = ("all-states~dead", "xev~dead", "gone-xev-2026.1", "xnm~alive")
    drafts = [stage.out / f".edition-{name}.part" for name in names]
    for folder in drafts:
        write(folder / "page.html", b"half")
    (stage.out / ".locks").mkdir()
    with FileLock(stage.out / ".locks" / "xnm.lock"):
        stage.publish()

    assert [False, False, False, True] == [folder.exists() for folder in drafts]


def reserved(profile, out, states="XEV", edition=None):
    """Reserve the name of an edition of version 1 of the data."""
    spec = EditionSpec(profile, Selection(states=states), POCKET, out, edition)
    return reserve(spec, "1", {})


def bundle(name, **files):
    """An edition that was built."""
    return Bundle(name, f"{name}.pdf", {}, {"edition": name}, files)


def test_a_draft_that_has_just_gone_stops_nobody(tmp_path, profile):
    """Another run took its draft away between our look at the folder and at the
    draft.
    """
    (tmp_path / ".edition-gone.part").symlink_to("nowhere")
    (tmp_path / ".edition-xnm~gone.part").symlink_to("nowhere")
    with reserved(profile, tmp_path) as reservation:
        result = reservation.publish(bundle("xev-1", x=b"ours"))

    assert ("published", ["xev-1/x"]) == (
        result.status,
        [one for one in files_in(tmp_path) if "xev" in one],
    )


def test_a_draft_that_is_new_is_not_taken_for_abandoned(tmp_path, profile):
    """Its briefing is locked before it is made, so no other run clears it at any
    moment.
    """
    with reserved(profile, tmp_path):
        for other in ("xnm", "kept"):
            thread = Thread(target=clear_abandoned, args=(tmp_path, other))
            thread.start()
            thread.join(5)

        assert [".edition-xev~xev-1.part"] == [
            path.name for path in tmp_path.glob(".edition-*")
        ]


def test_a_name_taken_a_moment_ago_is_not_overwritten(tmp_path, profile):
    """A run of another briefing was given the same name by hand: nothing of it is
    touched, and the sentence says what to do.
    """
    out = tmp_path / "reports"
    with reserved(profile, out, edition="x") as reservation:
        write(out / "x" / "theirs", b"1")
        with pytest.raises(BriefingError, match="Choose another --edition"):
            reservation.publish(bundle("x", ours=b"2"))

    assert ["x/theirs"] == files_in(out)


def test_a_name_is_reserved_before_anything_is_built(tmp_path, profile):
    """The draft is the reservation; it goes with the run that made it."""
    for name in ("xev-1", "xev-1-9"):
        write(tmp_path / name / "manifest.json", b"{}")
    with reserved(profile, tmp_path) as reservation:
        drafts = [path.name for path in tmp_path.glob(".edition-*")]

    assert ("xev-1-10", [".edition-xev~xev-1-10.part"]) == (
        reservation.spec.edition,
        drafts,
    )
    assert [] == [*tmp_path.glob(".edition-*")]


def test_data_that_change_meanwhile_are_refused(stage):
    """Chapters that counted different data are not bound together."""
    stage.shown = [choose().context() | {"digest": "another"}]

    with pytest.raises(BriefingError, match="changed while the briefing was made"):
        stage.publish()

    assert [] == editions(stage.out)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, "all-states"),
        ({"states": "XNM,XEV"}, "xev-xnm"),
        ({"states": "XNM", "role": "responsible"}, "xnm-responsible"),
        ({"date_from": "2005", "date_to": "2012-06"}, "all-states-2005-to-2012-06"),
        ({"date_from": "2005"}, "all-states-from-2005"),
        (
            {"date_from": "2005-01-01", "date_to": "2012-12-31"},
            "all-states-2005-to-2012",
        ),
        (
            {"date_from": "2005-10", "date_to": "2012-10-31"},
            "all-states-2005-10-to-2012-10-31",
        ),
        ({"date_to": "2005"}, "all-states-to-2005"),
        ({"date_from": "2005", "date_to": "2005-12-31"}, "all-states-2005"),
        ({"rights": "NON_REFOULEMENT"}, "all-states-non-refoulement"),
        ({"finding": "adjudicated"}, "all-states-adjudicated"),
        ({"membership": "members_only"}, "all-states-members-only"),
        ({"names": "withheld"}, "all-states-public"),
    ],
    ids=str,
)
def test_a_name_says_what_narrows_the_edition(asked, expected):
    """Selections that differ have names that differ."""
    assert expected == slug(Selection(**asked))


def test_a_long_name_is_cut_and_stays_unique():
    """Forty codes make no folder name."""
    many = [
        ",".join(f"X{a}{b}" for a in "ABCDE" for b in more) for more in ("FGH", "FGI")
    ]
    short, other = (slug(Selection(states=codes)) for codes in many)

    assert len(short) <= 70
    assert short != other


def test_a_pdf_says_scope_and_edition():
    """The name of a file that is sent around tells what it is."""
    assert "sco-briefing-xev-2026.1-2.pdf" == pdf_of("xev", "2026.1", "xev-2026.1-2")
    assert "sco-briefing-xev-spring.pdf" == pdf_of("xev", "2026.1", "spring")


def test_the_main_briefing_has_its_chapters(root):
    """The regional profile names notebooks that are there; the cases come last."""
    profile = read_profile(start=root / "notebooks")
    chapters = "01 02 03 04 06 07 08 09 10 05"

    assert chapters.split() == [path.name[:2] for path in profile.chapters]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = 'x'", "it needs a title and chapters"),
        ("title = ", "it needs a title and chapters"),
        ("title = 'x'\nchapters = []", "has no chapters"),
        ("title = 'x'\nchapters = ['09-gone']", "has no notebook 09-gone.ipynb"),
    ],
)
def test_a_broken_profile_is_refused(tmp_path, text, said):
    """A profile names its title and notebooks that are there."""
    folder = tmp_path / "notebooks" / "profiles"
    folder.mkdir(parents=True)
    (folder / "regional.toml").write_text(text)

    with pytest.raises(BriefingError, match=said):
        read_profile(start=tmp_path)


def test_a_place_without_notebooks_is_refused(tmp_path, monkeypatch):
    """Where no project is, there is nothing to make a briefing of."""
    monkeypatch.setattr("briefing.publish.profiles.above", lambda start: [start])

    with pytest.raises(BriefingError, match="No notebooks"):
        read_profile(start=tmp_path)
