"""What is ordered, and in which manner it is made: only the order can move a byte."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from briefing.publish.naming import stem

if TYPE_CHECKING:
    from briefing.measure import Selection
    from briefing.publish.profile import Profile

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
