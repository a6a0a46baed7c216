"""What the tests of the page share: the Chromium of the system, offline, and
axe-core.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from helpers.programs import need, path_of

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = (1280, 900), (360, 740)


@contextmanager
def opened(
    path: Path, size: tuple[int, int] = DESKTOP, scheme: str = "light"
) -> Iterator[tuple[Page, list[str]]]:
    """Open a page, and keep what it asks for and complains of."""
    need("chromium")
    chromium = path_of("chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        width, height = size
        page = browser.new_page(
            viewport={"width": width, "height": height}, color_scheme=scheme
        )
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on(
            "request",
            lambda asked: (
                said.append(asked.url)
                if not asked.url.startswith(("data:", path.as_uri()))
                else None
            ),
        )
        page.goto(path.as_uri())
        page.evaluate("document.fonts.ready")
        yield page, said
        browser.close()


def violations(page: Page) -> list[str]:
    """List what axe-core finds against a page, its best practices too."""
    found: dict[str, Any] = Axe().run(page).response
    return [
        f"{one['id']}: {one['help']}: {node['html'][:160]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
