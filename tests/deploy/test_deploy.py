"""What runs unattended is really run: by cron, by the steps of the workflow, by the
words of the unit and of the container, each in a scratch copy of the project.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from helpers.paths import POCKET, ROOT

DEPLOY = ROOT / "deploy"
HOME = "/srv/sco-briefing"
EDITION = "all-states-2026.1"
BIN = Path(sys.executable).parent
PROFILE = 'title = "A briefing"\nchapters = ["02-by-state"]\n'
CRON_D = Path("/etc/cron.d")
TOKEN = "token-of-the-runner-1"
RECORD = """import json, pathlib, runpy
wanted = runpy.run_path("deploy/set_up.py")["wanted"]
pathlib.Path(".venv", ".ready").write_text(json.dumps(wanted("briefing")))"""


def run(words, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program in an environment that holds nothing but what is said here."""
    return subprocess.run(
        words, cwd=cwd, env=environment, capture_output=True, text=True, timeout=600
    )


@pytest.fixture
def home(tmp_path) -> Path:
    """A project of one chapter and invented states, with the environment of this
    one.
    """
    place = tmp_path / "home"
    (place / "notebooks" / "profiles").mkdir(parents=True)
    shutil.copy(ROOT / "notebooks" / "02-by-state.ipynb", place / "notebooks")
    (place / "notebooks" / "profiles" / "regional.toml").write_text(PROFILE)
    shutil.copytree(POCKET, place / "data")
    (place / "METHOD.md").write_text("# Method\n\nCount.\n")
    (place / "deploy").mkdir()
    for name in ("Makefile", "pyproject.toml", "requirements.lock", ".gitignore"):
        shutil.copy(ROOT / name, place)
    for name in ("set_up.py", "installer.lock"):
        shutil.copy(DEPLOY / name, place / "deploy")
    with_environment(place)
    return place


def with_environment(place: Path) -> None:
    """Lend a project the installed packages of this one."""
    (place / ".venv").mkdir()
    (place / ".venv" / "bin").symlink_to(BIN)
    subprocess.run([sys.executable, "-c", RECORD], cwd=place, check=True)


def said_in_unit(name: str, key: str) -> list[str]:
    """Read the values of a key in a unit."""
    lines = (DEPLOY / name).read_text("utf-8").splitlines()
    return [line.split("=", 1)[1] for line in lines if line.startswith(f"{key}=")]


def test_no_file_names_a_machine_or_holds_a_secret():
    """Somebody else's paths, hosts and passwords help nobody."""
    from briefing.publish.leak_scan import leaks

    files = {path.name: path.read_bytes() for path in DEPLOY.iterdir()}

    assert [] == leaks(files)
    assert {
        "Containerfile",
        "crontab",
        "github-workflow.yml",
        "installer.lock",
        "set_up.py",
        "sco-briefing.service",
        "sco-briefing.timer",
        "test-workflow.yml",
    } == set(files)


def test_every_file_is_explained():
    """Each has its place in the page on running unattended."""
    said = (ROOT / "docs" / "unattended.md").read_text("utf-8")

    assert [] == [path.name for path in DEPLOY.iterdir() if path.name not in said]


def units(tmp_path: Path) -> list[Path]:
    """Copy the units, with a program that is there in place of the installed one."""
    program = tmp_path / ".venv" / "bin" / "briefing"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for name in ("sco-briefing.service", "sco-briefing.timer"):
        text = (DEPLOY / name).read_text("utf-8").replace(HOME, str(tmp_path))
        (tmp_path / name).write_text(text)
    return [tmp_path / "sco-briefing.service", tmp_path / "sco-briefing.timer"]


@pytest.mark.deploy
def test_systemd_accepts_the_units(tmp_path, needs):
    """Every key is known, every value has its form, the program is there."""
    needs("systemd-analyze")
    verify = ["systemd-analyze", "verify", "--man=no", *units(tmp_path)]
    done = run(verify, tmp_path, PATH=os.environ["PATH"])

    assert (0, "") == (done.returncode, done.stderr)


