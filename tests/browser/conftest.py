"""One JupyterLab for all tests of this folder, and a browser tab for each."""

import os
from pathlib import Path

import pytest

from helpers.jupyterlab import project, running, seated


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """A real JupyterLab over a copy of the project with invented data.

    Its url, its root and `lab.get(path)` are what a test needs; `lab.said` is its log.
    """
    folder = tmp_path_factory.mktemp("lab")
    (folder / "project").mkdir()
    with running(project(folder / "project"), folder / "home") as server:
        yield server


@pytest.fixture
def desk(lab, tmp_path):
    """A browser tab at that JupyterLab; LAB_SHOTS names a folder that keeps its
    pictures.
    """
    shots = Path(os.environ.get("LAB_SHOTS") or tmp_path / "shots")
    with seated(lab, shots) as tab:
        yield tab
