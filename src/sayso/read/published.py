"""Check a date of publication: in comes whatever a feed, a table or a page says, out goes an ISO date or date-time.

Only forms with one meaning pass: ISO 8601 (basic or extended) and the dates of mail and RSS headers. `5/6/20` is June
in one country and May in the next, so it is refused rather than guessed. A time zone is kept as given; none is made up.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from sayso.ground.errors import BadDate

EARLIEST_YEAR: Final = 1600
"""Newspapers begin in the early seventeenth century; an earlier year is a misread one."""

_ISO = re.compile(
    r"(?P<year>[0-9]{4})(?P<dash>-?)(?P<month>[0-9]{2})(?P=dash)(?P<day>[0-9]{2})"
    r"(?:[T ](?P<hour>[0-9]{2})(?P<colon>:?)(?P<minute>[0-9]{2})(?:(?P=colon)(?P<second>[0-9]{2})"
    r"(?:[.,](?P<fraction>[0-9]{1,9}))?)?\s?(?P<zone>Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)?)?",
    re.ASCII | re.IGNORECASE,
)
_HEADER = re.compile(
    r"(?:[A-Z][a-z]{2}, )?[0-9]{1,2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}(?::[0-9]{2})? (?:GMT|UTC?|[+-][0-9]{4})",
    re.ASCII,
)
_HINT = "write it as 2020-10-24 or 2020-10-24T16:30:00Z, or leave it out"


def normalise(value: object, *, today: date | None = None) -> str | None:
    """`value` as an ISO date or date-time; `None` where nothing is given.

    Args:
        value: A string, a number such as 20201024, a `date` or a `datetime`.
        today: The day that counts as today; one day of time difference is allowed beyond it.

    Raises:
        BadDate: The value is no date, has two readings, lies in the future or before the first newspapers.

    Example:
        >>> normalise("Sat, 24 Oct 2020 16:30:00 GMT")
        '2020-10-24T16:30:00Z'
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    moment = _moment(value)
    latest = (today or date.today()) + timedelta(days=1)
    day = moment.date() if isinstance(moment, datetime) else moment
    if day > latest:
        raise BadDate("published lies in the future", value=_shown(value), hint=_HINT)
    if day.year < EARLIEST_YEAR:
        raise BadDate(f"published lies before {EARLIEST_YEAR}", value=_shown(value), hint=_HINT)
    return moment.isoformat().replace("+00:00", "Z")


def _moment(value: object) -> date:
    if isinstance(value, date):
        return value
    if isinstance(value, str | int) and not isinstance(value, bool):
        text = str(value).strip() if isinstance(value, str) or 0 < value < 10**8 else ""
        try:
            if found := _ISO.fullmatch(text):
                return _from_iso(found)
            if _HEADER.fullmatch(text):
                return parsedate_to_datetime(text)
        except ValueError as error:
            raise BadDate("published is a day or time that does not exist", value=_shown(value), hint=_HINT) from error
    raise BadDate("published is not an ISO date or date-time", value=_shown(value), hint=_HINT)


def _from_iso(found: re.Match[str]) -> date:
    day = f"{found['year']}-{found['month']}-{found['day']}"
    if not found["hour"]:
        return date.fromisoformat(day)
    fraction = (found["fraction"] or "0")[:6].ljust(6, "0")
    clock = f"{found['hour']}:{found['minute']}:{found['second'] or '00'}.{fraction}"
    return datetime.fromisoformat(f"{day}T{clock}{_zone(found['zone'])}")


def _zone(given: str | None) -> str:
    if not given:
        return ""
    if given.upper() in ("Z", "UTC"):
        return "+00:00"
    digits = given[1:].replace(":", "").ljust(4, "0")
    return f"{given[0]}{digits[:2]}:{digits[2:]}"


def _shown(value: object) -> object:
    """What a message can show: a foreign object by its type's name only, since its own text may be of any size."""
    return value if isinstance(value, str | float | date) else str(value) if _small(value) else type(value).__name__


def _small(value: object) -> bool:
    return isinstance(value, int) and abs(value) < 10**18
