"""What a build gives: an edition in memory, not yet published."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from briefing.publish.models import Timing


@dataclass(frozen=True)
class Failure:
    """The cell that stopped a briefing, and its notebook as it stood."""

    chapter: str
    cell: int
    reason: str
    notebook: NotebookNode | None = None


@dataclass(frozen=True)
class Made:
    """What was made of an order: its files under the name that it will get, or a
    failure.
    """

    edition: str
    pdf: str
    version: str
    inputs: Mapping[str, Any]
    started: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    chapters: tuple[NotebookNode, ...] = ()
    timings: tuple[Timing, ...] = ()
    stages: Mapping[str, float] = field(default_factory=dict)
    checks: Mapping[str, bool] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    failure: Failure | None = None
