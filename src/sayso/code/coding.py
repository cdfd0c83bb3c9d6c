"""A reading comes in, the record of its report goes out: events, claims and entities with all their spans.

Times, places and identities are left as spans; the next room resolves them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sayso.ground import codebook
from sayso.ground.records import Anchor, Claim, Event, Place, Reading, Record, Role, Span, Time

from .attribution import Attribution, attribute
from .guards import is_event, is_political
from .mentions import gather
from .quotations import find_quotations
from .sources import kind_of
from .statuses import status_of

EVEN: Final = 0.5
"""A time that is linked below even odds is for the dating of acts to weigh, and not the act's own."""


def code(reading: Reading) -> Record:
    """Events and claims of one reading, in the order of the text."""
    cast = gather(reading)
    attribution = attribute(reading, cast)
    political = is_political(reading.report.text)
    anchors = [anchor for anchor in reading.anchors if is_event(anchor, reading, in_political_report=political)]
    events = tuple(_event(f"e{n}", anchor, reading, attribution) for n, anchor in enumerate(anchors, 1))
    claims = _claims(attribution, anchors, reading)
    return Record(reading.report, events, claims, cast.entities, (), (), reading.loaded)


def _event(id: str, anchor: Anchor, reading: Reading, attribution: Attribution) -> Event:
    book = codebook.load()
    sentence = reading.sentences[reading.sentence_at(anchor.span.start)]
    place, time = _best(anchor, "place"), _best(anchor, "time", least=EVEN)
    cast = attribution.cast
    actors = _apart(anchor.spans("actor"), anchor.span)
    recipients = [span for span in _apart(anchor.spans("recipient"), anchor.span) if span not in actors]
    return Event(
        id=id, type=anchor.type, mode=anchor.mode, contexts=anchor.contexts,
        status=status_of(anchor, reading), historical=False,
        anchor=anchor.span, sentence=reading.report.span(sentence.start, sentence.end),
        actors=tuple(cast.party(span) for span in actors), recipients=tuple(cast.party(span) for span in recipients),
        place=Place(place) if place else None, time=Time(time) if time else None, quantities={},
        sources=attribution.chain(anchor), score=book.score(anchor.type, anchor.mode), quad=book.quad(anchor.type),
        probability=anchor.probability, why_null={},
    )  # fmt: skip


def _best(anchor: Anchor, role: Role, *, least: float = 0.0) -> Span | None:
    links = [link for link in anchor.links if link.role == role and link.probability >= least]
    return max(links, key=lambda link: link.probability).span if links else None


def _apart(spans: Sequence[Span], anchor: Span) -> list[Span]:
    """The spans, each once, without those that are the anchor itself."""
    return [span for span in dict.fromkeys(spans) if (span.start, span.end) != (anchor.start, anchor.end)]


def _claims(attribution: Attribution, anchors: Sequence[Anchor], reading: Reading) -> tuple[Claim, ...]:
    quotations = find_quotations(reading.report.text)
    inside: dict[int, list[str]] = {}
    for number, anchor in enumerate(anchors, 1):
        for holder in attribution.holders(anchor.span):
            inside.setdefault(holder, []).append(f"e{number}")
    claims = []
    for i, cue in enumerate(attribution.cues):
        speaker = attribution.cast.entity_of(cue.source) if cue.source else None
        entity = attribution.cast.entity(speaker)
        kind = kind_of(cue.source.text, entity.kind if entity else None) if cue.source else "anonymous"
        quoted = any(a < span.end and span.start < b for span in cue.content for a, b in quotations)
        claims.append(
            Claim(
                f"c{i + 1}",
                cue.source,
                cue.span,
                cue.content,
                cue.stance,
                speaker,
                kind,
                quoted,
                tuple(inside.get(i, ())),
            )
        )
    return tuple(claims)
