"""Calendar expressions: found where they stand, resolved against the day of publication and tense."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ground.records import Sentence, Span
from sayso.resolve import calendars, dates

SUNDAY = "2020-10-25"


def values(text: str, published: str | None = SUNDAY) -> list[tuple[str, str | None]]:
    return [(time.span.text, time.value) for time in dates.find(text, published=published)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("They met on Saturday.", "Saturday", "2020-10-24"),
        ("They met on Sunday.", "Sunday", "2020-10-25"),
        ("They will meet on Friday.", "Friday", "2020-10-30"),
        ("He told them to leave by Wednesday.", "Wednesday", "2020-10-28"),
        ("They met last Friday.", "last Friday", "2020-10-23"),
        ("It broke out early Tuesday.", "early Tuesday", "2020-10-20"),
        ("It passed on Monday last week.", "Monday last week", "2020-10-12"),
        ("He left yesterday.", "yesterday", "2020-10-24"),
        ("They meet the day after tomorrow.", "the day after tomorrow", "2020-10-27"),
        ("It rained this morning.", "this morning", "2020-10-25"),
        ("They fought last night.", "last night", "2020-10-24"),
        ("He visited in February.", "February", "2020-02"),
        ("He visited in December.", "December", "2019-12"),
        ("He will visit in March.", "March", "2021-03"),
        ("since the August 9 election", "August 9", "2020-08-09"),
        ("since the 9 August vote", "9 August", "2020-08-09"),
        ("polls set for Nov. 3", "Nov. 3", "2020-11-03"),
        ("on 3 May 2019 they", "3 May 2019", "2019-05-03"),
        ("on Friday, May 3, 2019, they", "Friday, May 3, 2019", "2019-05-03"),
        ("from 3 to 5 May the", "3 to 5 May", "2020-05-03/2020-05-05"),
        ("Signed 2020-10-24 here", "2020-10-24", "2020-10-24"),
        ("Signed 10/24/2020 here", "10/24/2020", "2020-10-24"),
        ("Signed 24.10.2020 here", "24.10.2020", "2020-10-24"),
        ("at war since 2014.", "2014", "2014"),
        ("earlier this month they", "earlier this month", "2020-10"),
        ("it grew last year", "last year", "2019"),
        ("they met last week", "last week", "2020-W42"),
        ("week 43 of 2020", "week 43 of 2020", "2020-W43"),
        ("in Q3 2019 it", "Q3 2019", "2019-Q3"),
        ("in the third quarter of 2019", "the third quarter of 2019", "2019-Q3"),
        ("in the first half of 2020", "the first half of 2020", "2020-H1"),
        ("in the spring of 1986", "the spring of 1986", "1986-SP"),
        ("in the 1990s they", "the 1990s", "199"),
        ("in the 19th century", "the 19th century", "18"),
        ("two days ago they", "two days ago", "2020-10-23"),
        ("a year ago they", "a year ago", "2019"),
        ("on Christmas Day 2019 they", "Christmas Day 2019", "2019-12-25"),
        ("at the end of the month", "the end of the month", "2020-10-31"),
    ],
)
def test_an_expression_has_its_value(text: str, words: str, value: str) -> None:
    assert values(text) == [(words, value)]


@pytest.mark.parametrize(
    "text",
    [
        "He may go and they march on Rome.",
        "It lasted two years and three days.",
        "They meet every Monday.",
        "He is now in the capital, currently ill.",
        "Some 2000 people and 1,995 soldiers came.",
        "It cost $2000 or 1990 euros.",
        "Theresa May said so.",
        "In recent years and in future.",
    ],
)
def test_what_is_no_calendar_expression_is_left_alone(text: str) -> None:
    assert values(text) == []


def test_a_relative_expression_counts_from_the_day_told_before() -> None:
    text = "Police fired on 3 May 2019. Two days later the mayor left. The next day he came back."
    assert values(text)[1:] == [("Two days later", "2019-05-05"), ("The next day", "2019-05-06")]


def test_a_year_told_once_holds_for_both_ends() -> None:
    assert values("from January to March 2019") == [("January", "2019-01"), ("March 2019", "2019-03")]
    assert values("3 May to 5 June 2019") == [("3 May", "2019-05-03"), ("5 June 2019", "2019-06-05")]


def test_without_a_publication_date_relative_expressions_stay_open() -> None:
    times = dates.find("They met on Saturday, in May 2019 and last week.", published=None)
    assert [(t.value, t.first, t.last, t.granularity) for t in times] == [
        (None, None, None, None),
        ("2019-05", "2019-05-01", "2019-05-31", "month"),
        (None, None, None, None),
    ]


def test_tense_is_read_within_the_sentence() -> None:
    text = "They will vote. On Friday police came."
    sentences = (Sentence(0, 15, 0, 0), Sentence(16, len(text), 0, 0))
    found = dates.find(text, published=SUNDAY, sentences=sentences)
    assert [time.value for time in found] == ["2020-10-23"]


def test_a_hint_is_stronger_than_tense() -> None:
    text = "He wants them to leave the camp that they raided on Friday"
    ahead = dates.find(text, published=SUNDAY)[0]
    back = dates.find(text, published=SUNDAY, hints=[dates.Hint(Span(52, 58, "Friday"), is_ahead=False)])[0]
    assert (ahead.value, back.value) == ("2020-10-23", "2020-10-23")
    wanted = dates.find("the vote Friday", published=SUNDAY, hints=[dates.Hint(Span(9, 15, "Friday"), is_ahead=True)])[
        0
    ]
    assert wanted.value == "2020-10-30"


@pytest.mark.parametrize("published", ["lately", "2020-13-40", "", None])
def test_a_publication_day_that_does_not_read_is_none(published: str | None) -> None:
    assert dates.publication_day(published) is None


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2020-10-24", ("2020-10-24", "2020-10-24", "day")),
        ("2020-10-24T18:00", ("2020-10-24", "2020-10-24", "day")),
        ("2020-02", ("2020-02-01", "2020-02-29", "month")),
        ("2020-W53", ("2020-12-28", "2021-01-03", "week")),
        ("2020-W43-WE", ("2020-10-24", "2020-10-25", "range")),
        ("2020-Q4", ("2020-10-01", "2020-12-31", "quarter")),
        ("2019-WI", ("2019-01-01", "2019-12-31", "year")),
        ("2020-05-03/2020-05-05", ("2020-05-03", "2020-05-05", "range")),
        ("2020-05-05/2020-05-03", None),
        ("2020-02-30", None),
        ("XXXX-05", None),
    ],
)
def test_a_value_has_its_days(value: str, days: tuple[str, str, str] | None) -> None:
    assert calendars.interval(value) == days


@pytest.mark.parametrize(
    ("year", "day"),
    [(1818, "03-22"), (1943, "04-25"), (1981, "04-19"), (2000, "04-23"), (2019, "04-21"), (2025, "04-20")],
)
def test_easter_is_where_the_calendar_has_it(year: int, day: str) -> None:
    assert calendars.easter(year).isoformat() == f"{year}-{day}"


WORDS = st.sampled_from(
    "on Saturday , last week May 3 2020 the of 9 August ago two days earlier in next yesterday year third quarter '98 "
    "1990s morning a.m. 7 – - / . 31 30 February Q4 half first early until will was \n é “ since midnight 12:30".split(
        " "
    )
)


@given(st.lists(WORDS, max_size=25).map(" ".join), st.dates(date(1900, 1, 1), date(2100, 12, 31)) | st.none())
def test_spans_match_the_text_in_order_and_values_hold_their_days(text: str, day: date | None) -> None:
    times = dates.find(text, published=day.isoformat() if day else None)
    last = 0
    for time in times:
        assert text[time.span.start : time.span.end] == time.span.text
        assert time.span.start >= last
        last = time.span.end
        if time.value is None:
            assert (time.first, time.last, time.granularity) == (None, None, None)
        else:
            assert calendars.interval(time.value) == (time.first, time.last, time.granularity)
            assert time.first is not None
            assert time.last is not None
            assert date.fromisoformat(time.first) <= date.fromisoformat(time.last)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert all(text[t.span.start : t.span.end] == t.span.text for t in dates.find(text, published=SUNDAY))


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_the_nearest_on_its_side(day: date, index: int) -> None:
    back, ahead = (calendars.weekday(day, index, ahead=way) for way in (False, True))
    assert back.weekday() == ahead.weekday() == index
    assert back <= day < ahead
    assert (ahead - back).days == 7
