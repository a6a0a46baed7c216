"""The rules that every figure and table meets before there is one.

They are checked where an exhibit comes into being, so no chart can forget them. A
broken rule is our mistake and no person's: it ends in a traceback, never on a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from briefing.show import truth

MOST_WORDS = 15
COMPLETE = (
    "key",
    "title",
    "subtitle",
    "unit",
    "caption",
    "alt",
    "source",
)
COMPARES = re.compile(
    r"\d|\b(most|more|fewer|fewest|less|least|all|both|every|each|none|no|only|half|"
    r"larger|largest|smaller|smallest|earlier|later|longest|shortest|first|last)\b",
    re.IGNORECASE,
)
TREND = re.compile(
    r"(?<!no )\b(rise[ns]?|rose|rising|fall|falls|fell|fallen|falling|peak\w*|"
    r"increas\w*|decreas\w*|grow|grows|grew|grown|growing|growth|declin\w*|surg(?:e|es|ed|ing)|"
    r"soar\w*|plung\w*|plummet\w*|drop|drops|dropped|dropping|trend\w*|worsen\w*|"
    r"improv\w*|escalat\w*|spik(?:e|es|ed|ing)|upwards?|downwards?|"
    r"ever (?:more|fewer))\b",
    re.IGNORECASE,
)
# In sentences that carry words of the data, only a claim about what is counted is one.
COUNTED = r"(?:incidents?|violations?|numbers?|counts?|totals?|figures?|cases|acts)"
CLAIM = re.compile(
    rf"\b{COUNTED} (?:\w+ ){{0,2}}?(?:{TREND.pattern})"
    rf"|(?:{TREND.pattern}) (?:in|of) (?:\w+ ){{0,2}}?{COUNTED}\b",
    re.IGNORECASE,
)


class BrokenRule(Exception):
    """A chart or a sentence that must not be made as it stands: our mistake."""


def check(payload: Mapping[str, Any]) -> None:
    """Refuse an exhibit that breaks a rule of its kind."""
    broken: list[str] = []
    if payload["kind"] in ("figure", "table"):
        broken += [f"it has no {key}" for key in COMPLETE if not payload.get(key)]
    if payload["kind"] == "figure" and not broken:
        # Imported late: it measures with matplotlib, which is slow to load.
        from briefing.show import legible

        broken += [*_title(payload), *_trend(payload), *truth.broken(payload)]
        broken += legible.broken(payload["svg"], payload["width_mm"])
    if payload["kind"] == "prose":
        broken += _claim(payload)
    if broken:
        name = payload.get("key") or payload["kind"]
        message = f"{name} cannot be made: {'; '.join(broken)}"
        raise BrokenRule(message)


def _claim(payload: Mapping[str, Any]) -> list[str]:
    """Find a sentence that claims a trend over what is counted, and gives no reason."""
    if payload.get("reason") and payload["reason"] in payload["markdown"]:
        return []
    claim = CLAIM.search(re.sub(r"[*\\]", "", payload["markdown"]))
    return [f"“{claim[0]}” claims a trend over counts"] if claim else []


def _title(payload: Mapping[str, Any]) -> list[str]:
    """Hold a title to its form: short, a finding, and no sentence."""
    title, broken = payload["title"], []
    if len(title.split()) > MOST_WORDS:
        broken.append(f"its title has more than {MOST_WORDS} words: {title}")
    if title.endswith("."):
        broken.append(f"its title ends in a full stop: {title}")
    if not COMPARES.search(title):
        broken.append(f"its title has no number and compares nothing: {title}")
    return broken


def _trend(payload: Mapping[str, Any]) -> list[str]:
    """Find words that claim a trend, unless a reason is given and printed.

    Words of the data are quoted and claim nothing: the name of an event may rise.
    """
    reason = payload.get("reason", "")
    if reason and any(reason in note for note in payload["notes"]):
        return []
    broken = []
    for key in ("title", "subtitle", "caption", "alt"):
        words = TREND.search(truth.without_data(payload[key], payload))
        if words:
            broken.append(f"“{words[0]}” in its {key} claims a trend over counts")
    return broken
