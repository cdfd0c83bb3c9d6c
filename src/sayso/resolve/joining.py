"""A record with resolved entities comes in, the record with each person once goes out.

The language model sees a window at a time and misses mentions. Two entities that are surely one person become one, a
bare
title ("the Secretary") joins the one person of the report who bears it, and a party or source that no mention covers
becomes a mention of the person it describes, or an entity of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sayso.ground.records import Claim, Entity, Event, Party, Record, Span

from .said import said
from .spellings import sound, telling
from .wording import PRONOUNS

JOINS: Final = re.compile(r",|\band\b|['’]s?\s")
"""What makes a mention name more than one, or somebody else than the one it names."""

Resolve = Callable[[Sequence[Entity]], Sequence[Entity]]


def joined(record: Record, resolve: Resolve) -> Record:
    """The record with its entities joined and every party and source that names somebody attached to one.

    Args:
        record: Its entities resolved.
        resolve: Resolves more entities of the same report.
    """
    loose = _loose(record)
    entities = (*record.entities, *resolve(loose)) if loose else record.entities
    record = _attached(replace(record, entities=tuple(entities)), {entity.mentions[0]: entity.id for entity in loose})
    return _renamed(record, _same(record.entities))


def parted(record: Record) -> Record:
    """The record with those cut out of the chains of persons who cannot be the same.

    "The Russian president" is not the US Secretary of State, and Fayez Hammad is not Ziad al-Khatib, whatever the model
    joined; they become entities of their own, and the parties, sources and speakers that are those very spans go with
    them.
    """
    first = _next_number(record)
    entities: list[Entity] = []
    more: list[Entity] = []
    for entity in record.entities:
        groups = _strangers(entity) if entity.kind == "PER" else []
        strange = {span for group in groups for span in group}
        kept = tuple(span for span in entity.mentions if span not in strange)
        name = entity.name if not strange or entity.name in {span.text for span in kept} else _best(kept)
        entities.append(replace(entity, name=name, mentions=kept) if strange else entity)
        more += [Entity(f"n{first + len(more) + n}", _best(group), "PER", group) for n, group in enumerate(groups)]
    cut = {span: entity.id for entity in more for span in entity.mentions}
    if not cut:
        return record
    loosened = replace(
        record,
        entities=(*entities, *more),
        events=tuple(_loosened(event, cut) for event in record.events),
        claims=tuple(replace(one, speaker=None) if one.source in cut else one for one in record.claims),
    )
    return _attached(loosened, cut)


def _best(mentions: Sequence[Span]) -> str:
    """The mention that names most."""
    return max(
        (span.text for span in mentions), key=lambda text: (len(telling(said(text).name)), len(text)), default=""
    )


def _next_number(record: Record) -> int:
    """The number of the next entity: ids are a letter and a number."""
    return 1 + max((int(entity.id[1:]) for entity in record.entities if entity.id[1:].isdigit()), default=0)


def _strangers(entity: Entity) -> list[tuple[Span, ...]]:
    """Mentions that belong to others: descriptions of another state's officers, and those of each other person."""
    told = {span: said(span.text) for span in entity.mentions}
    own = {one.country for one in told.values() if one.name and one.country}
    descriptions = [
        span for span, one in told.items() if own and not one.name and one.office and one.country not in {None, *own}
    ]
    rest = [span for span in entity.mentions if span not in descriptions]
    return [*((span,) for span in descriptions), *_others(rest)]


def _others(mentions: Sequence[Span]) -> list[tuple[Span, ...]]:
    """Where the mentions bear the full names of several persons, those of all but the most named one.

    A mention without a full name goes with the person whose name it holds, else with the last one named before it.
    """
    persons: list[tuple[set[str], list[Span]]] = []
    for span in mentions:
        words = _name_in(span)
        if len(words) > 1:
            known = next((person for person in persons if person[0] & words), None)
            if known:
                known[0].update(words)
                known[1].append(span)
            else:
                persons.append((set(words), [span]))
    if len(persons) < 2:
        return []
    named = {span: person for person in persons for span in person[1]}
    last = persons[0]
    for span in mentions:
        words = _name_in(span)
        last = named.get(span) or next((person for person in persons if words and person[0] & words), last)
        if span not in named:
            last[1].append(span)
    most = max(persons, key=lambda person: len(person[1]))
    return [tuple(sorted(person[1])) for person in persons if person is not most]


def _name_in(span: Span) -> set[str]:
    """How the words of a person's name in a mention sound; empty where it names none, or several."""
    if span.text.lower() in PRONOUNS or JOINS.search(span.text):
        return set()
    return {sound(word) for word in telling(said(span.text).name) if len(word) > 1}


