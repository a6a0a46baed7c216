"""The entry point of the papermill engine, which it imports when it is first used.

papermill loads its entry points as it is imported, perhaps by the engine itself.
"""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:  # noqa: ANN401  # whatever papermill asks an engine
    """Return the engine's attribute *name*."""
    from briefing.render.kernels.engine import BriefingEngine

    try:
        return getattr(BriefingEngine, name)
    except AttributeError:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message) from None
