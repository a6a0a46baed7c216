"""What nbconvert's options, tags or collapsed cells leave out of a notebook."""

from __future__ import annotations

from collections.abc import Iterator

from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode

from briefing.render.errors import TypesettingError
from briefing.render.notebook import is_ours

NUMBER = "sco_briefing_cell"

SOURCE, OUTPUT = "code", "output"

# What JupyterLab, papermill's report mode and two extensions write beside a cell.
COLLAPSED = {
    SOURCE: (("jupyter", "source_hidden"), ("hide_input",), ("hideCode",)),
    OUTPUT: (("jupyter", "outputs_hidden"), ("hide_output",), ("hideOutput",)),
}

# Tags of Jupyter Book and MyST-NB; nbconvert follows those that it is told.
TAGS = {
    f"{verb}{mark}{part}": part
    for verb in ("hide", "remove")
    for mark in "-_"
    for part in ("cell", "input", "output")
}


def number_cells(notebook: NotebookNode) -> NotebookNode:
    """Note the place of each cell, so that a message can name it after others went."""
    for number, cell in enumerate(notebook.cells, start=1):
        cell.metadata[NUMBER] = number
    return notebook


def number_of(cell: NotebookNode, place: int) -> int:
    """Return the number that a cell has for its author; *place* where none is noted."""
    return int(cell.metadata.get(NUMBER, place))


def is_removed(cell: NotebookNode) -> bool:
    """Whether a preprocessor of nbconvert took the source of a cell away."""
    return bool(cell.metadata.get("transient", {}).get("remove_source"))


def is_collapsed(cell: NotebookNode, part: str) -> bool:
    """Whether somebody closed the code or the output of a cell."""
    for path in COLLAPSED[part]:
        value: object = cell.metadata
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if value is True:
            return True
    return False


def hiding_tags(cell: NotebookNode) -> list[str]:
    """List the tags of a cell that ask for something to be left out, and were not
    followed.
    """
    tags = sorted(TAGS.keys() & set(map(str, cell.metadata.get("tags", []))))
    if cell.cell_type != "code":
        return [tag for tag in tags if TAGS[tag] == "cell"]
    done = {
        "input": is_removed(cell) or not cell.source.strip(),
        "output": not cell.outputs,
    }
    return [tag for tag in tags if not done.get(TAGS[tag], False)]


def exclude_parts(
    notebook: NotebookNode, exporter: TemplateExporter, *, ours: bool
) -> NotebookNode:
    """Leave out of *notebook* what the options of *exporter* exclude.

    A chapter of ours (*ours*, before any preprocessor) is printed whole or refused.
    """
    if ours:
        refuse_parts(notebook, exporter)
    notebook.cells = list(_kept(notebook, exporter))
    return notebook


def _kept(notebook: NotebookNode, exporter: TemplateExporter) -> Iterator[NotebookNode]:
    """Yield the cells that are printed, without the parts that are not."""
    excluded = {
        "code": exporter.exclude_code_cell,
        "markdown": exporter.exclude_markdown,
        "raw": exporter.exclude_raw,
    }
    for cell in notebook.cells:
        kind = cell.cell_type
        if excluded.get(kind, exporter.exclude_unknown):
            continue
        if kind != "code" and is_removed(cell):
            continue
        if kind == "code":
            if exporter.exclude_input:
                cell.metadata["transient"] = {"remove_source": True}
            cell.outputs = [
                output
                for output in ([] if exporter.exclude_output else cell.outputs)
                if output.get("name") != "stdin" or not exporter.exclude_output_stdin
            ]
        yield cell


def refuse_parts(notebook: NotebookNode, exporter: TemplateExporter) -> None:
    """Refuse options that would leave out of a briefing what its front page speaks
    of.
    """
    for option in ("exclude_code_cell", "exclude_markdown", "exclude_output"):
        if getattr(exporter, option):
            message = (
                f"{option} would leave out of this chapter what its front page speaks "
                f"of; a briefing is printed whole. Export it without that option."
            )
            raise TypesettingError(message)
    if not is_ours(notebook):
        message = (
            "The options or tags given to nbconvert remove the cell that shows which "
            "data were counted, so nothing could be printed. Export the chapter "
            "without them."
        )
        raise TypesettingError(message)
