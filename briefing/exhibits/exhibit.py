"""The exhibit: payload, view, and the incidents behind its rows."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict, TypeVar

from briefing.counts.count import Count, CrossCount, IncidentIds
from briefing.counts.overlaps import Overlap
from briefing.exhibits import checks
from briefing.exhibits.alt_text import combination
from briefing.selection.select import UNDER, Chosen, under

Key = TypeVar("Key", bound=Hashable)

MOST = 1_000  # incidents; the ids of more would outweigh the exhibit itself


@dataclass(frozen=True)
class Behind:
    """How many incidents an exhibit rests on, and their ids under the label of each
    row.

    Of very many there is only the number. One incident may stand in several rows.
    """

    total: int
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()


NONE = Behind(0)  # for what rests on no incident, such as the wording of a right


def of_all(chosen: Chosen) -> Behind:
    """Give every incident of a selection, for an exhibit whose rows are other
    things.
    """
    n = len(chosen.incident_at)
    return Behind(n, () if n > MOST else (("", chosen.ids()),))


def of_count(count: Count) -> Behind:
    """Give the incidents under each row of a count that holds any."""
    labels = dict(zip(count.frame["code"], count.frame["label"], strict=True))
    return _under(count.chosen, count.incident_ids, labels)


def of_cross(cross: CrossCount) -> Behind:
    """Give the incidents in each cell of a cross that holds any."""
    cells = cross.frame[cross.frame["n"] > 0]
    names = ("row_code", "col_code", "row_label", "col_label")
    labels = {
        (row, column): f"{row_label}, {column_label}"
        for row, column, row_label, column_label in zip(
            *(cells[name] for name in names), strict=True
        )
    }
    return _under(cross.chosen, cross.incident_ids, labels)


def of_overlap(overlap: Overlap) -> Behind:
    """Give the incidents of each combination."""
    labels = {
        codes: combination(overlap, codes) for codes in overlap.combinations["codes"]
    }
    return _under(overlap.chosen, overlap.incident_ids, labels)


def lists_incidents(columns: Sequence[Mapping[str, object]]) -> bool:
    """Tell whether a table says the id of an incident in each of its rows already."""
    return any(column["key"] == "incident_id" for column in columns)


def _under(
    chosen: Chosen, incident_ids: IncidentIds[Key], labels: Mapping[Key, str]
) -> Behind:
    """Name the incidents under each key, and count them all, each once."""
    n = len(chosen.incident_at)
    if n > MOST:
        return Behind(n)
    named = [(words, incident_ids.get(key, ())) for key, words in labels.items()]
    rows = tuple((words, found) for words, found in named if found)
    return Behind(len({one for _, found in rows for one in found}), rows)


MIME = "application/vnd.sco-briefing+json"

Payload = Mapping[str, Any]


class Column(TypedDict):
    """One column of a printed table; *width* is relative to the other columns."""

    key: str
    label: str
    align: Literal["left", "right"]
    width: float


class Data(TypedDict):
    """The numbers behind a figure or a table as numbers, for a CSV file."""

    columns: list[str]
    rows: list[list[str | int | None]]


@dataclass(frozen=True)
class Exhibit:
    """Something shown: a payload for the typesetter, and views of it for people at
    work.

    Every text of the payload is plain text, except the Markdown of a prose exhibit.
    `under` tells which selection stood above when it was made; it is not printed.
    """

    payload: Payload
    html: str
    text: str
    under: str = field(default_factory=under, compare=False)

    def __post_init__(self) -> None:
        """Refuse what breaks a rule: there is no exhibit without its words and its
        sense.
        """
        checks.check(self.payload)

    @property
    def kind(self) -> str:
        """Name the kind of payload: figure, table, register, prose, notes or
        context.
        """
        return str(self.payload["kind"])

    def _repr_mimebundle_(
        self,
        include: Sequence[str] | None = None,
        exclude: Sequence[str] | None = None,
    ) -> dict[str, Any]:
        """Give every view at once; IPython asks for this."""
        bundle: dict[str, Any] = {
            MIME: deepcopy(dict(self.payload)) | {UNDER: self.under},
            "text/html": self.html,
            "text/plain": self.text,
        }
        if self.kind == "prose":
            bundle["text/markdown"] = self.payload["markdown"]
            del bundle["text/html"]
        return bundle

    def __repr__(self) -> str:
        """Show the plain text, as a terminal does."""
        return self.text
