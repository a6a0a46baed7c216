"""
The form of `notebooks/00-build.ipynb`: choose, see what you would get, build, open it.

Its fields come from the declared parameters and the profiles, and it builds by running
the very command that it shows.
"""

from __future__ import annotations

from pathlib import Path
from threading import RLock
from typing import Any

from briefing.errors import BriefingError
from briefing.lab import pages
from briefing.lab.bench import Bench
from briefing.lab.fields import (
    LABEL,
    WIDE,
    Widget,
    field,
    help_of,
    offer,
    put,
    value_of,
    widgets,
)
from briefing.lab.keys import guarded
from briefing.lab.sight import command_line, sight, vocabularies, words
from briefing.measure import PARAMETERS
from briefing.publish import Profile, profiles, read_profile


def form(profile: str = "regional", data: str = "") -> Form:
    """
    Show the form, with a kind of briefing and a folder of data to begin with.
    """
    return Form(profile, data)


class Form:
    """
    Fields, the look ahead, and the bench that builds.
    """

    def __init__(self, profile: str, data: str) -> None:
        """
        Make every field, and count what the choice gives as it stands.
        """
        kit = widgets()
        self.profiles = {one.name: one for one in profiles()}
        self.kind = kit.Dropdown(
            options=[(f"{n}: {one.about}", n) for n, one in self.profiles.items()],
            value=read_profile(profile).name,
            description="Briefing",
            style={"description_width": LABEL},
            layout=kit.Layout(width=WIDE),
        )
        self.fields = {one.name: field(one) for one in PARAMETERS}
        self.fields["data"].value = data
        self.seen, self.line, self.bench = kit.HTML(), kit.HTML(), Bench()
        # JupyterLab lets each field speak to the kernel in a thread of its own: without
        # this, a look at an older choice may end after the look at a newer one.
        self.one_at_a_time = RLock()
        self.offer()
        self.fix(profile)
        self.look()
        self.listen()

    def _repr_mimebundle_(self, **given: object) -> Any:  # noqa: ANN401 - as ipywidgets says it
        """
        Show the form where it is the last line of a cell.
        """
        return self.box()._repr_mimebundle_(**given)

    def box(self) -> Widget:
        """
        Lay the form out from top to bottom, in the order in which Tab goes.
        """
        kit = widgets()
        rows = [self.kind]
        for one in PARAMETERS:
            text = kit.HTML(pages.explanation(help_of(one)))
            rows.append(kit.HBox([self.fields[one.name], text]))
        about = kit.HTML("The same in a terminal:")
        return guarded([*rows, self.seen, about, self.line, *self.bench.rows])

    def listen(self) -> None:
        """
        Look again at every change, and build at the button.
        """
        self.fields["data"].observe(lambda _: self.offer(), "value")
        self.kind.observe(lambda change: self.fix(change["old"]), "value")
        for made in (self.kind, *self.fields.values()):
            made.observe(lambda _: self.look(), "value")
        self.bench.start.on_click(lambda _: self.build())

    @property
    def profile(self) -> Profile:
        """
        Give the kind of briefing that is chosen.
        """
        return self.profiles[self.kind.value]

    @property
    def root(self) -> Path:
        """
        Give the folder of the project, in which the command runs.
        """
        return self.profile.method.parent

    @property
    def given(self) -> dict[str, str]:
        """
        Read what differs from the defaults; what a profile fixes is not said again.
        """
        said = {one.name: value_of(one, self.fields[one.name]) for one in PARAMETERS}
        return {
            one.name: said[one.name]
            for one in PARAMETERS
            if said[one.name] != one.default and one.name not in self.profile.fixed
        }

    @property
    def data(self) -> str:
        """
        Say where the data are as the command will read it, and not from this notebook.
        """
        said = str(self.fields["data"].value).strip()
        return str(self.root / said) if said and "://" not in said else said

    def offer(self) -> None:
        """
        Fill the lists from the data.
        """
        try:
            with self.one_at_a_time:
                known = vocabularies(self.data)
        except BriefingError:
            return  # the look ahead says what is wrong with the data
        for name, labels in known.items():
            offer(self.fields[name], labels)

    def fix(self, before: str) -> None:
        """
        Show what a kind of briefing has decided, and free what the one *before* had.
        """
        freed, fixed = self.profiles[before].fixed, self.profile.fixed
        for one in PARAMETERS:
            made = self.fields[one.name]
            made.disabled = one.name in fixed
            if one.name in {**freed, **fixed}:
                put(one, made, fixed.get(one.name, one.default))

    def look(self) -> None:
        """
        Count what the choice gives, and write the command.
        """
        with self.one_at_a_time:
            asked = {**self.given, "data": self.data}
            self.seen.value = pages.choice(sight(self.profile, asked))
            self.line.value = pages.command(command_line(self.kind.value, self.given))

    def build(self) -> None:
        """
        Run the command that is shown.
        """
        told = words(self.kind.value, self.given)
        chapters = [path.stem for path in self.profile.chapters]
        self.bench.build(told, self.root, chapters)