@pytest.mark.deploy
def test_the_unit_can_do_little_harm(tmp_path, needs):
    """Systemd's own measure of exposure, from 0 to 10: 2 or less."""
    needs("systemd-analyze")
    service, _ = units(tmp_path)
    words = ["systemd-analyze", "security", "--offline=true", "--threshold=20", service]
    done = run(words, tmp_path, PATH=os.environ["PATH"])

    assert 0 == done.returncode, done.stdout


def test_the_unit_writes_where_the_command_writes():
    """Editions and cache are open; busy is no failure; secrets are in a file."""
    name = "sco-briefing.service"

    assert [f"{HOME}/reports"] == said_in_unit(name, "ReadWritePaths")
    assert ["3"] == said_in_unit(name, "SuccessExitStatus")
    assert ["-/etc/sco-briefing.env"] == said_in_unit(name, "EnvironmentFile")
    assert ["true"] == said_in_unit("sco-briefing.timer", "Persistent")


@pytest.mark.deploy
def test_the_command_of_the_unit_makes_an_edition_and_then_nothing(home):
    """With the environment of a service: no home of its own, no variables of a
    person.
    """
    (line,) = said_in_unit("sco-briefing.service", "ExecStart")
    words = shlex.split(line.replace(HOME, str(home)))
    environment = {"HOME": str(home / "cache"), "PATH": "/usr/bin:/bin"}
    runs = [run(words, home, **environment) for _ in range(2)]

    assert [0, 0] == [one.returncode for one in runs], runs[0].stderr
    assert (home / "reports" / EDITION / "manifest.json").is_file()
    assert [EDITION] == [p.name for p in (home / "reports").glob("all*")]
    assert [] == [p.name for p in home.glob("*") if p.name.startswith(".ipython")]


def job() -> str:
    """Read the one line of the crontab that runs something."""
    lines = (DEPLOY / "crontab").read_text("utf-8").splitlines()
    (line,) = [one for one in lines if re.match(r"[\d*]", one)]
    return line


@pytest.mark.deploy
def test_cron_accepts_the_crontab(needs):
    """As `crontab` would install it for the account that owns the project."""
    needs("crontab")
    done = run(
        ["crontab", "-n", str(DEPLOY / "crontab")], ROOT, PATH=os.environ["PATH"]
    )

    assert 0 == done.returncode, done.stderr
    assert "%" not in job()


@pytest.mark.deploy
def test_cron_makes_an_edition(home, needs):
    """A cron daemon runs the line of the crontab, once a minute instead of once a
    day.
    """
    needs("cron")
    if os.geteuid() != 0:
        pytest.skip("needs to be root, as a cron daemon does")
    (home / "sco-briefing.env").write_text("BRIEFING_CACHE=cache-of-cron\n")
    command = " ".join(job().split()[5:]).replace(HOME, str(home))
    table = CRON_D / f"sco-briefing-test-{os.getpid()}"
    table.write_text(f'SHELL=/bin/sh\nMAILTO=""\n* * * * * root {command}\n')
    daemon = subprocess.Popen(["cron", "-f"], stderr=subprocess.DEVNULL)
    try:
        record = home / "reports" / "runs" / "all-states" / "run.json"
        until(lambda: record.is_file() and ended(home), 400)
    finally:
        table.unlink()
        daemon.terminate()
        daemon.wait()
    log = (home / "reports" / "runs" / "cron.log").read_text()

    assert (home / "reports" / EDITION / "manifest.json").is_file(), log
    assert (home / "cache-of-cron").is_dir()


def ended(home: Path) -> bool:
    """Tell whether the log names the PDF, which is the last thing a run does."""
    return ".pdf" in (home / "reports" / "runs" / "cron.log").read_text()


def until(come, seconds: float) -> None:
    """Wait until something has come, or for so long."""
    end = time.monotonic() + seconds
    while not come() and time.monotonic() < end:
        time.sleep(0.2)


def workflow() -> dict:
    """Read the workflow."""
    return yaml.safe_load((DEPLOY / "github-workflow.yml").read_text("utf-8"))


