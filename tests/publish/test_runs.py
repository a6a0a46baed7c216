"""Runs that nobody watches: nothing to do is seen at once, and all is on record."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import nbformat
import psutil
import pytest
from filelock import FileLock
from nbformat.v4 import new_code_cell, new_notebook, new_output

from briefing.cli.options import NoDuration, seconds
from briefing.errors import BriefingError
from briefing.publish.build import build, select_for
from briefing.publish.models import EditionSpec, RunOptions
from briefing.publish.profiles import Profile
from briefing.publish.provenance import inputs
from briefing.publish.run_record import now, record_refusal
from briefing.publish.runs import run
from briefing.publish.store import Busy
from briefing.render.errors import ChapterError
from briefing.selection.selection import Selection
from helpers.paths import POCKET
from helpers.pocket import choose
from helpers.project import CHAPTERS, Project, stop

MIME = "application/vnd.sco-briefing+json"
DAY = 86400.0


@pytest.fixture
def shelf(monkeypatch, tmp_path):
    """Build in this process, with chapters and a typesetter that take no time."""
    seen = SimpleNamespace(runs=[], out=tmp_path / "reports", fail="", shown={})
    seen.digest = choose().dataset.digest
    path = tmp_path / "notebooks" / "01-one.ipynb"
    path.parent.mkdir()
    nbformat.write(new_notebook(), path)
    method, lock = tmp_path / "METHOD.md", tmp_path / "requirements.lock"
    method.write_text("Counted.")
    lock.write_text("pandas==3")
    file = tmp_path / "regional.toml"
    file.write_text("title = 'A briefing'")
    seen.profile = Profile("A briefing", (path,), method, file=file)

    def executed(paths, parameters, *, arrived, **_):
        seen.runs.append([path.stem for path in paths])
        if seen.fail:
            raise ChapterError(paths[0].stem, 4, seen.fail, new_notebook())
        context = choose().context() | {"digest": seen.digest}
        shown = [context, *([seen.shown] if seen.shown else [])]
        outputs = [new_output("display_data", {MIME: one}) for one in shown]
        done = new_notebook(cells=[new_code_cell("", outputs=outputs)])
        for path in paths:
            arrived(path, done, 1.0)
        return [done for _ in paths]

    def make(*, edition=None, cache=False, **options):
        spec = EditionSpec(seen.profile, Selection(), POCKET, seen.out, edition)
        return run(spec, RunOptions(cache=cache, **options))

    monkeypatch.setattr("briefing.publish.build.run_chapters", executed)
    monkeypatch.setattr("briefing.publish.build.to_pdf", lambda *_: b"%PDF")
    monkeypatch.setattr("briefing.publish.build.to_html", lambda *_: b"<html>")
    monkeypatch.setattr("briefing.publish.build.to_workbook", lambda *_: b"PK")
    monkeypatch.setattr(
        "briefing.render.kernels.forkserver.start_forkserver", lambda _: None
    )
    seen.make = make
    seen.record = seen.out / "runs" / "all-states" / "run.json"
    return seen


def recorded(shelf):
    """Read the run record."""
    return json.loads(shelf.record.read_text("utf-8"))


def contents(folder):
    """Every file of a folder with its bytes."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_runs_where_nothing_changed(shelf):
    """The manifest of the last edition tells."""
    first = shelf.make()
    again = shelf.make(if_changed=True)

    assert ("no change", first.pdf, 1) == (again.status, again.pdf, len(shelf.runs))


@pytest.mark.parametrize(
    "name",
    [
        "notebooks/01-one.ipynb",
        "notebooks/helper.py",
        "notebooks/matplotlibrc",
        "METHOD.md",
        "regional.toml",
        "requirements.lock",
    ],
)
def test_whatever_changed_makes_the_next_edition(shelf, tmp_path, name):
    """A file that goes into an edition is enough, even one that was not there
    before.
    """
    shelf.make()
    with (tmp_path / name).open("a") as file:
        file.write("\n")

    assert ("published", "all-states-2026.1-2") == (
        (outcome := shelf.make(if_changed=True)).status,
        outcome.edition,
    )


@pytest.mark.parametrize("harm", ["changed", "lost", "added", "manifest"])
def test_a_damaged_edition_is_never_called_up_to_date(shelf, harm):
    """It is said, left as it is, and the next name is published."""
    folder = shelf.make().folder
    path = folder / ("manifest.json" if harm == "manifest" else "x.csv")
    if harm in ("changed", "lost"):
        (path,) = folder.glob("*.pdf")
    if harm == "lost":
        path.unlink()
    else:
        path.write_bytes(b"{}")
    before = contents(folder)
    outcome = shelf.make(if_changed=True)

    assert ("published", "all-states-2026.1-2") == (outcome.status, outcome.edition)
    assert before == contents(folder)
    assert (harm == "manifest") or path.name in " ".join(outcome.notes)


