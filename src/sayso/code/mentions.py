"""The mentions of a reading come in, entities and the entity of any span go out.

An entity is a chain of mentions; its name is the one that tells most: a proper name before a description before a
pronoun, the longer before the shorter, the earlier before the later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.ground.records import Entity, Mention, Party, Reading, Span

PRONOUNS = frozenset(
    "i me my we us our you your he him his she her hers it its they them their theirs who whom whose which that this "
    "these those himself herself itself themselves".split()
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The entities of a report and where their mentions stand."""

    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    of_cluster: dict[int, str]
    exact: dict[tuple[int, int], str]

    def entity_of(self, span: Span) -> str | None:
        """Id of the entity that the span names: of the same mention, else of the one it shares most with."""
        known = self.exact.get((span.start, span.end))
        if known is not None:
            return known
        best = max(self.mentions, key=lambda mention: (_shared(mention.span, span), -mention.span.start), default=None)
        if best is None or 2 * _shared(best.span, span) < min(span.end - span.start, best.span.end - best.span.start):
            return None
        return self.of_cluster[best.cluster] if _shared(best.span, span) else None

    def party(self, span: Span) -> Party:
        return Party(span, self.entity_of(span))

    def entity(self, id: str | None) -> Entity | None:
        return next((entity for entity in self.entities if entity.id == id), None)


def gather(reading: Reading) -> Cast:
    """One entity for each chain of mentions, in order of first mention."""
    chains: dict[int, list[Mention]] = defaultdict(list)
    for mention in reading.mentions:
        chains[mention.cluster].append(mention)
    ordered = sorted(chains.items(), key=lambda item: item[1][0].span)
    of_cluster = {cluster: f"n{number}" for number, (cluster, _) in enumerate(ordered, 1)}
    entities = tuple(_entity(of_cluster[cluster], mentions) for cluster, mentions in ordered)
    exact = {(m.span.start, m.span.end): of_cluster[m.cluster] for m in reading.mentions}
    return Cast(entities, reading.mentions, of_cluster, exact)


def _entity(id: str, mentions: Sequence[Mention]) -> Entity:
    best = max(mentions, key=lambda mention: (_telling(mention.span.text), -mention.span.start))
    return Entity(id, best.span.text, best.kind, tuple(mention.span for mention in mentions))


def _telling(text: str) -> tuple[int, int]:
    """How much a mention tells of whom it names."""
    if is_pronoun(text):
        return 0, 0
    capitals = sum(word[:1].isupper() and word.lower() not in ("the", "a", "an") for word in text.split())
    return (2 if capitals else 1), min(capitals, 5) * 100 + min(len(text), 60)


def is_pronoun(text: str) -> bool:
    """Whether the words only point, and name nobody."""
    return text.strip("’'").lower() in PRONOUNS


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
