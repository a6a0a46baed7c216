"""Invented tables, drawn by numpy from a seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Numbers = npt.NDArray[np.int64]

Truths = npt.NDArray[np.bool_]

Texts = Any  # a column of text: pyarrow tells no types


def drawn(chance: np.random.Generator, odds: Mapping[str, float], n: int) -> Texts:
    """Draw *n* words, each as often as its odds say."""
    return taken([*odds], picked(chance, [*odds.values()], n))


def picked(chance: np.random.Generator, odds: Sequence[float], n: int) -> Numbers:
    """Draw *n* places in a list, each as often as its odds say."""
    shares = np.cumsum(odds) / np.sum(odds)
    return np.searchsorted(shares, chance.random(n), side="right")


def taken(words: Sequence[str], places: Numbers) -> Texts:
    """Give the words at the places, and nothing where a place is below zero."""
    return pa.array(words, pa.string()).take(pa.array(places, mask=places < 0))


def numbered(prefix: str, numbers: Numbers, width: int) -> Texts:
    """Give identifiers of one width, so that they sort as their numbers do."""
    digits = pc.utf8_lpad(written(numbers), width, "0")
    return glued(prefix, digits)


def written(values: npt.NDArray[Any]) -> Texts:
    """Write numbers, or days, as text."""
    return pc.cast(pa.array(values), pa.string())


def glued(*parts: Texts | str) -> Texts:
    """Set words side by side, row by row."""
    return pc.binary_join_element_wise(*parts, "")


def either(condition: Truths, some: Texts | str, others: Texts | str) -> Texts:
    """Give *some* where the condition holds, and *others* elsewhere."""
    return pc.if_else(pa.array(condition), some, others)


STATES = {
    "XAD": "Ashdown",
    "XBR": "Brackwater",
    "XCO": "Coldmere",
    "XDU": "Dunholm",
    "XEV": "Eastvale",
    "XFE": "Fennmark",
    "XGR": "Greyholt",
    "XHO": "Hollowick",
    "XLO": "Lowland Union",
    "XMI": "Millbrook",
    "XNM": "Northmark",
    "XSM": "Saltmere",
    "XTH": "Thornfield",
    "XWE": "Westerby",
}

WEIGHTS = (2, 3, 4, 2, 24, 5, 3, 2, 6, 3, 30, 12, 3, 1)

JOINED = {
    "XEV": "2001-06-15",
    "XNM": "2001-06-15",
    "XLO": "2001-06-15",
    "XFE": "2001-06-15",
    "XSM": "2010-06-09",
    "XTH": "2017-06-09",
    "XBR": "2023-07-04",
}

# The code of a right, its name in words, its short name, how often it is stated.
RIGHTS = (
    ("ASSEMBLY", "Freedom of peaceful assembly", "Assembly", 2),
    ("ASSOCIATION", "Freedom of association", "Association", 3),
    ("ASYLUM", "Right to seek asylum", "Asylum", 11),
    ("DISAPPEARANCE", "Protection from disappearance", "Disappearance", 6),
    ("EXPRESSION", "Freedom of expression", "Expression", 8),
    ("EXPULSION", "Safeguards against expulsion", "Expulsion safeguards", 4),
    ("FAIR_TRIAL", "Right to a fair trial", "Fair trial", 4),
    ("LIBERTY", "Liberty and security of person", "Liberty", 19),
    ("LIFE", "Right to life", "Life", 2),
    ("MINORITY", "Rights of minorities", "Minority rights", 1),
    ("MOVEMENT", "Freedom of movement", "Movement", 4),
    ("NON_DISCRIMINATION", "Freedom from discrimination", "Non-discrimination", 1),
    ("NON_REFOULEMENT", "Protection from return to danger", "Non-refoulement", 23),
    ("PRIVACY", "Respect for private life", "Privacy", 1),
    ("RELIGION", "Freedom of thought and religion", "Religion", 3),
    ("REMEDY", "Right to an effective remedy", "Remedy", 5),
    ("TORTURE", "Freedom from torture", "Torture, ill-treatment", 5),
)

AFTER_RETURN = ("DISAPPEARANCE", "FAIR_TRIAL", "LIFE", "TORTURE")

ABOUT = "https://example.org/synthetic"

NA = "not_applicable"

TOLD = "note source_url verified unverified_cells"

COLUMNS = {
    "states": "state iso2 name",
    "memberships": f"state status from to decided {TOLD}",
    "rights": "right label short_label definition note source_url verified",
    "right_articles": f"right treaty articles absolute derogable iccpr_4_2 {TOLD}",
    "treaties": f"treaty title short_title adopted in_force un_treaty_ref kind {TOLD}",
    "treaty_parties": "treaty state status signed bound_from in_force_from bound_to "
    f"as_of declarations {TOLD}",
    "presidencies": "state from to term_basis summit_place summit_date "
    f"summit_date_end {TOLD}",
    "events": f"event_id date date_end label kind {TOLD}",
}

Rows = list[tuple[str, ...]]


def reference() -> dict[str, Rows]:
    """Give the rows of the reference tables."""
    told = (NA, ABOUT, "true", NA)
    law = ("1974-05-02", "1977", NA, "un_human_rights", *told)
    bound = ("1992-04-01", "1992-07-01", NA, NA, NA)
    names = sorted(STATES)
    # The terms in the chair follow one another from the founding to an open one.
    chairs = [*sorted(JOINED)[:4]] * 6
    turns = [f"{year}-06-15" for year in range(2001, 2001 + len(chairs))] + [NA]
    return {
        "states": [(code, f"X{code[1]}", STATES[code]) for code in names],
        "memberships": [
            (code, "member", day, NA, day, *told) for code, day in JOINED.items()
        ],
        "rights": [
            (code, label, short, f"{label}: invented words.", NA, ABOUT, "true")
            for code, label, short, _ in RIGHTS
        ],
        "right_articles": [
            (code, "COVENANT", str(n), "no", "yes", "no", *told)
            for n, (code, *_) in enumerate(RIGHTS, start=2)
        ],
        "treaties": [
            ("COVENANT", "Northern Covenant on Rights", "Northern Covenant", *law)
        ],
        "treaty_parties": [
            ("COVENANT", code, "party", "1990", *bound, *told) for code in names
        ],
        "presidencies": [
            (code, begun, ended, "derived", NA, NA, NA, *told)
            for code, begun, ended in zip(chairs, turns, turns[1:], strict=False)
        ],
        "events": [
            ("E-001", "2001-06-15", NA, "Invented founding", "founding", *told),
            ("E-002", "2010-06-09", NA, "Saltmere joins", "enlargement", *told),
        ],
    }


def as_table(name: str, rows: Rows) -> pa.Table:
    """Make a table of text from its rows."""
    columns = [pa.array(list(cells), pa.string()) for cells in zip(*rows, strict=True)]
    return pa.table(columns, names=COLUMNS[name].split())


TYPES = {
    "extradition": 14,
    "deportation": 12,
    "rendition": 9,
    "attempted_removal": 17,
    "disappearance": 8,
    "arrest_on_request": 14,
    "asylum_denial": 7,
    "travel_ban": 7,
    "judicial_harassment": 6,
    "listing": 4,
    "organisation_ban": 1,
    "other": 1,
}

RECORD_KINDS = {"act": 955, "aggregate": 10, "list_total": 10, "pattern": 15}

RECORD_KINDS["no_violation"] = 10

GROUPS = {
    "asylum_seeker": 20,
    "ethnic_minority;asylum_seeker": 10,
    "political_opposition": 18,
    "rights_defender": 12,
    "journalist": 6,
    "religious": 9,
    "refugee": 8,
    "business": 3,
    "other": 10,
    "unknown": 4,
}

ACCUSATIONS = {
    "other_crime": 24,
    "not_reported": 21,
    "extremism": 12,
    "terrorism;extremism": 12,
    "none_known": 13,
    "overthrow_of_government": 8,
    "religious_extremism": 6,
    "separatism": 4,
}

PROTECTIONS = {"none_known": 45, "not_reported": 20, "citizenship_elsewhere": 10}

PROTECTIONS |= {"unhcr_asylum_seeker": 12, "unhcr_refugee": 8, "unknown": 5}

FATES = {"unknown": 26, "detained": 18, "sentenced": 17, "released": 8, NA: 6}

FATES |= {"disappeared": 6, "in_country": 6, "mixed": 5, "returned_free": 4, "dead": 4}

CODES, NAMES = [*STATES], [*STATES.values()]

FIRST, LAST = np.datetime64("1996-01-01"), np.datetime64("2025-12-31")


@dataclass(frozen=True)
class Acts:
    """What the other tables must agree with: who, when, how many."""

    key: Texts
    kind: Texts
    executing: Numbers
    requesting: Numbers  # -1 where no state is stated
    type: Texts
    fate: Texts
    day: npt.NDArray[np.datetime64]
    precision: Numbers  # 0 a day, 1 a month, 2 a year, 3 some time in an interval
    later: npt.NDArray[np.datetime64]  # the end of the interval
    low: Numbers
    high: Numbers
    unsaid: Truths  # nobody says how many people it was done to
    width: int

    def __len__(self) -> int:
        """Count the incidents."""
        return len(self.key)


def acts(chance: np.random.Generator, n: int) -> Acts:
    """Draw *n* incidents."""
    width = max(4, len(str(n)))
    executing = picked(chance, WEIGHTS, n)
    other = (executing + 1 + chance.integers(0, len(CODES) - 1, n)) % len(CODES)
    requesting = np.where(chance.random(n) < 0.72, other, -1)
    # More is on record of later years.
    share = np.sqrt(chance.random(n))
    day = FIRST + (share * (LAST - FIRST).astype(int)).astype("timedelta64[D]")
    # Most are one person; a few groups are very large.
    low = np.minimum(1 + chance.pareto(1.2, n), 5000).astype(np.int64)
    low[chance.random(n) < 0.5] = 1
    wide = chance.random(n) < 0.12
    unsaid = ~wide & (chance.random(n) < 0.03)
    return Acts(
        key=numbered("INC-", np.arange(1, n + 1), width),
        kind=drawn(chance, RECORD_KINDS, n),
        executing=executing,
        requesting=requesting,
        type=drawn(chance, TYPES, n),
        fate=drawn(chance, FATES, n),
        day=day,
        precision=picked(chance, (57, 20, 15, 8), n),
        later=day + chance.integers(1, 40, n).astype("timedelta64[D]"),
        low=low,
        high=low + np.where(wide, 1 + low // 5, 0),
        unsaid=unsaid,
        width=width,
    )


def incidents(chance: np.random.Generator, acts: Acts, date: Texts) -> pa.Table:
    """Write the incidents, with the date that follows from the claims."""
    n = len(acts)
    state = taken(NAMES, acts.executing)
    stated = acts.requesting >= 0
    other = either(stated, taken(NAMES, acts.requesting), "no other state")
    missing = drawn(chance, {"not_reported": 3, NA: 1, "unknown": 1}, n)
    deed = pc.replace_substring(acts.type, "_", " ")
    number = pc.utf8_slice_codeunits(acts.key, 4)
    town = drawn(chance, {"Grey Harbour": 3, "Old Ferry": 2, "not_reported": 4}, n)
    columns = {
        "incident_id": acts.key,
        "record_kind": acts.kind,
        "title": glued("Invented case ", number, ": ", deed, " in ", state),
        "summary": glued(
            "Made by a program, about nobody: ", deed, " in ", state, ", with ", other,
            " said to have asked for it."
        ),
        "date": date,
        "date_end": drawn(chance, {"unknown": 1, NA: 1}, n),
        "type": acts.type,
        "executing_state": taken(CODES, acts.executing),
        "requesting_state": either(stated, taken(CODES, acts.requesting), missing),
        "place": town,
        **people_columns(acts),
        "groups": drawn(chance, GROUPS, n),
        "accusations": drawn(chance, ACCUSATIONS, n),
        "protections": drawn(chance, PROTECTIONS, n),
        "assurances": drawn(chance, {"not_reported": 94, "yes": 6}, n),
        "evidence_shown": drawn(chance, {"not_reported": 96, "no": 3, "yes": 1}, n),
        "fate": acts.fate,
        "outcome": drawn(chance, {"not_reported": 1, "Invented outcome.": 2}, n),
        "note": drawn(chance, {NA: 2, "Invented note, of no meaning.": 1}, n),
        "verified": drawn(chance, {"true": 78, "false": 22}, n),
        "unverified_cells": drawn(chance, {NA: 80, "date": 14, "date;type": 2}, n),
        "confidence": drawn(chance, {"high": 56, "medium": 37, "low": 7}, n),
    }  # fmt: skip
    return pa.table(columns)


def people_columns(acts: Acts) -> dict[str, Texts]:
    """Write how many people it was done to, or that nobody says."""
    both = {"persons_min": acts.low, "persons_max": acts.high}
    return {
        name: either(acts.unsaid, "not_reported", written(numbers))
        for name, numbers in both.items()
    }


SOURCE_KINDS = ("press", "ngo", "court", "academic", "igo", "treaty_body", "government")

ODDS = (52, 28, 11, 3, 2, 2, 2)

VOICES = {
    "press": ("Courier", "Herald", "Post", "Gazette", "Evening News"),
    "ngo": ("Watch", "Monitor", "Defenders", "Solidarity Circle"),
    "court": ("Court of Rights",),
    "academic": ("University Review",),
    "igo": ("Assembly Mission",),
    "treaty_body": ("Covenant Committee",),
    "government": ("Official Bulletin",),
}

PLACES = (
    *("Lantern", "Harbour", "Northern", "Ferry", "Hillside", "Quay", "Old Mill"),
    *("Fennick", "Ashford", "Riverside", "Greystone", "Longmoor", "Saltings"),
)

REPORTS = (25, 30, 20, 12, 6, 3, 1.5, 1, 0.6, 0.4, 0.3, 0.2)  # of one incident, 1 to 12

STEP = 3


@dataclass(frozen=True)
class Press:
    """The sources, and which of them report each incident."""

    kind: Numbers
    key: Texts
    reports: Numbers  # how many sources report an incident
    popular: Numbers  # the well-known one that is the first to, or -1
    few: int  # how many are well known

    def source(self, incident: Numbers, nth: Numbers) -> Numbers:
        """Give the source that is the *nth* to report an incident."""
        rest = len(self.kind) - self.few
        # Neighbouring incidents share sources, as those of one report do.
        own = self.few + (incident * rest // len(self.reports) + STEP * nth) % rest
        first = (nth == 0) & (self.popular[incident] >= 0)
        return np.where(first, self.popular[incident], own)


def press(chance: np.random.Generator, acts: Acts) -> Press:
    """Draw as many sources as there are incidents, and who reports what."""
    n, count = len(acts), max(60, len(acts))
    few = int(count**0.5)
    # Of the well-known ones the first report most, as yearly reports do.
    famous = (few * chance.random(n) ** 3).astype(np.int64)
    return Press(
        kind=picked(chance, ODDS, count),
        key=numbered("S-", np.arange(1, count + 1), max(4, len(str(count)))),
        reports=1 + picked(chance, REPORTS, n),
        popular=np.where(chance.random(n) < 0.25, famous, -1),
        few=few,
    )


def sources(chance: np.random.Generator, press: Press) -> pa.Table:
    """Write the sources; one in ten repeats an earlier one, which may repeat
    another.
    """
    n = len(press.kind)
    here = np.arange(n)
    back = np.minimum(here, 1 + chance.integers(0, 50, n))
    repeats = (here >= press.few) & (chance.random(n) < 0.1)
    names = [
        [f"{p} {v}" for p in PLACES for v in VOICES[kind]] for kind in SOURCE_KINDS
    ]
    flat = [name for group in names for name in group]
    starts = np.cumsum([0, *map(len, names)])[:-1]
    sizes = np.array([len(group) for group in names])
    # Some publishers are read far more than others.
    nth = (chance.random(n) ** 2 * sizes[press.kind]).astype(np.int64)
    year = written(chance.integers(1997, 2026, n))
    month = pc.utf8_lpad(written(chance.integers(1, 13, n)), 2, "0")
    columns = {
        "source_id": press.key,
        "publisher": taken(flat, starts[press.kind] + nth),
        "title": glued("Invented report ", press.key),
        "url": glued(f"{ABOUT}/", press.key),
        "address_is_copy": drawn(chance, {"false": 9, "true": 1}, n),
        "date": either(chance.random(n) < 0.8, glued(year, "-", month), year),
        "kind": taken(SOURCE_KINDS, press.kind),
        "language": drawn(chance, {"en": 85, "ru": 10, "fr": 5}, n),
        "derived_from": either(repeats, press.key.take(pa.array(here - back)), NA),
    }
    return pa.table(columns)


# Whose claim of a date decides, by kind of source in the order of its codes.
RANK = np.array([0, 0, 2, 0, 1, 2, 0])


@dataclass(frozen=True)
class Claims:
    """Claims of one field: of which incident, by its how-manieth source, what."""

    field: str
    incident: Numbers
    nth: Numbers
    value: Texts


def claims(
    chance: np.random.Generator, acts: Acts, press: Press
) -> tuple[pa.Table, Texts]:
    """Write the claims; give beside them the date of each incident that follows from
    them.
    """
    date, dated = dates(chance, acts, press)
    parts = [reports(chance, press), *dated, *numbers_of_people(chance, acts, press)]
    parts += others(chance, acts)
    incident = np.concatenate([part.incident for part in parts])
    nth = np.concatenate([part.nth for part in parts])
    order = np.lexsort((nth, incident))
    which = np.repeat(np.arange(len(parts)), [len(part.nth) for part in parts])
    value = pa.concat_arrays([part.value for part in parts])
    source = press.source(incident, nth)[order]
    columns = {
        "incident_id": acts.key.take(pa.array(incident[order])),
        "source_id": press.key.take(pa.array(source)),
        "field": taken([part.field for part in parts], which[order]),
        "value": value.take(pa.array(order)),
        "locator": drawn(
            chance, {"not_reported": 6, "p. 4": 1, "para. 12": 1}, len(nth)
        ),
    }
    return pa.table(columns), date


def reports(chance: np.random.Generator, press: Press) -> Claims:
    """Say who reports each incident, and who, not the first, denies it."""
    incident = np.repeat(np.arange(len(press.reports)), press.reports)
    starts = np.cumsum(press.reports) - press.reports
    nth = np.arange(len(incident)) - starts[incident]
    denied = (nth > 0) & (chance.random(len(incident)) < 0.03)
    value = either(denied, "denied", "reported")
    return Claims("act", incident, nth, pc.cast(value, pa.string()))


def dates(
    chance: np.random.Generator, acts: Acts, press: Press
) -> tuple[Texts, list[Claims]]:
    """Give the date of each incident, and what its sources claim of it.

    Where two differ the court's stands before others; equals leave the interval open.
    """
    n = len(acts)
    first, later = written(acts.day), written(acts.later)
    year, month = (pc.utf8_slice_codeunits(first, 0, end) for end in (4, 7))
    apart = (acts.precision == 3) & (press.reports > 1)
    everyone, zero = np.arange(n), np.zeros(n, np.int64)
    rank = [RANK[press.kind[press.source(everyone, zero + nth)]] for nth in (0, 1)]
    date = either(acts.precision == 1, month, either(acts.precision == 2, year, first))
    date = either(acts.precision == 3, glued(first, "/", later), date)
    date = either(apart & (rank[0] > rank[1]), first, date)
    date = either(apart & (rank[0] < rank[1]), later, date)
    told = ~apart & (chance.random(n) < 0.25)
    roughly = (
        told & (press.reports > 1) & (acts.precision < 2) & (chance.random(n) < 0.4)
    )
    said = [(told, 0, date), (roughly, 1, year), (apart, 0, first), (apart, 1, later)]
    return date, [some("date", *one) for one in said]


def numbers_of_people(
    chance: np.random.Generator, acts: Acts, press: Press
) -> list[Claims]:
    """Say how many people there were: each end of a range by one source, or both by
    one.
    """
    low, high = written(acts.low), written(acts.high)
    wide, two = acts.low < acts.high, press.reports > 1
    plain = ~wide & ~acts.unsaid & (chance.random(len(acts)) < 0.2)
    said = [(plain, 0, low), (wide & two, 0, low), (wide & two, 1, high)]
    said += [(wide & ~two, 0, glued(low, "/", high))]
    return [some("persons", *one) for one in said]


def others(chance: np.random.Generator, acts: Acts) -> list[Claims]:
    """Claim now and then something of another field."""
    n = len(acts)
    fates = drawn(
        chance,
        {fate: odds for fate, odds in FATES.items() if fate not in (NA, "unknown")},
        n,
    )
    executing = taken(CODES, acts.executing)
    said = [("type", 0.03, acts.type), ("fate", 0.02, fates)]
    said += [("executing_state", 0.005, executing)]
    return [
        some(field, chance.random(n) < odds, 0, value) for field, odds, value in said
    ]


def some(field: str, where: Truths, nth: int, value: Texts) -> Claims:
    """Let one source of some of the incidents claim a value."""
    incident = np.flatnonzero(where)
    place = np.full(len(incident), nth, np.int64)
    return Claims(field, incident, place, value.take(pa.array(incident)))


STATED = (22, 36, 23, 10, 4, 2, 1.2, 0.8, 0.5, 0.3, 0.15, 0.05)  # rights, 1 to 12

ROWS = 100_000  # incidents whose rights are drawn at a time

JUDGES = [SOURCE_KINDS.index("court"), SOURCE_KINDS.index("treaty_body")]

SYLLABLES = ("va", "zu", "qor", "mi", "thel", "oxa", "bri", "wen", "duu", "kesh")


def violations(chance: np.random.Generator, acts: Acts, press: Press) -> pa.Table:
    """Write the rights violated: mostly two or three of an incident, at most twelve."""
    incident, right = rights_violated(chance, acts)
    n = len(incident)
    codes, words = [one[0] for one in RIGHTS], [one[1] for one in RIGHTS]
    after = np.isin(right, [codes.index(code) for code in AFTER_RETURN])
    handed = after & (acts.requesting[incident] >= 0) & (chance.random(n) < 0.6)
    responsible = np.where(handed, acts.requesting[incident], acts.executing[incident])
    source = press.source(incident, np.zeros(n, np.int64))
    judged = np.isin(press.kind[source], JUDGES) & (chance.random(n) < 0.6)
    reference = glued("Invented case no. ", written(1 + incident % 9000))
    columns = {
        "incident_id": acts.key.take(pa.array(incident)),
        "right": taken(codes, right),
        "responsible_state": taken(CODES, responsible),
        "basis": either(judged, "adjudicated", "alleged"),
        "authority": either(judged, reference, NA),
        "grounds": glued("Invented ground: ", pc.utf8_lower(taken(words, right)), "."),
        "source_id": press.key.take(pa.array(source)),
    }
    return pa.table(columns)


def rights_violated(chance: np.random.Generator, acts: Acts) -> tuple[Numbers, Numbers]:
    """Draw for each incident as many different rights as its number says."""
    answerable = pc.not_equal(acts.kind, "no_violation").to_numpy(zero_copy_only=False)
    number = np.where(answerable, 1 + picked(chance, STATED, len(acts)), 0)
    odds = np.array([one[3] for one in RIGHTS], float)
    incidents, rights = [], []
    for start in range(0, len(acts), ROWS):
        some = number[start : start + ROWS]
        # The smallest of waiting times, each shorter the more often a right is stated.
        waits = chance.exponential(size=(len(some), len(odds))) / odds
        order = np.argsort(waits, axis=1)
        row, nth = np.nonzero(np.arange(len(odds)) < some[:, None])
        incidents.append(start + row)
        rights.append(
            np.sort(np.where(np.arange(len(odds)) < some[:, None], order, 99))[row, nth]
        )
    return np.concatenate(incidents), np.concatenate(rights)


def people(
    chance: np.random.Generator, acts: Acts, press: Press
) -> dict[str, pa.Table]:
    """Write a few persons with names of no language, and the incidents they appear
    in.
    """
    n = max(1, min(2000, len(acts) // 50))
    name = [
        " ".join(a.title() + b for a, b in (pair[:2], pair[2:]))
        for pair in chance.choice(SYLLABLES, (n, 4))
    ]
    incident = np.sort(chance.choice(len(acts), n, replace=False))
    source = press.source(incident, np.zeros(n, np.int64))
    key = numbered("P-", np.arange(1, n + 1), 4)
    sex = drawn(chance, {"male": 7, "female": 2, "unknown": 1}, n)
    persons = {
        "person_id": key,
        "name": pa.array(name, pa.string()),
        "other_names": drawn(chance, {"not_reported": 1}, n),
        "sex": sex,
        "nationality": taken(CODES, acts.executing[incident]),
        "ethnicity": drawn(chance, {"unknown": 1}, n),
        "occupation": drawn(chance, {"unknown": 4, "invented trade": 1}, n),
        "named_by": press.key.take(pa.array(source)),
        "sensitivity": drawn(chance, {"named_in_public": 1}, n),
    }
    ages = written(chance.integers(18, 80, n))
    appearances = {
        "person_id": key,
        "incident_id": acts.key.take(pa.array(incident)),
        "age": either(chance.random(n) < 0.4, ages, "unknown"),
    }
    return {"persons": pa.table(persons), "appearances": pa.table(appearances)}


def involvements(chance: np.random.Generator, acts: Acts) -> pa.Table:
    """Write the other states of one incident in twenty."""
    incident = np.flatnonzero(chance.random(len(acts)) < 0.05)
    n = len(incident)
    roles = {"beneficiary": 4, "feared_destination": 4, "citizenship": 2, "transit": 1}
    columns = {
        "incident_id": acts.key.take(pa.array(incident)),
        "state": taken(CODES, chance.integers(0, len(CODES), n)),
        "role": drawn(chance, roles, n),
        "note": drawn(chance, {"Invented.": 1}, n),
    }
    return pa.table(columns)


def corrections(incidents: pa.Table, press: Press) -> pa.Table:
    """Write a correction of the trust in the first incident."""
    key, was = (incidents[name][0].as_py() for name in ("incident_id", "confidence"))
    row = {
        "table": "incidents",
        "key": key,
        "field": "confidence",
        "was": was,
        "now": "low" if was == "high" else "high",
        "reason": "Invented reason.",
        "source_id": press.key[0].as_py(),
        "date": "2026-01-10",
    }
    return pa.table({name: pa.array([value]) for name, value in row.items()})
