"""Invented sources: who publishes, who repeats whom, who reports what."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.dataset.synth.acts import Acts
from briefing.dataset.synth.chance import (
    Numbers,
    Texts,
    drawn,
    either,
    glued,
    numbered,
    picked,
    taken,
    written,
)
from briefing.dataset.synth.world import ABOUT, NA

KINDS = ("press", "ngo", "court", "academic", "igo", "treaty_body", "government")
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
    names = [[f"{p} {v}" for p in PLACES for v in VOICES[kind]] for kind in KINDS]
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
        "kind": taken(KINDS, press.kind),
        "language": drawn(chance, {"en": 85, "ru": 10, "fr": 5}, n),
        "derived_from": either(repeats, press.key.take(pa.array(here - back)), NA),
    }
    return pa.table(columns)
