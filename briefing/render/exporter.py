"""The nbconvert exporter `briefing`."""

from __future__ import annotations

import copy
from typing import Any

from nbconvert.exporters.exporter import Exporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import Bool, default

from briefing.render.asides import asides
from briefing.render.checks import (
    find_unprintable,
    refuse_other_selection,
    refuse_unrun,
)
from briefing.render.content_filter import exclude_parts, number_cells
from briefing.render.errors import TypesettingError
from briefing.render.notebook import is_ours
from briefing.render.pdf import Options, typeset
from briefing.render.reader import RAW_MIMETYPES


class BriefingExporter(TemplateExporter):
    """Typeset one notebook, or several joined ones, as a briefing.

    It is a `TemplateExporter` for its options, such as `exclude_input` (`--no-input`)
    and the preprocessors that remove cells; templates are Typst's and not Jinja's.
    """

    export_from_notebook = "Briefing PDF"
    output_mimetype = "application/pdf"

    audit = Bool(
        default_value=False,
        help="Print the code of our own notebooks too, as an audit edition.",
    ).tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        """Name the output after what it is."""
        return ".pdf"

    @default("template_extension")
    def _template_extension_default(self) -> str:
        """Have no template of Jinja."""
        return ""

    @default("raw_mimetypes")
    def _raw_mimetypes_default(self) -> list[str]:
        """Print raw cells that are text; those for other formats are left to them."""
        return list(RAW_MIMETYPES)

    def from_notebook_node(  # type: ignore[override]  # nbconvert's return other things
        self,
        nb: NotebookNode,
        resources: dict[str, Any] | None = None,
        **kw: object,
    ) -> tuple[bytes, dict[str, Any]]:
        """Convert a notebook; nbconvert writes the bytes that this returns."""
        ours, whole = is_ours(nb), number_cells(copy.deepcopy(nb))
        # Past `TemplateExporter`, which would go on to fill a template of Jinja.
        notebook, resources = Exporter.from_notebook_node(self, whole, resources, **kw)
        if self.template_name:
            self.log.warning("The template %s is not used.", self.template_name)
        refuse_unrun(notebook)
        notebook = exclude_parts(notebook, self, ours=ours)
        refuse_other_selection(notebook)
        described = resources.get("metadata", {})
        name = str(described.get("name") or "notebook")
        unfit = find_unprintable(name, notebook)
        if unfit is not None:
            raise TypesettingError(str(unfit))
        for cell, _ in asides(notebook) if ours else ():
            self.log.warning(
                "%s, cell %d: what it wrote on standard error is not printed",
                name,
                cell,
            )
        options = Options(
            audit=self.audit and not self.exclude_input,
            name=name,
            folder=str(described.get("path") or "."),
            raw_mimetypes=tuple(self.raw_mimetypes),
        )
        return typeset(notebook, options), resources
