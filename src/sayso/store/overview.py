"""A connection and a moment come in; what a store holds as a whole goes out: counts, a time line, places, disputes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from sayso.ground.matters import Shown

if TYPE_CHECKING:
    import duckdb

Step = Literal["day", "month", "year"]

_KNOWN: Final = "known_since < $at AND (known_until IS NULL OR known_until >= $at)"
_HELD: Final = f"{_KNOWN} AND replaced IS NULL"
_MARGIN: Final = timedelta(days=31)
_DAYS: Final = 150
_MONTHS: Final = 12 * 366
"""The longest stretches, in days, that are shown day by day and month by month."""


@dataclass(frozen=True, slots=True)
class Bar(Shown):
    """Happenings of one period that are told with one status, by one origin or by more. `period` is its first day."""

    period: str
    status: str
    origins: Literal["one", "several"]
    happenings: int


@dataclass(frozen=True, slots=True)
class Volume(Shown):
    """How much was published in one period: all reports, and the texts that they go back to."""

    period: str
    reports: int
    origins: int


@dataclass(frozen=True, slots=True)
class Spot(Shown):
    """A place of events, as precise as the reports have it. WGS 84 degrees."""

    place: str
    country: str | None
    precision: str
    lat: float
    lon: float
    events: int
    reports: int


@dataclass(frozen=True, slots=True)
class Quarrel(Shown):
    """A dispute in a line."""

    id: str
    about: str
    question: str
    positions: tuple[str, ...]
    reports: int
    origins: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Counts(Shown):
    """How many of each. `undated` happenings stand on no bar: no day, or none precise enough, or far from the news."""

    reports: int
    outlets: int
    origins: int
    happenings: int
    disputes: int
    situations: int
    undated: int


@dataclass(frozen=True, slots=True)
class Overview(Shown):
    """A store at one moment. `step` is the period of the bars; `first` and `last` bound publication."""

    counts: Counts
    first: str | None
    last: str | None
    step: Step
    bars: tuple[Bar, ...]
    volumes: tuple[Volume, ...]
    spots: tuple[Spot, ...]
    disputes: tuple[Quarrel, ...]


def overview(
    connection: duckdb.DuckDBPyConnection, *, moment: datetime | None, spots: int = 300, disputes: int = 8
) -> Overview:
    """What was known before a moment, or is known now.

    Args:
        connection: To the store.
        moment: Exclusive; `None` for now.
        spots: How many places at most, those of most reports first.
        disputes: How many disputes at most, those of most origins first.
    """
    at = {"at": moment or datetime.max.replace(microsecond=0)}
    reports, outlets, origins, first, last = _row(connection, f"""
        SELECT count(*), count(DISTINCT outlet), count(DISTINCT origin), min(published), max(published)
        FROM reports_history WHERE {_KNOWN}
    """, at)  # fmt: skip
    window = _window(first, last)
    step = _step(window)
    within = {**at, "low": window[0].isoformat(), "high": window[1].isoformat()}
    bars = _bars(connection, step, within)
    happenings, dated = _row(connection, f"""
        SELECT count(*), count(*) FILTER (WHERE {_placed(step)})
        FROM happenings_history WHERE {_HELD} AND standing = 'current'
    """, within)  # fmt: skip
    quarrels, situations = _row(connection, f"""
        SELECT (SELECT count(*) FROM disputes_history WHERE {_HELD}),
            (SELECT count(*) FROM situations_history WHERE {_HELD})
    """, at)  # fmt: skip
    return Overview(
        Counts(reports, outlets, origins, happenings, quarrels, situations, happenings - dated), first, last, step,
        bars, _volumes(connection, step, at), _spots(connection, at, most=spots),
        _quarrels(connection, at, most=disputes),
    )  # fmt: skip


def _window(first: str | None, last: str | None) -> tuple[date, date]:
    """The days that the time line covers: those of publication, and a month on either side."""
    if not first or not last:
        return date.min, date.max
    return date.fromisoformat(first[:10]) - _MARGIN, date.fromisoformat(last[:10]) + _MARGIN


def _step(window: tuple[date, date]) -> Step:
    days = (window[1] - window[0]).days
    return "day" if days <= _DAYS else "month" if days <= _MONTHS else "year"


def _placed(step: Step) -> str:
    """Whether a happening stands in one period of the time line, and not in several."""
    cut = {"day": 10, "month": 7, "year": 4}[step]
    return f"""("first" >= $low AND "first" <= $high AND "first"[:{cut}] = "last"[:{cut}])"""


def _bars(connection: duckdb.DuckDBPyConnection, step: Step, values: dict[str, Any]) -> tuple[Bar, ...]:
    rows = connection.execute(f"""
        SELECT period, status, told, count(*) FROM (
            SELECT strftime(date_trunc('{step}', "first"::DATE), '%Y-%m-%d') AS period, unnest(statuses) AS status,
                CASE WHEN origins > 1 THEN 'several' ELSE 'one' END AS told
            FROM happenings_history WHERE {_HELD} AND standing = 'current' AND {_placed(step)}
        ) GROUP BY ALL ORDER BY ALL
    """, values).fetchall()  # fmt: skip
    return tuple(Bar(*row) for row in rows)


def _volumes(connection: duckdb.DuckDBPyConnection, step: Step, at: dict[str, Any]) -> tuple[Volume, ...]:
    rows = connection.execute(f"""
        SELECT strftime(date_trunc('{step}', TRY_CAST(published[:10] AS DATE)), '%Y-%m-%d') AS period, count(*),
            count(DISTINCT origin)
        FROM reports_history WHERE {_KNOWN} AND TRY_CAST(published[:10] AS DATE) IS NOT NULL
        GROUP BY ALL ORDER BY ALL
    """, at).fetchall()  # fmt: skip
    return tuple(Volume(*row) for row in rows)


def _spots(connection: duckdb.DuckDBPyConnection, at: dict[str, Any], *, most: int) -> tuple[Spot, ...]:
    rows = connection.execute(f"""
        SELECT place, any_value(country), precision, any_value(lat), any_value(lon), count(*) AS events,
            count(DISTINCT report) AS reports
        FROM events_history WHERE {_KNOWN} AND coded_until IS NULL AND lat IS NOT NULL
        GROUP BY geonameid, place, precision ORDER BY reports DESC, events DESC, place LIMIT {int(most)}
    """, at).fetchall()  # fmt: skip
    return tuple(Spot(*row) for row in rows)


def _quarrels(connection: duckdb.DuckDBPyConnection, at: dict[str, Any], *, most: int) -> tuple[Quarrel, ...]:
    rows = connection.execute(f"""
        SELECT id, about, question, list_transform(positions, lambda x: x."position"), reports, origins, "first", "last"
        FROM disputes_history WHERE {_HELD} ORDER BY origins DESC, reports DESC, "last" DESC, id LIMIT {int(most)}
    """, at).fetchall()  # fmt: skip
    return tuple(Quarrel(row[0], row[1], row[2], tuple(row[3]), *row[4:]) for row in rows)


def _row(connection: duckdb.DuckDBPyConnection, query: str, values: dict[str, Any]) -> Any:
    return connection.execute(query, values).fetchall()[0]
