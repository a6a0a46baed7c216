"""Kernel managers and provisioners: a warm kernel as a process."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Float, Unicode

from briefing.render.kernels.forkserver import forked
from briefing.render.kernels.kernelapp import OPTIONS, TAG, WHY
from briefing.render.kernels.reaper import WORD, Job

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


LONGEST_SOCKET = 90


class OwnKernel(AsyncKernelManager):
    """A kernel of the running interpreter, whether or not a kernelspec is installed."""

    folder = Unicode()
    until = Float(help="when it must have started, by the monotonic clock")

    @property
    def kernel_spec(self) -> KernelSpec:
        """Start ipykernel here."""
        argv = [
            sys.executable,
            "-Xfrozen_modules=off",
            "-m",
            "briefing.render.kernels.kernelapp",
        ]
        argv += ["-f", "{connection_file}", *OPTIONS]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")

    async def gone(self) -> int:
        """Wait for the end of the kernel's process and return how it ended."""
        while (code := await self.provisioner.poll()) is None:  # type: ignore[union-attr]
            await asyncio.sleep(0.1)
        return code

    def last_words(self) -> str:
        """Return the last line of what the kernel said before it gave up."""
        with suppress(OSError):
            lines = Path(self.folder, WHY).read_text("utf-8", "replace").splitlines()
            return next((line.strip() for line in reversed(lines) if line.strip()), "")
        return ""


class WarmKernel(OwnKernel):
    """A kernel that is forked from a process with everything imported."""

    async def _async_pre_start_kernel(
        self,
        **options: Any,  # noqa: ANN401  # jupyter_client's
    ) -> tuple[list[str], dict[str, Any]]:
        """Start it by our own provisioner, without looking for one that is
        installed.
        """
        if self.provisioner is None:
            self.provisioner = WarmProvisioner(
                kernel_id="", kernel_spec=self.kernel_spec, parent=self
            )
        return await super()._async_pre_start_kernel(**options)

    async def gone(self) -> int:
        """Wait for the keeper to tell how the kernel ended; nobody polls."""
        assert isinstance(self.provisioner, WarmProvisioner)
        return await self.provisioner.gone()


class WarmProvisioner(LocalProvisioner):
    """Starts, watches, signals and ends one warm kernel, through its keeper."""

    process: Any = None

    async def launch_kernel(
        self,
        cmd: list[str],
        **options: Any,  # noqa: ANN401  # jupyter_client's
    ) -> KernelConnectionInfo:
        """Ask for a fork that reads the connection file written before."""
        manager = self.parent
        assert isinstance(manager, WarmKernel)
        cwd = str(options.get("cwd") or Path.cwd())
        job = Job(manager.connection_file, manager.folder, cwd, dict(options["env"]))
        # The forkserver may still be importing: others must not wait for that.
        self.process = await asyncio.to_thread(Kept, job, manager.until)
        self.process.listen()
        self.pid, self.cwd = self.process.pid, cwd
        return self.connection_info

    async def gone(self) -> int:
        """Wait for the end of the kernel."""
        return 0 if self.process is None else await self.process.gone()

    async def wait(self) -> int:
        """Wait for the end of the kernel and forget it."""
        code = await self.gone()
        if self.process is not None:
            self.process.close()
            self.process = None
        return code


def transport(folder: Path) -> dict[str, str]:
    """Talk to the kernel over a socket of our own, so that no port can be taken.

    The system bounds a socket's path; where it is too long, or there are no such
    sockets, a port must do.
    """
    path = str(folder / "kernel")
    if not hasattr(socket, "AF_UNIX") or len(path) > LONGEST_SOCKET:
        return {}
    return {"transport": "ipc", "ip": path}
