"""
The kernel of a chapter: the running interpreter, reached over a socket of our own.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

LONGEST_SOCKET = 90


class OwnKernel(AsyncKernelManager):
    """
    A kernel of the running interpreter, whether or not a kernelspec is installed.
    """

    @property
    def kernel_spec(self) -> KernelSpec:
        """
        Start ipykernel here: without a history file, without advice on stderr.
        """
        options = ["-Xfrozen_modules=off", "-m", "ipykernel_launcher"]
        argv = [sys.executable, *options, "-f", "{connection_file}"]
        argv += ["--HistoryManager.enabled=False", "--IPKernelApp.log_level=50"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")


def transport(scratch: Path) -> dict[str, str]:
    """
    Talk to the kernel over a socket of our own, so that no port can be taken.

    The system bounds a socket's path; where it is too long, a port must do.
    """
    socket = str(scratch / "kernel")
    if os.name == "nt" or len(socket) > LONGEST_SOCKET:
        return {}
    return {"transport": "ipc", "ip": socket}
