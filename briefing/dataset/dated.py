"""Whether the working date of each incident follows from what its sources claim."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from briefing.dataset.columns import Truths, among, places
from briefing.dataset.dates import span
from briefing.dataset.finding import Finding, shown
from briefing.dataset.origins import voices
from briefing.dataset.sheet import Sheet
from briefing.dataset.working import DateClaim, follows


def dates_not_derived(
    incidents: Sheet, claims: Sheet, sources: Sheet, corrections: Sheet
) -> Iterator[Finding]:
    """Find working dates that do not follow from the claims by the named rule.

    Where no source claims a date there is nothing to follow from. A correction that
    gives the working date explains it.
    """
    dated = claims.frame[(claims.frame["field"] == "date").to_numpy()]
    doubted = incidents.frame[in_doubt(incidents, dated)]
    dated = dated[among(dated["incident_id"], doubted["incident_id"])]
    said = date_claims(dated, sources)
    done = corrections.frame
    done = done[(done["table"] == "incidents") & (done["field"] == "date")]
    explained = set(zip(done["key"], done["now"], strict=True))
    columns = ["incident_id", "date", "unverified_cells"]
    for row, incident, text, unverified in doubted[columns].itertuples():
        working, heard = span(text), said.get(incident, [])
        if working is None or not heard or (incident, text) in explained:
            continue
        if not follows(working, heard, inferred="date" in unverified.split(";")):
            yield incidents.finding(
                row,
                "date",
                code="date-not-derived",
                what=f"{shown(text)} does not follow from the claims on {incident}",
                expected="the date of the weightiest claim, or a row in "
                + corrections.resource.path,
            )


def in_doubt(incidents: Sheet, dated: pd.DataFrame) -> Truths:
    """Tell of which incidents a source claims a date that is not, word for word,
    theirs.
    """
    at = places(dated["incident_id"], incidents.frame["incident_id"])
    dated, at = dated[at >= 0], at[at >= 0]
    record = incidents.frame["date"].iloc[at]
    other = record.to_numpy() != dated["value"].to_numpy()
    doubted = np.zeros(len(incidents.frame), bool)
    doubted[at[other]] = True
    return doubted


def date_claims(dated: pd.DataFrame, sources: Sheet) -> dict[str, list[DateClaim]]:
    """Gather what the sources say of the date of each incident."""
    said: dict[str, list[DateClaim]] = {}
    if dated.empty:
        return said
    kinds = dict(zip(sources.frame["source_id"], sources.frame["kind"], strict=True))
    heard = voices(sources.frame, sources.missing)
    voice = dict(zip(sources.frame["source_id"], heard, strict=True))
    columns = ["incident_id", "source_id", "value"]
    for _, incident, source, text in dated[columns].itertuples():
        claimed = span(text)
        if claimed is not None and source in kinds:
            claim = DateClaim(claimed, kinds[source], voice[source])
            said.setdefault(incident, []).append(claim)
    return said
