"""The form of notebooks/00-build.ipynb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from threading import RLock
from typing import Any

from briefing.errors import BriefingError
from briefing.lab import summary
from briefing.lab.build import Building, Ended
from briefing.lab.summary import Sight, command_line, place, sight, vocabularies, words
from briefing.publish.profiles import (
    NoProfile,
    Profile,
    paths_of_profiles,
    profile_in,
    read_profile,
)
from briefing.selection.parameters import EVERYTHING, PARAMETERS, Parameter
from briefing.selection.selection import split


def offered(asked: str) -> tuple[dict[str, Profile], list[str]]:
    """Read every kind of briefing, the main one first, and say what is wrong with
    others.

    One file with a slip in it takes itself out of the form, and no other; a kind that
    is *asked* for must have a file.
    """
    sound, refused = {}, []
    paths = paths_of_profiles()
    if asked not in [path.stem for path in paths]:
        read_profile(asked)  # which refuses it, and names the nearest
    for path in paths:
        try:
            sound[path.stem] = profile_in(path)
        except BriefingError as error:
            refused.append(f"{path.stem} cannot be chosen: {error}")
    if not sound:
        raise NoProfile("\n".join(refused))
    return sound, refused


Widget = Any  # ipywidgets ships no types

ROWS = 6

SEVERAL = "mark one or, with Shift or Ctrl, several; none marked means all"

WIDE, LABEL = "34em", "7em"


class NoWidgets(BriefingError):
    """A notebook without ipywidgets can show no form."""

    code = "missing-program"


def widgets() -> Any:  # noqa: ANN401 - ipywidgets ships no types
    """Give ipywidgets, or say how to get it."""
    try:
        return import_module("ipywidgets")
    except ImportError:
        message = (
            "The form needs ipywidgets. Install it with `python deploy/set_up.py lab` "
            "at the top of the project, or build with the command `briefing render`."
        )
        raise NoWidgets(message) from None


def field(one: Parameter) -> Widget:
    """Make the field of a parameter: a list to mark, a choice, or a line of text."""
    kit = widgets()
    look = {
        "description": label(one.name),
        "style": {"description_width": LABEL},
        "layout": kit.Layout(width=WIDE, flex="0 0 auto"),
    }
    if one.vocabulary:
        return kit.SelectMultiple(rows=ROWS, **look)
    if one.allowed:
        return kit.Dropdown(options=one.allowed, value=one.default, **look)
    # Half a date is no mistake yet: text counts when it is left or Enter is pressed.
    return kit.Text(value=one.default, continuous_update=False, **look)


def choice(name: str, labels: Mapping[str, str], asked: str) -> Widget:
    """Make a field in which one is chosen: the one *asked* for, or the first."""
    kit = widgets()
    return kit.Dropdown(
        options=[(text, code) for code, text in labels.items()],
        value=asked if asked in labels else next(iter(labels)),
        description=name,
        style={"description_width": LABEL},
        layout=kit.Layout(width=WIDE),
    )


def label(name: str) -> str:
    """Write the name of a parameter as people write it."""
    return name.replace("_", " ").capitalize()


def help_of(one: Parameter) -> str:
    """Explain a parameter where it is filled in."""
    return SEVERAL if one.vocabulary else one.help


def offer(made: Widget, labels: Mapping[str, str]) -> None:
    """Fill a list with what the data know; what was marked stays if they know it
    still.
    """
    marked = [code for code in made.value if code in labels]
    options = tuple((text, code) for code, text in labels.items())
    if made.options != options:
        made.options = options
        made.value = marked


def put(one: Parameter, made: Widget, text: str) -> None:
    """Fill a field as the command line would say it.

    What the field cannot hold leaves it as it is by default: the look ahead says why.
    """
    if one.vocabulary:
        known = {code for _, code in made.options}
        made.value = [code for code in split(text) if code in known]
    elif one.allowed:
        made.value = text if text in one.allowed else one.default
    else:
        made.value = text


def fix(
    fields: Mapping[str, Widget], freed: Mapping[str, str], fixed: Mapping[str, str]
) -> None:
    """Show what is *fixed* and may not be changed; empty what is so no longer."""
    for one in PARAMETERS:
        fields[one.name].disabled = one.name in fixed
        if one.name in {**freed, **fixed}:
            put(one, fields[one.name], fixed.get(one.name, one.default))


def given(fields: Mapping[str, Widget], fixed: Mapping[str, str]) -> dict[str, str]:
    """Read what differs from the defaults, beside what is *fixed*."""
    said = {
        one.name: value_of(one, fields[one.name])
        for one in PARAMETERS
        if one.name not in fixed
    }
    return {
        one.name: said[one.name]
        for one in PARAMETERS
        if said.get(one.name, one.default) != one.default
    }


def value_of(one: Parameter, made: Widget) -> str:
    """Read a field as the command line would say it."""
    if one.vocabulary:
        return ",".join(made.value) or EVERYTHING
    return str(made.value).strip()


NAME = "briefing-form"

# The script may run before its place in the page is known, and then waits for it.
SCRIPT = f"""
const guard = () => {{
    const form = element.closest(".{NAME}");
    if (!form) return void setTimeout(guard, 20);
    form.addEventListener("focusin", (event) =>
        event.target.setAttribute("data-lm-suppress-shortcuts", ""));
}};
guard();
"""


def guarded(rows: Sequence[Widget]) -> Widget:
    """Stack *rows*, and keep the notebook's shortcuts away from what is typed there."""
    kit = widgets()
    script = {"application/javascript": SCRIPT, "text/plain": ""}
    output = {"output_type": "display_data", "data": script, "metadata": {}}
    hidden = kit.Output(outputs=(output,), layout=kit.Layout(height="0"))
    stack = kit.VBox([*rows, hidden])
    stack.add_class(NAME)
    return stack


