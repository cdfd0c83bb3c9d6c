"""Spans become values: a coded record and its reading come in, the record with times, places and actors goes out.

Each event gets its time and place, or `None` with a reason in `why_null`; its figures; and whether it is historical.
Nothing is invented: an event without a time of its own takes what the telling carries over to it (`timing`) or
none, and never the day of publication.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from sayso.ground.records import Event, Place, Quantity, Reading, Record, Span, Time

from . import dates, places, quantities
from .actors import Scene, resolve_actors
from .joining import joined, parted
from .outlets import home_of
from .own import Own
from .relations import parties_of
from .surroundings import Masthead
from .timing import NOT_SAID, Telling, Timed, times_of
from .traits import roles_of

HISTORICAL_AFTER: Final = timedelta(days=30)
"""An event that ended longer than this before publication is historical."""
NOT_IN_GAZETTEER: Final = "not-in-gazetteer"


@dataclass(frozen=True, slots=True)
class _Known:
    """What the report as a whole gives for the resolving of its events."""

    text: str
    published: date | None
    places: Mapping[Span, Place]
    anchors: tuple[Span, ...]


def resolve(record: Record, reading: Reading, *, own: Own | None = None) -> Record:
    """Resolve the spans of a record.

    Args:
        record: As the code room hands it on: spans without values.
        reading: The reading it was coded from.
        own: The user's own actors, places and outlets.

    Returns:
        The record with times, places, events and entities resolved; claims stay as they are.
    """
    record, scene = staged(record, reading, own=own)
    done = replace(record, entities=resolve_actors(record.entities, scene))
    return joined(done, lambda more: resolve_actors(more, replace(scene, acting=frozenset(one.id for one in more))))


def staged(record: Record, reading: Reading, *, own: Own | None = None) -> tuple[Record, Scene]:
    """The record with times, places and events resolved, and what it gives for telling who its entities are."""
    report = record.report
    towards = hints(record.events)
    times = dates.find(report.text, published=report.published, sentences=reading.sentences, hints=towards)
    own = own or Own()
    home = home_of(report.outlet, report.url, own=own.outlets)
    found = _places(record, reading, home)
    found = own.places.laid_over(found, report.text) if own.places else found
    anchors = tuple(sorted({event.anchor for event in record.events}))
    published = dates.publication_day(report.published)
    timed = times_of(record.events, Telling(report.text, published, times, reading))
    known = _Known(report.text, published, {place.span: place for place in found}, anchors)
    events = tuple(_event(event, time, known) for event, time in zip(record.events, timed, strict=True))
    record = parted(replace(record, events=events, times=times, places=found))
    masthead = Masthead(report.title or "", report.outlet or "", home)
    return record, replace(_scene(record, reading, found), masthead=masthead, own=own.actors)


NEXT_WORDS = 12
"""Characters after an act that lies ahead in which a date is its own: "a strike on Thursday"."""


def hints(events: Sequence[Event]) -> list[dates.Hint]:
    """Which way times point: ahead for what is expected or wanted, back for what is told as done."""
    ahead = [event for event in events if event.status in ("expected", "wanted", "possible")]
    done = [event for event in events if event.status == "happened"]
    beside = [Span(event.anchor.end, min(event.anchor.end + NEXT_WORDS, event.sentence.end), "") for event in ahead]
    spans = [
        *((event.time.span, True) for event in ahead if event.time),
        *((event.time.span, False) for event in done if event.time),
        *((span, True) for span in beside),
    ]
    return [dates.Hint(span, is_ahead) for span, is_ahead in spans]


def _places(record: Record, reading: Reading, home: str | None) -> tuple[Place, ...]:
    """All places of the report; a place that is linked to an event counts although nothing else finds it."""
    text = record.report.text
    found = {place.span: place for place in places.find(text, reading.mentions, home=home)}
    for event in record.events:
        if event.place and event.place.span not in found and not _overlapping(event.place.span, tuple(found)):
            found[event.place.span] = places.resolved(event.place.span, text)
    return tuple(found[span] for span in sorted(found))


def _event(event: Event, timed: Timed, known: _Known) -> Event:
    time, no_time = timed
    place, no_place = _place(event, known)
    why = {**event.why_null, **({"time": no_time} if no_time else {}), **({"place": no_place} if no_place else {})}
    for field, reason in (("time", no_time), ("place", no_place)):
        if reason is None:
            why.pop(field, None)
    figures = _figures(event, known)
    return replace(
        event,
        time=time,
        place=place,
        why_null=why,
        historical=_is_historical(time, known.published),
        quantities=figures,
    )


def _figures(event: Event, known: _Known) -> Mapping[str, Quantity]:
    span, text = event.sentence, known.text
    sentence = Span(span.start, span.end, text[span.start : span.end])
    others = [anchor for anchor in known.anchors if anchor != event.anchor]
    found = quantities.find(sentence, event.anchor, type=event.type, mode=event.mode, others=others)
    return {**found, **event.quantities}


def _place(event: Event, known: _Known) -> tuple[Place | None, str | None]:
    """The event's place and why it, or its position, is not known."""
    if event.place is None:
        return None, NOT_SAID
    span = event.place.span
    place = known.places.get(span) or next(
        (p for s, p in known.places.items() if s.overlaps(span) and p.lat is not None), None
    )
    if place and place.lat is not None:
        return replace(place, span=span, candidates=()), None
    return event.place, NOT_IN_GAZETTEER


def _overlapping(span: Span, spans: Sequence[Span]) -> bool:
    return any(span.overlaps(other) for other in spans)


def _is_historical(time: Time | None, published: date | None) -> bool:
    if time is None or time.last is None or published is None:
        return False
    return date.fromisoformat(time.last) < published - HISTORICAL_AFTER


def _acting(record: Record) -> frozenset[str]:
    """Ids of the entities that take part in an event, are its source or speak."""
    parties = {party.entity for event in record.events for party in (*event.actors, *event.recipients)}
    sources = {source.entity for event in record.events for source in event.sources}
    speakers = {claim.speaker for claim in record.claims}
    return frozenset(entity for entity in parties | sources | speakers if entity)


def _scene(record: Record, reading: Reading, found: Sequence[Place]) -> Scene:
    """What the resolved events and places tell about those who take part in them."""
    report = record.report
    days: dict[str, str] = {}
    here: dict[str, list[str]] = {}
    for event in record.events:
        for party in (*event.actors, *event.recipients):
            if party.entity and event.time and event.time.first and event.status == "happened":
                days.setdefault(party.entity, event.time.first)
            if party.entity and event.place and event.place.country:
                here.setdefault(party.entity, []).append(event.place.country)
    published = dates.publication_day(report.published)
    return Scene(
        report.text, published.isoformat() if published else None,
        [report.span(sentence.start, sentence.end) for sentence in reading.sentences],
        {place.span: place.country for place in found if place.country}, _acting(record), days, here,
        roles_of(record.events), parties_of(record.events),
    )  # fmt: skip
