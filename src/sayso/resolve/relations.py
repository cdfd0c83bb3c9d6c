"""Entities and the parties of events come in, how each entity stands to the others goes out.

Who is named inside another's mention ("the front's vice-chairman", "his lawyer") belongs to it; who acts on whom stands
against it, who acts together stands beside it. Each is a clue for the country of those whose own words name none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sayso.ground.records import Entity, Event

Parties = tuple[tuple[str, ...], tuple[str, ...]]
"""Ids of those who act and of those who are acted on, in one event."""


@dataclass(frozen=True, slots=True)
class Relations:
    """For each entity the ids of those named inside its mentions, of those it faces, and of those beside it."""

    within: Mapping[str, Sequence[str]] = field(default_factory=dict)
    facing: Mapping[str, Sequence[str]] = field(default_factory=dict)
    beside: Mapping[str, Sequence[str]] = field(default_factory=dict)


def parties_of(events: Sequence[Event]) -> tuple[Parties, ...]:
    """The parties of each event that are entities."""
    return tuple(
        (tuple(p.entity for p in event.actors if p.entity), tuple(p.entity for p in event.recipients if p.entity))
        for event in events
    )


def relations(entities: Sequence[Entity], parties: Sequence[Parties]) -> Relations:
    """How the entities of a report stand to each other."""
    facing: dict[str, list[str]] = defaultdict(list)
    beside: dict[str, list[str]] = defaultdict(list)
    for actors, recipients in parties:
        for one, other in ((actors, recipients), (recipients, actors)):
            for entity in one:
                facing[entity] += [who for who in other if who != entity]
                beside[entity] += [who for who in one if who != entity]
    return Relations(_within(entities), facing, beside)


def _within(entities: Sequence[Entity]) -> dict[str, list[str]]:
    """Those with a mention strictly inside one of another's."""
    spans = sorted(
        ((span.start, -span.end, entity.id) for entity in entities for span in entity.mentions), key=lambda one: one[:2]
    )
    found: dict[str, list[str]] = defaultdict(list)
    open_now: list[tuple[int, int, str]] = []
    for start, negative_end, entity in spans:
        open_now = [one for one in open_now if one[1] > start]
        for outer_start, outer_end, outer in open_now:
            is_inside = -negative_end <= outer_end and (outer_start, outer_end) != (start, -negative_end)
            if is_inside and outer != entity and entity not in found[outer]:
                found[outer].append(entity)
        open_now.append((start, -negative_end, entity))
    return found