READY, BUSY = "Build", "Building…"

CHANGED = (
    "Nothing was built: the data or the kind of briefing have changed since they were "
    "counted. Above stands what would be built now; press Build again to have it."
)


class Bench:
    """One build at a time; its words may say anything that the command understands."""

    def __init__(self) -> None:
        """Be ready for a build."""
        kit = widgets()
        self.start = kit.Button(description=READY, button_style="primary")
        self.halt = kit.Button(description="Stop", disabled=True)
        self.bar = kit.IntProgress(layout=kit.Layout(width=WIDE, display="none"))
        self.course, self.result = kit.HTML(), kit.Output()
        self.building: Building | None = None
        self.chapters: list[str] = []
        self.done: dict[str, str] = {}
        self.halt.on_click(lambda _: self.stop())

    @property
    def rows(self) -> list[Widget]:
        """Give what is shown, from top to bottom."""
        buttons = widgets().HBox([self.start, self.halt])
        # The link comes before the list: ten chapters would push it out of sight.
        return [buttons, self.bar, self.result, self.course]

    def build(self, words: Sequence[str], root: Path, chapters: Sequence[str]) -> None:
        """Run the command in the folder *root*, unless it runs already."""
        if self.building is not None:
            return
        self.chapters, self.done, self.result.outputs = list(chapters), {}, ()
        # The button stays where it is: a keyboard that was on it is on it still.
        self.start.description, self.halt.disabled = BUSY, False
        self.bar.value, self.bar.layout.display = 0, ""
        self.course.value = summary.course(self.chapters, {}, "Checking the data …")
        self.building = Building(words, root, self.step, self.ended)
        self.building.listen()

    def say(self, sentence: str) -> None:
        """Show a sentence where a build would show its result."""
        told = summary.status(summary.paragraphs([sentence]), summary.LOUD)
        self.show(told, sentence)

    def show(self, page: str, plain: str) -> None:
        """Show a page as the result."""
        data = {"text/html": page, "text/plain": plain}
        output = {"output_type": "display_data", "data": data, "metadata": {}}
        self.result.outputs = (output,)

    def stop(self) -> None:
        """Ask the build to stop."""
        if self.building is not None:
            self.building.stop()

    def step(self, number: int, steps: int, name: str) -> None:
        """Show that a chapter is there, or what else begins."""
        chapter, _, how = name.partition(" (")
        known = chapter in self.chapters
        if known:
            self.done[chapter] = how.rstrip(")")
        self.bar.max, self.bar.value = steps, number if known else number - 1
        last = "" if known else f"{name} …"
        self.course.value = summary.course(self.chapters, self.done, last)

    def ended(self, ended: Ended) -> None:
        """Link what was built, or say why nothing was."""
        self.show(summary.result(ended, Path.cwd()), str(ended.pdf or ""))
        self.bar.layout.display = "none"
        self.course.value = (
            summary.course(self.chapters, self.done) if self.done else ""
        )
        self.start.description, self.halt.disabled = READY, True
        self.building = None


