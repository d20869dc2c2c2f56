"""Parquet, where ``pyarrow`` is installed: each row is an article, as in CSV."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from errors import ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome
from ingest.read.table import read_rows

_ROWS = 1_000  # at a time


def read_parquet(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read the rows. Raises ReadError without ``pyarrow`` or if broken, LimitError if it takes more than it may."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError:
        raise ReadError(
            "a Parquet file: install pyarrow to read it, or export it as CSV or JSON lines"
        ) from None
    allowance = allowance or ReadingAllowance()
    try:
        file = pyarrow.parquet.ParquetFile(BytesIO(document.data))
        groups = range(file.metadata.num_row_groups)
        allowance.take_bytes(sum(file.metadata.row_group(number).total_byte_size for number in groups))
        rows: list[tuple[str, dict[str, Any]]] = []
        for batch in file.iter_batches(batch_size=_ROWS):
            allowance.take_bytes(batch.nbytes)
            rows += [(f"row {len(rows) + at}", row) for at, row in enumerate(batch.to_pylist(), 1)]
    except pyarrow.ArrowException as broken:
        raise ReadError(
            f"a Parquet file that cannot be read ({str(broken)[:120]}): export it again"
        ) from None
    yield from read_rows(document, rows)
