"""A row for each case, and the best documented ones."""

from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from briefing.counts.count import incidents
from briefing.counts.dimensions import state_label
from briefing.counts.disagreements import claim_texts
from briefing.counts.evidence import links, reports
from briefing.selection.select import Chosen, Marks, Rows
from briefing.text import formats
from briefing.text.formats import date_in_words, listing

Row = dict[Hashable, Any]


def register(chosen: Chosen, of: Marks | None = None) -> pd.DataFrame:
    """List the counted incidents in order of time, one row each, in words.

    A date marked as not verified is given by its year only; other cells so marked are
    left out. *of* marks the incidents that are wanted, where not all are.
    """
    kept = np.ones(len(chosen.incident_at), dtype=bool) if of is None else of
    acts = chosen.dataset.incidents.iloc[chosen.incident_at[kept]]
    acts = acts.sort_values(["first_day", "last_day", "incident_id"])
    claims = grouped(asked(chosen.dataset.claims, chosen.places("claims"), kept))
    rights = grouped(rights_of(chosen, kept))
    appearances = chosen.dataset.appearances
    there = asked(appearances, chosen.places("appearances"), kept)
    persons = grouped(there.merge(chosen.dataset.persons, on="person_id"))
    labels = claim_texts(chosen, kept)
    cases = []
    for row in acts.to_dict("records"):
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


def asked(frame: pd.DataFrame, rows: Rows, kept: Marks) -> pd.DataFrame:
    """Keep the rows of a table whose incident, by its row, is wanted."""
    wanted = np.append(kept, [False])  # whose row is -1
    return frame[wanted[rows]]


def rights_of(chosen: Chosen, kept: Marks) -> pd.DataFrame:
    """Keep the chosen violations of the wanted incidents."""
    rows = chosen.violation_at[kept[chosen.violated]]
    frame: pd.DataFrame = chosen.dataset.violations.iloc[rows]
    return frame


def case(chosen: Chosen, row: Row) -> Row:
    """Word the cells of one incident."""
    unverified = str(row["unverified_cells"]).split(";")
    dataset = chosen.dataset
    return {
        "id": row["incident_id"],
        "title": row["title"],
        "date": when(row),
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


def when(row: Row) -> str:
    """Write the date as precisely as it is known, by its year where no source was seen
    to state it.
    """
    if dated(row):
        return date_in_words(row["date"])
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
    return formats.people(int(least), int(most))


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


MOST = 10

KIND_WORDS = {
    "court": "court",
    "treaty_body": "UN body",
    "igo": "intergovernmental organisation",
    "government": "government",
    "ngo": "non-governmental organisation",
    "press": "press",
    "academic": "academic",
}


def studies(chosen: Chosen) -> pd.DataFrame:
    """List the cases that a reader should know first, as the register words them.

    They are the best documented ones by the order of `best_documented`: first one for
    each executing state, then the next in that order, at most ten. They stand in order
    of time. `fate`, `heard`, `links` and `later` are words and numbers beyond those of
    the register.
    """
    kept = set(taken(best_documented(chosen)))
    if not kept:
        return pd.DataFrame({"id": []})
    ids = chosen.dataset.incidents["incident_id"].iloc[chosen.incident_at]
    marks = ids.isin(kept).to_numpy()
    cases = register(chosen, marks)
    rows = chosen.dataset.incidents.iloc[chosen.incident_at[marks]]
    known = rows.set_index("incident_id").to_dict("index")
    linked = links(chosen, marks)
    named = [str(one) for one in cases["id"]]
    voices = [linked[linked["incident_id"] == one] for one in named]
    return cases.assign(
        fate=[fate(chosen, known[one]) for one in named],
        heard=[heard(of) for of in voices],
        links=[len(of) for of in voices],
        later=pd.Series([later(chosen, one) for one in named], index=cases.index),
    ).reset_index(drop=True)


def best_documented(chosen: Chosen) -> pd.DataFrame:
    """Order the incidents that two or more independent sources report, the firmest
    first.

    What a court or treaty body found goes before what others report; then the larger
    number of independent sources, then of all sources, then the earlier act. An
    incident with a cell that was not seen in a source is not eligible.
    """
    acts = incidents(chosen, "independent_sources", "verified")
    rows = acts.index[(acts["independent_sources"] >= 2) & acts["verified"]]
    links = reports(chosen).groupby(level=0).size()
    eligible = chosen.dataset.incidents.iloc[chosen.incident_at[rows]]
    order = eligible.assign(links=links.reindex(rows, fill_value=0).array)
    return order.sort_values(
        ["finding", "independent_sources", "links", "first_day", "incident_id"],
        ascending=[True, False, False, True, True],
        ignore_index=True,
    )


def taken(ordered: pd.DataFrame) -> list[str]:
    """Take the first of each executing state, then the next, as many as there is room
    for.
    """
    first = ordered.drop_duplicates("executing_state")
    rest = ordered[~ordered["incident_id"].isin(first["incident_id"])]
    return list(pd.concat([first, rest])["incident_id"][:MOST])


def fate(chosen: Chosen, known: Row) -> str:
    """Say what was last reported of the people, as far as a source was seen to state
    it.
    """
    unverified = str(known["unverified_cells"]).split(";")
    if known["fate"] in chosen.dataset.missing or "fate" in unverified:
        return ""
    return chosen.dataset.label("incidents", "fate", known["fate"])


def heard(told: pd.DataFrame) -> str:
    """Name the independent voices that report an incident, with what kind each is."""
    once = told.drop_duplicates("voice").sort_values("publisher")
    pairs = zip(once["publisher"], once["kind"], strict=True)
    return listing(
        f"{one} ({KIND_WORDS.get(kind, 'kind not known')})" for one, kind in pairs
    )


def later(chosen: Chosen, incident: str) -> tuple[str, ...]:
    """List other incidents of the selection in which the same people were acted on."""
    appearances = chosen.dataset.appearances
    people = appearances.loc[appearances["incident_id"] == incident, "person_id"]
    same = appearances.loc[
        appearances["person_id"].isin(people.tolist()), "incident_id"
    ]
    acts = chosen.dataset.incidents.iloc[chosen.incident_at]
    others = acts[acts["incident_id"].isin({*same} - {incident})]
    others = others.sort_values(["first_day", "incident_id"])
    return tuple(
        f"{row['incident_id']}, {when(row)}: {row['title']}"
        for row in others.to_dict("records")
    )


def dated(row: Row) -> bool:
    """Tell whether a source was seen to state the date."""
    return "date" not in str(row["unverified_cells"]).split(";")
