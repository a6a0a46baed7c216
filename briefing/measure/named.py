"""
The people named in public: sex, age and occupation, as far as sources give them.

These are persons and no incidents, and only those whose names are public; whoever was
acted on without a name in the press or a judgment is not among them.
"""

from collections.abc import Mapping

import pandas as pd

from briefing.measure.chosen import Chosen
from briefing.measure.counts import Count
from briefing.measure.occupations import OCCUPATION_LABELS, OTHER, occupation_group
from briefing.measure.rows import Rows, strongest
from briefing.measure.tally import Dimension, sizes
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
    """
    Count people named in public by the sex that sources give.
    """
    categories = chosen.dataset.categories("persons", "sex")
    known = {c: categories[c] for c in categories if c not in chosen.dataset.missing}
    people = named(chosen)
    return counted(chosen, "sex", known, people.assign(code=people["sex"]))


def named_by_age(chosen: Chosen) -> Count:
    """
    Count people named in public by age, youngest first.

    It is the age at the first act here for which a source gives one.
    """
    rows = {code: label for code, (_, _, label) in AGES.items()}
    people = named(chosen)
    return counted(chosen, "age", rows, people.assign(code=people["age"].map(age_code)))


def named_by_occupation(chosen: Chosen) -> Count:
    """
    Count people named in public by a group of occupations, most first.
    """
    people = named(chosen)
    codes = people["occupation"].map(occupation_group(chosen.dataset.missing))
    by_group = counted(
        chosen, "occupation", OCCUPATION_LABELS, people.assign(code=codes)
    )
    frame = by_group.frame
    last = frame["code"].isin([OTHER, *chosen.dataset.missing])
    order = frame.assign(last=last, place=frame["code"].eq(NOT_STATED)).sort_values(
        ["last", "place", "n", "label"], ascending=[True, True, False, True]
    )
    rows = frame.loc[order.index].reset_index(drop=True)
    return tally(chosen, "occupation", rows, by_group.members)


def named(chosen: Chosen) -> pd.DataFrame:
    """
    List the people named in public in the counted incidents, each once.

    The finding is the strongest of the incidents in which a person stands.
    """
    acts = chosen.incidents[["incident_id", "finding", "first_day"]]
    seen = chosen.dataset.appearances.merge(acts, on="incident_id").sort_values(
        ["person_id", "first_day", "incident_id"]
    )
    groups = seen.groupby("person_id")
    people = pd.DataFrame(
        {
            "incidents": groups["incident_id"].agg(tuple),
            "finding": groups["finding"].agg(strongest),
            "age": groups["age"].first(),
        }
    ).reset_index()
    details = chosen.dataset.persons[["person_id", "sex", "occupation"]]
    return people.merge(details, on="person_id", validate="one_to_one")


def age_code(age: object) -> str:
    """
    Find the band of an age.
    """
    if pd.isna(age):  # type: ignore[call-overload] # a scalar
        return NOT_STATED
    years = int(str(age))
    return next(code for code, (low, high, _) in AGES.items() if low <= years <= high)


def counted(chosen: Chosen, name: str, known: Rows, people: pd.DataFrame) -> Count:
    """
    Count people under their codes, with a row for each kind of not knowing.
    """
    gaps = {code for code in people["code"] if code in chosen.dataset.missing}
    rows = known | {code: MISSING_LABELS[code] for code in sorted(gaps | {NOT_STATED})}
    frame = sizes(people, Dimension(name, rows))
    groups = people.explode("incidents").groupby("code")["incidents"]
    members = {str(code): tuple(sorted(set(of))) for code, of in groups}
    return tally(
        chosen, name, frame, {code: members.get(code, ()) for code in frame["code"]}
    )


def tally(
    chosen: Chosen,
    name: str,
    frame: pd.DataFrame,
    members: Mapping[str, tuple[str, ...]],
) -> Count:
    """
    Put the rows into a count whose unit is the person named in public.
    """
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
