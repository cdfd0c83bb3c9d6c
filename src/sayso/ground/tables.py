"""Records as Arrow tables: records and rejected reports come in, one table per kind goes out, and the way back.

The schema of each table is derived from the record it holds, so the two cannot drift apart: a tuple becomes a list, a
mapping a map, a nested record a struct, a closed set of names a string. Every column's meaning travels as metadata.
Rival places do not nest: a candidate's own candidates are not kept. pyarrow is imported at the first use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from .columns import COLUMNS
from .errors import RecordError, suggestion
from .records import Claim, Entity, Event, Place, Record, Rejected, Report, Span, Time, Versions

if TYPE_CHECKING:
    import pyarrow as pa

Name = Literal["reports", "events", "claims", "entities", "times", "places", "rejected"]
NAMES: Final[tuple[Name, ...]] = get_args(Name)

_INNER: Final[Mapping[str, type]] = {
    "events": Event, "claims": Claim, "entities": Entity, "times": Time, "places": Place
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _ReportRow:
    """A report with what its record says about the whole of it."""

    id: str
    text: str
    title: str | None
    published: str | None
    outlet: str | None
    url: str | None
    language: str | None
    byline: str | None
    sha256: str
    loaded: tuple[Span, ...]
    versions: Versions | None


def schema(name: Name) -> pa.Schema:
    """The Arrow schema of one table, each column with its meaning as metadata `meaning`.

    Raises:
        RecordError: There is no table of that name.
    """
    import pyarrow as pa

    columns: list[pa.Field[Any]] = [pa.field("report", pa.string(), nullable=False)] if name in _INNER else []
    for column, hint in _hints(_row_type(name)).items():
        columns.append(pa.field(column, _arrow_type(hint), nullable=_is_optional(hint)))
    meanings = COLUMNS[name]
    return pa.schema([column.with_metadata({"meaning": meanings[column.name]}) for column in columns])


def to_table(name: Name, records: Iterable[Record | Rejected]) -> pa.Table:
    """The rows of one table that `records` hold, in their order; empty with its schema when they hold none.

    Raises:
        RecordError: There is no table of that name, or a text holds lone surrogates, which Arrow cannot keep.
    """
    return _build(name, _rows(name, list(records)))


def to_tables(records: Iterable[Record | Rejected]) -> dict[Name, pa.Table]:
    """All tables of `records`, by name; what `from_tables` takes back."""
    held = list(records)
    return {name: _build(name, _rows(name, held)) for name in NAMES}


def from_tables(tables: Mapping[Name, pa.Table]) -> list[Record | Rejected]:
    """The records that the tables hold, in the order of `reports`, then the rejected ones; a missing table is empty.

    Raises:
        RecordError: A table lacks a column, two reports share an id, or a row belongs to no report.
    """
    rows = {name: _records(name, tables[name]) for name in NAMES if name in tables}
    parts: dict[str, dict[str, list[Any]]] = {}
    for _, row in rows.get("reports", ()):
        if row.id in parts:
            raise RecordError("two reports have one id", value=row.id, hint="give each report an id of its own")
        parts[row.id] = {name: [] for name in _INNER}
    for name in _INNER:
        for owner, row in rows.get(name, ()):  # type: ignore[call-overload]  # keys of _INNER are table names
            if owner not in parts:
                raise RecordError(
                    f"a row of {name} belongs to no report", value=owner, hint="pass its reports table too"
                )
            parts[owner][name].append(row)
    whole: list[Record | Rejected] = [_join(row, parts[row.id]) for _, row in rows.get("reports", ())]
    return whole + [row for _, row in rows.get("rejected", ())]


# ---- any record or type ---------------------------------------------------------------------------------------------


def arrow_type(hint: Any) -> pa.DataType:
    """The Arrow type of values annotated with `hint`: a plain type, a record, a tuple, a mapping, a closed set."""
    return _arrow_type(hint)


def writer(hint: Any) -> Callable[[Any], Any]:
    """A function from a value annotated with `hint` to what Arrow takes."""
    return _writer(hint)


def reader(hint: Any) -> Callable[[Any], Any]:
    """A function from what Arrow gives to a value annotated with `hint`; the inverse of `writer`."""
    return _reader(hint)


def hints(record: type) -> Mapping[str, Any]:
    """The fields of a record with their annotations, in order."""
    return _hints(record)


# ---- rows ---------------------------------------------------------------------------------------------------------


def _rows(name: Name, records: list[Record | Rejected]) -> list[dict[str, Any]]:
    write = _writer(_row_type(name))
    if name == "rejected":
        return [write(item) for item in records if isinstance(item, Rejected)]
    done = [item for item in records if isinstance(item, Record)]
    if name == "reports":
        return [write(_report_row(record)) for record in done]
    return [{"report": record.report.id, **write(part)} for record in done for part in getattr(record, name)]


def _report_row(record: Record) -> _ReportRow:
    report = record.report
    plain = {column.name: getattr(report, column.name) for column in fields(Report)}
    return _ReportRow(**plain, sha256=report.sha256, loaded=record.loaded, versions=record.versions)


def _join(row: _ReportRow, parts: Mapping[str, list[Any]]) -> Record:
    report = Report(**{column.name: getattr(row, column.name) for column in fields(Report)})
    inner = {name: tuple(found) for name, found in parts.items()}
    return Record(report=report, loaded=row.loaded, versions=row.versions, **inner)


def _build(name: Name, rows: list[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    try:
        return pa.Table.from_pylist(rows, schema=schema(name))
    except UnicodeEncodeError as error:
        hint = "read the report again with its right encoding"
        raise RecordError(
            "text holds lone surrogates", value=error.object[error.start : error.end], hint=hint
        ) from error


def _records(name: Name, table: pa.Table) -> list[tuple[str | None, Any]]:
    missing = [column for column in COLUMNS[name] if column not in table.column_names]
    if missing:
        hint = f"{name} has the columns {', '.join(COLUMNS[name])}"
        raise RecordError(f"the table {name} lacks a column", value=missing[0], hint=hint)
    read = _reader(_row_type(name))
    return [(row.get("report"), read(row)) for row in table.to_pylist()]


def _row_type(name: str) -> type:
    known: dict[str, type] = {"reports": _ReportRow, **_INNER, "rejected": Rejected}
    if name not in known:
        raise RecordError("no such table", value=name, hint=suggestion(name, known))
    return known[name]


# ---- from the annotations of a record to Arrow types and converters -------------------------------------------------


@cache
def _hints(record: type, *, nested: bool = False) -> dict[str, Any]:
    skipped = {"candidates"} if nested and record is Place else set()
    return {name: hint for name, hint in get_type_hints(record).items() if name not in skipped}


def _is_optional(hint: Any) -> bool:
    return get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint)


def _bare(hint: Any) -> Any:
    """`hint` without `| None`; a closed set of names as `str`."""
    if _is_optional(hint):
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
    return str if get_origin(hint) is Literal else hint


def _holds_places(hint: Any) -> bool:
    return get_origin(hint) is tuple and get_args(hint)[0] is Place


def _arrow_type(hint: Any, *, nested: bool = False) -> pa.DataType:
    import pyarrow as pa

    kind = _bare(hint)
    if is_dataclass(kind):
        inner = _hints(kind, nested=nested)  # type: ignore[arg-type]  # a dataclass here is a type, never an instance
        return pa.struct([(name, _arrow_type(part)) for name, part in inner.items()])
    if get_origin(kind) is tuple:
        return pa.list_(_arrow_type(get_args(kind)[0], nested=_holds_places(kind)))
    if get_origin(kind) is Mapping:
        return pa.map_(pa.string(), _arrow_type(get_args(kind)[1]))
    plain: dict[Any, pa.DataType] = {
        str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(),
        datetime: pa.timestamp("us"), date: pa.date32(),
    }  # fmt: skip
    return plain[kind]


@cache
def _writer(hint: Any, *, nested: bool = False) -> Callable[[Any], Any]:
    """A function from a value of type `hint` to what Arrow takes."""
    kind = _bare(hint)
    if is_dataclass(kind):
        parts = [(name, _writer(part)) for name, part in _hints(kind, nested=nested).items()]  # type: ignore[arg-type]
        return lambda value: None if value is None else {name: write(getattr(value, name)) for name, write in parts}
    if get_origin(kind) is tuple:
        item = _writer(get_args(kind)[0], nested=_holds_places(kind))
        return lambda value: [item(part) for part in value]
    if get_origin(kind) is Mapping:
        item = _writer(get_args(kind)[1])
        return lambda value: [(key, item(part)) for key, part in value.items()]
    return lambda value: value


@cache
def _reader(hint: Any, *, nested: bool = False) -> Callable[[Any], Any]:
    """A function from what Arrow gives to a value of type `hint`."""
    kind = _bare(hint)
    if is_dataclass(kind):
        parts = [(name, _reader(part)) for name, part in _hints(kind, nested=nested).items()]  # type: ignore[arg-type]
        make: Any = kind
        return lambda value: None if value is None else make(**{name: read(value[name]) for name, read in parts})
    if get_origin(kind) is tuple:
        item = _reader(get_args(kind)[0], nested=_holds_places(kind))
        return lambda value: tuple(item(part) for part in value)
    if get_origin(kind) is Mapping:
        item = _reader(get_args(kind)[1])
        return lambda value: {key: item(part) for key, part in value}
    return lambda value: value
