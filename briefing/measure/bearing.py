"""How each state stood to each treaty on the days of the acts, and how often that
counts.

Violations are many; states, rights and spans of days are not. So it is worked out once
for each state, right and span, and every violation looks it up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from briefing.measure.chosen import Chosen
from briefing.measure.coded import Places
from briefing.measure.entered import violated, violation_values
from briefing.measure.once import once
from briefing.measure.spans import Spans, asked, spans
from briefing.measure.treaties import STANDINGS, Terms, standing, terms_of, turning

CODES = tuple(STANDINGS)
Numbers = npt.NDArray[np.int64]
Small = npt.NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Bearing:
    """For each state and treaty: the standing on each span, and whether it was seen."""

    standings: dict[tuple[str, str], Small]
    verified: dict[tuple[str, str], bool]
    articles: tuple[tuple[str, str], ...]

    def treaties(self, right: str) -> list[str]:
        """List the treaties that lay down a right, once for each of its articles
        there.
        """
        return [treaty for of, treaty in self.articles if of == right]


@once
def bearing(chosen: Chosen) -> Bearing:
    """Work out how every responsible state stood to every treaty."""
    terms, days = terms_of(chosen.dataset), spans(chosen)
    laid = chosen.dataset.right_articles
    laid = laid[~laid["articles"].isin(chosen.dataset.missing)]
    articles = tuple(zip(laid["right"], laid["treaty"], strict=True))
    known = {
        (state, treaty): terms.get((treaty, state))
        for state in violation_values(chosen, "responsible_state").values
        for treaty in dict.fromkeys(laid["treaty"])
    }
    return Bearing(
        {pair: standings(of, days) for pair, of in known.items()},
        {pair: of is None or of.verified for pair, of in known.items()},
        articles,
    )


def standings(known: Terms | None, days: Spans) -> Small:
    """Give for each span the place of the standing."""
    places, said = asked(partial(standing, known), turning(known), days)
    return np.array([CODES.index(one) for one in said], dtype=np.int8)[places]


@once
def cells(chosen: Chosen) -> tuple[Places, tuple[int, int, int]]:
    """Give for each violation one number for its state, right and span, and their
    numbers.
    """
    state = violation_values(chosen, "responsible_state")
    right = violation_values(chosen, "right")
    days = spans(chosen)
    shape = (len(state.values), len(right.values), len(days.first))
    at = state.places * shape[1] + right.places
    return at * shape[2] + days.of[violated(chosen)], shape


@once
def numbers(chosen: Chosen) -> Numbers:
    """Count the violations of each state, right and span."""
    flat, shape = cells(chosen)
    return np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape)


@once
def standings_of(chosen: Chosen) -> Mapping[tuple[str, str], Numbers]:
    """Count, for every responsible state and treaty, the violations by standing."""
    known, n = bearing(chosen), numbers(chosen)
    found: dict[tuple[str, str], Numbers] = {}
    rights = violation_values(chosen, "right").values
    for i, state in enumerate(violation_values(chosen, "responsible_state").values):
        for j, right in enumerate(rights):
            for treaty in known.treaties(right):
                of = known.standings[state, treaty]
                sums = np.bincount(of, n[i, j], len(CODES)).astype(np.int64)
                found[state, treaty] = (
                    found.get((state, treaty), np.zeros_like(sums)) + sums
                )
    return found
