"""A kind of rows and filters come in; the rows that fit, as they are or were known, go out. Every value is bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sayso.ground.errors import BadFilter
from sayso.ground.filters import RowKind
from sayso.ground.records import Record
from sayso.ground.settings import Settings
from sayso.store import filters, views
from sayso.store.changes import Change, changes
from sayso.store.moments import end_of, now
from sayso.store.opening import reading
from sayso.store.overview import Overview, overview
from sayso.store.recalling import recall
from sayso.store.rows import Rows, fetched
from sayso.store.searching import Found, search

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Question:
    """How to ask for one kind of rows.

    Args:
        source: The view that holds every row there ever was.
        order: What they are sorted by.
        newest: What tells the rows that count from those that were replaced.
        hidden: Columns of the view that are left out.
        now: What else holds of rows that stand.
    """

    source: str
    order: str
    newest: str | None = None
    hidden: tuple[str, ...] = ()
    now: str = "TRUE"


_CODED: Final = "coded_until IS NULL"
_WRITTEN: Final = "replaced IS NULL"

QUESTIONS: Final[Mapping[RowKind, Question]] = MappingProxyType({
    "reports": Question("reports_history", "published NULLS LAST, report, version", hidden=("text",)),
    "events": Question(
        "events_history", "date_from NULLS LAST, report, version, anchor_start", _CODED, ("coded_until",)
    ),
    "claims": Question("claims_history", "published NULLS LAST, report, version, claim", _CODED, ("coded_until",)),
    "entities": Question("entities_history", "reports DESC, mentions DESC, key", _CODED),
    "happenings": Question(
        "happenings_history", '"first" NULLS LAST, id, known_since', _WRITTEN, ("written", "replaced"),
        "standing = 'current'",
    ),
    "disputes": Question(
        "disputes_history", '"first" NULLS LAST, id, known_since', _WRITTEN, ("written", "replaced", "matter")
    ),
    "numbers": Question("figures_history", "known_from NULLS LAST, happening, quantity", _WRITTEN),
    "situations": Question(
        "situations_history", "since NULLS LAST, id, known_since", _WRITTEN, ("written", "replaced", "matter")
    ),
})  # fmt: skip
"""How each kind of rows is asked for."""

_NUMBERS: Final = """
SELECT happening, any_value(label) AS label, any_value(type) AS type, quantity, min(value) AS low, max(value) AS high,
    arg_max(value, (coalesce(holder.published, ''), telling)) AS latest, count(DISTINCT holder.origin) AS origins,
    list(struct_pack(value := value, holder := holder, telling := telling)
        ORDER BY holder.published, telling) AS figures,
    any_value(known_from) AS known_from
FROM ({chosen}) GROUP BY happening, quantity
"""
_MEMBERS: Final = """
WITH chosen AS MATERIALIZED (
    SELECT id, known_since, written FROM happenings_history WHERE {conditions} ORDER BY {order}{end}
), told AS MATERIALIZED (
    SELECT c.id, c.known_since, list(struct_pack(report := m.report, "start" := m."start", "end" := m."end",
        text := m.text, telling := m.telling, version := m.version, outlet := m.outlet, origin := m.origin,
        published := m.published, status := m.status, sources := m.sources)
        ORDER BY m.published, m.report, m.version, m."start") AS members
    FROM members_history m JOIN chosen c ON c.id = m.happening AND m.known_since <= c.known_since
        AND (m.known_until IS NULL OR m.known_until > c.known_since)
    WHERE m.replaced IS NULL GROUP BY c.id, c.known_since
)
SELECT h.* EXCLUDE ({hidden}), t.members FROM happenings_history h JOIN chosen USING (id, known_since, written)
    LEFT JOIN told t USING (id, known_since)
