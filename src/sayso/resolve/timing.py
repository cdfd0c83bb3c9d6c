"""When an act was: an event and the dates of its report come in, its time, or the reason why it has none, goes out.

A time that the reading links to the act goes before all rules; then one that stands right beside it; then what the
telling carries over from elsewhere (`narrative`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sayso.ground.records import Event, Reading, Span, Time

from . import stretches
from .dates import resolved
from .narrative import Story, carried
from .tenses import grammar

REACH_AFTER: Final = 90
REACH_BEFORE: Final = 50
"""How many characters after and before an anchor an expression may lie to date an event that has no time linked."""
ATTRIBUTIVE: Final = re.compile(r"\b(?:the|a|an|this|since)\s+$")
"""What stands before a date that says which act another one is ("the 1975 invasion")."""
BREAKS: Final = frozenset({"and", "said", "says", "told", "was", "were", "had", "has", "will", "who", "that", "which"})
"""Words between an anchor and an expression that say it belongs to another clause."""

NOT_SAID: Final = "not-said"
NO_PUBLICATION_DATE: Final = "no-publication-date"
NO_CALENDAR_DATE: Final = "no-calendar-date"
AHEAD: Final = frozenset(["expected", "wanted", "possible"])
BELONGS_ELSEWHERE: Final = "belongs-to-another-act"
"""The date lies ahead and the act does not: what was called for then, not the call."""

Timed = tuple[Time | None, str | None]


@dataclass(frozen=True, slots=True)
class Telling:
    """What a report gives for the dating of its acts."""

    text: str
    published: date | None
    times: tuple[Time, ...]
    reading: Reading


def times_of(events: Sequence[Event], telling: Telling) -> tuple[Timed, ...]:
    """The time of each event, or `None` and the reason for it."""
    anchors = sorted({event.anchor for event in events})
    own = [_own(event, anchors, telling) for event in events]
    if telling.published is None:
        return tuple(own)
    words = grammar(telling.text, telling.reading.words)
    dated = [(event, time) for event, (time, _) in zip(events, own, strict=True) if time and time.first]
    story = Story(telling.reading, words, telling.published, telling.times, dated)
    return tuple(
        _carried(event, story) if reason == NOT_SAID else (time, reason)
        for event, (time, reason) in zip(events, own, strict=True)
    )


def _carried(event: Event, story: Story) -> Timed:
    time = carried(event, story)
    return time, None if time else NOT_SAID


def _own(event: Event, anchors: Sequence[Span], telling: Telling) -> Timed:
    """The time that the event's own words give."""
    time, reason = _linked(event, telling) if event.time else _unlinked(event, anchors, telling)
    here = telling.published.isoformat() if telling.published else None
    if time and event.status == "happened" and here and (time.first or "") > here:
        return None, BELONGS_ELSEWHERE
    return time, reason


def _linked(event: Event, telling: Telling) -> Timed:
    """The time of the stretch that the reading links to the act."""
    span = event.time.span if event.time else event.anchor
    told = [time for time in telling.times if time.span.overlaps(span)]
    closed = sorted((time for time in told if time.first), key=lambda time: stretches.is_clock(time.span.text))
    settled = closed[0] if closed else None
    if telling.published is None:
        return settled, None if settled else NO_PUBLICATION_DATE
    stand = _stand(event, span, telling.published, telling.times)
    if settled and settled.value:
        is_term = event.quad.startswith("V") and (settled.first or "") > telling.published.isoformat()
        value = settled.value if is_term else stretches.amend(span.text, settled.value, stand)
        return (settled if value == settled.value else resolved(settled.span, value)), None
    made = stretches.settle(span.text, stand)
    return (resolved(span, made), None) if made else (None, NO_CALENDAR_DATE)


def _stand(event: Event, span: Span, published: date, times: Sequence[Time]) -> stretches.Stand:
    is_ahead = event.status in AHEAD
    before = [
        time
        for time in times
        if time.span.start < span.start and time.granularity == "day" and (time.first or "") <= published.isoformat()
    ]
    told = date.fromisoformat(before[-1].first or "") if before else None
    return stretches.Stand(published, told, is_ahead=is_ahead, is_before_act=span.start < event.anchor.start)


def _unlinked(event: Event, anchors: Sequence[Span], telling: Telling) -> Timed:
    beside = _beside(event, anchors, telling)
    return (beside, None) if beside else (None, NOT_SAID)


def _beside(event: Event, anchors: Sequence[Span], telling: Telling) -> Time | None:
    """The one calendar expression of the sentence, when it stands right by the anchor in the same clause."""
    inside = [time for time in telling.times if event.sentence.start <= time.span.start < event.sentence.end]
    if len(inside) != 1 or not inside[0].first:
        return None
    time, anchor = inside[0], event.anchor
    is_after = time.span.start >= anchor.end
    start, end = (anchor.end, time.span.start) if is_after else (time.span.end, anchor.start)
    between = telling.text[start:end] if start < end else ""
    if end - start > (REACH_AFTER if is_after else REACH_BEFORE) or any(mark in between for mark in ',;:"“”'):
        return None
    if ATTRIBUTIVE.search(between if is_after else "") or telling.text.startswith(("'s", "’s"), time.span.end):
        return None
    if any(start <= other.start < end for other in anchors) or BREAKS.intersection(between.lower().split()):
        return None
    return time
