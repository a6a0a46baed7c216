"""The dataset: one value, typed, checked, and not to be changed by whoever holds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import pandas as pd

from briefing.dataset.find import Root
from briefing.dataset.package import Package
from briefing.dataset.shelf import Shelf, Where, cut
from briefing.dataset.tables import Tables

# The columns that name a key of a reference table in words.
NAMED = (("states", "name"), ("rights", "label"), ("rights", "short_label"))


@dataclass(frozen=True, eq=False)
class Dataset(Tables):
    """A data package that was found sound.

    Every table is handed out afresh: what a caller does to it stays with the caller.
    The root is the absolute folder that was read, or the address where it lies; either
    way `load(str(root))` finds the same package again.
    """

    root: Root
    package: Package = field(repr=False)
    digest: str
    _frames: Mapping[str, pd.DataFrame] = field(repr=False)
    _texts: Mapping[str, pd.DataFrame] = field(repr=False, default_factory=dict)
    _shelf: Shelf | None = field(repr=False, default=None)

    def table(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: Where | None = None,
    ) -> pd.DataFrame:
        """Give a table by name, with what is derived from it.

        Of a large table some *columns* may be asked for, and only the rows *where* the
        cells of a column are among some: the rest is then not even read from Parquet.
        """
        # Copy-on-write keeps the caller's changes apart, and no cell is copied for it.
        if columns is None and where is None:
            return self._frames[name].copy(deep=False)
        names = self._frames[name].columns if columns is None else columns
        if self._shelf is not None:
            return self._shelf.cut(name, [*names], where or {})
        return cut(self._frames[name], [*names], where or {})

    def written(self, name: str) -> pd.DataFrame:
        """Give a table as text, as it stands in its file, whatever the file is.

        Numbers and days keep there each its own kind of not-knowing.
        """
        frame, texts = self._frames[name], self._texts.get(name, pd.DataFrame())
        columns = {}
        for one in self.package.tables[name].table.fields:
            column = texts[one.name] if one.name in texts else frame[one.name]
            if one.type == "list":
                column = column.map(one.delimiter.join)
            columns[one.name] = column.astype("str")
        return pd.DataFrame(columns)

    def categories(self, table: str, field: str) -> dict[str, str]:
        """Give the codes of a field with their labels in order, the missing codes
        last.
        """
        columns = self.package.tables[table].table.fields
        codes = next(column.codes for column in columns if column.name == field)
        return {**codes, **self.missing}

    def label(self, table: str, field: str, code: str) -> str:
        """Give the words for a code of a field."""
        return self.categories(table, field)[code]

    @property
    def missing(self) -> dict[str, str]:
        """Give the codes for the kinds of not-knowing, with their labels."""
        return self.package.missing

    def state_name(self, code: str) -> str:
        """Give the short name of a state, or the words for why there is none."""
        return self._named("states", code, "name")

    def right_label(self, code: str, *, short: bool = False) -> str:
        """Give the name of a right, or its short name for charts."""
        return self._named("rights", code, "short_label" if short else "label")

    def _named(self, table: str, code: str, column: str) -> str:
        """Look up the words for a key of a reference table."""
        return self.missing.get(code) or self._words[table, column][code]

    @cached_property
    def _words(self) -> dict[tuple[str, str], dict[str, str]]:
        """Read the names once: a register asks for thousands."""
        words = {}
        for table, column in NAMED:
            frame = self._frames[table]
            (key,) = self.package.tables[table].table.primary_key
            words[table, column] = dict(zip(frame[key], frame[column], strict=True))
        return words

    @property
    def title(self) -> str:
        """Give the title of the package."""
        return self.package.title

    @property
    def version(self) -> str:
        """Give the version of the data."""
        return self.package.version

    @property
    def released(self) -> date:
        """Give the day on which this version was released."""
        return self.package.released

    @property
    def licence(self) -> str:
        """Give the title of the licence."""
        return self.package.licenses[0].title
