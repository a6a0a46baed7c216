"""A warm kernel as the process that asked for it sees it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil

from briefing.render.forks import forked
from briefing.render.keeper import WORD, Job
from briefing.render.terms import TAG

# Names the kernel in the environment of whatever it starts.
MARK = "BRIEFING_KERNEL"


class Kept:
    """A kernel as its keeper tells of it; looks like a process of `subprocess`."""

    def __init__(self, job: Job, until: float) -> None:
        """Have *job* started *until* then at the latest, and learn the kernel's id."""
        self.returncode: int | None = None
        self.folder = job.folder
        mark = {**job.environment, MARK: job.folder}
        self.keeper, self.line = forked(replace(job, environment=mark), until)
        try:
            # No time at all would mean that nobody waits, which is another error.
            self.line.settimeout(max(until - time.monotonic(), 0.001))
            word = self.line.recv(WORD.size, socket.MSG_WAITALL)
            if len(word) < WORD.size:
                message = "the keeper of the kernel did not start"
                raise RuntimeError(message)
        except BaseException:
            # The keeper that comes too late finds nobody, and ends with its kernel.
            self.line.close()
            raise
        self.pid = WORD.unpack(word)[0]
        self.line.settimeout(0)

    def listen(self) -> None:
        """Hear from the keeper, in the event loop that runs, how the kernel ends."""
        self._end = asyncio.ensure_future(self._hear())

    async def _hear(self) -> int:
        """Take note of how the kernel ended; a keeper that said nothing was killed."""
        word = b""
        with suppress(OSError):
            word = await asyncio.get_running_loop().sock_recv(self.line, WORD.size)
        if len(word) == WORD.size:
            self.returncode = WORD.unpack(word)[0]
        else:
            self._mop_up()
            self.returncode = -signal.SIGKILL
        return self.returncode

    async def gone(self) -> int:
        """Wait until nothing of the kernel is left, and return how it ended."""
        return await asyncio.shield(self._end)

    def poll(self) -> int | None:
        """Return how the kernel ended, or None while it runs."""
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Have the keeper send a signal, which knows that the id is still the
        kernel's.
        """
        with suppress(OSError):
            self.line.send(bytes([number]))

    def close(self) -> None:
        """Let go of the keeper; a kernel that still runs ends with that."""
        self.line.close()

    def _mop_up(self) -> None:
        """Do what the keeper cannot do any more: kill what belongs to the kernel."""
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                if os.getsid(process.pid) == self.pid or self._marked(process):
                    process.kill()

    def _marked(self, process: psutil.Process) -> bool:
        """Tell whether the kernel started *process*, or forked it."""
        tag = str(Path(self.folder, TAG).resolve())
        return process.environ().get(MARK) == self.folder or any(
            file.path == tag for file in process.open_files()
        )
