"""A table of results comes in; it goes out as records, Arrow, pandas, polars or JSON, whichever is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import make_dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sayso.ground.errors import UsageError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa


class Rows:
    """The rows that a query gave. Iterating gives frozen records with a field for each column.

    Args:
        table: The rows as Arrow.
        is_cut: Whether there were more than the limit let through.
    """

    def __init__(self, table: pa.Table, *, is_cut: bool = False) -> None:
        self._table = table
        self.is_cut = is_cut

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._table.column_names)

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def __repr__(self) -> str:
        return f"<{len(self)} rows: {', '.join(self.columns)}>"

    def __iter__(self) -> Iterator[Any]:
        make = _record(self.columns)
        for row in self.to_json():
            yield make(**row)

    def to_json(self) -> Iterator[dict[str, Any]]:
        """The rows as plain values that JSON can hold: dates and moments in ISO form, maps as objects."""
        plain = [(name, _plain(self._table.schema.field(name).type)) for name in self.columns]
        for batch in self._table.to_batches(max_chunksize=1000):
            for row in batch.to_pylist():
                yield {name: make(row[name]) for name, make in plain}

    def to_arrow(self) -> pa.Table:
        """The rows as an Arrow table."""
        return self._table

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a pandas frame; pandas comes with `pip install sayso[pandas]`.

        Raises:
            UsageError: pandas is not installed.
        """
        try:
            import pandas  # noqa: F401, ICN001  # asked for by name, so that the error is ours
        except ImportError:
            raise UsageError("pandas is not installed", hint="pip install 'sayso[pandas]'") from None
        return self._table.to_pandas()

    def to_polars(self) -> pl.DataFrame:
        """The rows as a polars frame; polars comes with `pip install sayso[polars]`.

        Raises:
            UsageError: polars is not installed.
        """
        try:
            import polars as pl
        except ImportError:
            raise UsageError("polars is not installed", hint="pip install 'sayso[polars]'") from None
        found = pl.from_arrow(self._table)
        return found if isinstance(found, pl.DataFrame) else found.to_frame()


def fetched(connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[object] = ()) -> pa.Table:
    """The rows of a query as Arrow, each `?` bound to a value."""
    table: pa.Table = connection.sql(query, params=list(values)).to_arrow_table()
    return table


@cache
def _record(columns: tuple[str, ...]) -> Callable[..., Any]:
    """The class of rows with these columns."""
    return make_dataclass("Row", columns, frozen=True, slots=True)


@cache
def _plain(kind: pa.DataType) -> Callable[[Any], Any]:
    """A function from a value of that Arrow type to what JSON can hold."""
    import pyarrow as pa

    if pa.types.is_map(kind):
        inner = _plain(kind.item_type)
        return lambda value: None if value is None else {key: inner(part) for key, part in value}
    if pa.types.is_list(kind):
        item = _plain(kind.value_type)
        return lambda value: None if value is None else [item(part) for part in value]
    if pa.types.is_struct(kind):
        parts = [(part.name, _plain(part.type)) for part in kind]
        return lambda value: None if value is None else {name: make(value[name]) for name, make in parts}
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return _iso
    return lambda value: value


def _iso(value: date | datetime | None) -> str | None:
    return None if value is None else value.isoformat()
