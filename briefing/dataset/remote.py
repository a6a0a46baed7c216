"""A data package that lies elsewhere: on a web server, in a bucket, wherever fsspec
reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefing.errors import BriefingError

URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
SECRET = re.compile(r"://[^/]*@")


class OutOfReach(BriefingError):
    """An address that nothing here can read."""


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
