"""The form of `notebooks/00-build.ipynb`: choose, see what you would get, build, open
it.

Its fields come from the declared parameters and the profiles, and it builds by running
the very command that it shows.
"""

from __future__ import annotations

from pathlib import Path
from threading import RLock
from typing import Any

from briefing.errors import BriefingError
from briefing.lab import pages
from briefing.lab.bench import CHANGED, Bench
from briefing.lab.fields import (
    Widget,
    choice,
    field,
    fix,
    given,
    help_of,
    offer,
    widgets,
)
from briefing.lab.keys import guarded
from briefing.lab.offered import offered
from briefing.lab.sight import Sight, command_line, place, sight, vocabularies, words
from briefing.measure import PARAMETERS
from briefing.publish import Profile, read_profile


def form(profile: str = "regional", data: str = "") -> Form:
    """Show the form, with a kind of briefing and a folder of data to begin with."""
    return Form(profile, data)


class Form:
    """Fields, the look ahead, and the bench that builds."""

    def __init__(self, profile: str, data: str) -> None:
        """Make every field, and count what the choice gives as it stands."""
        kit = widgets()
        self.profiles, refused = offered(profile)
        self.left_out = kit.HTML(pages.warning(refused))
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
            text = kit.HTML(pages.explanation(help_of(one)))
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
            self.seen.value = pages.choice(seen)
            self.line.value = pages.command(command_line(self.kind.value, self.given))

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
