"""The rows of a dataset that a selection keeps."""

import json
from collections import deque
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from hashlib import sha256
from typing import Any
from weakref import ref

import numpy as np
import numpy.typing as npt
import pandas as pd

from briefing.dataset.dataset import Dataset
from briefing.selection import description
from briefing.selection.errors import EmptySelection, UnknownCode
from briefing.selection.parameters import PARAMETERS
from briefing.selection.redaction import withheld_in_doubt, without_names
from briefing.selection.selection import Selection
from briefing.text.formats import number
from briefing.text.notes import worded

Rows = npt.NDArray[np.int64]  # places of rows in a table

Marks = npt.NDArray[np.bool_]

UNDER = "under"

_shown = {UNDER: ""}  # of this process, which is the kernel of one notebook


def begun(context: Mapping[str, Any]) -> dict[str, Any]:
    """Let all that is made from now on stand under *context*, and say so beside it."""
    values = [list(row[:2]) for row in context["parameters"]]
    words = json.dumps([context["digest"], values])
    _shown[UNDER] = sha256(words.encode()).hexdigest()[:16]
    return {**context, UNDER: _shown[UNDER]}


def under() -> str:
    """Tell which selection was shown last; nothing before there is any."""
    return _shown[UNDER]


@dataclass(frozen=True, eq=False)
class Held:
    """Rows of incidents that are counted, of their violations, and of records kept
    apart.
    """

    dataset: Dataset
    selection: Selection
    incident_at: Rows
    violation_at: Rows
    apart_at: Rows
    doubtful: tuple[str, ...]

    @cached_property
    def incident_rows(self) -> pd.DataFrame:
        """Take the counted incidents out of the data; counting needs only their
        places.
        """
        return self.dataset.incidents.iloc[self.incident_at].reset_index(drop=True)

    @cached_property
    def violation_rows(self) -> pd.DataFrame:
        """Take the violations in them out of the data."""
        return self.dataset.violations.iloc[self.violation_at].reset_index(drop=True)

    @cached_property
    def apart_rows(self) -> pd.DataFrame:
        """Take the records that are shown and not counted out of the data."""
        return self.dataset.incidents.iloc[self.apart_at].reset_index(drop=True)

    @property
    def incidents(self) -> pd.DataFrame:
        """Give the counted incidents as a frame of the caller's own."""
        return self.incident_rows.copy(deep=False)

    @property
    def violations(self) -> pd.DataFrame:
        """Give the violations in them as a frame of the caller's own."""
        return self.violation_rows.copy(deep=False)

    @property
    def apart(self) -> pd.DataFrame:
        """Give the records that are shown and not counted, as a frame of the caller's
        own.
        """
        return self.apart_rows.copy(deep=False)

    def places(self, table: str) -> Rows:
        """Place in the selection of the incident of each row of a table, or -1."""
        here: Rows = np.full(len(self.dataset.incidents) + 1, -1)
        here[self.incident_at] = np.arange(len(self.incident_at))
        found: Rows = here[self.dataset.incident_rows(table)]
        return found

    @cached_property
    def violated(self) -> Rows:
        """Place in the selection of the incident of each chosen violation."""
        return self.places("violations")[self.violation_at]

    def ids(self, places: Iterable[int] | slice = slice(None)) -> tuple[str, ...]:
        """Ids of the incidents in some places of the selection, in order."""
        at = places if isinstance(places, slice) else np.asarray(places, dtype=int)
        every = self.dataset.incidents["incident_id"]
        return tuple(sorted(every.iloc[self.incident_at[at]]))

    def persons(self) -> tuple[int, int]:
        """Sum the people acted on, minimum and maximum; an unknown number adds
        nothing.
        """
        ends = self.dataset.incidents[["persons_min", "persons_max"]]
        least, most = ends.iloc[self.incident_at].sum()
        return int(least), int(most)

    @property
    def persons_unknown(self) -> int:
        """Count the incidents of which no source gives a number of people."""
        least = self.dataset.incidents["persons_min"]
        return int(least.iloc[self.incident_at].isna().sum())


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
        return description.phrase(self.dataset, self.selection)

    @property
    def limits(self) -> str:
        """Say what else narrows the selection; empty where nothing does."""
        return description.limits(self.dataset, self.selection)

    @property
    def period(self) -> str:
        """Say which period; an open end reads as the year that the data reach."""
        return description.period_phrase(self.dataset, self.selection)

    @property
    def years(self) -> range:
        """Give every year of the period, up to the release of the data."""
        first, last = description.reach(self.dataset)
        start, end = self.selection.first_day, self.selection.last_day
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


def headline(dataset: Dataset, table: str, rows: Rows) -> dict[str, str]:
    """Write a headline number with its unit, and how many of it are adjudicated."""
    n = len(rows)
    found = (dataset.table(table)["finding"].iloc[rows] == "adjudicated").sum()
    return {
        "value": number(n),
        "unit": table.removesuffix("s") if n == 1 else table,
        "note": f"{number(int(found))} adjudicated",
    }


