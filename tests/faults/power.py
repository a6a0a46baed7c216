"""A writer of a package that loses its power: killed at a step or a moment of writing.

It prints a line for each time: whether it was killed, and whether the package that the
next reader found was the old one or the new one, both of which are valid.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

from briefing.curate.change import Change
from briefing.dataset.location import find_package
from briefing.dataset.validate import check

WATCHED = ("os.", "shutil.", "tempfile.")
LOOKING = ("os.listdir", "os.scandir", "os.walk", "os.fwalk")
WRITING = os.O_WRONLY | os.O_RDWR


def contents(root: Path) -> dict[str, bytes]:
    """Read every file of a package that is no lock."""
    found = sorted(path for path in root.rglob("*") if path.is_file())
    lock = root / ".change.lock"
    return {str(p.relative_to(root)): p.read_bytes() for p in found if p != lock}


def change_of(root: Path) -> Change:
    """Prepare a change of four tables, one of them in a folder."""
    change = Change(root)
    change.set("incidents", "INC-0002", {"place": "Elsewhere"})
    change.set("sources", "S-0003", {"title": "Sent Back"})
    note = {"state": "XNM", "role": "transit", "note": "A note."}
    change.add("involvements", {"incident_id": "INC-0002", **note})
    change.set(
        "events", change.table_rows("events").key_of(change.rows("events")[0]), EVENT
    )
    return change


EVENT = {"label": "Something else"}


def die_at(step: int) -> None:
    """Have this process killed before its next *step* on files."""
    left = [step]

    def hook(event: str, said: tuple) -> None:
        opened = event == "open" and isinstance(said[2], int) and said[2] & WRITING
        # To end is announced, too; to list a folder changes nothing.
        moves = event.startswith(WATCHED) and event not in ("os.kill", *LOOKING)
        if opened or moves:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def write(change: Change, step: int | None, moment: float | None) -> bool:
    """Write in a child that is killed; tell whether it was."""
    child = os.fork()
    if child == 0:
        if step is not None:
            die_at(step)
        change.write()
        os._exit(0)
    if moment is not None:
        time.sleep(moment)
        os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def main(how: str, root: Path, runs: int) -> None:
    """Kill at every step in turn, or at random moments."""
    peace = root.with_name("peace")
    shutil.copytree(root, peace)
    change_of(peace).write()
    assert [] == [*check(root), *check(peace)]
    change, old, new = change_of(root), contents(root), contents(peace)
    begun = time.monotonic()
    write(change, None, None)
    length = time.monotonic() - begun
    number, killed = 0, True
    while killed if how == "steps" else number < runs:
        shutil.rmtree(root)
        for name, content in old.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content)
        moment = random.Random(number).random() * length
        where = {"step": number, "moment": None}
        if how == "moments":
            where = {"step": None, "moment": moment}
        killed = write(change, **where)
        # Whoever reads the package next begins by finding it.
        found = contents(find_package(root))
        state = "old" if found == old else "new" if found == new else "neither"
        print(json.dumps({"killed": killed, "state": state}))
        number += 1


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
