"""Streams that are full, closed or read no further, and limits of the system: a
sentence at most, the truth about what was published, and the right exit code.
"""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.cli import limits
from briefing.errors import OutOfMeans
from helpers.paths import POCKET, ROOT
from helpers.project import Project

FULL = Path("/dev/full")
BRIEFING = f"{shlex.quote(sys.executable)} -m briefing"
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full, of Linux")


def shell(line, cwd=ROOT, **environment):
    """Run a line of a shell in which `briefing` is the command."""
    return subprocess.run(
        ["bash", "-c", f'set -o pipefail; briefing() {{ {BRIEFING} "$@"; }}; {line}'],
        cwd=cwd,
        env=os.environ | {"BRIEFING_DATA": str(POCKET)} | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )


def no_traceback(said):
    """Tell that nobody sees our insides."""
    return "Traceback" not in said and "Exception ignored" not in said


@pytest.mark.parametrize(
    "words",
    [
        "data codes states",
        "profile list",
        "edition list --json --out reports",
        "explain busy",
        "--help",
        "--version",
        "chapter lint notebooks --json",
        "source export --format csl",
    ],
)
def test_a_list_that_is_not_whole_has_failed(words):
    """A full disk under the list: one sentence, exit code 1; buffered or not."""
    for buffered in ("", "1"):
        done = shell(f"briefing {words} >/dev/full", PYTHONUNBUFFERED=buffered)

        assert 1 == done.returncode
        assert "No space left on device" in done.stderr.splitlines()[-1]
        assert no_traceback(done.stderr)


@pytest.mark.parametrize("buffered", ["", "1"])
def test_what_is_printed_stands_before_what_is_said_of_it(tmp_path, buffered):
    """Read by another program, both streams come in the order of a terminal."""
    project = Project(tmp_path / "project")
    line = 'briefing chapter new "How long were people held?" --name held 2>&1'
    done = shell(line, cwd=project.root, PYTHONUNBUFFERED=buffered)
    first, second, *_ = done.stdout.splitlines()

    assert "notebooks/04-held.ipynb" == first
    assert second.startswith("It begins with incidents_by_type.")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("profile list", 0),
        ("explain", 0),
        ("data codes nonsense", 2),
        ("chapter lint notebooks --json", 0),
    ],
)
@pytest.mark.parametrize(
    "streams",
    ["| true", "2>&1 | head -1", ">&-", "2>&-", ">&- 2>&- <&-", "2>/dev/full"],
)
def test_who_reads_no_further_changes_no_exit_code(words, code, streams):
    """A reader that had enough, or a stream that was closed from the beginning."""
    done = shell(f"briefing {words} {streams}")

    assert code == done.returncode, done.stderr
    assert no_traceback(done.stderr + done.stdout)


def test_findings_count_though_nobody_reads_them(pocket):
    """`check | head -1` says with its exit code what `check` says."""
    (pocket / "more.csv").write_text("a\n")

    assert 1 == shell("briefing check | true", BRIEFING_DATA=str(pocket)).returncode
    assert 1 == shell("briefing check >/dev/full", BRIEFING_DATA=str(pocket)).returncode


def test_what_was_written_stands_though_its_name_cannot_be_printed(tmp_path):
    """An export and a workbook under a full standard output: exit code 0, and where."""
    for words, made in (
        (f"data export --out {tmp_path / 'csv'} --format csv", tmp_path / "csv"),
        (f"data workbook write --out {tmp_path / 'data.xlsx'}", tmp_path / "data.xlsx"),
    ):
        done = shell(f"briefing {words} >/dev/full")

        assert (0, True) == (done.returncode, made.exists())
        assert f"Made and in place: {made}." in done.stderr


@pytest.fixture
def project(tmp_path):
    """A project of one quick chapter."""
    made = Project(tmp_path / "project")
    for name in ("02-rights", "03-types"):
        made.write(name, "None")
    return made


@pytest.mark.slow
@pytest.mark.parametrize(
    "streams",
    [">/dev/full", ">&-", "2>&-", ">&- 2>&- <&-", "2>&1 | true", ">&- 2>/dev/full"],
)
def test_an_edition_is_published_and_the_exit_code_says_so(project, streams):
    """Kernels start, the edition stands, the record agrees, and so does the code."""
    done = shell(f"briefing render {streams}", project.root, **project.environment)
    record = json.loads((project.out / "runs/all-states/run.json").read_bytes())

    assert (0, "published") == (done.returncode, record["outcome"]), done.stderr
    assert (project.out / "all-states-2026.1" / "manifest.json").is_file()
    assert no_traceback(done.stderr)
    if streams == ">/dev/full":
        (pdf,) = (project.out / "all-states-2026.1").glob("*.pdf")
        assert f"reports/all-states-2026.1/{pdf.name}" in done.stderr.splitlines()[-1]


@pytest.mark.slow
def test_a_failed_chapter_stays_failed_under_a_full_stream(project):
    """What could not be printed makes nothing better."""
    project.write("02-rights", "1 / 0")
    done = shell("briefing render >/dev/full", project.root, **project.environment)

    assert 1 == done.returncode
    assert "02-rights, cell 4: ZeroDivisionError" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("limit", ["-n 24", "-n 40", "-n 100"])
def test_a_limit_is_a_sentence_and_nothing_is_half_published(project, limit):
    """Too few open files: exit code 1, a sentence, and nothing half made."""
    own = project.environment
    done = shell(f"ulimit {limit}; briefing render --no-cache", project.root, **own)
    said = [line for line in done.stderr.splitlines() if line[:2] not in ("1/", "2/")]

    assert 1 == done.returncode, done.stderr
    assert no_traceback(done.stderr), done.stderr
    assert "othing was published" in done.stderr, done.stderr
    assert len(said) <= 4, said
    assert [] == [*project.out.glob("all-states*"), *project.out.glob(".edition-*")]


@pytest.mark.parametrize(
    ("error", "known"),
    [
        (OSError(24, "Too many open files"), True),
        (MemoryError(), True),
        (RuntimeError("can't start new thread"), True),
        (ImportError("x.so: failed to map segment from shared object"), True),
        (OutOfMeans("No kernel could be started (OSError: Too many open files)"), True),
        (OSError(2, "No such file or directory"), False),
        (RuntimeError("a mistake of ours"), False),
    ],
)
def test_only_limits_are_taken_for_limits(error, known):
    """A mistake of ours keeps its traceback."""
    assert known == (limits.limit(error) is not None)
