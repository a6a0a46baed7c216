"""The form counts as the command does, shows that command, and runs it."""

import csv
import re
import shlex
import time
from html import unescape
from pathlib import Path
from threading import Thread

import psutil
import pytest
from jupyter_client.manager import start_new_kernel

from briefing.cli.main import main
from briefing.dataset.files import stamp
from briefing.lab.build import Ended
from briefing.lab.form import form, label
from briefing.lab.summary import result
from briefing.publish.profiles import NoProfile
from briefing.selection.parameters import PARAMETERS
from helpers.paths import POCKET
from helpers.project import Project

TAGS = re.compile(r"<[^>]+>")
PATIENCE = 300


def read(name):
    """Read a table of the pocket package without the code under test."""
    with (POCKET / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words(html):
    """Read what a field of HTML says."""
    return unescape(TAGS.sub(" ", html.value)).strip()


def counted(*states):
    """Count acts, violations in them and people, by the csv module."""
    acts = {
        row["incident_id"]: row
        for row in read("incidents.csv")
        if row["record_kind"] == "act" and row["executing_state"] in states
    }
    violations = [row for row in read("violations.csv") if row["incident_id"] in acts]
    ends = (
        sum(int(one[name]) for one in acts.values() if one[name].isdigit())
        for name in ("persons_min", "persons_max")
    )
    return len(acts), len(violations), *ends


def runs(number):
    """Tell whether a process runs; one that nobody has buried yet does not."""
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def there(tmp_path, monkeypatch):
    """A project of three quick chapters, with a notebook open in it."""
    made = Project(tmp_path / "project")
    for name, value in made.environment.items():
        monkeypatch.setenv(name, value)
    # What ipykernel has programs do in a notebook, our command must not do.
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    monkeypatch.chdir(made.root / "notebooks")
    return made


@pytest.fixture
def shown(there):
    """The form in that notebook, over the pocket data."""
    return form(data=str(POCKET))


def built(shown):
    """Press the button, and wait until nothing is at work."""
    shown.bench.start.click()
    shown.bench.building.thread.join(PATIENCE)
    return shown.bench.result.outputs[0]["data"]["text/html"]


def test_every_parameter_has_a_field_with_a_visible_label(shown):
    """The form has the kinds of briefing and the declared parameters, in their
    order.
    """
    made = [row.children[0] if hasattr(row, "children") else row
            for row in shown.box().children[: len(PARAMETERS) + 1]]  # fmt: skip

    assert ["Briefing", *(label(one.name) for one in PARAMETERS)] == [
        one.description for one in made
    ]


def test_lists_offer_what_the_data_know(shown):
    """States are those of the reference table, by their names."""
    names = [(one["name"], one["state"]) for one in read("reference/states.csv")]

    assert names == list(shown.fields["states"].options)


def test_choices_offer_what_the_schema_allows(shown):
    """A choice has the allowed values of its parameter and starts at the default."""
    choices = [one for one in PARAMETERS if one.allowed]

    assert [(one.allowed, one.default) for one in choices] == [
        (shown.fields[one.name].options, shown.fields[one.name].value)
        for one in choices
    ]


@pytest.mark.parametrize("states", [("XEV",), ("XNM",), ("XEV", "XNM")])
def test_the_look_ahead_counts_as_the_tables_do(shown, states):
    """Incidents, violations and people are those of the files, each with its unit."""
    shown.fields["states"].value = states
    n, violations, least, most = counted(*states)
    range_ = f"{least} to {most}" if least < most else f"{least}"
    said = f"{n} incidents, {violations} violations and {range_} people."

    assert said == words(shown.seen).split("  ")[0]


def test_the_look_ahead_says_for_whom_and_when(shown):
    """The scope is in words, not in codes."""
    shown.fields["states"].value = ("XEV",)
    shown.fields["date_from"].value = "2005"

    assert "Eastvale as executing state" in words(shown.seen)


def test_fields_that_speak_at_once_end_with_the_newest_choice(shown):
    """JupyterLab hands on each field's changes in a thread of its own."""
    changes = [("states", ("XNM",)), ("finding", "corroborated"), ("names", "withheld")]
    threads = [
        Thread(target=setattr, args=(shown.fields[name], "value", value))
        for name, value in changes * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    last = words(shown.seen)
    shown.look()

    assert words(shown.seen) == last


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("date_from", "2005-13", "'2005-13', which is not a date"),
        ("date_from", "2030", "No incident was found for"),
        ("data", "nowhere", "nowhere"),
    ],
)
def test_a_refusal_is_shown_as_its_sentence(shown, name, value, said):
    """What the command would refuse is refused while it is typed, in the same words."""
    shown.fields[name].value = value

    assert said in words(shown.seen)


