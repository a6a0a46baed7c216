"""Columns of a dataset as codes, each made once: fast to select and to count by."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from briefing.dataset.dataset import Dataset

Whole = TypeVar("Whole")

Found = TypeVar("Found")

Asked = ParamSpec("Asked")


def once(
    function: Callable[Concatenate[Whole, Asked], Found],
) -> Callable[Concatenate[Whole, Asked], Found]:
    """Remember what *function* says of a dataset or selection, for as long as that
    lives.

    What it gives is shared, so it must not be changed, and must not hold the whole.
    """
    known: WeakKeyDictionary[Any, dict[Any, Found]] = WeakKeyDictionary()

    @wraps(function)
    def remembered(of: Whole, /, *args: Asked.args, **more: Asked.kwargs) -> Found:
        found = known.setdefault(of, {})
        asked = (args, *more.items())
        if asked not in found:
            found[asked] = function(of, *args, **more)
        return found[asked]

    return remembered


Places = npt.NDArray[np.int64]

Marks = npt.NDArray[np.bool_]

NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Coded:
    """A column: its different values, and for each row the place of its value in them.

    A row without a value has the place -1.
    """

    places: Places
    values: tuple[Any, ...]

    def among(self, wanted: Iterable[Hashable]) -> Places:
        """Give for each row the place of its value among *wanted*, -1 for another
        value.
        """
        order = {value: place for place, value in enumerate(wanted)}
        turned = [order.get(value, NOWHERE) for value in self.values]
        # The place of no value, -1, is that of the last one here.
        return np.array([*turned, NOWHERE], dtype=np.int64)[self.places]

    def at(self, rows: Places | Marks) -> "Coded":
        """Give the column at some rows."""
        return Coded(self.places[rows], self.values)


def coded(column: "pd.Series[Any]") -> Coded:
    """Find the different values of a column, in the order in which they come."""
    # Not from the series itself: tuples would become an index of several levels.
    places, values = pd.factorize(column.array)
    return Coded(places.astype(np.int64, copy=False), tuple(values.tolist()))


def labelled(places: Places, labels: Iterable[str]) -> "pd.Series[str]":
    """Write the label of each place, as a column of text."""
    words = pa.DictionaryArray.from_arrays(
        pa.array(places), pa.array(list(labels), pa.large_string())
    )
    return pd.Series(pd.array(words.cast(pa.large_string()), dtype="str"))


def tallied(
    places: Places, n: int, weights: npt.NDArray[np.float64] | None = None
) -> Places:
    """Count, or sum up, what stands in each of *n* places; -1 stands nowhere."""
    sums = np.bincount(places + 1, weights, minlength=n + 1)[1:]
    return sums.astype(np.int64)


def rows_of(ids: "pd.Series[str]", known: "pd.Series[str]") -> Places:
    """Find for each id its row among *known*, -1 where it is not there."""
    texts, there = arrow(ids), arrow(known)
    if len(texts) == 0:
        return np.zeros(0, dtype=np.int64)
    # Tables are in the order of their ids, so equal ones mostly stand together.
    fresh = np.concatenate([[True], starts(texts)])
    firsts = texts.filter(pa.array(fresh))
    if firsts.equals(there):
        rows = np.arange(len(firsts), dtype=np.int64)
    else:
        found = pc.index_in(firsts, value_set=there)
        rows = found.fill_null(NOWHERE).to_numpy(zero_copy_only=False).astype(np.int64)
    of: Places = rows[np.cumsum(fresh) - 1]
    return of


def starts(texts: pa.Array) -> Marks:
    """Tell for each text but the first whether it differs from the one before."""
    differ = pc.not_equal(texts.slice(1), texts.slice(0, len(texts) - 1))
    marks: Marks = differ.to_numpy(zero_copy_only=False)
    return marks


def arrow(ids: "pd.Series[str]") -> pa.Array:
    """Give a column of text as the one Arrow array that it is, or is made."""
    texts = pa.array(ids.array, pa.large_string())
    if isinstance(texts, pa.ChunkedArray):
        return texts.combine_chunks()
    return texts


def different(*columns: Places) -> int:
    """Count the different rows of one or several columns of places."""
    return len(pd.unique(joined(*columns)))


def joined(*columns: Places, width: int = 0) -> Places:
    """Give one number for each different row of several columns of places.

    *width* is how many places there are in every column but the first, where known.
    """
    whole = columns[0]
    for column in columns[1:]:
        whole = whole * (width or int(column.max(initial=0)) + 1) + column
    return whole


@once
def column(dataset: Dataset, table: str, name: str) -> Coded:
    """Give a column of a table as numbers."""
    return coded(dataset.table(table)[name])


@once
def ends(dataset: Dataset, name: str) -> tuple[npt.NDArray[np.float64], Marks]:
    """Give a number of people for each incident, 0 where unknown, and where it is
    unknown.
    """
    numbers = dataset.incidents[name]
    known = numbers.to_numpy(dtype=np.float64, na_value=0)
    return known, numbers.isna().to_numpy(dtype=bool)


@once
def days(dataset: Dataset, name: str) -> Places:
    """Give a day of each incident as a number of days since 1970."""
    found = dataset.incidents[name].to_numpy().astype("datetime64[D]")
    return found.astype(np.int64)


@once
def counted(dataset: Dataset) -> Marks:
    """Tell which incidents are counted."""
    return dataset.incidents["counted"].to_numpy(dtype=bool)


@once
def incident_of(dataset: Dataset, table: str) -> Places:
    """Find for each row of a table the row of its incident."""
    ids = dataset.table(table)["incident_id"]
    return rows_of(ids, dataset.incidents["incident_id"])
