"""The papermill engine `briefing`."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from papermill.engines import (
    NBClientEngine,
    NotebookExecutionManager,
    papermill_engines,
)
from papermill.log import logger

from briefing.render.cancellation import CancelToken
from briefing.render.kernels.client import ChapterClient

NAME = "briefing"

OUTPUT_TIMEOUT = 30  # seconds that the last outputs of a cell may take to arrive


class BriefingEngine(NBClientEngine):  # type: ignore[misc]  # papermill ships no types
    """Runs a Python notebook in a forked kernel, and any other as papermill would."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        **options: Any,  # noqa: ANN401  # papermill's
    ) -> None:
        """Run the cells of the notebook that *nb_man* manages.

        *options* are papermill's own and `kernel_cwd`, `cell_deadline` and `token`.
        `execution_timeout` is papermill's name for the deadline of a cell.
        """
        language = nb_man.nb.metadata.get("kernelspec", {}).get("language", "python")
        if language != "python":
            super().execute_managed_notebook(nb_man, kernel_name, **options)
            return
        deadline = options.get("cell_deadline") or options.get("execution_timeout")
        client = ChapterClient(
            nb_man,
            cwd=options.get("kernel_cwd") or "",
            cell_deadline=deadline or 0,
            token=options.get("token") or CancelToken(),
            startup_timeout=options.get("start_timeout") or 60,
            iopub_timeout=OUTPUT_TIMEOUT,
            raise_on_iopub_timeout=True,  # nbclient would go on without them
            shutdown_kernel="immediate",
            ipython_hist_file="",
            log=logger,
            log_output=options.get("log_output", False),
            stdout_file=options.get("stdout_file"),
            stderr_file=options.get("stderr_file"),
        )
        run_here(until_cancelled(client.run(), client.token))


async def until_cancelled(work: Coroutine[Any, Any, None], token: CancelToken) -> None:
    """Do *work*; CancelledError if *token* is cancelled meanwhile, in any thread."""
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work)
    with token.calling(lambda: loop.call_soon_threadsafe(task.cancel)):
        await task


def run_here(work: Coroutine[Any, Any, None]) -> None:
    """Run *work* to its end, beside the event loop that may run in this thread."""

    def run() -> None:
        # On any system this loop can wait for the sockets of ZeroMQ.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(work)

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        run()
        return
    with ThreadPoolExecutor(1, "briefing-notebook") as pool:
        pool.submit(run).result()


papermill_engines.register(NAME, BriefingEngine)
