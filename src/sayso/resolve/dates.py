"""Calendar expressions of a report: its text comes in, each expression with its TIMEX3 value and interval goes out.

Rules, no model: shapes of English news (`expressions`), their meaning by publication day and tense (`meanings`),
days of a value (`calendars`). One scan per text. A relative expression in a text of unknown day stays open: its
`value` is `None`. Known errors: reported speech that looks ahead from a past day, seasons of the southern hemisphere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sayso.ground.records import Sentence, Span, Time

from .calendars import interval
from .expressions import scan
from .meanings import SKIP, meaning
from .scenes import Scene

REACH = 200  # characters before an expression in which a tense cue counts


@dataclass(frozen=True, slots=True)
class Hint:
    """Which way the time at a span points, as the act told with it says."""

    span: Span
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """The last day, year and quarter told so far."""

    day: date | None = None
    year: int | None = None
    quarter: str | None = None

    def and_then(self, kind: str, value: str) -> _Told:
        days = interval(value)
        if days is None:
            return self
        day = date.fromisoformat(days[0]) if days[2] == "day" else self.day
        quarter = value if kind == "quarter" else self.quarter
        return _Told(day, int(days[0][:4]), quarter)


def find(
    text: str, *, published: str | None, sentences: Sequence[Sentence] = (), hints: Sequence[Hint] = ()
) -> tuple[Time, ...]:
    """Find and resolve the calendar expressions of a text, in order.

    Args:
        text: The report's text.
        published: ISO date or date-time of publication; `None` leaves relative expressions open.
        sentences: Sentences of the text; tense is read within one. Without them, within `REACH` characters.
        hints: For stretches of text, whether the act told there lies ahead; stronger than tense.

    >>> [(t.span.text, t.value) for t in find("Police said on Saturday.", published="2020-10-25")]
    [('Saturday', '2020-10-24')]
    """
    here = publication_day(published)
    starts = [sentence.start for sentence in sentences]
    told, times = _Told(), []
    for kind, parts, start, end in scan(text):
        index = bisect_right(starts, start) - 1
        begin = max(starts[index] if index >= 0 else 0, start - REACH)
        scene = Scene(
            text[begin:start], text[end : end + 30], here, told.day, told.year, told.quarter, _hint(hints, start, end)
        )
        value = meaning(kind, parts.groupdict(), scene)
        if value == SKIP:
            continue
        times.append(resolved(Span(start, end, text[start:end]), value))
        told = told.and_then(kind, value) if value else told
    return tuple(times)


def _hint(hints: Sequence[Hint], start: int, end: int) -> bool | None:
    return next((hint.is_ahead for hint in hints if hint.span.start < end and start < hint.span.end), None)


def resolved(span: Span, value: str | None) -> Time:
    """The time at a span that has a TIMEX3 value, with first and last day; open when `value` is `None`."""
    days = interval(value) if value else None
    return Time(span, value, *days) if days else Time(span)


def publication_day(published: str | None) -> date | None:
    """The day of an ISO date or date-time, `None` when there is none or it does not read as one.

    >>> publication_day("2020-10-25T09:30:00Z"), publication_day("lately")
    (datetime.date(2020, 10, 25), None)
    """
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
