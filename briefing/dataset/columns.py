"""Questions to whole columns of text, answered by Arrow."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Truths = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]


def arrow(texts: "pd.Series[str]") -> Any:  # noqa: ANN401 - pyarrow tells no types
    """Give a column of text as Arrow holds it, without copying it."""
    return pa.array(texts, pa.large_string())


def among(texts: "pd.Series[str]", others: "pd.Series[str]") -> Truths:
    """Tell of each text whether it stands in another column."""
    found = pc.is_in(arrow(texts), value_set=arrow(others))
    return np.asarray(found, dtype=bool)


def is_one_of(texts: "pd.Series[str]", words: Collection[str]) -> Truths:
    """Tell of each text whether it is one of a few."""
    words = pa.array([*words], pa.large_string())
    return np.asarray(pc.is_in(arrow(texts), value_set=words), dtype=bool)


def matches(texts: Any, pattern: str) -> Truths:  # noqa: ANN401 - pyarrow tells no types
    """Tell of each text whether a pattern is found in it."""
    return np.asarray(pc.match_substring_regex(texts, pattern), dtype=bool)


def places(texts: "pd.Series[str]", keys: "pd.Series[str]") -> Numbers:
    """Give of each text its place among the keys, the first of equal ones, or -1."""
    found = pc.index_in(arrow(texts), value_set=arrow(keys))
    return np.asarray(pc.fill_null(found, -1), dtype=np.int64)


def ranks(texts: "pd.Series[str]") -> Numbers:
    """Give of each text its place in the order of the distinct ones."""
    codes, distinct = pd.factorize(texts)
    words = pa.array(distinct, pa.large_string())
    order = np.asarray(pc.sort_indices(words))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank[codes]


def in_order(columns: Sequence["pd.Series[str]"]) -> Numbers | None:
    """Give the order of rows by some columns, or nothing where they are in it
    already.
    """
    keys = [ranks(column) for column in columns]
    same = np.ones(max(len(keys[0]) - 1, 0), bool)
    sorted_so_far = True
    for key in keys:
        sorted_so_far &= bool((key[1:] >= key[:-1])[same].all())
        same &= key[1:] == key[:-1]
    return None if sorted_so_far else np.lexsort(keys[::-1])


def first_places(columns: Sequence["pd.Series[str]"]) -> Numbers:
    """Give of each row the place of the first row that is equal in all columns."""
    pairs = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        codes, distinct = pd.factorize(column)
        # Numbered anew each time, so that no product grows beyond a number.
        pairs, _ = pd.factorize(pairs * max(len(distinct), 1) + codes)
    _, firsts = np.unique(pairs, return_index=True)
    return np.asarray(firsts[pairs], dtype=np.int64)


def joined(frame: pd.DataFrame, fields: tuple[str, ...]) -> Iterator[str]:
    """Give the key of each row as one text, its parts joined with '|'."""
    # A '|' inside a part is doubled, so that no two keys look the same.
    parts = (frame[field].str.replace("|", "||") for field in fields)
    return map("|".join, zip(*parts, strict=True))
