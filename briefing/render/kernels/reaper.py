"""The process that ends a kernel and all that it started."""

from __future__ import annotations

import os
import selectors
import shutil
import signal
import socket
import struct
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import forkserver

import psutil

from briefing.render.kernels.forkserver import DEATH_SIGNAL, SUBREAPER, prctl

WORD = struct.Struct("q")


@dataclass(frozen=True)
class Job:
    """A kernel to be started: its connection file, where it works and in what
    environment.
    """

    connection_file: str
    folder: str
    cwd: str
    environment: dict[str, str]

    def _bootstrap(self, parent_sentinel: int) -> int:
        """Keep the kernel in the fork that `multiprocessing` made for it."""
        fds = forkserver.get_inherited_fds()
        assert fds is not None
        keep(self, socket.socket(fileno=fds[0]))
        return 0


def keep(job: Job, line: socket.socket) -> None:
    """Start the kernel of *job*, tell its id on *line*, and in the end how it ended."""
    os.setsid()
    prctl(SUBREAPER, 1)
    awake, bell = os.pipe()
    for end in (awake, bell):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(bell)
    keeper = os.getpid()
    kernel = os.fork()
    if kernel == 0:
        signal.set_wakeup_fd(-1)
        for end in (awake, bell):
            os.close(end)
        line.close()
        begin(job, keeper)
    with suppress(OSError):
        line.sendall(WORD.pack(kernel))
    status, left = watch(kernel, line, awake)
    sweep(kernel)
    if left:
        shutil.rmtree(job.folder, ignore_errors=True)
    with suppress(OSError):
        line.sendall(WORD.pack(os.waitstatus_to_exitcode(status)))


def begin(job: Job, keeper: int) -> None:
    """Become the kernel, which dies with its keeper."""
    try:
        prctl(DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() == keeper:
            from briefing.render.kernels.kernelapp import be_kernel

            be_kernel(job)
    finally:
        os._exit(1)


def watch(kernel: int, line: socket.socket, awake: int) -> tuple[int, bool]:
    """Wait for the end of *kernel*, passing on the signals that *line* asks for.

    Return its wait status, and whether whoever asked for it is gone.
    """
    left = False
    with selectors.DefaultSelector() as selector:
        selector.register(line, selectors.EVENT_READ)
        selector.register(awake, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is line:
                    try:
                        wanted = line.recv(64)
                    except OSError:
                        wanted = b""
                    for number in wanted or [signal.SIGKILL]:
                        with suppress(ProcessLookupError):
                            os.kill(kernel, number)
                    if not wanted:
                        left = True
                        selector.unregister(line)
                else:
                    with suppress(BlockingIOError):
                        os.read(awake, 4096)
            status = reaped(kernel)
            if status is not None:
                return status, left


def reaped(kernel: int) -> int | None:
    """Reap whatever has ended, and return the kernel's wait status if it is among
    it.
    """
    found = None
    with suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            if pid == kernel:
                found = status
    return found


def sweep(kernel: int) -> None:
    """Kill everything that the kernel left: its orphans are our children now."""
    with suppress(OSError):
        os.killpg(kernel, signal.SIGKILL)
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            for stray in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    stray.kill()
            time.sleep(0.002)
