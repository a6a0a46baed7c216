"""The one thing that the show room hands out: an exhibit, as each reader needs it.

A kernel sends an exhibit as a bundle. JupyterLab shows its HTML; the typesetter reads
its payload and nothing else; a terminal prints its plain text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict

from briefing.measure.under import UNDER, under
from briefing.show import rules

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
        rules.check(self.payload)

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
