"""The package as it would be: put together in memory, and checked by every rule."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from briefing.dataset.codebook import render_codebook
from briefing.dataset.contents import read_contents
from briefing.dataset.files import Files, digest_of
from briefing.dataset.find import DESCRIPTOR
from briefing.dataset.finding import Finding, InvalidPackage, number_of
from briefing.dataset.package import Package
from briefing.dataset.stamp import stamped
from briefing.dataset.trust import trust, trusted
from briefing.errors import BriefingError

CODEBOOK = "CODEBOOK.md"
SHOWN = 10  # findings that a refusal repeats


class WouldBreak(BriefingError):
    """A change after which the package would break its rules, with all its findings."""

    def __init__(self, place: str, findings: list[Finding]) -> None:
        """Say each of the first findings; the rows are those that would be."""
        self.findings = findings
        first = "\n".join(f"  {finding}" for finding in findings[:SHOWN])
        n = number_of(findings)
        many = f"{n} finding{'' if n == 1 else 's'}"
        super().__init__(
            f"Nothing was written: {place} would not be valid ({many}):\n{first}"
        )


def sound(files: Files) -> Package:
    """Give the package of files that break no rule, and refuse others."""
    findings = list(files.findings)
    if not trusted(files.digest) or findings or files.package is None:
        findings = check_of(files)
    if findings or files.package is None:
        raise InvalidPackage(str(files.root), findings)
    trust(files.digest)
    return files.package


def check_of(files: Files) -> list[Finding]:
    """Find everything that is wrong with files that were read or would be written."""
    # The rules need libraries that take longer to import than contents to read.
    from briefing.dataset.check import findings_of

    return findings_of(read_contents(files))


def renewed(
    files: Files, changed: Mapping[str, bytes], root: Path
) -> tuple[Files, dict[str, bytes]]:
    """Give the files with some *changed*, and all that has to be written for that.

    The descriptor takes the new digests; the codebook is rendered from it once more.
    """
    old = files.package
    assert old is not None
    raw = {
        name: [
            changed.get(path, part) for path, part in zip(r.files, parts, strict=True)
        ]
        for name, r in old.tables.items()
        for parts in [files.raw[name]]
    }
    written = dict(changed)
    written[DESCRIPTOR] = redescribed((root / DESCRIPTOR).read_bytes(), raw)
    package = Package.model_validate_json(written[DESCRIPTOR])
    codebook = root / CODEBOOK
    text = render_codebook(package).encode()
    if codebook.is_file() and codebook.read_bytes() != text:
        written[CODEBOOK] = text
    return replace(files, package=package, raw=raw), written


def redescribed(descriptor: bytes, raw: Mapping[str, list[bytes]]) -> bytes:
    """Write the digests of tables into a descriptor."""
    whole = json.loads(descriptor)
    whole["resources"] = [
        resource
        if resource.get("hash") == digest_of(raw[resource["name"]])
        else stamped(resource, raw[resource["name"]])
        for resource in whole["resources"]
    ]
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()
