"""The editions that stand in a folder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from briefing.publish.naming import FAILED, RUNS
from briefing.publish.run_record import NAME
from briefing.publish.store import PREFIX as DRAFT
from briefing.publish.store import read_manifest

DISTRIBUTION = "sco-briefing"

NO_EDITIONS = {FAILED, RUNS}


@dataclass(frozen=True)
class Edition:
    """One edition: where it stands, what it is an edition of, and which data it
    holds.
    """

    folder: Path
    stem: str
    released: str
    number: int = 1

    @property
    def name(self) -> str:
        """Give the name of the edition, which is that of its folder."""
        return self.folder.name

    @property
    def age(self) -> tuple[str, int, str]:
        """Put editions in order: by their data, then by number. A clock plays no
        part.
        """
        return self.released, self.number, self.name


def editions(out: Path) -> dict[str, list[Edition]]:
    """List the editions in *out* by what they are editions of, the oldest first."""
    folders = (path for path in sorted(out.glob("*")) if path.name not in NO_EDITIONS)
    found = [one for folder in folders if (one := edition(folder)) is not None]
    found.sort(key=lambda one: (one.stem, one.age))
    return {stem: list(some) for stem, some in groupby(found, lambda one: one.stem)}


def edition(folder: Path) -> Edition | None:
    """Read an edition of ours; whatever else stands there is none."""
    hidden = folder.name.startswith((".", DRAFT))
    if hidden or folder.is_symlink() or not folder.is_dir():
        return None
    said = read_manifest(folder)
    try:
        version, released = said["data"]["version"], said["data"]["released"]
        ours = DISTRIBUTION in said["software"]["packages"] and said["outputs"]
        if not ours or said["edition"] != folder.name:
            return None
        return Edition(folder, *placed(folder.name, version, said["outputs"], released))
    except (KeyError, TypeError):
        return None


def placed(
    name: str, version: str, outputs: Iterable[str], released: str
) -> tuple[str, str, int]:
    """Tell what an edition is one of, from its name, or from that of its PDF."""
    # A PDF is called after its edition where that says scope and version.
    usual = re.fullmatch(rf"(.+)-{re.escape(version)}(?:-([0-9]+)|.*)", name)
    if usual and f"{DISTRIBUTION}-{name}.pdf" in outputs:
        return usual[1], released, int(usual[2] or 1)
    pdfs = (one for one in outputs if one.endswith(f"-{name}.pdf"))
    pdf = next(pdfs, f"{DISTRIBUTION}-{name}-{name}.pdf")
    return (
        pdf.removeprefix(f"{DISTRIBUTION}-").removesuffix(f"-{name}.pdf"),
        released,
        1,
    )


def records(out: Path) -> dict[str, dict[str, Any]]:
    """Read the record of the last run of every briefing; a damaged one is left out."""
    found = {}
    for path in sorted((out / RUNS).glob(f"*/{NAME}")):
        try:
            said = json.loads(path.read_bytes())
        except (OSError, ValueError):
            continue
        if isinstance(said, dict):
            found[path.parent.name] = said
    return found


def last_good(record: dict[str, Any]) -> dict[str, str]:
    """Read from a record which edition was good last, and when that was confirmed."""
    good = record.get("last_good")
    return good if isinstance(good, dict) else {}
