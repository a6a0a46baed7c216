"""The set-up, really run: every Python that is at hand, an index on this machine, and
what goes wrong on other people's machines.
"""

import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from helpers.paths import ROOT
from helpers.wheelhouse import Index, line, repacked, served, wheel

SCRIPT = ROOT / "deploy" / "set_up.py"
LOCKS = ["requirements.lock", "requirements-lab.lock", "requirements-dev.lock"]
BACKEND = ["editables", "hatchling", "packaging", "pathspec", "pluggy", "tomlkit"]
BACKEND += ["trove-classifiers"]  # what builds the project, with all that it needs
PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "sco-briefing"
version = "0.1.0"

[project.scripts]
briefing = "briefing:main"

[tool.hatch.build.targets.wheel]
packages = ["briefing"]
"""
COMMAND = """
def main():
    import oldest
    print(oldest.VERSION, __file__)
"""

pytestmark = pytest.mark.slow


def pythons(oldest: tuple[int, ...], below: tuple[int, ...]) -> list[str]:
    """Find the Pythons of these versions under pyenv and on the PATH, by their
    names.
    """
    home = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found = {
        str(path / "bin" / "python"): path.name for path in home.glob("versions/*")
    }
    for folder in os.environ["PATH"].split(os.pathsep):
        if not re.search(r"shims|venv", folder):
            names = Path(folder).glob("python[23].*")
            found |= {str(path): path.name.removeprefix("python") for path in names}
    numbers = re.compile(r"\d+(\.\d+)+")
    return sorted(
        {
            os.path.realpath(path)
            for path, said in found.items()
            if numbers.fullmatch(said)
            and oldest <= tuple(map(int, said.split("."))) < below
        }
    )


NEW = pythons((3, 11), (4, 0)) or [sys.executable]


@pytest.fixture(scope="session")
def wheels(tmp_path_factory) -> Path:
    """What an index has: the installer, what builds the project, and two releases."""
    folder = tmp_path_factory.mktemp("wheels")
    for name in ("uv", *BACKEND):
        repacked(folder, name)
    for version in ("1.0", "2.0"):
        wheel(folder, "oldest", version)
    wheel(folder, "further", "1.0")
    return folder


@pytest.fixture
def index(wheels):
    """An index that answers, and remembers what it was asked."""
    with served(Index(wheels)) as index:
        yield index


@dataclass
class Project:
    """A project of one command, in a folder with a blank and a letter beyond ASCII."""

    place: Path
    home: Path
    environment: dict[str, str]

    def lock(self, wheels: Path, *names: str) -> None:
        """Write locks that name these wheels."""
        files = [next(wheels.glob(f"{one}*.whl")) for one in names]
        for name in LOCKS:
            (self.place / name).write_text("".join(map(line, files)))

    def set_up(self, *words: str, python: str = sys.executable, **environment: str):
        """Run the script as the Makefile does."""
        return subprocess.run(
            [python, "deploy/set_up.py", *words],
            cwd=self.place,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def says(self) -> str:
        """Run the command that was installed, as from a machine of another locale."""
        command = self.place / ".venv" / "bin" / "briefing"
        if not command.exists():
            return ""
        done = subprocess.run(
            [command],
            capture_output=True,
            text=True,
            cwd="/",
            env={
                "PATH": "/usr/bin:/bin",
                "LC_ALL": "de_DE.ISO-8859-1",  # which few machines have
                "PYTHONIOENCODING": "utf-8:surrogateescape",
            },
        )
        return done.stdout.strip() or done.stderr

    def works(self, version: str = "1.0") -> bool:
        """Tell whether the command runs here, with that release."""
        return self.says() == f"{version} {self.place / 'briefing' / '__init__.py'}"

    def files(self) -> dict[str, int]:
        """List what stands in the environment, and when it was written."""
        return {
            str(path): path.lstat().st_mtime_ns
            for path in (self.place / ".venv").rglob("*")
        }


@pytest.fixture
def project(tmp_path, wheels, index) -> Project:
    """A project that was just cloned, on a machine whose pip knows the index."""
    place, home = tmp_path / "a ж", tmp_path / "home"
    for folder in (place / "deploy", place / "briefing", home):
        folder.mkdir(parents=True)
    shutil.copy(SCRIPT, place / "deploy")
    shutil.copy(ROOT / "Makefile", place)
    (place / "deploy" / "installer.lock").write_text(line(*wheels.glob("uv-*.whl")))
    (place / "pyproject.toml").write_text(PROJECT)
    (place / "briefing" / "__init__.py").write_text(COMMAND)
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "PIP_INDEX_URL": index.url,
        "PIP_RETRIES": "0",
    }
    made = Project(place, home, environment)
    made.lock(wheels, *map(lock_name, BACKEND), "oldest-1.0")
    return made


def lock_name(name: str) -> str:
    """Spell a name as its wheel does."""
    return name.replace("-", "_") + "-"


@pytest.mark.parametrize("python", NEW)
def test_every_pip_installs_what_the_lock_says(project, index, python):
    """Also where the index has a newer release; a second run asks and writes nothing;
    `make` does the same.
    """
    first = project.set_up(python=python)

    assert (0, "") == (first.returncode, first.stdout), first.stderr
    assert project.works()

    asked, files = len(index.asked), project.files()
    again = project.set_up(python=python)
    make = ["make", f"PYTHON={python}", "environment"]
    made = subprocess.run(
        make, cwd=project.place, env=project.environment, capture_output=True, text=True
    )

    assert (0, "", "") == (again.returncode, again.stdout, again.stderr)
    assert (0, "", "") == (made.returncode, made.stdout, made.stderr)
    assert (asked, files) == (len(index.asked), project.files())


def test_a_lock_that_changed_is_installed_and_a_move_is_noticed(project, wheels):
    """What is there is kept; a copy of the folder runs its own code and not that of the
    folder it was copied from.
    """
    project.set_up()
    kept = project.place / ".venv" / "kept"
    kept.touch()
    project.lock(wheels, *map(lock_name, BACKEND), "oldest-2.0")
    changed = project.set_up("dev")

    assert (0, True) == (changed.returncode, project.works("2.0")), changed.stderr
    assert kept.exists()

    files = project.files()

    assert (0, files) == (project.set_up("briefing").returncode, project.files())

    copy = Path(shutil.copytree(project.place, f"{project.place} copy", symlinks=True))
    copied = replace(project, place=copy)
    done = copied.set_up()

    assert (0, True) == (done.returncode, copied.works("2.0")), done.stderr
    assert not (copy / ".venv" / "kept").exists()


@pytest.mark.parametrize(
    ("held", "with_signal"),
    [("uv", signal.SIGINT), ("oldest", signal.SIGINT), ("oldest", signal.SIGKILL)],
)
def test_a_run_that_was_stopped_leaves_nothing_to_trip_over(
    project, index, held, with_signal
):
    """In the middle of the download of the installer, or of what it installs, by Ctrl-C
    or the hard way.
    """
    index.held = held
    started = subprocess.Popen(
        [sys.executable, "deploy/set_up.py"],
        cwd=project.place,
        env=project.environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )

    assert index.holding.wait(240)

    os.killpg(started.pid, with_signal)
    said = started.communicate(timeout=60)[1]

    assert started.returncode == (130 if with_signal == signal.SIGINT else -9)
    assert "Traceback" not in said
    assert not project.works()

    index.held = ""
    done = project.set_up()

    assert (0, True) == (done.returncode, project.works()), done.stderr


def test_one_installs_and_the_other_waits(project, index):
    """Two at once do not disturb each other."""
    index.held = "uv"
    words = [sys.executable, "deploy/set_up.py"]
    keys = {"cwd": project.place, "env": project.environment}
    keys |= {"stderr": subprocess.PIPE, "text": True}
    one = subprocess.Popen(words, **keys)

    assert index.holding.wait(240)

    index.held = ""
    other = subprocess.Popen(words, **keys)

    assert "Waiting for another set-up" in other.stderr.readline()

    one.kill()
    one.communicate()
    index.release.set()
    said = other.communicate(timeout=240)[1]

    assert (0, True) == (other.returncode, project.works()), said


def test_an_ordinary_user_with_a_home_that_cannot_be_written(project, short):
    """Downloads that can be kept nowhere are gone afterwards."""
    python = next((one for one in NEW if one.startswith("/usr/")), None)
    if os.geteuid() != 0 or python is None:
        pytest.skip("needs root, to become somebody else, and a Python for everybody")
    place, home = short / "a ж", short / "home"
    shutil.copytree(project.place, place)
    home.mkdir(mode=0o555)
    short.chmod(0o755)
    shutil.chown(place, "nobody")
    done = subprocess.run(
        [python, "deploy/set_up.py"],
        cwd=place,
        env=project.environment | {"HOME": str(home)},
        user="nobody",
        group="nogroup",
        extra_groups=[],
        capture_output=True,
        text=True,
    )

    assert (0, True) == (done.returncode, replace(project, place=place).works()), (
        done.stderr
    )
    assert [] == list(home.iterdir())
    assert [] == list((place / ".venv").glob(".fetched*"))


@pytest.mark.parametrize("name", ["password", "proxy", "folder", "untouched"])
def test_it_looks_where_pip_is_set_to_look(project, index, wheels, name):
    """An extra index with a password, a proxy, a folder with no index at all: in files
    of pip's or in its variables.
    """
    settings = {"PIP_INDEX_URL": f"http://{index.host}/nothing/here"}
    if name == "password":
        index.password = "ann:secret"
        written = f"[global]\nextra-index-url =\n    file:///nowhere\n    {index.url}\n"
        (project.home / ".config" / "pip").mkdir(parents=True)
        (project.home / ".config" / "pip" / "pip.conf").write_text(written)
    elif name == "proxy":
        settings |= {"PIP_INDEX_URL": "http://packages.example/simple"}
        settings |= {"PIP_PROXY": index.host, "PIP_TRUSTED_HOST": "packages.example"}
    elif name == "folder":
        settings = {"PIP_NO_INDEX": "1", "PIP_INDEX_URL": "http://127.0.0.1:9/"}
        settings |= {"PIP_FIND_LINKS": f"{wheels} /nowhere"}
    else:
        settings = {"UV_DEFAULT_INDEX": index.url, "PIP_INDEX_URL": index.url}
        settings |= {"PIP_USER": "1", "PIP_TARGET": str(project.home / "target")}
        settings |= {"UV_SYSTEM_PYTHON": "1", "PYTHONPATH": str(project.home)}
        (project.home / "pip.py").write_text("raise SystemExit('not this one')")
    done = project.set_up(**settings)

    assert (0, True) == (done.returncode, project.works()), done.stderr
    assert bool(index.asked) == (name != "folder")


def alone(said: str) -> bool:
    """Tell whether something is one paragraph after the line that says what begins."""
    lines = [one for one in said.splitlines() if not one.startswith("Setting up")]
    return len(lines) == 1 and "Traceback" not in said


def test_no_network(project):
    """Refused: what cannot be reached, and what to look at."""
    done = project.set_up(PIP_INDEX_URL="http://127.0.0.1:9/simple")

    assert (2, True) == (done.returncode, alone(done.stderr)), done.stderr
    assert "The package index gives no answer" in done.stderr
    assert "then run the same command again" in done.stderr


def test_an_index_with_another_file_of_the_same_name(project):
    """Refused, and nothing of it is installed."""
    locks = [project.place / name for name in LOCKS]
    for lock in locks:
        text = lock.read_text()
        head = text.rsplit("sha256:", 1)[0]
        lock.write_text(f"{head}sha256:{'0' * 64}\n")
    done = project.set_up()

    assert (2, True) == (done.returncode, alone(done.stderr)), done.stderr
    assert "offers another file than requirements.lock names" in done.stderr
    assert "oldest" in done.stderr


def test_an_index_without_the_release(project):
    """Refused: which one, and of which lock."""
    for name in LOCKS:
        with (project.place / name).open("a") as lock:
            lock.write(f"absent==1.0 \\\n    --hash=sha256:{'0' * 64}\n")
    done = project.set_up()

    assert (2, True) == (done.returncode, alone(done.stderr)), done.stderr
    assert "no file of requirements.lock" in done.stderr
    assert "absent" in done.stderr


def test_a_full_disk(project, needs):
    """Refused with the room there is, and set up once there is more."""
    needs("mount", "umount")
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    venv = project.place / ".venv"
    venv.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(venv)]
    subprocess.run(mount, check=True)
    try:
        done = project.set_up(TMPDIR=str(project.home))

        assert (2, True) == (done.returncode, alone(done.stderr)), done.stderr
        assert "The disk is full" in done.stderr
        assert "Make room" in done.stderr

        more = ["mount", "-o", "remount,size=400m", str(venv)]
        subprocess.run(more, check=True)
        done = project.set_up()

        assert (0, True) == (done.returncode, project.works()), done.stderr
    finally:
        subprocess.run(["umount", str(venv)], check=True)


def test_a_python_without_its_module(project):
    """As Debian divides it: ensurepip is in a package of its own."""
    hidden = project.home / "hidden.py"
    hidden.write_text(
        "import runpy, sys, importlib.util as u\n"
        "find = u.find_spec\n"
        "u.find_spec = lambda name: None if name == 'ensurepip' else find(name)\n"
        "sys.argv[:] = sys.argv[1:]\n"
        "runpy.run_path(sys.argv[0], run_name='__main__')\n"
    )
    done = subprocess.run(
        [sys.executable, hidden, "deploy/set_up.py"],
        cwd=project.place,
        env=project.environment,
        capture_output=True,
        text=True,
    )

    assert (2, True) == (done.returncode, alone(done.stderr)), done.stderr
    assert "ensurepip" in done.stderr
    assert "-venv" in done.stderr
    assert not (project.place / ".venv").exists()


def test_a_folder_that_is_no_environment_is_left_alone(project):
    """Somebody keeps something of his own under that name."""
    (project.place / ".venv").mkdir()
    mine = project.place / ".venv" / "mine.txt"
    mine.write_text("mine")
    done = project.set_up()

    assert (2, True) == (done.returncode, alone(done.stderr)), done.stderr
    assert "left alone" in done.stderr
    assert mine.read_text() == "mine"


@pytest.mark.parametrize("python", pythons((2, 7), (3, 11)) or ["none"])
def test_a_python_that_is_too_old_says_so(project, python):
    """Whichever it is: the file is one that it can read."""
    if python == "none":
        pytest.skip("every Python here is new enough")
    done = project.set_up(python=python)

    assert (2, True) == (done.returncode, alone(done.stderr)), done.stderr
    assert "needs 3.11 or newer" in done.stderr


def test_make_without_a_python(project):
    """Its name, what is expected, and how to name another."""
    make = ["make", "PYTHON=python-of-nobody", "briefing"]
    done = subprocess.run(
        make, cwd=project.place, env=project.environment, capture_output=True, text=True
    )

    assert done.returncode == 2
    assert "There is no 'python-of-nobody' here" in done.stderr
    assert "make PYTHON=python3.12 briefing" in done.stderr


def script():
    """Load the script as a module."""
    spec = importlib.util.spec_from_file_location("set_up", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_settings_of_pip_are_told_to_uv(tmp_path, monkeypatch):
    """Variables beat the section of a command, which beats the section for all."""
    set_up = script()
    (tmp_path / "pip.conf").write_text(
        "[global]\nindex-url = https://a.example/simple\n"
        "trusted-host = a.example b:81\ntimeout = 7\nproxy = http://proxy.example:3128\n"
        "[install]\nextra-index-url =\n  https://b.example/simple\n  file:///nowhere\n"
        f"find-links = {tmp_path} https://c.example/links\nno-index = yes\n"
    )
    for name in list(os.environ):
        if name.startswith(("PIP_", "UV_", "SSL_", "REQUESTS_", "CURL_", "HTTP")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.setenv("PIP_TIMEOUT", "9")
    monkeypatch.setenv("PIP_CERT", str(tmp_path / "ca.pem"))
    monkeypatch.setenv("UV_HTTP_RETRIES", "4")
    monkeypatch.setenv("PIP_RETRIES", "2")
    monkeypatch.setattr(set_up, "PYTHON", Path(sys.executable))
    settings = set_up.pip_settings("briefing")
    said = set_up.for_uv(settings)

    assert {
        "UV_DEFAULT_INDEX": "https://a.example/simple",
        "UV_INDEX": "https://b.example/simple",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_INSECURE_HOST": "a.example b:81",
        "UV_HTTP_TIMEOUT": "9",
        "HTTP_PROXY": "http://proxy.example:3128",
        "HTTPS_PROXY": "http://proxy.example:3128",
        "SSL_CERT_FILE": str(tmp_path / "ca.pem"),
    } == {name: v for name, v in said.items() if name != "UV_SYSTEM_CERTS"}
    assert [
        *["--find-links", str(tmp_path)],
        *["--find-links", "https://c.example/links", "--no-index"],
    ] == set_up.flags(settings)


def test_a_password_is_not_printed():
    """Addresses in what an installer says are told without it."""
    said = "error: failed to connect to http://ann:secret@a.example/simple"
    told = script().meaning(said, "briefing", "requirements.lock")

    assert "gives no answer" in told
    assert "secret" not in told


def test_what_was_recorded_is_read(tmp_path):
    """A record names the place and every file by its digest."""
    record = script().wanted("dev", ROOT)

    assert {"deploy/installer.lock", "pyproject.toml", LOCKS[2]} == set(record["files"])
    assert record == json.loads(json.dumps(record))
