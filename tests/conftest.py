"""What every test may use, which tests the quick run takes, and the rule that in CI
no test may skip.
"""

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from helpers.parts import is_quick
from helpers.paths import POCKET, ROOT
from helpers.programs import need

SKIPPED: list[str] = []

# No deadline for an example: how long it takes is a matter of the machine.
settings.register_profile("quick", max_examples=10, deadline=None)
settings.register_profile("full", max_examples=100, deadline=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that says which part of the tests is run."""
    parser.addoption(
        "--part",
        choices=["quick", "rest", "all"],
        help="quick: without what takes long; rest: only that; all: both, thoroughly",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Try ten examples of each rule, or a hundred in CI and where all was asked for."""
    thorough = os.environ.get("CI") or config.getoption("--part") in ("rest", "all")
    settings.load_profile("full" if thorough else "quick")


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out the tests of the other part."""
    part = config.getoption("--part")
    if part in ("quick", "rest"):
        wanted = [item for item in items if is_quick(item) == (part == "quick")]
        kept = set(wanted)
        config.hook.pytest_deselected(items=[i for i in items if i not in kept])
        items[:] = wanted


@pytest.fixture(autouse=True, scope="session")
def heed_interrupts() -> None:
    """Ctrl-C reaches what a test starts, also where a shell runs the tests behind
    itself.

    Such a shell has its children ignore it, and they pass that on to theirs.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Make a folder once a session, whichever worker comes first; the others find it.

    Tests only read what stands there.
    """
    top = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        top = top.parent  # the folder of the session, which holds those of its workers

    def once(name: str, make: Callable[[Path], None] | None = None) -> Path:
        folder, done = top / name, top / f"{name}.done"
        with FileLock(top / f"{name}.lock"):
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(mode=0o700)  # a cache that others may write to is not used
                if make:
                    make(folder)
                done.touch()
        return folder

    return once


@pytest.fixture(autouse=True, scope="session")
def own_cache(shared: Callable[..., Path]) -> None:
    """A cache of executed chapters that is empty at first and only of this session."""
    os.environ["BRIEFING_CACHE"] = str(shared("cache"))


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder for temporary files whose path leaves room for the name of a socket."""
    with tempfile.TemporaryDirectory(prefix="b", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def root() -> Path:
    """The top of the repository."""
    return ROOT


@pytest.fixture
def pocket(tmp_path: Path) -> Path:
    """A copy of the pocket package, which a test may break."""
    return Path(shutil.copytree(POCKET, tmp_path / "pocket"))


@pytest.fixture
def needs() -> Callable[..., None]:
    """Skip a test where a program of the system is absent, and say who brings it."""
    return need


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember what skipped."""
    if report.skipped:
        SKIPPED.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failed run: there the programs are all to be had."""
    if SKIPPED and os.environ.get("CI") and not hasattr(session.config, "workerinput"):
        print(f"\nIn CI no test may skip, but these did: {', '.join(SKIPPED)}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
