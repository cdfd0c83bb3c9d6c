"""A record comes in; the matters on which its own voices contradict each other go out.

This looks inside one report only and only at what the report spells out: a denied event, or a claim that denies,
beside whoever tells the same matter as a fact. "The same matter" is judged by shared words and shared parties, so it
misses what is said in other words and can pair two like matters; it gives no verdict. The reconcile room, which holds
the claims of many reports against each other, judges "the same matter" by the same rule (`is_close`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from .marking import according_to, content, deed, names, sentence_for, speaker
from .records import Claim, Event, Party, Record, Span

SHARED_WORDS: Final = 2
SHARED_PART: Final = 0.5
"""How many content words two tellings share at least, and which part of the shorter one, to be of one matter."""

_STEM: Final = 5
_ROOT: Final = 4
_WORD: Final = re.compile(r"[^\W_]{3,}")
_EMPTY: Final = frozenset(
    "the and for was were are has had have not that this with from they them their his her its any all who whom which "
    "been being would could should will may might did does done but than then there about into over after before of "
    "said say says told denied deny denies denying rejected rejects dismissed".split()
)


@dataclass(frozen=True, slots=True)
class Contested:
    """One matter of a report: what it is, who affirms it, who denies it, and where the denial stands."""

    matter: str
    affirmed_by: tuple[str, ...]
    denied_by: str
    denial: Span


def contested(record: Record) -> tuple[Contested, ...]:
    """The matters that one source of the report affirms and another denies, in the order of the denials."""
    found = sorted([*_denied_events(record), *_denying_claims(record)], key=lambda item: item.denial.start)
    kept: dict[tuple[tuple[str, ...], str, str], Contested] = {}
    for item in found:
        kept.setdefault((item.affirmed_by, item.denied_by, item.matter), item)
    return tuple(kept.values())


def _denied_events(record: Record) -> Iterator[Contested]:
    known = names(record)
    for denied in record.events:
        if denied.status != "denied":
            continue
        holder = according_to(denied, known)
        rivals = [
            rival
            for rival in record.events
            if rival.status == "happened" and _is_same(denied, rival) and not _is_one_voice(denied, rival)
        ]
        others = _distinct(according_to(rival, known) for rival in rivals)
        affirmers = tuple(name for name in others if name != holder)
        if affirmers:
            yield Contested(_matter(rivals[0], record), affirmers, holder, denied.anchor)


def _denying_claims(record: Record) -> Iterator[Contested]:
    known = names(record)
    for claim in record.claims:
        if claim.stance != "denies" or not claim.content:
            continue
        denier = speaker(claim, known)
        events = told_against(claim, record)
        claims = [rival for rival in record.claims if _is_claimed_against(rival, claim)]
        told = [according_to(event, known) for event in events]
        voices = _distinct([*told, *(speaker(rival, known) for rival in claims)])
        affirmers = tuple(name for name in voices if name != denier)
        if affirmers:
            matter = _matter(events[0], record) if events else content(claim)
            yield Contested(matter, affirmers, denier, claim.content[0])


def told_against(claim: Claim, record: Record) -> tuple[Event, ...]:
    """The events that a claim denies: those told by others that it holds or that are about the same matter."""
    if claim.stance != "denies" or not claim.content:
        return ()
    return tuple(event for event in record.events if _is_told_against(event, claim))


def _is_same(denied: Event, rival: Event) -> bool:
    """Two events of one report tell one matter: the type is one, no name clashes and a word or a party is shared."""
    if denied.type != rival.type or (denied.mode and rival.mode and denied.mode != rival.mode):
        return False
    shared = [
        _meets(denied.actors, rival.actors),
        _meets(denied.recipients, rival.recipients),
        _root(denied.anchor) == _root(rival.anchor) or None,
    ]
    return False not in shared and True in shared


def _is_one_voice(one: Event, other: Event) -> bool:
    """Whether the same speaker, by whatever name, stands nearest to both."""
    return bool(one.sources and other.sources) and None is not one.sources[0].entity == other.sources[0].entity


def _meets(one: Iterable[Party], other: Iterable[Party]) -> bool | None:
    """Whether two lists of parties have one in common; `None` where that cannot be told.

    Descriptions ("the officers", "police", "anyone") can mean the same people in other words; only proper names clash.
    """
    mine, theirs = tuple(one), tuple(other)
    if not mine or not theirs:
        return None
    if _parties(mine) & _parties(theirs):
        return True
    return False if all(_is_named(party) for party in (*mine, *theirs)) else None


def _is_named(party: Party) -> bool:
    return any(word[:1].isupper() for word in party.span.text.split()[1:]) or party.span.text[:1].isupper()


def _parties(parties: Iterable[Party]) -> set[str]:
    found: set[str] = set()
    for party in parties:
        found |= ({party.entity} if party.entity else set()) | stems([party.span])
    return found


def _is_told_against(event: Event, claim: Claim) -> bool:
    """The event is told as a fact, by another, and the claim that denies holds it or is about it."""
    if event.status != "happened":
        return False
    if claim.source and any(hop.span == claim.source for hop in event.sources):
        return False
    if event.id in claim.events or any(part.holds(event.anchor) for part in claim.content):
        return bool(event.sources)
    if claim.cue and claim.cue.overlaps(event.anchor):
        return False
    parties = (*event.actors, *event.recipients)
    return bool(stems([event.anchor]) & stems(claim.content)) and is_close(
        stems([event.anchor, *(party.span for party in parties)]), stems(claim.content)
    )


def _is_claimed_against(rival: Claim, claim: Claim) -> bool:
    if rival.stance != "asserts" or rival.id == claim.id or rival.speaker == claim.speaker is not None:
        return False
    if any(part.overlaps(other) for part in rival.content for other in (*claim.content, claim.cue) if other):
        return False
    return is_close(stems(rival.content), stems(claim.content))


def is_close(one: set[str], other: set[str]) -> bool:
    """Whether two sets of stems share enough to be of one matter."""
    shared, shorter = len(one & other), min(len(one), len(other))
    return shared >= SHARED_WORDS and shared >= SHARED_PART * shorter


def stems(spans: Iterable[Span]) -> set[str]:
    """The beginnings of the words that carry sense."""
    words = (word for span in spans for word in _WORD.findall(span.text.casefold()))
    return {word[:_STEM] for word in words if word not in _EMPTY}


def _root(anchor: Span) -> str:
    """The beginning of a verb or noun that its other forms share: beat, beating, beaten."""
    return anchor.text.casefold()[:_ROOT]


def _distinct(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def _matter(event: Event, record: Record) -> str:
    return f"{deed(event)}: {sentence_for(event, names(record))}"
