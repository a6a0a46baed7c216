"""
Load a data package, or refuse it.
"""

from pathlib import Path
from types import MappingProxyType

from briefing.dataset.check import findings_of
from briefing.dataset.contents import read_contents
from briefing.dataset.dataset import Dataset
from briefing.dataset.derive import with_derived
from briefing.dataset.files import Files, read_files
from briefing.dataset.find import find_package
from briefing.dataset.finding import InvalidPackage
from briefing.dataset.frames import in_key_order, typed, written
from briefing.dataset.memory import remembered


def load(data: str | Path | None = None) -> Dataset:
    """
    Load the data package in *data*, or the nearest one, and refuse an invalid one.

    The files are read each time. Where they hold what they held before, the dataset
    made of them then is handed out again: nobody can change it.
    """
    files = read_files(find_package(data))
    # What is wrong with a folder itself is not in the digest of its files.
    return built(files) if files.findings else remembered(files, built)


def built(files: Files) -> Dataset:
    """
    Make the dataset of a package that was read.
    """
    contents = read_contents(files)
    findings = findings_of(contents)
    if findings or files.package is None:
        raise InvalidPackage(str(files.root), findings)
    frames, texts = {}, {}
    for name in [*contents.sheets]:
        sheet = in_key_order(contents.sheets.pop(name))
        frames[name], texts[name] = typed(sheet), written(sheet)
    frames = with_derived(frames, frozenset(files.package.missing))
    root = files.root.absolute()
    held = MappingProxyType(frames), MappingProxyType(texts)
    return Dataset(root, files.package, files.digest, *held)
