"""Numbers in a text: which of them are counts, and which are none of the data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

ONES = "one two three four five six seven eight nine"
TEENS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
# What a briefing counts, in the words in which people speak of it.
UNITS = """
    incidents? acts? violations? cases? records? arrests? detentions? abductions?
    extraditions? deportations? expulsions? renditions? disappearances? killings?
    deaths?
    people persons? men women child(?:ren)? boys? girls? minors? victims? families
    refugees? (?:asylum[- ])?seekers? detainees? prisoners? suspects? citizens nationals
    activists? believers? journalists? lawyers? students? workers? muslims? christians?
    uy?ighurs? uyghurs? uzbeks? tajiks? kazakhs? kyrgyz turkmens? russians? chinese
    tibetans? turks? afghans? chechens? states? countries governments?
"""
# A word that ends what is counted: "two of the courts and one of the states".
BREAKS = """
    a an and are as at be been before between both but by can did do each every for from
    had has have if in into is it its may nor not of on or so than that the their them
    then they this those to under was were when where which who whose with without
"""
WORD = "|".join(f"{ONES} {TEENS} {TENS}".split()[1:])
MANY = "dozens?|hundreds?|thousands?|millions?"
NUMBER = rf"(?:(?:{WORD})(?:-(?:{'|'.join(ONES.split())}))?|{MANY})"
PART = rf"half|(?:{WORD})[- ](?:thirds|quarters|fifths|tenths)"
PART += "|a (?:third|quarter|fifth|tenth)"
BREAK, UNIT = "|".join(BREAKS.split()), "|".join(UNITS.split())
# Adjectives and the like; a plural (courts, treaties) is a thing of its own.
BETWEEN = rf"(?:(?!(?:{BREAK})\b)[\w'’-]*(?:[^\Ws]|ss|us)\s+){{0,3}}?"
AFTER = rf"\s+(?:of\s+)?(?:all\s+)?(?:the\s+|these\s+)?{BETWEEN}(?:{UNIT})\b(?!['’])"
DIGITS = r"\d[\d,. ]*\d|\d"
COUNT = re.compile(
    rf"{DIGITS}|\b(?:{NUMBER}|{PART}){AFTER}|\b{NUMBER}\s+per\s?cent\b", re.IGNORECASE
)
# "12 May" is a day, and "12 may have fled" a count.
MONTH = (
    "(?-i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
LEGAL = (
    "articles?|arts?|annex|chapters?|comments?|decrees?|laws?|nos?|orders?|paras?|"
    "paragraphs?|pp?|principles?|protocols?|recommendations?|resolutions?|rules?|"
    "sections?"
)
# "The law of 2001 states that …" says what a law does, and counts no states.
SAYS = r"(?:states?|acts?)\s+(?:as|how|in|it|no|nobody|only|that|this|what|why)\b"
COUNTED = r"\s+(?:(?:documented|known|recorded|reported)\s+)?"
COUNTED += rf"(?!{SAYS})(?:{UNIT})\b"
ONE = r"(?>\d[\w./()]*(?:(?:-|–)\d[\w./()]*)?)"
# What it is called, where it stands, where links lead: no change of data moves these.
NAMED = re.compile(
    r"\]\([^)\s]*\)|</?[a-z][^<>]*>|&#\w+;|https?://\S+|\[\^\w+\]"
    r"|@?\b[A-Z]{1,5}-\d+\b(?:,\s*(?:pp?|paras?)\.\s*[\d–-]+)?"  # S-0012, INC-0007
    rf"|(?i:\b(?:{LEGAL})\b\.?\s+(?:no\.?\s*)?{ONE}"
    rf"(?:,\s+{ONE}(?!{COUNTED})|\s+(?:and|or)\s+{ONE})*)"
    r"|\b[A-Z][\w.]*(?:/[\w.()-]+)+"  # A/HRC/41/3
    r"|\b[^\W\d]\w*\d\w*"  # G7, year_2
    r"|\b\d+(?:st|nd|rd|th)\b|^[ \t]*\d{1,2}[.)]\s",  # 20th; a list
    re.MULTILINE,
)
YEAR = r"(?:19|20)\d\d"
# "In 2011 people …" names a year; "2011 people …" counts them.
DATED = re.compile(
    rf"\b{YEAR}-\d\d(?:-\d\d)?\b|\b\d{{1,2}}\.?\s+{MONTH}(?:\s+{YEAR})?"
    rf"|\b{MONTH}\s+(?:\d{{1,2}},?\s+)?{YEAR}\b|\b{MONTH}\s+\d{{1,2}}\b(?!{COUNTED})"
    rf"|\b(?:in|since|until|before|after|during|by|from)\s+{YEAR}\b"
    rf"|\b{YEAR}s?\b(?!,\d|{COUNTED})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Typed:
    """A number that stands in a text, and where."""

    text: str
    start: int
    end: int

    def __str__(self) -> str:
        """Quote it with the words around it."""
        start, end = max(self.start - 12, 0), min(self.end + 18, len(self.text))
        cut = self.text[start:end].replace("\n", " ").strip()
        return f'"{"…" if start else ""}{cut}{"…" if end < len(self.text) else ""}"'


def counts_in(text: str, *, dates: bool = False) -> Iterator[Typed]:
    """Yield the counts that a text holds; where no *dates* may stand, these are some
    too.
    """
    masked = NAMED.sub(blank, text)
    masked = DATED.sub(blank, masked) if dates else masked
    for hit in COUNT.finditer(masked):
        yield Typed(text, *hit.span())


def blank(hit: re.Match[str]) -> str:
    """Put signs where a name stands, so that all else stays in its place."""
    return re.sub(r"\S", "~", hit[0])
