"""The feeds of a store come in; what they list is fetched, coded, kept and compared, feed by feed, as often as asked.

Nothing is lost by a stop, be it a signal or a power cut: that a page was read is noted only after its report is in the
store, and the state of a feed only after all that it lists. What was not noted is fetched again, and a report that the
store holds already changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event as Signal
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from sayso.ground.collected import Entry, Feed, Visit
from sayso.ground.errors import FetchError, NoArticle, ReadError, UsageError
from sayso.ground.records import Record, Rejected, Report
from sayso.ground.settings import Settings
from sayso.run.pipeline import Coder
from sayso.store.feeds import Feeds
from sayso.store.store import Store

if TYPE_CHECKING:
    from sayso.read.pages import Answer
    from sayso.read.visits import Visitor
    from sayso.store.keeping import Added

Results = Iterator[Record | Rejected]
READ: Final = "read"
UNCHANGED: Final = "unchanged"
PASSING: Final = frozenset({"unavailable"})
"""Outcomes after which a page is asked for again in the next round."""

MOST_NESTED: Final = 20
"""Sitemaps of one index that are followed; those of news list the newest first."""

TRACKING: Final = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "at_medium", "at_campaign")


@dataclass(slots=True)
class Round:
    """One round over the feeds: what was added, and how many pages were looked at, had changed or failed."""

    added: Added
    pages: int = 0
    failed: int = 0


def feed_address(url: str) -> str:
    """The address of a feed as it is kept.

    Raises:
        UsageError: It is no address of the web.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError("a feed has an address of the web", value=url, hint="write https://…")
    return url.strip()


def page_address(url: str) -> str:
    """The address of a page without fragment and without what only tells where a reader came from.

    Example:
        >>> page_address("https://wire.example/osh?id=7&utm_source=rss#top")
        'https://wire.example/osh?id=7'
    """
    parts = urlsplit(url)
    if not any(name in parts.query for name in TRACKING):
        return urlunsplit(parts._replace(fragment=""))
    kept = [(name, value) for name, value in parse_qsl(parts.query, True) if not name.startswith(TRACKING)]  # noqa: FBT003
    return urlunsplit(parts._replace(query=urlencode(kept), fragment=""))


