"""Load a package once, and remember what was found sound before."""

import gc
import hashlib
import os
import platform
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock

from briefing.dataset.dataset import Dataset, LazyTables
from briefing.dataset.files import Files, read_files
from briefing.dataset.findings import InvalidPackage
from briefing.dataset.location import Root, find_package
from briefing.dataset.table import read_contents
from briefing.files import FileCache

VARIABLE = "BRIEFING_CACHE"

NOTES = 200 * 65  # bytes: the digest of nothing, and a line break, in each


def trusted(digest: str) -> bool:
    """Whether contents of this digest were found sound by this very code."""
    with suppress(OSError, RuntimeError, ValueError):
        return notes().get(note_of(digest)) is not None
    return False


def trust(digest: str) -> None:
    """Note that contents of this digest were found sound, where there is a cache."""
    # Somebody without a home has no cache either, and learns it by a RuntimeError.
    with suppress(OSError, RuntimeError):
        notes().put(note_of(digest), b"")
        notes().trim()


def can_note() -> bool:
    """Whether there is a place for notes, which other processes find."""
    with suppress(OSError, RuntimeError):
        folder = notes().folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.access(folder, os.W_OK)
    return False


def notes() -> FileCache:
    """Cache of the digests that were found sound."""
    from platformdirs import user_cache_dir

    folder = os.environ.get(VARIABLE) or user_cache_dir("sco-briefing")
    return FileCache(Path(folder).expanduser() / "sound", largest=NOTES)


def note_of(digest: str) -> str:
    """Key of the note on contents of this digest."""
    return hashlib.sha256(f"{digest} {digest_of_rules()}".encode()).hexdigest()


@cache
def digest_of_rules() -> str:
    """Give one digest over the code of this room, and what it reads and checks with."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    # Which days, digits and spaces there are depends on Python, too.
    digest.update(f" python {platform.python_version()}".encode())
    for name in ("numpy", "pandas", "pyarrow", "pydantic"):
        digest.update(f" {name} {version(name)}".encode())
    return digest.hexdigest()


FEW = 4  # datasets kept

MUCH = 16 * 2**20  # bytes of files above which a dataset is kept alone

Key = tuple[Root, str]

_kept: OrderedDict[Key, Dataset] = OrderedDict()

_unchecked: set[Key] = set()

_turn = Lock()


def remembered(files: Files, build: Callable[[Files], Dataset]) -> Dataset:
    """Give the dataset of these very files, in this very folder, building it once.

    One that was built before anybody had checked it is given once somebody has.
    """
    key = (files.root.absolute(), files.digest)
    with _turn:
        if key in _kept and (key not in _unchecked or trusted(files.digest)):
            _unchecked.discard(key)
            _kept.move_to_end(key)
            return _kept[key]
    return keep(files, build)


def keep(
    files: Files, build: Callable[[Files], Dataset], *, checked: bool = True
) -> Dataset:
    """Build the dataset of some files and keep it, whether or not it was *checked*."""
    key = (files.root.absolute(), files.digest)
    large = sum(len(part) for parts in files.raw.values() for part in parts) > MUCH
    dataset = build(files)
    with _turn:
        _kept[key] = dataset
        (_unchecked.discard if checked else _unchecked.add)(key)
        most = 1 if large else FEW
        gone = [_kept.popitem(last=False) for _ in range(len(_kept) - most)]
    if gone and large:
        # A dataset refers to itself, and the next look for such would come late.
        gone.clear()
        gc.collect()
    return dataset


def forget() -> None:
    """Let go of every dataset, for who measures how long loading takes."""
    with _turn:
        _kept.clear()
        _unchecked.clear()


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
        from briefing.dataset.validate import findings_of

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
    tables = LazyTables(package, raw, sheets)
    for name in package.tables:
        # Made here once, and not again by each kernel forked from this process.
        if name in OFTEN or sum(map(len, raw.get(name, ()))) <= SMALL:
            tables.frame(name)
    return Dataset(files.root.absolute(), package, files.digest, tables)
