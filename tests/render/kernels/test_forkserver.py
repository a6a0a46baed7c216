"""Forked kernels: fresh for each notebook, though from one process."""

import os
import subprocess
import sys

import nbformat
import pytest

from briefing.render.errors import ChapterError
from briefing.render.execute import run_chapter, run_chapters
from helpers.kernels import outputs, printed, written
from helpers.paths import TEST_DATA

pytestmark = pytest.mark.slow
DATA = TEST_DATA / "pocket"

DISTURB = """
import os, random, sys, threading, time, warnings
import matplotlib, numpy, pandas
import briefing, briefing.exhibits.style
matplotlib.rcParams["svg.fonttype"] = "path"
matplotlib.rcParams["font.size"] = 99
pandas.options.display.max_rows = 1
os.environ["LEFT_BEHIND"] = "yes"
os.chdir("/")
briefing.load = lambda *_: "mine"
briefing.exhibits.style.INK = "#ff0000"
sys.path.insert(0, "/nowhere")
warnings.simplefilter("error")
numpy.random.seed(1); random.seed(1)
threading.Thread(target=time.sleep, args=(60,)).start()
kept = open(os.devnull)
"""
LOOK = """
import os, sys, threading, warnings
import matplotlib, pandas
import briefing, briefing.exhibits.style
print([
    matplotlib.rcParams["svg.fonttype"], matplotlib.rcParams["font.size"],
    pandas.options.display.max_rows, os.environ.get("LEFT_BEHIND"), os.getcwd(),
    callable(briefing.load) and briefing.load.__module__, briefing.exhibits.style.INK,
    "/nowhere" in sys.path, len(warnings.filters),
    sorted(t.name for t in threading.enumerate() if "-" not in t.name),
])
"""
CHART = """
import matplotlib.pyplot as plt
plt.plot([1, 2, 3])
plt.title("What is drawn")
"""
COUNT = """
from briefing import Selection, load, select, incidents_by_year
print(incidents_by_year(select(load(data), Selection(data=data))).frame.to_string())
"""


@pytest.mark.smoke
def test_a_notebook_does_not_alter_the_next(tmp_path):
    """Whatever a notebook changes, starts or opens is unknown to the one after it."""
    before, disturbing, after = (
        written(tmp_path, name, source)
        for name, source in (("1", LOOK), ("2", DISTURB), ("3", LOOK))
    )

    seen = run_chapters([before, disturbing, after], {}, workers=1)

    assert printed(seen[0]) == printed(seen[2]) != ""


def test_random_numbers_are_not_those_of_another_kernel(tmp_path):
    """Two kernels forked from one process do not throw the same dice."""
    source = "import random, numpy; print(random.random(), numpy.random.random())"
    path = written(tmp_path, "dice", source)

    first, second = (printed(run_chapter(path, {})) for _ in range(2))

    assert not set(first.split()) & set(second.split())


@pytest.mark.parametrize("source", [LOOK, CHART, COUNT, "1", "print('é')"])
def test_an_ordinary_kernel_gives_the_same(tmp_path, monkeypatch, source):
    """Where no process can be forked, the executed notebook is the same."""
    path = written(tmp_path, "same", f"data = {str(DATA)!r}", source)
    forked = run_chapter(path, {})
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "local-provisioner")

    ordinary = run_chapter(path, {})

    assert outputs(ordinary) == outputs(forked)


def test_the_order_of_results_does_not_depend_on_timing(tmp_path):
    """One worker and four give the same notebooks in the same order."""
    sleep = "import time; time.sleep({})"
    paths = [
        written(tmp_path, str(n), sleep.format(0.4 - n / 10), f"print({n})")
        for n in range(4)
    ]

    serial, parallel = (run_chapters(paths, {}, workers=n) for n in (1, 4))

    assert list(map(outputs, serial)) == list(map(outputs, parallel))


@pytest.mark.smoke
def test_of_several_failures_the_first_in_order_is_told(tmp_path):
    """A later chapter that fails sooner does not take the place of an earlier one."""
    paths = [
        written(tmp_path, "1-slow", "import time; time.sleep(1); 1 / 0"),
        written(tmp_path, "2-quick", "raise KeyError('quick')"),
        written(tmp_path, "3-never", "import time; time.sleep(60)"),
    ]

    with pytest.raises(ChapterError) as failed:
        run_chapters(paths, {}, workers=3)

    assert "1-slow" == failed.value.chapter


@pytest.mark.smoke
def test_whoever_asks_hears_what_began_and_what_arrived(tmp_path):
    """Each chapter is told twice: as it begins, and with its notebook and its
    seconds.
    """
    paths = [written(tmp_path, name, "1") for name in ("a", "b")]
    heard = []

    run_chapters(
        paths,
        {},
        workers=1,
        began=lambda path: heard.append(("began", path.stem)),
        arrived=lambda path, notebook, seconds: heard.append(
            ("arrived", path.stem, len(notebook.cells), seconds > 0)
        ),
    )

    told = [(f"{what}", name, *rest) for what, name, *rest in heard]
    assert sorted(
        [
            *[("began", name) for name in "ab"],
            *[("arrived", name, 3, True) for name in "ab"],
        ]
    ) == sorted(told)


def test_the_folder_of_the_run_stays_what_it_was(tmp_path):
    """A chapter works in its own folder; the process that runs it does not go there."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    path = written(folder, "where", "import os; print(os.getcwd())")
    before = os.getcwd()  # noqa: PTH109  # what the test is about

    executed = run_chapters([path], {})[0]

    assert (str(folder), before) == (printed(executed), os.getcwd())  # noqa: PTH109


def test_papermill_runs_it_by_name(tmp_path):
    """`papermill --engine briefing` executes a notebook in a forked kernel."""
    source = "import sys; print(n, 'matplotlib.pyplot' in sys.modules)"
    path, out = written(tmp_path, "in", source), tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", "--engine", "briefing"]
    command += ["--kernel", "python3", "--language", "python", "-p", "n", "7"]

    subprocess.run([*command, str(path), str(out)], check=True, capture_output=True)

    assert "7 True" == printed(nbformat.read(out, as_version=4))


def test_many_kernels_leave_nothing(root):
    """The benchmark that looks for what kernels leave finds nothing after some of
    them.
    """
    command = [sys.executable, "benchmarks/warm_kernels.py", "--runs", "8"]

    done = subprocess.run(command, cwd=root, capture_output=True, text=True)

    assert (0, "") == (done.returncode, done.stderr)
