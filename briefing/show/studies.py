"""The best documented cases at length: what happened, who answers for it, what is
said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from briefing import measure
from briefing.measure import Chosen
from briefing.measure.coded import rows_of
from briefing.measure.studies import MOST, best_documented
from briefing.show import cases, cut
from briefing.show.csl import references
from briefing.show.escape import html, plain, tag
from briefing.show.exhibit import Exhibit
from briefing.show.prose import prose, strong
from briefing.show.views import FACE
from briefing.show.words import counted, number, sentence_case

NONE = "No case of this selection is documented firmly enough to be told at length."
RULE = (
    "The cases are chosen by a rule and not by hand. A case is eligible if two or more "
    "independent sources report it and every cell of it was seen in a source. What a "
    "court or treaty body found goes first, then what the larger number of "
    "independent sources reports, then of all sources, then the earlier act. The first "
    f"case of each executing state is taken, then the next in that order, {MOST} at "
    "most."
)


def said_of_studies(chosen: Chosen) -> Exhibit:
    """Say by which rule cases are told at length, and how many meet it."""
    eligible = len(best_documented(chosen))
    total = counted(len(chosen.incident_at), "incidents")
    if not eligible:
        return prose(RULE, f"Of {total}, {strong('none')} is eligible.")
    shown = min(MOST, eligible)
    are, told = ("is" if n == 1 else "are" for n in (eligible, shown))
    return prose(
        RULE,
        f"Of {total}, {number(eligible)} {are} eligible, and {strong(number(shown))} "
        f"{told} told here, in order of time.",
    )


def case_studies(chosen: Chosen) -> Exhibit:
    """Tell the best documented cases at length, in order of time, each with its
    sources.

    The payload is that of a register, with a layout of its own.
    """
    shown = chosen.selection.names == "shown"
    rows = measure.studies(chosen).to_dict("records")
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
    html_of = {item["id"]: cases.line(item) for item in cited}
    whole = "".join(view(one, html_of) for one in told)
    text = "\n".join(f"{one['id']} {one['date']}: {one['title']}" for one in told)
    return Exhibit(payload, tag("div", whole, f"{FACE};max-width:760px"), text)


def of_ids(chosen: Chosen, ids: Iterable[str]) -> dict[str, cases.Row]:
    """Give the rows of some incidents, by their ids."""
    wanted = pd.Series(list(ids), dtype="str")
    incidents = chosen.dataset.incidents
    rows = incidents.iloc[rows_of(wanted, incidents["incident_id"])]
    known = rows.set_index("incident_id").to_dict("index")
    return {str(one): row for one, row in known.items()}


def study(row: Mapping[Any, Any], known: cases.Row, *, shown: bool) -> dict[str, Any]:
    """Word one case: what the register says of it, who reports it, and what
    followed.
    """
    repeated = int(row["links"]) - int(known["independent_sources"])
    told = cases.case(row, known, shown=shown)
    return told | {
        "date": sentence_case(told["date"]),
        "heard": plain(f"Reported independently by {row['heard']}.{again(repeated)}"),
        "fate": plain(row["fate"]),
        "later": cut.named([plain(one) for one in row["later"]]),
    }


def again(repeated: int) -> str:
    """Say how many sources add no voice."""
    if repeated <= 0:
        return ""
    if repeated == 1:
        return " One further source adds no voice of its own."
    return f" {number(repeated)} further sources add no voice of their own."


def view(one: Mapping[str, Any], sources: Mapping[str, str]) -> str:
    """Show one study in JupyterLab: the case, then what the register does not say."""
    lines = [tag("p", tag("b", "What sources say. ") + html(one["heard"]))]
    if one["fate"]:
        lines.append(tag("p", tag("b", "Last reported. ") + html(one["fate"])))
    if one["later"]:
        items = "".join(tag("li", html(other)) for other in one["later"])
        lines.append(tag("p", tag("b", "The same people")) + tag("ul", items))
    whole: str = cases.view(one, sources)
    return whole.removesuffix("</section>") + "".join(lines) + "</section>"
