"""The register of cases and the case studies, with their sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from briefing.counts import cases as case_rows
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.html import FACE, QUIET, TITLE
from briefing.exhibits.prose import prose
from briefing.selection.select import Chosen, whole
from briefing.tables.bibliography import references
from briefing.tables.table import MOST_CASES, newest, register_note, shortened
from briefing.text.formats import (
    html,
    listing,
    number,
    plain,
    sentence_case,
    tag,
)
from briefing.text.messages import message

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
    marks = newest(chosen, MOST_CASES)
    rows = chosen.dataset.incidents.iloc[chosen.incident_at[marks]]
    known = rows.set_index("incident_id").to_dict("index")
    shown = chosen.selection.names == "shown"
    cases = [
        case(row, known[row["id"]], shown=shown)
        for row in case_rows.register(chosen, marks).to_dict("records")
    ]
    cited = references(chosen, {one for each in cases for one in each["sources"]})
    payload = {
        "kind": "register",
        "key": key,
        "title": title,
        "cases": cases,
        "references": cited,
    }
    said = register_note(len(marks), len(cases), what)
    if said:
        payload["said"] = said
    html_of = {item["id"]: line(item) for item in cited}
    head = tag("p", html(said)) if said else ""
    page = head + "".join(case_view(one, html_of) for one in cases)
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


STRENGTH = {
    "adjudicated": "Adjudicated by a court or treaty body",
    "corroborated": "Corroborated by {n, plural, one {# independent source} other {# "
    "independent sources}}",
    "reported": "Reported by {n, plural, one {# independent source} other {# "
    "independent sources}}",
}


def finding(known: Row) -> str:
    """Say how the case is known, and by how many that do not repeat each other."""
    return message(STRENGTH[known["finding"]], n=int(known["independent_sources"]))


def unverified(known: Row) -> str:
    """Name the facts that no source was seen to state; dates say so themselves."""
    cells = set(str(known["unverified_cells"]).split(";"))
    names = [words for cell, words in CELLS.items() if cell in cells]
    return f"Not seen in a source: {listing(names)}." if names else ""


def case_view(one: Mapping[str, Any], sources: Mapping[str, str]) -> str:
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


NONE = "No case of this selection is documented firmly enough to be told at length."


def case_studies(chosen: Chosen) -> Exhibit:
    """Tell the best documented cases at length, in order of time, each with its
    sources.

    The payload is that of a register, with a layout of its own.
    """
    shown = chosen.selection.names == "shown"
    rows = case_rows.studies(chosen).to_dict("records")
    if not rows:
        return prose(NONE)
    known = of_ids(chosen, [row["id"] for row in rows])
    told = [study(row, known[row["id"]], shown=shown) for row in rows]
    cited = references(chosen, {one for each in told for one in each["sources"]})
    payload = {
        "kind": "register",
        "layout": "study",
        "key": "case_studies",
        "title": "Case studies",
        "cases": told,
        "references": cited,
    }
    html_of = {item["id"]: line(item) for item in cited}
    whole = "".join(study_view(one, html_of) for one in told)
    text = "\n".join(f"{one['id']} {one['date']}: {one['title']}" for one in told)
    return Exhibit(payload, tag("div", whole, f"{FACE};max-width:760px"), text)


def of_ids(chosen: Chosen, ids: Iterable[str]) -> dict[str, Row]:
    """Give the rows of some incidents, by their ids."""
    incidents = chosen.dataset.incidents
    rows = incidents[incidents["incident_id"].isin([*ids])]
    known = rows.set_index("incident_id").to_dict("index")
    return {str(one): row for one, row in known.items()}


def study(row: Mapping[Any, Any], known: Row, *, shown: bool) -> dict[str, Any]:
    """Word one case: what the register says of it, who reports it, and what
    followed.
    """
    repeated = int(row["links"]) - int(known["independent_sources"])
    told = case(row, known, shown=shown)
    return told | {
        "date": sentence_case(told["date"]),
        "heard": plain(f"Reported independently by {row['heard']}.{again(repeated)}"),
        "fate": plain(row["fate"]),
        "later": shortened([plain(one) for one in row["later"]]),
    }


def again(repeated: int) -> str:
    """Say how many sources add no voice."""
    if repeated <= 0:
        return ""
    if repeated == 1:
        return " One further source adds no voice of its own."
    return f" {number(repeated)} further sources add no voice of their own."


def study_view(one: Mapping[str, Any], sources: Mapping[str, str]) -> str:
    """Show one study in JupyterLab: the case, then what the register does not say."""
    lines = [tag("p", tag("b", "What sources say. ") + html(one["heard"]))]
    if one["fate"]:
        lines.append(tag("p", tag("b", "Last reported. ") + html(one["fate"])))
    if one["later"]:
        items = "".join(tag("li", html(other)) for other in one["later"])
        lines.append(tag("p", tag("b", "The same people")) + tag("ul", items))
    whole: str = case_view(one, sources)
    return whole.removesuffix("</section>") + "".join(lines) + "</section>"
