"""
How an edition was made: parameters, versions and digests. No clock, no machine.
"""

import hashlib
import json
import platform
import re
from collections.abc import Iterable, Mapping
from importlib.metadata import requires, version
from pathlib import Path
from typing import Any

import pypandoc

from briefing.measure import Chosen
from briefing.publish.asking import title_of
from briefing.publish.profile import Profile

DISTRIBUTION = "sco-briefing"
CODE = Path(__file__).resolve().parents[1]
COMPILED = {"__pycache__"}


def software() -> dict[str, Any]:
    """
    List the versions of Python, of pandoc and of every package that we ask for.
    """
    return {
        "python": platform.python_version(),
        "pandoc": str(pypandoc.get_pandoc_version()),
        "packages": {name: version(name) for name in (DISTRIBUTION, *asked_for())},
    }


def asked_for() -> list[str]:
    """
    Name the packages that a briefing needs; those of extras play no part in it.
    """
    needed = [line for line in requires(DISTRIBUTION) or () if "extra ==" not in line]
    found = (re.match(r"[A-Za-z0-9._-]+", line) for line in needed)
    return sorted(match.group() for match in found if match)


def digest(content: bytes) -> str:
    """
    Give the SHA-256 of a content.
    """
    return hashlib.sha256(content).hexdigest()


def digest_of_files(files: Iterable[tuple[str, bytes]]) -> str:
    """
    Give one SHA-256 over names and contents of files.
    """
    lines = (f"{digest(content)}  {name}\n" for name, content in files)
    return digest("".join(lines).encode())


def digest_of_code() -> str:
    """
    Give one SHA-256 over everything in this package.
    """
    paths = sorted(
        path
        for path in CODE.rglob("*")
        if path.is_file() and not COMPILED & set(path.parts)
    )
    return digest_of_files(
        (path.relative_to(CODE).as_posix(), path.read_bytes()) for path in paths
    )


def manifest(chosen: Chosen, profile: Profile, edition: str) -> dict[str, Any]:
    """
    Gather what somebody needs to make the same edition again.
    """
    return {
        "edition": edition,
        "profile": profile.name,
        "title": title_of(profile, chosen),
        "scope": chosen.scope,
        "period": chosen.period,
        "parameters": {name: value for name, value, *_ in chosen.parameters},
        "data": {
            "title": chosen.dataset.title,
            "version": chosen.dataset.version,
            "released": chosen.dataset.released.isoformat(),
            "sha256": chosen.dataset.digest,
        },
        "notebooks": {
            path.name: digest(path.read_bytes()) for path in profile.chapters
        },
        "code": digest_of_code(),
        "software": software(),
    }


def with_outputs(made: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    """
    Add the digest of every file of the edition.
    """
    return {**made, "outputs": {name: digest(files[name]) for name in sorted(files)}}


def as_json(made: Mapping[str, Any]) -> bytes:
    """
    Write a manifest as a file.
    """
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


def printed(made: Mapping[str, Any], chosen: Chosen) -> list[list[str]]:
    """
    Write the manifest as the rows of the page "how this was made".
    """
    data, tools = made["data"], made["software"]
    packages = tools["packages"]
    notebooks = made["notebooks"].items()
    return [
        ["Data", chosen.source],
        ["Data released", data["released"]],
        ["Licence of the data", chosen.dataset.licence],
        ["SHA-256 of the data", data["sha256"]],
        ["SHA-256 of the code", made["code"]],
        *([f"SHA-256 of {name}", value] for name, value in notebooks),
        ["Python", tools["python"]],
        ["pandoc", tools["pandoc"]],
        ["Packages", ", ".join(f"{name} {packages[name]}" for name in packages)],
    ]
