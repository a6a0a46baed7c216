"""Record in the descriptor which files it describes."""

import json
from pathlib import Path
from typing import Any

from briefing.dataset.files import digest_of, out_of_reach
from briefing.dataset.find import DESCRIPTOR, find_package, on_disk
from briefing.dataset.finding import InvalidPackage
from briefing.dataset.package import read_package
from briefing.dataset.pending import alone, decide


def stamp(data: str | Path | None = None) -> list[str]:
    """Write the digest and size of each file into the descriptor; name those that
    changed.
    """
    root = on_disk(find_package(data))
    package, findings = read_package(root)
    if package is not None:
        findings = [f for r in package.resources for f in out_of_reach(root, r)]
    if findings or package is None:
        raise InvalidPackage(str(root), findings)
    with alone(root):
        descriptor = json.loads((root / DESCRIPTOR).read_text("utf-8"))
        changed = []
        for place, resource in enumerate(descriptor["resources"]):
            names = package.resources[place].files
            raw = [(root / name).read_bytes() for name in names]
            if resource.get("hash") != digest_of(raw):
                changed.append(names[0])
            descriptor["resources"][place] = stamped(resource, raw)
        text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
        decide(root, {DESCRIPTOR: text.encode()})
    return changed


def stamped(resource: dict[str, Any], raw: list[bytes]) -> dict[str, Any]:
    """Give a resource with the digest and size of its file, before its long schema."""
    rest = {k: v for k, v in resource.items() if k not in ("hash", "bytes", "schema")}
    digest = {"hash": digest_of(raw), "bytes": sum(map(len, raw))}
    return {**rest, **digest, "schema": resource["schema"]}
