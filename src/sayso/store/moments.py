"""Dates and date-times as people write them come in; moments of the store's clock go out: naive, in UTC.

A report published on a day is known from the first moment of that day, in UTC where it names no zone of its own. What
was known `as_of` a day is what was known when that day ended.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sayso.ground.errors import BadFilter

_HINT: Final = "write 2020-10-24 or 2020-10-24T16:30:00Z"


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC).replace(tzinfo=None)


def moment(text: str) -> datetime:
    """The first moment of an ISO date, or the moment of a date-time; without a zone it is taken for UTC."""
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def end_of(value: str | date) -> datetime:
    """The moment up to which something holds, exclusive: midnight after a day, just after a date-time.

    Raises:
        BadFilter: The value is neither an ISO date nor an ISO date-time.

    Example:
        >>> from sayso.store.moments import end_of
        >>> end_of("2020-10-24").isoformat()
        '2020-10-25T00:00:00'
    """
    if isinstance(value, str) and is_day(value):
        value = date.fromisoformat(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time()) + timedelta(days=1)
    try:
        return moment(value if isinstance(value, str) else value.isoformat()) + timedelta(microseconds=1)
    except (ValueError, OverflowError):
        raise BadFilter("not an ISO date or date-time", value=value, hint=_HINT) from None


def start_of(value: str) -> datetime:
    """The moment from which something holds: the first of a day, or that of a date-time.

    Raises:
        BadFilter: The value is neither an ISO date nor an ISO date-time.
    """
    try:
        return moment(value)
    except (ValueError, OverflowError):
        raise BadFilter("not an ISO date or date-time", value=value, hint=_HINT) from None


def is_day(text: str) -> bool:
    """Whether the text is an ISO date without a time of day."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2020-10-24")


def day(value: str | date, *, is_last: bool = False) -> date:
    """A day of event time: the day itself, or the first (or last) of a month or year.

    Raises:
        BadFilter: The value is no ISO day, month or year.

    Example:
        >>> from sayso.store.moments import day
        >>> day("2020-02", is_last=True).isoformat()
        '2020-02-29'
    """
    if isinstance(value, date):
        return value
    parts = value.split("-")
    try:
        first = date(*(int(part) for part in (*parts, "1", "1")[:3]))
        if not is_last or len(parts) == 3:
            return first
        following = date(first.year + 1, 1, 1) if len(parts) == 1 else (first.replace(day=28) + timedelta(days=4))
        return following.replace(day=1) - timedelta(days=1)
    except (ValueError, TypeError, OverflowError):
        raise BadFilter(
            "not an ISO day, month or year", value=value, hint="write 2020-10-24, 2020-10 or 2020"
        ) from None
