"""An edition is the same for everybody: no dotfile and no shell has a say in it."""

import os
from pathlib import Path

import pytest

from briefing.render.execute import run_chapter
from helpers.kernels import printed, written
from helpers.project import Project

pytestmark = pytest.mark.slow

RED = "savefig.facecolor: red\nhatch.color: red\n"
PATCH = """
import matplotlib
matplotlib.rcParams["savefig.facecolor"] = "red"
import briefing
briefing.incidents_by_executing_state = lambda chosen: 1 / 0
"""


def somebody(home: Path) -> dict[str, str]:
    """Somebody who has set everything that can be set, and says so to their shell."""
    startup = home / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00-first.py").write_text(PATCH, "utf-8")
    config = "c.InteractiveShellApp.exec_lines = ['1 / 0']\n"
    (startup.parent / "ipython_kernel_config.py").write_text(config, "utf-8")
    rc = home / ".config" / "matplotlib" / "matplotlibrc"
    rc.parent.mkdir(parents=True)
    rc.write_text(RED, "utf-8")
    (home / "first.py").write_text(PATCH, "utf-8")
    pandoc = home / ".local" / "share" / "pandoc"
    pandoc.mkdir(parents=True)
    (pandoc / "init.lua").write_text("error('read')\n", "utf-8")
    other = home / "bin" / "pandoc"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\necho pandoc 99.0\n", "utf-8")
    other.chmod(0o755)
    return {
        "HOME": str(home),
        "PATH": f"{other.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONSTARTUP": str(home / "first.py"),
        "TZ": "Asia/Bishkek",
        "LC_ALL": "de_DE.ISO-8859-1",
        "PYTHONHASHSEED": "7",
        "MPLBACKEND": "agg",
    }


@pytest.mark.parametrize(
    "kernel",
    [
        pytest.param({}, id="forked"),
        pytest.param(
            {"JUPYTER_DEFAULT_PROVISIONER_NAME": "local-provisioner"}, id="ordinary"
        ),
    ],
)
def test_dotfiles_move_no_byte_of_an_edition(tmp_path, kernel):
    """Startup files, settings of IPython, matplotlib and pandoc, and the shell's
    own.
    """
    project = Project(tmp_path / "project")
    project.environment |= kernel
    first = project.run("--no-cache")
    plain = project.editions()
    (tmp_path / "home").mkdir()
    project.environment |= somebody(tmp_path / "home")
    (project.root / "matplotlibrc").write_text(RED, "utf-8")
    second = project.run("--no-cache", "--out", "other")
    project.root.joinpath("reports").rename(project.root / "first")
    project.root.joinpath("other").rename(project.root / "reports")

    assert (0, 0) == (first.returncode, second.returncode), second.stderr
    assert plain == project.editions()


def test_settings_beside_the_notebooks_hold_in_a_warm_kernel_too(tmp_path):
    """They are an input of the edition, so they count whichever kernel it was."""
    (tmp_path / "matplotlibrc").write_text("hatch.linewidth: 7\n", "utf-8")
    source = "import matplotlib; print(matplotlib.rcParams['hatch.linewidth'])"

    assert "7.0" == printed(run_chapter(written(tmp_path, "a", source), {}))


@pytest.mark.smoke
def test_a_kernel_has_the_same_clock_and_letters_everywhere(tmp_path, monkeypatch):
    """The time of day of a machine is not that of its data."""
    monkeypatch.setenv("TZ", "Asia/Bishkek")
    for name in ("LANG", "LC_TIME", "LANGUAGE"):
        monkeypatch.setenv(name, "de_DE.UTF-8")
    monkeypatch.setenv("LANGUAGE_MODEL", "theirs")
    source = (
        "import os, time\n"
        "print(time.tzname[0], sorted(n for n in os.environ if n[:2] in ('LA', 'LC')))"
    )

    assert "UTC ['LANGUAGE_MODEL', 'LC_ALL']" == printed(
        run_chapter(written(tmp_path, "a", source), {})
    )
    assert "Asia/Bishkek" == os.environ["TZ"]


def test_a_kernel_finds_the_cache_that_was_named_from_another_folder(
    tmp_path, monkeypatch
):
    """Kernels work beside their notebooks, where nobody wants a second cache."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFING_CACHE", "cache-of-ours")
    source = "import os; print(os.environ['BRIEFING_CACHE'])"
    (tmp_path / "notebooks").mkdir()

    assert str(tmp_path / "cache-of-ours") == printed(
        run_chapter(written(tmp_path / "notebooks", "a", source), {})
    )
