"""Where the data package lies: a folder, a variable, or an address."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from briefing.dataset.transaction import DESCRIPTOR, settle
from briefing.errors import BriefingError

URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)

SECRET = re.compile(r"://[^/]*@")


class OutOfReach(BriefingError):
    """An address that nothing here can read."""

    code = "out-of-reach"


@dataclass(frozen=True)
class Remote:
    """An address, used as a path is used by who reads a package."""

    url: str

    def __str__(self) -> str:
        """Give the address."""
        return self.url

    def __truediv__(self, name: str) -> Remote:
        """Give the address of what lies below."""
        return Remote(f"{self.url.rstrip('/')}/{name}")

    def absolute(self) -> Remote:
        """Give the same: an address means the same from everywhere."""
        return self

    resolve = absolute

    @property
    def name(self) -> str:
        """Give the last part of the address."""
        return self.url.rstrip("/").rpartition("/")[2]

    @property
    def parent(self) -> Remote:
        """Give the address above."""
        return Remote(self.url.rstrip("/").rpartition("/")[0])

    def is_file(self) -> bool:
        """Tell whether there is something to read."""
        system, path = self._found()
        return bool(system.isfile(path))

    def is_dir(self) -> bool:
        """Tell whether it is a folder, where there are such."""
        system, path = self._found()
        return bool(system.isdir(path))

    def read_bytes(self) -> bytes:
        """Read everything."""
        system, path = self._found()
        return bytes(system.cat_file(path))

    def tables(self, ends: tuple[str, ...]) -> Iterator[str]:
        """Name the tables that lie below; a server that lists nothing has none to
        name.
        """
        system, path = self._found()
        try:
            below = system.find(path)
        except (NotImplementedError, OSError):
            return
        base = system._strip_protocol(self.url).rstrip("/") + "/"
        names = sorted(str(one).removeprefix(base) for one in below)
        yield from (name for name in names if name.rpartition(".")[2] in ends)

    def _found(self) -> tuple[Any, str]:
        """Find what reads such an address."""
        # Who reads from disk alone need not wait for it.
        from fsspec.core import url_to_fs

        try:
            system, path = url_to_fs(self.url)
        except (ImportError, ValueError) as error:
            message = f"{self.url} cannot be read here: {str(error).rstrip('.')}. "
            message += "Name a folder, or install what reads such addresses."
            raise OutOfReach(message) from None
        return system, str(path)


def remote(address: str) -> Remote:
    """Read an address, and refuse one that holds a password."""
    if SECRET.search(address):
        shown = SECRET.sub("://…@", address)
        message = f"{shown} holds a name or a password; credentials come from the "
        raise OutOfReach(message + "environment alone, never from a parameter.")
    place = Remote(address)
    return place.parent if place.name == "datapackage.json" else place


Root = Path | Remote

VARIABLE = "BRIEFING_DATA"


class InsidePackage(BriefingError):
    """A place to write to that lies within a data package."""

    code = "cannot-write"


class NoPackage(BriefingError):
    """No data package was named, and none is near."""

    code = "no-package"


def find_package(data: str | Path | None = None) -> Root:
    """Find the package's folder: *data*, else $BRIEFING_DATA, else the nearest `data`.

    What is named may be an address such as s3://bucket/data, which fsspec reads. The
    nearest `data` is looked for in the working directory and above it, so that a
    notebook finds it from its own folder. An interrupted change of it is completed.
    """
    root = named_or_near(data)
    if isinstance(root, Path):
        settle(root)
    return root


def named_or_near(data: str | Path | None) -> Root:
    """Find the package that is named, or the nearest one."""
    named = data or os.environ.get(VARIABLE)
    if named and URL.match(str(named)):
        address = str(named)
        if not address.lower().startswith("file://"):
            return remote(address)
        from urllib.request import url2pathname

        named = url2pathname(urlsplit(address).path)
    if named:
        path = Path(named).expanduser()
        return path.parent if path.name == DESCRIPTOR else path
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "data" / DESCRIPTOR).is_file():
            return folder / "data"
    message = (
        f"No data package: neither {here} nor a folder above it holds "
        f"data/{DESCRIPTOR}. Name one with --data, or set {VARIABLE}."
    )
    raise NoPackage(message)


def on_disk(root: Root) -> Path:
    """Give a folder to write to, and refuse an address, which we only read."""
    if isinstance(root, Remote):
        message = f"{root} is only read; name a folder on this machine."
        raise BriefingError(message)
    return root


def legible(place: Root) -> bool:
    """Tell whether there is a file that may be read."""
    if isinstance(place, Remote):
        return place.is_file()
    return place.is_file() and os.access(place, os.R_OK)


def refuse_inside(place: Path, option: str, *, itself: bool = True) -> None:
    """Refuse to write to *place* where that lies within a data package.

    What we write holds tables, which no descriptor names: the package would be invalid
    ever after. *itself* tells whether *place* may be no package either.
    """
    here = place.expanduser().resolve()
    for folder in (*([here] if itself else ()), *here.parents):
        if (folder / DESCRIPTOR).is_file():
            beside = folder.parent / (here.name if here != folder else "out")
            message = (
                f"{option} {place} lies within the data package {folder}, which has to "
                f"hold its own files only; nothing was written. Name a place outside "
                f"it, such as {beside}."
            )
            raise InsidePackage(message)
