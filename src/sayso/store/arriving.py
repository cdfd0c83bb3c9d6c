"""Reports come in; what each is to the store goes out: unchanged, new, or another version of one that it holds.

A report is known by the digest of what it says of itself, its id aside: the same content again changes nothing. The
same URL with another content is a new version of that report; so is the same id, unless URL or outlet say that it is
another report which happens to bear the id. A version is known from its publication. One that brings no later date than
a version before it, or none at all, was edited or added in silence: it is known from the moment at which it was added.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from sayso.ground.records import Report
from sayso.store.moments import moment

if TYPE_CHECKING:
    import duckdb

_SAID = ("text", "title", "published", "outlet", "url", "language", "byline")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A report with its place in the store; `supersedes` tells that the store held another version of it."""

    report: Report
    key: str
    version: int
    content: str
    known_since: datetime
    supersedes: bool


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the store holds of one version."""

    key: str
    version: int
    content: str
    url: str | None
    outlet: str | None
    known_since: datetime


def content(report: Report) -> str:
    """The digest by which a report is known.

    Example:
        >>> from sayso.ground.records import Report
        >>> content(Report("a", "Troops left.")) == content(Report("b", "Troops left."))
        True
    """
    said = [getattr(report, name) for name in _SAID]
    return sha256(json.dumps(said).encode()).hexdigest()[:32]


@dataclass(slots=True)
class Register:
    """The versions that some reports may have to do with; `place` puts one more report among them."""

    by_key: dict[str, list[_Kept]] = field(default_factory=dict)
    by_url: dict[str, str] = field(default_factory=dict)
    by_content: dict[str, _Kept] = field(default_factory=dict)

    def place(self, report: Report, *, added: datetime) -> Arrival | None:
        """Where the report belongs, `None` when the store holds just this."""
        digest = content(report)
        if digest in self.by_content:
            return None
        key = self._key(report)
        versions = self.by_key.get(key, [])
        since, number = _known_since(report, versions, added), len(versions) + 1
        self.hold(_Kept(key, number, digest, report.url, report.outlet, since))
        return Arrival(report, key, number, digest, since, supersedes=number > 1)

    def hold(self, kept: _Kept) -> None:
        """Take note of a version."""
        self.by_key.setdefault(kept.key, []).append(kept)
        self.by_content[kept.content] = kept
        if kept.url:
            self.by_url.setdefault(kept.url, kept.key)

    def _key(self, report: Report) -> str:
        if report.url and report.url in self.by_url:
            return self.by_url[report.url]
        if self._is_free(report.id, report):
            return report.id
        return other_key(report)

    def _is_free(self, key: str, report: Report) -> bool:
        """Whether a report may bear the key: nobody has it, or nothing speaks against its being the same report."""
        for kept in self.by_key.get(key, ()):
            if report.url and kept.url and report.url != kept.url:
                return False
            if report.outlet and kept.outlet and report.outlet != kept.outlet:
                return False
        return True


def other_key(report: Report) -> str:
    """The key of a report whose id another one bears: the id with a digest of where it was published."""
    return f"{report.id}-{sha256((report.url or report.outlet or '').encode()).hexdigest()[:8]}"


def _known_since(report: Report, versions: Sequence[_Kept], added: datetime) -> datetime:
    if not report.published:
        return added
    since = moment(report.published)
    return added if any(kept.known_since == since for kept in versions) else since


def register(connection: duckdb.DuckDBPyConnection, reports: Iterable[Report]) -> Register:
    """What the store holds of these reports: by content, URL or id."""
    held = list(reports)
    keys = [key for report in held for key in (report.id, other_key(report))]
    urls = [report.url for report in held if report.url]
    contents = [content(report) for report in held]
    found = Register()
    rows = connection.execute(
        """
        SELECT report, version, content, url, outlet, known_since FROM kept.reports WHERE report IN (
            SELECT report FROM kept.reports WHERE report IN (SELECT unnest(?::VARCHAR[]))
                OR url IN (SELECT unnest(?::VARCHAR[])) OR content IN (SELECT unnest(?::VARCHAR[])))
        ORDER BY report, version
        """,
        [keys, urls, contents],
    ).fetchall()
    for row in rows:
        found.hold(_Kept(*row))
    return found


def contents(connection: duckdb.DuckDBPyConnection) -> set[bytes]:
    """The digest of every version that the store holds, as 16 bytes each."""
    rows = connection.execute("SELECT content FROM kept.reports").fetchall()
    return {bytes.fromhex(row[0]) for row in rows}


def is_known(report: Report, known: set[bytes]) -> bool:
    """Whether the digest of a report is among those that `contents` gave."""
    return bytes.fromhex(content(report)) in known
