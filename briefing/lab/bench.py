"""Where the form builds: the buttons, the course of a build, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefing.lab import pages
from briefing.lab.building import Building, Ended
from briefing.lab.fields import WIDE, Widget, widgets

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
        self.course.value = pages.course(self.chapters, {}, "Checking the data …")
        self.building = Building(words, root, self.step, self.ended)
        self.building.listen()

    def say(self, sentence: str) -> None:
        """Show a sentence where a build would show its result."""
        told = pages.status(pages.paragraphs([sentence]), pages.LOUD)
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
        self.course.value = pages.course(self.chapters, self.done, last)

    def ended(self, ended: Ended) -> None:
        """Link what was built, or say why nothing was."""
        self.show(pages.result(ended, Path.cwd()), str(ended.pdf or ""))
        self.bar.layout.display = "none"
        self.course.value = pages.course(self.chapters, self.done) if self.done else ""
        self.start.description, self.halt.disabled = READY, True
        self.building = None
