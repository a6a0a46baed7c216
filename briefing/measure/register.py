"""The case register: every incident with its rights, its people and its sources."""

from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from briefing.measure import period
from briefing.measure.chosen import Chosen
from briefing.measure.claims import claim_texts
from briefing.measure.coded import Marks, Places
from briefing.measure.entered import rows_in, violated
from briefing.measure.notes import amount
from briefing.measure.numbers import number
from briefing.measure.rows import state_label

Row = dict[Hashable, Any]


def register(chosen: Chosen, of: Marks | None = None) -> pd.DataFrame:
    """List the counted incidents in order of time, one row each, in words.

    A date marked as not verified is given by its year only; other cells so marked are
    left out. *of* marks the incidents that are wanted, where not all are.
    """
    kept = np.ones(len(chosen.incident_at), dtype=bool) if of is None else of
    incidents = chosen.dataset.incidents.iloc[chosen.incident_at[kept]]
    incidents = incidents.sort_values(["first_day", "last_day", "incident_id"])
    claims = grouped(asked(chosen.dataset.claims, rows_in(chosen, "claims"), kept))
    rights = grouped(rights_of(chosen, kept))
    appearances = chosen.dataset.appearances
    there = asked(appearances, rows_in(chosen, "appearances"), kept)
    persons = grouped(there.merge(chosen.dataset.persons, on="person_id"))
    labels = claim_texts(chosen, kept)
    cases = []
    for row in incidents.to_dict("records"):
        key = row["incident_id"]
        cases.append(
            case(chosen, row)
            | {
                "rights": tuple(right(chosen, one) for one in rights.get(key, [])),
                "claims": labels.get(key, ()),
                "persons": tuple(person(chosen, one) for one in persons.get(key, [])),
                "sources": sources(claims.get(key, []), rights.get(key, []), chosen),
            }
        )
    return pd.DataFrame(cases)


def asked(frame: pd.DataFrame, rows: Places, kept: Marks) -> pd.DataFrame:
    """Keep the rows of a table whose incident, by its row, is wanted."""
    wanted = np.append(kept, [False])  # whose row is -1
    return frame[wanted[rows]]


def rights_of(chosen: Chosen, kept: Marks) -> pd.DataFrame:
    """Keep the chosen violations of the wanted incidents."""
    rows = chosen.violation_at[kept[violated(chosen)]]
    frame: pd.DataFrame = chosen.dataset.violations.iloc[rows]
    return frame


def case(chosen: Chosen, row: Row) -> Row:
    """Word the cells of one incident."""
    unverified = str(row["unverified_cells"]).split(";")
    dataset = chosen.dataset
    return {
        "id": row["incident_id"],
        "title": row["title"],
        "date": when(row, verified="date" not in unverified),
        "states": states(chosen, row),
        "people": people(row),
        "place": stated(chosen, "" if "place" in unverified else row["place"]),
        "type": dataset.label("incidents", "type", row["type"]),
        "finding": row["finding"],
        "summary": row["summary"],
        "outcome": stated(chosen, "" if "outcome" in unverified else row["outcome"]),
        "note": stated(chosen, row["note"]),
        "verified": bool(row["verified"]),
    }


def when(row: Row, *, verified: bool) -> str:
    """Write the date as precisely as it is known, by its year where it is not
    verified.
    """
    if verified:
        return period.date_in_words(row["date"])
    years = sorted({part[:4] for part in row["date"].split("/")})
    return f"{' or '.join(years)} (date not verified)"


def states(chosen: Chosen, row: Row) -> str:
    """Say who acted, and at whose request where a source states one."""
    executing = state_label(chosen, "executing", row["executing_state"])
    if row["cooperation"] != "requested":
        return executing
    return (
        f"{executing}, for {state_label(chosen, 'requesting', row['requesting_state'])}"
    )


def people(row: Row) -> str:
    """Write how many people were acted on, as a range where sources differ."""
    least, most = row["persons_min"], row["persons_max"]
    if pd.isna(least) or pd.isna(most):
        return "number of people not known"
    if least == most:
        return amount(int(least), "person", "people")
    return f"{number(least)} to {number(most)} people"


def right(chosen: Chosen, row: Row) -> Row:
    """Word one violation: which right, who answers for it, who found or alleges it."""
    return {
        "label": chosen.dataset.right_label(row["right"]),
        "responsible": state_label(chosen, "responsible", row["responsible_state"]),
        "basis": row["basis"],
        "authority": stated(chosen, row["authority"]),
        "grounds": stated(chosen, row["grounds"]),
    }


def person(chosen: Chosen, row: Row) -> str:
    """Write a person with other spellings and age, as far as published."""
    others = [name for name in row["other_names"] if name not in chosen.dataset.missing]
    name = "Name withheld" if row["name"] == "withheld" else row["name"]
    also = f" (also {', '.join(others)})" if others else ""
    return f"{name}{also}" + ("" if pd.isna(row["age"]) else f", aged {row['age']}")


def sources(
    claims: Iterable[Row], rights: Iterable[Row], chosen: Chosen
) -> tuple[str, ...]:
    """List the sources that tell of an incident or of a violation in it, each once."""
    ids = {one["source_id"] for one in (*claims, *rights)}
    return tuple(sorted(ids - set(chosen.dataset.missing)))


def stated(chosen: Chosen, text: str) -> str:
    """Give a text, or nothing where a missing code stands for it."""
    return "" if text in chosen.dataset.missing else text


def grouped(frame: pd.DataFrame) -> dict[str, list[Row]]:
    """Group the rows of a table by incident."""
    groups: dict[str, list[Row]] = {}
    for row in frame.to_dict("records"):
        groups.setdefault(str(row["incident_id"]), []).append(row)
    return groups
