"""
The law in force: which treaties bound the responsible state when the act was done.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from briefing.dataset.dates import Span
from briefing.measure.chosen import Chosen
from briefing.measure.counts import Count
from briefing.measure.reach import reach
from briefing.measure.tally import Dimension, count
from briefing.measure.treaties import STANDINGS, standing, terms_of, whole_years

KEY = ["incident_id", "right", "responsible_state"]
LAW_LABELS = {
    "bound": "Bound by at least one treaty",
    "uncertain": "Not certain on that day",
    "partly": "Only by treaties for some people or cases",
    "not_known": "Not known",
    "unbound": "Bound by none of the treaties",
}


def obligations(chosen: Chosen) -> pd.DataFrame:
    """
    Set every violation against every treaty that lays down the right.

    `standing` is how the responsible state stood to the treaty on the day of the act,
    `limited_to` whom or what the articles protect where that is not everybody, and
    `verified` whether the days of that treaty and state were seen in a source.
    """
    return _obligations(chosen).copy(deep=False)


@lru_cache(maxsize=8)
def _obligations(chosen: Chosen) -> pd.DataFrame:
    """
    Work out the obligations once for every selection.
    """
    terms = terms_of(chosen.dataset)
    days = days_of(chosen)
    articles = chosen.dataset.right_articles[["right", "treaty", "articles"]]
    articles = articles[~articles["articles"].isin(chosen.dataset.missing)]
    frame = chosen.violations[[*KEY, "finding"]].merge(articles, on="right")
    rows = []
    for row in frame.to_dict("records"):
        known = terms.get((row["treaty"], row["responsible_state"]))
        act = days[row["incident_id"]]
        rows.append(
            {
                "first_day": act.first.isoformat(),
                "last_day": act.last.isoformat(),
                "limited_to": reach(row["right"], row["treaty"]),
                "standing": standing(known, act),
                "verified": known is None or known.verified,
            }
        )
    said = ["first_day", "last_day", "limited_to", "standing", "verified"]
    beside = pd.DataFrame(rows, index=frame.index, columns=said)
    whole = pd.concat([frame, beside], axis="columns")
    return whole.sort_values([*KEY, "treaty"], ignore_index=True)


def days_of(chosen: Chosen) -> dict[str, Span]:
    """
    Give the days on which each act may have begun; a date not seen counts by its year.
    """
    days = {}
    for row in chosen.incidents.to_dict("records"):
        act = Span(row["first_day"].date(), row["last_day"].date())
        doubted = "date" in str(row["unverified_cells"]).split(";")
        days[row["incident_id"]] = whole_years(act) if doubted else act
    return days


def law_of_violations(chosen: Chosen) -> pd.DataFrame:
    """
    Say for every violation, in `law`, what the treaties taken together come to.

    A treaty for everybody decides before one for some people or cases; only where no
    treaty bound and none is left open does the violation stand as bound by none.
    """
    frame = obligations(chosen)
    everybody = frame["limited_to"] == ""
    full = frame[everybody].groupby(KEY)["standing"].agg(set).to_dict()
    part = frame[~everybody].groupby(KEY)["standing"].agg(set).to_dict()
    violations = chosen.violations
    keys = violations[KEY].itertuples(index=False, name=None)
    violations["law"] = [law(full.get(k, set()), part.get(k, set())) for k in keys]
    return violations


def law(full: set[str], part: set[str]) -> str:
    """
    Sum up how a state stood to the treaties for everybody and to those for some.
    """
    if "bound" in full or "uncertain" in full:
        return "bound" if "bound" in full else "uncertain"
    if "bound" in part:
        return "partly"
    if "uncertain" in part:
        return "uncertain"
    return "not_known" if "not_known" in full | part else "unbound"


def violations_by_law_in_force(chosen: Chosen) -> Count:
    """
    Count violations by what bound the responsible state on the day of the act.
    """
    entries = law_of_violations(chosen).assign(code=lambda row: row["law"])
    by = Dimension("law in force", LAW_LABELS, ranked=False, notes=("law", "part"))
    return count(chosen, "violations", by, entries[["code", "incident_id", "finding"]])


def by_treaty(chosen: Chosen) -> pd.DataFrame:
    """
    Count, for every treaty, the violations of rights that it lays down, by standing.

    A violation stands under every treaty that lays down the right.
    """
    frame = obligations(chosen)
    split = pd.crosstab(frame["treaty"], frame["standing"])
    treaties = sorted(set(chosen.dataset.right_articles["treaty"]))
    split = split.reindex(index=treaties, columns=list(STANDINGS), fill_value=0)
    split["n"] = split.sum(axis="columns")
    split.insert(0, "label", [short(chosen, code) for code in split.index])
    split = split.rename_axis(index="treaty", columns=None).reset_index()
    order = split.sort_values(["bound", "n", "label"], ascending=[False, False, True])
    return order.reset_index(drop=True)


def by_state_and_treaty(chosen: Chosen) -> pd.DataFrame:
    """
    Count violations for every responsible state and treaty, by standing.
    """
    frame = obligations(chosen)
    by = ["responsible_state", "treaty"]
    split = frame.groupby(by)["standing"].value_counts().unstack(fill_value=0)
    split = split.reindex(columns=list(STANDINGS), fill_value=0).astype("int64")
    split["n"] = split.sum(axis="columns")
    return split.rename_axis(columns=None).reset_index()


def short(chosen: Chosen, treaty: str) -> str:
    """
    Give the name of a treaty for tables.
    """
    names = chosen.dataset.treaties.set_index("treaty")["short_title"]
    return str(names[treaty])
