"""A row for what became of one briefing of a batch."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from briefing.measure.selection import Selection
from briefing.publish.manner import Order
from briefing.publish.outcome import Outcome

Status = Literal["published", "no change", "failed", "refused", "busy", "not run"]


@dataclass(frozen=True)
class Row:
    """What became of one briefing of a batch."""

    edition: str
    profile: str
    parameters: dict[str, str]
    status: Status = "not run"
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
