"""Kinds of briefing: profiles read from TOML, and what they and a request select."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    create_model,
)

from briefing.errors import BriefingError
from briefing.selection.parameters import BY_NAME
from briefing.selection.selection import Selection
from briefing.suggest import did_you_mean
from briefing.text.formats import listing

if TYPE_CHECKING:
    from briefing.selection.select import Chosen

REGIONAL = "regional"  # the main briefing

BLANKS = ("state", "right", "year", "period", "scope")

ONE = {
    "states": "one state; add --states with one code from `briefing data codes states`",
    "rights": "one right; add --rights with one code from `briefing data codes rights`",
    "year": "one year; add --date-from with a year, such as --date-from 2011",
}

# Unknown keys are mistakes, and nothing is converted: "no" is no truth value.
STRICT = ConfigDict(extra="forbid", strict=True)


class NoProfile(BriefingError):
    """A briefing without notebooks, or notebooks without a profile."""

    code = "profile"


class FixedParameter(BriefingError):
    """A parameter of the command line that the profile has already decided."""

    code = "profile"


class NotOne(BriefingError):
    """A profile about one state, right or year that was given none or several."""

    code = "profile"


def parameters_model(value: Any, must_be: str) -> type[BaseModel]:  # noqa: ANN401 - any annotation
    """Return a model of a table of parameters, each of the annotation *value*."""
    fields: dict[str, Any] = {
        name: (value, Field(None, description=must_be)) for name in BY_NAME
    }
    config = ConfigDict(extra="forbid", strict=True, title="parameter")
    return create_model("Parameters", __config__=config, **fields)


def wording(where: str, error: ValidationError, model: type[BaseModel]) -> str:
    """Word the first thing wrong with a file of the *model*, and the near miss.

    The description of a field is what it must be, its title what a choice is called.
    """
    first = error.errors()[0]
    name, known, info = "", model.model_fields, None
    kind, wanted = "key", None
    for part in first["loc"]:
        if isinstance(part, int):
            where += f", {name} {part + 1}" if wanted else ""
            continue
        name, info = part, known.get(part)
        inner = [info.annotation, *get_args(info.annotation)] if info else []
        models = [one for one in inner if isinstance(one, type)]
        wanted = next((one for one in models if issubclass(one, BaseModel)), None)
        if wanted is not None:
            known = wanted.model_fields
            kind = wanted.model_config.get("title") or "key"
    value = first["input"]
    if first["type"] == "extra_forbidden":
        return f"{where} {unknown(kind, name, known)}"
    if first["type"] == "value_error":
        return f"{where} {first['ctx']['error']}"
    if first["type"] == "literal_error" and isinstance(value, str) and info:
        return f"{where} {unknown(info.title or name, value, choices(info.annotation))}"
    must_be = info.description if info else "a table of keys and values"
    return f"{where}: '{name}' is {value!r}; it must be {must_be}."


def choices(annotation: Any) -> list[str]:  # noqa: ANN401 - any annotation
    """Return the words that a Literal within an annotation allows."""
    inner = get_args(annotation)
    words = [one for one in inner if isinstance(one, str)]
    return words or [word for one in inner for word in choices(one)]


def unknown(what: str, name: str, known: Collection[str]) -> str:
    """Return that a word is unknown, and the nearest one or all that there are."""
    near = did_you_mean(name, sorted(known)) or f"Known are {listing(sorted(known))}."
    return f"has an unknown {what}: '{name}'. {near}"


def filled(title: str) -> str:
    """Return a title whose blanks can be filled; raise ValueError for any other."""
    if not title.strip():
        message = "has an empty title, and the cover needs one."
        raise ValueError(message)
    try:
        title.format_map(dict.fromkeys(BLANKS, ""))
    except KeyError as error:
        message = unknown("blank in its title", str(error.args[0]), BLANKS)
        raise ValueError(message) from None
    except (ValueError, LookupError, AttributeError, TypeError):
        message = (
            f"has a title whose blanks cannot be filled: '{title}'. A blank is written "
            f"as {{state}}, and a bracket that is to be printed twice: {{{{."
        )
        raise ValueError(message) from None
    return title


def as_text(value: object) -> object:
    """Write a year or a date as text: in a profile they need no quotation marks."""
    return str(value) if isinstance(value, int | date) else value


TEXT = "a text in quotes"

FixedParameters = parameters_model(Annotated[Any, BeforeValidator(as_text)], TEXT)


class ProfileFile(BaseModel):
    """The content of a profile."""

    model_config = STRICT

    title: Annotated[str, AfterValidator(filled)] = Field(description=TEXT)
    chapters: list[str] = Field(
        description='a list, such as ["01-at-a-glance", "05-cases"]'
    )
    about: str = Field("", description=TEXT)
    parameters: FixedParameters = Field(  # type: ignore[valid-type]  # a class made above
        default_factory=FixedParameters,
        description="a table that begins with the line [parameters]",
    )
    one: Literal["states", "rights", "year"] | None = Field(
        None, description=TEXT, title="subject"
    )
    compact: bool = Field(default=False, description="true or false")


@dataclass(frozen=True)
class Profile:
    """A kind of briefing: its title, its notebooks in order, and what it fixes.

    Attributes
    ----------
    method : the text that is bound behind the chapters.
    one : what a selection must hold exactly one of: states, rights or year.
    fixed : parameters that are part of the profile.
    compact : whether it has a heading in place of a cover, and no pages behind.
    file : where it was read from.

    """

    title: str
    chapters: tuple[Path, ...]
    method: Path
    name: str = REGIONAL
    about: str = ""
    one: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    compact: bool = False
    file: Path | None = None

    @property
    def words(self) -> str:
        """Content of the method text; empty if there is none."""
        return self.method.read_text("utf-8") if self.method.is_file() else ""


def read_profile(name: str = REGIONAL, start: Path | None = None) -> Profile:
    """Read the profile *name* from the nearest profiles at or above *start*."""
    paths = {path.stem: path for path in paths_of_profiles(start)}
    if name not in paths:
        near = did_you_mean(name, paths)
        message = f"There is no profile '{name}'. {near}".rstrip()
        message += f" `briefing profile list` shows all {len(paths)}."
        raise NoProfile(message)
    return profile_in(paths[name])


def profiles(start: Path | None = None) -> list[Profile]:
    """Read every profile, the main briefing first."""
    return [profile_in(path) for path in paths_of_profiles(start)]


def paths_of_profiles(start: Path | None = None) -> list[Path]:
    """Find the nearest profiles, the main one first, or say where none was found.

    Where there is none, the notebooks that stand beside this package are meant.
    """
    for folder in above(start or Path.cwd()):
        paths = (folder / "notebooks" / "profiles").glob("*.toml")
        found = sorted(paths, key=lambda path: (path.stem != REGIONAL, path.stem))
        if found:
            return found
    message = (
        f"No notebooks: no folder at or above {start or Path.cwd()} holds "
        f"notebooks/profiles. Run the command inside the project."
    )
    raise NoProfile(message)


def above(start: Path) -> Iterator[Path]:
    """Yield *start*, the folders above it, and the home of this package."""
    yield from (start, *start.parents)
    yield Path(__file__).resolve().parents[2]


def profile_in(path: Path) -> Profile:
    """Read one profile, and refuse what is none."""
    try:
        return profile_of(path, path.read_text("utf-8"))
    except UnicodeDecodeError:
        message = f"{path} is not a text in UTF-8; save it again with that encoding."
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror})."
    raise NoProfile(message)


def profile_of(path: Path, text: str) -> Profile:
    """Read a profile of the text that stands at *path*, or that is to stand there."""
    notebooks = path.absolute().parent.parent
    try:
        file = ProfileFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        message = f"{path} is not a profile; it needs a title and chapters ({error})."
        raise NoProfile(message) from None
    except ValidationError as error:
        absent = [one["loc"][0] for one in error.errors() if one["type"] == "missing"]
        message = wording(path.name, error, ProfileFile)
        if absent:
            message = (
                f"{path} is not a profile; it needs a title and chapters, and has no "
                f"{listing(map(str, absent))}."
            )
        raise NoProfile(message) from None
    fixed = file.parameters.model_dump(exclude_unset=True)  # type: ignore[attr-defined]  # as above
    try:
        Selection.from_strings(fixed)
    except BriefingError as error:
        message = f"{path.name} fixes what nothing accepts. {error}"
        raise NoProfile(message) from None
    chapters = tuple(notebooks / f"{name}.ipynb" for name in file.chapters)
    lacking = [chapter.name for chapter in chapters if not chapter.is_file()]
    if lacking or not chapters:
        what = f"has no notebook {', '.join(lacking)}" if lacking else "has no chapters"
        message = f"{path.name} {what}; chapters stand in {notebooks}."
        raise NoProfile(message)
    return Profile(
        file.title,
        chapters,
        notebooks.parent / "METHOD.md",
        name=path.stem,
        about=file.about,
        one=file.one or "",
        fixed=fixed,
        compact=file.compact,
        file=path,
    )


def resolve_selection(profile: Profile, given: Mapping[str, str]) -> Selection:
    """Join the parameters *given* on a command line with those of the profile.

    Raises FixedParameter where they contradict each other, NotOne where the profile is
    about one state, right or year, and any refusal of `Selection`.
    """
    for name, value in profile.fixed.items():
        if given.get(name, value) != value:
            message = (
                f"The profile '{profile.name}' is made with {name} {value}; leave out "
                f"--{name.replace('_', '-')}, or choose another profile."
            )
            raise FixedParameter(message)
    parameters = {**given, **profile.fixed}
    if profile.one == "year":
        parameters = whole_year(parameters)
    selection = Selection.from_strings(parameters)
    if profile.one and not holds_one(profile.one, selection):
        message = f"The profile '{profile.name}' is about {ONE[profile.one]}."
        raise NotOne(message)
    return selection


def whole_year(given: Mapping[str, str]) -> dict[str, str]:
    """Return parameters with one end of the period for both where it is a bare year."""
    ends = {one for one in (given.get("date_from"), given.get("date_to")) if one}
    year = ends.pop() if len(ends) == 1 else ""
    whole = len(year) == 4
    return {**given, "date_from": year, "date_to": year} if whole else dict(given)


def holds_one(subject: str, selection: Selection) -> bool:
    """Whether a selection names exactly one state or right, or one whole year."""
    if subject != "year":
        return len(selection.codes(subject) or ()) == 1
    start, end = selection.first_day, selection.last_day
    if start is None or end is None:
        return False
    return (start, end) == (date(start.year, 1, 1), date(start.year, 12, 31))


def title_of(profile: Profile, chosen: Chosen) -> str:
    """Fill the blanks of a profile's title from what was chosen."""
    from briefing.selection import description  # a name needs no data, and a title does

    selection, dataset = chosen.selection, chosen.dataset
    blanks = {}
    for name, blank in (("states", "state"), ("rights", "right")):
        labels = description.vocabulary(dataset, name)
        codes = selection.codes(name)
        several = listing(labels[code] for code in codes or ())
        blanks[blank] = several if codes else f"all {name}"
    year = selection.date_from[:4]
    title = profile.title.format_map(
        {**blanks, "year": year, "period": chosen.period, "scope": chosen.scope}
    )
    return title[:1].upper() + title[1:]
