"""The people named in public: sex, age and occupation, as far as sources give them.

These are persons and no incidents, and only those whose names are public; whoever was
acted on without a name in the press or a judgment is not among them.
"""

import numpy as np
import pandas as pd

from briefing.dataset.derive import FINDINGS
from briefing.measure.chosen import Chosen
from briefing.measure.coded import Coded, coded, labelled
from briefing.measure.counts import Count
from briefing.measure.entered import ids
from briefing.measure.members import Members
from briefing.measure.occupations import OCCUPATION_LABELS, OTHER, occupation_group
from briefing.measure.people import gathered
from briefing.measure.rows import Rows
from briefing.measure.tally import Dimension, Entries, sizes
from briefing.measure.who import MISSING_LABELS

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
    return tally(chosen, "occupation", rows, by_group.members)


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
    members = Members(list(rows), places[people.of], named_in, people.incident)
    return tally(chosen, name, frame, members)


def tally(
    chosen: Chosen,
    name: str,
    frame: pd.DataFrame,
    members: Members[str],
) -> Count:
    """Put the rows into a count whose unit is the person named in public."""
    return Count(
        key=f"named_by_{name}",
        title=f"People named in public by {name}",
        unit=UNIT,
        dimension=name,
        rows=frame,
        total=int(frame["n"].sum()),
        overlapping=False,
        notes=("named", "age") if name == "age" else ("named",),
        members=members,
        chosen=chosen,
    )
