"""Sources as CSL-JSON, which the typesetter turns into a bibliography."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from briefing.measure import Chosen
from briefing.measure.coded import rows_of
from briefing.show.escape import plain

KINDS = {
    "court": "legal_case",
    "treaty_body": "report",
    "igo": "report",
    "government": "report",
    "ngo": "report",
    "press": "article-newspaper",
    "academic": "article-journal",
}


def references(chosen: Chosen, wanted: Iterable[str]) -> list[dict[str, Any]]:
    """Describe the sources *wanted*, in the order of their ids."""
    ids = set(wanted)
    sources = chosen.dataset.sources
    rows = rows_of(pd.Series(sorted(ids), dtype="str"), sources["source_id"])
    found = sources.iloc[rows[rows >= 0]].to_dict("records")
    missing = chosen.dataset.missing
    return [
        reference({str(key): value for key, value in row.items()}, missing)
        for row in found
    ]


def reference(row: dict[str, Any], missing: Iterable[str]) -> dict[str, Any]:
    """Describe one source; what is not known of it is left out."""
    unknown = set(missing)
    known = {key: value for key, value in row.items() if str(value) not in unknown}
    item: dict[str, Any] = {
        "id": known["source_id"],
        "type": KINDS.get(str(known.get("kind")), "webpage"),
        "author": [{"literal": plain(known["publisher"])}],
        "title": plain(known.get("title", f"Source {known['source_id']}")),
    }
    if "date" in known:
        item["issued"] = {"date-parts": [[int(n) for n in known["date"].split("-")]]}
    if "url" in known:
        item["URL"] = plain(known["url"])
    if "language" in known:
        item["language"] = known["language"]
    if row["address_is_copy"]:
        item["note"] = "The address is that of a copy."
    return item
