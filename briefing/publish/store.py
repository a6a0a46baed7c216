"""The folder of editions: listed, locked, reserved, and written in one rename."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from briefing.dataset.characters import is_number
from briefing.errors import Taken
from briefing.files import CannotWrite, sync, write
from briefing.publish.manifest import MANIFEST, damage, read_manifest, same_content
from briefing.publish.models import Bundle, EditionSpec, RunResult, Status
from briefing.publish.naming import FAILED, RUNS, TakenName, pdf_of
from briefing.publish.provenance import DISTRIBUTION, changed, inputs_in

LOCKS = ".locks"

PREFIX, SUFFIX = ".edition-", ".part"

BREAK = "~"  # after the name of the briefing, which has none


class Busy(Taken):
    """Another run is making the same briefing: exit code 3."""

    @classmethod
    def of(cls, stem: str, lock: Path, wait: float) -> Busy:
        """Name the briefing, the process that holds its lock, and how to wait."""
        holder = ""
        with suppress(OSError):  # its owner may let nobody else read it
            holder = lock.read_text("ascii", errors="replace").strip()
        who = f"process {holder}" if is_number(holder) else "another run"
        waited = f" after {wait:g} s of waiting" if wait else ""
        return cls(
            f"'{stem}' is in the hands of {who}{waited}. Run the command again later; "
            f"`render` and `batch` can wait for it with --wait 10m."
        )


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Say in a sentence what keeps *place* from being written."""
    try:
        yield
    except OSError as error:
        message = (
            f"Cannot write to {place}: {error.strerror or error}. Nothing was "
            f"published, and nothing published before was touched. Choose another "
            f"folder with --out."
        )
        raise CannotWrite(message) from error


@dataclass(frozen=True)
class Edition:
    """A published edition: its folder, its briefing, and the release of its data."""

    folder: Path
    stem: str
    released: str
    number: int = 1

    @property
    def name(self) -> str:
        """Name of the edition, which is that of its folder."""
        return self.folder.name

    @property
    def age(self) -> tuple[str, int, str]:
        """Order of editions: by their data, then by number. No clock plays a part."""
        return self.released, self.number, self.name


def editions(out: Path) -> dict[str, list[Edition]]:
    """Return the editions in *out* by their briefing, the oldest first."""
    folders = (
        path for path in sorted(out.glob("*")) if path.name not in {FAILED, RUNS}
    )
    found = [one for folder in folders if (one := edition(folder)) is not None]
    found.sort(key=lambda one: (one.stem, one.age))
    return {stem: list(some) for stem, some in groupby(found, lambda one: one.stem)}


def edition(folder: Path) -> Edition | None:
    """Return the edition in a folder; None for whatever else is there."""
    if folder.name.startswith(".") or folder.is_symlink() or not folder.is_dir():
        return None
    made = read_manifest(folder)
    try:
        version, released = made["data"]["version"], made["data"]["released"]
        ours = DISTRIBUTION in made["software"]["packages"] and made["outputs"]
        if not ours or made["edition"] != folder.name:
            return None
        stem = str(made["stem"])
    except (KeyError, TypeError):
        return None
    usual = re.fullmatch(rf"{re.escape(f'{stem}-{version}')}-([0-9]+)", folder.name)
    return Edition(folder, stem, released, int(usual[1]) if usual else 1)


def of_briefing(spec: EditionSpec, pattern: str = "*") -> Iterator[Path]:
    """Yield the folder of every edition of a briefing, whatever its data and its name.

    Names do not tell: the name of one briefing may begin with that of another.
    """
    asked = {
        "profile": spec.profile.name,
        "parameters": spec.selection.model_dump() | {"data": ""},
    }
    for path in spec.out.glob(f"{pattern}/{MANIFEST}"):
        if asked.items() <= inputs_in(read_manifest(path.parent)).items():
            yield path.parent


def names(spec: EditionSpec, version: str) -> list[str]:
    """Return the editions of a briefing and version of the data, by their number.

    Where the spec has a name of its own, only the edition of that name counts.
    """
    if spec.edition is not None:
        return [spec.edition] if (spec.out / spec.edition).exists() else []
    first = f"{spec.stem}-{version}"
    numbers = {1: first} if (spec.out / first).exists() else {}
    for path in spec.out.glob(f"{first}-*"):
        number = path.name.removeprefix(f"{first}-")
        if is_number(number) and int(number) > 1:
            numbers[int(number)] = path.name
    return [numbers[number] for number in sorted(numbers)]


def next_name(spec: EditionSpec, version: str) -> str:
    """Return the name after the last edition: one that no edition ever had.

    An edition that was taken away may have been cited, so its name is not given again.
    """
    first, taken = f"{spec.stem}-{version}", names(spec, version)
    if not taken:
        return first
    last = taken[-1].removeprefix(f"{first}-")
    return f"{first}-{int(last) + 1 if is_number(last) else 2}"


