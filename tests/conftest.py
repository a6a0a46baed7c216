"""What every test may use, and the rule that in CI no test may skip."""

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SKIPPED: list[str] = []


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A cache of executed chapters that is empty at first and nobody else's."""
    os.environ["SCO_BRIEFING_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(autouse=True, scope="session")
def heed_interrupts() -> None:
    """Ctrl-C reaches what a test starts, also where a shell runs the tests behind
    itself.

    Such a shell has its children ignore it, and they pass that on to theirs.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


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
    return Path(shutil.copytree(ROOT / "tests" / "pocket", tmp_path / "pocket"))


@pytest.fixture
def needs() -> Callable[..., None]:
    """Skip a test, with the reason, where a system program is absent."""

    def check(*programs: str) -> None:
        absent = [program for program in programs if shutil.which(program) is None]
        if absent:
            pytest.skip(f"needs {' and '.join(absent)} on the PATH")

    return check


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
