"""What a warm kernel does first when the code of `briefing` was edited since it was
made.

The process that kernels are forked from has imported everything. To import it anew
takes seconds, most of them in libraries; to forget our own modules takes none, and the
kernel imports those that it needs as they are now.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from pathlib import Path

from briefing.render.terms import STARTUP

# In the order in which data flow: what is edited is forgotten with all that uses it.
ROOMS = ("dataset", "measure", "show")
FORGET = "BRIEFING_FORGET"
FIRST = "__import__('briefing.lab.renew').lab.renew.forget()\n"


def after_edits_of(rooms: Collection[str], folder: Path) -> None:
    """Let every kernel from now on forget *rooms* and whatever is built on them."""
    first = min(map(ROOMS.index, rooms), default=len(ROOMS))
    if os.environ.get(FORGET):
        first = min(first, ROOMS.index(os.environ[FORGET]))
    if first < len(ROOMS):
        file = folder / "renew.py"
        file.write_text(FIRST, "utf-8", newline="\n")
        os.environ |= {FORGET: ROOMS[first], STARTUP: str(file)}


def forget() -> None:
    """Forget the modules that were edited, in the kernel that has them from its
    parent.
    """
    room = os.environ.get(FORGET, "")
    if room not in ROOMS:
        return
    old = tuple(f"briefing.{name}" for name in ROOMS[ROOMS.index(room) :])
    for name in list(sys.modules):
        if name == "briefing" or any(f"{name}.".startswith(f"{one}.") for one in old):
            del sys.modules[name]
