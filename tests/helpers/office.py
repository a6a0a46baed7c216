"""LibreOffice as a person at it would: open a workbook, type into cells, save it.

This file is two: imported by tests it starts LibreOffice; run by the Python of the
system, which alone knows how to speak to LibreOffice, it is the hand that types.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PYTHON = "/usr/bin/python3"
PATIENCE = 120  # seconds for LibreOffice to start on a busy machine
SAVED_AS = "Calc MS Excel 2007 XML"
GENERAL = 0  # the number format of a cell that nobody gave a form
DATE = 2  # and the kind of those that show days


def in_libreoffice(*jobs):
    """Carry out jobs in one LibreOffice: each a file, what to do there, where to save.

    A thing to do is (sheet, cell, how, text): `type` into a cell that is still text,
    `general` into one whose format was lost, `day` the same shown as a day, `row` to
    take the row of the cell out.
    """
    with tempfile.TemporaryDirectory(prefix="b", ignore_cleanup_errors=True) as home:
        pipe = f"briefing-{os.getpid()}-{time.monotonic_ns()}"
        office = subprocess.Popen(
            ["soffice", "--headless", "--norestore", "--nologo", "--nodefault",
             f"-env:UserInstallation={Path(home).as_uri()}",
             f"--accept=pipe,name={pipe};urp;"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        try:
            said = [(str(read), list(todo), str(saved)) for read, todo, saved in jobs]
            subprocess.run(
                [PYTHON, __file__, pipe, json.dumps(said)],
                check=True,
                timeout=2 * PATIENCE,
                env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
            )
            office.wait(PATIENCE)
        finally:
            if office.poll() is None:
                os.killpg(office.pid, signal.SIGKILL)
                office.wait()


def main(pipe, jobs):
    """Speak to LibreOffice through its pipe."""
    desktop = reached(pipe)
    for read, todo, saved in jobs:
        book = desktop.loadComponentFromURL(Path(read).as_uri(), "_blank", 0, hidden())
        for sheet, cell, how, text in todo:
            place = book.Sheets.getByName(sheet).getCellRangeByName(cell)
            if how == "row":
                rows = book.Sheets.getByName(sheet).Rows
                rows.removeByIndex(place.CellAddress.Row, 1)
                continue
            if how == "type":
                place.setString(text)
                continue
            place.NumberFormat = GENERAL
            place.setFormula(text)
            if how == "day":
                place.NumberFormat = a_day(book)
        book.storeToURL(Path(saved).as_uri(), hidden(FilterName=SAVED_AS))
        book.dispose()
    try:
        desktop.terminate()
    except Exception as error:
        print(error, file=sys.stderr)


def a_day(book):
    """Give the format that LibreOffice shows days in."""
    from com.sun.star.lang import Locale

    return book.NumberFormats.getStandardFormat(DATE, Locale())


def reached(pipe):
    """Wait until LibreOffice answers."""
    import uno

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    place = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            context = resolver.resolve(place)
            break
        except Exception:
            if time.monotonic() > ends:
                raise
            time.sleep(0.1)
    return context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.Desktop", context
    )


def hidden(**named):
    """Give properties as LibreOffice takes them."""
    from com.sun.star.beans import PropertyValue

    given = {"Hidden": True, **named}
    return tuple(PropertyValue(name, 0, value, 0) for name, value in given.items())


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
