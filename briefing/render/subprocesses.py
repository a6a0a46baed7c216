"""Programs run with a deadline, and ended with the run."""

from __future__ import annotations

import math
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

from briefing.render.failure import Stopped


class Tools:
    """Runs programs until a moment of the monotonic clock, or until it is stopped."""

    def __init__(self, until: float = math.inf) -> None:
        """Nothing runs yet; there is time *until* then."""
        self.until = until
        self._lock = threading.Lock()
        self._stopped = False
        self._running: list[subprocess.Popen[bytes]] = []

    def run(
        self, name: str, command: Sequence[str], given: bytes
    ) -> tuple[int, bytes, str]:
        """Run a program; return its exit code, what it made, and what it said besides.

        One that does not end in time is killed; so is one whose caller is interrupted.
        """
        process = self._begun(name, command)
        left = self.until - time.monotonic()
        try:
            made, said = process.communicate(
                given, timeout=None if left == math.inf else max(left, 0)
            )
        except subprocess.TimeoutExpired:
            raise _out_of_time(name) from None
        finally:
            self._ended(process)
        if process.returncode < 0:
            number = signal.Signals(-process.returncode).name
            died = "ToolDied"
            raise Stopped(died, f"{name} was killed by {number}")
        return process.returncode, made, said.decode("utf-8", "replace").strip()

    def stop(self) -> None:
        """End what runs, and whatever would start."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                process.kill()

    def _begun(self, name: str, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start a program, if there is time for it."""
        with self._lock:
            if self._stopped or time.monotonic() >= self.until:
                raise _out_of_time(name)
            pipe = subprocess.PIPE
            process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)
            self._running.append(process)
            return process

    def _ended(self, process: subprocess.Popen[bytes]) -> None:
        """Leave nothing of a program, however it ended."""
        with self._lock:
            self._running.remove(process)
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _out_of_time(name: str) -> Stopped:
    """Say that the run is over, and which program was at work."""
    return Stopped(
        "RunDeadline", f"the time for the whole run is over, and {name} was not ready"
    )
