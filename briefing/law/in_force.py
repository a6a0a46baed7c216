"""Which treaties bound each violation, and counts of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from briefing.counts.count import (
    Count,
    Dimension,
    Entries,
    count,
    violated,
    violation_ids,
    violation_strength,
    violation_values,
)
from briefing.counts.dates import Spans, asked, spans
from briefing.dataset.coded_columns import Coded, Places, labelled, once
from briefing.law.treaties import STANDINGS, Terms, reach, standing, terms_of, turning
from briefing.selection.select import Chosen

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


KEY = ["incident_id", "right", "responsible_state"]

LAW_LABELS = {
    "bound": "Bound by at least one treaty",
    "uncertain": "Not certain on that day",
    "partly": "Only by treaties for some people or cases",
    "not_known": "Not known",
    "unbound": "Bound by none of the treaties",
}

LAWS = tuple(LAW_LABELS)


def obligations(chosen: Chosen, of: Places | None = None) -> pd.DataFrame:
    """Set every violation against every treaty that lays down the right.

    `standing` is how the responsible state stood to the treaty on the day of the act,
    `limited_to` whom or what the articles protect where that is not everybody, and
    `verified` whether the days of that treaty and state were seen in a source. *of*
    names the rows of the violations that are wanted, where not all are.
    """
    known, days = bearing(chosen), spans(chosen)
    rows = np.arange(len(chosen.violation_at)) if of is None else of
    span = days.of[violated(chosen)[rows]]
    violations = chosen.dataset.violations[[*KEY, "finding"]]
    violations = violations.iloc[chosen.violation_at[rows]].assign(span=span)
    articles = chosen.dataset.right_articles[["right", "treaty", "articles"]]
    laid = articles[~articles["articles"].isin(chosen.dataset.missing)]
    frame = violations.merge(laid, on="right")
    first, last = (
        pd.Series(ends.astype("datetime64[D]").astype("str"), dtype="str")
        for ends in (days.first, days.last)
    )
    frame["first_day"] = first.array[frame["span"]]
    frame["last_day"] = last.array[frame["span"]]
    pairs = zip(frame["right"], frame["treaty"], strict=True)
    frame["limited_to"] = pd.array([reach(*pair) for pair in pairs], dtype="str")
    stood = zip(frame["responsible_state"], frame["treaty"], frame["span"], strict=True)
    places = [known.standings[state, treaty][at] for state, treaty, at in stood]
    frame["standing"] = pd.array([CODES[place] for place in places], dtype="str")
    pairs = zip(frame["responsible_state"], frame["treaty"], strict=True)
    frame["verified"] = [known.verified[pair] for pair in pairs]
    return frame.drop(columns="span").sort_values([*KEY, "treaty"], ignore_index=True)


def law_of_violations(chosen: Chosen, of: Places | None = None) -> pd.DataFrame:
    """Say for every violation, in `law`, what the treaties taken together come to.

    A treaty for everybody decides before one for some people or cases; only where no
    treaty bound and none is left open does the violation stand as bound by none.
    """
    rows = np.arange(len(chosen.violation_at)) if of is None else of
    found = law_places(chosen).at(rows)
    violations = chosen.dataset.violations.iloc[chosen.violation_at[rows]]
    said = violations.assign(law=labelled(found.places, found.values).array)
    return said.reset_index(drop=True)


def law_places(chosen: Chosen) -> Coded:
    """Find for every violation what the treaties taken together come to."""
    flat, _ = cells(chosen)
    return Coded(laws(chosen).reshape(-1)[flat], LAWS)


@once
def laws(chosen: Chosen) -> Places:
    """Sum up for each state, right and span what the treaties come to."""
    known = bearing(chosen)
    shape = cells(chosen)[1]
    summed = np.empty(shape, dtype=np.int64)
    for i, state in enumerate(violation_values(chosen, "responsible_state").values):
        for j, right in enumerate(violation_values(chosen, "right").values):
            stood = np.zeros(shape[2], dtype=np.int64)
            for treaty in known.treaties(right):
                # One bit for each standing; those to treaties for some stand higher.
                shift = len(CODES) if reach(right, treaty) else 0
                stood |= 1 << (known.standings[state, treaty].astype(np.int64) + shift)
            different, alike = np.unique(stood, return_inverse=True)
            summed[i, j] = np.array([law_of(one) for one in different])[alike]
    return summed


def law_of(bits: int) -> int:
    """Read two sets of standings from bits, and give the place of what they come to."""
    full, part = (
        {code for i, code in enumerate(CODES) if bits >> (i + shift) & 1}
        for shift in (0, len(CODES))
    )
    return LAWS.index(law(full, part))


def law(full: set[str], part: set[str]) -> str:
    """Sum up how a state stood to the treaties for everybody and to those for some."""
    if "bound" in full or "uncertain" in full:
        return "bound" if "bound" in full else "uncertain"
    if "bound" in part:
        return "partly"
    if "uncertain" in part:
        return "uncertain"
    return "not_known" if "not_known" in full | part else "unbound"


def violations_by_law_in_force(chosen: Chosen) -> Count:
    """Count violations by what bound the responsible state on the day of the act."""
    ids, strength = violation_ids(chosen), violation_strength(chosen)
    entries = Entries(law_places(chosen), strength, ids)
    by = Dimension("law in force", LAW_LABELS, ranked=False, notes=("law", "part"))
    return count(chosen, "violations", by, entries)


def by_treaty(chosen: Chosen) -> pd.DataFrame:
    """Count, for every treaty, the violations of rights that it lays down, by standing.

    A violation stands under every treaty that lays down the right.
    """
    treaties = sorted(set(chosen.dataset.right_articles["treaty"]))
    n = dict.fromkeys(treaties, np.zeros(len(CODES), dtype=np.int64))
    for (_, treaty), of in standings_of(chosen).items():
        n[treaty] = n[treaty] + of
    split = pd.DataFrame.from_dict(n, orient="index", columns=list(CODES))
    split["n"] = split.sum(axis="columns")
    split.insert(0, "label", [short(chosen, code) for code in split.index])
    split = split.rename_axis(index="treaty", columns=None).reset_index()
    order = split.sort_values(["bound", "n", "label"], ascending=[False, False, True])
    return order.reset_index(drop=True)


def by_state_and_treaty(chosen: Chosen) -> pd.DataFrame:
    """Count violations for every responsible state and treaty, by standing."""
    found = {pair: of for pair, of in standings_of(chosen).items() if of.sum()}
    keys = pd.DataFrame(sorted(found), columns=["responsible_state", "treaty"])
    split = pd.DataFrame([found[pair] for pair in sorted(found)], columns=list(CODES))
    split = pd.concat([keys, split.astype("int64")], axis="columns")
    split["n"] = split[list(CODES)].sum(axis="columns")
    return split


def short(chosen: Chosen, treaty: str) -> str:
    """Give the name of a treaty for tables."""
    names = chosen.dataset.treaties.set_index("treaty")["short_title"]
    return str(names[treaty])
