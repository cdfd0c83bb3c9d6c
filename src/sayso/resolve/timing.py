"""When an act was: an event and the dates of its report come in, its time, or the reason why it has none, goes out.

A time that the reading links to the act goes before all rules; then one that stands right beside it; then the likeliest
of all dates that the report tells (`dating`), if it is likely enough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sayso.ground.records import Event, Reading, Span, Time

from . import stretches
from .dates import resolved
from .dating import Option, dated, options
from .stories import Story
from .tenses import grammar

REACH_AFTER: Final = 90
REACH_BEFORE: Final = 50
"""How many characters after and before an anchor an expression may lie to date an event that has no time linked."""
ATTRIBUTIVE: Final = re.compile(r"\b(?:the|a|an|this|since)\s+$")
"""What stands before a date that says which act another one is ("the 1975 invasion")."""
TERM: Final = re.compile(r"(?:for )?(?:up to |another |at least )?\S+(?: |-)(?:hours?|days?|weeks?|months?|years?)")
SETS_TERM: Final = re.compile(
    r"jail|imprison|sentenc|remand|bann|barr|suspend|exclu|exile|strip|extend|renew|prolong|froze|freez|g[ia]ve|grant"
)
"""Acts that set a term: in "jailed for ten years" it runs from the act, which is not ten years old."""
BREAKS: Final = frozenset({"and", "said", "says", "told", "was", "were", "had", "has", "will", "who", "that", "which"})
"""Words between an anchor and an expression that say it belongs to another clause."""

NOT_SAID: Final = "not-said"
NO_PUBLICATION_DATE: Final = "no-publication-date"
NO_CALENDAR_DATE: Final = "no-calendar-date"
AHEAD: Final = frozenset(["expected", "wanted", "possible"])
BELONGS_ELSEWHERE: Final = "belongs-to-another-act"
"""The date lies ahead and the act does not: what was called for then, not the call."""

OPEN: Final = frozenset({NOT_SAID, BELONGS_ELSEWHERE, NO_CALENDAR_DATE})
"""Reasons for which an act is dated by the telling, where that is likely enough."""
EVEN: Final = 0.5
"""A link below even odds is one ground among others."""

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
    own = own_times(events, telling)
    if telling.published is None:
        anchors = sorted({event.anchor for event in events})
        return tuple(
            _stood(timed, _beside(event, anchors, telling)) if not event.time else timed
            for event, timed in zip(events, own, strict=True)
        )
    story = story_of(events, own, telling, published=telling.published)
    return tuple(
        (time, reason) if time else _chosen(event, reason, story)
        for event, (time, reason) in zip(events, own, strict=True)
    )


def own_times(events: Sequence[Event], telling: Telling) -> list[Timed]:
    """The time that the reading links to each event, or why it has none."""
    return [_own(event, telling) if event.time else (None, NOT_SAID) for event in events]


def _stood(timed: Timed, beside: Time | None) -> Timed:
    return (replace(beside, why="beside"), None) if beside else timed


def story_of(events: Sequence[Event], own: Sequence[Timed], telling: Telling, *, published: date) -> Story:
    """The report as told, given the times that its events have by links."""
    anchors = sorted({event.anchor for event in events})
    beside = {
        event.anchor: time
        for event in events
        if event.time is None and (time := _beside(event, anchors, telling)) and not _is_ahead(event, time, published)
    }
    known = [
        (event, time)
        for event, (linked, _) in zip(events, own, strict=True)
        if (time := linked or beside.get(event.anchor)) and time.first
    ]
    words = grammar(telling.text, telling.reading.words)
    return Story(telling.reading, words, published, telling.times, known, _faint(events, telling), beside)


def _faint(events: Sequence[Event], telling: Telling) -> dict[Span, tuple[Time, float]]:
    links = {
        anchor.span: link
        for anchor in telling.reading.anchors
        for link in anchor.links
        if link.role == "time" and link.probability < EVEN
    }
    found = {}
    for event in events:
        link = links.get(event.anchor)
        if event.time is None and link is not None:
            time, _ = _own(replace(event, time=Time(link.span)), telling)
            if time and time.first:
                found[event.anchor] = time, link.probability
    return found


def _own(event: Event, telling: Telling) -> Timed:
    """The time that the event's own words give."""
    time, reason = _linked(event, telling)
    if time and telling.published and _is_ahead(event, time, telling.published):
        return None, BELONGS_ELSEWHERE
    return (replace(time, why="linked") if time else None), reason


def _is_ahead(event: Event, time: Time, published: date) -> bool:
    """Whether a time of what is told as done lies after publication."""
    return event.status == "happened" and (time.first or "") > published.isoformat()


def _linked(event: Event, telling: Telling) -> Timed:
    """The time of the stretch that the reading links to the act."""
    span = event.time.span if event.time else event.anchor
    if TERM.fullmatch(span.text.lower()) and SETS_TERM.match(event.anchor.text.lower()):
        return None, BELONGS_ELSEWHERE
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


def weighed(event: Event, events: Sequence[Event], telling: Telling) -> list[Option]:
    """What the weighing of the report's dates makes of one event, likeliest first; empty without publication day."""
    if telling.published is None:
        return []
    return options(event, story_of(events, own_times(events, telling), telling, published=telling.published))


def _chosen(event: Event, reason: str | None, story: Story) -> Timed:
    beside = story.beside.get(event.anchor)
    if beside is not None:
        return replace(beside, why="beside"), None
    found = dated(event, story) if reason in OPEN else None
    return (replace(found[0], why=found[1]), None) if found else (None, reason)


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
