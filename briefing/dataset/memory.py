"""
The datasets that this process has loaded, kept for who asks for the same again.

A kernel forked from a process that has loaded the data finds them here.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from briefing.dataset.dataset import Dataset
from briefing.dataset.files import Files
from briefing.dataset.find import Root

FEW = 4  # datasets kept
MUCH = 16 * 2**20  # bytes of files above which a dataset is kept alone

_kept: OrderedDict[tuple[Root, str], Dataset] = OrderedDict()
_turn = Lock()


def remembered(files: Files, build: Callable[[Files], Dataset]) -> Dataset:
    """
    Give the dataset of these very files, in this very folder, building it once.
    """
    key = (files.root.absolute(), files.digest)
    with _turn:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    large = sum(len(part) for parts in files.raw.values() for part in parts) > MUCH
    dataset = build(files)
    with _turn:
        _kept[key] = dataset
        while len(_kept) > (1 if large else FEW):
            _kept.popitem(last=False)
    return dataset


def forget() -> None:
    """
    Let go of every dataset, for who measures how long loading takes.
    """
    with _turn:
        _kept.clear()
