"""The people named in public: sex, age, occupation."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from briefing.counts.count import (
    Count,
    Dimension,
    Entries,
    IncidentIds,
    ids,
    rows_in,
    sizes,
    strength,
)
from briefing.counts.dimensions import Rows
from briefing.counts.incidents import MISSING_LABELS
from briefing.dataset.coded_columns import (
    Coded,
    Places,
    coded,
    days,
    labelled,
    once,
    rows_of,
)
from briefing.dataset.derive import FINDINGS
from briefing.selection.select import Chosen

Ages = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Named:
    """The people named: their rows, findings and ages, and the incidents of each.

    `incident` has the row of each incident in which one of them stands, `of` who.
    """

    persons: pd.DataFrame
    best: Places
    age: Ages
    incident: Places
    of: Places


@once
def gathered(chosen: Chosen) -> Named:
    """Find the people named in public in the counted incidents, with what is told of
    each.
    """
    appearances, persons = chosen.dataset.appearances, chosen.dataset.persons
    incident = rows_in(chosen, "appearances")
    seen = np.flatnonzero(incident >= 0)
    incident = incident[seen]
    ids = appearances["person_id"].iloc[seen]
    person = rows_of(ids, persons["person_id"])
    first = days(chosen.dataset, "first_day")[chosen.incident_at][incident]
    order = np.lexsort((incident, first, person))
    seen, incident, person = seen[order], incident[order], person[order]
    rows, begins = np.unique(person, return_index=True)
    best = (
        np.minimum.reduceat(strength(chosen)[incident], begins)
        if len(rows)
        else np.zeros(0, dtype=np.int64)
    )
    of = np.repeat(np.arange(len(rows)), np.diff([*begins, len(person)]))
    ages = appearances["age"].to_numpy(dtype=np.float64, na_value=np.nan)[seen]
    return Named(persons.iloc[rows], best, first_of(ages, of, len(rows)), incident, of)


def first_of(ages: Ages, of: Places, n: int) -> Ages:
    """Give for each of *n* people the first age that a source gives."""
    found = np.full(n, np.nan)
    given = np.flatnonzero(~np.isnan(ages))[::-1]  # so that the first is written last
    found[of[given]] = ages[given]
    return found


OTHER = "other"

# Tried in this order on the first description, then on the next; beginnings of words.
_GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "religion": (
        "Religious life",
        ("imam", "mullah", "madrasa", "mosque", "religious", "pastor", "monk"),
    ),
    "law": ("Human rights and law", ("human rights", "rights ", "lawyer")),
    "media": (
        "Press, publishing and online media",
        ("journalis", "blogger", "newspaper", "publisher", "writer", "broadcast",
         "radio", "film", "telegram", "website", "online", "editor"),
    ),
    "politics": (
        "Politics, activism and associations",
        ("activist", "opposition", "politician", "party", "parliament", "congress",
         "movement", "campaign", "society", "ittipak", "association", "community",
         "atajurt", "volunteer"),
    ),
    "state": (
        "State service and armed forces",
        ("minister", "official", "officer", "investigator", "conscript", "soldier",
         "major", "guard"),
    ),
    "learning": (
        "Study, teaching and research",
        ("student", "teacher", "research", "anthropolog", "analyst", "school"),
    ),
    "business": ("Business and trade", ("business", "trader", "owner", "shop")),
    "health": ("Health", ("doctor", "nurse", "cardiolog", "psycho", "surgeon")),
    "arts": ("Arts and sport", ("music", "sing", "fighter", "boxer", "artist")),
    "work": (
        "Crafts, services and other work",
        ("worker", "tailor", "driver", "print", "engineer", "breeder", "account",
         "book"),
    ),
}  # fmt: skip

OCCUPATION_LABELS = {code: label for code, (label, _) in _GROUPS.items()} | {
    OTHER: "Other occupations"
}


def occupation_group(missing: Collection[str]) -> Callable[[str], str]:
    """Make the function that finds the group of a stated occupation.

    A missing code stays what it is.
    """

    def group(stated: str) -> str:
        if stated in missing:
            return stated
        found = (group_of(part) for part in stated.split(","))
        return next((code for code in found if code), OTHER)

    return group


def group_of(description: str) -> str:
    """Find the group of one description; empty where no group has a word of it."""
    text = f" {description.strip().lower()} "
    for code, (_, words) in _GROUPS.items():
        if any(f" {word}" in text for word in words):
            return code
    return ""


UNIT = "persons named"

NOT_STATED = "unknown"

AGES = {
    "under_18": (0, 17, "Under 18"),
    "18_24": (18, 24, "18 to 24"),
    "25_34": (25, 34, "25 to 34"),
    "35_44": (35, 44, "35 to 44"),
    "45_54": (45, 54, "45 to 54"),
    "55_64": (55, 64, "55 to 64"),
    "65_up": (65, 999, "65 and over"),
}


def named_by_sex(chosen: Chosen) -> Count:
    """Count people named in public by the sex that sources give."""
    categories = chosen.dataset.categories("persons", "sex")
    known = {c: categories[c] for c in categories if c not in chosen.dataset.missing}
    people = gathered(chosen)
    return counted(chosen, "sex", known, coded(people.persons["sex"]))


def named_by_age(chosen: Chosen) -> Count:
    """Count people named in public by age, youngest first.

    It is the age at the first act here for which a source gives one.
    """
    rows = {code: label for code, (_, _, label) in AGES.items()}
    ages = coded(pd.Series(gathered(chosen).age))
    codes = tuple(map(age_code, [*ages.values, pd.NA]))
    places = np.where(ages.places < 0, len(ages.values), ages.places)
    return counted(chosen, "age", rows, Coded(places, codes))


def named_by_occupation(chosen: Chosen) -> Count:
    """Count people named in public by a group of occupations, most first."""
    stated = coded(gathered(chosen).persons["occupation"])
    group = occupation_group(chosen.dataset.missing)
    codes = Coded(stated.places, tuple(map(group, stated.values)))
    by_group = counted(chosen, "occupation", OCCUPATION_LABELS, codes)
    frame = by_group.frame
    last = frame["code"].isin([OTHER, *chosen.dataset.missing])
    order = frame.assign(last=last, place=frame["code"].eq(NOT_STATED)).sort_values(
        ["last", "place", "n", "label"], ascending=[True, True, False, True]
    )
    rows = frame.loc[order.index].reset_index(drop=True)
    return tally(chosen, "occupation", rows, by_group.incident_ids)


def named(chosen: Chosen) -> pd.DataFrame:
    """List the people named in public in the counted incidents, each once.

    The finding is the strongest of the incidents in which a person stands.
    """
    people = gathered(chosen)
    found = ids(chosen).array[people.incident].tolist()
    incidents: list[list[str]] = [[] for _ in people.best]
    for one, incident in zip(people.of, found, strict=True):
        incidents[one].append(incident)
    return people.persons.assign(
        incidents=pd.Series([*map(tuple, incidents)], people.persons.index, "object"),
        finding=labelled(people.best, FINDINGS).array,
        age=people.age,
    ).reset_index(drop=True)


def age_code(age: object) -> str:
    """Find the band of an age."""
    if pd.isna(age):  # type: ignore[call-overload] # a scalar
        return NOT_STATED
    years = int(float(str(age)))
    return next(code for code, (low, high, _) in AGES.items() if low <= years <= high)


def counted(chosen: Chosen, name: str, known: Rows, codes: Coded) -> Count:
    """Count people under their codes, with a row for each kind of not knowing."""
    people = gathered(chosen)
    missing = chosen.dataset.missing
    gaps = {codes.values[place] for place in np.unique(codes.places)} & set(missing)
    rows = known | {code: MISSING_LABELS[code] for code in sorted(gaps | {NOT_STATED})}
    places = codes.among(rows)
    named_in = ids(chosen)
    entries = Entries(codes, people.best, named_in)
    frame = sizes(places, entries, Dimension(name, rows))
    incident_ids = IncidentIds(list(rows), places[people.of], named_in, people.incident)
    return tally(chosen, name, frame, incident_ids)


def tally(
    chosen: Chosen,
    name: str,
    frame: pd.DataFrame,
    incident_ids: IncidentIds[str],
) -> Count:
    """Put the rows into a count whose unit is the person named in public."""
    return Count(
        key=f"named_by_{name}",
        title=f"People named in public by {name}",
        unit=UNIT,
        dimension=name,
        frame=frame,
        total=int(frame["n"].sum()),
        overlapping=False,
        notes=("named", "age") if name == "age" else ("named",),
        incident_ids=incident_ids,
        chosen=chosen,
    )
