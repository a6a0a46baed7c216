"""What became of an order."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Status = Literal["published", "no change", "failed"]


@dataclass(frozen=True)
class Timing:
    """How long a chapter took, and whether it was run or found in the cache."""

    chapter: str
    seconds: float
    origin: Literal["run", "cache"]


@dataclass(frozen=True)
class Outcome:
    """What became of an order: published, no change, or failed at a cell of a chapter.

    `pdf` is where the edition stands; `notebook` is the executed notebook of a failure;
    `notes` are sentences that the operator should read whatever became of it.
    """

    status: Status
    edition: str
    folder: Path
    pdf: Path | None = None
    chapter: str = ""
    cell: int = 0
    reason: str = ""
    notebook: Path | None = None
    timings: tuple[Timing, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0
