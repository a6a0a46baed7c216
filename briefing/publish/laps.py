"""How long each stage of a run took."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter


@dataclass
class Laps:
    """The seconds that each stage took, one after the other."""

    took: dict[str, float] = field(default_factory=dict)
    before: float = field(default_factory=perf_counter)

    def end(self, stage: str) -> None:
        """Note that a stage is over and the next one begins."""
        now = perf_counter()
        self.took[stage], self.before = now - self.before, now
