"""What opens with JupyterLab leads somewhere, and asks nobody else."""

import json
import os
import re
import sys
from pathlib import Path

import nbformat
import pytest
from typer.main import get_command

from briefing.cli.main import app
from briefing.lab.jupyterlab import LANDING, SETTINGS, NoLab, open_lab, surroundings
from helpers.paths import ROOT

TOOLS = sorted((ROOT / "notebooks").glob("00-*.ipynb"))


def words(path):
    """Read the prose of a notebook."""
    cells = nbformat.read(path, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


@pytest.mark.parametrize("path", TOOLS, ids=lambda path: path.stem)
def test_every_link_leads_somewhere(path):
    """Whatever the page names can be opened."""
    links = re.findall(r"\]\(([^)]+)\)", words(path))

    assert [] == [one for one in links if not (path.parent / one).exists()]


def test_every_command_is_real():
    """The page names no command that the program does not have."""
    named = set(re.findall(r"`briefing (\w+)", words(ROOT / LANDING)))

    assert set() == named - set(get_command(app).commands)


def test_no_profile_holds_a_tool():
    """The landing page and the form are never part of a briefing."""
    texts = [path.read_text("utf-8")
             for path in (ROOT / "notebooks" / "profiles").glob("*.toml")]  # fmt: skip

    assert [] == [text for text in texts for tool in TOOLS if tool.stem in text]


@pytest.mark.parametrize("path", TOOLS, ids=lambda path: path.stem)
def test_tools_are_kept_without_outputs(path):
    """Git sees nothing of what a form showed."""
    cells = nbformat.read(path, as_version=4).cells
    prefix = path.stem.split("-")[1]

    assert [] == [cell for cell in cells if cell.get("outputs")]
    assert [f"{prefix}-{n:02d}" for n in range(1, len(cells) + 1)] == [
        cell.id for cell in cells
    ]


def test_a_project_without_the_page_is_named(tmp_path):
    """Somebody in another folder reads what is missing and what to do."""
    with pytest.raises(NoLab, match=LANDING):
        open_lab(tmp_path)


def test_terminals_of_the_lab_find_this_very_command():
    """What the form shows can be pasted into a terminal beside it."""
    found = surroundings({"PATH": "elsewhere"})["PATH"].split(os.pathsep)

    assert [str(Path(sys.executable).parent), "elsewhere"] == found


def test_settings_of_a_persons_own_come_after_ours():
    """Paths that somebody has set are kept, each once."""
    given = {"JUPYTER_CONFIG_PATH": f"own{os.pathsep}{SETTINGS}"}
    found = surroundings(given)["JUPYTER_CONFIG_PATH"].split(os.pathsep)

    assert [str(SETTINGS), "own"] == found


def test_the_lab_is_told_to_ask_nobody():
    """JupyterLab looks for no news and no updates: who works on this tells no
    server.
    """
    names = ("jupyter_lab_config.json", "labconfig/default_setting_overrides.json")
    lab, settings = (json.loads((SETTINGS / name).read_text("utf-8")) for name in names)
    notices = settings["@jupyterlab/apputils-extension:notification"]

    assert lab["LabApp"]["news_url"] is None
    assert ("false", False) == (notices["fetchNews"], notices["checkForUpdates"])
