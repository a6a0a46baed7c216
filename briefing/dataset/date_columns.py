"""Columns of such dates: the first and the last day of each."""

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Numbers = npt.NDArray[np.int64]

Days = npt.NDArray[np.datetime64]

FORM = r"^\d{4}(-\d{2}(-\d{2})?)?$"

PLACES = ((0, 4), (5, 7), (8, 10))


def days(texts: pd.Series) -> pd.DataFrame:
    """Give the first and the last possible day of each date, empty where it has
    none.
    """
    # The same few dates come again and again.
    codes, distinct = pd.factorize(texts)
    first, last = spans(pa.array(distinct, pa.string()))
    columns = {"first_day": first[codes], "last_day": last[codes]}
    return pd.DataFrame(columns, index=texts.index).astype("datetime64[s]")


def spans(texts: pa.Array) -> tuple[Days, Days]:
    """Give the first and the last day of each text, not-a-time where it is no date."""
    twice = pc.binary_join_element_wise(texts, texts, "/")
    whole = pc.if_else(pc.match_substring(texts, "/"), texts, twice)
    halves = pc.split_pattern(whole, "/", max_splits=1)
    starts, ends = (pc.list_element(halves, place) for place in (0, 1))
    first, _ = points(starts)
    begun, last = points(ends)
    # A day that has no first has no last either, and nothing runs backwards.
    bad = np.isnat(first) | np.isnat(begun) | (last < first)
    first[bad] = last[bad] = np.datetime64("NaT")
    return first, last


def points(texts: pa.Array) -> tuple[Days, Days]:
    """Give the first and the last day of each year, month or day."""
    formed = np.asarray(pc.match_substring_regex(texts, FORM))
    size = np.asarray(pc.binary_length(texts))
    safe = pc.if_else(pa.array(formed), texts, "0000")
    year, month, day = (part(safe, place) for place in PLACES)
    first = midnight(year, month) + (day - 1)
    end = midnight(year, np.where(size == 4, 12, month) + 1) - 1
    last = np.where(size == 10, first, end)
    good = formed & (year > 0) & (month > 0) & (month < 13) & (day > 0)
    good &= first <= midnight(year, month + 1) - 1
    never = np.datetime64("NaT")
    return np.where(good, first, never), np.where(good, last, never)


def part(texts: pa.Array, place: tuple[int, int]) -> Numbers:
    """Read the number at a place of each text, and one where there is none."""
    digits = pc.utf8_slice_codeunits(texts, *place)
    digits = pc.if_else(pc.equal(digits, ""), "1", digits)
    return np.asarray(pc.cast(digits, pa.int64()))


def midnight(year: Numbers, month: Numbers) -> Days:
    """Give the first day of a month; the thirteenth is that of the next year."""
    months = (year - 1970) * 12 + month - 1
    return months.astype("datetime64[M]").astype("datetime64[D]")
