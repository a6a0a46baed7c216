"""Whatever a folder holds, checking it gives findings and no traceback."""

import json
import os
import random

import pytest

from briefing.dataset.findings import InvalidPackage
from briefing.dataset.load import load
from briefing.dataset.validate import check


def codes(package):
    """Check a package and give the codes found."""
    return {finding.code for finding in check(package)}


def redescribe(package, change):
    """Change the descriptor of a package by a function."""
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    change(descriptor)
    path.write_text(json.dumps(descriptor), "utf-8")


@pytest.mark.parametrize(
    "raw",
    [
        random.Random(2026).randbytes(4096),
        b"\x00" * 4096,
        b"\xff\xfei\x00n\x00",
        b'"' * 4097,
        b"\n\n\n",
        b"incident_id\n" + b"x" * 200_000,
        b"," * 10_000,
        "\u202e,\ufeff\n".encode(),
    ],
    ids=["random", "nul", "utf-16", "quotes", "blank", "huge", "commas", "marks"],
)
@pytest.mark.parametrize("file", ["incidents.csv", "reference/states.csv"])
def test_a_file_of_junk_is_a_finding(pocket, file, raw):
    """Binary junk, huge cells and open quotes are reported with the name of the
    file.
    """
    (pocket / file).write_bytes(raw)

    assert file in {finding.file for finding in check(pocket)}


@pytest.mark.parametrize(
    "raw",
    [b"", b"[", b"[]", b"null", b"[" * 100_000, b"\xff", b'{"resources": 3}'],
    ids=["empty", "open", "list", "null", "deep", "not-utf8", "number"],
)
def test_a_bad_descriptor_is_a_finding(pocket, raw):
    """A descriptor that is no JSON, or not ours, is reported and nothing else is
    read.
    """
    (pocket / "datapackage.json").write_bytes(raw)

    assert {"invalid-descriptor"} == codes(pocket)


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../pocket/incidents.csv", "https://example.org/a", "a\\b"]
)
def test_a_path_out_of_the_package_is_refused(pocket, path):
    """A descriptor cannot make us read what lies outside."""
    redescribe(pocket, lambda d: d["resources"][0].update(path=path))

    assert "unsafe-path" in codes(pocket)


def test_a_link_out_of_the_package_is_refused(pocket, tmp_path):
    """A symbolic link does not lead us outside either."""
    (pocket / "reference" / "events.csv").rename(tmp_path / "events.csv")
    (pocket / "reference" / "events.csv").symlink_to(tmp_path / "events.csv")

    assert {"unsafe-path"} == codes(pocket)


def test_a_folder_is_no_table(pocket):
    """A folder with the name of a table is a missing file."""
    (pocket / "reference" / "events.csv").unlink()
    (pocket / "reference" / "events.csv").mkdir()

    assert {"missing-file"} == codes(pocket)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda d: d["resources"].pop(0), "incidents is missing"),
        (lambda d: d["resources"].append(d["resources"][0]), "declared twice"),
        (lambda d: d.update(created="2026-02-30"), "day is out of range"),
        (lambda d: d.pop("licenses"), "required"),
        (
            lambda d: d["resources"][0]["schema"].update(primaryKey=["id"]),
            "keys name fields",
        ),
        (
            lambda d: d["resources"][0]["schema"]["fields"].append(
                d["resources"][0]["schema"]["fields"][0]
            ),
            "same name",
        ),
        (
            lambda d: d["resources"][1]["schema"]["foreignKeys"][0].update(
                reference={"resource": "nowhere", "fields": ["x"]}
            ),
            "leads nowhere",
        ),
        (
            lambda d: d["resources"][0]["schema"]["fields"][0].update(
                constraints={"pattern": "("}
            ),
            "regular expression",
        ),
        (
            lambda d: d["resources"][0]["schema"]["fields"][0].update(
                constraints={"jsonSchema": {}}
            ),
            "not permitted",
        ),
    ],
)
def test_a_descriptor_that_does_not_hold_together_says_why(pocket, change, what):
    """Keys, references and patterns are checked before any row is read."""
    redescribe(pocket, change)

    assert what in check(pocket)[0].what


def test_a_folder_without_a_package_is_refused(tmp_path):
    """A folder that holds no package is refused with a sentence that names it."""
    with pytest.raises(InvalidPackage, match="missing-file"):
        load(tmp_path)


@pytest.mark.parametrize("file", ["datapackage.json", "incidents.csv"])
def test_a_file_that_may_not_be_read_is_a_finding(pocket, monkeypatch, file):
    """A file without permission is reported like one that is not there."""
    monkeypatch.setattr(os, "access", lambda path, _: path.name != file)

    assert {("missing-file", file)} == {(f.code, f.file) for f in check(pocket)}
