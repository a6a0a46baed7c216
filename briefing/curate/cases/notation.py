"""What a case file is written in, TOML or JSON: each name once, and every sign
whole.
"""

import json
import tomllib
from typing import Any


def understood(text: str, form: str) -> object:
    """Understand a text, or say in a ValueError why that cannot be done."""
    try:
        text.encode()
        if form == "TOML":
            return tomllib.loads(text)
        said = json.loads(text, object_pairs_hook=once)
        # JSON may name half of a sign, which no file can hold; TOML refuses that.
        json.dumps(said, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        half = ascii(error.object[error.start])
        message = f"it holds {half}, which is no whole sign of UTF-8"
        raise ValueError(message) from None
    except RecursionError:
        message = "it is nested too deep"
        raise ValueError(message) from None
    return said


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make a mapping of what JSON gives, which would drop the first of two in
    silence.
    """
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            message = f"'{name}' stands twice in one place; keep one of them"
            raise ValueError(message)
    return dict(pairs)


def quoted(text: str) -> str:
    """Quote a text for TOML, whose rules for it are those of JSON, and one more."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
