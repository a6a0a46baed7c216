"""Load a data package, or refuse it."""

from pathlib import Path

from briefing.dataset.contents import read_contents
from briefing.dataset.dataset import Dataset
from briefing.dataset.files import Files, read_files
from briefing.dataset.find import find_package
from briefing.dataset.finding import InvalidPackage
from briefing.dataset.memory import keep, remembered
from briefing.dataset.shelf import Shelf
from briefing.dataset.trust import can_note, digest_of_rules, trust, trusted

OFTEN = ("incidents", "violations")  # what nearly every count is of
SMALL = 2**20  # bytes of a Parquet table below which it is not worth waiting
LAZY = ("parquet",)  # formats of which some columns can be read without the others


def load(data: str | Path | None = None) -> Dataset:
    """Load the data package in *data*, or the nearest one, and refuse an invalid one.

    The files are read each time. Where they hold what they held before, the dataset
    made of them then is handed out again: nobody can change it.
    """
    files = read_files(find_package(data))
    # What is wrong with a folder itself is not in the digest of its files.
    return built(files) if files.findings else remembered(files, built)


def load_ahead(data: str | Path) -> None:
    """Read a package before anybody has checked it; `load` gives it out once somebody
    has.

    The process that starts a run and the one that its kernels are forked from load at
    the same time, and one of them is enough to find out whether the data are sound.
    Where that cannot be noted for the others, this is `load`.
    """
    # Of the rules that this process has imported, not of those on disk by and by.
    digest_of_rules()
    files = read_files(find_package(data))
    if files.findings or not can_note():
        load(data)
    else:
        keep(files, lambda read: built(read, sound=True), checked=False)


def built(files: Files, *, sound: bool = False) -> Dataset:
    """Make the dataset of a package that was read; check contents that are new to
    us.
    """
    known = sound or (not files.findings and trusted(files.digest))
    contents = read_contents(files, but=LAZY if known else ())
    if not known:
        # The rules need libraries that take longer to import than contents to read.
        from briefing.dataset.check import findings_of

        findings = findings_of(contents)
        if findings or files.package is None:
            raise InvalidPackage(str(files.root), findings)
        trust(files.digest)
    package = contents.package
    assert package is not None
    lazy = [name for name, r in package.tables.items() if r.format in LAZY]
    raw = {name: files.raw[name] for name in lazy}
    sheets = {n: sheet for n, sheet in contents.sheets.items() if n not in lazy}
    # Of what was parsed the bytes are let go: they are as large as the table.
    files.raw.clear()
    shelf = Shelf(package, raw, sheets)
    for name in package.tables:
        # Made here once, and not again by each kernel forked from this process.
        if name in OFTEN or sum(map(len, raw.get(name, ()))) <= SMALL:
            shelf.frames[name]
    held = (shelf.frames, shelf.texts, shelf)
    return Dataset(files.root.absolute(), package, files.digest, *held)
