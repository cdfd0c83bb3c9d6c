"""Rows of a query come in; lines of CSV or JSON, or the bytes of a Parquet file, go out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from sayso.store.exports import cell
from sayso.store.rows import Rows


def to_csv(rows: Rows) -> Iterator[str]:
    """A header and a line for each row. Lists of plain values are joined by `; `, what is nested is written as JSON."""
    yield _line(list(rows.columns))
    for row in rows.to_json():
        yield _line([_flat(value) for value in row.values()])


def to_json_lines(rows: Rows) -> Iterator[str]:
    """A JSON object for each row, on a line of its own."""
    for row in rows.to_json():
        yield json.dumps(row, ensure_ascii=False)


def to_parquet(rows: Rows) -> bytes:
    """The rows as a Parquet file."""
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(rows.to_arrow(), buffer)
    return buffer.getvalue()


def _flat(value: Any) -> str:
    parts = value if isinstance(value, list) else [value]
    is_nested = any(isinstance(one, dict | list) for one in parts)
    return cell(json.dumps(value, ensure_ascii=False) if is_nested else value)


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()
