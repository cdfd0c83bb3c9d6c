"""Words come in; the happenings, actors and reports of a store that hold all of them go out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

from sayso.ground.matters import Shown

if TYPE_CHECKING:
    import duckdb

Noun = Literal["happening", "entity", "report"]


@dataclass(frozen=True, slots=True)
class Found(Shown):
    """One thing that was found: its kind, its id, what it is called, and a line more."""

    noun: Noun
    id: str
    name: str
    detail: str


_KNOWN: Final = "known_since < $at AND (known_until IS NULL OR known_until >= $at)"
_HOLDS: Final = "len(list_filter($words::VARCHAR[], lambda w: NOT contains(lower(strip_accents({text})), w))) = 0"

_QUERIES: Final[dict[Noun, str]] = {
    "entity": f"""
        SELECT key, arg_max(name, known_since), concat_ws(', ', mode(kind), any_value(country),
            count(DISTINCT report)::VARCHAR || ' reports')
        FROM entities_history WHERE {_KNOWN} AND coded_until IS NULL AND {_HOLDS.format(text="name")}
        GROUP BY key ORDER BY count(DISTINCT report) DESC, key LIMIT $limit
    """,
    "happening": f"""
        SELECT id, label, concat_ws(', ', "first", reports::VARCHAR || ' reports', origins::VARCHAR || ' origins')
        FROM happenings_history WHERE {_KNOWN} AND replaced IS NULL AND standing = 'current'
            AND {
        _HOLDS.format(
            text='''concat_ws(' ', label, "type", "mode", array_to_string(actor_names, ' '),
                array_to_string(recipient_names, ' '), array_to_string(places, ' '))'''
        )
    }
        ORDER BY origins DESC, "first", id LIMIT $limit
    """,
    "report": f"""
        SELECT report, coalesce(title, report), concat_ws(', ', outlet, published[:10])
        FROM reports_history WHERE {_KNOWN} AND {_HOLDS.format(text="concat_ws(' ', title, text)")}
        ORDER BY published DESC, report LIMIT $limit
    """,
}


def search(
    connection: duckdb.DuckDBPyConnection, words: str, *, limit: int, moment: datetime | None
) -> tuple[Found, ...]:
    """Actors, happenings and reports with all the words, as known before a moment; those of most reports first."""
    wanted = _folded(connection, words)
    if not wanted:
        return ()
    values = {"words": wanted, "limit": limit, "at": moment or datetime.max.replace(microsecond=0)}
    return tuple(
        Found(noun, *row) for noun, query in _QUERIES.items() for row in connection.execute(query, values).fetchall()
    )


def _folded(connection: duckdb.DuckDBPyConnection, words: str) -> list[str]:
    rows = connection.execute("SELECT lower(strip_accents(?))", [words]).fetchall()
    return str(rows[0][0]).split()