def test_a_damaged_edition_with_a_chosen_name_is_refused(shelf):
    """The name was a person's choice, and the edition is not repaired in silence."""
    folder = shelf.make(edition="spring").folder
    (folder / "manifest.json").with_name("stray.txt").write_text("x")
    before = contents(folder)

    with pytest.raises(BriefingError, match=r"spring .* no longer holds .*stray\.txt"):
        shelf.make(edition="spring", if_changed=True)

    assert (before, 1) == (contents(folder), len(shelf.runs))


def test_a_chosen_name_is_looked_at_too(shelf):
    """The same inputs under the name are no change; other inputs are refused."""
    shelf.make(edition="spring")
    same = shelf.make(edition="spring", if_changed=True).status
    shelf.profile.method.write_text("Counted otherwise.")

    with pytest.raises(BriefingError, match="holds something else"):
        shelf.make(edition="spring", if_changed=True)

    assert ("no change", 1) == (same, len(shelf.runs))


def test_the_name_of_an_edition_that_was_taken_away_is_not_given_again(shelf):
    """Somebody may have cited it."""
    first = shelf.make()
    shelf.profile.method.write_text("Counted otherwise.")
    shelf.make()
    for path in sorted(first.folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    first.folder.rmdir()
    shelf.profile.method.write_text("Counted once more.")

    assert "all-states-2026.1-3" == shelf.make().edition


def test_what_was_made_of_exchanged_data_is_not_found_by_a_later_run(
    shelf, monkeypatch, tmp_path
):
    """Data that change under a run and are put back leave nothing in the cache."""
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path / "cache"))
    shelf.digest = "of other data"
    with pytest.raises(BriefingError, match="changed while the briefing was made"):
        shelf.make(cache=True)
    shelf.digest = choose().dataset.digest
    outcomes = [shelf.make(cache=True) for _ in range(2)]

    assert ["run", "cache"] == [one.timings[0].origin for one in outcomes]


def test_a_young_edition_is_left_even_if_inputs_changed(shelf):
    """`--if-stale` alone asks only for the age."""
    shelf.make()
    shelf.profile.method.write_text("Counted otherwise.")

    assert ["no change", "published"] == [
        shelf.make(if_stale=age).status for age in (7 * DAY, 0)
    ]


def test_a_young_edition_of_another_name_is_not_the_one_that_was_asked_for(shelf):
    """Two names of one briefing share a record, and each is looked at by its own
    age.
    """
    shelf.make()
    outcomes = [shelf.make(edition="spring", if_stale=7 * DAY) for _ in range(2)]

    assert [("published", "spring"), ("no change", "spring")] == [
        (one.status, one.edition) for one in outcomes
    ]


@pytest.mark.parametrize(
    ("confirmed", "expected"),
    [(-6 * DAY, 1), (-8 * DAY, 2), (+1 * DAY, 2)],
    ids=["young", "stale", "clock set back"],
)
def test_age_is_counted_from_the_last_confirmation(shelf, confirmed, expected):
    """A machine that was off catches up; a confirmation in the future counts for
    nothing.
    """
    shelf.make()
    said = recorded(shelf)
    moment = time.gmtime(time.time() + confirmed)
    said["last_good"]["confirmed"] = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", moment)
    shelf.record.write_text(json.dumps(said), "utf-8")
    shelf.make(if_stale=7 * DAY)

    assert expected == len(shelf.runs)


@pytest.mark.parametrize("record", ["", "{", "[]"], ids=["none", "cut", "odd"])
def test_without_a_record_the_manifest_tells_the_age(shelf, record):
    """A lost or broken record costs nothing."""
    manifest = shelf.make().folder / "manifest.json"
    shelf.record.write_text(record)
    young = shelf.make(if_stale=7 * DAY).status
    os.utime(manifest, (time.time() - 8 * DAY,) * 2)
    shelf.record.write_text(record)
    shelf.make(if_stale=7 * DAY)

    assert ("no change", 2) == (young, len(shelf.runs))


def test_a_look_at_the_age_does_not_hide_a_failure(shelf):
    """The last run failed, and stays on record until one is good."""
    shelf.make()
    said = recorded(shelf) | {"outcome": "failed", "reason": "no kernel"}
    shelf.record.write_text(json.dumps(said), "utf-8")
    outcome = shelf.make(if_stale=7 * DAY)

    assert ("no change", said) == (outcome.status, recorded(shelf))


