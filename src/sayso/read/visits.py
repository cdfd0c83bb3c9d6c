"""Visit pages politely: in come web addresses, out go pages, as robots.txt, pauses, redirects and retries allow.

Each host is asked one thing at a time, with a pause in between that grows when it says that it is busy. Robots.txt is
asked once an hour for each site: one that is missing allows all, one that cannot be had forbids all (RFC 9309).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Final
from urllib.parse import urljoin, urlsplit

from sayso.ground.errors import FetchError, ReadError, RobotsRefuse, Unavailable
from sayso.read.pages import AGENT, Answer, Limits, ask
from sayso.read.robots import Robots, parse

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS: Final = 5
BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
LONGEST_WAIT: Final = 120.0
"""Seconds; a server that asks for more is left for the next round."""

ROBOTS_HOLD: Final = 3600.0
_ROUND: Final = "it is asked again in the next round"


@dataclass(frozen=True, slots=True)
class Manners:
    """How to behave: limits of one request, seconds between two to one host, how often to ask again."""

    limits: Limits
    pause: float
    retries: int


class Visitor:
    """Visits pages, remembering when it was where.

    Args:
        manners: How to behave.
        wait: Sleeps so many seconds, and gives true when the work is to stop.
        clock: Seconds that only grow.
    """

    def __init__(
        self, manners: Manners, *, wait: Callable[[float], bool], clock: Callable[[], float] = monotonic
    ) -> None:
        self._manners = manners
        self._wait = wait
        self._clock = clock
        self._free: dict[str, float] = {}
        self._robots: dict[str, tuple[float, Robots | Unavailable]] = {}

    def visit(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Answer:
        """The page at the address, where redirects lead, with status 200, or 304 if it is as it was.

        Args:
            url: With http or https.
            etag: Of the page as it is known.
            modified: Its `Last-Modified`.

        Raises:
            RobotsRefuse: The site does not want it.
            FetchError: The page cannot be had.
        """
        here = url
        for _ in range(MOST_REDIRECTS + 1):
            robots = self._rules(here)
            if not robots.allows(here):
                raise RobotsRefuse("robots.txt asks not to fetch the page", value=here, hint="ask the site for leave")
            answer = self._patiently(here, delay=robots.delay, etag=etag, modified=modified)
            if answer.status in (200, 304):
                return answer
            if answer.status not in REDIRECTS or not answer.location:
                raise FetchError(
                    f"the server answers with status {answer.status}", value=here, hint="check the address"
                )
            here = _joined(here, answer.location)
        raise FetchError(f"more than {MOST_REDIRECTS} redirects", value=url, hint="check the address in a browser")

    def _rules(self, url: str) -> Robots:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        held = self._robots.get(site)
        if held is None or self._clock() - held[0] > ROBOTS_HOLD:
            held = self._robots[site] = (self._clock(), self._asked(f"{site}/robots.txt"))
        if isinstance(held[1], Unavailable):
            raise Unavailable(f"robots.txt cannot be had: {held[1].message}", value=site, hint=_ROUND)
        return held[1]

    def _asked(self, url: str) -> Robots | Unavailable:
        here = url
        try:
            for _ in range(MOST_REDIRECTS):
                answer = self._patiently(here, delay=0)
                if answer.status in REDIRECTS and answer.location:
                    here = _joined(here, answer.location)
                    continue
                text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
                return parse(text.lstrip("\ufeff"), agent=AGENT)
        except Unavailable as error:
            return error
        except FetchError:
            raise
        except ReadError as error:
            return Unavailable(error.message, value=url, hint=error.hint)
        return Robots()

    def _patiently(self, url: str, *, delay: float, etag: str | None = None, modified: str | None = None) -> Answer:
        """What the server says, asked again while it is unavailable, each time after twice the wait."""
        wait = max(1.0, self._manners.pause)
        for left in range(self._manners.retries, -1, -1):
            self._be_polite(url, delay)
            try:
                answer = ask(url, limits=self._manners.limits, etag=etag, modified=modified)
                if answer.status not in BUSY:
                    return answer
                trouble = Unavailable(f"the server answers with status {answer.status}", value=url, hint=_ROUND)
                wait = max(wait, _seconds(answer.retry_after))
            except Unavailable as error:
                trouble = error
            if not left or wait > LONGEST_WAIT:
                break
            self._pause(wait)
            wait *= 2
        raise trouble

    def _be_polite(self, url: str, delay: float) -> None:
        host = urlsplit(url).netloc
        left = self._free.get(host, 0.0) - self._clock()
        if left > 0:
            self._pause(left)
        self._free[host] = self._clock() + max(delay, self._manners.pause)

    def _pause(self, seconds: float) -> None:
        if self._wait(seconds):
            raise Unavailable("the work was stopped", hint=_ROUND)


def _joined(base: str, location: str) -> str:
    try:
        return urljoin(base, location).partition("#")[0]
    except ValueError as error:
        raise FetchError("the server redirects to no address", value=location, hint="tell the site") from error


def _seconds(said: str | None) -> float:
    """The seconds of a header `Retry-After`, which gives a number or a date."""
    if not said:
        return 0.0
    if said.strip().isascii() and said.strip().isdigit():
        return float(said.strip()[:9])
    try:
        until = parsedate_to_datetime(said)
        return max(0.0, (until.astimezone(UTC) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return 0.0
