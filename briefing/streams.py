"""Standard streams that may be closed, full or read no further."""

from __future__ import annotations

import errno
import io
import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

NAMES = ("stdin", "stdout", "stderr")


class Lenient(io.RawIOBase):
    """A stream to which everything is written that can be; it never fails.

    Attributes
    ----------
    lost : the first error, after which nothing more is written.

    """

    def __init__(self, inner: io.RawIOBase, stream: object) -> None:
        """Write to *inner*, which *stream* would close if nobody held it."""
        self.inner, self.stream = inner, stream
        self.lost: OSError | None = None

    @property
    def unread(self) -> bool:
        """Whether the reader had enough, as `head` has: not an error of anybody."""
        # A pipe that nobody reads; Windows calls it an invalid argument.
        return self.lost is not None and self.lost.errno in (errno.EPIPE, errno.EINVAL)

    def writable(self) -> bool:
        """Tell that writing is what it is for."""
        return True

    def fileno(self) -> int:
        """Return the descriptor of the stream itself."""
        return self.inner.fileno()

    def isatty(self) -> bool:
        """Tell whether somebody reads on a terminal."""
        return self.inner.isatty()

    def write(self, data: Any) -> int:  # noqa: ANN401 - whatever holds bytes
        """Write what can be written, and claim that it was all."""
        if self.lost is None:
            try:
                left = memoryview(data).cast("B")
                while left:
                    written = self.inner.write(left)
                    if written is None:  # a pipe that is full and does not wait
                        select.select([], [self.inner], [])
                    left = left[written or 0 :]
            except OSError as error:
                self.lost = error
        return len(data)


@contextmanager
def lenient() -> Iterator[list[Lenient]]:
    """Have standard streams that never fail; hand out those of output and error.

    A closed one leads nowhere: what is opened next must not take its number. What goes
    to a file or another program is UTF-8, on every system, unless PYTHONIOENCODING says
    otherwise; a sign that a terminal cannot show is written as its number.
    """
    before = {name: getattr(sys, name) for name in NAMES}
    closed = [name for name in NAMES if before[name] is None]
    for name in closed:
        occupy(NAMES.index(name))
    for name in closed:
        setattr(sys, name, nowhere("r" if name == "stdin" else "w"))
    wrapped = [one for name in NAMES[1:] if (one := wrap(name)) is not None]
    try:
        yield wrapped
    finally:
        for name in NAMES[1:]:
            with suppress(ValueError):  # closed by somebody meanwhile
                getattr(sys, name).flush()
        for name in NAMES:
            setattr(sys, name, before[name])


def occupy(number: int) -> None:
    """Have the descriptor *number* lead nowhere, for kernels and tools too, if it is
    free.
    """
    try:
        os.fstat(number)
    except OSError:
        handle = os.open(os.devnull, os.O_RDWR)
        if handle != number:
            os.dup2(handle, number)
            os.close(handle)
        os.set_inheritable(number, True)  # noqa: FBT003  # as standard streams are


def nowhere(mode: str) -> IO[str]:
    """Open the null device."""
    return open(os.devnull, mode, encoding="utf-8")  # noqa: PTH123  # a device


def wrap(name: str) -> Lenient | None:
    """Put a lenient stream in the place of `sys.stdout` or `sys.stderr`."""
    stream = getattr(sys, name)
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)  # the same where Python was told not to buffer
    if not isinstance(raw, io.RawIOBase):
        return None  # not a stream of the system: a notebook or a test gave its own
    with suppress(OSError):
        stream.flush()
    made = Lenient(raw, stream)
    shown = stream.isatty() or os.environ.get("PYTHONIOENCODING")
    at_once = name == "stderr" or stream.isatty() or raw is buffer
    text = io.TextIOWrapper(
        io.BufferedWriter(made),
        encoding=stream.encoding if shown else "utf-8",
        errors="backslashreplace",
        line_buffering=at_once,
    )
    setattr(sys, name, text)
    return made
