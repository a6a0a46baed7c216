"""The command run as a process, and followed."""

import atexit
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

COMMAND = "import sys; from briefing.cli.main import main; sys.exit(main())"

KEPT = re.compile(r"The notebook with the error: (.+\.ipynb)")

STEP = re.compile(r"(\d+)/(\d+) (.+)")

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
            [sys.executable, "-c", COMMAND, *words],
            cwd=root,
            env=own,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
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
        """Hand on every step, and at the end what became of it."""
        said: list[str] = []
        with self.process:
            # The command says one line to standard output, after all of its steps.
            for line in self.process.stderr or ():
                match = STEP.fullmatch(line.strip())
                if match is None:
                    said.append(line.rstrip())
                else:
                    self.step(int(match[1]), int(match[2]), match[3])
            named = self.process.stdout.read().strip() if self.process.stdout else ""
        atexit.unregister(self.stop)
        kept = [match[1] for line in said if (match := KEPT.search(line))]
        ended = Ended(
            self.process.returncode,
            tuple(said),
            pdf=self.root / named if named else None,
            notebook=self.root / kept[0] if kept else None,
        )
        self.ended(ended)

    def stop(self) -> None:
        """Ask the command to stop; it cleans up and says so."""
        if self.process.poll() is None:
            self.process.terminate()
