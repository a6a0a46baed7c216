"""The case register as an exhibit: every incident with what is known of it, and by
whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefing import measure
from briefing.measure import Chosen
from briefing.measure.choose import whole
from briefing.show import cut
from briefing.show.csl import references
from briefing.show.escape import html, plain, tag
from briefing.show.exhibit import Exhibit
from briefing.show.prose import prose
from briefing.show.views import FACE, QUIET, TITLE
from briefing.show.words import listing, number, sentence_case

BASES = {"adjudicated": "Adjudicated", "alleged": "Alleged"}
CELLS = {
    "type": "the type of act",
    "executing_state": "the executing state",
    "requesting_state": "the requesting state",
    "persons_min": "the lowest number of people",
    "persons_max": "the highest number of people",
    "date_end": "when the act ended",
    "fate": "what became of the people",
}
Row = Mapping[Any, Any]


def register(chosen: Chosen) -> Exhibit:
    """Show every counted incident in order of time, with its sources.

    Of very many, the most recent are shown, and it is said how many are not. Where
    names are withheld, no person is listed.
    """
    return _register(chosen, "case_register", "Case register", "incidents")


def register_apart(chosen: Chosen) -> Exhibit:
    """Show the records that are never counted as fully as the incidents that are."""
    if not len(chosen.apart_at):
        return prose("No record of this kind meets this selection.")
    apart = whole(chosen, chosen.apart_at)
    title = "Records that are not counted"
    return _register(apart, "records_register", title, "records")


def _register(chosen: Chosen, key: str, title: str, what: str) -> Exhibit:
    """Make a register of the incidents of a selection."""
    marks = cut.newest(chosen, cut.MOST_CASES)
    rows = chosen.dataset.incidents.iloc[chosen.incident_at[marks]]
    known = rows.set_index("incident_id").to_dict("index")
    shown = chosen.selection.names == "shown"
    cases = [
        case(row, known[row["id"]], shown=shown)
        for row in measure.register(chosen, marks).to_dict("records")
    ]
    cited = references(chosen, {one for each in cases for one in each["sources"]})
    payload = {
        "kind": "register",
        "key": key,
        "title": title,
        "cases": cases,
        "references": cited,
    }
    said = cut.of_register(len(marks), len(cases), what)
    if said:
        payload["said"] = said
    html_of = {item["id"]: line(item) for item in cited}
    head = tag("p", html(said)) if said else ""
    page = head + "".join(view(one, html_of) for one in cases)
    text = "\n".join(f"{one['id']} {one['date']}: {one['title']}" for one in cases)
    return Exhibit(payload, tag("div", page, f"{FACE};max-width:760px"), text)


def case(row: Mapping[Any, Any], known: Row, *, shown: bool) -> dict[str, Any]:
    """Word one case for print; *known* is its row in the data."""
    words = ("id", "title", "date", "states", "type", "summary", "outcome")
    said = {key: plain(row[key] or "") for key in words}
    return said | {
        "people": sentence_case(plain(row["people"])),
        "finding": finding(known),
        "note": plain(f"{row['note'] or ''} {unverified(known)}"),
        "place": plain(row["place"] or ""),
        "rights": [
            {
                "label": plain(one["label"]),
                "responsible": plain(one["responsible"]),
                "basis": BASES.get(one["basis"], plain(one["basis"])),
                "authority": plain(one["authority"] or ""),
                "grounds": plain(one["grounds"] or ""),
            }
            for one in row["rights"]
        ],
        "claims": [plain(one) for one in row["claims"]],
        "persons": [plain(one) for one in row["persons"]] if shown else [],
        "sources": list(row["sources"]),
    }


def finding(known: Row) -> str:
    """Say how the case is known, and by how many that do not repeat each other."""
    strength = str(known["finding"])
    if strength == "adjudicated":
        return "Adjudicated by a court or treaty body"
    n = int(known["independent_sources"])
    adjective = "independent source" if n == 1 else "independent sources"
    return f"{strength.capitalize()} by {number(n)} {adjective}"


def unverified(known: Row) -> str:
    """Name the facts that no source was seen to state; dates say so themselves."""
    cells = set(str(known["unverified_cells"]).split(";"))
    names = [words for cell, words in CELLS.items() if cell in cells]
    return f"Not seen in a source: {listing(names)}." if names else ""


def view(one: Mapping[str, Any], sources: Mapping[str, str]) -> str:
    """Show one case in JupyterLab."""
    head = " · ".join((one["date"], one["states"], one["people"], one["type"]))
    rows = [
        tag("div", html(f"{one['id']}: {one['title']}"), TITLE),
        tag("div", html(f"{head} · {one['finding']}"), QUIET),
        tag("p", html(one["summary"])),
    ]
    rows += [tag("p", html(one[key])) for key in ("outcome", "note") if one[key]]
    if one["claims"]:
        said = " ".join(one["claims"])
        rows.append(tag("p", tag("b", "Sources differ. ") + html(said)))
    rights = [
        f"{right['label']}: {right['responsible']} ({right['basis'].lower()}"
        f"{', ' + right['authority'] if right['authority'] else ''}). "
        f"{right['grounds']}"
        for right in one["rights"]
    ]
    rows.append(tag("ul", "".join(tag("li", html(right)) for right in rights)))
    if one["persons"]:
        rows.append(tag("p", html(f"Named in public: {'; '.join(one['persons'])}.")))
    listed = "".join(tag("li", sources[source]) for source in one["sources"])
    rows.append(tag("ul", listed, QUIET))
    return tag("section", "".join(rows), "margin:1em 0;border-top:1px solid #8a8a8a")


def line(item: Mapping[str, Any]) -> str:
    """Write a source for JupyterLab: who, what, when, where."""
    parts = item.get("issued", {"date-parts": [[]]})["date-parts"][0]
    when = "-".join(f"{part:02d}" for part in parts)
    said = [item["author"][0]["literal"], item["title"], when, item.get("URL", "")]
    return html(". ".join(one for one in said if one))
