"""Arithmetic on TIMEX3 values: a value comes in, its first day, last day and granularity go out; and the way back.

Weeks are ISO 8601 weeks. A season keeps its value, `2020-SP`, but its days are those of the year: which months it
covers depends on the hemisphere, and news counts winter to either year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from sayso.ground.records import Granularity

Unit = Literal["day", "week", "month", "quarter", "year", "decade", "century"]
Interval = tuple[str, str, Granularity]

SHAPE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T.*)?)?|W(?P<week>\d\d)(?P<weekend>-WE)?|Q(?P<quarter>[1-4])"
    r"|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)))?|(?P<decade>\d{3})|(?P<century>\d\d)"
)


def interval(value: str) -> Interval | None:
    """First day, last day and granularity of a TIMEX3 value or of a range of two (`2020-05-03/2020-05-05`).

    Returns `None` when the value names no days of the calendar (`2020-02-30`, `XXXX-05`).

    >>> interval("2020-W43")
    ('2020-10-19', '2020-10-25', 'week')
    """
    head, slash, tail = value.partition("/")
    if slash:
        first, last = interval(head), interval(tail)
        return (first[0], last[1], "range") if first and last and first[0] <= last[1] else None
    found = SHAPE.fullmatch(value)
    if not found:
        return None
    try:
        return _days(found)
    except ValueError:
        return None


def _days(found: re.Match[str]) -> Interval:
    if found["decade"]:
        return f"{found['decade']}0-01-01", f"{found['decade']}9-12-31", "decade"
    if found["century"]:
        return f"{found['century']}00-01-01", f"{found['century']}99-12-31", "century"
    year = int(found["year"])
    if found["day"]:
        day = date(year, int(found["month"]), int(found["day"])).isoformat()
        return day, day, "day"
    if found["week"]:
        monday = date.fromisocalendar(year, int(found["week"]), 1)
        begin = monday + timedelta(days=5) if found["weekend"] else monday
        return begin.isoformat(), (monday + timedelta(days=6)).isoformat(), "range" if found["weekend"] else "week"
    if found["quarter"]:
        return *_months(year, 3 * int(found["quarter"]) - 2, 3), "quarter"
    if found["half"]:
        return *_months(year, 6 * int(found["half"]) - 5, 6), "range"
    if found["season"]:
        return *_months(year, 1, 12), "year"
    if found["month"]:
        return *_months(year, int(found["month"]), 1), "month"
    return *_months(year, 1, 12), "year"


def _months(year: int, month: int, count: int) -> tuple[str, str]:
    last_year, last_month = add_months(year, month, count - 1)
    last = date(last_year, last_month, monthrange(last_year, last_month)[1])
    return date(year, month, 1).isoformat(), last.isoformat()


def add_months(year: int, month: int, count: int) -> tuple[int, int]:
    """The month that lies `count` months after `month` (1 to 12) of `year`."""
    index = year * 12 + month - 1 + count
    return index // 12, index % 12 + 1


def week_of(day: date) -> str:
    """The ISO week a day lies in: `2020-W43`."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def shifted(day: date, unit: Unit, count: int) -> str | None:
    """The value of the `unit` that lies `count` units away from the one `day` is in.

    Returns `None` when it lies outside the years 1 to 9999.

    >>> shifted(date(2020, 10, 25), "month", -1), shifted(date(2020, 10, 25), "week", 0)
    ('2020-09', '2020-W43')
    """
    try:
        return _shifted(day, unit, count)
    except (OverflowError, ValueError):
        return None


def _shifted(day: date, unit: Unit, count: int) -> str:
    if unit == "day":
        return (day + timedelta(days=count)).isoformat()
    if unit == "week":
        return week_of(day + timedelta(days=7 * count))
    if unit == "month":
        year, month = add_months(day.year, day.month, count)
        return f"{_sane(year):04d}-{month:02d}"
    if unit == "quarter":
        year, month = add_months(day.year, 3 * ((day.month - 1) // 3) + 1, 3 * count)
        return f"{_sane(year):04d}-Q{(month + 2) // 3}"
    if unit == "year":
        return f"{_sane(day.year + count):04d}"
    if unit == "decade":
        return f"{_sane(day.year + 10 * count) // 10:03d}"
    return f"{_sane(day.year + 100 * count) // 100:02d}"


def _sane(year: int) -> int:
    if not 1 <= year <= 9999:
        raise ValueError(year)
    return year


def weekday(day: date, index: int, *, ahead: bool) -> date:
    """The nearest day with weekday `index` (Monday is 0): before or on `day`, or, `ahead`, strictly after it."""
    if ahead:
        return day + timedelta(days=(index - day.weekday() - 1) % 7 + 1)
    return day - timedelta(days=(day.weekday() - index) % 7)


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year, by the method of Gauss as corrected by Lichtenberg (1997).

    >>> easter(2020).isoformat(), easter(2019).isoformat()
    ('2020-04-12', '2019-04-21')
    """
    centuries = year // 100
    shift = 15 + (3 * centuries + 3) // 4 - (8 * centuries + 13) // 25
    seed = (19 * (year % 19) + shift) % 30
    full_moon = 21 + seed - (seed // 29 + (seed // 28 - seed // 29) * ((year % 19) // 11))
    sunday = 7 - (year + year // 4 + 2 - (3 * centuries + 3) // 4) % 7
    return date(year, 3, 1) + timedelta(days=full_moon + 7 - (full_moon - sunday) % 7 - 1)
