"""
Load a data package, or refuse it.
"""

from pathlib import Path
from types import MappingProxyType

from briefing.dataset.check import findings_of
from briefing.dataset.dataset import Dataset
from briefing.dataset.derive import with_derived
from briefing.dataset.files import read_contents
from briefing.dataset.find import find_package
from briefing.dataset.finding import InvalidPackage
from briefing.dataset.frames import typed


def load(data: str | Path | None = None) -> Dataset:
    """
    Load the data package in *data*, or the nearest one, and refuse an invalid one.
    """
    root = find_package(data)
    contents = read_contents(root)
    findings = findings_of(contents)
    if findings or contents.package is None:
        raise InvalidPackage(str(root), findings)
    package = contents.package
    frames = {name: typed(sheet) for name, sheet in contents.sheets.items()}
    frames = with_derived(frames, frozenset(package.missing))
    return Dataset(root, package, contents.digest, MappingProxyType(frames))
