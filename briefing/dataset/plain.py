"""Which cells are plainly right: whole columns at once, before the rules look at the
rest.

This may doubt what the rules allow, and never trusts what they forbid: the rules of
`briefing.dataset.schema` alone say what is wrong.
"""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from briefing.dataset.addresses import USUAL
from briefing.dataset.calendar import spans
from briefing.dataset.characters import SOUND
from briefing.dataset.columns import Truths, arrow, matches
from briefing.dataset.dates import damaging
from briefing.dataset.descriptor import Column

FORMULA = r"^[=+@\-\t]"
# Expressions that Arrow's engine and Python's read alike: classes of what is not there,
# extensions and the like reach further in one of them.
ALIKE = re.compile(
    r"(?:[\w /:;,#@!%&=<>~'\"-]|[^\x00-\x7f]|\\[dws.\\/()\[\]{}|*+?^$-]|\((?!\?)"
    r"|[)|^$.]"
    r"|[?*+](?![?*+{])|(?<=[^{}?*+|(^$])\{[0-9]+(?:,[0-9]*)?\}(?![?*+{])"
    r"|\[(?:[^\[\]\\^\n&~|-]|\\[dws.\\/()\[\]{}|*+?^$-]|(?<=[\w])-(?=[\w]))+\])*",
    re.ASCII,
)


def doubtful(
    column: "pd.Series[str]", field: Column, missing: frozenset[str]
) -> list[str]:
    """List the distinct texts of a column that are not plainly right."""
    texts = pc.unique(arrow(column)).cast(pa.string())
    codes = pa.array([*missing], pa.string())
    # Whether a code for not-knowing may stand here, the rules tell.
    plain = ~np.asarray(pc.is_in(texts, value_set=codes))
    for truths in signs(texts, field):
        plain &= truths
    doubted: list[str] = texts.filter(pa.array(~plain)).to_pylist()
    return doubted


def signs(texts: Any, field: Column) -> Iterator[Truths]:  # noqa: ANN401 - untyped
    """Tell by one sign after the other whether texts are right."""
    bounds = field.constraints
    if field.type in ("integer", "boolean", "list"):
        # Few values come again and again, and each is easily read.
        yield np.zeros(len(texts), bool)
        return
    yield matches(texts, SOUND)
    yield ~matches(texts, damaging(dated=field.holds_dates))
    if field.holds_words:
        yield ~matches(texts, FORMULA)
    if field.codes:
        codes = pa.array([*field.codes], pa.string())
        yield np.asarray(pc.is_in(texts, value_set=codes))
    if field.holds_dates:
        yield ~np.isnat(spans(texts)[0])
    if field.type == "date":
        yield np.asarray(pc.equal(pc.utf8_length(texts), 10))
    if bounds.min_length is not None or bounds.max_length is not None:
        length = np.asarray(pc.utf8_length(texts))
        yield length >= (bounds.min_length or 0)
        yield length <= (np.inf if bounds.max_length is None else bounds.max_length)
    if bounds.pattern is not None:
        yield formed(texts, bounds.pattern)
    if field.format == "uri":
        yield matches(texts, USUAL)


def formed(texts: Any, pattern: str) -> Truths:  # noqa: ANN401 - untyped
    """Tell of which texts it is certain that they have a form."""
    if not ALIKE.fullmatch(pattern):
        return np.zeros(len(texts), bool)
    try:
        return matches(texts, pattern)
    except pa.ArrowInvalid:
        return np.zeros(len(texts), bool)
