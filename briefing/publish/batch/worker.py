"""What a worker process or a worker of a Dask cluster does: build one edition."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from briefing.errors import BriefingError
from briefing.publish.build import build, select_for
from briefing.publish.models import Bundle, EditionSpec, RunOptions
from briefing.publish.profiles import read_profile
from briefing.publish.provenance import changed
from briefing.publish.runs import current_inputs
from briefing.render.kernels.forkserver import start_forkserver

HOME = "BRIEFING_HOME"  # the project folder of a worker of a cluster


class TaskFailed(Exception):
    """A mistake of ours in a worker: `reason`, and its traceback as text."""

    def __init__(self, reason: str, trace: str) -> None:
        super().__init__(reason, trace)
        self.reason, self.trace = reason, trace


@dataclass(frozen=True)
class Task:
    """An edition to build, and the digests of everything that goes into it."""

    spec: EditionSpec
    options: RunOptions
    inputs: dict[str, Any]


@contextmanager
def portable() -> Iterator[None]:
    """Raise BriefingError or TaskFailed for any error: both can be pickled."""
    try:
        yield
    except BriefingError as error:
        raise BriefingError(str(error)) from None
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise TaskFailed(reason, traceback.format_exc()) from None


def build_task(task: Task) -> Bundle:
    """Build an edition in a process of this machine."""
    with portable():
        # The fork server imports what notebooks need while we load the data.
        start_forkserver(task.spec.package)
        return build(task.spec, task.options, task.inputs, select_for(task.spec))


def build_remotely(task: Task) -> Bundle:
    """Build an edition on a worker of a cluster, if its inputs are those of the client.

    The profile is read from the project folder of the worker.
    """
    worker = import_module("distributed").get_worker().address
    with portable():
        home = Path(os.environ.get(HOME) or Path.cwd())
        os.chdir(home)
        try:
            profile = read_profile(task.spec.profile.name, home)
            spec = replace(task.spec, profile=profile)
            _, here = current_inputs(spec)
        except BriefingError as error:
            message = f"The worker at {worker} cannot make it: {error}"
            raise BriefingError(message) from None
        if other := changed(task.inputs, here):
            message = (
                f"The worker at {worker} differs from this machine in "
                f"{', '.join(other)}; nothing was made there. Give both the same "
                f"project, data and packages."
            )
            raise BriefingError(message)
        return build_task(replace(task, spec=spec))
