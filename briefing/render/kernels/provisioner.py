"""Jupyter kernel provisioner that forks kernels from a preloaded fork server.

Entry point `jupyter_client.kernel_provisioners: briefing-forkserver`. Where processes
cannot be forked, or with `JUPYTER_DEFAULT_PROVISIONER_NAME` set, the kernel spec names
no provisioner and jupyter_client takes that one.
See https://jupyter-client.readthedocs.io/en/stable/provisioning.html
"""

from __future__ import annotations

import os
import sys
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Bool

from briefing.render.kernels.forkserver import Kernel, can_fork, fork

NAME = "briefing-forkserver"

MODULE = "briefing.render.kernels.kernelapp"

# Without a history file, and without advice on stderr.
OPTIONS = ("--HistoryManager.enabled=False", "--IPKernelApp.log_level=50")


class InterpreterSpecManager(KernelSpecManager):
    """One kernel spec, installed or not: an ipykernel of the running interpreter."""

    forked = Bool(
        default_value=True, help="name the provisioner that forks, where it can"
    )

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the spec of an ipykernel here, whatever its name."""
        provisioner = {"provisioner_name": NAME} if self.forked and can_fork() else {}
        argv = [sys.executable, "-Xfrozen_modules=off", "-m", MODULE]
        return KernelSpec(
            argv=[*argv, "-f", "{connection_file}", *OPTIONS],
            display_name="Python 3",
            language="python",
            metadata={"kernel_provisioner": provisioner},
        )


class ForkServerProvisioner(LocalProvisioner):
    """Starts, watches, signals and ends a kernel that the fork server forks."""

    process: Any = None  # a ForkedProcess, while there is one

    async def launch_kernel(
        self,
        cmd: list[str],
        **kwargs: Any,  # noqa: ANN401  # jupyter_client's
    ) -> KernelConnectionInfo:
        """Fork a kernel with the arguments of *cmd* after its module.

        Of the options of `subprocess.Popen` it takes `cwd`, `env` and `stderr`, a file
        for all that the kernel prints besides its messages.
        """
        self.cwd = str(kwargs.get("cwd") or os.getcwd())  # noqa: PTH109  # a str
        arguments = cmd[cmd.index(MODULE) + 1 :]
        file = os.path.realpath(self.parent.connection_file)  # type: ignore[union-attr]  # a manager
        kernel = Kernel(file, arguments, self.cwd, dict(kwargs["env"]))
        output = kwargs.get("stderr")
        self.process = await fork(kernel, output.fileno() if output else None)
        self.pid = self.pgid = self.process.pid
        return self.connection_info

    async def wait(self) -> int:
        """Wait for the end of the kernel, without polling."""
        if self.process is None:
            return 0
        code: int = await self.process.ended()
        self.process = None
        return code

    async def kill(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002  # theirs
        """Kill the kernel's process group and wait for the end of the kernel.

        The manager would look for it ten times a second.
        """
        await super().kill(restart)
        await self.wait()