def test_the_line_says_what_differs_from_the_defaults(shown):
    """The command names the kind of briefing and each parameter that was set."""
    shown.fields["rights"].value = ("TORTURE", "NON_REFOULEMENT")
    shown.fields["finding"].value = "corroborated"
    said = words(shown.line)

    assert said == (
        "briefing render regional --rights TORTURE,NON_REFOULEMENT "
        f"--finding corroborated --data {POCKET}"
    )


def test_what_a_profile_decides_is_shown_and_not_said_again(there):
    """A fixed parameter is greyed with its value; another profile frees it."""
    folder = there.root / "notebooks" / "profiles"
    text = (folder / "regional.toml").read_text("utf-8")
    (folder / "asked.toml").write_text(
        f'{text}\n[parameters]\nrole = "requesting"\n', "utf-8"
    )
    shown = form("asked", str(POCKET))
    role = shown.fields["role"]
    first = role.value, role.disabled, "--role" in words(shown.line)
    shown.kind.value = "regional"

    assert (("requesting", True, False), ("executing", False)) == (
        first,
        (role.value, role.disabled),
    )


@pytest.fixture
def kind(there):
    """Write a kind of briefing beside the others, or write it anew."""
    folder = there.root / "notebooks" / "profiles"
    text = (folder / "regional.toml").read_text("utf-8")

    def write(more, name="asked"):
        (folder / f"{name}.toml").write_text(f"{text}\n{more}\n", "utf-8")

    return write


@pytest.mark.parametrize("said", ["~/pocket", "../pocket"])
@pytest.mark.parametrize("way", ["field", "variable", "profile"])
def test_data_are_looked_for_where_the_command_looks(
    there, kind, monkeypatch, said, way
):
    """A home and a way from the project mean the same to the look ahead and the
    build.
    """
    home = there.root.parent
    (home / "pocket").symlink_to(POCKET)
    monkeypatch.setenv("HOME", str(home))
    if way == "variable":
        monkeypatch.setenv("BRIEFING_DATA", said)
    kind(f'[parameters]\ndata = "{said}"' if way == "profile" else "")
    shown = form("asked", said if way == "field" else "")

    assert words(shown.seen).startswith("12 incidents,")
    assert len(read("reference/states.csv")) == len(shown.fields["states"].options)


def test_codes_with_spaces_in_a_profile_are_marked(kind):
    """A list in a profile may be written as people write lists."""
    kind('[parameters]\nstates = "XEV, XNM"')
    shown = form("asked", str(POCKET))

    assert ("XEV", "XNM") == shown.fields["states"].value
    assert f"{counted('XEV', 'XNM')[0]} incidents," in words(shown.seen)


@pytest.mark.parametrize("value", ['states = "XEW"', 'role = "asking"'])
def test_an_unknown_value_in_a_profile_is_a_sentence(kind, value):
    """What a profile fixes wrongly is said in the form, which stands."""
    kind(f"[parameters]\n{value}")
    shown = form("asked", str(POCKET))

    assert value.split('"')[1] in words(shown.left_out) + words(shown.seen)


def test_a_broken_kind_of_briefing_leaves_the_others(kind):
    """One file with a slip takes itself out of the list, and says why."""
    kind("titel = 1", "broken")
    shown = form(data=str(POCKET))

    assert ["regional"] == [name for _, name in shown.kind.options]
    assert "broken cannot be chosen" in words(shown.left_out)


def test_a_misspelt_kind_of_briefing_is_refused_beside_a_broken_one(kind):
    """Nobody builds the main briefing in the belief that it is another."""
    kind("titel = 1", "broken")

    with pytest.raises(NoProfile, match="There is no profile 'regoinal'"):
        form("regoinal", str(POCKET))


