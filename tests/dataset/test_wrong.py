"""Packages broken on purpose, each in one way, named after the finding it leads to.

A folder of tests/data/wrong holds the files that differ from the pocket
package; `.removed` lists files to take away, `.descriptor.json` what datapackage.json
has otherwise.
"""

import json
import shutil
from pathlib import Path

import pytest

from briefing.dataset.findings import RULES, InvalidPackage
from briefing.dataset.load import load
from briefing.dataset.validate import check, strict
from helpers.paths import TEST_DATA

WRONG = TEST_DATA / "wrong"
CASES = sorted(path.name for path in WRONG.iterdir())
HARD_TO_READ = [
    "control-character",
    "empty-file",
    "invalid-descriptor",
    "not-utf8",
    "ragged-row",
    "unreadable-row",
    "unsafe-path",
]


@pytest.fixture
def broken(pocket: Path, request: pytest.FixtureRequest) -> Path:
    """The pocket package, broken in the way of the case."""
    case = WRONG / request.param
    shutil.copytree(case, pocket, dirs_exist_ok=True)
    removed, said = pocket / ".removed", pocket / ".descriptor.json"
    for name in removed.read_text().split() if removed.exists() else []:
        (pocket / name).unlink()
    if said.exists():
        package = json.loads((pocket / "datapackage.json").read_text("utf-8"))
        resources = {resource["name"]: resource for resource in package["resources"]}
        for place, value in json.loads(said.read_text()).items():
            table, key = place.split(".")
            resources[table][key] = value
        (pocket / "datapackage.json").write_text(json.dumps(package), "utf-8")
    return pocket


def test_every_code_has_its_wrong_package():
    """Whatever the checks can find is shown once, by a package broken in that way."""
    assert sorted(RULES) == CASES


@pytest.mark.parametrize("broken", CASES, indirect=True)
def test_each_wrong_package_yields_its_own_finding(broken, request):
    """A package broken in one way is reported in exactly that way."""
    case = request.node.callspec.params["broken"]
    judge = strict if case == "frictionless" else check

    assert {case} == {finding.code for finding in judge(broken)}


@pytest.mark.parametrize("broken", ["crlf", "pattern", "unsafe-path"], indirect=True)
def test_no_wrong_package_is_loaded(broken):
    """A package with a finding is refused, and the refusal carries the finding."""
    with pytest.raises(InvalidPackage) as refusal:
        load(broken)

    assert tuple(check(broken)) == refusal.value.findings


@pytest.mark.parametrize("broken", HARD_TO_READ, indirect=True)
def test_frictionless_never_stumbles(broken):
    """The second opinion answers with findings, whatever the files hold."""
    assert {"frictionless"} >= {finding.code for finding in strict(broken)}
