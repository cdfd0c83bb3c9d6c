"""The path of a store comes in, short-lived DuckDB connections go out: one writer at a time, readers at any time.

Nobody keeps the file open between two operations, so readers get in while a long `sayso add` is coding. The one writer
is told by a lock on a file beside the store, which the system drops when the process dies. What DuckDB says about
locks, damage and strange files becomes an error with a code and a way out. The home of duckdb.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from sayso.ground.errors import NotAStore, StoreBusy, StoreCorrupt, StoreError, StoreMissing, StoreNewer
from sayso.ground.settings import Settings
from sayso.store import migrating

if TYPE_CHECKING:
    import duckdb

try:
    import fcntl
except ImportError:  # not a Unix: there DuckDB's own lock tells the second writer, once it comes to write
    HAS_LOCKS = False
else:
    HAS_LOCKS = True

_PAUSE: Final = 0.02
_LOCKED: Final = "Could not set lock"


class Writer:
    """The right to write to a store, held in a `with` block; makes the store when there is none.

    Raises:
        StoreBusy: Another process holds it.
        StoreMissing: There is no folder for the store, or no store and `makes` is false.
        StoreError: The file cannot be read; see `reading`.
    """

    def __init__(self, path: Path, *, settings: Settings, makes: bool = True) -> None:
        self._path = path
        self._settings = settings
        self._makes = makes
        self._lock: IO[str] | None = None

    def __enter__(self) -> Writer:
        if not self._makes and not self._path.exists():
            raise _missing(self._path)
        if not self._path.parent.is_dir():
            raise StoreMissing("there is no such folder", value=str(self._path.parent), hint="make it first")
        self._lock = _locked(self._path)
        try:
            if self._path.exists():
                with _connected(self._path, self._settings, is_reading=False) as connection:
                    migrating.migrate(connection)
            else:
                _make(self._path, self._settings)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection; what the block does is kept when it ends well, and only then, as a whole."""
        if self._lock is None:
            raise StoreError("the store is not open for writing", hint="use the writer in a with block")
        with _connected(self._path, self._settings, is_reading=False) as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


@contextmanager
def reading(path: Path, *, settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads what was last committed.

    Raises:
        StoreMissing: There is no such file.
        NotAStore: The file is something else.
        StoreCorrupt: The file is damaged.
        StoreNewer: A newer version made it.
        StoreBusy: A writer kept it for longer than the setting `store_wait`.
    """
    if not path.is_file():
        raise _missing(path)
    with _connected(path, settings, is_reading=True) as connection:
        migrating.check(connection)
        yield connection


def _missing(path: Path) -> StoreMissing:
    if path.is_dir():
        return StoreMissing("a folder is no store", value=str(path), hint="name the file of the store")
    return StoreMissing("there is no such store", value=str(path), hint=f"make it: sayso add {path} REPORTS…")


def _make(path: Path, settings: Settings) -> None:
    """An empty store at the path, there as a whole or not at all."""
    draft = path.with_name(f".{path.name}.new")
    for left in (draft, draft.with_name(f"{draft.name}.wal")):
        left.unlink(missing_ok=True)
    with _connected(draft, settings, is_reading=False) as connection:
        migrating.migrate(connection)
    draft.replace(path)


def _locked(path: Path) -> IO[str]:
    """The open lock file beside the store; closing it, or dying, lets the next writer in."""
    lock = path.with_name(f".{path.name}.writer").open("a+", encoding="ascii")  # held until the writer ends
    if not HAS_LOCKS:
        return lock
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        holder = lock.read().strip()
        lock.close()
        hint = "wait until it is done; reading goes on meanwhile"
        raise StoreBusy(f"process {holder or '?'} is writing to the store", value=str(path), hint=hint) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


@contextmanager
def _connected(path: Path, settings: Settings, *, is_reading: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb

    try:
        connection = _patiently(path, settings, is_reading=is_reading)
        try:
            yield connection
        finally:
            connection.close()
    except duckdb.Error as error:
        raise _explained(path, error) from error


def _patiently(path: Path, settings: Settings, *, is_reading: bool) -> duckdb.DuckDBPyConnection:
    """A connection, waited for while another process has the file open the other way."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{settings.store_memory}MB", "threads": settings.threads or min(4, os.cpu_count() or 1),
        "autoinstall_known_extensions": False,
    }  # fmt: skip
    given_up = time.monotonic() + settings.store_wait
    while True:
        try:
            return duckdb.connect(str(path), read_only=is_reading, config=config)
        except duckdb.IOException as error:
            if _LOCKED not in str(error) or time.monotonic() > given_up:
                raise
        time.sleep(_PAUSE)


def _explained(path: Path, error: Exception) -> StoreError:
    """What DuckDB says as an error of ours."""
    said, shown = str(error), str(path)
    first = said.partition("\n")[0]
    if _LOCKED in said:
        hint = "another program keeps it open: close it, or raise the setting store_wait"
        return StoreBusy("the store stayed locked", value=shown, hint=hint)
    if "not a valid DuckDB database" in said:
        return NotAStore("the file is no DuckDB database", value=shown, hint="name the file of a store")
    if "version number" in said or "newer version of DuckDB" in said:
        return StoreNewer("another version of DuckDB wrote the store", value=shown, hint="upgrade duckdb and sayso")
    if any(sign in said for sign in ("checksum", "Could not read enough bytes", "orrupt", "erializ")):
        hint = "restore a copy of it, or make a new store and add the reports again"
        return StoreCorrupt("the file of the store is damaged", value=shown, hint=hint)
    return StoreError(f"the database says: {first}", value=shown)
