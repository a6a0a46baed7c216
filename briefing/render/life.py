"""The life of one kernel: started, spoken to, and ended."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient

from briefing.errors import OutOfMeans
from briefing.render.alike import alike
from briefing.render.forks import PATIENCE, can_fork, scratch
from briefing.render.kernel import OwnKernel, WarmKernel, transport
from briefing.render.terms import WHY

START_ATTEMPTS = 3
# Seconds that the exit handlers of a notebook may take.
LAST_WISHES = 2.0


class KernelNotStarted(OutOfMeans):
    """A kernel that did not start, however often it was tried: the machine's fault."""


class Life:
    """A kernel and the channels to it."""

    def __init__(self, kind: type[OwnKernel]) -> None:
        """Make a folder for its sockets and its temporary files."""
        self.folder = Path(tempfile.mkdtemp(prefix="", dir=scratch()))
        self.context = zmq.asyncio.Context()
        # We connect before the kernel listens; a tenth of a second is the usual wait.
        self.context.setsockopt(zmq.RECONNECT_IVL, 10)
        self.manager = kind(
            context=self.context,
            folder=str(self.folder),
            connection_file=str(self.folder / "connection.json"),
            **transport(self.folder),
        )
        self.channels: AsyncKernelClient | None = None
        self.info: dict[str, Any] = {}

    async def begin(self, cwd: str, seconds: float) -> None:
        """Start the kernel in *cwd* and wait up to *seconds* for its answer."""
        until = self.manager.until = time.monotonic() + min(seconds, PATIENCE)
        environment = alike(os.environ, self.folder)
        # What a kernel says besides is read only where it does not start.
        with (self.folder / WHY).open("wb") as said:
            await self.manager.start_kernel(
                cwd=cwd or None, env=environment, stdout=said, stderr=said
            )
        self.info = await asyncio.wait_for(self._ready(), until - time.monotonic())

    async def _ready(self) -> dict[str, Any]:
        """Wait for the kernel's answer on the shell channel and for any word on IOPub.

        `wait_for_ready` of jupyter_client does the same in steps of 0.2 s.
        """
        channels = self.channels = self.manager.client()
        channels.start_channels(stdin=False, hb=False, control=False)
        channels.allow_stdin = False
        channels.kernel_info()
        gone: asyncio.Future[Any] = asyncio.ensure_future(self.manager.gone())
        both: asyncio.Future[Any] = asyncio.gather(
            channels.shell_channel.get_msg(timeout=None),
            channels.iopub_channel.get_msg(timeout=None),
        )
        try:
            await asyncio.wait([gone, both], return_when=asyncio.FIRST_COMPLETED)
            if not both.done():
                message = f"the kernel ended with code {gone.result()} as it started"
                raise RuntimeError(message)
            answer: dict[str, Any] = both.result()[0]
            return answer
        finally:
            gone.cancel()
            both.cancel()
            await asyncio.gather(gone, both, return_exceptions=True)

    async def kill(self) -> None:
        """Kill the kernel at once; its keeper kills what it started."""
        if self.manager.provisioner is not None:
            await self.manager.provisioner.kill()

    async def end(self) -> None:
        """Ask the kernel to stop, wait for its exit handlers, kill it if they take
        long.
        """
        provisioner = self.manager.provisioner
        try:
            if provisioner is not None and provisioner.has_process:
                if await self.manager.is_alive():
                    await self.manager.request_shutdown()
                try:
                    await asyncio.wait_for(self.manager.gone(), LAST_WISHES)
                except TimeoutError:
                    await provisioner.kill()
                await provisioner.wait()
        finally:
            if self.channels is not None:
                self.channels.stop_channels()
            await self.manager.cleanup_resources()
            self.context.destroy(linger=0)
            shutil.rmtree(self.folder, ignore_errors=True)


async def started(cwd: str, patience: Callable[[], float]) -> Life:
    """Start a kernel; one that does not start is tried again, the last time unforked.

    No attempt may take longer than *patience* says when it begins.
    """
    reason = "there was no time for it"
    for attempt in range(1, START_ATTEMPTS + 1):
        if not (seconds := patience()):
            break
        fork = can_fork() and attempt < START_ATTEMPTS
        life = Life(WarmKernel if fork else OwnKernel)
        try:
            await life.begin(cwd, seconds)
        except Exception as error:
            reason = life.manager.last_words() or f"{type(error).__name__}: {error}"
            with suppress(Exception):
                await life.end()
        except BaseException:
            await life.end()
            raise
        else:
            return life
    message = f"No kernel could be started in {attempt} attempts ({reason})"
    raise KernelNotStarted(message)
