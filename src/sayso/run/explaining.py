"""A reading, its record and one event come in; why the event is what it is goes out, as an `Explanation`.

Nothing is kept from coding for it: the weighing of types, dates, places and persons is done once more for this one
event, with the same functions, so that what is explained is what was done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.code.coding import code
from sayso.ground.errors import NoSuchEvent, shorten
from sayso.ground.explanations import Choice, Explanation, Finding, Reason
from sayso.ground.records import Anchor, Entity, Event, Party, Place, Reading, Record, Role, Source, Span, Time
from sayso.resolve import dates, places, timing
from sayso.resolve.persons import verdict
from sayso.resolve.resolving import hints
from sayso.resolve.wording import PRONOUNS

from .reasons import reason, reasons


def explain(reading: Reading, record: Record, wanted: str) -> Explanation:
    """Why one event of a record is what it is.

    Args:
        reading: What the record was made of.
        record: The record.
        wanted: Id of the event, its number in the table of events, or its anchor word.

    Raises:
        NoSuchEvent: There is none, or several with that word; the hint lists what there is.
    """
    event = find(record, wanted)
    anchor = next(one for one in reading.anchors if one.span == event.anchor)
    findings = (
        *_acts(event, anchor), *_sources(event, anchor, record), *_parties(event, anchor, record),
        _place(event, anchor, record), _time(event, anchor, reading),
    )  # fmt: skip
    return Explanation(record.report.id, event, findings)


def find(record: Record, wanted: str) -> Event:
    """The event of that id, number or anchor word.

    Raises:
        NoSuchEvent: There is none, or several with that word; the hint lists what there is.
    """
    known = {event.id: event for event in record.events}
    chosen = known.get(wanted) or known.get(f"e{wanted}")
    if chosen:
        return chosen
    named = [event for event in record.events if event.anchor.text.casefold() == wanted.casefold()]
    if len(named) == 1:
        return named[0]
    if named:
        raise NoSuchEvent("several events have that anchor", value=wanted, hint=f"give its id: {_listed(named)}")
    there = f"there are {_listed(record.events)}" if record.events else "the report has no events"
    raise NoSuchEvent("no such event", value=wanted, hint=there)


def _listed(events: Sequence[Event]) -> str:
    return ", ".join(f"{event.id} {shorten(event.anchor.text)}" for event in events)


# ---- what, and on whose say-so ------------------------------------------------------------------------------------


def _acts(event: Event, anchor: Anchor) -> Iterator[Finding]:
    types = tuple(Choice(name, share, "share", is_taken=name == event.type) for name, share in anchor.types.items())
    yield Finding("type", event.type, reasons("model"), event.anchor, event.probability, types)
    yield Finding("mode", event.mode, reasons("model" if event.mode else "no-mode"), event.anchor)
    statuses = sorted(anchor.statuses.items(), key=lambda item: -item[1])
    weighed = tuple(Choice(name, chance, "probability", is_taken=name == event.status) for name, chance in statuses)
    rules = ("model",) if event.status == anchor.status else ("could-may-might",)
    yield Finding("status", event.status, reasons(*rules), event.anchor, anchor.statuses.get(event.status), weighed)


def _sources(event: Event, anchor: Anchor, record: Record) -> Iterator[Finding]:
    outside = tuple(
        Choice(claim.source.text, None, "probability", ("outside-content",), text=claim.cue.text if claim.cue else None)
        for claim in record.claims
        if claim.source and event.id not in claim.events and _is_within(claim.cue or claim.source, event.sentence)
    )
    if not event.sources:
        yield Finding("source", None, reasons("own-voice"), choices=outside)
    for number, source in enumerate(event.sources):
        yield _hop(source, event, anchor, record, outside=outside if number == 0 else ())


def _hop(source: Source, event: Event, anchor: Anchor, record: Record, *, outside: tuple[Choice, ...]) -> Finding:
    """One source of the chain: by a claim whose content holds the act, by its asking, or by the model's pointer."""
    claim = next((one for one in record.claims if one.source == source.span and event.id in one.events), None)
    name = f"{source.span.text} ({source.kind})"
    if claim:
        held = next((span for span in claim.content if span.holds(event.anchor)), None)
        told = Choice(name, None, "probability", ("inside-content",), is_taken=True, text=held.text if held else None)
        return Finding("source", name, reasons("inside-content"), claim.cue, choices=(told, *outside))
    chance = next(
        (link.probability for link in anchor.links if link.role == "source" and link.span == source.span), None
    )
    return Finding(
        "source", name, reasons("asks-for-it" if chance is None else "pointed-at"), source.span, chance, outside
    )


def _is_within(span: Span, sentence: Span) -> bool:
    return sentence.start <= span.start < sentence.end


# ---- who ----------------------------------------------------------------------------------------------------------


