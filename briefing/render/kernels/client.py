"""The nbclient client: deadlines, output limits, start and end of a kernel."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from traitlets import Float, Unicode

from briefing.errors import OutOfMeans
from briefing.render.failure import Stopped, written
from briefing.render.kernels.forkserver import PATIENCE, can_fork, scratch
from briefing.render.kernels.kernelapp import LOST, MOST_PRINTED, TOO_MUCH, WHY, alike
from briefing.render.kernels.provisioner import OwnKernel, WarmKernel, transport

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


class ChapterClient(PapermillNotebookClient):  # type: ignore[misc]  # no types
    """Runs the cells of one notebook in a kernel of its own."""

    cwd = Unicode(help="where the cells work; empty: here")
    cell_deadline = Float(0, help="seconds that a cell may take; 0: any")
    until = Float(0, help="when the run must be over, by the monotonic clock; 0: never")

    async def run(self) -> None:
        """Start a kernel, run the cells until one fails, and leave nothing of the
        kernel.
        """
        self.reset_execution_trackers()
        try:
            self.life = await started(self.cwd, self._patience)
        except KernelNotStarted:
            code = [cell for cell in written(self.nb) if cell.cell_type == "code"]
            if self._left() or not code:
                raise
            # The kernel did not fail: the time was over before it could begin.
            self._end(code[0], self.nb.cells.index(code[0]), _out_of_time())
            return
        self.km, self.kc = self.life.manager, self.life.channels
        try:
            await self._cells()
            language = self.life.info["content"]["language_info"]
            self.nb.metadata["language_info"] = language
            self.set_widgets_metadata()
        finally:
            await asyncio.shield(self.life.end())

    async def _cells(self) -> None:
        """Run cell after cell; an error is an output of its cell, whatever its
        cause.
        """
        for index, cell in enumerate(self.nb.cells):
            try:
                self.nb_man.cell_start(cell, index)
                await self._within_deadline(cell, index)
            except CellExecutionError as error:
                self.nb_man.cell_exception(cell, cell_index=index, exception=error)
                break
            except Stopped as stop:
                self._end(cell, index, stop)
                break
            finally:
                self.nb_man.cell_complete(cell, cell_index=index)

    def _end(self, cell: NotebookNode, index: int, stop: Stopped) -> None:
        """Show in a cell why the chapter ends there."""
        cell.outputs.append(stop.output)
        self.nb_man.cell_exception(cell, cell_index=index, exception=stop)

    async def _within_deadline(self, cell: NotebookNode, index: int) -> None:
        """Run one cell, and stop it at its deadline, at that of the run, or at its
        bounds.
        """
        self._taken, self._excess = 0, asyncio.get_running_loop().create_future()
        limit = min(self.cell_deadline or float("inf"), self._left())
        # nbclient takes a cancelled cell for a dead kernel, so waiting cancels nothing.
        work = asyncio.ensure_future(self.async_execute_cell(cell, index))
        try:
            await asyncio.wait(
                {work, self._excess},
                timeout=None if limit == float("inf") else limit,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if work.done():
                work.result()
            else:
                raise self._stopped(limit)
        except DeadKernelError:
            raise self._died(await self.km.gone()) from None
        except CellTimeoutError:
            what = f"the outputs did not arrive within {self.iopub_timeout} s"
            raise Stopped(LOST, what) from None
        finally:
            if not work.done():
                await self.life.kill()
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)

    def _stopped(self, limit: float) -> Stopped:
        """Say which bound a cell has reached."""
        if self._excess.done():
            return _too_much()
        if self.cell_deadline and limit == self.cell_deadline:
            what = f"the cell took longer than {self.cell_deadline:g} s"
            return Stopped("CellDeadline", what)
        return _out_of_time()

    def _died(self, code: int) -> Stopped:
        """Say how a kernel ended that should not have."""
        if code == TOO_MUCH:
            return _too_much()
        if code < 0:
            return Stopped("KernelDied", f"killed by {signal.Signals(-code).name}")
        return Stopped("KernelDied", f"its process ended with exit code {code}")

    def process_message(
        self, msg: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        """Take in an output, as long as the outputs of the cell are within bounds."""
        content = msg["content"]
        self._taken += len(content.get("text", ""))
        self._taken += sum(len(str(part)) for part in content.get("data", {}).values())
        if self._taken <= MOST_PRINTED:
            output: NotebookNode = super().process_message(msg, cell, cell_index)
            return output
        if not self._excess.done():
            self._excess.set_result(None)
        return None

    async def _async_poll_kernel_alive(self) -> None:
        """Notice the death of the kernel when it happens."""
        await self.km.gone()
        # What it said last may still be on its way.
        await asyncio.sleep(0.05)
        self.task_poll_for_reply.cancel()

    def _patience(self) -> float:
        """Return how many seconds a kernel may take to start."""
        return min(float(self.startup_timeout), self._left())

    def _left(self) -> float:
        """Return how many seconds the run has left."""
        if not self.until:
            return float("inf")
        return max(float(self.until) - time.monotonic(), 0)


def _out_of_time() -> Stopped:
    """Say that the deadline of the run has passed."""
    return Stopped("RunDeadline", "the time for the whole run is over")


def _too_much() -> Stopped:
    """Say that a cell puts out more than anybody can read."""
    limit = f"{MOST_PRINTED // 1_000_000} MB"
    return Stopped("TooMuchOutput", f"the cell put out more than {limit}")
