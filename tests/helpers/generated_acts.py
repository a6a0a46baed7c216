"""Acts that hypothesis generates, as a dataset with the pocket's reference tables."""

import pandas as pd
from hypothesis import strategies as st

from briefing.dataset.dataset import Dataset, Tables
from briefing.selection.select import select
from briefing.selection.selection import Selection
from helpers.pocket import pocket_dataset

STATES = ["XEV", "XNM", "XSM"]
RIGHTS = ["ASYLUM", "LIBERTY", "TORTURE"]
FINDINGS = ["adjudicated", "corroborated", "reported"]

people = st.one_of(
    st.just((pd.NA, pd.NA)),
    st.tuples(st.integers(0, 30), st.integers(0, 30)).map(
        lambda two: tuple(sorted(two))
    ),
)
violation = st.tuples(
    st.sampled_from(RIGHTS), st.sampled_from(STATES), st.sampled_from(FINDINGS)
)
act = st.fixed_dictionaries(
    {
        "executing_state": st.sampled_from([*STATES, "not_applicable"]),
        "requesting_state": st.sampled_from([*STATES, "not_reported"]),
        "type": st.sampled_from(["extradition", "deportation", "listing"]),
        "finding": st.sampled_from(FINDINGS),
        "cooperation": st.sampled_from(["requested", "context"]),
        "membership": st.sampled_from(["member", "before", "unclear"]),
        "years": st.tuples(st.integers(1998, 2020), st.integers(0, 1)),
        "people": people,
        "counted": st.sampled_from([True, True, True, False]),
        "violations": st.lists(violation, max_size=4, unique_by=lambda one: one[:2]),
    }
)
acts = st.lists(act, min_size=1, max_size=8).filter(
    lambda all_: any(one["counted"] for one in all_)
)


def dataset_of(rows):
    """Make a dataset of generated acts, with the pocket's reference tables."""
    pocket = pocket_dataset()
    frames = {name: pocket.table(name) for name in pocket.package.tables}
    spare = frames["incidents"].iloc[0].to_dict()
    made, broken = [], []
    for number, row in enumerate(rows):
        key = f"INC-{number:04d}"
        start, more = row["years"]
        kept = {
            k: v for k, v in row.items() if k not in ("years", "people", "violations")
        }
        made.append(
            spare
            | kept
            | {
                "incident_id": key,
                "first_day": pd.Timestamp(start, 1, 1),
                "last_day": pd.Timestamp(start + more, 12, 31),
                "year": pd.NA if more else start,
                "persons_min": row["people"][0],
                "persons_max": row["people"][1],
            }
        )
        broken += [(key, *one) for one in row["violations"]]
    types = {name: frames[name].dtypes for name in ("incidents", "violations")}
    frames["incidents"] = pd.DataFrame(made).astype(types["incidents"])
    columns = ["incident_id", "right", "responsible_state", "finding"]
    frames["violations"] = pd.DataFrame(broken, columns=columns).astype(
        types["violations"][columns]
    )
    return replaced(pocket, frames)


def replaced(dataset, frames):
    """Make a dataset like another, with other tables."""
    return Dataset(
        dataset.root, dataset.package, "0" * 64, Tables(frames, frames.__getitem__)
    )


def chosen_of(rows):
    """Choose everything from generated acts."""
    return select(dataset_of(rows), Selection())
