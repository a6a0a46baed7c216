"""The quick run and the rest: together they are all tests, and each layer is in the
quick run.
"""

import re
import tomllib

import pytest

from helpers import programs
from helpers.parts import LONG
from helpers.paths import ROOT

pytest_plugins = ["pytester"]

MARKED = """
import pytest

def test_plain(): pass

@pytest.mark.slow
def test_slow(): pass

@pytest.mark.faults
@pytest.mark.parametrize("n", [pytest.param(0, marks=pytest.mark.smoke), 1])
def test_killed(n): pass
"""
# A test that carries `smoke`, of each layer that the quick run would leave out.
LAYERS = {
    "command": "e2e/test_curators_day.py",
    "kernel": "notebooks/test_notebooks.py",
    "PDF": "render/test_exporter.py",
    "briefing": "e2e/test_states.py",
    "batch": "publish/batch/test_batch.py",
    "cluster": "publish/batch/test_cluster.py",
    "curator": "docs/test_tutorials.py",
    "preview": "lab/test_preview.py",
    "form": "lab/test_form.py",
    "cache": "publish/test_cache.py",
    "killed runs": "faults/test_killed.py",
    "power cuts": "faults/test_power.py",
    "killed kernels": "render/kernels/test_ends.py",
}


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("quick", ["test_killed[0]", "test_plain"]),
        ("rest", ["test_killed[1]", "test_slow"]),
    ],
)
def test_a_part_holds_what_the_other_does_not(pytester, part, expected):
    """What takes long is left out of the quick run, and what is a smoke test is not."""
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text("utf-8"))
    pytester.makepyfile(MARKED)
    pytester.makeini("[pytest]\npythonpath = " + str(ROOT / "tests"))
    words = ("--part", part, "--collect-only", "-q", "-W", "ignore")
    said = pytester.runpytest_subprocess(*words).outlines

    assert expected == sorted(
        line.partition("::")[2] for line in said if "::test_" in line
    )


def test_every_mark_that_leaves_a_test_out_is_known():
    """A mark that is misspelt in one place would silently leave nothing out."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    marks = tomllib.loads(text)["tool"]["pytest"]["ini_options"]["markers"]

    assert {*LONG, "smoke"} == {mark.partition(":")[0] for mark in marks}


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_has_a_test_in_the_quick_run(layer):
    """The quick run sees at least once what only long tests see."""
    text = (ROOT / "tests" / LAYERS[layer]).read_text("utf-8")

    assert re.search(r"mark\.smoke\b|\bnumbers\(", text)


def test_a_program_that_is_missing_is_told_with_its_package(monkeypatch):
    """Whoever reads why a test skipped knows what to install."""
    monkeypatch.setattr("shutil.which", lambda _: None)

    with pytest.raises(
        pytest.skip.Exception, match=r"pdftotext; .*: apt install poppler-utils$"
    ):
        programs.need("pdftotext")


def test_ci_installs_what_the_tests_need():
    """In CI nothing may skip, so each package that brings a program is installed."""
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    everywhere = {"git", "mount", "util-linux"}

    assert set() == {*programs.PACKAGES.values()} - everywhere - {*script.split()}
