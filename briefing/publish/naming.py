"""Names of editions and of their files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.errors import BriefingError
from briefing.publish.profiles import REGIONAL, Profile
from briefing.selection.selection import Selection

if TYPE_CHECKING:
    pass

FAILED, RUNS = "failed", "runs"  # folders beside the editions

KEEP = "KEEP"  # in the folder of an edition that stays: why, and since when

FAILURE = "failure.json"  # beside the notebook of a failure: which briefing it was

LONGEST = 60

FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,98}[A-Za-z0-9_-]|[A-Za-z0-9]")

# What Windows takes for a device, whatever comes after a dot.
DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


class UnfitName(BriefingError):
    """A name that cannot be the name of a folder everywhere."""

    code = "edition"


class TakenName(BriefingError):
    """An edition that exists and holds something else: editions are never changed."""

    code = "edition"

    @classmethod
    def of(cls, edition: str | None, out: Path, notes: Sequence[str]) -> TakenName:
        """Name the edition, what is wrong with it where anything is, and what to do
        next.
        """
        if notes:
            return cls(f"{' '.join(notes)} Choose another --edition, or leave it out.")
        return cls(
            f"Edition '{edition}' exists in {out} and holds something else; editions "
            f"are never changed. Choose another --edition, or leave it out."
        )


def slug(selection: Selection) -> str:
    """Short name of a selection: all-states, or kaz-kgz-2005-01-01-to-2012-12-31.

    Only what narrows it is named. A long name is cut, and a digest keeps it unique.
    """
    parts = [states(selection), *period(selection)]
    for name in ("rights", "types", "groups"):
        parts += sorted(selection.codes(name) or ())
    plain = Selection()
    for name in ("finding", "membership", "cooperation"):
        value = getattr(selection, name)
        parts += [value] if value != getattr(plain, name) else []
    if selection.names == "withheld":
        parts.append("public")
    text = re.sub(r"[^a-z0-9]+", "-", "-".join(parts).lower()).strip("-")
    if len(text) <= LONGEST:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{text[:LONGEST].rstrip('-')}-{digest}"


def states(selection: Selection) -> str:
    """Codes of the states, with their role where it is not the usual one."""
    codes = selection.codes("states")
    if codes is None:
        return "all-states"
    role = [] if selection.role == "executing" else [selection.role]
    return "-".join([*sorted(codes), *role])


def period(selection: Selection) -> list[str]:
    """Words of the period: an open end as from or to, a whole year as the year."""
    start = selection.date_from.removesuffix("-01").removesuffix("-01")
    end = re.sub(r"-12(-31)?$", "", selection.date_to)
    if start and end:
        return [start] if start == end else [start, "to", end]
    return ["from", start] if start else ["to", end] if end else []


def stem(selection: Selection, profile: Profile) -> str:
    """Name of profile and scope, without what the profile fixes.

    The main briefing needs no name of its own.
    """
    default = Selection().model_dump()
    chosen = selection.model_copy(update={key: default[key] for key in profile.fixed})
    prefix = "" if profile.name == REGIONAL else f"{profile.name}-"
    return prefix + slug(chosen)


def refuse_unfit(name: str | None, out: Path) -> None:
    """Refuse a name that is no plain folder name, or that is taken by something
    else.
    """
    if name is None:
        return
    if DEVICE.fullmatch(name):
        message = (
            f"The edition cannot be called '{name}', which is the name of a device on "
            f"Windows; choose another --edition."
        )
        raise UnfitName(message)
    if not FORM.fullmatch(name) or name.lower() in (FAILED, RUNS):
        message = (
            f"The edition cannot be called '{name}'; use up to 100 letters, digits, "
            f"dots, dashes and underscores, no dot at the end, and not '{FAILED}' "
            f"or '{RUNS}'."
        )
        raise UnfitName(message)
    if (out / name).exists() and not (out / name / "manifest.json").is_file():
        message = f"{out / name} exists and is no edition; choose another --edition."
        raise UnfitName(message)


def pdf_of(scope: str, version: str, edition: str) -> str:
    """Name of a PDF: its scope, the version of the data and the edition."""
    said = edition if edition.startswith(f"{scope}-{version}") else f"{scope}-{edition}"
    return f"sco-briefing-{said}.pdf"