class Collector:
    """Collects from the feeds of a store.

    Args:
        store: Where to.
        coder: Who codes.
        allows_private: Whether pages of private networks may be fetched.
        stop: Set by whoever wants the work to end; what is at hand is finished and kept.
        clock: The time in UTC.
    """

    def __init__(
        self,
        store: Store,
        coder: Coder,
        *,
        allows_private: bool = False,
        stop: Signal | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        from sayso.store.moments import now

        self._store = store
        self._coder = coder
        self._settings = coder.settings
        self._feeds = Feeds(Path(store.path), settings=coder.settings)
        self._stop = stop or Signal()
        self._clock = clock or now
        self._visitor = _visitor(coder.settings, allows_private=allows_private, stop=self._stop)

    def collect(self, *, watch: Callable[[Results], Results] = iter) -> Round:
        """One round: every feed once, and the pages that are new, have changed or are due for another look.

        Args:
            watch: Sees every result on its way into the store, as a progress bar does.

        Raises:
            StoreMissing: There is no store.
        """
        from sayso.store.keeping import Added

        done = Round(Added())
        for feed in self._feeds.all():
            if self._stop.is_set():
                break
            self._collect_feed(feed, done, watch)
        return done

    def _collect_feed(self, feed: Feed, done: Round, watch: Callable[[Results], Results]) -> None:
        tour = _Tour(feed, self._feeds.visits(feed.url), self._visitor, self._settings, self._clock, self._stop)
        known = self._store.contents()
        from sayso.store.arriving import is_known

        def fresh() -> Iterator[Report | Rejected]:
            for item in tour.reports():
                if not (isinstance(item, Report) and is_known(item, known)):
                    yield item

        done.added += self._store.add(watch(self._coder.code_many(fresh())), doing="collect")
        self._feeds.note(tour.notes())
        done.pages += tour.pages
        done.failed += tour.failed


def _visitor(settings: Settings, *, allows_private: bool, stop: Signal) -> Visitor:
    from sayso.read.pages import Limits
    from sayso.read.visits import Manners, Visitor

    limits = Limits(settings.collect_seconds, settings.collect_bytes, allows_private)
    return Visitor(Manners(limits, settings.collect_pause, settings.collect_retries), wait=stop.wait)


@dataclass(slots=True)
class _Tour:
    """One look at one feed and at its pages that are due."""

    feed: Feed
    known: dict[str, Visit]
    visitor: Visitor
    settings: Settings
    clock: Callable[[], datetime]
    stop: Signal
    pages: int = 0
    failed: int = 0
    _done: list[Visit] = field(default_factory=list)
    _head: Visit | None = None
    _whole: bool = True

    def notes(self) -> list[Visit]:
        """What is to be kept once the reports are: the feed's own state only if all it lists was looked at."""
        head = self._head
        if head is not None and (not self._whole or self.stop.is_set()):
            head = replace(head, etag=None, modified=None)
        return [*self._done, *([head] if head and not self._is_told(head) else [])]

    def _is_told(self, head: Visit) -> bool:
        """Whether the store knows this state of the feed, so that watching does not fill it with the same rows."""
        before = self.known.get(self.feed.url)
        return before is not None and head == replace(before, at=head.at)

    def reports(self) -> Iterator[Report | Rejected]:
        """The reports of the pages that are due, and a rejection for each that could not be had."""
        try:
            listed = self._listed()
        except ReadError as error:
            if self.stop.is_set():
                return
            self.failed += 1
            self._note(self.feed.url, error.code, answer=None, entry=None, is_head=True)
            yield _rejected(self.feed.url, error)
            return
        for entry in self._due(listed):
            if self.stop.is_set():
                self._whole = False
                return
            self.pages += 1
            row = self._page(entry)
            if row is not None:
                yield row

    def _listed(self) -> list[Entry]:
        """What the feed lists now; nothing when its server says that it is as it was."""
        before = self.known.get(self.feed.url)
        answer = self.visitor.visit(
            self.feed.url, etag=before.etag if before else None, modified=before.modified if before else None
        )
        if answer.status == 304:
            self._note(self.feed.url, UNCHANGED, answer=answer, entry=None, is_head=True)
            return []
        entries = self._entries(answer)
        self._note(self.feed.url, READ, answer=answer, entry=None, is_head=True)
        return entries

    def _entries(self, answer: Answer) -> list[Entry]:
        """The pages of a feed, those of the sitemaps that an index lists among them."""
        from sayso.read.feeds import read_feed
        from sayso.read.unfolding import unfold

        def packed(one: Answer) -> bytes:  # sitemaps often lie packed on disk
            is_packed = one.body.startswith(b"\x1f\x8b")
            return unfold(one.body, encoding="gzip" if is_packed else None, limit=self.settings.collect_bytes)

        found: list[Entry] = []
        nested = 0
        for entry in read_feed(packed(answer), url=answer.url):
            if not entry.nested:
                found.append(entry)
            elif nested < MOST_NESTED and not self.stop.is_set():
                nested += 1
                inner = self.visitor.visit(entry.url)
                found += [one for one in read_feed(packed(inner), url=inner.url) if not one.nested]
        return found

    def _due(self, listed: list[Entry]) -> list[Entry]:
        """Listed pages that are new or have another date, then known ones whose next look is due."""
        now = self.clock()
        chosen: dict[str, Entry] = {}
        for entry in listed:
            visit = self.known.get(page_address(entry.url))
            if visit is None or visit.outcome in PASSING or (entry.updated and entry.updated != visit.updated):
                chosen.setdefault(page_address(entry.url), entry)
        for url, visit in self.known.items():
            if url == self.feed.url or url in chosen:
                continue
            is_late = now - visit.at >= timedelta(minutes=self.settings.collect_recheck)
            is_young = now - visit.first <= timedelta(days=self.settings.collect_days)
            if is_young and (is_late or visit.outcome in PASSING):
                chosen[url] = Entry(url, updated=visit.updated)
        return list(chosen.values())

    def _page(self, entry: Entry) -> Report | Rejected | None:
        """The report of one page, why there is none, or `None` where the page is as it was."""
        url = page_address(entry.url)
        before = self.known.get(url)
        answer = None
        try:
            answer = self.visitor.visit(
                entry.url, etag=before.etag if before else None, modified=before.modified if before else None
            )
            if answer.status == 304:
                self._note(url, UNCHANGED, answer=answer, entry=entry)
                return None
            report = self._report(answer, entry)
        except ReadError as error:
            if self.stop.is_set() and error.code in PASSING:
                self._whole = False
                return None
            self.failed += 1
            self._note(url, error.code, answer=None, entry=entry)
            return _rejected(url, error)
        self._note(url, READ, answer=answer, entry=entry)
        return report

    def _report(self, answer: Answer, entry: Entry) -> Report:
        """The article of a page.

        Raises:
            ReadError: There is none, or a wall stands before it.
        """
        from sayso.read.articles import declared_encoding, extract
        from sayso.read.intake import Intake
        from sayso.read.text import decode, keep, unify_lines
        from sayso.read.walls import wall
        from sayso.read.warc import charset_of, media_of

        if media_of(answer.kind) not in ("", "text/html", "application/xhtml+xml", "text/plain"):
            raise FetchError("this is no page of text", value=media_of(answer.kind), hint="leave it out of the feed")
        declared = charset_of(answer.kind) or declared_encoding(answer.body)
        html = keep(unify_lines(decode(answer.body, declared=declared)))
        try:
            fields = {"text": html} if media_of(answer.kind) == "text/plain" else extract(html)
        except NoArticle as error:
            raise (wall(html, text=None, url=answer.url) or error) from error
        behind = wall(html, text=fields["text"], url=answer.url)
        if behind is not None:
            raise behind
        url = page_address(entry.url)
        said = {**fields, "url": url, "published": fields.get("published") or entry.published}
        said = {**said, "title": fields.get("title") or entry.title, "outlet": fields.get("outlet") or self.feed.outlet}
        row = Intake(max_text_characters=self.settings.max_text_characters).report(said, source=url)
        if isinstance(row, Rejected):
            raise FetchError(row.message, hint=row.hint)
        return row

    def _note(
        self, url: str, outcome: str, *, answer: Answer | None, entry: Entry | None, is_head: bool = False
    ) -> None:
        now, before = self.clock(), self.known.get(url)
        if outcome in PASSING and not is_head:
            self._whole = False
        fresh = answer is not None and answer.status == 200
        visit = Visit(
            url, self.feed.url, at=now, first=before.first if before else now, outcome=outcome,
            etag=answer.etag if fresh and answer else before.etag if before and answer else None,
            modified=answer.modified if fresh and answer else before.modified if before and answer else None,
            updated=entry.updated if entry else None,
        )  # fmt: skip
        if is_head:
            self._head = visit
        else:
            self._done.append(visit)


def _rejected(url: str, error: ReadError) -> Rejected:
    from sayso.read.intake import rejected

    return rejected(url, error)
