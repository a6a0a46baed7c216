"""Chance, and words made of columns: what the invented tables are drawn with."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Numbers = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]
Texts = Any  # a column of text: pyarrow tells no types


def drawn(chance: np.random.Generator, odds: Mapping[str, float], n: int) -> Texts:
    """Draw *n* words, each as often as its odds say."""
    return taken([*odds], picked(chance, [*odds.values()], n))


def picked(chance: np.random.Generator, odds: Sequence[float], n: int) -> Numbers:
    """Draw *n* places in a list, each as often as its odds say."""
    shares = np.cumsum(odds) / np.sum(odds)
    return np.searchsorted(shares, chance.random(n), side="right")


def taken(words: Sequence[str], places: Numbers) -> Texts:
    """Give the words at the places, and nothing where a place is below zero."""
    return pa.array(words, pa.string()).take(pa.array(places, mask=places < 0))


def numbered(prefix: str, numbers: Numbers, width: int) -> Texts:
    """Give identifiers of one width, so that they sort as their numbers do."""
    digits = pc.utf8_lpad(written(numbers), width, "0")
    return glued(prefix, digits)


def written(values: npt.NDArray[Any]) -> Texts:
    """Write numbers, or days, as text."""
    return pc.cast(pa.array(values), pa.string())


def glued(*parts: Texts | str) -> Texts:
    """Set words side by side, row by row."""
    return pc.binary_join_element_wise(*parts, "")


def either(condition: Truths, some: Texts | str, others: Texts | str) -> Texts:
    """Give *some* where the condition holds, and *others* elsewhere."""
    return pc.if_else(pa.array(condition), some, others)