ORDER BY {order}
"""
"""The rows are chosen by their filters alone; only those that are chosen are read as a whole."""


class Queries:
    """Everything that can be asked of a store.

    Every method takes filters by name (`sayso.store.filters.FILTERS`), `as_of` for what was known at the end of a day,
    and `limit` for the first so many rows. Values in a list are alternatives, filters add up. `since` and `until` ask
    for what has a date in that window, so what nobody dates is left out.
    """

    def __init__(self, path: Path, *, settings: Settings) -> None:
        self.path = path
        self._settings = settings

    def reports(self, *, limit: int | None = None, **given: Any) -> Rows:
        """Reports: who published what, when; with `history` every version, also superseded and retracted ones."""
        return self.ask("reports", limit=limit, **given)

    def events(self, *, limit: int | None = None, **given: Any) -> Rows:
        """Events: who did what to whom, where and when, according to whom, as single reports tell it."""
        return self.ask("events", limit=limit, **given)

    def claims(self, *, limit: int | None = None, **given: Any) -> Rows:
        """Claims: who says what."""
        return self.ask("claims", limit=limit, **given)

    def entities(self, *, limit: int | None = None, **given: Any) -> Rows:
        """Entities: one row for each actor, with the number of reports that name it."""
        return self.ask("entities", limit=limit, **given)

    def happenings(self, *, limit: int | None = None, **given: Any) -> Rows:
        """Happenings: what several reports tell; `members` are the tellings, counted by report, outlet and origin."""
        return self.ask("happenings", limit=limit, **given)

    def disputes(self, *, limit: int | None = None, **given: Any) -> Rows:
        """Disputes: positions on one matter that cannot all be true, and who holds each."""
        return self.ask("disputes", limit=limit, **given)

    def numbers(self, *, limit: int | None = None, **given: Any) -> Rows:
        """Numbers: for each happening and quantity every figure with who gave it, and the range."""
        return self.ask("numbers", limit=limit, **given)

    def situations(self, *, limit: int | None = None, **given: Any) -> Rows:
        """Situations: states that happenings opened and closed, as claimed by whom."""
        return self.ask("situations", limit=limit, **given)

    def sql(self, query: str, values: Sequence[object] = ()) -> Rows:
        """The rows of a query of your own over the views of the store; `?` in it stand for `values`."""
        with self._reading() as connection:
            return Rows(fetched(connection, query, list(values)))

    def ask(self, kind: RowKind, *, limit: int | None = None, skip: int = 0, **given: Any) -> Rows:
        """The rows of a kind that fit the filters.

        Args:
            kind: Which rows.
            limit: How many at most.
            skip: How many of the first are left out, for a later page of a long list.
            **given: The filters.

        Raises:
            BadFilter: The rows have no such filter, or it cannot take the value.
            UnknownCode: A code is not in the codebook.
            StoreError: There is no store, or it cannot be read.
        """
        query, values = question(kind, filters.checked(kind, given), limit=limit, skip=skip)
        with self._reading() as connection:
            table = fetched(connection, query, values)
        is_cut = limit is not None and table.num_rows > limit
        return Rows(table.slice(0, limit) if is_cut else table, is_cut=is_cut)

    def overview(self, *, as_of: str | date | None = None) -> Overview:
        """What the store holds as a whole: counts, a time line, places, disputes.

        Raises:
            BadFilter: `as_of` is no date.
        """
        with self._reading() as connection:
            return overview(connection, moment=None if as_of is None else end_of(as_of))

    def record(self, report: str, *, version: int | None = None, as_of: str | date | None = None) -> Record:
        """The record of one report, as the newest coder made it, with its text.

        Args:
            report: Its key.
            version: Which of its texts; without, the one that stands, or stood at the end of `as_of`, or else the last.
            as_of: A day or a moment.

        Raises:
            UnknownRow: There is no such report or version.
            BadFilter: `as_of` is no date.
        """
        with self._reading() as connection:
            return recall(connection, report, version=version, moment=None if as_of is None else end_of(as_of))

    def search(self, words: str, *, limit: int = 20, as_of: str | date | None = None) -> tuple[Found, ...]:
        """Happenings, actors and reports that hold all the words, letter case and accents aside; none for no words.

        Args:
            words: What to look for.
            limit: How many of each at most.
            as_of: A day or a moment.

        Raises:
            BadFilter: `as_of` is no date.
        """
        with self._reading() as connection:
            return search(connection, words, limit=limit, moment=None if as_of is None else end_of(as_of))

    def diff(self, before: str | date, after: str | date | None = None) -> tuple[Change, ...]:
        """What appeared, changed or closed between what was known at the end of two days, or at two moments, and why.

        Args:
            before: The earlier day or moment.
            after: The later one; now, where none is given.

        Raises:
            BadFilter: One is no date, or the later one is not the later.
        """
        first, last = end_of(before), now() if after is None else end_of(after)
        if first > last:
            raise BadFilter("the two moments are the wrong way round", value=after, hint="give the earlier one first")
        with self._reading() as connection:
            return changes(connection, before=first, after=last)

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with reading(self.path, settings=self._settings) as connection:
            yield connection


def question(kind: RowKind, given: Mapping[str, Any], *, limit: int | None, skip: int = 0) -> tuple[str, list[Any]]:
    """The query for rows of a kind and the values to bind, given checked filters; one row more than the limit."""
    how = QUESTIONS[kind]
    found, values = _conditions(kind, given)
    conditions = " AND ".join(f"({one})" for one in found)
    end = "" if limit is None else f" LIMIT {int(limit) + 1}"
    end += f" OFFSET {int(skip)}" if skip else ""
    if kind == "happenings":
        parts = {"conditions": conditions, "order": how.order, "end": end, "hidden": ", ".join(how.hidden)}
        return _MEMBERS.format(**parts), values
    hidden = f" EXCLUDE ({', '.join(how.hidden)})" if how.hidden else ""
    chosen = f"SELECT *{hidden} FROM {how.source} WHERE {conditions}"
    if kind == "entities":
        return views.GROUPED_ENTITIES.format(source=f"({chosen})") + f" ORDER BY {how.order}{end}", values
    if kind == "numbers":
        return _NUMBERS.format(chosen=chosen) + f" ORDER BY {how.order}{end}", values
    return f"{chosen} ORDER BY {how.order}{end}", values


def _conditions(kind: RowKind, given: Mapping[str, Any]) -> tuple[list[str], list[Any]]:
    how = QUESTIONS[kind]
    found, values = _clock(how, given)
    if how.newest and "coder" not in given and not (given.get("history") and how.newest == _CODED):
        found.append(how.newest)
    for name, value in given.items():
        condition = filters.CONDITIONS.get(name, {}).get(kind)
        if condition:
            found.append(condition)
            values += [value] * condition.count("?")
    return found, values


def _clock(how: Question, given: Mapping[str, Any]) -> tuple[list[str], list[Any]]:
    """What holds of rows that were known at the time in question."""
    moment: datetime | None = given.get("as_of")
    if moment is None:
        return (["TRUE"], []) if given.get("history") else (["known_until IS NULL", how.now], [])
    if given.get("history"):
        return ["known_since < ?"], [moment]
    return ["known_since < ?", "(known_until IS NULL OR known_until >= ?)", how.now], [moment, moment]
