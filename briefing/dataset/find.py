"""
Find the data package that is meant.
"""

import os
from pathlib import Path

from briefing.errors import BriefingError

DESCRIPTOR = "datapackage.json"
VARIABLE = "BRIEFING_DATA"


class NoPackage(BriefingError):
    """
    No data package was named, and none is near.
    """


def find_package(data: str | Path | None = None) -> Path:
    """
    Find the package's folder: *data*, else $BRIEFING_DATA, else the nearest `data`.

    The nearest `data` is looked for in the working directory and above it, so that
    a notebook finds it from its own folder.
    """
    named = data or os.environ.get(VARIABLE)
    if named:
        path = Path(named).expanduser()
        return path.parent if path.name == DESCRIPTOR else path
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "data" / DESCRIPTOR).is_file():
            return folder / "data"
    message = (
        f"No data package: neither {here} nor a folder above it holds "
        f"data/{DESCRIPTOR}. Name one with --data, or set {VARIABLE}."
    )
    raise NoPackage(message)
