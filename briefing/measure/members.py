"""The incidents behind every row of a count, found only when somebody asks for them."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np
import pandas as pd

from briefing.measure.coded import Places

Key = TypeVar("Key", bound=Hashable)


class Members(Mapping[Key, tuple[str, ...]]):
    """The ids of incidents under each key, in order, each once.

    A million ids take time and room that a count does not need: kept are numbers only.
    """

    def __init__(
        self,
        keys: Sequence[Key],
        places: Places,
        ids: "pd.Series[str]",
        of: Places | None = None,
    ) -> None:
        """Say of each entry the place of its key and (by *of*, or in order) its id."""
        self._keys = {key: place for place, key in enumerate(keys)}
        self._places, self._ids, self._of = places, ids, of

    def __getitem__(self, key: Key) -> tuple[str, ...]:
        """Name the incidents of one row."""
        return self._named([self._keys[key]])

    def __iter__(self) -> Iterator[Key]:
        """Go through the keys."""
        return iter(self._keys)

    def __len__(self) -> int:
        """Count the keys."""
        return len(self._keys)

    def distinct(self, keys: Iterable[Key]) -> int:
        """Count the incidents that stand under any of some keys."""
        rows = self._rows([self._keys[key] for key in keys if key in self._keys])
        if self._of is not None:
            return len(pd.unique(rows))
        return int(self._ids.iloc[rows].nunique())

    def _named(self, places: Sequence[int]) -> tuple[str, ...]:
        """Name the incidents in some places."""
        rows = pd.unique(self._rows(places))
        return tuple(sorted(set(self._ids.iloc[rows].tolist())))

    def _rows(self, places: Sequence[int]) -> Places:
        """Find the ids in some places, by their rows."""
        order, bounds = self._sorted
        parts = [order[bounds[place] : bounds[place + 1]] for place in places]
        found = np.concatenate([order[:0], *parts])
        return found if self._of is None else self._of[found]

    @cached_property
    def _sorted(self) -> tuple[Places, Places]:
        """Put the entries in the order of their places, and say where each place
        begins.
        """
        order = np.argsort(self._places, kind="stable")
        bounds = np.searchsorted(self._places[order], np.arange(len(self._keys) + 1))
        return order, bounds
