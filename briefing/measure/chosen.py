"""The part of the data that a reader asked for, with the words that belong to it."""

from dataclasses import dataclass
from typing import Any

from briefing.dataset import Dataset
from briefing.measure import period, scope
from briefing.measure.coded import Places
from briefing.measure.columns import column
from briefing.measure.held import Held
from briefing.measure.notes import worded
from briefing.measure.numbers import number
from briefing.measure.parameters import PARAMETERS
from briefing.measure.under import begun
from briefing.measure.withheld import withheld_in_doubt

MIME = "application/vnd.sco-briefing+json"


@dataclass(frozen=True, eq=False)
class Chosen(Held):
    """The counted incidents and violations that meet a selection.

    `apart` holds records that meet it but must never be added up (totals, lists,
    patterns); `doubtful` holds incidents that only may lie in the period.
    """

    @property
    def scope(self) -> str:
        """Say which states in which role: Northmark and Eastvale as executing
        states.
        """
        return scope.phrase(self.dataset, self.selection)

    @property
    def limits(self) -> str:
        """Say what else narrows the selection; empty where nothing does."""
        return scope.limits(self.dataset, self.selection)

    @property
    def period(self) -> str:
        """Say which period; an open end reads as the year that the data reach."""
        return scope.period_phrase(self.dataset, self.selection)

    @property
    def years(self) -> range:
        """Give every year of the period, up to the release of the data."""
        first, last = scope.reach(self.dataset)
        start = period.first_day(self.selection.date_from)
        end = period.last_day(self.selection.date_to)
        closing = min(end.year, self.dataset.released.year) if end else last
        return range(start.year if start else first, closing + 1)

    @property
    def source(self) -> str:
        """Name the data as a source line does."""
        return f"SCO briefing dataset, version {self.dataset.version}"

    @property
    def parameters(self) -> list[tuple[str, str, str, str]]:
        """List name, value, default and explanation of every parameter.

        The folder of the data is a place on somebody's machine and is not said; the
        version and the digest of the data are.
        """
        shown = self.selection.model_dump() | {"data": ""}
        return [
            (one.name, shown[one.name], one.default, one.help) for one in PARAMETERS
        ]

    def notes(self, *keys: str) -> tuple[str, ...]:
        """Word the standing notes *keys* with the numbers of this selection."""
        numbers = {
            "persons_unknown": self.persons_unknown,
            "doubtful": len(self.doubtful),
            "apart": len(self.apart_at),
        }
        if self.selection.names == "withheld":
            numbers |= withheld_in_doubt(self.dataset)
        return tuple(worded(key, numbers) for key in keys)

    def context(self) -> dict[str, Any]:
        """Gather what the cover and the page "how this was made" say of this
        selection.
        """
        least, most = self.persons()
        people = (
            number(least) if least == most else f"{number(least)} to {number(most)}"
        )
        return {
            "kind": "context",
            "title": self.dataset.title,
            "scope": self.scope,
            "limits": self.limits,
            "period": self.period,
            "version": self.dataset.version,
            "released": self.dataset.released.isoformat(),
            "source": self.source,
            "licence": self.dataset.licence,
            "digest": self.dataset.digest,
            "parameters": [list(row) for row in self.parameters],
            "headline": [
                headline(self.dataset, "incidents", self.incident_at),
                {"value": people, "unit": "persons", "note": "minimum to maximum"},
                headline(self.dataset, "violations", self.violation_at),
            ],
        }

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Carry the context out of the notebook; JupyterLab shows the sentence."""
        said = f"{number(len(self.incident_at))} incidents: {self.scope}, {self.period}"
        return {MIME: begun(self.context()), "text/plain": said}


def headline(dataset: Dataset, table: str, rows: Places) -> dict[str, str]:
    """Write a headline number with its unit, and how many of it are adjudicated."""
    n, found = len(rows), column(dataset, table, "finding").among(["adjudicated"])
    return {
        "value": number(n),
        "unit": table.removesuffix("s") if n == 1 else table,
        "note": f"{number(int((found[rows] == 0).sum()))} adjudicated",
    }
