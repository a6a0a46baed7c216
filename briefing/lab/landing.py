"""JupyterLab opened on the project: on the page that says what can be done."""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from briefing.errors import BriefingError

LANDING = "notebooks/00-start.ipynb"
SETTINGS = Path(__file__).with_name("jupyter")
PATHS = "JUPYTER_CONFIG_PATH"


class NoLab(BriefingError):
    """JupyterLab, or the project that it should show, is not there."""


def open_lab(root: Path, options: Sequence[str] = ()) -> NoReturn:
    """Become JupyterLab in the folder *root*; *options* are handed to it as they are.

    It takes the place of this process, so that Ctrl-C and its own question before it
    stops work as they do everywhere.
    """
    if find_spec("jupyterlab") is None:
        message = (
            f"{sys.executable} has no JupyterLab. Install it beside the briefing: "
            f"`make lab`, or `python deploy/set_up.py lab`, at the top of the project."
        )
        raise NoLab(message)
    if not (root / LANDING).is_file():
        message = (
            f"{root} has no {LANDING}. Run the command inside the project, or open the "
            f"folder with `jupyter lab`."
        )
        raise NoLab(message)
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root}"]
    environment = surroundings(os.environ)
    os.execve(sys.executable, [*command, *options, str(root / LANDING)], environment)


def surroundings(given: Mapping[str, str]) -> dict[str, str]:
    """Add our settings of JupyterLab, and let its terminals find this very
    `briefing`.
    """
    paths = [str(SETTINGS), *filter(None, given.get(PATHS, "").split(os.pathsep))]
    programs = [str(Path(sys.executable).parent), given.get("PATH", os.defpath)]
    return {
        **given,
        PATHS: os.pathsep.join(dict.fromkeys(paths)),
        "PATH": os.pathsep.join(programs),
    }