def test_stale_but_unchanged_is_confirmed_without_a_run(shelf):
    """Both options together: old enough to look, and nothing to do."""
    shelf.make()

    assert "no change" == shelf.make(if_stale=0, if_changed=True).status
    assert (1, True) == (
        len(shelf.runs),
        all(one["passed"] for one in recorded(shelf)["checks"]),
    )


def test_every_outcome_is_on_record_and_the_last_good_edition_is_carried(shelf):
    """Published, no change, failed and refused: a monitor reads them all in one
    place.
    """
    shelf.make()
    shelf.make(if_changed=True)
    good = recorded(shelf)["last_good"]
    shelf.fail = "ValueError: no"
    shelf.make()
    failed = recorded(shelf)
    with pytest.raises(BriefingError):
        shelf.make(edition="a/b")

    assert {"01-one", 4, "failed", "ValueError: no"} == {
        failed[name] for name in ("chapter", "cell", "outcome", "reason")
    }
    assert [{"check": "every chapter ran", "passed": False}] == failed["checks"]
    assert ("refused", good, good) == (
        recorded(shelf)["outcome"],
        failed["last_good"],
        recorded(shelf)["last_good"],
    )


def test_the_record_tells_inputs_versions_times_and_checks(shelf):
    """What an operator asks after a night: what was made, of what, and how long it
    took.
    """
    shelf.make()
    said = recorded(shelf)

    assert ("regional", "all-states", "published") == (
        said["profile"],
        said["stem"],
        said["outcome"],
    )
    assert {"data", "code", "fonts", "notebooks", "texts"} <= set(said["inputs"])
    assert "pandas" in said["software"]["packages"]
    assert [{"chapter": "01-one", "seconds": 1.0, "from": "run"}] == said["chapters"]
    stages = ["prepare", "chapters", "typeset", "search", "publish"]
    assert stages == list(said["stages"])
    assert said["checks"] and all(one["passed"] for one in said["checks"])


def test_a_private_path_stops_publication(shelf, monkeypatch):
    """What would betray a machine or a secret is not published, and the reason is
    named.
    """
    key = b"-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA0\n"
    monkeypatch.setattr("briefing.publish.build.to_html", lambda *_: key)
    outcome = shelf.make()

    assert ("failed", []) == (outcome.status, [*shelf.out.glob("*/manifest.json")])
    assert "not for everybody" in outcome.reason
    assert {"check": "nothing private inside", "passed": False} in recorded(shelf)[
        "checks"
    ]


def test_a_secret_that_a_cell_says_is_masked_where_the_cell_ran(shelf, monkeypatch):
    """On a cluster the secrets are the worker's, and whoever publishes knows none of
    them.
    """
    monkeypatch.setenv("A_TOKEN", "drawn-0815")
    shelf.fail = "ValueError: drawn-0815"
    spec = EditionSpec(shelf.profile, Selection(), POCKET, shelf.out, "x")
    chosen = select_for(spec)
    known = inputs(spec.profile, spec.selection, chosen.dataset.digest)
    bundle = build(spec, RunOptions(cache=False), known, chosen)

    assert "ValueError: (A_TOKEN)" == bundle.reason


def test_somebody_else_at_work_is_busy(shelf):
    """Two runs of one briefing: the second says by whom, and touches nothing."""
    place = shelf.out / ".locks" / "all-states.lock"
    place.parent.mkdir(parents=True)
    with FileLock(place):
        place.write_text("4711")
        with pytest.raises(Busy, match=r"'all-states' is in the hands of process 4711"):
            shelf.make(wait=0.1)

    assert [] == shelf.runs
    assert "published" == shelf.make().status


@pytest.mark.parametrize(
    ("text", "expected"),
    [("90", 90), ("90s", 90), ("1.5m", 90), ("2h", 7200), ("7d", 7 * DAY), ("", None)],
)
def test_a_length_of_time_is_read(text, expected):
    """A number and a unit; a bare number means seconds."""
    assert expected == seconds(text)


@pytest.mark.parametrize("text", ["soon", "-1s", "7 days", "1e9y", "m"])
def test_what_is_no_length_of_time_is_refused(text):
    """The sentence names the option and the forms that it may take."""
    with pytest.raises(NoDuration, match=f"'{text}' is no length of time.*such as 90s"):
        seconds(text)


