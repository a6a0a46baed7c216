"""The people named in public: sex, age, occupation."""

from collections.abc import Callable, Collection

import numpy as np
import pandas as pd

from briefing.counts.count import Count, IncidentIds, by_finding, incidents
from briefing.counts.dimensions import UNKNOWN, Codes, as_codes, missing_labels
from briefing.dataset.memoize import memoize
from briefing.dataset.table import places
from briefing.selection.select import Chosen
from briefing.text import labels


@memoize
def appearances(chosen: Chosen) -> pd.DataFrame:
    """The people named in the counted incidents; the index is the incident's place.

    Columns: person, the row in the table of persons; age; finding and first_day of the
    incident. Those of one person stand together, in order of time.
    """
    data, incident = chosen.dataset, chosen.places("appearances")
    rows = np.flatnonzero(incident >= 0)
    found = data.appearances.iloc[rows]
    person = places(found["person_id"], data.persons["person_id"])
    acts = incidents(chosen, "first_day").iloc[incident[rows]]
    found = acts.assign(person=person, age=found["age"].array)
    found = found.rename_axis("incident").sort_values(
        ["person", "first_day", "incident"]
    )
    return found.rename_axis(None)


@memoize
def people_named(chosen: Chosen) -> pd.DataFrame:
    """The people named in public in the counted incidents, a row each.

    The columns of the table of persons, and finding, the strongest of their incidents;
    age, that at the first act for which a source gives one. The index is their row in
    the table.
    """
    each = appearances(chosen).groupby("person")
    found = each.agg({"finding": "min", "age": "first"})
    return chosen.dataset.persons.iloc[found.index].set_axis(found.index).join(found)


def named(chosen: Chosen) -> pd.DataFrame:
    """The people named in public, a row each, with the ids of their incidents."""
    found = appearances(chosen)
    ids = chosen.dataset.incidents["incident_id"].iloc[chosen.incident_at]
    of = pd.Series(ids.iloc[found.index].array, found["person"])
    return (
        people_named(chosen)
        .assign(incidents=of.groupby(level=0).agg(lambda one: tuple(one)))
        .reset_index(drop=True)
    )


OTHER = "other"

# Tried in this order on the first description, then on the next; beginnings of words.
OCCUPATION_WORDS: dict[str, tuple[str, ...]] = {
    "religion": ("imam", "mullah", "madrasa", "mosque", "religious", "pastor", "monk"),
    "law": ("human rights", "rights ", "lawyer"),
    "media": (
        "journalis", "blogger", "newspaper", "publisher", "writer", "broadcast",
        "radio", "film", "telegram", "website", "online", "editor",
    ),
    "politics": (
        "activist", "opposition", "politician", "party", "parliament", "congress",
        "movement", "campaign", "society", "ittipak", "association", "community",
        "atajurt", "volunteer",
    ),
    "state": (
        "minister", "official", "officer", "investigator", "conscript", "soldier",
        "major", "guard",
    ),
    "learning": (
        "student", "teacher", "research", "anthropolog", "analyst", "school",
    ),
    "business": ("business", "trader", "owner", "shop"),
    "health": ("doctor", "nurse", "cardiolog", "psycho", "surgeon"),
    "arts": ("music", "sing", "fighter", "boxer", "artist"),
    "work": (
        "worker", "tailor", "driver", "print", "engineer", "breeder", "account",
        "book",
    ),
}  # fmt: skip


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
    for code, words in OCCUPATION_WORDS.items():
        if any(f" {word}" in text for word in words):
            return code
    return ""


UNIT = "persons named"

AGES = {
    "under_18": (0, 17),
    "18_24": (18, 24),
    "25_34": (25, 34),
    "35_44": (35, 44),
    "45_54": (45, 54),
    "55_64": (55, 64),
    "65_up": (65, 999),
}


def named_by_sex(chosen: Chosen) -> Count:
    """People named in public by the sex that sources give."""
    categories = chosen.dataset.categories("persons", "sex")
    missing = chosen.dataset.missing
    known = {code: label for code, label in categories.items() if code not in missing}
    return count_people(chosen, "sex", known, people_named(chosen)["sex"])


def named_by_age(chosen: Chosen) -> Count:
    """People named in public by age, youngest first.

    It is the age at the first act here for which a source gives one.
    """
    return count_people(
        chosen, "age", labels.AGES, age_bands(people_named(chosen)["age"])
    )


def age_bands(ages: "pd.Series[int]") -> "pd.Series[str]":
    """Return the code in AGES of each age."""
    edges = [*(low for low, _ in AGES.values()), 1000]
    return pd.cut(ages.astype("float64"), edges, right=False, labels=[*AGES])


def named_by_occupation(chosen: Chosen) -> Count:
    """People named in public by a group of occupations, most first."""
    group = occupation_group(chosen.dataset.missing)
    codes = people_named(chosen)["occupation"].map(group)
    return count_people(chosen, "occupation", labels.OCCUPATIONS, codes, ranked=True)


def count_people(
    chosen: Chosen, name: str, known: Codes, codes: pd.Series, *, ranked: bool = False
) -> Count:
    """Count people under their codes, with a row for each kind of not-knowing."""
    codes = as_codes(codes)
    gaps = {*codes.unique()} & {*chosen.dataset.missing} | {UNKNOWN}
    rows = {**known, **missing_labels(chosen, sorted(gaps))}
    codes = codes.cat.set_categories([*rows])
    frame = by_finding(people_named(chosen).assign(code=codes), ["code"])
    frame.insert(1, "label", [*rows.values()])
    if ranked:
        last = frame["code"].isin([OTHER, *chosen.dataset.missing])
        order = frame.assign(last=last, unknown=frame["code"] == UNKNOWN).sort_values(
            ["last", "unknown", "n", "label"], ascending=[True, True, False, True]
        )
        frame = frame.loc[order.index].reset_index(drop=True)
    long = appearances(chosen)
    long = long.assign(code=codes.loc[long["person"]].array)
    return Count(
        key=f"named_by_{name}",
        title=f"People named in public by {name}",
        unit=UNIT,
        dimension=name,
        frame=frame,
        total=int(frame["n"].sum()),
        overlapping=False,
        notes=("named", "age") if name == "age" else ("named",),
        incident_ids=IncidentIds(frame["code"], long, ["code"], chosen),
        chosen=chosen,
    )
