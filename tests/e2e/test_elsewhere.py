"""Systems that are not Linux: nothing needs a fork, and no path bears their marks.

`tests/helpers/elsewhere` hides from the command and from its kernels what Windows
lacks, and writes relative paths with backslashes.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from helpers.paths import POCKET, ROOT
from helpers.project import Project

ELSEWHERE = ROOT / "tests" / "helpers" / "elsewhere"
PROBE = """import os, signal, socket, multiprocessing
for name in ("fcntl", "pwd", "resource"):
    try:
        exec(f"import {name}")
    except ModuleNotFoundError:
        pass
    else:
        raise AssertionError(name)
assert not hasattr(os, "fork") and not hasattr(os, "getuid")
assert not hasattr(signal, "SIGKILL") and not hasattr(socket, "AF_UNIX")
assert ["spawn"] == multiprocessing.get_all_start_methods()"""


def briefing(*words, cwd=ROOT, elsewhere=True, **environment):
    """Run the plain form of the command, on the other system or on this one."""
    there = {"PYTHONPATH": str(ELSEWHERE)} if elsewhere else {}
    return subprocess.run(
        [sys.executable, "-m", "briefing", *map(str, words)],
        cwd=cwd,
        env=os.environ | there | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )


def files_in(folder):
    """Every file with its bytes, by its name."""
    return {
        os.path.relpath(path, folder): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def project(tmp_path):
    """Three chapters and a fourth that looks for what is hidden."""
    return Project(tmp_path / "project")


def test_every_module_can_be_imported():
    """None of ours needs at its import what is not there."""
    code = """import pkgutil, importlib, briefing
for module in pkgutil.walk_packages(briefing.__path__, "briefing."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
        print(module.name)
"""
    words = [sys.executable, "-c", code]
    env = os.environ | {"PYTHONPATH": str(ELSEWHERE)}
    done = subprocess.run(
        words, env=env, cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    found = done.stdout.split()

    assert 0 == done.returncode, done.stderr
    assert {
        "briefing.publish.store",
        "briefing.render.kernels.forkserver",
        "briefing.cli.main",
    } <= {*found}


@pytest.mark.slow
def test_the_pocket_briefing_is_the_same_to_the_byte(tmp_path):
    """With kernels as Jupyter starts them, and with paths as Windows writes them."""
    there, here = tmp_path / "there", tmp_path / "here"
    words = ("render", "brief", "--data", POCKET, "--no-cache", "--out")
    runs = [briefing(*words, there), briefing(*words, here, elsewhere=False)]
    made = [
        {
            name: content
            for name, content in files_in(out).items()
            if not name.startswith(("runs", ".locks"))
        }
        for out in (there, here)
    ]

    assert [0, 0] == [done.returncode for done in runs], runs[0].stderr
    assert made[0] == made[1]
    assert {".pdf", ".html", ".xlsx", ".json", ".csv"} == {
        Path(name).suffix for name in made[0]
    }
    assert [] == [name for name in files_in(there) if "\\" in name]


@pytest.mark.slow
def test_chapters_run_in_ordinary_kernels_and_come_back_from_the_cache(project):
    """What is hidden is hidden in a kernel, too; cache, record, lock and list work
    with a folder of editions that is named relative to where one stands.
    """
    project.write("03-types", PROBE, "table(incidents_by_type(chosen))")
    own = project.environment
    words = ("render", "--data", POCKET, "--out", Path("out") / "here")
    first = briefing(*words, cwd=project.root, **own)
    assert 0 == first.returncode, first.stderr
    second = briefing(*words, cwd=project.root, **own)
    look = briefing("edition", "list", "--out", "out/here", cwd=project.root, **own)
    out = project.root / "out" / "here"
    record = json.loads((out / "runs" / "all-states" / "run.json").read_bytes())
    manifest = (out / "all-states-2026.1" / "manifest.json").read_text("utf-8")

    assert (0, 0) == (second.returncode, look.returncode), second.stderr + look.stderr
    assert "3 of 3 chapters from the cache" in second.stderr
    assert "no change" == record["outcome"]
    assert "\\" not in manifest.replace("\\n", "").replace('\\"', "")
    assert [] == [name for name in files_in(project.root) if "\\" in name]


@pytest.mark.slow
def test_a_chapter_that_fails_is_kept_and_named(project):
    """The notebook with the error stands where the sentence says."""
    project.write("02-rights", "1 / 0")
    words = ("render", "--data", POCKET, "--out", project.out)
    done = briefing(*words, cwd=project.root, **project.environment)
    kept = project.out / "failed" / "all-states-2026.1" / "02-rights.ipynb"

    assert 1 == done.returncode, done.stderr
    assert "02-rights, cell 4: ZeroDivisionError" in done.stderr
    assert str(kept) in done.stderr
    assert nbformat.read(kept, as_version=4).cells


@pytest.mark.slow
def test_a_batch_makes_its_briefings_in_processes_that_start_afresh(project):
    """Two at once, each in a process that imports everything anew."""
    words = ("batch", "regional", "--each-state", "--workers", "2", "--data", POCKET)
    done = briefing(*words, "--quiet", cwd=project.root, **project.environment)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    report = json.loads((project.out / "runs" / "batch.json").read_bytes())

    assert 0 == done.returncode, done.stdout + done.stderr
    assert {"published"} == {row[1] for row in rows[1:]}
    assert [] == [name for name in files_in(project.root) if "\\" in name]
    assert "reports/xev-2026.1/sco-briefing-xev-2026.1.pdf" in {
        row["pdf"] for row in report["rows"]
    }


def test_commands_about_the_data_write_the_same_files(tmp_path):
    """Exports, the workbook and the codebook: the same names and the same bytes."""
    made = []
    for elsewhere in (True, False):
        out = tmp_path / str(elsewhere)
        out.mkdir()
        for words in (
            ("data", "export", "--out", out / "csv", "--format", "csv"),
            (
                "data",
                "export",
                "--out",
                out / "zip",
                "--format",
                "zip",
                "--names",
                "withheld",
            ),
            ("source", "export", "--format", "bibtex", "--out", out / "sources.bib"),
            ("check",),
            ("data", "codes", "states"),
        ):
            done = briefing(*words, "--data", POCKET, elsewhere=elsewhere)
            assert 0 == done.returncode, done.stderr
        made.append(files_in(out))

    assert made[0] == made[1]
    assert [] == [name for name in made[0] if "\\" in name]
