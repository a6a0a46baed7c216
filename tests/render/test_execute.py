"""Running a chapter: its outputs, its failures, and kernels that do not start."""

from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from briefing.render.errors import ChapterError
from briefing.render.execute import run_chapter
from briefing.render.kernels.client import ChapterClient, KernelNotStarted

pytestmark = pytest.mark.slow


@pytest.fixture
def notebook(tmp_path):
    """Write a notebook with a parameters cell and one more cell."""

    def write(source: str) -> Path:
        cells = [
            v4.new_markdown_cell("# What is one?"),
            v4.new_code_cell("n = 1", metadata={"tags": ["parameters"]}),
            v4.new_code_cell(source),
        ]
        path = tmp_path / "07-one.ipynb"
        nbformat.write(v4.new_notebook(cells=cells), path)
        return path

    return write


@pytest.mark.smoke
def test_parameters_reach_the_cells(notebook, tmp_path):
    """A parameter takes the place of its default."""
    executed = run_chapter(notebook("print(n)"), {"n": 5}, tmp_path)

    assert "5\n" == executed.cells[-1].outputs[0].text


def test_a_chapter_runs_in_the_folder_it_is_told(notebook, tmp_path):
    """The working folder is the one asked for."""
    source = "from pathlib import Path; print(Path.cwd())"

    executed = run_chapter(notebook(source), {}, tmp_path)

    assert str(tmp_path) == executed.cells[-1].outputs[0].text.strip()


@pytest.mark.smoke
def test_no_path_of_this_machine_stays_in_the_notebook(notebook, tmp_path):
    """A briefing does not tell where it was made."""
    executed = run_chapter(notebook("n"), {}, tmp_path)

    assert str(tmp_path) not in nbformat.writes(executed)


def test_a_kernel_starts_where_none_is_installed(notebook, tmp_path, monkeypatch):
    """The kernel is the running interpreter, installed as a kernel or not."""
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "nowhere"))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")

    executed = run_chapter(notebook("print('up')"), {}, tmp_path)

    assert "up\n" == executed.cells[-1].outputs[0].text


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        (
            "import os; os._exit(3)",
            "KernelDied: its process ended with exit code 3",
        ),
    ],
)
def test_a_failing_cell_is_named_with_its_reason(notebook, tmp_path, source, reason):
    """A failure names the chapter, the cell as its author counts, and why."""
    with pytest.raises(ChapterError) as failed:
        run_chapter(notebook(source), {"n": 2}, tmp_path)

    assert ("07-one", 3, reason) == (
        failed.value.chapter,
        failed.value.cell,
        failed.value.reason,
    )


@pytest.mark.smoke
def test_the_notebook_of_a_failure_is_kept(notebook, tmp_path):
    """The notebook as it stood comes with the failure, its error in its cell."""
    with pytest.raises(ChapterError) as failed:
        run_chapter(notebook("1 / 0"), {}, tmp_path)

    kinds = [out.output_type for out in failed.value.notebook.cells[-1].outputs]
    assert ["error"] == kinds


def test_a_kernel_that_does_not_start_is_tried_again(notebook, tmp_path, monkeypatch):
    """A start that fails is no failure of the chapter, as long as one start
    succeeds.
    """
    start, tries = ChapterClient.attempt_start, []

    async def stumble(client):
        tries.append(client)
        if len(tries) < 3:
            raise TimeoutError
        await start(client)

    monkeypatch.setattr(ChapterClient, "attempt_start", stumble)
    run_chapter(notebook("n"), {}, tmp_path)

    assert 3 == len(tries)


def test_a_kernel_that_never_starts_is_given_up(notebook, tmp_path, monkeypatch):
    """After three starts the fault is the machine's, and is said as it is."""

    async def stumble(client):
        raise TimeoutError

    monkeypatch.setattr(ChapterClient, "attempt_start", stumble)

    with pytest.raises(KernelNotStarted, match="3 attempts"):
        run_chapter(notebook("n"), {}, tmp_path)


@pytest.mark.smoke
def test_nothing_is_written_to_the_terminal(notebook, tmp_path, capfd):
    """Neither papermill nor the kernel writes to the terminal of the caller."""
    run_chapter(notebook("n"), {}, tmp_path)

    assert ("", "") == capfd.readouterr()
