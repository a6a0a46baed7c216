"""The sources as references: CSL-JSON and BibTeX."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from briefing.dataset.dataset import Dataset
from briefing.selection.select import Chosen
from briefing.text.formats import plain

CSL_TYPES = {
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
    found = sources[sources["source_id"].isin(ids)].to_dict("records")
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
        "type": CSL_TYPES.get(str(known.get("kind")), "webpage"),
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


FORMS = ("bibtex", "csl")

KINDS = {
    "legal_case": "jurisdiction",
    "report": "report",
    "article-newspaper": "article",
    "article-journal": "article",
    "webpage": "online",
}

SUBTYPES = {"article-newspaper": "newspaper"}

SPRING = ("jan", "feb", "mar", "apr", "may", "jun")

MONTHS = (*SPRING, "jul", "aug", "sep", "oct", "nov", "dec")

# What TeX reads as more than a character; the ends of words are kept apart by braces.
SAID = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "'": r"\textquotesingle{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "-": "-{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{sign: f"\\{sign}" for sign in "{}%&$#_"},
}

TEX = str.maketrans(SAID)


def bibliography(dataset: Dataset, form: str) -> str:
    """Write every source of the data in one of `FORMS`, in the order of their ids."""
    rows = dataset.sources.sort_values("source_id").to_dict("records")
    items = [
        reference({str(key): value for key, value in row.items()}, dataset.missing)
        for row in rows
    ]
    if form == "csl":
        return json.dumps(items, ensure_ascii=False, indent=2) + "\n"
    return "\n".join(map(entry, items))


def entry(item: Mapping[str, Any]) -> str:
    """Write one source as an entry of BibTeX.

    Pandoc would write it too, but it capitalises titles in the English way, and its
    BibTeX has neither the day nor the language.
    """
    kind = KINDS[item["type"]]
    fields = ",\n".join(f"  {name} = {{{text}}}" for name, text in told(item))
    return f"@{kind}{{{item['id']},\n{fields}\n}}\n"


def told(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the fields of an entry, both for BibTeX and for BibLaTeX, in braces."""
    # The second pair of braces keeps names whole and capitals where they are.
    yield "author", f"{{{tex(item['author'][0]['literal'])}}}"
    yield "title", f"{{{tex(item['title'])}}}"
    if "issued" in item:
        parts = item["issued"]["date-parts"][0]
        yield "date", "-".join(f"{part:02d}" for part in parts)
        yield "year", str(parts[0])
        if len(parts) > 1:
            yield "month", MONTHS[parts[1] - 1]
    if "URL" in item:
        yield "url", item["URL"].translate({ord(brace): None for brace in "{}"})
    if item["type"] in SUBTYPES:
        yield "entrysubtype", SUBTYPES[item["type"]]
    if "language" in item:
        yield "langid", item["language"]
    if "note" in item:
        yield "note", tex(item["note"])


def tex(text: str) -> str:
    """Write a text so that TeX sets it as it is."""
    return text.translate(TEX)
