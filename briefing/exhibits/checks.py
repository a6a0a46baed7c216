"""The rules that an exhibit must keep: title, numbers against the table, unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from briefing.exhibits.titles import FEW

NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})+(?!\w)|(?<![\w.])\d+(?!\w)")

# 9 to 12 of 15 people: numbers that share the word which follows them.
CHAIN = re.compile(r"((?:[\d,]+ (?:to|of) )*[\d,]+)(?: (?!to\b|of\b)([a-z]+))?")

MEASURED = re.compile(
    r"documented|alleged|adjudicated|corroborated|reported|incidents?|violations?|"
    r"persons?|people"
)


def number_faults(payload: Mapping[str, Any]) -> list[str]:
    """List what title, alt text and notes of a figure say against its table."""
    return [*unknown_faults(payload), *_few(payload), *_ranges(payload)]


def unknown_faults(payload: Mapping[str, Any]) -> list[str]:
    """List the numbers of title and alt text that the table does not hold."""
    return [
        f"its {key} says {n}, which its table does not hold"
        for key in ("title", "alt")
        for n in unknown(payload[key], payload)
    ]


def unknown(text: str, payload: Mapping[str, Any]) -> list[str]:
    """Find the numbers in a text that neither stand in the table nor follow from it.

    What follows are the sums of its columns, whole or under one name, and how many
    rows it has of some kind. A number of incidents, violations or people is no such.
    """
    known = _known(payload)
    rows = max(len(payload["rows"]), len(payload["data"]["rows"]))
    found = []
    for chain, word in CHAIN.findall(without_data(text, payload)):
        of_rows = bool(word) and not MEASURED.fullmatch(word)
        for n in numbers(chain):
            if n not in known and not (of_rows and n <= rows):
                found.append(f"{n}")
    return found


def numbers(text: str) -> list[int]:
    """Read the whole numbers in a text."""
    return [int(found.replace(",", "")) for found in NUMBER.findall(text)]


def without_data(text: str, payload: Mapping[str, Any]) -> str:
    """Take the words of the table's cells out of a text, longest first."""
    for words in sorted(_labels(payload), key=len, reverse=True):
        form = f"(?:{re.escape(words)}|{re.escape(words[:1].lower() + words[1:])})"
        text = re.sub(rf"(?<!\w){form}(?!\w)", "…", text)
    return text


def _labels(payload: Mapping[str, Any]) -> set[str]:
    """List the cells of a table that are names and not numbers."""
    cells = {cell for row in payload["rows"] for cell in row}
    return {
        cell
        for cell in cells
        if re.search(r"[^\W\d_]{3}", cell)
        and not re.fullmatch(r"[\d,]+ to [\d,]+", cell)
        and cell.lower() != "others"  # the word for rows that are not named
    }


def _known(payload: Mapping[str, Any]) -> set[int]:
    """Gather every number that the table holds or that its columns add up to."""
    cells = [cell for row in payload["rows"] for cell in row]
    cells += [column["label"] for column in payload["columns"]]
    lines = payload["data"]["rows"]
    texts = [payload["subtitle"], *cells, *(cell for row in lines for cell in row)]
    known = {n for text in texts for n in numbers(str(text))}
    known |= set(payload.get("whole", ()))
    for column in zip(*lines, strict=False):
        if all(isinstance(cell, int) for cell in column):
            known.add(sum(column))
            known |= _sums_by_name(column, lines)
    return known


def _sums_by_name(column: Iterable[Any], lines: list[list[Any]]) -> set[int]:
    """Add up a column under every name of every other column."""
    sums: dict[tuple[int, str], int] = {}
    for n, line in zip(column, lines, strict=True):
        for place, cell in enumerate(line):
            if isinstance(cell, str):
                sums[place, cell] = sums.get((place, cell), 0) + n
    return set(sums.values())


def _few(payload: Mapping[str, Any]) -> list[str]:
    """Send three values or fewer back to a sentence."""
    columns = payload["data"]["columns"]
    ends = [columns.index(name) for name in ("n", "n_max") if name in columns]
    filled = [row for row in payload["data"]["rows"] if any(row[end] for end in ends)]
    if ends and len(filled) <= FEW:
        return [f"{len(filled)} values are said in a sentence and not drawn"]
    return []


def _ranges(payload: Mapping[str, Any]) -> list[str]:
    """Refuse a ranking of ranges that overlap: rows are in some order, so a note says
    so.
    """
    columns = payload["data"]["columns"]
    if "n_min" not in columns:
        return []
    low, high = columns.index("n_min"), columns.index("n_max")
    ranges = sorted((row[low], row[high]) for row in payload["data"]["rows"])
    meet = any(a[1] >= b[0] for a, b in pairwise(ranges))
    if meet and not any("no ranking" in note for note in payload["notes"]):
        return ["its ranges overlap and no note says that they are not ranked"]
    return []


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
    broken = faults(payload)
    if broken:
        name = payload.get("key") or payload["kind"]
        message = f"{name} cannot be made: {'; '.join(broken)}"
        raise BrokenRule(message)


def faults(payload: Mapping[str, Any]) -> list[str]:
    """List the rules of its kind that an exhibit breaks."""
    broken: list[str] = []
    if payload["kind"] in ("figure", "table"):
        broken += [f"it has no {key}" for key in COMPLETE if not payload.get(key)]
    if payload["kind"] == "figure" and not broken:
        # Imported late: it measures with matplotlib, which is slow to load.
        from briefing.exhibits import legibility

        broken += [*_title(payload), *trend_faults(payload), *number_faults(payload)]
        broken += legibility.broken(payload["svg"], payload["width_mm"])
    if payload["kind"] == "prose":
        broken += _claim(payload)
    return broken


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


def trend_faults(payload: Mapping[str, Any]) -> list[str]:
    """Find words that claim a trend, unless a reason is given and printed.

    Words of the data are quoted and claim nothing: the name of an event may rise.
    """
    reason = payload.get("reason", "")
    if reason and any(reason in note for note in payload["notes"]):
        return []
    broken = []
    for key in ("title", "subtitle", "caption", "alt"):
        words = TREND.search(without_data(payload[key], payload))
        if words:
            broken.append(f"“{words[0]}” in its {key} claims a trend over counts")
    return broken
