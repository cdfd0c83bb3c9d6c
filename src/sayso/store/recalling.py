"""The key of a kept report comes in; its record goes out again, text and all, as the newest coder made it."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sayso.ground.errors import UnknownRow, suggestion
from sayso.ground.records import Claim, Entity, Event, Place, Record, Report, Time, Versions
from sayso.store import layout
from sayso.store.rows import fetched

if TYPE_CHECKING:
    import duckdb

Part = TypeVar("Part", Claim, Entity, Event, Place, Time)
_VERSIONS: Final = ("sayso", "model", "codebook", "gazetteer")


def recall(
    connection: duckdb.DuckDBPyConnection, report: str, *, version: int | None, moment: datetime | None
) -> Record:
    """The record of a version of a report; without a number, of the one that stood before the moment, or the last.

    Raises:
        UnknownRow: There is no such report or version.
    """
    number = _standing(connection, report, moment) if version is None else version
    rows = fetched(
        connection,
        """SELECT r.report, r.text, r.title, r.published, r.outlet, r.url, r.language, r.byline, c.coding, c.loaded,
            c.sayso, c.model, c.codebook, c.gazetteer
        FROM kept.reports r JOIN kept.codings c USING (report, version)
        WHERE r.report = ? AND r.version = ? ORDER BY c.coding DESC LIMIT 1""",
        [report, number],
    ).to_pylist()
    if not rows:
        raise UnknownRow("the report has no such version", value=number, hint="see: sayso reports STORE --history")
    row = rows[0]
    made_by = [row[name] for name in _VERSIONS]
    return Record(
        Report(row["report"], *(row[one.name] for one in fields(Report) if one.name != "id")),
        events=_parts(connection, "events", Event, row["coding"], order="x.anchor.\"start\", x.id"),
        claims=_parts(connection, "claims", Claim, row["coding"]),
        entities=_parts(connection, "entities", Entity, row["coding"]),
        times=_parts(connection, "times", Time, row["coding"], order="x.span.\"start\""),
        places=_parts(connection, "places", Place, row["coding"], order="x.span.\"start\""),
        loaded=layout.readers("codings")["loaded"](row["loaded"]),
        versions=Versions(*made_by) if all(made_by) else None,
    )  # fmt: skip


def _standing(connection: duckdb.DuckDBPyConnection, report: str, moment: datetime | None) -> int:
    """The number of the version that stood before a moment, or, where none did, of the last one that was known."""
    at = moment or datetime.max.replace(microsecond=0)
    rows = connection.execute(
        """SELECT version FROM kept.spells WHERE report = ? AND known_since < ?
        ORDER BY (known_until IS NULL OR known_until >= ?) DESC, version DESC LIMIT 1""",
        [report, at, at],
    ).fetchall()
    if not rows:
        near = [found[0] for found in connection.execute(
            "SELECT DISTINCT report FROM kept.reports ORDER BY jaro_winkler_similarity(report, ?) DESC LIMIT 3",
            [report],
        ).fetchall()]  # fmt: skip
        hint = suggestion(report, near, listing="see: sayso reports STORE")
        raise UnknownRow("no such report was known", value=report, hint=hint)
    return int(rows[0][0])


def _parts(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    make: type[Part],
    coding: int,
    *,
    order: str = "length(x.id), x.id",
) -> tuple[Part, ...]:
    """The events, claims … of one coding."""
    read: Any = layout.readers(name)
    rows = fetched(connection, f"SELECT * FROM kept.{name} x WHERE coding = ? ORDER BY {order}", [coding]).to_pylist()
    return tuple(make(**{one.name: read[one.name](row[one.name]) for one in fields(make)}) for row in rows)
