"""A connection to a database comes in; a store with the tables and views of this version stands there afterwards.

Migrations are numbered SQL files in `migrations/`, each run once, in order, all in one transaction.
Views are made anew whenever their text differs, as they hold no rows.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from sayso.ground.errors import NotAStore, StoreError, StoreNewer
from sayso.store.moments import now
from sayso.store.views import VIEWS

if TYPE_CHECKING:
    import duckdb

_HINT_NEWER: Final = "upgrade sayso"
_NAMED: Final = "SELECT count(*) FROM information_schema.tables WHERE table_schema = ? AND table_name = ?"


@cache
def migrations() -> tuple[str, ...]:
    """The text of each migration, the first one first."""
    folder = files("sayso.store") / "migrations"
    named = sorted((entry.name, entry) for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return tuple(entry.read_text("utf-8") for _, entry in named)


def number(connection: duckdb.DuckDBPyConnection) -> int:
    """The number of the last migration that the database went through; 0 for an empty database.

    Raises:
        NotAStore: It holds tables, but not those of a store.
    """
    if _count(connection, _NAMED, "kept", "migrations"):
        return _count(connection, "SELECT max(number) FROM kept.migrations")
    if _count(connection, "SELECT count(*) FROM information_schema.tables"):
        raise NotAStore("the database was not made by sayso", hint="name another file for the store")
    return 0


def check(connection: duckdb.DuckDBPyConnection) -> None:
    """See that this version can read the store.

    Raises:
        StoreNewer: A newer version of Sayso made it.
        NotAStore: It is another database.
        StoreError: An older version made it and nobody has written to it since.
    """
    found, known = number(connection), len(migrations())
    if found > known:
        raise StoreNewer(f"the store has migration {found}, this version knows {known}", hint=_HINT_NEWER)
    if found == 0:
        raise NotAStore("the database is empty", hint="fill it: sayso add STORE REPORTS…")
    if found < known:
        hint = "write to it once to bring it up to date: sayso reconcile STORE"
        raise StoreError(f"the store has migration {found}, this version needs {known}", hint=hint)


def migrate(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the database up to date; an empty one becomes a store.

    Raises:
        StoreNewer: A newer version of Sayso made it.
        NotAStore: It is another database.
    """
    found, known = number(connection), migrations()
    if found > len(known):
        raise StoreNewer(f"the store has migration {found}, this version knows {len(known)}", hint=_HINT_NEWER)
    connection.execute("BEGIN")
    for next_number, text in enumerate(known[found:], found + 1):
        connection.execute(text)
        connection.execute("INSERT INTO kept.migrations VALUES (?, ?, ?)", [next_number, now(), _version()])
    _renew_views(connection)
    connection.execute("COMMIT")


def _renew_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Make each view whose text is not the one it was last made from."""
    kept = dict(connection.execute("SELECT view, text FROM kept.views").fetchall())
    if list(kept.items()) == list(VIEWS.items()):
        return
    connection.execute("DELETE FROM kept.views")
    for name, text in VIEWS.items():
        connection.execute(f"CREATE OR REPLACE VIEW {name} AS {text}")
        connection.execute("INSERT INTO kept.views VALUES (?, ?)", [name, text])


def _count(connection: duckdb.DuckDBPyConnection, query: str, *values: str) -> int:
    rows = connection.execute(query, values).fetchall()
    return int(rows[0][0] or 0)


def _version() -> str:
    from sayso import __version__

    return __version__
