"""What the analyst meets in JupyterLab: the form, the preview, lint, and new
notebooks.
"""

from typing import TYPE_CHECKING

from briefing.lazily import lazily

if TYPE_CHECKING:
    from briefing.lab.form import form

__all__ = ["form"]

lazily(__name__)
