"""What collecting knows: in: nothing; out: the records of feeds, of what they list and of visits to their pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that a store collects from; `outlet` is for reports that name none."""

    url: str
    outlet: str | None
    added: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a feed lists; the dates are ISO, `None` where the feed gives none. A nested one is a feed."""

    url: str
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """The last look at the page of a feed, or at the feed itself, in UTC.

    `outcome` is `read` or the code of an error; `etag` and `modified` are what its server said for the next request;
    `updated` is what the feed gave as the date of its last change; `first` is when the page was first looked at.
    """

    url: str
    feed: str
    at: datetime
    first: datetime
    outcome: str
    etag: str | None = None
    modified: str | None = None
    updated: str | None = None
