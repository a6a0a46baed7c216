"""Programs that set a briefing and do not end: the run ends them, however it ends
itself.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress

import psutil
import pytest

from briefing.cli.render import failed
from briefing.publish.models import RunResult
from briefing.render import pandoc, pdf
from briefing.render.cancellation import CancelToken
from briefing.render.errors import ExecutionStopped
from briefing.render.html import to_html
from briefing.render.pdf import to_pdf
from briefing.render.subprocesses import run_program
from helpers.kernels import MARK
from helpers.pdf import sample
from helpers.project import Project

# Typst stops a loop of its own that has no end, so this one has an end, in a year.
FOR_EVER = "#for a in range(1000000) { for b in range(1000000) { } }\n"
COMMAND = """
import sys
from pathlib import Path
from briefing.cli.main import main
from briefing.render import pdf
pdf.TEMPLATES = Path(sys.argv.pop(1))
sys.exit(main())
"""

LAUNCHED = """
import os, runpy, sys
import typst
os.name = "nt"
runpy.run_path(sys.argv[1], run_name="__main__")
"""


@pytest.fixture
def endless(tmp_path):
    """Templates that Typst does not come to the end of."""
    folder = shutil.copytree(pdf.TEMPLATES, tmp_path / "templates")
    with (folder / "style.typ").open("a", encoding="utf-8") as file:
        file.write(FOR_EVER)
    return folder


@pytest.fixture
def project(tmp_path):
    """A project in which an edition was published."""
    made = Project(tmp_path)
    made.environment[MARK] = str(tmp_path)
    assert 0 == made.run().returncode
    (tmp_path / "METHOD.md").write_text("# Method\n\nCounted anew.\n", "utf-8")
    return made


def at_work(project):
    """List what the runs of a project have started and what still lives."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            mine = process.environ().get(MARK) == project.environment[MARK]
            if mine and process.status() != psutil.STATUS_ZOMBIE:
                found.append(" ".join(process.cmdline()))
    return found


def until(wanted, project):
    """Wait until what is at work is as it is *wanted*."""
    end = time.monotonic() + 60
    while not wanted(at_work(project)) and time.monotonic() < end:
        time.sleep(0.05)
    return at_work(project)


def typesetting(processes):
    """Tell whether Typst is at work."""
    return any("typst_worker.py" in line for line in processes)


def start(project, endless, *options):
    """Start the command with a typesetter that does not come to an end."""
    words = [sys.executable, "-c", COMMAND, str(endless), "render", *options]
    return subprocess.Popen(
        [*words, "--data", str(project.data)],
        cwd=project.root,
        env=os.environ | project.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_typst_is_ended_with_the_run(monkeypatch, endless):
    """A document that takes for ever fails, and its process is gone."""
    monkeypatch.setattr(pdf, "TEMPLATES", endless)
    with pytest.raises(ExecutionStopped) as stopped:
        to_pdf(sample(), CancelToken(time.monotonic() + 1))

    assert "RunDeadline" == stopped.value.name
    assert "Typst was not ready" in str(stopped.value)
    assert not typesetting(
        " ".join(one.cmdline()) for one in psutil.Process().children(recursive=True)
    )


@pytest.mark.parametrize("form", [to_pdf, to_html])
def test_pandoc_is_ended_with_the_run(monkeypatch, tmp_path, form):
    """A filter that loops fails like a document that takes for ever."""
    folder = shutil.copytree(pandoc.FILTERS, tmp_path / "filters")
    for name in ("typst", "html"):
        (folder / f"{name}.lua").write_text("while true do end\n", "utf-8")
    monkeypatch.setattr(pandoc, "FILTERS", folder)

    with pytest.raises(ExecutionStopped, match="pandoc was not ready"):
        form(sample(), CancelToken(time.monotonic() + 1))


def test_nothing_is_started_when_the_time_is_over(tmp_path):
    """What is left of a run that is over is nothing."""
    file = tmp_path / "made"
    with pytest.raises(ExecutionStopped, match="RunDeadline"):
        run_program("touch", ["touch", str(file)], b"", CancelToken(time.monotonic()))

    assert not file.exists()


def test_a_program_that_the_system_kills_is_said():
    """It is no mistake of ours: a machine without memory kills what is largest."""
    with pytest.raises(ExecutionStopped, match="ToolDied: sh was killed by SIGKILL"):
        run_program("sh", ["sh", "-c", "kill -9 $$"], b"", CancelToken())


def test_whoever_reads_that_a_program_was_killed_is_sent_to_the_page_on_it(capsys):
    """It is no finding of private things, though no chapter failed either."""
    failed(RunResult("x", "failed", reason="ToolDied: Typst was killed"))

    assert "memory" in (said := capsys.readouterr().err)
    assert said.endswith("More: briefing explain chapter-failed\n")


def test_typst_works_where_a_launcher_stands_between_it_and_the_run(tmp_path):
    """On Windows, where it has another parent than the run from the beginning."""
    main = tmp_path / "main.typ"
    main.write_text("#set document(title: [A])\n= A\n", "utf-8")
    order = {"main": str(main), "fonts": [], "standards": [["1.7"]], "timestamp": 0}
    given = json.dumps(order | {"parent": 0}).encode()
    command = [sys.executable, "-c", LAUNCHED, str(pdf.COMPILER)]

    assert b"%PDF" in run_program("Typst", command, given, CancelToken())[1]


@pytest.mark.slow
def test_a_run_that_takes_too_long_to_typeset_fails_and_harms_nothing(project, endless):
    """The outcome is a sentence; what was published stands, and nothing goes on."""
    before = project.editions()
    process = start(project, endless, "--deadline", "6s")
    _, said = process.communicate(timeout=120)

    assert (1, before) == (process.returncode, project.editions())
    assert "RunDeadline: the time for the whole run is over, and Typst" in said
    assert "More: briefing explain chapter-failed" in said
    assert [] == until(lambda left: not left, project)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_typst_does_not_outlive_a_run_that_is_stopped(project, endless, number):
    """Whoever ends the run ends its typesetter, at once where the run can still act."""
    process = start(project, endless)
    assert typesetting(until(typesetting, project))
    process.send_signal(number)
    process.communicate(timeout=20)

    assert [] == until(lambda left: not left, project)
