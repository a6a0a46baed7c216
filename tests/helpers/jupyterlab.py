"""A real JupyterLab over a copy of the project, and somebody who sits at it.

The data are the invented states of the pocket package. `Lab` is the server, started as
`make lab` starts it; `Desk` is a browser tab in front of it.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from helpers.browser import FLAGS
from helpers.paths import POCKET, ROOT
from helpers.programs import need, path_of

COMMAND = "import sys; from briefing.cli.main import main; sys.exit(main())"
COPIED = (".gitattributes", "METHOD.md", "notebooks", "docs")
TOKEN = "desk"  # a password of the test server, which hears only this machine
OWN = (
    "IPYTHONDIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "BRIEFING_CACHE",
)
PATIENCE = 120  # seconds; far more than anything takes, even on a busy machine
MILLISECONDS = 1000 * PATIENCE
SIZE = {"width": 1280, "height": 900}
# The line at the foot of JupyterLab is what a person waits for as well.
IDLE = """() => [...document.querySelectorAll('.jp-StatusBar-TextItem')]
    .some(item => item.innerText.endsWith('| Idle'))"""
RAN = """() => [...document.querySelectorAll(
    '.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell')].every(
    cell => /\\d/.test(cell.querySelector('.jp-InputPrompt').textContent))"""
COMMIT = ("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "A")


def project(folder: Path) -> Path:
    """Copy what an analyst works in, with invented data, as a repository of its own."""
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    shutil.copytree(POCKET, folder / "data")
    (folder / ".gitignore").write_text(".ipynb_checkpoints/\nreports/\n", "utf-8")
    for words in (("init", "-q", "-b", "main"), ("add", "-A"), COMMIT):
        subprocess.run(["git", *words], cwd=folder, check=True)
    return folder


@dataclass
class Lab:
    """A server of JupyterLab: the project that it shows, and where it answers."""

    root: Path
    url: str = ""
    said: Path = Path(os.devnull)

    def address(self, path: str) -> str:
        """Where a file of the project opens, with nothing else open beside it."""
        return f"{self.url}lab/tree/{quote(path)}?reset&token={TOKEN}"

    def get(self, path: str) -> bytes:
        """Fetch a file of the project from the server, as a browser follows a link to
        it.
        """
        asked = f"{self.url}files/{quote(path)}?token={TOKEN}"
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            return answer.read()


@contextmanager
def running(root: Path, home: Path) -> Iterator[Lab]:
    """Run `briefing lab` in *root*, with nobody's settings, kernels and cache but its
    own.
    """
    home.mkdir()
    own = {name: str(home / name) for name in OWN} | {"JUPYTER_TOKEN": TOKEN}
    lab = Lab(root, said=home / "said.txt")
    options = ("--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1")
    with lab.said.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "lab", *options],
            cwd=root,
            env=os.environ | own,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
    try:
        lab.url = answering(process, home / "JUPYTER_RUNTIME_DIR", lab)
        yield lab
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answering(process: subprocess.Popen, runtime: Path, lab: Lab) -> str:
    """Wait until the server answers, and give its address."""
    known = runtime / f"jpserver-{process.pid}.json"
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        if known.is_file() and (text := known.read_text("utf-8")):
            url = str(json.loads(text)["url"])
            try:
                urllib.request.urlopen(f"{url}api?token={TOKEN}", timeout=5).close()
            except OSError:
                pass
            else:
                return url
        time.sleep(0.1)
    pytest.fail(f"JupyterLab does not answer:\n{lab.said.read_text('utf-8')}")


@dataclass
class Desk:
    """A browser tab at a JupyterLab; `asked` holds what it asked of other machines."""

    lab: Lab
    page: object
    shots: Path
    asked: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Open a notebook and wait until its kernel can be spoken to."""
        self.page.goto(self.lab.address(path), timeout=MILLISECONDS)
        self.page.wait_for_selector(
            ".jp-NotebookPanel:visible .jp-Cell", timeout=MILLISECONDS
        )
        self.idle()

    def idle(self) -> None:
        """Wait until the kernel of the notebook in front is there with nothing to
        do.
        """
        self.page.wait_for_function(IDLE, timeout=MILLISECONDS)

    def ran(self) -> None:
        """Wait until every cell of the notebook in front has run."""
        self.page.wait_for_function(RAN, timeout=MILLISECONDS)

    def menu(self, *names: str) -> None:
        """Choose from the menus, a name for each level: "Run", "Run All Cells"."""
        for name in names:
            item = self.page.get_by_role("menuitem", name=name, exact=True)
            item.first.click(timeout=MILLISECONDS)

    def shot(self, name: str) -> Path:
        """Keep a picture of the tab, for somebody to look at."""
        path = self.shots / f"{name}.png"
        self.page.screenshot(path=path)
        return path

    def hear(self, address: str) -> None:
        """Note what the page asks of anybody but the server."""
        host = urlsplit(address).netloc
        if host and host != urlsplit(self.lab.url).netloc:
            self.asked.append(address)


@contextmanager
def seated(lab: Lab, shots: Path) -> Iterator[Desk]:
    """Sit down in front of a server with a browser of one's own."""
    from playwright.sync_api import sync_playwright

    need("chromium")
    chromium = path_of("chromium")
    shots.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport=SIZE, accept_downloads=True)
        page.set_default_timeout(MILLISECONDS)
        desk = Desk(lab, page, shots)
        page.on("request", lambda request: desk.hear(request.url))
        yield desk
        browser.close()
