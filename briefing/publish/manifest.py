"""manifest.json: what an edition is made of; written, read, compared, verified."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.publish.naming import KEEP
from briefing.publish.profiles import Profile, title_of
from briefing.publish.provenance import digest, digest_of_file

if TYPE_CHECKING:
    from briefing.selection.select import Chosen

MANIFEST = "manifest.json"


def manifest(
    chosen: Chosen,
    profile: Profile,
    edition: str,
    inputs: Mapping[str, Any],
    chapters: Mapping[str, str],
) -> dict[str, Any]:
    """Return what somebody needs to make the same edition again.

    *chapters* holds the digest of what each of them prints.
    """
    from briefing.publish.naming import stem

    dataset = chosen.dataset
    return {
        "edition": edition,
        "stem": stem(chosen.selection, profile),
        "profile": profile.name,
        "title": title_of(profile, chosen),
        "scope": chosen.scope,
        "period": chosen.period,
        **inputs,
        "data": {
            "title": dataset.title,
            "version": dataset.version,
            "released": dataset.released.isoformat(),
            "sha256": dataset.digest,
        },
        "chapters": dict(chapters),
    }


def with_outputs(made: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    """Add the digest of every file of the edition."""
    return {**made, "outputs": {name: digest(files[name]) for name in sorted(files)}}


def as_json(made: Mapping[str, Any]) -> bytes:
    """Return the content of the file."""
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of an edition; empty where it cannot be read."""
    try:
        content = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def same_content(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two editions were made of the same inputs and print the same chapters.

    Their names may differ, and so the bytes in which the names are printed.
    """
    named = ("edition", "outputs")
    first, second = (
        {key: value for key, value in made.items() if key not in named}
        for made in (one, other)
    )
    return first == second


def damage(folder: Path) -> list[str]:
    """Return the files of an edition that are not as its manifest has them, sorted.

    A mark that the edition is kept is no part of it.
    """
    outputs = read_manifest(folder).get("outputs")
    expected = outputs if isinstance(outputs, dict) else {MANIFEST: ""}
    found = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and path not in (folder / MANIFEST, folder / KEEP)
    }
    return sorted(
        name
        for name in expected.keys() | found.keys()
        if name not in found or not intact(found[name], expected.get(name))
    )


def intact(path: Path, expected: object) -> bool:
    """Whether a file can be read and has the *expected* digest."""
    try:
        return digest_of_file(path) == expected
    except OSError:
        return False


def printed(made: Mapping[str, Any], chosen: Chosen) -> Sequence[Sequence[str]]:
    """Return the rows of the page "how this was made"."""
    data, software = made["data"], made["software"]
    packages = software["packages"]
    files = (made["notebooks"] | made["texts"]).items()
    return [
        ["Data", chosen.source],
        ["Data released", data["released"]],
        ["Licence of the data", chosen.dataset.licence],
        ["SHA-256 of the data", data["sha256"]],
        ["SHA-256 of the code", made["code"]],
        ["SHA-256 of the fonts", made["fonts"]],
        *([f"SHA-256 of {name}", value] for name, value in files),
        ["Python", software["python"]],
        ["pandoc", software["pandoc"]],
        ["Packages", ", ".join(f"{name} {packages[name]}" for name in packages)],
    ]
