"""Under which selection exhibits come into being: that of the `chosen` shown last.

A notebook may be run in pieces, so what stands below a selection need not be made of
it. What a kernel shows says under which one it was made, and an export compares. It is
no part of a payload: the same numbers print the same bytes.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

UNDER = "under"
_shown = {UNDER: ""}  # of this process, which is the kernel of one notebook


def begun(context: Mapping[str, Any]) -> dict[str, Any]:
    """Let all that is made from now on stand under *context*, and say so beside it."""
    values = [list(row[:2]) for row in context["parameters"]]
    words = json.dumps([context["digest"], values])
    _shown[UNDER] = sha256(words.encode()).hexdigest()[:16]
    return {**context, UNDER: _shown[UNDER]}


def under() -> str:
    """Tell which selection was shown last; nothing before there is any."""
    return _shown[UNDER]
