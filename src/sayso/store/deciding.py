"""What a user rules on happenings comes in, as ids; rulings checked against the store, and their rows, go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sayso.ground.errors import UnknownRow, UsageError, suggestion
from sayso.ground.matters import Choice, Decision
from sayso.store.keeping import append

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision before it is written. `seeds` are further tellings whose happenings it may change."""

    choice: Choice
    tellings: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    undoes: str | None = None
    seeds: tuple[str, ...] = ()


def merging(connection: duckdb.DuckDBPyConnection, happenings: Sequence[str]) -> Ruling:
    """All tellings of some happenings are of one."""
    names = {happening_id(connection, name) for name in happenings}
    if len(names) < 2:
        raise UsageError("merging takes two happenings or more", value=happenings, hint="sayso merge STORE ONE OTHER")
    return Ruling("merge", tuple(telling for name in sorted(names) for telling in _members(connection, name)))


def splitting(connection: duckdb.DuckDBPyConnection, happening: str, wanted: Sequence[str]) -> Ruling:
    """Some tellings of a happening, or all of some reports in it, are of another."""
    members = _members(connection, happening_id(connection, happening))
    ours: list[str] = []
    for name in wanted:
        found = [telling for telling in members if telling == name or telling.rpartition("@")[0] == name]
        if not found:
            hint = suggestion(name, members, listing=f"it holds {', '.join(members[:5])}")
            raise UnknownRow("the happening holds no such telling or report", value=name, hint=hint)
        ours += found
    others = tuple(telling for telling in members if telling not in ours)
    if not ours or not others:
        raise UsageError("a split leaves tellings on both sides", value=wanted, hint="name some of them, not all")
    return Ruling("split", tuple(dict.fromkeys(ours)), others)


def undoing(connection: duckdb.DuckDBPyConnection, decision: str) -> Ruling:
    """A decision counts no longer."""
    rows = connection.execute("SELECT decision, choice, tellings, others, undoes FROM kept.decisions").fetchall()
    known = {row[0]: row for row in rows}
    if decision not in known:
        hint = suggestion(decision, known, listing="see: SELECT * FROM decisions") if known else "none was ever made"
        raise UnknownRow("there is no such decision", value=decision, hint=hint)
    if known[decision][1] == "undo":
        raise UsageError("an undo cannot be undone", value=decision, hint="make the split or merge again")
    if any(row[4] == decision for row in rows):
        raise UsageError("the decision was undone before", value=decision)
    return Ruling("undo", undoes=decision, seeds=(*known[decision][2], *known[decision][3]))


def write(
    connection: duckdb.DuckDBPyConnection,
    ruling: Ruling,
    *,
    batch: int,
    at: datetime,
    reason: str | None,
    by: str | None,
) -> Decision:
    """Append the decision."""
    name = f"d{len(connection.execute('SELECT decision FROM kept.decisions').fetchall()) + 1}"
    row: dict[str, Any] = {
        "decision": name, "choice": ruling.choice, "at": at, "tellings": ruling.tellings, "others": ruling.others,
        "undoes": ruling.undoes, "by": by, "reason": reason, "batch": batch,
    }  # fmt: skip
    append(connection, "decisions", [row])
    moment = at.isoformat()
    return Decision(name, ruling.choice, moment, ruling.tellings, ruling.others, ruling.undoes, by, reason)


def happening_id(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """The id that a happening has now, given that or one that it had before.

    Raises:
        UnknownRow: No happening ever had it.
    """
    rows = connection.execute(
        """SELECT id FROM happenings_history WHERE replaced IS NULL AND (id = ? OR list_contains(aliases, ?))
        ORDER BY id <> ?, id LIMIT 1""",
        [name, name, name],
    ).fetchall()
    if not rows:
        near = [found[0] for found in connection.execute(
            "SELECT DISTINCT id FROM happenings ORDER BY jaro_winkler_similarity(id, ?) DESC LIMIT 3", [name]
        ).fetchall()]  # fmt: skip
        hint = suggestion(name, near, listing="see: sayso happenings STORE")
        raise UnknownRow("there is no such happening", value=name, hint=hint)
    return str(rows[0][0])


def report_key(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """The key of a report, given that or its URL.

    Raises:
        UnknownRow: There is no such report.
    """
    rows = connection.execute(
        "SELECT report FROM kept.reports WHERE report = ? OR url = ? ORDER BY report <> ?, report LIMIT 1",
        [name, name, name],
    ).fetchall()
    if not rows:
        near = [found[0] for found in connection.execute(
            "SELECT DISTINCT report FROM kept.reports ORDER BY jaro_winkler_similarity(report, ?) DESC LIMIT 3", [name]
        ).fetchall()]  # fmt: skip
        hint = suggestion(name, near, listing="see: sayso reports STORE")
        raise UnknownRow("the store holds no such report", value=name, hint=hint)
    return str(rows[0][0])


def is_standing(connection: duckdb.DuckDBPyConnection, report: str, moment: datetime) -> bool:
    """Whether a report stands at a moment.

    Raises:
        UsageError: It was not published by then.
    """
    rows = connection.execute(
        """SELECT min(known_since), bool_or(known_since <= ? AND (known_until IS NULL OR known_until > ?))
        FROM kept.spells WHERE report = ?""",
        [moment, moment, report],
    ).fetchall()
    if rows[0][0] is None or rows[0][0] > moment:
        hint = "give a day on which it was known"
        raise UsageError("the report was not known then", value=moment.isoformat(), hint=hint)
    return bool(rows[0][1])


def _members(connection: duckdb.DuckDBPyConnection, happening: str) -> list[str]:
    rows = connection.execute(
        "SELECT telling FROM members_history WHERE replaced IS NULL AND happening = ? ORDER BY telling", [happening]
    ).fetchall()
    return [row[0] for row in rows]
