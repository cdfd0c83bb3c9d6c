"""The tables of a store: names come in, the columns of each with their types go out, as Arrow schemas and as SQL.

Every table is append-only: a row is never changed and never deleted. What no longer holds is told by another row: a
later version of a report, a retraction, a newer coding, a generation of a happening that replaces an older one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sayso.ground import tables
from sayso.ground.errors import RecordError
from sayso.ground.matters import Holder, Identity, Merge, Position, Trait
from sayso.ground.records import Claim, Entity, Event, Place, Span, Time

if TYPE_CHECKING:
    import pyarrow as pa

Maybe = str | None
_CODING: Final = {"coding": int}
_SPELL: Final = {"known_since": datetime, "known_until": datetime | None}
_GENERATION: Final = {"batch": int, "digest": str, **_SPELL}
_PARTIES: Final = {
    "countries": tuple[str, ...], "sectors": tuple[str, ...], "actor_names": tuple[str, ...],
    "actor_keys": tuple[str, ...], "recipient_names": tuple[str, ...], "recipient_keys": tuple[str, ...],
    "source_names": tuple[str, ...], "source_kinds": tuple[str, ...], "outlet_names": tuple[str, ...],
}  # fmt: skip

TABLES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType({
    "runs": {
        "run": int, "started": datetime, "doing": str, "sayso": str, "model": Maybe, "codebook": Maybe,
        "gazetteer": Maybe,
    },
    "batches": {"batch": int, "run": int, "written": datetime, "note": str},
    "reports": {
        "report": str, "version": int, "content": str, "sha256": str, "text": str, "title": Maybe, "published": Maybe,
        "outlet": Maybe, "url": Maybe, "language": Maybe, "byline": Maybe, "known_since": datetime, "added": datetime,
        "batch": int,
    },
    "retractions": {"report": str, "retracted": datetime, "reason": str, "batch": int},
    "codings": {
        "coding": int, "report": str, "version": int, "coded": datetime, "sayso": Maybe, "model": Maybe,
        "codebook": Maybe, "gazetteer": Maybe, "loaded": tuple[Span, ...], "countries": tuple[str, ...],
        "names": tuple[str, ...], "batch": int,
    },
    "events": {
        **_CODING, "telling": str, **tables.hints(Event), "actor_identities": tuple[Identity, ...],
        "recipient_identities": tuple[Identity, ...], "source_identities": tuple[Identity, ...], "sentence_text": Maybe,
    },
    "claims": {
        **_CODING, "statement": str, **tables.hints(Claim), "identity": Identity | None, "tellings": tuple[str, ...],
        "sentence": str, "countries": tuple[str, ...],
    },
    "entities": {**_CODING, **tables.hints(Entity)},
    "times": {**_CODING, **tables.hints(Time)},
    "places": {**_CODING, **tables.hints(Place)},
    "rejected": {"source": str, "code": str, "message": str, "hint": str, "seen": datetime, "batch": int},
    "imprints": {"report": str, "version": int, "sketch": tuple[int, ...], "credits": tuple[str, ...]},
    "bands": {"band": int, "report": str, "version": int},
    "blocks": {"block": int, "telling": str, "coding": int},
    "reconciled": {"coding": int, "batch": int},
    "decisions": {
        "decision": str, "choice": str, "at": datetime, "tellings": tuple[str, ...], "others": tuple[str, ...],
        "undoes": Maybe, "by": Maybe, "reason": Maybe, "batch": int,
    },
    "origins": {
        "report": str, "version": int, "origin": str, "kind": str, "credit": Maybe, "likeness": float, "batch": int,
    },
    "happenings": {
        "id": str, **_GENERATION, "standing": str, "type": str, "mode": Maybe, "label": str, "first": Maybe,
        "last": Maybe, "granularity": Maybe, "known_from": Maybe, "reports": int, "outlets": int, "origins": int,
        "traits": tuple[Trait, ...], "merges": tuple[Merge, ...], "aliases": tuple[str, ...],
        "statuses": tuple[str, ...], "modes": tuple[str, ...], "contexts": tuple[str, ...],
        "places": tuple[str, ...], "superseded": tuple[str, ...], "retracted": tuple[str, ...],
        "probability": float, **_PARTIES,
    },
    "members": {
        "happening": str, "batch": int, **_SPELL, "telling": str, "report": str, "version": int, "start": int,
        "end": int, "text": str, "outlet": Maybe, "origin": str, "published": Maybe, "status": str,
        "sources": tuple[str, ...], "coding": int,
    },
    "figures": {
        "happening": str, "batch": int, **_SPELL, "telling": str, "quantity": str, "value": int, "holder": Holder,
        "label": str, "type": str, "known_from": Maybe, "first": Maybe, "last": Maybe, "origins": int,
        "modes": tuple[str, ...], "contexts": tuple[str, ...], "statuses": tuple[str, ...],
        "places": tuple[str, ...], **_PARTIES,
    },
    "disputes": {
        "id": str, "matter": str, **_GENERATION, "about": str, "question": str, "happening": Maybe,
        "positions": tuple[Position, ...], "first": Maybe, "last": Maybe, "type": Maybe, "reports": int,
        "origins": int, **_PARTIES,
    },
    "situations": {
        "id": str, "matter": str, **_GENERATION, "condition": str, "who": Identity, "by": tuple[Identity, ...],
        "country": Maybe, "since": Maybe, "until": Maybe, "opened_by": tuple[str, ...], "closed_by": tuple[str, ...],
        "demanded_by": tuple[str, ...], "holders": tuple[Holder, ...], "ended_holders": tuple[Holder, ...],
        "demands": tuple[Holder, ...], "denied_by": tuple[Holder, ...], "reports": int, "origins": int, **_PARTIES,
    },
    "matters": {"key": str, "happening": Maybe, "statement": Maybe, "coding": int | None, "batch": int},
    "feeds": {"url": str, "outlet": Maybe, "standing": str, "at": datetime},
    "visits": {
        "url": str, "feed": str, "at": datetime, "first": datetime, "outcome": str, "etag": Maybe, "modified": Maybe,
        "updated": Maybe,
    },
    "draws": {
        "draw": str, "number": int, "at": datetime, "by": tuple[str, ...], "size": int, "population": int, "seed": int,
        "batch": int,
    },
    "drawn": {
        "draw": str, "number": int, "telling": str, "event": str, "coding": int, "stratum": str, "population": int,
        "chosen": int, "batch": int,
    },
    "labels": {
        "draw": str, "number": int, "field": str, "verdict": str, "by": Maybe, "at": datetime, "order": int,
        "batch": int,
    },
    "replaced": {"kind": str, "id": str, "generation": int, "batch": int},
})  # fmt: skip
"""Table → column → type of its values. The first version of it is `migrations/0001.sql`; each change is a new one."""


@cache
def schema(name: str) -> pa.Schema:
    """The Arrow schema of one table."""
    import pyarrow as pa

    return pa.schema([pa.field(column, tables.arrow_type(hint)) for column, hint in TABLES[name].items()])


@cache
def _writers(name: str) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    return tuple((column, tables.writer(hint)) for column, hint in TABLES[name].items())


@cache
def readers(name: str) -> Mapping[str, Callable[[Any], Any]]:
    """For each column of a table a function from what Arrow gives to the value."""
    return {column: tables.reader(hint) for column, hint in TABLES[name].items()}


def to_arrow(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows of one table, each with a value for every column, as Arrow."""
    import pyarrow as pa

    held = list(rows)
    try:
        columns = [
            pa.array([write(row[column]) for row in held], type=schema(name).field(column).type)
            for column, write in _writers(name)
        ]
    except UnicodeEncodeError as error:
        hint = "read the report again with its right encoding"
        raise RecordError(
            "text holds lone surrogates", value=error.object[error.start : error.end], hint=hint
        ) from error
    return pa.Table.from_arrays(columns, schema=schema(name))


def sql_type(arrow: pa.DataType) -> str:
    """The DuckDB type that holds values of an Arrow type."""
    import pyarrow as pa

    if pa.types.is_list(arrow):
        return sql_type(arrow.value_type) + "[]"
    if pa.types.is_map(arrow):
        return f"MAP({sql_type(arrow.key_type)}, {sql_type(arrow.item_type)})"
    if pa.types.is_struct(arrow):
        return "STRUCT(" + ", ".join(f'"{part.name}" {sql_type(part.type)}' for part in arrow) + ")"
    plain = {
        pa.string(): "VARCHAR", pa.int64(): "BIGINT", pa.float64(): "DOUBLE", pa.bool_(): "BOOLEAN",
        pa.timestamp("us"): "TIMESTAMP", pa.date32(): "DATE",
    }  # fmt: skip
    return plain[arrow]


def ddl(name: str) -> str:
    """The statement that makes one table."""
    columns = ",\n    ".join(f'"{field.name}" {sql_type(field.type)}' for field in schema(name))
    return f"CREATE TABLE kept.{name} (\n    {columns}\n);"
