"""Lay the loaded tables before DuckDB and before Polars, outside of what is timed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from counting import by_duckdb, by_polars

Job = Callable[[], Any]


def duckdb_of(tables: dict[str, Any]) -> tuple[Job, Callable[..., Any]]:
    """Lay the tables before DuckDB."""
    import duckdb
    import pyarrow as pa

    base = duckdb.connect()
    base.execute("set threads to 2")
    for name, frame in tables.items():
        base.register(name, pa.Table.from_pandas(frame, preserve_index=False))

    def select() -> None:
        base.execute(
            "create or replace table acts as select * from incidents where counted;"
            "create or replace table kept as select * from violations"
            " where incident_id in (select incident_id from acts)"
        )

    select()
    return select, partial(by_duckdb, lambda query: base.execute(query).fetchall())


def polars_of(tables: dict[str, Any]) -> tuple[Job, Callable[..., Any]]:
    """Lay the tables before Polars."""
    import polars as pl
    import pyarrow as pa

    frames = {
        name: pl.from_arrow(pa.Table.from_pandas(frame, preserve_index=False)).lazy()
        for name, frame in tables.items()
    }

    def select() -> dict[str, Any]:
        acts = frames["incidents"].filter(pl.col("counted")).collect()
        ids = acts.lazy().select("incident_id")
        kept = frames["violations"].join(ids, on="incident_id", how="semi").collect()
        return {**frames, "acts": acts.lazy(), "kept": kept.lazy()}

    return select, partial(by_polars, select())
