"""Dates of people and moments of the store's clock."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sayso.ground.errors import BadFilter
from sayso.store.moments import day, end_of, moment, start_of


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2020-10-24", datetime(2020, 10, 25)), (date(2020, 12, 31), datetime(2021, 1, 1)),
        ("2020-10-24T16:30:00Z", datetime(2020, 10, 24, 16, 30, 0, 1)),
        ("2020-10-24T16:30:00+03:00", datetime(2020, 10, 24, 13, 30, 0, 1)),
    ],
)  # fmt: skip
def test_what_holds_at_the_end_of_a_day(given: str | date, expected: datetime) -> None:
    assert end_of(given) == expected


def test_a_day_begins_at_midnight_of_greenwich() -> None:
    assert start_of("2020-10-24") == moment("2020-10-24") == datetime(2020, 10, 24)
    assert start_of("2020-10-24T01:00:00+03:00") == datetime(2020, 10, 23, 22)


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [("2020", date(2020, 1, 1), date(2020, 12, 31)), ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
     ("2021-12", date(2021, 12, 1), date(2021, 12, 31)), ("2020-10-24", date(2020, 10, 24), date(2020, 10, 24))],
)  # fmt: skip
def test_a_month_or_year_is_its_days(given: str, first: date, last: date) -> None:
    assert (day(given), day(given, is_last=True)) == (first, last)


@pytest.mark.parametrize("given", ["", "yesterday", "2020-13", "2020-02-30", "24.10.2020", "0000"])
def test_what_is_no_date_is_told(given: str) -> None:
    for read in (day, end_of, start_of):
        with pytest.raises(BadFilter, match="ISO"):
            read(given)
