"""Git sees of a notebook what a person changed, and nothing else."""

import shutil
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_output

from briefing.cli.main import main
from briefing.lab.jupyterlab import NoLab, configure_git
from helpers.paths import ROOT

NAME = "notebooks/02-by-state.ipynb"
# What JupyterLab writes about the kernel when it saves a notebook.
SAVED = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": sys.version.split()[0],
}


def git(folder, *words):
    """Run git as a person without settings of their own."""
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    run = subprocess.run(
        ["git", *who, *words], cwd=folder, capture_output=True, text=True, check=False
    )
    return run.stdout + run.stderr


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A repository with one of our notebooks, and one of somebody else's."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    for name in (NAME, "tests/data/foreign/tall_frame.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "A")
    return tmp_path


def saved(path, **changes):
    """Save a notebook as JupyterLab does after it ran: outputs, counts and the
    kernel.
    """
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.language_info = SAVED
    for number, cell in enumerate(notebook.cells, 1):
        cell.source = changes.get(cell.id.replace("-", "_"), cell.source)
        if cell.cell_type == "code":
            cell.execution_count = number
            cell.outputs = [new_output("stream", text="printed")]
            cell.metadata["scrolled"] = True
    nbformat.write(notebook, path)


def test_a_run_is_no_change(clone):
    """Outputs, counts and the version of the kernel leave no difference."""
    configure_git(clone)
    saved(clone / NAME)

    assert "" == git(clone, "diff", "--no-ext-diff")


def test_a_commit_holds_no_outputs(clone):
    """What is committed is the notebook as it is in our repository, with its cell
    ids.
    """
    configure_git(clone)
    saved(clone / NAME, states_05="say(incidents_by_requesting_state(chosen))")
    git(clone, "commit", "-qam", "B")
    held = nbformat.reads(git(clone, "show", f"HEAD:{NAME}"), as_version=4)
    before = nbformat.read(ROOT / NAME, as_version=4)

    assert [one.id for one in before.cells] == [one.id for one in held.cells]
    assert [] == [one for one in held.cells if one.get("outputs")]


def test_a_diff_shows_cells(clone):
    """A changed cell is shown as its words, not as JSON."""
    configure_git(clone)
    saved(clone / NAME, states_08="table(incidents_by_requesting_state(chosen))")
    said = git(clone, "diff")

    assert "+  table(incidents_by_requesting_state(chosen))" in said
    assert "execution_count" not in said


@pytest.mark.slow
def test_two_people_may_change_two_cells(clone):
    """Branches that changed different cells of a notebook merge by themselves."""
    configure_git(clone)
    git(clone, "switch", "-qc", "other")
    saved(clone / NAME, states_05="other")
    git(clone, "commit", "-qam", "B")
    git(clone, "switch", "-q", "main")
    saved(clone / NAME, states_06="mine")
    git(clone, "commit", "-qam", "C")
    said = git(clone, "merge", "-q", "--no-edit", "other")
    merged = nbformat.read(clone / NAME, as_version=4)
    sources = {cell.id: cell.source for cell in merged.cells}

    assert ("other", "mine") == (sources["states-05"], sources["states-06"]), said


def test_other_peoples_notebooks_keep_their_outputs(clone):
    """Only our own notebooks are stripped."""
    configure_git(clone)
    path = clone / "tests" / "data" / "foreign" / "tall_frame.ipynb"
    path.write_text(path.read_text("utf-8").replace('"cells"', ' "cells"'), "utf-8")
    git(clone, "commit", "-qam", "B")

    assert '"outputs": [' in git(
        clone, "show", "HEAD:tests/data/foreign/tall_frame.ipynb"
    )


def test_a_folder_without_a_repository_needs_nothing(tmp_path, monkeypatch):
    """Somebody who unpacked an archive can work all the same."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    assert not configure_git(tmp_path)


@pytest.mark.parametrize("name", ["nbstripout", "nbdime"])
def test_git_is_told_of_no_program_that_is_not_there(clone, monkeypatch, name):
    """Every `git diff` would end in an error; the message says what to install."""
    monkeypatch.setitem(sys.modules, name, None)

    with pytest.raises(NoLab, match=f"has no {name}, .*set_up.py lab"):
        configure_git(clone)

    assert "" == git(clone, "config", "--get-regexp", "nbstripout|jupyternotebook")


def test_one_command_sets_it_up(clone, monkeypatch, capsys):
    """`briefing lab --setup` configures the clone and opens nothing."""
    (clone / "notebooks" / "profiles").mkdir()
    shutil.copy(ROOT / "notebooks/profiles/brief.toml", clone / "notebooks/profiles")
    monkeypatch.chdir(clone)
    code = main(["lab", "--setup"])

    assert (0, "") == (code, capsys.readouterr().out)
    assert "nbstripout" in git(clone, "config", "filter.nbstripout.clean")
