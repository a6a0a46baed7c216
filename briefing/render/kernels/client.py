"""The nbclient client: start and end of a kernel, deadlines, the output limit."""

from __future__ import annotations

import asyncio
import shutil
import signal
import socket
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from traitlets import Float, Instance, Unicode

from briefing.errors import BriefingError, OutOfMeans
from briefing.render.cancellation import CancelToken
from briefing.render.errors import ExecutionStopped
from briefing.render.kernels.forkserver import (
    DEFAULT_PROVISIONER,
    kernel_environment,
    scratch_folder,
)
from briefing.render.kernels.provisioner import NAME, InterpreterSpecManager
from briefing.render.notebook import authored_cells

START_ATTEMPTS = 3

# Characters of text and data that a cell may put out.
OUTPUT_LIMIT = 20_000_000

# The system bounds a socket's path.
LONGEST_SOCKET = 90


class KernelNotStarted(OutOfMeans):
    """A kernel that did not start, however often it was tried: the machine's fault."""


class NotInstalled(BriefingError):
    """An installation that is older than the code, and does not name a provisioner."""

    code = "missing-program"

    def __init__(self) -> None:
        super().__init__(
            f"Jupyter does not find {NAME}, the provisioner of this version's kernels: "
            f"the package was installed before it had one. Install it again (`make`, "
            f"or `pip install --no-deps -e .`), or set {DEFAULT_PROVISIONER} to "
            f"local-provisioner."
        )


