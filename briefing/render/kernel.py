"""Kernels of the running interpreter: warm ones where processes fork, and ordinary
ones.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Float, Unicode

from briefing.render.keeper import Job
from briefing.render.kept import Kept
from briefing.render.terms import OPTIONS, WHY

LONGEST_SOCKET = 90


class OwnKernel(AsyncKernelManager):
    """A kernel of the running interpreter, whether or not a kernelspec is installed."""

    folder = Unicode()
    until = Float(help="when it must have started, by the monotonic clock")

    @property
    def kernel_spec(self) -> KernelSpec:
        """Start ipykernel here."""
        argv = [sys.executable, "-Xfrozen_modules=off", "-m", "briefing.render.inside"]
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
