"""Two moments of report time come in; what appeared, changed or closed between them, and why, goes out.

A row holds from one moment to the next at which something became known, so a thing differs between two moments exactly
when another row of it holds. Why it differs is read off the reports that stand behind it: a new one, an edit, a
retraction. When a new coder version coded reports between the two, the earlier moment is looked at as the coder before
had it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

from sayso.ground.matters import Shown
from sayso.store.rows import Rows, fetched

if TYPE_CHECKING:
    import duckdb

Noun = Literal["happening", "dispute", "number", "situation"]
Turn = Literal["appeared", "changed", "closed"]
Cause = Literal["new report", "edit", "retraction", "new coder version", "decision or late report"]
Version = tuple[str, int]
Row = Mapping[str, Any]
_Known = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Reason(Shown):
    """Why something changed: what was done, to which version of which report."""

    cause: Cause
    report: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Difference(Shown):
    """One field before and after, in words."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change(Shown):
    """One thing that is not what it was. `about` says in words which one it is."""

    noun: Noun
    id: str
    turn: Turn
    about: str
    differences: tuple[Difference, ...]
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Look:
    """How one kind of things is looked at."""

    query: str
    about: Callable[[Row], str]
    fields: Mapping[str, Callable[[Row], str | None]]
    behind: Callable[[Row], set[Version]]
    ends: Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class _Window:
    """The two moments, when each version was known, and whether another coder coded between the two."""

    before: datetime
    after: datetime
    spells: Mapping[Version, Any]
    is_recoded: bool


def changes(connection: duckdb.DuckDBPyConnection, *, before: datetime, after: datetime) -> tuple[Change, ...]:
    """What differs between what was known before one moment and before another, both exclusive.

    Happenings come first, then disputes, numbers and situations, each by id.
    """
    then, now = _generation(connection, before), _generation(connection, after)
    spells = {
        (row[0], row[1]): row[2:]
        for row in connection.execute("""
            SELECT report, version, known_since, known_until, standing,
                known_since > min(known_since) OVER (PARTITION BY report) FROM kept.spells
        """).fetchall()
    }
    window = _Window(before, after, spells, is_recoded=then != now)
    found: list[Change] = []
    for noun, look in _LOOKS.items():
        old = _rows(connection, look, at=(before, then), but_not=(after, now))
        new = _rows(connection, look, at=(after, now), but_not=(before, then))
        for pair in _paired(noun, old, new):
            found += _change(noun, pair, window)
    return tuple(found)


def _generation(connection: duckdb.DuckDBPyConnection, moment: datetime) -> datetime | None:
    """When the first coding by another coder after a moment was kept: rows of before it are those of the moment."""
    rows = connection.execute("SELECT min(coded_until) FROM kept.coded WHERE coded_until >= ?", [moment]).fetchall()
    return rows[0][0] if rows else None


def _rows(connection: duckdb.DuckDBPyConnection, look: _Look, *, at: _Known, but_not: _Known) -> dict[str, Row]:
    """The rows that held at one moment and not at the other one, by id."""
    (moment, generation), (other, other_generation) = at, but_not
    holds = """known_since < ? AND (known_until IS NULL OR known_until >= ?)
        AND written < ? AND (replaced IS NULL OR replaced >= ?)"""
    last = datetime.max.replace(microsecond=0)
    values = [moment, moment, generation or last, generation or last]
    others = [other, other, other_generation or last, other_generation or last]
    query = look.query.format(holds=holds)
    rows = fetched(connection, query, [*values, *others])
    return {row["id"]: row for row in Rows(rows).to_json()}