def test_the_workflows_fit_the_schema_of_github():
    """As check-jsonschema knows it."""
    words = [BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows"]
    files = sorted(DEPLOY.glob("*-workflow.yml"))
    done = run([*words, *files], ROOT, PATH=os.environ["PATH"])

    assert 2 == len(files)
    assert 0 == done.returncode, done.stdout + done.stderr


def test_every_change_is_tested_on_three_systems():
    """With make where there is one, else with commands that Python alone runs, on tests
    that are there.
    """
    said = yaml.safe_load((DEPLOY / "test-workflow.yml").read_text("utf-8"))
    job = said["jobs"]["test"]
    lines = [line for step in job["steps"] for line in step["run"].splitlines()]
    plain = [line for line in lines if line.startswith(".venv/Scripts/python -m ")]
    named = [
        word for line in plain for word in line.split() if word.startswith("tests")
    ]

    assert ["macos", "ubuntu", "windows"] == sorted(
        name.partition("-")[0] for name in job["strategy"]["matrix"]["os"]
    )
    assert "make test" in lines
    assert "python deploy/set_up.py dev" in lines
    assert {"briefing", "pytest"} == {line.split()[2] for line in plain}
    assert [] == [word for word in named if not (ROOT / word).exists()]
    assert {} == said["permissions"]
    assert [] == [step["name"] for step in job["steps"] if "uses" in step]


def test_the_workflow_may_do_only_what_it_must():
    """Nothing by default, no action of others, and no token where notebooks run."""
    said = workflow()
    job = said["jobs"]["briefing"]
    tokens = [
        step["name"] for step in job["steps"] if "GH_TOKEN" in step.get("env", {})
    ]

    assert {} == said["permissions"]
    assert {"contents": "write", "pull-requests": "write"} == job["permissions"]
    assert ["Clone", "Open a pull request"] == tokens
    assert [] == [step["name"] for step in job["steps"] if "uses" in step]


class Runner:
    """A runner with a remote of its own, and a gh that writes down what it is asked."""

    def __init__(self, home: Path, place: Path) -> None:
        """Put the project where the runner will clone it from."""
        self.place, self.n = place, 0
        self.asked = place / "asked.txt"
        self.remote = place / "remotes" / "org" / "repo"
        (place / "bin").mkdir()
        self.script(
            "bin/gh",
            f'echo "$*" >>{self.asked}; [ "$1 $2" != "pr list" ] || cat {place}/open',
        )
        (place / "record.py").write_text(RECORD)
        record = f"{sys.executable} {place / 'record.py'}"
        lend = f"mkdir .venv; ln -s {BIN} .venv/bin; {record}"
        self.script("template/hooks/post-checkout", f"[ -e .venv ] || {{ {lend}; }}")
        self.opened(0)
        shutil.rmtree(home / ".venv")
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        self.git(home, "init", "-q", "-b", "main")
        self.git(home, "add", ".")
        self.git(home, *who, "commit", "-qm", "Begin")
        self.git(place, "clone", "-q", "--bare", str(home), str(self.remote))

    def script(self, name: str, text: str) -> None:
        """Write a program."""
        path = self.place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)

    def opened(self, number: int) -> None:
        """Say how many pull requests are open."""
        (self.place / "open").write_text(f"{number}\n")

    def git(self, cwd: Path, *words: str) -> str:
        """Ask git."""
        done = subprocess.run(
            ["git", *words], cwd=cwd, capture_output=True, text=True, check=True
        )
        return done.stdout

    def work(self) -> list[str]:
        """Run the steps in an empty folder; return what gh was asked."""
        self.n += 1
        self.asked.write_text("")
        workspace = self.place / f"workspace-{self.n}"
        workspace.mkdir()
        environment = {
            "PATH": f"{self.place / 'bin'}:{os.environ['PATH']}",
            "HOME": str(self.place),
            "GITHUB_SERVER_URL": f"file://{self.place / 'remotes'}",
            "GITHUB_REPOSITORY": "org/repo",
            "GIT_TEMPLATE_DIR": str(self.place / "template"),
            "BRIEFING_CACHE": str(self.place / "cache"),
        }
        for step in workflow()["jobs"]["briefing"]["steps"]:
            own = {
                name: TOKEN if "github.token" in value else ""
                for name, value in step.get("env", {}).items()
            }
            done = run(
                ["bash", "-e", "-c", step["run"]], workspace, **environment, **own
            )
            assert 0 == done.returncode, f"{step['name']}: {done.stdout}{done.stderr}"
        return self.asked.read_text().splitlines()


