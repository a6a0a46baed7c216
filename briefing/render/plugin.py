"""What papermill finds under `papermill.engine`: our engine, fetched when it is asked
for.

Papermill loads its plug-ins while it is itself being imported, often from our engine,
which at that moment is not there yet. So this module stands for it.
"""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:  # noqa: ANN401  # whatever papermill asks an engine
    """Answer with what the engine has under *name*."""
    from briefing.render.engine import BriefingEngine

    try:
        return getattr(BriefingEngine, name)
    except AttributeError:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message) from None