def test_a_spec_and_its_options_can_be_pickled(shelf):
    """A process of a batch gets them by pickle."""
    import pickle

    sent = EditionSpec(shelf.profile, Selection(), POCKET), RunOptions(workers=1)

    assert sent == pickle.loads(pickle.dumps(sent))


def left_by(project):
    """List the processes of a run that still live."""
    mark = project.environment["BRIEFING_CACHE"]
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("BRIEFING_CACHE") == mark:
                found.append(process.pid)
        except psutil.Error:
            continue
    return found


def nobody_left(project):
    """Wait a little for the last process to go."""
    for _ in range(100):
        if not left_by(project):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGKILL, -9)],
    ids=["SIGTERM", "SIGINT", "SIGKILL"],
)
def test_a_run_that_is_stopped_leaves_nothing_and_goes_on_from_there(
    tmp_path, number, code
):
    """No draft, no lock, no kernel; the next run takes up what was finished.

    A run that is killed cannot take its reservation of a name back: the next run does.
    """
    project = Project(tmp_path)
    project.write("03-types", "import time; time.sleep(600)")
    run = project.start()
    for line in run.stderr:
        if line.startswith("2/4"):
            break
    ended, _, said = stop(run, number)
    alone = nobody_left(project)
    drafts = [*project.out.glob(".edition-*")]
    project.write("03-types", CHAPTERS["03-types"])
    again = project.run()

    assert (code, True, int(code == -9)) == (ended, alone, len(drafts))
    assert [] == [*project.out.glob(".edition-*")]
    assert code == -9 or "Stopped. What was not yet published" in said
    assert "2 of 3 chapters from the cache; run: 03-types." in again.stderr
    assert 0 == again.returncode


@pytest.mark.slow
def test_a_cell_that_takes_too_long_fails_by_name(tmp_path):
    """A deadline names chapter and cell, and is on record."""
    project = Project(tmp_path)
    project.write("02-rights", "import time; time.sleep(600)")
    run = project.run("--cell-deadline", "2s")
    record = json.loads((project.out / "runs/all-states/run.json").read_text("utf-8"))

    assert (1, "failed", "02-rights", 4) == (
        run.returncode,
        record["outcome"],
        record["chapter"],
        record["cell"],
    )
    assert "02-rights, cell 4: " in run.stderr


@pytest.mark.slow
def test_a_look_at_an_unchanged_edition_needs_no_pandas(tmp_path):
    """On most days a scheduled run does nothing else, so it may not cost a second."""
    project = Project(tmp_path)
    project.run()
    code = (
        "import sys; from briefing.cli.main import main; code = main();"
        "heavy = {'babel', 'pandas', 'papermill', 'nbconvert'};"
        "print(code, *sorted(heavy & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, *project.command("--if-changed")[3:]]
    run = subprocess.run(
        command,
        cwd=project.root,
        env=os.environ | project.environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "0" == run.stdout.splitlines()[-1]
    assert "has not changed" in run.stderr


def test_a_refusal_is_not_recorded_for_a_briefing_whose_name_begins_like_it(shelf):
    """What was made of all states until 2010 says nothing of all states."""
    shelf.make()
    other = shelf.out / "all-states-2026.1"
    other.rename(shelf.out / "all-states-to-2010-2026.1")
    shutil.rmtree(shelf.out / "runs")
    path = shelf.out / "all-states-to-2010-2026.1" / "manifest.json"
    made = json.loads(path.read_text("utf-8"))
    made["parameters"]["date_to"] = "2010"
    path.write_text(json.dumps(made), "utf-8")
    record_refusal(
        EditionSpec(shelf.profile, Selection(), POCKET, shelf.out), "no", now()
    )

    assert not (shelf.out / "runs").exists()


def test_why_a_cell_failed_is_said_where_its_notebook_cannot_be_kept(shelf):
    """A full or closed folder is a note; the failure stays one."""
    shelf.fail = "ValueError: no"
    (shelf.out / "failed").parent.mkdir()
    (shelf.out / "failed").write_text("no folder")
    outcome = shelf.make()

    assert ("failed", 4, None) == (outcome.status, outcome.cell, outcome.notebook)
    assert "cannot be kept in" in outcome.notes[0]


def test_a_label_of_a_chart_is_looked_through_too(shelf, monkeypatch):
    """In the page and in the PDF a chart is a picture; what it says is in its cell."""
    path = "/".join(("", "home", "somebody", "x.csv"))
    shelf.shown = {"kind": "figure", "key": "a", "svg": f"<text>{path}</text>"}
    outcome = shelf.make()

    assert "failed" == outcome.status
    assert "01-one, cell 1, line" in outcome.reason