ROLE_COLUMNS = {
    "executing": ["executing_state"],
    "requesting": ["requesting_state"],
    "either": ["executing_state", "requesting_state"],
}


def select(dataset: Dataset, selection: Selection) -> Chosen:
    """Keep the incidents and violations that meet every part of *selection*.

    Only acts are counted; totals, lists and patterns that meet it are kept apart. An
    incident lies in the period only if all of its possible days do.
    """
    refuse_unknown_codes(dataset, selection)
    if selection.names == "withheld":
        dataset = without_names(dataset)
    chosen = narrow(dataset, selection)
    if not len(chosen.incident_at):
        raise EmptySelection.of(chosen.scope, chosen.period, len(chosen.doubtful))
    _latest.append(ref(chosen))
    return chosen


_latest: deque[ref[Chosen]] = deque(maxlen=1)


def latest() -> Chosen | None:
    """Return what `select` returned last in this process, if it is still in use.

    A kernel runs one notebook, so that this is the selection of the notebook.
    """
    return _latest[0]() if _latest else None


def narrow(dataset: Dataset, selection: Selection) -> Chosen:
    """Keep what meets *selection*, which may be nothing."""
    violations = asked_violations(dataset, selection)
    asked = asked_incidents(dataset, violations, selection)
    certain, possible = in_period(dataset, selection)
    acts = dataset.incidents["counted"].to_numpy()
    of = dataset.incident_rows("violations")
    kept, doubtful = asked & certain & acts, asked & possible & ~certain & acts
    return Chosen(
        dataset=dataset,
        selection=selection,
        incident_at=np.flatnonzero(kept),
        violation_at=np.flatnonzero(violations & kept[of]),
        apart_at=np.flatnonzero(asked & possible & ~acts),
        doubtful=tuple(dataset.incidents["incident_id"].array[doubtful].tolist()),
    )


def whole(chosen: Chosen, rows: Rows) -> Chosen:
    """Take other incidents, by their rows in the data, with every violation in them."""
    there = np.zeros(len(chosen.dataset.incidents), dtype=bool)
    there[rows] = True
    violations = np.flatnonzero(there[chosen.dataset.incident_rows("violations")])
    return replace(chosen, incident_at=rows, violation_at=violations)


def refuse_unknown_codes(dataset: Dataset, selection: Selection) -> None:
    """Refuse a code that the data do not know, naming the near miss."""
    for name in (one.name for one in PARAMETERS if one.vocabulary):
        labels = description.vocabulary(dataset, name)
        for code in selection.codes(name) or ():
            if code not in labels:
                raise UnknownCode.of(name, code, labels)


def asked_violations(dataset: Dataset, selection: Selection) -> Marks:
    """Mark violations of the rights, findings and, in that role, states asked for."""
    keep = among(dataset, "violations", "finding", selection.findings)
    rights, states = selection.codes("rights"), selection.codes("states")
    if rights is not None:
        keep &= among(dataset, "violations", "right", rights)
    if states is not None and selection.role == "responsible":
        keep &= among(dataset, "violations", "responsible_state", states)
    return keep


def asked_incidents(dataset: Dataset, violations: Marks, selection: Selection) -> Marks:
    """Mark incidents that meet the selection at any time.

    A selection by right or by responsible state keeps incidents with a violation left.
    """
    acts = partial(among, dataset, "incidents")
    keep = acts("finding", selection.findings)
    states, types = selection.codes("states"), selection.codes("types")
    groups = selection.codes("groups")
    if states is not None and selection.role in ROLE_COLUMNS:
        roles = [acts(column, states) for column in ROLE_COLUMNS[selection.role]]
        keep &= np.logical_or.reduce(roles)
    responsible = states is not None and selection.role == "responsible"
    if selection.codes("rights") is not None or responsible:
        left = np.zeros(len(keep), dtype=bool)
        left[dataset.incident_rows("violations")[violations]] = True
        keep &= left
    if types is not None:
        keep &= acts("type", types)
    if groups is not None:
        wanted = set(groups)
        keep &= [not wanted.isdisjoint(of) for of in dataset.incidents["groups"]]
    if selection.membership == "members_only":
        keep &= acts("membership", ["member"])
    if selection.cooperation == "requested":
        keep &= acts("cooperation", ["requested"])
    return keep


def among(dataset: Dataset, table: str, name: str, codes: Iterable[Hashable]) -> Marks:
    """Mark the rows of a table that have one of some values."""
    return dataset.table(table)[name].isin([*codes]).to_numpy(copy=True)


def in_period(dataset: Dataset, selection: Selection) -> tuple[Marks, Marks]:
    """Tell which incidents certainly lie in the period, and which possibly do."""
    first, last = dataset.incidents["first_day"], dataset.incidents["last_day"]
    certain = pd.Series(data=True, index=first.index)
    possible = certain.copy()
    start, end = selection.first_day, selection.last_day
    if start:
        certain &= first >= pd.Timestamp(start)
        possible &= last >= pd.Timestamp(start)
    if end:
        certain &= last <= pd.Timestamp(end)
        possible &= first <= pd.Timestamp(end)
    return certain.to_numpy(), possible.to_numpy()