def _paired(noun: Noun, old: Mapping[str, Row], new: Mapping[str, Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """What was with what is: by id, or, as a happening may get another id, by a telling that both have."""
    left = {name: row for name, row in new.items() if name not in old}
    homes = {telling: name for name, row in left.items() for telling in row.get("tellings") or ()}
    for name, row in sorted(old.items()):
        other = new.get(name)
        if other is None and noun == "happening":
            heirs = [homes[telling] for telling in row["tellings"] or () if homes.get(telling) in left]
            other = left.pop(heirs[0]) if heirs else None
        yield row, other
    for _, row in sorted(left.items()):
        yield None, row


def _change(noun: Noun, pair: tuple[Row | None, Row | None], window: _Window) -> Iterator[Change]:
    look, (old, new) = _LOOKS[noun], pair
    row = new or old
    if row is None:
        return
    differences = tuple(
        Difference(name, said(old) if old else None, said(new) if new else None)
        for name, said in look.fields.items()
        if old is None or new is None or said(old) != said(new)
    )
    if old and new and not differences:
        return
    turn: Turn = "appeared" if old is None else "closed" if new is None else "changed"
    if old and new and look.ends(new) and not look.ends(old):
        turn = "closed"
    sides = (look.behind(old) if old else set(), look.behind(new) if new else set())
    why = sorted(set(_reasons(*sides, window)), key=lambda one: (one.cause, one.report or "", one.version or 0))
    yield Change(noun, row["id"], turn, look.about(row), differences, tuple(why))


def _reasons(old: set[Version], new: set[Version], window: _Window) -> Iterator[Reason]:
    """Why the versions behind a thing are others now."""
    explained = False
    for report, version in new - old:
        since, _, _, is_edit = window.spells[report, version]
        if since >= window.before:
            yield Reason("edit" if is_edit else "new report", report, version)
            explained = True
    for report, version in old - new:
        _, until, standing, _ = window.spells[report, version]
        if until is not None and until < window.after:
            yield Reason("retraction" if standing == "retracted" else "edit", report, version)
            explained = True
    if not explained:
        yield Reason("new coder version" if window.is_recoded else "decision or late report")


# ---- the four kinds of things ---------------------------------------------------------------------------------------


def _listed(name: str) -> Callable[[Row], str | None]:
    return lambda row: ", ".join(map(str, row[name])) if row[name] else None


def _plain(name: str) -> Callable[[Row], str | None]:
    return lambda row: None if row[name] is None else str(row[name])


def _versions(names: Sequence[str]) -> set[Version]:
    """`report@version` taken apart."""
    return {(report, int(version)) for report, _, version in (name.rpartition("@") for name in names)}


def _positions(row: Row) -> str:
    sides = [
        f"{side['position']}: {', '.join(sorted({holder['name'] for holder in side['holders']}))}"
        for side in row["positions"]
    ]
    return "; ".join(sorted(sides))


def _held(*columns: str) -> Callable[[Row], set[Version]]:
    return lambda row: {(one["report"], one["version"]) for name in columns for one in row[name] or ()}


def _who(row: Row) -> str:
    return f"{row['who']['name']} {row['condition']}"


_HAPPENINGS: Final = """
    WITH held AS (SELECT * EXCLUDE (known_until) FROM happenings_history WHERE standing = 'current' AND {holds}),
    other AS (SELECT id, known_since, written FROM happenings_history WHERE standing = 'current' AND {holds})
    SELECT h.*, m.tellings, m.behind FROM held h ANTI JOIN other o
        ON o.id = h.id AND o.known_since = h.known_since AND o.written = h.written
    JOIN (SELECT happening, h.known_since, h.written, list(telling) AS tellings,
            list(DISTINCT report || '@' || version) AS behind
        FROM members_history m JOIN held h ON h.id = m.happening AND h.written = m.written
        AND m.known_since <= h.known_since AND (m.known_until IS NULL OR m.known_until > h.known_since)
        GROUP BY ALL) m ON m.happening = h.id AND m.known_since = h.known_since AND m.written = h.written
"""
_SPANNED: Final = """
    WITH held AS (SELECT * FROM {{view}} WHERE {holds}),
    other AS (SELECT id, known_since, written FROM {{view}} WHERE {holds})
    SELECT h.* FROM held h ANTI JOIN other o ON o.id = h.id AND o.known_since = h.known_since AND o.written = h.written
"""
_LEDGER: Final = """
    SELECT happening || ' ' || quantity AS id, any_value(label) AS label, quantity, min(value) AS low,
        max(value) AS high, arg_max(value, (coalesce(holder.published, ''), telling)) AS latest, count(*) AS figures,
        list(DISTINCT holder.report || '@' || holder.version) AS behind
    FROM figures_history WHERE {holds} GROUP BY happening, quantity"""
_NUMBERS: Final = f"""
    WITH held AS ({_LEDGER}), other AS ({_LEDGER})
    SELECT * FROM held ANTI JOIN other USING (id, low, high, latest, figures)
"""

_LOOKS: Final[Mapping[Noun, _Look]] = MappingProxyType({
    "happening": _Look(
        _HAPPENINGS, lambda row: row["label"],
        {
            "what": lambda row: f"{row['type']} {row['mode'] or ''}".strip(), "label": _plain("label"),
            "first": _plain("first"), "last": _plain("last"), "statuses": _listed("statuses"),
            "reports": _plain("reports"), "outlets": _plain("outlets"), "origins": _plain("origins"),
            "superseded": _listed("superseded"), "retracted": _listed("retracted"),
        },
        lambda row: _versions(row["behind"]), lambda _: False,
    ),
    "dispute": _Look(
        _SPANNED.replace("{{view}}", "disputes_history"), lambda row: row["about"], {"positions": _positions},
        lambda row: set().union(*(_held("holders")(side) for side in row["positions"])), lambda _: False,
    ),
    "number": _Look(
        _NUMBERS, lambda row: f"{row['quantity']}: {row['label']}",
        {"low": _plain("low"), "high": _plain("high"), "latest": _plain("latest"), "figures": _plain("figures")},
        lambda row: _versions(row["behind"]), lambda _: False,
    ),
    "situation": _Look(
        _SPANNED.replace("{{view}}", "situations_history"), _who,
        {
            "since": _plain("since"), "until": _plain("until"),
            "by": lambda row: ", ".join(one["name"] for one in row["by"] or ()) or None,
            "according to": lambda row: ", ".join(sorted({one["name"] for one in row["holders"]})) or None,
            "demanded by": lambda row: ", ".join(sorted({one["name"] for one in row["demands"] or ()})) or None,
        },
        _held("holders", "ended_holders", "demands", "denied_by"), lambda row: row["until"] is not None,
    ),
})  # fmt: skip