def of_inputs(
    spec: EditionSpec, version: str, inputs: Mapping[str, Any]
) -> tuple[list[str], list[str]]:
    """Return the whole editions made of these inputs, and sentences on damaged ones."""
    whole, notes = [], []
    for name in names(spec, version):
        folder = spec.out / name
        if changed(inputs, inputs_in(read_manifest(folder))):
            continue
        if files := damage(folder):
            some = f"{', '.join(files[:3])}{', …' if files[3:] else ''}"
            notes.append(
                f"Edition {name} in {spec.out} no longer holds what its manifest says "
                f"({some}); it is left as it is, and is not taken for up to date."
            )
        else:
            whole.append(name)
    return whole, notes


def published(spec: EditionSpec, version: str, status: Status) -> RunResult:
    """Result of the spec whose edition, of data of this *version*, is there."""
    assert spec.edition is not None
    folder = spec.out / spec.edition
    pdf = folder / pdf_of(spec.stem, version, spec.edition)
    return RunResult.of(spec, status, folder=folder, pdf=pdf)


class Reservation:
    """The name of the next edition of a briefing, held by its lock and a draft folder.

    `spec` has the name in it; `notes` are sentences on editions that are damaged.
    """

    def __init__(self, spec: EditionSpec, version: str, notes: list[str]) -> None:
        """Make the draft; the lock of the briefing must be held."""
        self.notes, self._version = notes, version
        self.spec = replace(spec, edition=spec.edition or next_name(spec, version))
        self._taken = names(spec, version)
        draft = f"{PREFIX}{spec.stem}{BREAK}{self.spec.edition}{SUFFIX}"
        self._draft = spec.out / draft
        with writing(spec.out):
            self._draft.mkdir()

    def publish(self, bundle: Bundle) -> RunResult:
        """Write an edition to disk for good and give the folder its name in one step.

        Where a whole edition of the same content exists, that is the result.
        Raises TakenName, CannotWrite.
        """
        out, name = self.spec.out, bundle.edition
        for one in reversed(self._taken):
            same = same_content(read_manifest(out / one), bundle.manifest)
            if same and not damage(out / one):
                return self._result("no change", one, bundle)
        place = out / name
        with writing(out):
            for path, content in bundle.files.items():
                write(self._draft / path, content)
            for folder in {(self._draft / path).parent for path in bundle.files}:
                sync(folder)
            sync(self._draft)
            try:
                if place.exists():
                    raise FileExistsError
                self._draft.rename(place)
            except OSError:
                if not place.exists():
                    raise
                # A run of another briefing was given the same name by hand.
                raise TakenName.of(name, out, self.notes) from None
        # It is there now; that the disk does not confirm it undoes nothing.
        with suppress(OSError):
            sync(out)
        return self._result("published", name, bundle)

    def _result(self, status: Status, name: str, bundle: Bundle) -> RunResult:
        result = published(replace(self.spec, edition=name), self._version, status)
        return replace(result, timings=bundle.timings)

    def drop(self) -> None:
        """Take away what was not published."""
        shutil.rmtree(self._draft, ignore_errors=True)


@contextmanager
def reserve(
    spec: EditionSpec, version: str, inputs: Mapping[str, Any], wait: float = 0
) -> Iterator[Reservation]:
    """Reserve the name of an edition, as the only run of its briefing.

    *version* is that of the data. Raises Busy after *wait* seconds; TakenName if the
    spec has a name under which an edition of other inputs, or a damaged one, exists.
    """
    with locked(spec.out, spec.stem, wait):
        whole, notes = of_inputs(spec, version, inputs)
        if spec.edition is not None and names(spec, version) and not whole:
            raise TakenName.of(spec.edition, spec.out, notes)
        reservation = Reservation(spec, version, notes)
        try:
            yield reservation
        finally:
            reservation.drop()


@contextmanager
def locked(out: Path, stem: str, wait: float = 0) -> Iterator[None]:
    """Hold the lock of a briefing, and clear away what runs that died have left.

    Raises Busy after *wait* seconds. The file stays, because to take it away would let
    two runs hold two files of one name; only the lock in it counts.
    """
    from filelock import FileLock, Timeout

    place = lock_file(out, stem)
    with writing(out):
        place.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(place)
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise Busy.of(stem, place, wait) from None
    try:
        # Who has it is good to know, and no reason to fail on a full disk.
        with suppress(OSError):
            place.write_text(str(os.getpid()), "ascii")
        with writing(out):
            clear_abandoned(out, stem)
        yield
    finally:
        lock.release()


def lock_file(out: Path, stem: str) -> Path:
    """File whose lock a run of the briefing *stem* holds."""
    return out / LOCKS / f"{stem}.lock"


def clear_abandoned(out: Path, ours: str) -> None:
    """Take away what dead runs left; the lock of the briefing *ours* must be held.

    A draft belongs to whoever holds the lock of its briefing. If that is us, or nobody,
    its run is dead. What `prune` hid is to go in any case.
    """
    from filelock import FileLock, Timeout

    for folder in out.glob(f"{PREFIX}*{SUFFIX}"):
        stem, found, _ = folder.name.removeprefix(PREFIX).rpartition(BREAK)
        if not found or stem == ours:
            shutil.rmtree(folder, ignore_errors=True)
            continue
        with suppress(Timeout, OSError), FileLock(lock_file(out, stem), timeout=0):
            shutil.rmtree(folder, ignore_errors=True)
