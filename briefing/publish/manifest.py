"""manifest.json: what an edition is made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from briefing.publish.profiles import Profile
from briefing.publish.provenance import digest, inputs
from briefing.publish.request import title_of

if TYPE_CHECKING:
    from briefing.selection.select import Chosen


def manifest(chosen: Chosen, profile: Profile, edition: str) -> dict[str, Any]:
    """Gather what somebody needs to make the same edition again."""
    dataset = chosen.dataset
    known = inputs(profile, chosen.selection, dataset.digest)
    return {
        "edition": edition,
        "profile": profile.name,
        "title": title_of(profile, chosen),
        "scope": chosen.scope,
        "period": chosen.period,
        **known,
        "data": {
            "title": dataset.title,
            "version": dataset.version,
            "released": dataset.released.isoformat(),
            "sha256": dataset.digest,
        },
    }


def with_outputs(made: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    """Add the digest of every file of the edition."""
    return {**made, "outputs": {name: digest(files[name]) for name in sorted(files)}}


def as_json(made: Mapping[str, Any]) -> bytes:
    """Write a manifest as a file."""
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


def printed(made: Mapping[str, Any], chosen: Chosen) -> list[list[str]]:
    """Write the manifest as the rows of the page "how this was made"."""
    data, tools = made["data"], made["software"]
    packages = tools["packages"]
    files = (made["notebooks"] | made["texts"]).items()
    return [
        ["Data", chosen.source],
        ["Data released", data["released"]],
        ["Licence of the data", chosen.dataset.licence],
        ["SHA-256 of the data", data["sha256"]],
        ["SHA-256 of the code", made["code"]],
        ["SHA-256 of the fonts", made["fonts"]],
        *([f"SHA-256 of {name}", value] for name, value in files),
        ["Python", tools["python"]],
        ["pandoc", tools["pandoc"]],
        ["Packages", ", ".join(f"{name} {packages[name]}" for name in packages)],
    ]