class PromptKernelClient(AsyncKernelClient):
    """A client without heartbeat and standard input that is ready as the kernel is.

    jupyter_client's `wait_for_ready` looks in steps of 0.2 s and listens for 0.2 s
    more.
    """

    info: dict[str, Any]

    def _context_default(self) -> zmq.asyncio.Context:
        context = super()._context_default()
        # We connect before the kernel listens; a tenth of a second is the usual wait.
        context.setsockopt(zmq.RECONNECT_IVL, 10)
        return context

    def start_channels(self, *args: bool, **kwargs: bool) -> None:
        """Start shell and IOPub."""
        super().start_channels(stdin=False, hb=False, control=False)
        self.allow_stdin = False

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for the kernel's answer on the shell channel and any word on IOPub.

        Raises RuntimeError if the kernel ends meanwhile, TimeoutError after *timeout*
        seconds.
        """
        self.kernel_info()
        manager: Any = self.parent
        end = asyncio.ensure_future(manager.provisioner.wait())
        answer = asyncio.gather(
            self.shell_channel.get_msg(timeout=None),
            self.iopub_channel.get_msg(timeout=None),
        )
        try:
            async with asyncio.timeout(timeout):
                await asyncio.wait([end, answer], return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                message = f"the kernel ended with code {end.result()} as it started"
                raise RuntimeError(message)
            self.info = answer.result()[0]["content"]
        finally:
            end.cancel()
            answer.cancel()
            await asyncio.gather(end, answer, return_exceptions=True)


class ChapterClient(PapermillNotebookClient):  # type: ignore[misc]  # no types
    """Runs the cells of one notebook in a kernel of its own."""

    cwd = Unicode(help="where the cells work; empty: here")
    cell_deadline = Float(0, help="seconds that a cell may take; 0: any")
    token = Instance(CancelToken, (), help="ends the run")

    async def run(self) -> None:
        """Start a kernel, run the cells until one fails, and end the kernel."""
        self.reset_execution_trackers()
        try:
            await self.start()
        except KernelNotStarted:
            code = [
                cell for cell in authored_cells(self.nb) if cell.cell_type == "code"
            ]
            if self.token.left() or not code:
                raise
            # The kernel did not fail: the time was over before it could begin.
            self._end(code[0], self.nb.cells.index(code[0]), _out_of_time())
            return
        try:
            await self._cells()
            self.nb.metadata["language_info"] = self.language_info
            self.set_widgets_metadata()
        finally:
            await asyncio.shield(self._clean_up())

    # nbclient's `async_setup_kernel` would take SIGINT and SIGTERM from the program and
    # give them to nobody afterwards, and clears up nothing if a kernel does not start.
    async def start(self) -> None:
        """Start a kernel; one that does not start is tried again, the last time
        unforked.
        """
        attempt, reason = 0, "there was no time for it"
        while attempt < START_ATTEMPTS and self.token.left():
            attempt += 1
            self.folder = Path(tempfile.mkdtemp(prefix="", dir=scratch_folder()))
            self.km = self.create_kernel_manager(forked=attempt < START_ATTEMPTS)
            try:
                async with asyncio.timeout(
                    min(self.startup_timeout, self.token.left())
                ):
                    await self.attempt_start()
            except ModuleNotFoundError:
                await self._clean_up()
                raise NotInstalled from None
            except Exception as error:
                reason = self._last_words() or f"{type(error).__name__}: {error}"
                with suppress(Exception):
                    await self._clean_up()
            except BaseException:
                await self._clean_up()
                raise
            else:
                return
        message = f"No kernel could be started in {attempt} attempts ({reason})"
        raise KernelNotStarted(message)

    def create_kernel_manager(self, *, forked: bool = True) -> AsyncKernelManager:
        """Return the manager of a kernel with a folder of its own."""
        socket_path = str(self.folder / "kernel")
        # Over a socket of our own no port can be taken; where there are none, over TCP.
        local = hasattr(socket, "AF_UNIX") and len(socket_path) <= LONGEST_SOCKET
        return AsyncKernelManager(
            kernel_spec_manager=InterpreterSpecManager(forked=forked),
            client_factory=PromptKernelClient,
            connection_file=str(self.folder / "connection.json"),
            **({"transport": "ipc", "ip": socket_path} if local else {}),
        )

    async def attempt_start(self) -> None:
        """Start the kernel and wait until it answers."""
        environment = kernel_environment(Path(self.km.connection_file))
        Path(environment["TMPDIR"]).mkdir()
        # What a kernel prints besides its messages is read only if it does not start.
        with (self.folder / "log.txt").open("wb") as log:
            await self.km.start_kernel(
                cwd=self.cwd or None, env=environment, stdout=log, stderr=log
            )
        client: Any = self.km.client()
        self.kc = client
        client.start_channels()
        await client.wait_for_ready()
        self.language_info = client.info["language_info"]

    def _last_words(self) -> str:
        with suppress(OSError):
            log = (self.folder / "log.txt").read_text("utf-8", "replace")
            return next(filter(None, map(str.strip, reversed(log.splitlines()))), "")
        return ""

    async def _clean_up(self) -> None:
        try:
            await self._async_cleanup_kernel()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    async def _cells(self) -> None:
        """Run cell after cell; an error is an output of its cell, whatever its
        cause.
        """
        for index, cell in enumerate(self.nb.cells):
            try:
                self.nb_man.cell_start(cell, index)
                await self._within_limits(cell, index)
            except CellExecutionError as error:
                self.nb_man.cell_exception(cell, cell_index=index, exception=error)
                break
            except ExecutionStopped as stop:
                self._end(cell, index, stop)
                break
            finally:
                self.nb_man.cell_complete(cell, cell_index=index)

    def _end(self, cell: NotebookNode, index: int, stop: ExecutionStopped) -> None:
        """Show in a cell why the chapter ends there."""
        cell.outputs.append(stop.output)
        self.nb_man.cell_exception(cell, cell_index=index, exception=stop)

    async def _within_limits(self, cell: NotebookNode, index: int) -> None:
        """Run one cell up to its deadline, the run's, and the output limit."""
        self._size, self._excess = 0, asyncio.get_running_loop().create_future()
        limit = min(self.cell_deadline or float("inf"), self.token.left())
        # nbclient takes a cancelled cell for a dead kernel, so waiting cancels nothing.
        work = asyncio.ensure_future(self.async_execute_cell(cell, index))
        try:
            await asyncio.wait(
                {work, self._excess},
                timeout=None if limit == float("inf") else limit,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if self._excess.done():
                what = f"the cell put out more than {OUTPUT_LIMIT // 1_000_000} MB"
                raise ExecutionStopped(name="TooMuchOutput", what=what)
            if work.done():
                work.result()
            elif self.cell_deadline and limit == self.cell_deadline:
                what = f"the cell took longer than {self.cell_deadline:g} s"
                raise ExecutionStopped(name="CellDeadline", what=what)
            else:
                raise _out_of_time()
        except DeadKernelError:
            code = self._exit_code
            what = f"its process ended with exit code {code}"
            if code < 0:
                what = f"killed by {signal.Signals(-code).name}"
            raise ExecutionStopped(name="KernelDied", what=what) from None
        except CellTimeoutError:
            what = f"the outputs did not arrive within {self.iopub_timeout} s"
            raise ExecutionStopped(name="OutputsLost", what=what) from None
        finally:
            if not work.done():
                await self._provisioner.kill()
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)

    def process_message(
        self, msg: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        """Take in an output, as long as those of the cell are within the limit."""
        content = msg["content"]
        self._size += len(content.get("text", ""))
        self._size += sum(len(str(part)) for part in content.get("data", {}).values())
        if self._size > OUTPUT_LIMIT:
            if not self._excess.done():
                self._excess.set_result(None)
            return None
        output: NotebookNode = super().process_message(msg, cell, cell_index)
        return output

    async def _async_poll_kernel_alive(self) -> None:
        """Notice the death of the kernel as it happens; nbclient looks each second."""
        self._exit_code: int = await self._provisioner.wait()
        # What it said last may still be on its way.
        await asyncio.sleep(0.05)
        self.task_poll_for_reply.cancel()

    @property
    def _provisioner(self) -> Any:  # noqa: ANN401  # whichever it is
        return self.km.provisioner


def _out_of_time() -> ExecutionStopped:
    return ExecutionStopped("RunDeadline", "the time for the whole run is over")
