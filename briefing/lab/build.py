"""The command run as a process, and followed."""

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

COMMAND = "import sys; from briefing.cli.main import main; sys.exit(main())"

# ipykernel has programs print colours and draw into the notebook; ours prints lines.
KERNELS_OWN = (
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "FORCE_COLOR",
    "JPY_PARENT_PID",
    "JPY_SESSION_NAME",
    "MPLBACKEND",
)


@dataclass(frozen=True)
class Ended:
    """How a build ended: its exit code, what it said beside the steps, and what it
    left.
    """

    code: int
    said: tuple[str, ...]
    pdf: Path | None = None
    notebook: Path | None = None


class Building:
    """A build that runs; once listened to, it calls *step*, and at the end *ended*."""

    def __init__(
        self,
        words: Sequence[str],
        root: Path,
        step: Callable[[int, int, str], None],
        ended: Callable[[Ended], None],
    ) -> None:
        """Start `briefing` with *words* in the folder *root*."""
        self.root, self.step, self.ended = root, step, ended
        own = {
            name: text for name, text in os.environ.items() if name not in KERNELS_OWN
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, *words, "--progress", "json"],
            cwd=root,
            env=own,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        atexit.register(self.stop)
        self.thread = Thread(target=self.follow, daemon=True)

    def listen(self) -> None:
        """Begin to follow it, in a thread of its own."""
        self.thread.start()

    def follow(self) -> None:
        """Report every step, and at the end what became of it."""
        said: list[str] = []
        outcome: dict[str, str] = {}
        with self.process:
            for line in self.process.stderr or ():
                record = record_of(line)
                if "step" in record:
                    self.step(record["number"], record["steps"], record["step"])
                elif record:
                    outcome = record
                else:
                    said.append(line.rstrip())
        atexit.unregister(self.stop)
        pdf, notebook = outcome.get("pdf"), outcome.get("notebook")
        ended = Ended(
            self.process.returncode,
            tuple(said),
            pdf=self.root / pdf if pdf else None,
            notebook=self.root / notebook if notebook else None,
        )
        self.ended(ended)

    def stop(self) -> None:
        """Ask the command to stop; it cleans up and says so."""
        if self.process.poll() is None:
            self.process.terminate()


def record_of(line: str) -> dict[str, Any]:
    """Return the JSON object on a line of progress; empty for any other text."""
    if not line.startswith("{"):
        return {}
    try:
        record: dict[str, Any] = json.loads(line)
    except ValueError:
        return {}
    return record
