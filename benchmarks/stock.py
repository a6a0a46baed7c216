"""The stock routes that we are held against: papermill and nbconvert, as they come."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from timing import BIN

Parameters = Mapping[str, str]
# Where Playwright looks for the two faces of its Chromium, below their revisions.
FACES = {
    "chromium": "chromium-{}/chrome-linux64/chrome",
    "chromium-headless-shell": "chromium_headless_shell-{}/"
    "chrome-headless-shell-linux64/chrome-headless-shell",
}


@contextmanager
def browser() -> Iterator[None]:
    """Have nbconvert's `webpdf` find the Chromium of the system, where there is one."""
    chromium = shutil.which("chromium")
    spec = find_spec("playwright")
    if not (chromium and spec and spec.origin):
        yield
        return
    listed = Path(spec.origin).parent / "driver" / "package" / "browsers.json"
    known = json.loads(listed.read_text("utf-8"))["browsers"]
    with tempfile.TemporaryDirectory(prefix="bench-browser-") as folder:
        for one in known:
            if face := FACES.get(one["name"]):
                place = Path(folder, face.format(one["revision"]))
                place.parent.mkdir(parents=True)
                place.symlink_to(chromium)
        os.environ["PLAYWRIGHT_BROWSERS_PATH"] = folder
        try:
            yield
        finally:
            del os.environ["PLAYWRIGHT_BROWSERS_PATH"]


def routes() -> tuple[list[str], list[str]]:
    """Tell which stock routes can run here, and why the others cannot."""
    chromium = "PLAYWRIGHT_BROWSERS_PATH" in os.environ
    here, absent = [], []
    for route, needed, present in (
        ("webpdf", "playwright and chromium", chromium),
        ("pdf", "xelatex", shutil.which("xelatex") is not None),
    ):
        if present:
            here.append(route)
        else:
            absent.append(f"nbconvert --to {route} is left out: it needs {needed}.")
    return here, absent


def commands(
    route: str, notebooks: Sequence[Path], data: Path, folder: Path
) -> list[list[str]]:
    """List the commands that execute every notebook and print all of them by *route*.

    One nbconvert for all of them: one for each would only pay its start again.
    """
    executed = [str(folder / path.name) for path in notebooks]
    papermill = [str(BIN / "papermill"), "-p", "data", str(data), "--cwd"]
    runs = [
        [*papermill, str(path.parent), str(path), kept]
        for path, kept in zip(notebooks, executed, strict=True)
    ]
    # Only root needs the option, and Chromium refuses to start without it.
    options = ["--disable-chromium-sandbox"] if route == "webpdf" else []
    convert = [str(BIN / "jupyter"), "nbconvert", "--no-input", "--to", route]
    return [*runs, [*convert, *options, *executed, "--output-dir", str(folder)]]


def loop(
    route: str,
    notebooks: Sequence[Path],
    briefings: Sequence[Parameters],
    folder: Path,
    processes: int,
) -> None:
    """Make *briefings* as a script would: two libraries, a pool of processes, a
    loop.
    """
    jobs = list(enumerate(briefings))
    work = partial(one, route=route, notebooks=notebooks, folder=folder)
    # Processes of their own, as with xargs: nothing of ours is loaded in them.
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.map(work, jobs, chunksize=1)


def one(
    job: tuple[int, Parameters], route: str, notebooks: Sequence[Path], folder: Path
) -> None:
    """Execute the notebooks of one briefing with papermill, and print each by
    *route*.
    """
    import papermill
    from nbconvert import PDFExporter, WebPDFExporter

    number, parameters = job
    place = folder / str(number)
    place.mkdir()
    exporter = WebPDFExporter() if route == "webpdf" else PDFExporter()
    exporter.exclude_input = True
    if route == "webpdf":
        exporter.disable_sandbox = True
    for path in notebooks:
        kept = place / path.name
        papermill.execute_notebook(
            str(path),
            str(kept),
            parameters=dict(parameters),
            progress_bar=False,
            cwd=str(path.parent),
        )
        with suppress(FileExistsError):
            (place / "pdf").mkdir()
        pdf, _ = exporter.from_filename(str(kept))
        (place / "pdf" / f"{path.stem}.pdf").write_bytes(pdf)
