"""The preview: the real command beside somebody who edits, saves and makes mistakes."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from contextlib import suppress

import nbformat
import psutil
import pytest

from briefing.lab.preview import Preview
from briefing.lab.watch import follow
from helpers.paths import POCKET, ROOT
from helpers.pdf import words
from helpers.project import COMMAND, notebook

pytestmark = pytest.mark.slow
PATIENCE = 120
MARK = "SCO_BRIEFING_TEST"
STATES = "table(incidents_by_executing_state(chosen))"
TYPES = "table(incidents_by_type(chosen))"


MADE = "01-states.pdf in "  # what is said of each PDF that was made


class Watched:
    """A preview of a notebook that runs, and what it says."""

    def __init__(self, folder, *options, home=ROOT):
        """Write a notebook of one table and start the command; *home* holds its
        code.
        """
        self.path = folder / "01-states.ipynb"
        self.pdf = folder / "01-states.pdf"
        self.log = folder / "said.txt"
        self.mark = uuid.uuid4().hex
        self.write(STATES)
        given = ["chapter", "preview", str(self.path), "--data", str(POCKET), *options]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", COMMAND, *given],
                cwd=folder,
                env=os.environ | {"PYTHONPATH": str(home), MARK: self.mark},
                stderr=log,
            )

    def write(self, *sources):
        """Save the notebook with these cells, in one step, as an editor does."""
        draft = self.path.with_suffix(".draft")
        nbformat.write(notebook(*sources), draft)
        draft.replace(self.path)

    def said(self, text, times=1):
        """Wait until the preview has said *text* so often."""
        until = time.monotonic() + PATIENCE
        while self.log.read_text("utf-8").count(text) < times:
            if time.monotonic() > until or self.process.poll() is not None:
                pytest.fail(f"'{text}' was not said: {self.log.read_text('utf-8')}")
            time.sleep(0.02)
        return self.log.read_text("utf-8")

    def ended(self, number=signal.SIGINT):
        """Send a signal, wait for the end, and list what is left of its processes."""
        self.process.send_signal(number)
        self.process.wait(PATIENCE)
        until = time.monotonic() + 20
        while (left := self.alive()) and time.monotonic() < until:
            time.sleep(0.05)
        return left

    def alive(self):
        """List the processes of the preview that are there."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                if process.environ().get(MARK) == self.mark:
                    found.append(process)
        return found


@pytest.fixture
def watch(tmp_path):
    """Start previews, and end them whatever happened."""
    started = []

    def start(*options, **more):
        started.append(Watched(tmp_path, *options, **more))
        started[-1].said(MADE)
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()


def once(notebook_path, *options):
    """Run the command with --once."""
    given = ["chapter", "preview", str(notebook_path), "--once", *options]
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *given],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.smoke
def test_a_saved_edit_is_in_the_pdf(watch):
    """The chapter runs again, and the new table stands in the PDF."""
    seen = watch()

    seen.write(STATES, TYPES)
    seen.said(MADE, times=2)

    assert "Extradition" in words(seen.pdf.read_bytes())
    assert "Saltmere" in words(seen.pdf.read_bytes())


def test_edited_words_are_in_the_pdf(watch):
    """A sentence that was added is printed."""
    seen = watch()
    made = nbformat.read(seen.path, as_version=4)
    made.cells[0].source += "\n\nTold anew."

    nbformat.write(made, seen.path)
    seen.said(MADE, times=2)

    assert "Toldanew." in words(seen.pdf.read_bytes())


def test_a_mistake_is_said_and_the_next_save_mends_it(watch):
    """The cell is named as the reader counts, and the PDF from before stays
    meanwhile.
    """
    seen = watch()
    before = seen.pdf.read_bytes()

    seen.write(STATES, "tabel(1)")
    seen.said("01-states, cell 5: NameError: name 'tabel' is not defined")
    assert before == seen.pdf.read_bytes()
    seen.path.write_text('{"cells": [', "utf-8")
    seen.said("01-states.ipynb is not JSON")
    seen.write(STATES, TYPES)
    seen.said(MADE, times=2)

    assert "Extradition" in words(seen.pdf.read_bytes())


def test_saving_the_same_again_makes_nothing(watch):
    """An editor saves every other minute, and outputs are no news."""
    seen = watch()

    seen.write(STATES)
    time.sleep(1)
    seen.write(TYPES)
    said = seen.said(MADE, times=2)

    assert 2 == said.count(MADE)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_and_leaves_no_process(watch, number):
    """Ctrl-C is the way out and no failure; kernels and their server go too."""
    seen = watch()

    left = seen.ended(number)

    assert [] == left
    assert 0 == seen.process.returncode
    assert "The preview has ended" in seen.log.read_text("utf-8")


