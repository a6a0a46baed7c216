"""Run the chapters of a briefing, or take from the cache what ran before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from time import monotonic, perf_counter
from typing import Any, Literal

from nbformat import NotebookNode

from briefing.measure import Chosen
from briefing.publish.cache import Cache, key_of, place, surroundings
from briefing.publish.inputs import inputs, moved
from briefing.publish.manner import Manner, Order, Progress
from briefing.publish.outcome import Timing
from briefing.render import exhibits, run_chapters


@dataclass
class Run:
    """The chapters of one briefing on their way, with what is known of each so far."""

    order: Order
    manner: Manner
    report: Progress
    until: float = inf
    timings: dict[str, Timing] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def chapters(self, chosen: Chosen, known: Mapping[str, Any]) -> list[NotebookNode]:
        """Give every chapter executed, in the order of the profile, whatever ran
        when.
        """
        parameters = chosen.selection.model_dump()
        parameters["data"] = str(chosen.dataset.root)
        cache = Cache(place() if self.manner.cache else None)
        around = surroundings(known) if self.manner.cache else {}
        paths = self.order.profile.chapters
        keys = {path: key_of(path, parameters, known, around) for path in paths}
        found = {}
        for path in paths:
            begun = perf_counter()
            before = cache.get(keys[path])
            if before is not None:
                found[path] = before
                self.arrived(path, perf_counter() - begun, "cache")

        def kept(path: Path, executed: NotebookNode, seconds: float) -> None:
            # Kept as it arrives, so that a run that is stopped goes on from there.
            if self.holds(executed, known):
                cache.put(keys[path], executed)
            self.arrived(path, seconds, "run")

        todo = [path for path in paths if path not in found]
        try:
            executed = self.executed(todo, parameters, kept) if todo else []
        finally:
            cache.trim()
            self.notes += cache.notes
        ran = dict(zip(todo, executed, strict=True))
        return [found.get(path) or ran[path] for path in paths]

    def executed(
        self,
        todo: list[Path],
        parameters: Mapping[str, Any],
        kept: Callable[[Path, NotebookNode, float], None],
    ) -> list[NotebookNode]:
        """Run the chapters that nothing is kept of, in the time that is left."""
        # Nothing left is not the same as no deadline, which 0 would say.
        left = max(self.until - monotonic(), 0.001)
        return run_chapters(
            todo,
            parameters,
            workers=self.manner.workers,
            cell_deadline=self.manner.cell_deadline,
            deadline=None if left == inf else left,
            arrived=kept,
        )

    def holds(self, executed: NotebookNode, known: Mapping[str, Any]) -> bool:
        """Tell whether a chapter was made of what its key says, and of nothing newer.

        Files that are exchanged under a run stop it later; this keeps what it made
        until then from being found by a run after they were put back.
        """
        counted = {
            payload["digest"]
            for payload in exhibits(executed)
            if payload["kind"] == "context"
        }
        now = inputs(self.order.profile, self.order.selection, known["data"])
        return counted <= {known["data"]} and not moved(known, now)

    def arrived(
        self, path: Path, seconds: float, origin: Literal["run", "cache"]
    ) -> None:
        """Note that a chapter is there, and say it."""
        self.timings[path.stem] = Timing(path.stem, seconds, origin)
        steps = len(self.order.profile.chapters) + 1
        how = "from the cache" if origin == "cache" else f"{seconds:.1f} s"
        self.report(f"{path.stem} ({how})", len(self.timings), steps)

    def in_order(self) -> tuple[Timing, ...]:
        """List the timings in the order of the profile."""
        names = [path.stem for path in self.order.profile.chapters]
        return tuple(self.timings[name] for name in names if name in self.timings)
