"""The datasets that this process has loaded, kept for who asks for the same again.

A kernel forked from a process that has loaded the data finds them here.
"""

import gc
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from briefing.dataset.dataset import Dataset
from briefing.dataset.files import Files
from briefing.dataset.find import Root
from briefing.dataset.trust import trusted

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
