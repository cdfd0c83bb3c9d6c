"""Times of acts that are no calendar expressions ("by dusk", "within 48 hours"): their words come in, a value goes out.

Such a stretch has no shape that is worth a scan of the text: it is read only where an act is linked to it, and it is
the time of that act, not one of the report's calendar expressions. Parts of a day and "hours later" are of the day told
last; how long something lasted or may last counts from publication; "three days after the vote" counts back from the
day told last. A season is the year it is in and "by the end of the month" the month: nothing closer is said. It errs
where a story jumps back without a date, and where a length is that of a sentence and not of the act ("for ten years").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, cast

from .calendars import Unit, add_months, easter, interval, shifted
from .numerals import TENS, UNITS, ordinal
from .numerals import value as number

_NUMBER = rf"(?:\d{{1,3}}|(?:{'|'.join([*TENS, *UNITS])})(?:-(?:{'|'.join(UNITS)}))?|an?)"
_HOUR = r"(?:o'clock|half past|quarter past|(?:at|about|around|before|after) (?:about )?(?:one|two|three|four|five|six"
_HOUR += r"|seven|eight|nine|ten|eleven|twelve)$|in the (?:morning|afternoon|evening))"
NARROW: Final = re.compile(
    rf"\b(?:dawn|daybreak|sunrise|dusk|dark|nightfall|sundown|sunset|mid-?(?:morning|afternoon)|morning|afternoon"
    rf"|evening|night|small hours|early hours|noon|midday|midnight|{_HOUR}|hours?|minutes?|moments|seconds|the day"
    r"|afterwards?|later|earlier|the same (?:day|time)|\d\d?[:.]\d\d|[ap]\.?m)\b"
)
"""What lies within a day or beside it."""
WAKING: Final = re.compile(
    r"\b(?:dawn|daybreak|sunrise|in the morning|small hours|(?:in|during|in the course of|through) the night)\b"
)
"""What comes after the evening of the day told: of the next day, if there was one before publication."""
CLOCK: Final = re.compile(
    r"(?:shortly |just )?(?:at|by|before|after|from|since|around|about)? ?"
    r"(?:noon|midday|midnight|\d\d?(?:[:.]\d\d| ?[ap]\.?m\.?|[:.]\d\d ?[ap]\.?m\.?))"
)
"""An hour and nothing else, which as a calendar expression is of the day of publication."""
MORNING_AFTER: Final = re.compile(r"\bthe (?:morning|day) after\b")
DEADLINE: Final = re.compile(
    rf"\b(?:within|in|over|for)(?: the next| another)? (?P<n>{_NUMBER}) (?P<u>hour|day|week|month)s?\b"
)
LENGTH: Final = re.compile(
    rf"\b(?P<n>{_NUMBER})(?: |-)(?:successive |straight )?(?P<u>day|night|week|month|year|decade)s?\b"
)
COUNTED: Final = re.compile(r"\b(?P<o>[a-z]+|\d+(?:st|nd|rd|th))(?: straight| consecutive)? (?P<u>day|night)\b")
AFTER: Final = re.compile(rf"\b(?P<n>{_NUMBER}) (?P<u>day|week|month|year)s? (?P<way>after|before)\b")
NUMBERED: Final = re.compile(r"\bthe (?P<o>[a-z]+(?:-[a-z]+)?|\d\d?(?:st|nd|rd|th))$")
SEASON: Final = re.compile(r"\b(?:spring|summer|autumn|fall|winter)\b")
UNIT_END: Final = re.compile(r"\bend of (?:the|this|last|next) (?P<u>week|month|year)\b")
EASTER: Final = re.compile(r"\beaster\b")
FAR: Final = 45
"""More days than this are told as a stretch and not as its last day."""
SECOND: Final = 2
WEEKS_AS_DAYS: Final = 4
"""A length of more weeks is as good as its months."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a stretch stands: day of publication, day told last, which way its act lies, and the order of the two."""

    published: date
    told: date | None = None
    is_ahead: bool = False
    is_before_act: bool = False

    @property
    def now(self) -> date:
        """The day the telling is at."""
        return self.told or self.published


def settle(words: str, stand: Stand) -> str | None:
    """The TIMEX3 value, a range where need be, of a stretch in which no calendar expression was found.

    >>> settle("by dusk", Stand(date(2020, 10, 25), told=date(2020, 10, 24)))
    '2020-10-24'
    >>> settle("within 48 hours", Stand(date(2020, 10, 25), is_ahead=True))
    '2020-10-27'
    """
    low = " ".join(words.lower().split())
    try:
        found = next((value for rule in _RULES if (value := rule(low, stand))), None)
    except (OverflowError, ValueError):
        return None  # outside the years 1 to 9999
    return amend(words, found, stand) if found and interval(found) else None


def amend(words: str, value: str, stand: Stand) -> str:
    """The value for an act of a stretch that holds a calendar expression: "since May" begins there and goes on.

    >>> amend("since March 2019", "2019-03", Stand(date(2020, 10, 25)))
    '2019-03/2020-10-25'
    """
    low = " ".join(words.lower().split())
    if (end := UNIT_END.search(low)) and not re.match(r"(?:at|on|since)\b", low):
        days = interval(value)
        inside = date.fromisoformat(days[0]) if days else stand.published
        return shifted(inside, cast("Unit", end["u"]), 0) or value
    here, days = stand.published.isoformat(), interval(value)
    if stand.is_ahead or days is None:
        return value
    if is_clock(words) and value == here:
        return stand.now.isoformat()
    if (counted := COUNTED.search(low)) and (rank := ordinal(counted["o"]) or 0) > SECOND and days[2] == "day":
        return f"{_back(date.fromisoformat(days[0]), rank - 1)}/{days[0]}"
    if low.startswith(("since ", "ever since ")) and days[1] < here:
        return f"{value.partition('/')[0]}/{here}"
    if low.startswith(("until ", "till ")) and days[0] > here:
        return f"{stand.now.isoformat()}/{value.rpartition('/')[2]}"
    return value


