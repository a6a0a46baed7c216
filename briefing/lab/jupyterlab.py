"""Open JupyterLab, and set git up for notebooks."""

import os
import shlex
import subprocess
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

    code = "missing-program"


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


PYTHON = "{python}"  # git runs the programs of this environment, active or not

CONFIGURATION = {
    "filter.nbstripout.clean": f"{PYTHON} -m nbstripout --keep-id",
    # What JupyterLab adds on saving tells of the machine and of no change.
    "filter.nbstripout.extrakeys": (
        "metadata.language_info.codemirror_mode metadata.language_info.file_extension "
        "metadata.language_info.mimetype metadata.language_info.nbconvert_exporter "
        "metadata.language_info.pygments_lexer metadata.language_info.version"
    ),
    "diff.jupyternotebook.command": (
        f"{PYTHON} -m nbdime.vcs.git.diffdriver diff --use-filter"
    ),
    "merge.jupyternotebook.name": "notebooks, cell by cell",
    "merge.jupyternotebook.driver": (
        f"{PYTHON} -m nbdime.vcs.git.mergedriver merge %O %A %B %L %P"
    ),
}

PROGRAMS = ("nbstripout", "nbdime")


class GitRefused(BriefingError):
    """Git is there and would not take a setting."""

    code = "git"


def configure_git(root: Path) -> bool:
    """Define what `.gitattributes` asks of git for the notebooks in *root*; return
    whether there is a repository.
    """
    if not is_repository(root):
        return False
    refuse_without(PROGRAMS)
    python = shlex.quote(Path(sys.executable).as_posix())
    for name, value in CONFIGURATION.items():
        git(root, "config", "--local", name, value.replace(PYTHON, python))
    return True


def refuse_without(programs: Sequence[str]) -> None:
    """Refuse to name programs to git that are not there: every `git diff` would
    fail.
    """
    missing = [one for one in programs if find_spec(one) is None]
    if missing:
        message = (
            f"{sys.executable} has no {' and no '.join(missing)}, which git would need "
            f"here; nothing was configured. Install what belongs to the lab: "
            f"`python deploy/set_up.py lab` at the top of the project."
        )
        raise NoLab(message)


def is_repository(root: Path) -> bool:
    """Tell whether git is installed and *root* lies in a clone."""
    try:
        git(root, "rev-parse", "--git-dir")
    except (GitRefused, FileNotFoundError):
        return False
    return True


def git(root: Path, *words: str) -> str:
    """Ask git in *root*, and give its answer."""
    run = subprocess.run(
        ["git", *words], cwd=root, capture_output=True, text=True, check=False
    )
    if run.returncode:
        message = (
            f"git {' '.join(words[:2])} failed in {root}: {run.stderr.strip()}. Mend "
            f"that, then run `briefing lab --setup` again."
        )
        raise GitRefused(message)
    return run.stdout.strip()