def test_a_saved_style_is_in_the_pdf(watch, tmp_path):
    """A template is typeset anew; of edited code it is said that it counts from the
    next start.
    """
    home = tmp_path / "home"
    shutil.copytree(
        ROOT / "briefing",
        home / "briefing",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    seen = watch(home=home)
    template = home / "briefing" / "render" / "templates" / "exhibits.typ"
    labels = home / "briefing" / "exhibits" / "style.py"

    template.write_text(template.read_text("utf-8").replace("[Source: ]", "[Origin: ]"))
    seen.said(MADE, times=2)
    assert "Origin:SCO" in words(seen.pdf.read_bytes())
    labels.write_text(labels.read_text("utf-8").replace('"Reported"', '"Told once"'))
    seen.said("stop this and start it again")


def test_saved_data_are_in_the_pdf(watch, tmp_path, pocket):
    """A case that a curator adds is counted by the next PDF."""
    seen = watch("--data", str(pocket))
    described = json.loads((pocket / "datapackage.json").read_text("utf-8"))
    described["title"] = "Renamed incidents"

    (pocket / "datapackage.json").write_text(json.dumps(described), "utf-8")
    seen.said(MADE, times=2)

    assert "Renamedincidents" in words(seen.pdf.read_bytes())


def test_data_saved_before_the_watch_began_are_noticed(tmp_path, pocket, monkeypatch):
    """No word of a save comes, so the files are looked at; nothing is made in vain."""
    path, said = tmp_path / "01-one.ipynb", []
    nbformat.write(notebook(STATES), path)
    descriptor = pocket / "datapackage.json"

    def saves(_):
        described = json.loads(descriptor.read_text("utf-8"))
        described["title"] = "Renamed incidents"
        descriptor.write_text(json.dumps(described), "utf-8")
        yield set()
        yield set()

    monkeypatch.setattr("briefing.lab.watch.saves", saves)
    follow(Preview(path, None, {"data": str(pocket)}), said.append)

    assert [True, True] == [
        one.startswith(f"{path.with_suffix('.pdf')} in ") for one in said
    ]
    assert "Renamedincidents" in words(path.with_suffix(".pdf").read_bytes())


def test_once_makes_one_pdf_where_it_is_told(tmp_path):
    """For a script there is one PDF and an exit code."""
    path, out = tmp_path / "01-one.ipynb", tmp_path / "drafts" / "one.pdf"
    nbformat.write(notebook(STATES), path)

    done = once(path, "--out", str(out), "--data", str(POCKET), "--states", "XEV")

    assert 0 == done.returncode, done.stderr
    assert "Eastvaleasexecutingstate" in words(out.read_bytes())


def test_once_fails_with_the_cell(tmp_path):
    """A mistake of the notebook is exit code 1, and there is no PDF."""
    path = tmp_path / "01-one.ipynb"
    nbformat.write(notebook("1 / 0"), path)

    done = once(path, "--data", str(POCKET))

    assert 1 == done.returncode
    assert "01-one, cell 4: ZeroDivisionError: division by zero\n" == done.stderr
    assert not path.with_suffix(".pdf").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("01-one.ipynb", "is not the name of a PDF"),
        ("notes.txt", "is not the name of a PDF"),
        ("notes.pdf", "is there already, is no PDF"),
        ("drafts", "is a folder"),
    ],
)
def test_nothing_but_a_pdf_is_written_over(tmp_path, name, said):
    """The notebook itself, and whatever else stands there, is as it was."""
    path, out = tmp_path / "01-one.ipynb", tmp_path / name
    nbformat.write(notebook(STATES), path)
    (tmp_path / "drafts").mkdir()
    for other in ("notes.txt", "notes.pdf"):
        (tmp_path / other).write_text("words", "utf-8")
    before = {one: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()}

    done = once(path, "--out", str(out), "--data", str(POCKET))

    assert 2 == done.returncode
    assert said in " ".join(done.stderr.split())
    assert before == {one: one.read_bytes() for one in before}


def test_a_misspelt_notebook_is_refused_with_the_near_one(tmp_path):
    """The message names what stands there."""
    nbformat.write(notebook(STATES), tmp_path / "02-by-state.ipynb")

    done = once(tmp_path / "02-by-sate.ipynb")

    assert 2 == done.returncode
    assert "Did you mean '02-by-state.ipynb'?" in done.stderr


def test_without_the_library_that_notices_saves_it_says_how_to_get_it(tmp_path):
    """Whoever has not installed it is told what to install, and what works without."""
    nbformat.write(notebook(STATES), tmp_path / "01-one.ipynb")
    absent = f"import sys; sys.modules['watchfiles'] = None; {COMMAND}"

    done = subprocess.run(
        [
            sys.executable,
            "-c",
            absent,
            "chapter",
            "preview",
            str(tmp_path / "01-one.ipynb"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert 2 == done.returncode
    assert "python deploy/set_up.py lab" in done.stderr
    assert "--once" in done.stderr