@pytest.mark.deploy
def test_the_workflow_opens_one_pull_request_for_a_new_edition(home, tmp_path, needs):
    """A branch with the edition and nothing else; no second one while the first is
    open; none when nothing changed.
    """
    needs("make", "git")
    runner = Runner(home, tmp_path)
    main = runner.git(runner.remote, "rev-parse", "main")
    asked = runner.work()
    branch = f"edition/{EDITION}"
    changed = runner.git(runner.remote, "diff", "--name-only", "main", branch).split()

    assert ["auth", "pr", "pr"] == [one.split()[0] for one in asked]
    assert f"--title Publish {EDITION}" in asked[2]
    assert f"--base main --head {branch}" in asked[2]
    assert {f"reports/{EDITION}"} == {"/".join(one.split("/")[:2]) for one in changed}
    assert f"reports/{EDITION}/manifest.json" in changed
    assert main == runner.git(runner.remote, "rev-parse", "main")

    runner.opened(1)

    assert ["auth setup-git", "pr list"] == [
        " ".join(one.split()[:2]) for one in runner.work()
    ]

    runner.git(runner.remote, "update-ref", "refs/heads/main", branch)

    assert ["auth setup-git"] == runner.work()


def instructions() -> list[tuple[str, str]]:
    """Read the Containerfile, one instruction a row."""
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    lines = [one for one in text.splitlines() if one and not one.startswith("#")]
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines]


def test_the_container_is_built_from_the_lock_and_runs_as_nobody():
    """Hashes are required, no address is written down, and root is given up at the
    end.
    """
    said = instructions()
    runs = [what for word, what in said if word == "RUN"]
    last = max(number for number, (word, _) in enumerate(said) if word == "RUN")

    assert (
        "python deploy/set_up.py" in runs
    )  # which tests/deploy/test_set_up.py carries out
    assert [] == [one for one in runs if "pip" in one or "curl" in one]
    assert ("USER", "10001") in said[last:]
    assert [] == [what for _, what in said if "://" in what or "index-url" in what]


@pytest.mark.deploy
def test_what_the_container_copies_is_all_that_a_briefing_needs(tmp_path, needs):
    """Its files are in the repository; with them alone, the steps that need no engine
    and no network run, and its command makes a briefing.
    """
    needs("git")
    place, listed = tmp_path / "srv", set[str]()
    place.mkdir()
    for word, what in instructions():
        if word == "COPY":
            *sources, to = what.split()
            for source in sources:
                listed |= {source}
                copied(ROOT / source, place / to / ("" if to == "./" else "."), to)
        elif what == "python deploy/set_up.py":
            # What uv would ask the backend for, with the files that are there by then.
            build = "import hatchling.build as b; print(b.build_editable('..'))"
            done = run([BIN / "python", "-c", build], place, PATH=os.environ["PATH"])
            assert 0 == done.returncode, done.stderr
        elif word == "RUN" and what.startswith("mkdir"):
            made = what.replace("chown 10001", "chmod 700")
            assert 0 == run(["sh", "-ec", made], place, PATH="/usr/bin:/bin").returncode
    tracked = run(["git", "ls-files", *listed], ROOT, PATH=os.environ["PATH"]).stdout
    entry = dict(instructions())["ENTRYPOINT"]

    assert listed == {
        one
        for one in listed
        if any(f"{name}/".startswith(f"{one}/") for name in tracked.splitlines())
    }

    with_environment(place)
    program = yaml.safe_load(entry)[0].replace(HOME, str(place))
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    environment["PYTHONPATH"] = str(place)  # as the copy is installed in the image
    shutil.rmtree(place / "data")
    shutil.copytree(POCKET, place / "data")
    words = [
        program,
        *yaml.safe_load(dict(instructions())["CMD"]),
        "--names",
        "withheld",
    ]
    (place / "notebooks" / "profiles" / "regional.toml").write_text(PROFILE)
    done = run(words, place, **environment)

    assert 0 == done.returncode, done.stderr
    assert (place / "reports" / f"{EDITION.replace('-2026', '-public-2026')}").is_dir()


def copied(source: Path, target: Path, to: str) -> None:
    """Copy as a container engine does: a folder's content, or a file into a folder."""
    if source.is_dir():
        left_out = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, target.parent / Path(to).name, ignore=left_out)
    else:
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
