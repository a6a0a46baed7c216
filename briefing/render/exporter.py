"""The nbconvert exporter `briefing`: a notebook becomes a tagged, archivable PDF."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Bool, default

from briefing.render.heed import refuse_unrun
from briefing.render.mixture import refuse_mixture
from briefing.render.proof import proof
from briefing.render.refusals import NotTypeset
from briefing.render.typeset import Options, typeset


class BriefingExporter(Exporter):
    """Typeset one notebook, or several joined ones, as a briefing."""

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

    def from_notebook_node(  # type: ignore[override]  # nbconvert's return other things
        self,
        nb: NotebookNode,
        resources: dict[str, Any] | None = None,
        **kw: object,
    ) -> tuple[bytes, dict[str, Any]]:
        """Convert a notebook; nbconvert writes the bytes that this returns."""
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        refuse_unrun(notebook)
        refuse_mixture(notebook)
        described = resources.get("metadata", {})
        name = str(described.get("name") or "notebook")
        unfit = proof(name, notebook)
        if unfit is not None:
            raise NotTypeset(str(unfit))
        options = Options(
            audit=self.audit,
            name=name,
            folder=str(described.get("path") or "."),
        )
        return typeset(notebook, options), resources
