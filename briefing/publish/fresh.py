"""Tell from the last manifest whether anything would change, without making anything.

Nothing here imports pandas: on most days this is all that a scheduled run does.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from briefing.dataset import find_package
from briefing.publish.inputs import inputs
from briefing.publish.manner import Manner, Order
from briefing.publish.naming import pdf_of
from briefing.publish.outcome import Outcome
from briefing.publish.record import epoch, last_good
from briefing.publish.shelf import MANIFEST, damage, ever, look, read_manifest

CHECKS = ("inputs as in the manifest", "edition whole")


@dataclass(frozen=True)
class Sight:
    """What a look at the shelf tells: an outcome if nothing is to do, and sentences.

    `inputs` and `checks` are what was looked at; nothing of it where only the age was.
    """

    outcome: Outcome | None = None
    notes: tuple[str, ...] = ()
    inputs: Mapping[str, Any] = field(default_factory=dict)
    checks: Mapping[str, bool] = field(default_factory=dict)


def fresh(order: Order, manner: Manner) -> Sight:
    """Look whether the order can be left as it is: not stale yet, or not changed."""
    if manner.if_stale is not None:
        sight = young(order, manner.if_stale)
        if sight.outcome is not None or not manner.if_changed:
            return sight
        later = unchanged(order)
        notes = tuple(dict.fromkeys((*sight.notes, *later.notes)))
        return replace(later, notes=notes)
    return unchanged(order) if manner.if_changed else Sight()


def unchanged(order: Order) -> Sight:
    """Look for a whole edition of exactly the inputs that there are now."""
    from briefing.dataset.files import read_files

    files = read_files(find_package(order.data or order.selection.data or None))
    if files.package is None or files.findings:
        return Sight()  # whoever loads it will say what is wrong
    known = inputs(order.profile, order.selection, files.digest)
    shelf = look(order, files.package.version, known)
    if not shelf.whole:
        return Sight(notes=shelf.notes)
    name = shelf.whole[-1]
    folder = order.out / name
    pdf = folder / pdf_of(order.stem, files.package.version, name)
    outcome = Outcome("no change", name, folder, pdf, notes=shelf.notes)
    return Sight(outcome, inputs=known, checks=dict.fromkeys(CHECKS, True))


def young(order: Order, age: float) -> Sight:
    """Look whether the last good edition was confirmed less than *age* seconds ago.

    A confirmation in the future is no confirmation: somebody set the clock back.
    """
    name, when = latest(order)
    if not name or not 0 <= time.time() - when < age:
        return Sight()
    folder = order.out / name
    wrong = damage(folder)
    if wrong:
        said = (
            f"Edition {name} no longer holds what its manifest says; it is made anew."
        )
        return Sight(notes=(said,))
    version = read_manifest(folder)["data"]["version"]
    pdf = folder / pdf_of(order.stem, version, name)
    return Sight(Outcome("no change", name, folder, pdf))


def latest(order: Order) -> tuple[str, float]:
    """Find the last good edition and when it was confirmed, in the record or on the
    shelf.
    """
    good = last_good(order)
    name = str(good.get("edition", ""))
    wanted = order.edition in (None, name)
    if good and wanted and (order.out / name / MANIFEST).is_file():
        return name, epoch(good.get("confirmed"))
    pattern = order.edition or f"{order.stem}-*"
    found = [
        ((folder / MANIFEST).stat().st_mtime, folder.name)
        for folder in ever(order, pattern)
    ]
    when, name = max(found, default=(0.0, ""))
    return name, when
