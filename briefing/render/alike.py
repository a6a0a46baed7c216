"""What a kernel is told of its machine: the same on every one, whatever its user has
set.

An edition must not depend on somebody's dotfiles: `inside.py` runs no startup file and
reads no configuration of IPython, and matplotlib's is that of its release, with what a
`matplotlibrc` beside the notebooks says. That one is an input, and in the manifest.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

FIXED = {
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "PYTHONUTF8": "1",  # files too, where a system has an alphabet of its own
    "PYTHONHASHSEED": "0",  # a set that is printed has one order
    "MATPLOTLIBRC": os.devnull,
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}
LANGUAGES = re.compile("LANG|LANGUAGE|LC_.*")
CACHE = "SCO_BRIEFING_CACHE"
# Styles of one's own lie where matplotlib looks for its settings; its caches do not.
SETTINGS = "MPLCONFIGDIR"


def settings() -> dict[str, str]:
    """Give the variables that are the same for every kernel on this machine."""
    if SETTINGS in os.environ or sys.platform != "linux":
        return FIXED
    caches = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111  # an account may have no home
    return (
        FIXED | {SETTINGS: str(Path(caches, "matplotlib"))}
        if caches[0] == "/"
        else FIXED
    )


def alike(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Give the environment of a kernel that has *folder* for itself."""
    kept = {
        name: value
        for name, value in environment.items()
        if not LANGUAGES.fullmatch(name)
    }
    if cache := kept.get(CACHE):
        # A kernel works in another folder than who named the place.
        kept[CACHE] = os.path.abspath(os.path.expanduser(cache))  # noqa: PTH100, PTH111  # an account may have no home
    return kept | settings() | {"IPYTHONDIR": str(folder / "ipython")}
