"""What is to be done about feeds comes in; lists, summaries and notes go out."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event as Signal
from types import FrameType
from typing import TYPE_CHECKING

from sayso.ground.errors import UnknownRow
from sayso.serve.commands import note
from sayso.serve.store_commands import Watch, summary

if TYPE_CHECKING:
    from sayso.run.pipeline import Coder
    from sayso.store.feeds import Feeds


def _feeds(path: Path) -> Feeds:
    from sayso.ground.settings import settings
    from sayso.store.feeds import Feeds

    return Feeds(path, settings=settings())


def add(path: Path, url: str, *, outlet: str | None) -> None:
    """Add a feed and say what comes next."""
    from sayso.run.collecting import feed_address

    fresh = _feeds(path).add(feed_address(url), outlet=outlet)
    print(f"added; fetch what it lists: sayso collect {path}" if fresh else "it was collected already")


def remove(path: Path, url: str) -> None:
    """Remove a feed.

    Raises:
        UnknownRow: It is not collected.
    """
    if not _feeds(path).remove(url.strip()):
        raise UnknownRow("the store does not collect from this feed", value=url, hint=f"see: sayso feeds list {path}")
    print("removed; its reports stay")


def show(path: Path) -> None:
    """Print the feeds, a line each: pages, failed ones, last look and how it ended, outlet, address."""
    feeds = _feeds(path)
    found = feeds.all()
    if not found:
        print(f"no feeds; add one: sayso feeds add {path} URL")
        return
    print(f"{'pages':>7} {'failed':>7}  {'last change':16}  {'outcome':12}  feed")
    for feed in found:
        visits = feeds.visits(feed.url)
        head = visits.pop(feed.url, None)
        failed = sum(visit.outcome not in ("read", "unchanged") for visit in visits.values())
        last = f"{head.at:%Y-%m-%d %H:%M}" if head else "never"
        outlet = f"  ({feed.outlet})" if feed.outlet else ""
        print(f"{len(visits):>7,} {failed:>7,}  {last:16}  {head.outcome if head else '':12}  {feed.url}{outlet}")


def collect(path: Path, coder: Coder, *, every: int | None, allows_private: bool, is_quiet: bool) -> int:
    """Collect once, or round by round until a signal comes; returns how many pages and feeds failed in the last."""
    from sayso.run.collecting import Collector
    from sayso.run.stores import open_store

    stop = Signal()
    with _stopping(stop):
        collector = Collector(open_store(path), coder, allows_private=allows_private, stop=stop)
        while True:
            watch = Watch(is_quiet=is_quiet)
            done = collector.collect(watch=watch)
            if not is_quiet and (every is None or done.added.changes):
                print(
                    "\n".join([*summary(done.added, path, rejected=watch.rejected), f"  pages       {done.pages:,}"]),
                    flush=True,
                )
            if every is None or stop.wait(every):
                break
    if stop.is_set():
        note("stopped; what was read is kept, the rest comes with the next run")
    return done.failed if every is None else 0


@contextmanager
def _stopping(stop: Signal) -> Iterator[None]:
    """While the block runs, the first interrupt or termination sets `stop`; the second ends the program at once."""

    def told(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        note("stopping after the page at hand; once more ends at once")

    before = {number: signal.signal(number, told) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
