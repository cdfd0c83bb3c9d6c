"""Coded records come in; their tellings and statements go out, and from those the one world that they tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256

from sayso.ground.matters import Identity, Statement, Telling, statement_id, telling_id
from sayso.ground.records import Claim, Entity, Party, Record, Source

MOST_COUNTRIES = 4
MOST_NAMES = 12
_NAME = re.compile(r"[^\W\d_]{3,}")


def tellings(record: Record, *, report: str, version: int = 1, origin: str | None = None) -> tuple[Telling, ...]:
    """The events of one coded report as tellings of a store, in the order of the text.

    Args:
        record: What coding gave.
        report: The store's key of the report.
        version: Which text of the report this is, from 1.
        origin: What the text goes back to; without one, the report itself.
    """
    known = {entity.id: _identity(entity, report) for entity in record.entities}
    countries, names = countries_of(record), names_of(record)
    text = record.report.text
    return tuple(
        Telling(
            id=telling_id(report, version, event), report=report, version=version, outlet=record.report.outlet,
            origin=origin or report, published=record.report.published, event=event,
            actors=_identities(event.actors, known, report), recipients=_identities(event.recipients, known, report),
            sources=_identities(event.sources, known, report),
            sentence=text[event.sentence.start : event.sentence.end], countries=countries, names=names,
        )
        for event in record.events
    )  # fmt: skip


def statements(record: Record, *, report: str, version: int = 1, origin: str | None = None) -> tuple[Statement, ...]:
    """The claims of one coded report as statements of a store, in the order of the record; arguments as above."""
    known = {entity.id: _identity(entity, report) for entity in record.entities}
    inside = {event.id: telling_id(report, version, event) for event in record.events}
    countries = countries_of(record)
    return tuple(
        Statement(
            id=statement_id(report, version, claim), report=report, version=version, outlet=record.report.outlet,
            origin=origin or report, published=record.report.published, claim=claim,
            speaker=known.get(claim.speaker or ""), tellings=tuple(inside[one] for one in claim.events if one in inside),
            sentence=_extent(claim, record), countries=countries,
        )
        for claim in record.claims
    )  # fmt: skip


def countries_of(record: Record) -> tuple[str, ...]:
    """The countries that the report names, by its places and its actors, most often first."""
    counts: Counter[str] = Counter(place.country for place in record.places if place.country)
    for entity in record.entities:
        if entity.country and entity.why.get("country") != "report":
            counts[entity.country] += len(entity.mentions)
    ranked = sorted(counts, key=lambda country: (-counts[country], country))
    return tuple(ranked[:MOST_COUNTRIES])


def names_of(record: Record) -> tuple[str, ...]:
    """The words of proper names in the report, most often named first, in lower case."""
    counts: Counter[str] = Counter()
    for entity in record.entities:
        for span in entity.mentions:
            counts.update({word.lower() for word in _NAME.findall(span.text) if word[0].isupper()})
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return tuple(ranked[:MOST_NAMES])


def _identity(entity: Entity, report: str) -> Identity:
    key = entity.key or f"{report}:{entity.id}"
    return Identity(key, entity.name, entity.country, entity.sectors, entity.kind)


def _identities(
    parties: tuple[Party, ...] | tuple[Source, ...], known: Mapping[str, Identity], report: str
) -> tuple[Identity, ...]:
    return tuple(known.get(one.entity or "") or _nameless(one.span.text, report) for one in parties)


def _nameless(text: str, report: str) -> Identity:
    """Words that no entity covers, such as a pronoun, are somebody of this report only."""
    return Identity(f"{report}:{sha256(text.encode()).hexdigest()[:8]}", text)


def _extent(claim: Claim, record: Record) -> str:
    spans = [span for span in (claim.source, claim.cue, *claim.content) if span]
    if not spans:
        return ""
    return record.report.text[min(span.start for span in spans) : max(span.end for span in spans)]
