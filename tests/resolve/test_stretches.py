"""Times that are no calendar expressions: what their words say depends on publication, the day told and the act."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.resolve import calendars, stretches
from sayso.resolve.stretches import Stand

SUNDAY, FRIDAY = date(2020, 10, 25), date(2020, 10, 23)
TOLD = Stand(SUNDAY, told=FRIDAY)


@pytest.mark.parametrize(
    "words",
    [
        "by dusk",
        "that afternoon",
        "late in the evening",
        "within hours",
        "hours later",
        "an hour earlier",
        "afterwards",
    ],
)
def test_a_part_of_a_day_is_of_the_day_told(words: str) -> None:
    assert stretches.settle(words, TOLD) == "2020-10-23"
    assert stretches.settle(words, Stand(SUNDAY)) == "2020-10-25"


@pytest.mark.parametrize("words", ["before dawn", "in the night", "at two in the morning"])
def test_what_comes_after_the_evening_is_of_the_next_day_up_to_publication(words: str) -> None:
    assert stretches.settle(words, TOLD) == "2020-10-24"
    assert stretches.settle(words, Stand(SUNDAY, told=SUNDAY)) == "2020-10-25"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("within 48 hours", "2020-10-27"),
        ("within ten days", "2020-11-04"),
        ("within a month", "2020-11"),
        ("within ninety days", "2020-10-25/2021-01-23"),
        ("for 30 days", "2020-10-25/2020-11-24"),
        ("before Easter", "2021-04-04"),
        ("on the twenty-seventh", "2020-10-27"),
        ("until the 3rd", "2020-11-03"),
    ],
)
def test_what_lies_ahead_counts_from_publication(words: str, value: str) -> None:
    assert stretches.settle(words, Stand(SUNDAY, is_ahead=True)) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("for nine days", "2020-10-16/2020-10-25"),
        ("for three weeks", "2020-10-04/2020-10-25"),
        ("for ten weeks", "2020-08/2020-10"),
        ("for three months", "2020-07/2020-10"),
        ("for two years", "2018/2020"),
        ("15-day", "2020-10-08/2020-10-23"),
        ("for a second day", "2020-10-23"),
        ("the fourth day", "2020-10-20/2020-10-23"),
        ("on the fifteenth", "2020-10-15"),
        ("on the thirtieth", "2020-09-30"),
        ("within two days", "2020-10-25"),
        ("since Easter", "2020-04-12/2020-10-25"),
        ("in the spring", "2020"),
        ("the morning after", "2020-10-23"),
    ],
)
def test_what_is_done_ends_at_publication_or_on_the_day_told(words: str, value: str) -> None:
    assert stretches.settle(words, TOLD) == value


def test_so_long_after_another_act_counts_back_only_before_the_act_it_dates() -> None:
    before = Stand(SUNDAY, told=FRIDAY, is_before_act=True)
    assert stretches.settle("three days after", before) == "2020-10-20"
    assert stretches.settle("a week after", before) == "2020-10-16"
    assert stretches.settle("five weeks after", before) == "2020-09"
    assert stretches.settle("two months after", before) == "2020-08"
    assert stretches.settle("three days after the vote", TOLD) is None


@pytest.mark.parametrize(
    "words", ["every night", "near the border", "for 48 hours", "once more", "on the eighty-fifth"]
)
def test_what_says_no_time_stays_open(words: str) -> None:
    assert stretches.settle(words, TOLD) is None


@pytest.mark.parametrize(
    ("words", "value", "amended"),
    [
        ("since March 2019", "2019-03", "2019-03/2020-10-25"),
        ("since 3 to 5 May", "2020-05-03/2020-05-05", "2020-05-03/2020-10-25"),
        ("until 3 November", "2020-11-03", "2020-10-23/2020-11-03"),
        ("by the end of the month", "2020-10-31", "2020-10"),
        ("at the end of the month", "2020-10-31", "2020-10-31"),
        ("by noon", "2020-10-25", "2020-10-23"),
        ("noon today", "2020-10-25", "2020-10-25"),
        ("for a third day on Friday", "2020-10-23", "2020-10-21/2020-10-23"),
        ("on Friday", "2020-10-23", "2020-10-23"),
    ],
)
def test_the_words_around_a_date_say_how_it_holds(words: str, value: str, amended: str) -> None:
    assert stretches.amend(words, value, TOLD) == amended


def test_a_length_that_reaches_before_the_calendar_stays_open() -> None:
    assert stretches.settle("for two hundred days", Stand(date(1, 1, 2))) is None
    assert stretches.settle("for nine days", Stand(date(1, 1, 2))) is None


WORDS = "since until by within for the a an third 31st 99 two days day weeks night hours after Easter spring dawn"


@given(
    st.lists(st.sampled_from(WORDS.split()), max_size=6).map(" ".join),
    st.dates(),
    st.none() | st.dates(),
    st.tuples(st.booleans(), st.booleans()),
)
def test_any_words_give_a_value_with_days_or_none(
    words: str, published: date, told: date | None, order: tuple[bool, bool]
) -> None:
    value = stretches.settle(words, Stand(published, told, is_ahead=order[0], is_before_act=order[1]))
    assert value is None or calendars.interval(value)
