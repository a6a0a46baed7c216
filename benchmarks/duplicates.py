"""Measure how well likely duplicates are found, and how many are listed that are none.

    python benchmarks/duplicates.py [--incidents 5000] [--planted 400] [--seed 7]

Three measures. Names: in the real package a person's other spellings are one person by
the judgement of whoever coded them, and two persons are two. Incidents of the real
package: every pair from JUDGED_FROM points was judged by reading both records; it was
searched for duplicates before, so nothing can be said of recall there. Incidents of a
synthetic package: duplicates are planted, each written anew as another source would.
Nothing real is changed, and nothing is written but the table.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from timing import ROOT

from briefing.curate.duplicates import LISTED, pairs, tables_of
from briefing.curate.similarity import ALIKE, likeness, spelling, spellings
from briefing.synth.package import synth

Row = dict[str, str]
Tables = dict[str, list[Row]]
Line = tuple[
    str, int, int, int
]  # what, right ones listed, listed, right ones there are

JUDGED_FROM = 45
MONTHS = 12
# Read in both records, 2026-11-22. "open": the records do not settle it.
JUDGED = {
    ("INC-0176", "INC-0182"): "different",  # rulings of February and of June 2021
    ("INC-0006", "INC-0011"): "open",  # spring and July 2002: one report, or two acts
    ("INC-0125", "INC-0130"): "different",  # arrest of 2014, transfer of 2015
    ("INC-0222", "INC-0224"): "different",  # arrest, then refusal of asylum
    ("INC-0229", "INC-0232"): "different",  # arrest, then refusal of asylum
    ("INC-0176", "INC-0186"): "different",  # February and November 2021
    ("INC-0182", "INC-0186"): "different",  # June and November 2021
    ("INC-0197", "INC-0201"): "different",  # arrest, then a stop at the airport
    ("INC-0200", "INC-0214"): "different",  # arrest of 2022, refusal of 2023
    ("INC-0105", "INC-0120"): "different",  # two applicants of the Court
    ("INC-0106", "INC-0120"): "different",  # two applicants of the Court
    ("INC-0107", "INC-0120"): "different",  # two applicants of the Court
    ("INC-0108", "INC-0120"): "different",  # two applicants of the Court
    ("INC-0141", "INC-0149"): "different",  # N.O. and another applicant
    ("INC-0152", "INC-0154"): "different",  # trial, then refusal of asylum
    ("INC-0210", "INC-0218"): "different",  # arrest in June, seizure in October 2023
}

CYRILLIC = [
    *(("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("ya", "я"), ("yu", "ю")),
    *zip("abvgdezijklmnoprstufhcwqxy", "абвгдезийклмнопрстуфхкввксы", strict=False),
]
ARABIC = dict(zip("bptjdrzsfkglmnvhqwyx", "بپتجدرزسفكگلمنۋھقۋيخ", strict=True))
ARABIC |= dict(zip("aeiou", ("ا", "", "ى", "و", "و"), strict=True))
HABITS = [("q", "k"), ("k", "q"), ("kh", "h"), ("w", "v"), ("v", "w"), ("i", "y")]
HABITS += [("sh", "s"), ("u", "oo"), ("o", "a"), ("e", "i"), ("th", "t"), ("z", "s")]
KINDS = ("as it was", "another habit", "typing error", "Cyrillic", "Arabic", "turned")
SHIFTS = ("same day", "days", "month only", "day and month", "weeks", "year only")


def respelt(chance: random.Random, name: str, kind: str) -> str:
    """Write an invented name as another source would."""
    low = name.lower()
    if kind == "another habit":
        for one, other in chance.sample(HABITS, 3):
            low = low.replace(one, other)
    elif kind == "typing error":
        at = chance.randrange(1, len(low) - 2)
        low = low[:at] + low[at + 1] + low[at] + low[at + 2 :]
    elif kind == "Cyrillic":
        for one, other in CYRILLIC:
            low = low.replace(one, other)
    elif kind == "Arabic":
        low = "".join(ARABIC.get(sign, sign) for sign in low)
    elif kind == "turned":
        low = " ".join(reversed(low.split()))
    return low.title()


def shifted(chance: random.Random, text: str, kind: str) -> str:
    """Date an invented act as another source would."""
    if len(text) != len("2011-05-30"):
        return text
    day = date.fromisoformat(text)
    if kind == "days":
        return (day + timedelta(days=chance.choice((-3, -2, -1, 1, 2, 3)))).isoformat()
    if kind == "weeks":
        return (day + timedelta(days=chance.randint(10, 28))).isoformat()
    if kind == "day and month" and day.day <= MONTHS:
        return f"{day.year}-{day.day:02d}-{day.month:02d}"
    return {"month only": text[:7], "year only": text[:4]}.get(kind, text)


SYLLABLES = [
    *("va", "zu", "qor", "mi", "thel", "oxa", "bri", "wen", "duu", "kesh", "sha"),
    *("khan", "rym", "bek", "tor", "li", "no", "gul"),
]
WORDS = [a + b + c for a in SYLLABLES for b in SYLLABLES[:6] for c in ("n", "r", "st")]


def named(chance: random.Random) -> str:
    """Invent a name of no language."""
    parts = ["".join(chance.sample(SYLLABLES, 3)) for _ in range(2)]
    return " ".join(parts).title()


def told(chance: random.Random, before: str = "") -> str:
    """Tell something in invented words, a few of them those of who told it before."""
    kept = before.split()[: len(before.split()) // 3]
    return " ".join([*kept, *chance.choices(WORDS, k=14 - len(kept))])


def peopled(chance: random.Random, tables: Tables) -> None:
    """Give invented words to each incident, and to six in ten a person."""
    tables["persons"], tables["appearances"] = [], []
    for n, row in enumerate(tables["incidents"]):
        row["title"], row["summary"] = told(chance), told(chance)
        if chance.random() < 0.6:
            key, name = f"P-{n:05d}", named(chance)
            tables["persons"].append({"person_id": key, "name": name})
            tables["appearances"].append(
                {"person_id": key, "incident_id": row["incident_id"]}
            )


def planted(chance: random.Random, tables: Tables, n: int) -> dict[frozenset[str], str]:
    """Tell *n* acts again as other sources would; give the pairs with what was done."""
    names = {row["person_id"]: row["name"] for row in tables["persons"]}
    who = {row["incident_id"]: row["person_id"] for row in tables["appearances"]}
    acts = [row for row in tables["incidents"] if row["record_kind"] == "act"]
    cited: dict[str, list[str]] = {}
    for row in tables["claims"]:
        cited.setdefault(row["incident_id"], []).append(row["source_id"])
    known = [row["source_id"] for row in tables["sources"]]
    found = {}
    for nth, row in enumerate(chance.sample(acts, n)):
        key, old = f"INC-9{nth:05d}", row["incident_id"]
        shift, kind = SHIFTS[nth % len(SHIFTS)], "nobody named"
        tables["incidents"].append(retold(chance, row, key, shift))
        source = chance.choice(cited[old] if chance.random() < 0.3 else known)
        tables["claims"].append({"incident_id": key, "source_id": source})
        if old in who:
            kind = chance.choice(KINDS)
            name = respelt(chance, names[who[old]], kind)
            tables["persons"].append({"person_id": f"P-{key}", "name": name})
            tables["appearances"].append({"person_id": f"P-{key}", "incident_id": key})
        found[frozenset((old, key))] = f"{kind} / {shift}"
    return found


def retold(chance: random.Random, row: Row, key: str, shift: str) -> Row:
    """Write an incident as another source would tell it."""
    new = row | {"incident_id": key, "date": shifted(chance, row["date"], shift)}
    new |= {field: told(chance, row[field]) for field in ("title", "summary")}
    removals = ("extradition", "deportation", "rendition")
    if row["type"] in removals and chance.random() < 0.4:
        new["type"] = chance.choice(removals)
    for field, odds in (("requesting_state", 0.2), ("place", 0.5)):
        if chance.random() < odds:
            new[field] = "not_reported"
    if chance.random() < 0.2:
        new |= dict.fromkeys(("persons_min", "persons_max"), "unknown")
    return new


def of_names() -> Iterator[Line]:
    """Measure the names of the real package, single words left out: they tell
    nobody.
    """
    persons = [spellings(row) for row in tables_of(ROOT / "data")["persons"]]
    whole = [[n for n in who if len(spelling(n).words) > 1] for who in persons]
    own = [pair for who in whole for pair in combinations(who, 2)]
    strange = [
        (a, b) for one, two in combinations(whole, 2) for a in one for b in two
    ]  # fmt: skip
    right = sum(likeness(*pair) >= ALIKE for pair in own)
    wrong = sum(likeness(*pair) >= ALIKE for pair in strange)
    yield "names, real package", right, right + wrong, len(own)


def of_real() -> Iterator[Line]:
    """Measure the real package, whose pairs were judged by hand."""
    for least in (LISTED, JUDGED_FROM):
        found = [
            (p.first, p.second) for p in pairs(tables_of(ROOT / "data"), least=least)
        ]
        if unjudged := [pair for pair in found if pair not in JUDGED]:
            print(f"Not judged yet: {unjudged}")
        right = sum(JUDGED.get(pair) == "same" for pair in found)
        open_ = sum(JUDGED.get(pair) == "open" for pair in found)
        what = f"incidents, real package, from {least} points ({open_} open)"
        yield what, right, len(found), right


def of_synthetic(incidents: int, n: int, seed: int) -> Iterator[Line]:
    """Measure a synthetic package with planted duplicates, by what was done to them."""
    with tempfile.TemporaryDirectory() as folder:
        place = synth(
            incidents, Path(folder) / "package", seed=seed, like=ROOT / "data"
        )
        tables: Tables = {
            name: [dict(row) for row in rows] for name, rows in tables_of(place).items()
        }
    chance = random.Random(seed)
    peopled(chance, tables)
    right = planted(chance, tables, n)
    found = {frozenset((pair.first, pair.second)) for pair in pairs(tables)}
    hits = found & right.keys()
    yield "incidents, synthetic, all", len(hits), len(found), len(right)
    for part in ("nobody named", *KINDS, *SHIFTS):
        there = {pair for pair, kind in right.items() if part in kind.split(" / ")}
        yield f"  {part}", len(hits & there), 0, len(there)
    sure = {pair for pair, kind in right.items() if "nobody" not in kind}
    yield "  with somebody named", len(hits & sure), 0, len(sure)


def main() -> None:
    """Print a table of precision and recall."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=5000)
    parser.add_argument("--planted", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    print("| measure | found | listed | there are | precision | recall |")
    print("|---|---:|---:|---:|---:|---:|")
    lines = [*of_names(), *of_real()]
    lines += of_synthetic(given.incidents, given.planted, given.seed)
    for what, right, listed, there in lines:
        precision = f"{right / listed:.0%}" if listed else "–"
        recall = f"{right / there:.0%}" if there else "–"
        print(
            f"| {what} | {right} | {listed or '–'} | {there} | {precision} | {recall} |"
        )


if __name__ == "__main__":
    main()
