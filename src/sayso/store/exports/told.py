"""Filters come in; events, happenings, disputes and reports go out with all that an export may want to say of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sayso.ground.filters import RowKind
from sayso.ground.matters import Telling
from sayso.store import filters, keeping
from sayso.store.asking import question
from sayso.store.rows import Rows, fetched

if TYPE_CHECKING:
    import duckdb

CHUNK: Final = 2000
_NEWEST: Final = (
    "list_contains(?::VARCHAR[], e.telling) AND c.coding IN (SELECT coding FROM kept.coded WHERE coded_until IS NULL)"
)
_REPORTS: Final = """
SELECT report, version, title, url, language, byline, added, coder, standing, known_since, text
FROM reports_history WHERE list_contains(?::VARCHAR[], report)
"""


@dataclass(frozen=True, slots=True)
class Paper:
    """A version of a report. `added` and `known_since` are moments in UTC."""

    report: str
    version: int
    title: str | None
    url: str | None
    language: str | None
    byline: str | None
    added: datetime
    coder: str | None
    standing: str
    known_since: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """An event with the report that tells it and the happening that it is of."""

    telling: Telling
    paper: Paper
    happening: str | None


@dataclass(frozen=True, slots=True)
class Happened:
    """A happening, as a row of the query, with its tellings, earliest publication first."""

    row: Any
    told: tuple[Told, ...]

    def of(self, status: str) -> tuple[Told, ...]:
        """Its tellings of one status."""
        return tuple(one for one in self.told if one.telling.event.status == status)


@dataclass(frozen=True, slots=True)
class Contested:
    """A dispute, as a row of the query, with the reports of its holders."""

    row: Any
    papers: Mapping[tuple[str, int], Paper]


@dataclass(frozen=True, slots=True)
class Written:
    """A report with the events that it tells."""

    paper: Paper
    outlet: str | None
    published: str | None
    told: tuple[Told, ...]


def rows(connection: duckdb.DuckDBPyConnection, kind: RowKind, given: Mapping[str, Any]) -> Rows:
    """The rows of a kind that fit the filters.

    Raises:
        BadFilter: The rows have no such filter, or it cannot take the value.
    """
    query, values = question(kind, filters.checked(kind, given), limit=None)
    return Rows(fetched(connection, query, values))


def events(connection: duckdb.DuckDBPyConnection, given: Mapping[str, Any]) -> Iterator[Told]:
    """The events that fit, in the order of the query."""
    query, values = question("events", filters.checked("events", given), limit=None)
    keys = fetched(connection, f"SELECT telling, event FROM ({query})", values)
    for batch in keys.to_batches(max_chunksize=CHUNK):
        wanted = [(row["telling"], row["event"]) for row in batch.to_pylist()]
        found = {(one.telling.id, one.telling.event.id): one for one in _told(connection, [one for one, _ in wanted])}
        yield from (found[pair] for pair in wanted)


def happenings(connection: duckdb.DuckDBPyConnection, given: Mapping[str, Any]) -> Iterator[Happened]:
    """The happenings that fit, each with its tellings."""
    for chunk in _chunks(rows(connection, "happenings", given), CHUNK // 4):
        held: dict[str, list[Told]] = {}
        for one in _told(connection, [member["telling"] for row in chunk for member in row.members or ()]):
            held.setdefault(one.telling.id, []).append(one)
        for row in chunk:
            names = dict.fromkeys(member["telling"] for member in row.members or ())
            told = [one for name in names for one in held.get(name, ())]
            yield Happened(row, tuple(sorted(told, key=lambda one: (one.telling.published or "9999", one.telling.id))))


def disputes(connection: duckdb.DuckDBPyConnection, given: Mapping[str, Any]) -> Iterator[Contested]:
    """The disputes that fit."""
    for chunk in _chunks(rows(connection, "disputes", given), CHUNK // 4):
        holders = [holder for row in chunk for position in row.positions for holder in position["holders"]]
        papers = _papers(connection, [holder["report"] for holder in holders])
        yield from (Contested(row, papers) for row in chunk)


def reports(connection: duckdb.DuckDBPyConnection, given: Mapping[str, Any]) -> Iterator[Written]:
    """The reports that fit, each with its events in the order of the text."""
    for chunk in _chunks(rows(connection, "reports", given), 100):
        wanted = [row.report for row in chunk]
        papers = _papers(connection, wanted)
        ids = fetched(connection, "SELECT telling FROM kept.events e JOIN kept.codings c USING (coding) "
                      "WHERE list_contains(?::VARCHAR[], c.report)", [wanted])  # fmt: skip
        held: dict[tuple[str, int], list[Told]] = {}
        for one in _told(connection, [str(one) for one in ids.column("telling").to_pylist()]):
            held.setdefault((one.telling.report, one.telling.version), []).append(one)
        for row in chunk:
            place = row.report, row.version
            told = sorted(held.get(place, ()), key=lambda one: (one.telling.event.anchor, one.telling.event.id))
            yield Written(papers[place], row.outlet, row.published, tuple(told))


def _chunks(found: Rows, size: int) -> Iterator[list[Any]]:
    held = []
    for row in found:
        held.append(row)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held


def _told(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> Iterator[Told]:
    """The newest coding of these tellings."""
    names = sorted(set(ids))
    tellings = keeping.tellings(connection, _NEWEST, [names])
    papers = _papers(connection, [one.report for one in tellings])
    of = dict(connection.execute(
        """SELECT telling, arg_max(happening, known_since) FROM members_history
        WHERE replaced IS NULL AND list_contains(?::VARCHAR[], telling) GROUP BY telling""", [names],
    ).fetchall())  # fmt: skip
    for one in tellings:
        yield Told(one, papers[one.report, one.version], of.get(one.id))


def _papers(connection: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> dict[tuple[str, int], Paper]:
    found = connection.execute(_REPORTS, [sorted(set(keys))]).fetchall()
    return {(row[0], row[1]): Paper(*row) for row in found}