def _parties(event: Event, anchor: Anchor, record: Record) -> Iterator[Finding]:
    known = {entity.id: entity for entity in record.entities}
    for role, parties in (("actor", event.actors), ("recipient", event.recipients)):
        if not parties:
            yield Finding("actor" if role == "actor" else "recipient", None, reasons("not-told"))
        for party in parties:
            chance = _chance(anchor, "actor" if role == "actor" else "recipient", party.span)
            yield _party(role, party, known.get(party.entity or ""), chance)


def _party(role: str, party: Party, entity: Entity | None, chance: float | None) -> Finding:
    question: Role = "actor" if role == "actor" else "recipient"
    if entity is None:
        return Finding(question, party.span.text, reasons("linked", "no-entity"), party.span, chance)
    rules = [*reasons("linked"), *(reasons("pronoun") if party.span.text.lower() in PRONOUNS else ())]
    rules += _of_entity(entity)
    rivals = tuple(
        Choice(
            " ".join(filter(None, (rival.name, f"({rival.wikidata})" if rival.wikidata else "", rival.country,
                                   f"– {rival.office}" if rival.office else ""))),
            rival.score, "points", rival.rules, is_taken=bool(entity.wikidata) and rival.wikidata == entity.wikidata,
        )
        for rival in entity.candidates
    )  # fmt: skip
    return Finding(question, _named(entity), tuple(rules), party.span, chance, rivals)


def _named(entity: Entity) -> str:
    parts = (
        entity.name, f"({entity.wikidata})" if entity.wikidata else "", entity.country or "", " ".join(entity.sectors),
        f"– {entity.office}" if entity.office else "",
    )  # fmt: skip
    return " ".join(part for part in parts if part)


def _of_entity(entity: Entity) -> Iterator[Reason]:
    """Each field of an entity with the rule that gave it."""
    for name in ("identity", "country", "sectors", "office"):
        for rule in filter(None, entity.why.get(name, "").split("+")):
            yield Reason(rule, f"{name}: {reason(rule).meaning}")
    if "identity" not in entity.why and entity.kind == "PER":
        rule = verdict([rival.score for rival in entity.candidates])
        yield Reason(rule, f"identity: {reason(rule).meaning}")


def _chance(anchor: Anchor, role: Role, span: Span) -> float | None:
    return next((link.probability for link in anchor.links if link.role == role and link.span.overlaps(span)), None)


# ---- where and when -----------------------------------------------------------------------------------------------


def _place(event: Event, anchor: Anchor, record: Record) -> Finding:
    place = event.place
    if place is None:
        return Finding("place", None, reasons(event.why_null.get("place", "not-said")))
    spans = tuple(one.span for one in record.places)
    ranked = places.weighed(spans, record.report.text)
    best = ranked.get(place.span) or next((found for span, found in ranked.items() if span.overlaps(place.span)), ())
    options = tuple(
        Choice(_located(one), score, "points", ("by-context",), is_taken=one.geonameid == place.geonameid)
        for score, one in best
    )
    chance = _chance(anchor, "place", place.span)
    if place.lat is None:
        why = event.why_null.get("place", "not-in-gazetteer")
        return Finding("place", place.span.text, reasons("linked", why), place.span, chance, options)
    return Finding("place", _located(place), reasons("linked", "by-context"), place.span, chance, options)


def _located(place: Place) -> str:
    parts = (place.name, place.admin1 if place.admin1 != place.name else None, place.country, place.precision)
    return ", ".join(part for part in parts if part)


def _time(event: Event, anchor: Anchor, reading: Reading) -> Finding:
    """The time, with all dates of the report and the probability that the weighing gives each."""
    time, told = event.time, code(reading).events
    raw = next(one for one in told if one.id == event.id)
    report = reading.report
    found = dates.find(report.text, published=report.published, sentences=reading.sentences, hints=hints(told))
    telling = timing.Telling(report.text, dates.publication_day(report.published), found, reading)
    weighed = tuple(
        Choice(
            _dated(option.time) if option.time else "no date", option.probability, "probability",
            tuple(name for name, points in option.grounds.items() if points > 0),
            is_taken=_is_same(option.time, time), text=option.time.span.text if option.time else None,
        )
        for option in timing.weighed(raw, told, telling)
    )  # fmt: skip
    if time is None:
        why = event.why_null.get("time", "not-said")
        return Finding("time", None, reasons(why, "unlikely" if len(weighed) > 1 else ""), choices=weighed)
    chance = _chance(anchor, "time", time.span)
    if time.why == "linked":
        return Finding("time", _dated(time), reasons("linked", "linked-first"), time.span, chance, weighed)
    return Finding("time", _dated(time), reasons(time.why or "sentence"), time.span, chance, weighed)


def _is_same(one: Time | None, other: Time | None) -> bool:
    return (one and (one.first, one.last)) == (other and (other.first, other.last))


def _dated(time: Time) -> str:
    days = time.first if time.first == time.last else f"{time.first} to {time.last}"
    return f"{days} ({time.granularity})" if time.first else f"{time.span.text} (open)"
