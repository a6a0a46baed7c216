"""Where the data package lies: a folder, a variable, or an address."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from briefing.dataset.transaction import DESCRIPTOR, settle
from briefing.errors import BriefingError

if TYPE_CHECKING:
    from upath import UPath

Root: TypeAlias = "Path | UPath"

URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)

SECRET = re.compile(r"://[^/]*@")


class OutOfReach(BriefingError):
    """An address that nothing here can read."""

    code = "out-of-reach"


def remote(address: str) -> UPath:
    """The path of an address; one that holds a password is refused."""
    if SECRET.search(address):
        shown = SECRET.sub("://…@", address)
        message = f"{shown} holds a name or a password; credentials come from the "
        raise OutOfReach(message + "environment alone, never from a parameter.")
    # Who reads from disk alone need not wait for it.
    from upath import UPath

    protocol, _, rest = address.partition("://")
    try:
        place = UPath(f"{protocol.lower()}://{rest.rstrip('/')}")
        place.fs  # noqa: B018  # imports what reads such addresses
    except (ImportError, ValueError) as error:
        message = f"{address} cannot be read here: {str(error).rstrip('.')}. "
        message += "Name a folder, or install what reads such addresses."
        raise OutOfReach(message) from None
    return place.parent if place.name == DESCRIPTOR else place


def files_below(root: UPath) -> list[str]:
    """The files below an address; a server that lists nothing has none to name."""
    try:
        found = root.fs.find(root.path)
    except (NotImplementedError, OSError):
        return []
    return sorted(str(one).removeprefix(root.path).lstrip("/") for one in found)


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
    if not isinstance(root, Path):
        message = f"{root} is only read; name a folder on this machine."
        raise BriefingError(message)
    return root


def legible(place: Root) -> bool:
    """Tell whether there is a file that may be read."""
    return place.is_file() and (
        not isinstance(place, Path) or os.access(place, os.R_OK)
    )


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
