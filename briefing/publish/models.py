"""What an edition is made of and how, and what came of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import inf
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal

from briefing.publish.naming import stem
from briefing.selection.selection import Selection

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from briefing.publish.profiles import Profile

# A step that was done or begins, its number, and how many steps there are.
Progress = Callable[[str, int, int], None]

Status = Literal["published", "no change", "failed", "refused", "busy", "not run"]

GOOD = frozenset({"published", "no change"})

TROUBLE = frozenset({"failed", "refused"})


@dataclass(frozen=True)
class EditionSpec:
    """One edition to be made: of what, from which data, and in which folder.

    `edition` is the name of the edition. Where nobody has chosen one, it is empty until
    the name is reserved (`store.reserve`).
    """

    profile: Profile
    selection: Selection
    data: str | Path | None = None
    out: Path = Path("reports")
    edition: str | None = None

    @property
    def stem(self) -> str:
        """Profile and scope: the part of the name that all its editions share."""
        return stem(self.selection, self.profile)

    @property
    def package(self) -> str | Path | None:
        """Address of the data package; None is the one that is found from here."""
        return self.data or self.selection.data or None


@dataclass(frozen=True)
class RunOptions:
    """Options of a run that must not change any byte of the edition.

    Attributes
    ----------
    workers : notebooks executed at once; None = number of cores.
    cache : whether executed notebooks are taken from the cache, and put there.
    cell_deadline, deadline : seconds for one cell, and for all; None = no limit.
    wait : seconds to wait for another run of the same briefing.
    if_changed : do nothing where a whole edition of the same inputs exists.
    if_stale : do nothing where one was confirmed less than so many seconds ago.

    """

    workers: int | None = None
    cache: bool = True
    cell_deadline: float | None = None
    deadline: float | None = None
    wait: float = 0
    if_changed: bool = False
    if_stale: float | None = None

    def until(self) -> float:
        """Moment of the monotonic clock at which a run that starts now must end."""
        return monotonic() + self.deadline if self.deadline else inf


@dataclass(frozen=True)
class Timing:
    """Seconds that a chapter took, and whether it ran or came from the cache."""

    chapter: str
    seconds: float
    origin: Literal["run", "cache"]


@dataclass(frozen=True)
class Bundle:
    """A built edition in memory: its files, or what stopped it.

    Attributes
    ----------
    edition, pdf : name of the edition, and of its PDF.
    inputs : digests of everything that went in (`provenance.inputs`).
    manifest, files : content of the edition; both empty after a failure.
    stages : seconds of each stage of the build.
    checks : what was checked, and whether it passed.
    asides : what cells wrote on standard error: `chapter`, `cell` and `text`.
    notes : sentences that the operator should read, whatever came of it.
    reason : why it failed; with `chapter`, `cell` and `notebook` if a cell did.

    """

    edition: str
    pdf: str
    inputs: Mapping[str, Any]
    manifest: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    timings: tuple[Timing, ...] = ()
    stages: Mapping[str, float] = field(default_factory=dict)
    checks: Mapping[str, bool] = field(default_factory=dict)
    asides: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[str, ...] = ()
    reason: str = ""
    chapter: str = ""
    cell: int = 0
    notebook: NotebookNode | None = None


@dataclass(frozen=True)
class RunResult:
    """What came of one edition.

    Attributes
    ----------
    edition : its name, or that of the briefing as long as it has none.
    parameters : parameters that differ from their defaults.
    chapter, cell, reason, notebook : where and why it failed; the executed notebook.
    folder, pdf : where the edition is.
    notes : sentences that the operator should read, whatever came of it.
    trace : traceback of a mistake of ours.

    """

    edition: str
    status: Status
    folder: Path | None = None
    pdf: Path | None = None
    profile: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    chapter: str = ""
    cell: int = 0
    reason: str = ""
    notebook: Path | None = None
    timings: tuple[Timing, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0
    trace: str = field(default="", repr=False)

    @classmethod
    def of(cls, spec: EditionSpec, status: Status, **more: Any) -> RunResult:  # noqa: ANN401 - the other fields
        """Result of *spec*, with its profile and parameters."""
        given, default = spec.selection.model_dump(), Selection().model_dump()
        parameters = {n: v for n, v in given.items() if v != default[n]}
        result = cls(spec.edition or spec.stem, status)
        result = replace(result, profile=spec.profile.name, parameters=parameters)
        return replace(result, **more)

    @property
    def good(self) -> bool:
        """Whether nobody has to do anything."""
        return self.status in GOOD

    @property
    def where(self) -> str:
        """Chapter and cell of a failure."""
        return f"{self.chapter}, cell {self.cell}" if self.chapter else ""

    @property
    def line(self) -> str:
        """The result in one line."""
        why = ": ".join(filter(None, (self.where, self.reason)))
        return f"{self.edition}: {self.status}{f' ({why})' if why else ''}"

    def noted(self, *notes: str) -> RunResult:
        """The same with these notes before its own, each once."""
        return replace(self, notes=tuple(dict.fromkeys((*notes, *self.notes))))
