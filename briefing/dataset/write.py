"""Write a table of text to files: CSV or Parquet, whole or in partitions."""

from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

GROUP = 100_000  # rows of a Parquet file that are read or passed over together


def write_table(
    table: pa.Table, folder: Path, place: str, form: str, partitions: int = 1
) -> list[str]:
    """Write a table beside the descriptor, and give the paths of its files in order."""
    paths = []
    each = -(-len(table) // partitions)
    for n in range(partitions):
        end = f".{form}" if partitions == 1 else f"/part-{n:04d}.{form}"
        path = folder / f"{place}{end}"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_part(table.slice(n * each, each), path, form)
        paths.append(path.relative_to(folder).as_posix())
    return paths


def write_part(part: pa.Table, path: Path, form: str) -> None:
    """Write one file."""
    if form == "csv":
        pacsv.write_csv(part, path)
    else:
        pq.write_table(part, path, compression="zstd", row_group_size=GROUP)
