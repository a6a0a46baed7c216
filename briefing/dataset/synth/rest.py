"""The tables that hang on the invented incidents: rights violated, people, other
states.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.dataset.synth.acts import CODES, Acts
from briefing.dataset.synth.chance import (
    Numbers,
    drawn,
    either,
    glued,
    numbered,
    picked,
    taken,
    written,
)
from briefing.dataset.synth.press import KINDS, Press
from briefing.dataset.synth.world import AFTER_RETURN, NA, RIGHTS

STATED = (22, 36, 23, 10, 4, 2, 1.2, 0.8, 0.5, 0.3, 0.15, 0.05)  # rights, 1 to 12
ROWS = 100_000  # incidents whose rights are drawn at a time
JUDGES = [KINDS.index("court"), KINDS.index("treaty_body")]
SYLLABLES = ("va", "zu", "qor", "mi", "thel", "oxa", "bri", "wen", "duu", "kesh")


def violations(chance: np.random.Generator, acts: Acts, press: Press) -> pa.Table:
    """Write the rights violated: mostly two or three of an incident, at most twelve."""
    incident, right = rights_violated(chance, acts)
    n = len(incident)
    codes, words = [one[0] for one in RIGHTS], [one[1] for one in RIGHTS]
    after = np.isin(right, [codes.index(code) for code in AFTER_RETURN])
    handed = after & (acts.requesting[incident] >= 0) & (chance.random(n) < 0.6)
    responsible = np.where(handed, acts.requesting[incident], acts.executing[incident])
    source = press.source(incident, np.zeros(n, np.int64))
    judged = np.isin(press.kind[source], JUDGES) & (chance.random(n) < 0.6)
    reference = glued("Invented case no. ", written(1 + incident % 9000))
    columns = {
        "incident_id": acts.key.take(pa.array(incident)),
        "right": taken(codes, right),
        "responsible_state": taken(CODES, responsible),
        "basis": either(judged, "adjudicated", "alleged"),
        "authority": either(judged, reference, NA),
        "grounds": glued("Invented ground: ", pc.utf8_lower(taken(words, right)), "."),
        "source_id": press.key.take(pa.array(source)),
    }
    return pa.table(columns)


def rights_violated(chance: np.random.Generator, acts: Acts) -> tuple[Numbers, Numbers]:
    """Draw for each incident as many different rights as its number says."""
    answerable = pc.not_equal(acts.kind, "no_violation").to_numpy(zero_copy_only=False)
    number = np.where(answerable, 1 + picked(chance, STATED, len(acts)), 0)
    odds = np.array([one[3] for one in RIGHTS], float)
    incidents, rights = [], []
    for start in range(0, len(acts), ROWS):
        some = number[start : start + ROWS]
        # The smallest of waiting times, each shorter the more often a right is stated.
        waits = chance.exponential(size=(len(some), len(odds))) / odds
        order = np.argsort(waits, axis=1)
        row, nth = np.nonzero(np.arange(len(odds)) < some[:, None])
        incidents.append(start + row)
        rights.append(
            np.sort(np.where(np.arange(len(odds)) < some[:, None], order, 99))[row, nth]
        )
    return np.concatenate(incidents), np.concatenate(rights)


def people(
    chance: np.random.Generator, acts: Acts, press: Press
) -> dict[str, pa.Table]:
    """Write a few persons with names of no language, and the incidents they appear
    in.
    """
    n = max(1, min(2000, len(acts) // 50))
    name = [
        " ".join(a.title() + b for a, b in (pair[:2], pair[2:]))
        for pair in chance.choice(SYLLABLES, (n, 4))
    ]
    incident = np.sort(chance.choice(len(acts), n, replace=False))
    source = press.source(incident, np.zeros(n, np.int64))
    key = numbered("P-", np.arange(1, n + 1), 4)
    sex = drawn(chance, {"male": 7, "female": 2, "unknown": 1}, n)
    persons = {
        "person_id": key,
        "name": pa.array(name, pa.string()),
        "other_names": drawn(chance, {"not_reported": 1}, n),
        "sex": sex,
        "nationality": taken(CODES, acts.executing[incident]),
        "ethnicity": drawn(chance, {"unknown": 1}, n),
        "occupation": drawn(chance, {"unknown": 4, "invented trade": 1}, n),
        "named_by": press.key.take(pa.array(source)),
        "sensitivity": drawn(chance, {"named_in_public": 1}, n),
    }
    ages = written(chance.integers(18, 80, n))
    appearances = {
        "person_id": key,
        "incident_id": acts.key.take(pa.array(incident)),
        "age": either(chance.random(n) < 0.4, ages, "unknown"),
    }
    return {"persons": pa.table(persons), "appearances": pa.table(appearances)}


def involvements(chance: np.random.Generator, acts: Acts) -> pa.Table:
    """Write the other states of one incident in twenty."""
    incident = np.flatnonzero(chance.random(len(acts)) < 0.05)
    n = len(incident)
    roles = {"beneficiary": 4, "feared_destination": 4, "citizenship": 2, "transit": 1}
    columns = {
        "incident_id": acts.key.take(pa.array(incident)),
        "state": taken(CODES, chance.integers(0, len(CODES), n)),
        "role": drawn(chance, roles, n),
        "note": drawn(chance, {"Invented.": 1}, n),
    }
    return pa.table(columns)


def corrections(incidents: pa.Table, press: Press) -> pa.Table:
    """Write a correction of the trust in the first incident."""
    key, was = (incidents[name][0].as_py() for name in ("incident_id", "confidence"))
    row = {
        "table": "incidents",
        "key": key,
        "field": "confidence",
        "was": was,
        "now": "low" if was == "high" else "high",
        "reason": "Invented reason.",
        "source_id": press.key[0].as_py(),
        "date": "2026-01-10",
    }
    return pa.table({name: pa.array([value]) for name, value in row.items()})
