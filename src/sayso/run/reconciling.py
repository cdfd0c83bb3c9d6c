"""Coded records come in; their tellings and statements go out, and from those the one world that they tell.

    world = reconcile(tellings(record, report="a") + tellings(other, report="b"))

The functions below that take a key give what bears on that key alone, so that a store can bring up to date what new
reports touch and leave the rest. All are pure: what they give depends on the set of what they are given.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sayso.ground.contested import told_against
from sayso.ground.matters import (
    Decision,
    Dispute,
    Figure,
    Happening,
    Identity,
    Ledger,
    Merge,
    Situation,
    Statement,
    Telling,
    statement_id,
    telling_id,
)
from sayso.ground.records import Claim, Entity, Event, Party, Record, Source
from sayso.reconcile import disputes as disputing
from sayso.reconcile import situations as lasting
from sayso.reconcile.blocks import blocks
from sayso.reconcile.consensus import described
from sayso.reconcile.copies import bands, imprint, origins
from sayso.reconcile.happenings import gather, happening_id, happenings
from sayso.reconcile.numbers import ledgers
from sayso.reconcile.winners import sentence_around, victories

MOST_COUNTRIES = 4
MOST_NAMES = 12
HELD = (("COERCE", "arrest"), ("ASSAULT", "abduct"))
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
            actors=_identities(event.actors, known, report),
            recipients=_identities(event.recipients or _freed(event, record.events), known, report),
            sources=_identities(event.sources, known, report),
            sentence=text[event.sentence.start : event.sentence.end], countries=countries, names=names,
        )
        for event in record.events
    )  # fmt: skip


def statements(record: Record, *, report: str, version: int = 1, origin: str | None = None) -> tuple[Statement, ...]:
    """The claims of one coded report as statements of a store, then what it says itself of who won an election.

    Arguments as for `tellings`.
    """
    known = {entity.id: _identity(entity, report) for entity in record.entities}
    inside = {event.id: telling_id(report, version, event) for event in record.events}
    countries = countries_of(record)
    claims = (*record.claims, *_own_victories(record))
    return tuple(
        Statement(
            id=statement_id(report, version, claim), report=report, version=version, outlet=record.report.outlet,
            origin=origin or report, published=record.report.published, claim=claim,
            speaker=known.get(claim.speaker or ""),
            tellings=tuple(inside[one] for one in _about(claim, record) if one in inside),
            sentence=_extent(claim, record), countries=countries,
        )
        for claim in claims
    )  # fmt: skip


def _about(claim: Claim, record: Record) -> tuple[str, ...]:
    """The events inside a claim's content, and for one that denies those that it is about, each once."""
    return tuple(dict.fromkeys((*claim.events, *(event.id for event in told_against(claim, record)))))


def _freed(event: Event, events: Sequence[Event]) -> tuple[Party, ...]:
    """Whom a release is to free where it names nobody: those whom its sentence says are held."""
    if (event.type, event.mode) != ("RETREAT", "release"):
        return ()
    held = [one for one in events if one.sentence == event.sentence and (one.type, one.mode) in HELD]
    return held[0].recipients if len(held) == 1 else ()


def _own_victories(record: Record) -> tuple[Claim, ...]:
    """What the report says in its own voice of who won, as claims without source and cue."""
    told = [span for claim in record.claims for span in claim.content]
    text, found = record.report.text, []
    for number, (_, start, end) in enumerate(victories(text), 1):
        if not any(other.overlaps(record.report.span(start, end)) for other in told):
            whole = record.report.span(*sentence_around(text, start, end))
            found.append(Claim(f"v{number}", None, None, (whole,), "asserts", None, "media", quoted=False, events=()))
    return tuple(found)


def countries_of(record: Record) -> tuple[str, ...]:
    """The countries that the report names, by its places and its actors, most often first."""
    counts: Counter[str] = Counter(place.country for place in record.places if place.country)
    for entity in record.entities:
        if entity.country and entity.why.get("country") != "report":
            counts[entity.country] += len(entity.mentions)
    if not counts:
        counts.update(entity.country for entity in record.entities if entity.country)
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


# ---- one world ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class World:
    """What many reports say together."""

    happenings: tuple[Happening, ...]
    ledgers: tuple[Ledger, ...]
    disputes: tuple[Dispute, ...]
    situations: tuple[Situation, ...]


def reconcile(
    told: Iterable[Telling], *, statements: Iterable[Statement] = (), decisions: Sequence[Decision] = ()
) -> World:
    """The happenings, ledgers, disputes and situations of all tellings and statements, in whatever order they come.

    Args:
        told: Tellings of any number of reports. For a view as of a day, give what was known on that day.
        statements: The claims of the same reports.
        decisions: What users ruled on merges, in the order of their making.
    """
    known = {one.id: one for one in told}
    found = happenings(known.values(), decisions=decisions)
    numbers = tuple(ledger for one in found for ledger in ledgers(one, known))
    return World(found, numbers, disputing.disputes(found, known, statements), lasting.situations(found, known))


def describe(told: Iterable[Telling], *, merges: Iterable[Merge] = (), id: str | None = None) -> Happening:
    """The happening that the tellings make, under the id given, else under that of their earliest."""
    return described(list(told), merges=tuple(merges), name=lambda one: id or happening_id(one))


def figures(happening: Happening, told: Iterable[Telling]) -> tuple[Figure, ...]:
    """All figures of the ledgers of one happening."""
    return tuple(one for ledger in ledgers(happening, {one.id: one for one in told}) for one in ledger.figures)


def matters(happening: Happening, told: Iterable[Telling]) -> tuple[str, ...]:
    """Keys of the disputes and situations that a happening bears on."""
    known = {one.id: one for one in told}
    return (*disputing.matters(happening), *lasting.situation_matters(happening, known))


def statement_matters(statement: Statement) -> tuple[str, ...]:
    """Keys of the disputes that a statement bears on by itself."""
    return disputing.statement_matters(statement)


def disputes(
    key: str, found: Iterable[Happening], told: Iterable[Telling], statements: Iterable[Statement]
) -> tuple[Dispute, ...]:
    """The disputes of one key, from all happenings and statements that bear on it."""
    chosen = [one for one in found if one.id == key]
    every = disputing.disputes(chosen, {one.id: one for one in told}, statements)
    kinds = {"winner": "winner", "said": "statement"}
    kind = kinds.get(key.partition("|")[0])
    return tuple(one for one in every if (one.happening == key if kind is None else one.question == kind))


def situations(
    key: str, found: Iterable[Happening], told: Iterable[Telling], statements: Iterable[Statement] = ()
) -> tuple[Situation, ...]:
    """The situations of one key, from all happenings that bear on it; statements do not bear on situations yet."""
    del statements
    every = lasting.situations(found, {one.id: one for one in told})
    return tuple(one for one in every if one.id == lasting.situation_id(key))


__all__ = [
    "World", "bands", "blocks", "describe", "disputes", "figures", "gather", "happening_id", "happenings", "imprint",
    "matters", "origins", "reconcile", "situations", "statement_matters", "statements", "tellings",
]  # fmt: skip
