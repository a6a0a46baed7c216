"""Typst in a process that can be ended."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from typing import Any

import typst

GLANCE = 0.5  # seconds between two looks whether anybody still waits


def main() -> None:
    """Compile under the first standards that can be met."""
    order: dict[str, Any] = json.loads(sys.stdin.buffer.read())
    # Typst hears no signal while it works, so Ctrl-C has to be left to the system.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=die_with, args=(order["parent"],), daemon=True).start()
    refused, pdf = made(order)
    sys.stdout.buffer.write(json.dumps(refused).encode() + b"\n" + pdf)


def made(order: dict[str, Any]) -> tuple[list[dict[str, Any]], bytes]:
    """Return the PDF, and what stood against each of the standards tried before."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=order["fonts"],
    )
    refused: list[dict[str, Any]] = []
    for standards in order["standards"]:
        try:
            # Warnings come back as values, and nobody reads them.
            pdf, _ = typst.compile_with_warnings(
                order["main"],
                root=os.path.dirname(order["main"]),  # noqa: PTH120  # pathlib takes 10 ms
                font_paths=fonts,
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=standards,
                timestamp=order["timestamp"],
            )
        except typst.TypstError as error:
            refused.append({"message": error.message, "hints": list(error.hints)})
        else:
            return refused, pdf
    return refused, b""


def die_with(parent: int) -> None:
    """End this process when the one that asked for it has gone, however it went."""
    time.sleep(GLANCE)
    import psutil  # most documents are set before anybody needs it

    with suppress(psutil.Error):
        asked = psutil.Process(parent)
        while asked.is_running() and asked.status() != psutil.STATUS_ZOMBIE:
            time.sleep(GLANCE)
    os._exit(1)


if __name__ == "__main__":
    main()
