"""The tables of a sound package, each made when it is first asked for.

Of a Parquet file only the columns and rows that somebody asks for are decoded, from the
bytes whose digest was taken: what happens to the file meanwhile changes nothing.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import pandas as pd

from briefing.dataset.corrections import (
    TABLE,
    Changed,
    changes,
    corrected,
    first_parts,
)
from briefing.dataset.derive import derive_incidents, derive_violations
from briefing.dataset.frames import in_key_order, typed, written
from briefing.dataset.package import Package
from briefing.dataset.parquet import some_of
from briefing.dataset.sheet import Sheet

Where = Mapping[str, Collection[str]]

# What the derived columns follow from, besides the incidents themselves.
BEHIND = {
    "violations": ("incident_id", "basis"),
    "claims": ("incident_id", "source_id", "field", "value"),
    "sources": ("source_id", "publisher", "derived_from"),
}


class Made(Mapping[str, pd.DataFrame]):
    """Tables by name, each made once."""

    def __init__(
        self, names: Collection[str], make: Callable[[str], pd.DataFrame]
    ) -> None:
        """Remember how they are made."""
        self._names, self._make = tuple(names), make
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Give a table, making it where nobody asked for it before."""
        if name not in self._names:
            raise KeyError(name)
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """Name the tables."""
        return iter(self._names)

    def __len__(self) -> int:
        """Count the tables."""
        return len(self._names)

    def has(self, name: str) -> bool:
        """Tell whether a table is made already."""
        return name in self._made


class Shelf:
    """The bytes of Parquet tables and the text of the others, and what is made of them.

    Whatever is handed out is corrected.
    """

    def __init__(
        self,
        package: Package,
        raw: Mapping[str, Sequence[bytes]],
        sheets: Mapping[str, Sheet],
    ) -> None:
        """Keep the bytes, and read nothing but the corrections."""
        self._package, self._raw = package, raw
        self._missing = frozenset(package.missing)
        self._sheets = dict(sheets)
        self._changes: dict[str, Changed] = {}
        self._changes = changes(self._sheet(TABLE, package.tables[TABLE].table.names))
        for name, sheet in sheets.items():
            self._sheets[name] = in_key_order(corrected(sheet, self.changed(name)))
        self.frames = Made(package.tables, self._whole)
        self.texts = Made(package.tables, self._written)

    def cut(self, name: str, columns: Sequence[str], where: Where) -> pd.DataFrame:
        """Give some columns of the rows whose cells are among those asked for."""
        known = self._package.tables[name].table.names
        if self.frames.has(name) or not {*columns, *where} <= {*known}:
            return cut(self.frames[name], columns, where)
        frame = typed(self._sheet(name, columns, where))
        # Which rows are wanted may be another matter once they are corrected.
        again = name not in self._sheets and self.changed(name)
        return cut(frame, columns, where if again else {})

    def changed(self, name: str) -> Changed:
        """Give what the corrections say of a table."""
        return self._changes.get(name, {})

    def _sheet(
        self, name: str, columns: Sequence[str], where: Where | None = None
    ) -> Sheet:
        """Read some of a table as text, in the order of its key."""
        where = where or {}
        if name in self._sheets:
            sheet = self._sheets[name]
            return Sheet(sheet.resource, cut(sheet.frame, columns, where))
        resource, said = self._package.tables[name], self.changed(name)
        key = resource.table.primary_key
        wanted = dict.fromkeys([*columns, *key, *(where if said else ())])
        wheres, firsts = [where], first_parts(said, len(key))
        if said:
            wheres += [{} if firsts is None else {key[0]: firsts}]
        frame = some_of(resource, self._raw[name], [*wanted], *wheres)
        return in_key_order(corrected(Sheet(resource, frame), said))

    def _whole(self, name: str) -> pd.DataFrame:
        """Make a table with its types, and with what is derived from it."""
        frame = typed(self._sheet(name, self._package.tables[name].table.names, {}))
        if name == "incidents":
            behind = {one: self.cut(one, names, {}) for one, names in BEHIND.items()}
            behind |= {"incidents": frame, "memberships": self.frames["memberships"]}
            return derive_incidents(behind, self._missing)
        if name == "violations":
            return derive_violations(frame, self.frames["incidents"])
        return frame

    def _written(self, name: str) -> pd.DataFrame:
        """Give what stands in the files for numbers, days and truths."""
        return written(self._sheet(name, self._package.tables[name].table.names, {}))


def cut(frame: pd.DataFrame, columns: Sequence[str], where: Where) -> pd.DataFrame:
    """Take some columns of some rows."""
    for name, wanted in where.items():
        frame = frame[frame[name].isin([*wanted])]
    return frame[[*columns]].reset_index(drop=True)
