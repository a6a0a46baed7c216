"""The sources for other programs: as CSL-JSON, and as BibTeX."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from briefing.dataset import Dataset
from briefing.show.csl import reference

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
