"""The papermill engine `briefing`."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

from papermill.engines import (
    NBClientEngine,
    NotebookExecutionManager,
    papermill_engines,
)
from papermill.log import logger

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

        *options* are papermill's own and `kernel_cwd`, `cell_deadline` and `until`.
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
            until=options.get("until") or 0,
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
        work, stop = client.run(), options.get("stop")
        run_here(work if stop is None else stop.unless(work))


def run_here(work: Coroutine[Any, Any, None]) -> None:
    """Run *work* to its end, beside the event loop that may run in this thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        with runner() as here:
            here.run(work)
        return
    failed: list[BaseException] = []

    def apart() -> None:
        try:
            with runner() as there:
                there.run(work)
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=apart, name="briefing-notebook")
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


def runner() -> asyncio.Runner:
    """Return a runner whose loop can wait for the sockets of ZeroMQ on any system."""
    return asyncio.Runner(loop_factory=asyncio.SelectorEventLoop)


papermill_engines.register(NAME, BriefingEngine)