def _loosened(event: Event, cut: Mapping[Span, str]) -> Event:
    def party(one: Party) -> Party:
        return replace(one, entity=None) if one.span in cut else one

    sources = tuple(replace(one, entity=None) if one.span in cut else one for one in event.sources)
    return replace(
        event, actors=tuple(map(party, event.actors)), recipients=tuple(map(party, event.recipients)), sources=sources
    )


def _loose(record: Record) -> list[Entity]:
    """Entities for the parties, sources and speakers that no mention covers."""
    spans = {
        *(p.span for e in record.events for p in (*e.actors, *e.recipients) if p.entity is None),
        *(s.span for e in record.events for s in e.sources if s.entity is None),
        *(c.source for c in record.claims if c.source and c.speaker is None),
    }
    known = {span for entity in record.entities for span in entity.mentions}
    first = _next_number(record)
    found: list[Entity] = []
    for span in sorted(spans - known):
        if span.text.lower() in PRONOUNS or any(span.overlaps(one.mentions[0]) for one in found):
            continue
        office = said(span.text).office
        found.append(Entity(f"n{first + len(found)}", span.text, "PER" if office else "GROUP", (span,)))
    return found


def _attached(record: Record, ids: Mapping[Span, str]) -> Record:
    """The record with the ids of those spans on parties, sources and claims."""
    if not ids:
        return record

    def party(one: Party) -> Party:
        return one if one.entity else replace(one, entity=ids.get(one.span))

    def event(one: Event) -> Event:
        sources = tuple(s if s.entity else replace(s, entity=ids.get(s.span)) for s in one.sources)
        return replace(
            one, actors=tuple(map(party, one.actors)), recipients=tuple(map(party, one.recipients)), sources=sources
        )

    def claim(one: Claim) -> Claim:
        return one if one.speaker or not one.source else replace(one, speaker=ids.get(one.source))

    return replace(record, events=tuple(map(event, record.events)), claims=tuple(map(claim, record.claims)))


def _same(entities: Sequence[Entity]) -> dict[str, str]:
    """For each entity that is another one, the id of that one: the first of each person."""
    people = [entity for entity in entities if entity.kind == "PER"]
    first: dict[str, str] = {}
    same: dict[str, str] = {}
    for entity in people:
        if entity.wikidata or (entity.key and not entity.key.startswith("local:")):
            one = first.setdefault(entity.key or "", entity.id)
            if one != entity.id:
                same[entity.id] = one
    titled = _titled(people)
    for entity in people:
        title = _bare_title(entity)
        bearers = titled.get(title, set()) - {entity.id} if title else set()
        bearers = {same.get(bearer, bearer) for bearer in bearers}
        if len(bearers) == 1 and entity.id not in same and not entity.wikidata:
            same[entity.id] = next(iter(bearers))
    return same


def _titled(people: Sequence[Entity]) -> dict[str, set[str]]:
    """Words of the titles that stand before names, with the entities that bear them."""
    found: dict[str, set[str]] = defaultdict(set)
    for entity in people:
        for span in entity.mentions:
            one = said(span.text)
            if one.name and one.title and not one.is_former:
                words = one.title.lower().split()
                found[words[0]].add(entity.id)
                found[words[-1]].add(entity.id)
                found[" ".join(words)].add(entity.id)
    return found


def _bare_title(entity: Entity) -> str | None:
    """The title that is all an entity's mentions say: "The Secretary"."""
    texts = {span.text.lower() for span in entity.mentions if span.text.lower() not in PRONOUNS}
    if len(texts) != 1:
        return None
    text = next(iter(texts))
    words = text.removeprefix("the ").split()
    return " ".join(words) if text.startswith("the ") and 0 < len(words) <= 3 else None


def _renamed(record: Record, same: Mapping[str, str]) -> Record:
    """The record with the entities that are others folded into those."""
    if not same:
        return record
    more: dict[str, list[Span]] = defaultdict(list)
    for entity in record.entities:
        if entity.id in same:
            more[same[entity.id]] += entity.mentions
    entities = tuple(
        replace(entity, mentions=tuple(sorted({*entity.mentions, *more[entity.id]}))) if more[entity.id] else entity
        for entity in record.entities
        if entity.id not in same
    )

    def now(known: str | None) -> str | None:
        return same.get(known, known) if known else known

    def event(one: Event) -> Event:
        return replace(
            one,
            actors=tuple(replace(p, entity=now(p.entity)) for p in one.actors),
            recipients=tuple(replace(p, entity=now(p.entity)) for p in one.recipients),
            sources=tuple(replace(s, entity=now(s.entity)) for s in one.sources),
        )

    claims = tuple(replace(one, speaker=now(one.speaker)) for one in record.claims)
    return replace(record, entities=entities, events=tuple(map(event, record.events)), claims=claims)
