"""The feeds of a store: addresses come in; what is collected, and when which page was looked at, goes out.

Both tables are append-only: the last row of a feed says whether it is collected, the last row of a page how it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from sayso.ground.collected import Feed, Visit
from sayso.ground.settings import Settings
from sayso.store.keeping import append
from sayso.store.moments import now
from sayso.store.opening import Writer, reading

_FEEDS = """
SELECT url, outlet, "at" FROM kept.feeds
QUALIFY row_number() OVER (PARTITION BY url ORDER BY "at" DESC, rowid DESC) = 1 AND standing = 'collected'
ORDER BY "at", url
"""
_VISITS = """
SELECT url, feed, "at", "first", outcome, etag, modified, updated FROM kept.visits WHERE feed = ?
QUALIFY row_number() OVER (PARTITION BY url ORDER BY "at" DESC, rowid DESC) = 1
"""


class Feeds:
    """The feeds that a store collects from.

    Args:
        path: The file of the store; `add` makes it.
        settings: Memory and patience.
    """

    def __init__(self, path: str | Path, *, settings: Settings) -> None:
        self._path = Path(path)
        self._settings = settings

    def add(self, url: str, *, outlet: str | None = None) -> bool:
        """Collect from a feed from now on; false if that is so already, with the same outlet."""
        with Writer(self._path, settings=self._settings) as writer, writer.transaction() as connection:
            known = {row[0]: row[1] for row in connection.execute(_FEEDS).fetchall()}
            if url in known and known[url] == outlet:
                return False
            append(connection, "feeds", [{"url": url, "outlet": outlet, "standing": "collected", "at": now()}])
        return True

    def remove(self, url: str) -> bool:
        """Collect from a feed no longer; its reports stay. False if it was not collected."""
        with Writer(self._path, settings=self._settings, makes=False) as writer, writer.transaction() as connection:
            if url not in {row[0] for row in connection.execute(_FEEDS).fetchall()}:
                return False
            append(connection, "feeds", [{"url": url, "outlet": None, "standing": "removed", "at": now()}])
        return True

    def all(self) -> list[Feed]:
        """The feeds, in the order in which they were added."""
        with reading(self._path, settings=self._settings) as connection:
            return [Feed(*row) for row in connection.execute(_FEEDS).fetchall()]

    def visits(self, feed: str) -> dict[str, Visit]:
        """By address, the last visit to the feed and to each page that it listed."""
        with reading(self._path, settings=self._settings) as connection:
            return {row[0]: Visit(*row) for row in connection.execute(_VISITS, [feed]).fetchall()}

    def note(self, visits: Iterable[Visit]) -> None:
        """Keep visits."""
        rows = [asdict(visit) for visit in visits]
        if rows:
            with Writer(self._path, settings=self._settings, makes=False) as writer, writer.transaction() as connection:
                append(connection, "visits", rows)
