"""Which files the descriptor describes."""

import json

import pytest

from briefing.dataset.files import stamp
from briefing.dataset.findings import InvalidPackage
from briefing.dataset.validate import check


def test_a_stamped_package_is_sound(pocket):
    """Stamping records each file, and a second time there is nothing to record."""
    assert 17 == len(stamp(pocket))
    assert [] == stamp(pocket)
    assert [] == check(pocket)


def test_stamping_changes_nothing_else(pocket):
    """Beside digests and sizes the descriptor stays as it was."""
    before = json.loads((pocket / "datapackage.json").read_text("utf-8"))
    stamp(pocket)
    after = json.loads((pocket / "datapackage.json").read_text("utf-8"))
    sizes = [resource.pop("bytes") for resource in after["resources"]]
    paths = [pocket / resource["path"] for resource in after["resources"]]
    for resource in after["resources"]:
        del resource["hash"]

    assert before == after
    assert [path.stat().st_size for path in paths] == sizes


def test_a_file_changed_after_stamping_is_named(pocket):
    """An edit in silence is seen, and a wanted one stamped again."""
    stamp(pocket)
    path = pocket / "reference" / "events.csv"
    path.write_text(path.read_text("utf-8").replace("joins", "arrives"), "utf-8")
    found = [(finding.code, finding.file) for finding in check(pocket)]

    assert [("file-changed", "reference/events.csv")] == found
    assert ["reference/events.csv"] == stamp(pocket)


def test_a_package_that_cannot_be_read_is_not_stamped(pocket):
    """A missing file is refused, and the descriptor stays as it was."""
    before = (pocket / "datapackage.json").read_bytes()
    (pocket / "claims.csv").unlink()
    with pytest.raises(InvalidPackage):
        stamp(pocket)

    assert before == (pocket / "datapackage.json").read_bytes()