@pytest.mark.parametrize("what", ["data", "profile"])
def test_what_changed_since_it_was_counted_is_not_built_unseen(
    there, kind, pocket, what
):
    """The first press counts anew and says so; what stands there then may be built."""
    kind('[parameters]\nstates = "XEV"')
    shown = form("asked", str(pocket))
    if what == "data":
        path = pocket / "violations.csv"
        lines = path.read_text("utf-8").splitlines(keepends=True)
        kept = (one for one in lines if not one.startswith("INC-0001,TORTURE"))
        path.write_text("".join(kept), "utf-8")
        stamp(pocket)
    else:
        kind('[parameters]\nstates = "XNM"')
    shown.bench.start.click()
    said = shown.bench.result.outputs[0]["data"]["text/plain"]

    assert said.startswith("Nothing was built:")
    assert None is shown.bench.building


@pytest.mark.smoke
@pytest.mark.slow
def test_the_button_builds_what_the_line_says(there, shown, capsys):
    """The link leads to the PDF, and the command that was shown makes the same
    edition.
    """
    shown.fields["states"].value = ("XEV",)
    link = re.search(r'href="([^"]+\.pdf)"', built(shown))[1]
    line = shlex.split(words(shown.line))
    before = there.editions()
    there_too = main([*line[1:], "--out", str(there.out)])

    assert Path(link).resolve().is_file()
    assert (0, before) == (there_too, there.editions())
    assert "has not changed" in capsys.readouterr().err


@pytest.mark.slow
def test_every_chapter_is_told_of(there, shown):
    """When a build is over, each chapter stands there with its time."""
    built(shown)

    assert {"01-states", "02-rights", "03-types"} == set(shown.bench.done)
    assert ("Build", True) == (shown.bench.start.description, shown.bench.halt.disabled)


@pytest.mark.slow
def test_a_refused_build_says_the_sentence(there, shown):
    """The command refuses as the look ahead did, and nothing is published."""
    shown.fields["date_from"].value = "2030"

    assert "No incident was found for" in built(shown)
    assert {} == there.editions()


@pytest.mark.slow
def test_a_failed_chapter_is_named_and_its_notebook_linked(there, shown):
    """The analyst reads which cell failed and opens the notebook at the error."""
    there.write("02-rights", "table(nonsense)")
    said = built(shown)
    link = re.search(r'href="([^"]+\.ipynb)"', said)[1]

    assert "02-rights, cell 4" in said
    assert Path(link).resolve().is_file()


@pytest.mark.slow
def test_stop_stops_it(there, shown):
    """A build that is stopped publishes nothing, and the form is ready again."""
    there.write("02-rights", "import time", "time.sleep(600)")
    shown.bench.start.click()
    building = shown.bench.building
    while not shown.bench.done:
        building.thread.join(0.1)
    shown.bench.halt.click()
    building.thread.join(PATIENCE)

    assert "Stopped." in shown.bench.result.outputs[0]["data"]["text/html"]
    assert ({}, "Build") == (there.editions(), shown.bench.start.description)


@pytest.mark.slow
def test_the_kernel_answers_while_it_builds_and_takes_the_build_along(there):
    """A cell runs beside a build; a kernel that is shut down leaves no process
    behind.
    """
    there.write("02-rights", "import time", "time.sleep(600)")
    manager, client = start_new_kernel(cwd=str(there.root / "notebooks"))

    def ask(source):
        said = []
        hook = said.append
        client.execute_interactive(source, timeout=PATIENCE, output_hook=hook)
        texts = [m["content"]["text"] for m in said if m["msg_type"] == "stream"]
        return "".join(texts).strip()

    try:
        ask(f"from briefing.lab.form import form; f = form(data={str(POCKET)!r})")
        ask("f.bench.start.click()")
        number = int(ask("print(f.bench.building.process.pid)"))
        alive = ask("print(f.bench.building.process.poll())")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()
    until = time.monotonic() + PATIENCE
    while runs(number) and time.monotonic() < until:
        time.sleep(0.1)

    assert ("None", False) == (alive, runs(number))


def test_what_a_command_says_is_text_and_no_markup(tmp_path):
    """A message with markup in it is printed as those characters."""
    said = result(Ended(1, ("<script>alert()</script>",)), tmp_path)

    assert "<script>" not in said
    assert "&lt;script&gt;" in said


def test_a_link_is_relative_and_escaped(tmp_path):
    """JupyterLab follows only a link that starts at the notebook, whatever the name
    holds.
    """
    pdf = tmp_path / "reports" / 'a "b" & ü' / "x.pdf"
    pdf.parent.mkdir(parents=True)
    pdf.touch()
    said = result(Ended(0, (), pdf), tmp_path / "notebooks")

    assert 'href="../reports/a%20%22b%22%20%26%20%C3%BC/x.pdf"' in said
