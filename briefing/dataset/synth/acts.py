"""Invented incidents: when, where, what was done to how many."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from briefing.dataset.synth.chance import (
    Numbers,
    Texts,
    Truths,
    drawn,
    either,
    glued,
    numbered,
    picked,
    taken,
    written,
)
from briefing.dataset.synth.odds import (
    ACCUSATIONS,
    FATES,
    GROUPS,
    KINDS,
    PROTECTIONS,
    TYPES,
)
from briefing.dataset.synth.world import NA, STATES, WEIGHTS

CODES, NAMES = [*STATES], [*STATES.values()]
FIRST, LAST = np.datetime64("1996-01-01"), np.datetime64("2025-12-31")


@dataclass(frozen=True)
class Acts:
    """What the other tables must agree with: who, when, how many."""

    key: Texts
    kind: Texts
    executing: Numbers
    requesting: Numbers  # -1 where no state is stated
    type: Texts
    fate: Texts
    day: npt.NDArray[np.datetime64]
    precision: Numbers  # 0 a day, 1 a month, 2 a year, 3 some time in an interval
    later: npt.NDArray[np.datetime64]  # the end of the interval
    low: Numbers
    high: Numbers
    unsaid: Truths  # nobody says how many people it was done to
    width: int

    def __len__(self) -> int:
        """Count the incidents."""
        return len(self.key)


def acts(chance: np.random.Generator, n: int) -> Acts:
    """Draw *n* incidents."""
    width = max(4, len(str(n)))
    executing = picked(chance, WEIGHTS, n)
    other = (executing + 1 + chance.integers(0, len(CODES) - 1, n)) % len(CODES)
    requesting = np.where(chance.random(n) < 0.72, other, -1)
    # More is on record of later years.
    share = np.sqrt(chance.random(n))
    day = FIRST + (share * (LAST - FIRST).astype(int)).astype("timedelta64[D]")
    # Most are one person; a few groups are very large.
    low = np.minimum(1 + chance.pareto(1.2, n), 5000).astype(np.int64)
    low[chance.random(n) < 0.5] = 1
    wide = chance.random(n) < 0.12
    unsaid = ~wide & (chance.random(n) < 0.03)
    return Acts(
        key=numbered("INC-", np.arange(1, n + 1), width),
        kind=drawn(chance, KINDS, n),
        executing=executing,
        requesting=requesting,
        type=drawn(chance, TYPES, n),
        fate=drawn(chance, FATES, n),
        day=day,
        precision=picked(chance, (57, 20, 15, 8), n),
        later=day + chance.integers(1, 40, n).astype("timedelta64[D]"),
        low=low,
        high=low + np.where(wide, 1 + low // 5, 0),
        unsaid=unsaid,
        width=width,
    )


def incidents(chance: np.random.Generator, acts: Acts, date: Texts) -> pa.Table:
    """Write the incidents, with the date that follows from the claims."""
    n = len(acts)
    state = taken(NAMES, acts.executing)
    stated = acts.requesting >= 0
    other = either(stated, taken(NAMES, acts.requesting), "no other state")
    missing = drawn(chance, {"not_reported": 3, NA: 1, "unknown": 1}, n)
    deed = pc.replace_substring(acts.type, "_", " ")
    number = pc.utf8_slice_codeunits(acts.key, 4)
    town = drawn(chance, {"Grey Harbour": 3, "Old Ferry": 2, "not_reported": 4}, n)
    columns = {
        "incident_id": acts.key,
        "record_kind": acts.kind,
        "title": glued("Invented case ", number, ": ", deed, " in ", state),
        "summary": glued(
            "Made by a program, about nobody: ", deed, " in ", state, ", with ", other,
            " said to have asked for it."
        ),
        "date": date,
        "date_end": drawn(chance, {"unknown": 1, NA: 1}, n),
        "type": acts.type,
        "executing_state": taken(CODES, acts.executing),
        "requesting_state": either(stated, taken(CODES, acts.requesting), missing),
        "place": town,
        **people(acts),
        "groups": drawn(chance, GROUPS, n),
        "accusations": drawn(chance, ACCUSATIONS, n),
        "protections": drawn(chance, PROTECTIONS, n),
        "assurances": drawn(chance, {"not_reported": 94, "yes": 6}, n),
        "evidence_shown": drawn(chance, {"not_reported": 96, "no": 3, "yes": 1}, n),
        "fate": acts.fate,
        "outcome": drawn(chance, {"not_reported": 1, "Invented outcome.": 2}, n),
        "note": drawn(chance, {NA: 2, "Invented note, of no meaning.": 1}, n),
        "verified": drawn(chance, {"true": 78, "false": 22}, n),
        "unverified_cells": drawn(chance, {NA: 80, "date": 14, "date;type": 2}, n),
        "confidence": drawn(chance, {"high": 56, "medium": 37, "low": 7}, n),
    }  # fmt: skip
    return pa.table(columns)


def people(acts: Acts) -> dict[str, Texts]:
    """Write how many people it was done to, or that nobody says."""
    both = {"persons_min": acts.low, "persons_max": acts.high}
    return {
        name: either(acts.unsaid, "not_reported", written(numbers))
        for name, numbers in both.items()
    }
