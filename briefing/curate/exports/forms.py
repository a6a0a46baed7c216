"""Write the data in other forms, as they are counted: with every correction applied."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from briefing.curate.exports.nested import as_lines
from briefing.curate.exports.packed import as_package, as_zip
from briefing.curate.exports.tagged import as_tagged
from briefing.curate.writing import writing
from briefing.dataset import Dataset
from briefing.dataset.find import refuse_inside
from briefing.dataset.finding import did_you_mean
from briefing.errors import BriefingError

Files = Mapping[str, bytes]

FORMS: Mapping[str, Callable[[Dataset], Files]] = {
    "csv": lambda dataset: as_package(dataset, "csv"),
    "jsonl": as_lines,
    "parquet": lambda dataset: as_package(dataset, "parquet"),
    "hxl": as_tagged,
    "zip": as_zip,
}


def export(
    dataset: Dataset,
    form: str,
    folder: str | Path,
    look: Callable[[Files], None] | None = None,
) -> list[Path]:
    """Write the data in a form to a new or empty folder, and give the files.

    The folder has all of the files or none. *look* sees the files before and may refuse
    them.
    """
    folder = Path(folder)
    refuse(form, folder)
    files = FORMS[form](dataset)
    if look is not None:
        look(files)
    with writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(prefix=".export-", dir=folder.parent))
        try:
            for name, content in files.items():
                path = draft / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            # A temporary folder is its owner's alone; what is exported is to be shared.
            draft.chmod(0o755)
            with suppress(FileNotFoundError):
                folder.rmdir()
            draft.rename(folder)
        finally:
            rmtree(draft, ignore_errors=True)
    return [folder / name for name in files]


def refuse(form: str, folder: Path) -> None:
    """Refuse a form that there is not, and a folder in which something lies."""
    if form not in FORMS:
        meant = did_you_mean(form, list(FORMS))
        message = f"There is no form '{form}'; expected {meant}."
        raise BriefingError(message)
    if folder.resolve() == Path.cwd():
        message = f"{folder} is the folder you are in; name a new one inside it."
        raise BriefingError(message)
    refuse_inside(folder, "The folder", itself=False)
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        message = f"{folder} is not an empty folder; name one that is, or a new one."
        raise BriefingError(message)
