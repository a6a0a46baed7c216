"""The entry point of the papermill engine, which imports nothing until it is used."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:  # noqa: ANN401  # whatever papermill asks an engine
    """Answer with what the engine has under *name*."""
    from briefing.render.kernels.engine import BriefingEngine

    try:
        return getattr(BriefingEngine, name)
    except AttributeError:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message) from None