def form(profile: str = "regional", data: str = "") -> Form:
    """Show the form, with a kind of briefing and a folder of data to begin with."""
    return Form(profile, data)


class Form:
    """Fields, the look ahead, and the bench that builds."""

    def __init__(self, profile: str, data: str) -> None:
        """Make every field, and count what the choice gives as it stands."""
        kit = widgets()
        self.profiles, refused = offered(profile)
        self.left_out = kit.HTML(summary.warning(refused))
        abouts = {name: f"{name}: {one.about}" for name, one in self.profiles.items()}
        self.kind = choice("Briefing", abouts, profile)
        self.fields = {one.name: field(one) for one in PARAMETERS}
        self.fields["data"].value = data
        self.seen, self.line, self.bench = kit.HTML(), kit.HTML(), Bench()
        # JupyterLab lets each field speak to the kernel in a thread of its own: without
        # this, a look at an older choice may end after the look at a newer one.
        self.one_at_a_time = RLock()
        self.choose(self.kind.value)
        self.offer()
        self.look()
        self.listen()

    def _repr_mimebundle_(self, **given: object) -> Any:  # noqa: ANN401 - as ipywidgets says it
        """Show the form where it is the last line of a cell."""
        return self.box()._repr_mimebundle_(**given)

    def box(self) -> Widget:
        """Lay the form out from top to bottom, in the order in which Tab goes."""
        kit = widgets()
        rows = [self.kind]
        for one in PARAMETERS:
            text = kit.HTML(summary.explanation(help_of(one)))
            rows.append(kit.HBox([self.fields[one.name], text]))
        rows += [self.left_out, self.seen, kit.HTML("The same in a terminal:")]
        return guarded([*rows, self.line, *self.bench.rows])

    def listen(self) -> None:
        """Look again at every change, and build at the button."""
        self.fields["data"].observe(lambda _: self.offer(), "value")
        self.kind.observe(lambda change: self.choose(change["old"]), "value")
        for made in (self.kind, *self.fields.values()):
            made.observe(lambda _: self.look(), "value")
        self.bench.start.on_click(lambda _: self.build())

    @property
    def profile(self) -> Profile:
        """Give the kind of briefing that is chosen."""
        return self.profiles[self.kind.value]

    @property
    def root(self) -> Path:
        """Give the folder of the project, in which the command runs."""
        return self.profile.method.parent

    @property
    def given(self) -> dict[str, str]:
        """Read what differs from the defaults; what a profile fixes is not said
        again.
        """
        return given(self.fields, self.profile.fixed)

    @property
    def data(self) -> str:
        """Say where the data are as the command will read it, and not from this
        notebook.
        """
        return place(str(self.fields["data"].value).strip(), self.root)

    def offer(self) -> None:
        """Fill the lists from the data."""
        try:
            with self.one_at_a_time:
                known = vocabularies(self.data)
        except BriefingError:
            return  # the look ahead says what is wrong with the data
        for name, labels in known.items():
            offer(self.fields[name], labels)
        fix(self.fields, {}, self.profile.fixed)

    def choose(self, before: str) -> None:
        """Show what the kind of briefing has decided, and free what the one *before*
        had.
        """
        fix(self.fields, self.profiles[before].fixed, self.profile.fixed)

    def look(self) -> None:
        """Count what the choice gives as things now stand, and write the command."""
        with self.one_at_a_time:
            try:
                self.read_again()
                seen = sight(self.profile, self.given, self.data)
            except BriefingError as error:
                seen = Sight(str(error), refused=True)
            self.seen.value = summary.choice(seen)
            self.line.value = summary.command(command_line(self.kind.value, self.given))

    def read_again(self) -> None:
        """Read the kind of briefing once more: its file may have changed."""
        before, now = self.profile, read_profile(self.kind.value, self.root)
        self.profiles[now.name] = now
        if now.fixed != before.fixed:
            fix(self.fields, before.fixed, now.fixed)

    def build(self) -> None:
        """Run the command that is shown, unless it would give other than what was
        counted.
        """
        if self.bench.building is not None:
            return
        with self.one_at_a_time:
            kind, line, seen = self.profile, self.line.value, self.seen.value
            self.offer()
            self.look()
            # With another line it is the choice that changed, and its look came later.
            moved = line == self.line.value and seen != self.seen.value
        if moved or kind != self.profile:
            self.bench.say(CHANGED)
            return
        chapters = [path.stem for path in self.profile.chapters]
        self.bench.build(words(self.kind.value, self.given), self.root, chapters)
