"""Dates of publication."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ground.errors import BadDate
from sayso.read.published import normalise


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2020-10-24", "2020-10-24"),
        ("20201024", "2020-10-24"),
        (20201024, "2020-10-24"),
        (" 2020-10-24 16:30 ", "2020-10-24T16:30:00"),
        ("2020-10-24T16:30:00Z", "2020-10-24T16:30:00Z"),
        ("2020-10-24T16:30:00.5+02:00", "2020-10-24T16:30:00.500000+02:00"),
        ("20201024T163000-0330", "2020-10-24T16:30:00-03:30"),
        ("2020-10-24t16:30:00+00", "2020-10-24T16:30:00Z"),
        ("Sat, 24 Oct 2020 16:30:00 +0200", "2020-10-24T16:30:00+02:00"),
        ("24 Oct 2020 16:30:00 GMT", "2020-10-24T16:30:00Z"),
        (date(2020, 10, 24), "2020-10-24"),
        (datetime(2020, 10, 24, 16, tzinfo=UTC), "2020-10-24T16:00:00Z"),
        (None, None),
        ("  ", None),
    ],
)
def test_dates_with_one_meaning_become_iso(value: object, iso: str | None) -> None:
    assert normalise(value) == iso


@pytest.mark.parametrize(
    "value",
    [
        "yesterday", "0201-05-06", "1599-12-31", "5/6/20", "24.10.2020", "2020-13-01", "2020-02-30", "2020-10-24T25:00",
        "2020-1024", "2020-10", "2020", 1603557000, 3.5, True, ["2020-10-24"], {"date": "2020-10-24"}, 10**400,
        "Sat, 44 Oct 2020 16:30:00 GMT", "2020-10-24T16:30:00+99:00", "２０２０-10-24", "9999-12-31",
    ],
)  # fmt: skip
def test_everything_else_is_refused_with_the_way_out(value: object) -> None:
    with pytest.raises(BadDate) as caught:
        normalise(value)
    assert "2020-10-24" in caught.value.hint


def test_tomorrow_is_allowed_for_time_zones_and_no_later_day() -> None:
    today = date(2024, 2, 28)
    assert normalise("2024-02-29", today=today) == "2024-02-29"
    with pytest.raises(BadDate, match="future"):
        normalise("2024-03-01T00:00:00Z", today=today)


@given(st.dates(min_value=date(1600, 1, 1), max_value=date(2024, 1, 1)))
def test_an_iso_date_comes_back_unchanged(day: date) -> None:
    assert normalise(day.isoformat()) == normalise(day) == day.isoformat()


@given(st.one_of(st.text(), st.integers(), st.floats(), st.binary()))
def test_any_value_gives_a_date_or_our_error(value: object) -> None:
    try:
        found = normalise(value)
    except BadDate:
        return
    assert found is None or date.fromisoformat(found[:10])
