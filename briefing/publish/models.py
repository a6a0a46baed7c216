"""What is ordered, how it is made, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import inf
from pathlib import Path
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Literal

from briefing.publish.naming import stem
from briefing.selection.selection import Selection

if TYPE_CHECKING:
    from briefing.publish.profiles import Profile


@dataclass
class Laps:
    """The seconds that each stage took, one after the other."""

    took: dict[str, float] = field(default_factory=dict)
    before: float = field(default_factory=perf_counter)

    def end(self, stage: str) -> None:
        """Note that a stage is over and the next one begins."""
        now = perf_counter()
        self.took[stage], self.before = now - self.before, now


# A step that was done or begins, the how-manieth it is, and how many there are.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Order:
    """One edition that somebody wants: what of, from which data, and where to put
    it.
    """

    profile: Profile
    selection: Selection
    data: str | Path | None = None
    out: Path = Path("reports")
    edition: str | None = None

    @property
    def stem(self) -> str:
        """Name profile and scope: what editions of the same briefing have in common."""
        return stem(self.selection, self.profile)


@dataclass(frozen=True)
class Manner:
    """How an order is made: none of it may change a byte of the edition.

    Times are in seconds. `wait` is how long to wait for another run of the same
    briefing; `if_stale` is the age at which a confirmed edition is made again.
    """

    workers: int | None = None
    cache: bool = True
    cell_deadline: float | None = None
    deadline: float | None = None
    wait: float = 0
    if_changed: bool = False
    if_stale: float | None = None

    def until(self, spent: float = 0) -> float:
        """Say when a run that has *spent* some time must be over, by the monotonic
        clock.
        """
        return monotonic() + self.deadline - spent if self.deadline else inf


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


RowStatus = Literal["published", "no change", "failed", "refused", "busy", "not run"]


@dataclass(frozen=True)
class Row:
    """What became of one briefing of a batch."""

    edition: str
    profile: str
    parameters: dict[str, str]
    status: RowStatus = "not run"
    chapter: str = ""
    cell: int = 0
    reason: str = ""
    pdf: str = ""
    seconds: float = 0
    notes: tuple[str, ...] = ()
    trace: str = field(default="", repr=False)

    @classmethod
    def of(cls, order: Order) -> Row:
        """Begin with what was ordered; only what differs from the defaults is said."""
        said = order.selection.model_dump()
        plain = Selection().model_dump()
        told = {name: said[name] for name in said if said[name] != plain[name]}
        return cls(order.edition or order.stem, order.profile.name, told)

    @property
    def where(self) -> str:
        """Name the chapter and the cell of a failure."""
        return f"{self.chapter}, cell {self.cell}" if self.chapter else ""

    @property
    def line(self) -> str:
        """Say in a line what became of the briefing."""
        why = ": ".join(filter(None, (self.where, self.reason)))
        return f"{self.edition}: {self.status}{f' ({why})' if why else ''}"

    def after(self, outcome: Outcome, seconds: float) -> Row:
        """Fill in what became of an order."""
        return replace(
            self,
            edition=outcome.edition,
            status=outcome.status,
            chapter=outcome.chapter,
            cell=outcome.cell,
            reason=outcome.reason,
            pdf=outcome.pdf.as_posix() if outcome.pdf else "",
            seconds=seconds,
            notes=tuple(dict.fromkeys((*self.notes, *outcome.notes))),
        )