def is_clock(words: str) -> bool:
    """Whether the words name an hour and no day."""
    return bool(CLOCK.fullmatch(" ".join(words.lower().split())))


def _back(day: date, count: int) -> str:
    return (day - timedelta(days=count)).isoformat()


def _count(found: re.Match[str]) -> int | None:
    return 1 if found["n"] in ("a", "an") else number(found["n"])


def _after(low: str, stand: Stand) -> str | None:
    """Of "three days after the vote": the act told with it lies that far back from the day told."""
    found = AFTER.search(low)
    count = _count(found) if found else None
    if not found or count is None:
        return None
    if not stand.is_before_act or found["way"] == "before":
        return None
    unit = cast("Unit", found["u"])
    if unit != "week":
        return shifted(stand.now, unit, -count)
    return _back(stand.now, 7 * count)[: 10 if count <= WEEKS_AS_DAYS else 7]


def _morning_after(low: str, stand: Stand) -> str | None:
    """Of "the morning after", without what it was after: the day told."""
    return stand.now.isoformat() if MORNING_AFTER.search(low) else None


def _deadline(low: str, stand: Stand) -> str | None:
    """Of "within two days": that long after publication, or after the day told for what is done."""
    found = DEADLINE.search(low)
    count = _count(found) if found else None
    if not found or count is None or not (stand.is_ahead or low.startswith("within")):
        return None
    start = stand.published if stand.is_ahead else stand.now
    if found["u"] == "month":
        year, month = add_months(start.year, start.month, count)
        last = f"{year:04d}-{month:02d}"
        return last if low.startswith(("within", "in")) else f"{start.isoformat()}/{last}"
    days = {"hour": (count + 12) // 24, "day": count, "week": 7 * count}[found["u"]]
    end = start + timedelta(days=days)
    if not stand.is_ahead:
        return end.isoformat() if end <= stand.published else None
    is_day = low.startswith(("within", "in")) and days <= FAR
    return end.isoformat() if is_day else f"{start.isoformat()}/{end.isoformat()}"


def _counted(low: str, stand: Stand) -> str | None:
    """Of "for a third day": from two days before the day told to that day; a second day may be that day alone."""
    found = COUNTED.search(low)
    rank = ordinal(found["o"]) if found else None
    if not rank or not low.startswith(("for ", "a ", "the ", "this ")) or rank == 1:
        return None
    now = stand.now.isoformat()
    return now if rank == SECOND else f"{_back(stand.now, rank - 1)}/{now}"


def _length(low: str, stand: Stand) -> str | None:
    """Of "for nine days": that long up to publication; months and years as such."""
    found = LENGTH.search(low)
    count = _count(found) if found else None
    if not found or not count or stand.is_ahead or re.search(r"\b(?:within|after|before|later|earlier|in a)\b", low):
        return None
    here, unit = stand.published if low.startswith("for ") else stand.now, found["u"]
    if unit in ("day", "night") or (unit == "week" and count <= WEEKS_AS_DAYS):
        return f"{_back(here, count * (7 if unit == 'week' else 1))}/{here.isoformat()}"
    if unit == "week":
        return f"{_back(here, 7 * count)[:7]}/{here.isoformat()[:7]}"
    first = shifted(here, "year" if unit == "decade" else cast("Unit", unit), -count * (10 if unit == "decade" else 1))
    return f"{first}/{shifted(here, 'month' if unit == 'month' else 'year', 0)}" if first else None


def _numbered(low: str, stand: Stand) -> str | None:
    """Of "on the fifteenth": in this month, or in the one next to it on the side where the act lies."""
    found = NUMBERED.search(low)
    day = ordinal(found["o"]) if found else None
    if not day or not 1 <= day <= 31:
        return None
    here = stand.published
    shift = (day < here.day) if stand.is_ahead else -(day > here.day)
    year, month = add_months(here.year, here.month, int(shift))
    return f"{year:04d}-{month:02d}-{day:02d}"


def _season(low: str, stand: Stand) -> str | None:
    """The year of a season told without one: that of publication."""
    return f"{stand.published.year:04d}" if SEASON.search(low) else None


def _easter(low: str, stand: Stand) -> str | None:
    """The Easter Sunday next to publication on the side where the act lies."""
    if not EASTER.search(low):
        return None
    here = stand.published
    day = easter(here.year)
    if stand.is_ahead and day < here:
        day = easter(here.year + 1)
    if not stand.is_ahead and day > here:
        day = easter(here.year - 1)
    return day.isoformat()


def _narrow(low: str, stand: Stand) -> str | None:
    """A part of a day, or so many hours: of the day told last."""
    if not NARROW.search(low) or re.search(r"\bevery\b|\d\d[- ]hours?\b|\beach\b|\bdays?\b.*\blater\b", low):
        return None
    if stand.told and WAKING.search(low) and stand.told < stand.published:
        return _back(stand.told, -1)
    return stand.now.isoformat()


_RULES: Final[tuple[Callable[[str, Stand], str | None], ...]] = (
    _after, _morning_after, _deadline, _counted, _numbered, _narrow, _length, _easter, _season,
)  # fmt: skip
