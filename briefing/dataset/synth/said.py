"""What the invented sources claim: they agree, tell less or more, and differ."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.dataset.synth.acts import CODES, Acts
from briefing.dataset.synth.chance import (
    Numbers,
    Texts,
    Truths,
    drawn,
    either,
    glued,
    taken,
    written,
)
from briefing.dataset.synth.odds import FATES
from briefing.dataset.synth.press import Press
from briefing.dataset.synth.world import NA

# Whose claim of a date decides, by kind of source in the order of its codes.
RANK = np.array([0, 0, 2, 0, 1, 2, 0])


@dataclass(frozen=True)
class Claims:
    """Claims of one field: of which incident, by its how-manieth source, what."""

    field: str
    incident: Numbers
    nth: Numbers
    value: Texts


def claims(
    chance: np.random.Generator, acts: Acts, press: Press
) -> tuple[pa.Table, Texts]:
    """Write the claims; give beside them the date of each incident that follows from
    them.
    """
    date, dated = dates(chance, acts, press)
    parts = [reports(chance, press), *dated, *numbers_of_people(chance, acts, press)]
    parts += others(chance, acts)
    incident = np.concatenate([part.incident for part in parts])
    nth = np.concatenate([part.nth for part in parts])
    order = np.lexsort((nth, incident))
    which = np.repeat(np.arange(len(parts)), [len(part.nth) for part in parts])
    value = pa.concat_arrays([part.value for part in parts])
    source = press.source(incident, nth)[order]
    columns = {
        "incident_id": acts.key.take(pa.array(incident[order])),
        "source_id": press.key.take(pa.array(source)),
        "field": taken([part.field for part in parts], which[order]),
        "value": value.take(pa.array(order)),
        "locator": drawn(
            chance, {"not_reported": 6, "p. 4": 1, "para. 12": 1}, len(nth)
        ),
    }
    return pa.table(columns), date


def reports(chance: np.random.Generator, press: Press) -> Claims:
    """Say who reports each incident, and who, not the first, denies it."""
    incident = np.repeat(np.arange(len(press.reports)), press.reports)
    starts = np.cumsum(press.reports) - press.reports
    nth = np.arange(len(incident)) - starts[incident]
    denied = (nth > 0) & (chance.random(len(incident)) < 0.03)
    value = either(denied, "denied", "reported")
    return Claims("act", incident, nth, pc.cast(value, pa.string()))


def dates(
    chance: np.random.Generator, acts: Acts, press: Press
) -> tuple[Texts, list[Claims]]:
    """Give the date of each incident, and what its sources claim of it.

    Where two differ the court's stands before others; equals leave the interval open.
    """
    n = len(acts)
    first, later = written(acts.day), written(acts.later)
    year, month = (pc.utf8_slice_codeunits(first, 0, end) for end in (4, 7))
    apart = (acts.precision == 3) & (press.reports > 1)
    everyone, zero = np.arange(n), np.zeros(n, np.int64)
    rank = [RANK[press.kind[press.source(everyone, zero + nth)]] for nth in (0, 1)]
    date = either(acts.precision == 1, month, either(acts.precision == 2, year, first))
    date = either(acts.precision == 3, glued(first, "/", later), date)
    date = either(apart & (rank[0] > rank[1]), first, date)
    date = either(apart & (rank[0] < rank[1]), later, date)
    told = ~apart & (chance.random(n) < 0.25)
    roughly = (
        told & (press.reports > 1) & (acts.precision < 2) & (chance.random(n) < 0.4)
    )
    said = [(told, 0, date), (roughly, 1, year), (apart, 0, first), (apart, 1, later)]
    return date, [some("date", *one) for one in said]


def numbers_of_people(
    chance: np.random.Generator, acts: Acts, press: Press
) -> list[Claims]:
    """Say how many people there were: each end of a range by one source, or both by
    one.
    """
    low, high = written(acts.low), written(acts.high)
    wide, two = acts.low < acts.high, press.reports > 1
    plain = ~wide & ~acts.unsaid & (chance.random(len(acts)) < 0.2)
    said = [(plain, 0, low), (wide & two, 0, low), (wide & two, 1, high)]
    said += [(wide & ~two, 0, glued(low, "/", high))]
    return [some("persons", *one) for one in said]


def others(chance: np.random.Generator, acts: Acts) -> list[Claims]:
    """Claim now and then something of another field."""
    n = len(acts)
    fates = drawn(
        chance,
        {fate: odds for fate, odds in FATES.items() if fate not in (NA, "unknown")},
        n,
    )
    executing = taken(CODES, acts.executing)
    said = [("type", 0.03, acts.type), ("fate", 0.02, fates)]
    said += [("executing_state", 0.005, executing)]
    return [
        some(field, chance.random(n) < odds, 0, value) for field, odds, value in said
    ]


def some(field: str, where: Truths, nth: int, value: Texts) -> Claims:
    """Let one source of some of the incidents claim a value."""
    incident = np.flatnonzero(where)
    place = np.full(len(incident), nth, np.int64)
    return Claims(field, incident, place, value.take(pa.array(incident)))
