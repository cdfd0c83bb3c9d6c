"""The cues of a reading come in; claims, and the chain of sources of any word, go out.

A word's sources are those of the claims whose content holds it, the narrowest claim first; where none does, the one
that the anchor itself points at. What is wanted is told by whoever asks for it ("called for the release") before anyone
else. A quotation that runs over several sentences belongs as a whole to the speaker who is named in or beside one of
them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.ground.records import Anchor, Cue, Reading, Source, Span, Word

from .contents import content_of
from .mentions import Cast
from .quotations import find_quotations
from .sources import kind_of

SPEAKING_FOR_ONESELF = frozenset(["i", "we", "our", "my", "us", "me"])
SPOKEN = frozenset(["AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"])


@dataclass(frozen=True, slots=True)
class Attribution:
    """The claims of a report, each with the stretches of text it answers for; its words, and its acts by word."""

    cues: tuple[Cue, ...]
    reach: tuple[tuple[tuple[int, int], ...], ...]
    cast: Cast
    words: tuple[Word, ...]
    acts: Mapping[int, Anchor]

    def holders(self, word: Span) -> list[int]:
        """Indices of the cues whose words hold `word`, the narrowest first."""
        held = [
            (min(b - a for a, b in reach if a <= word.start and word.end <= b), -cue.span.start, i)
            for i, (cue, reach) in enumerate(zip(self.cues, self.reach, strict=True))
            if not cue.span.overlaps(word) and any(a <= word.start and word.end <= b for a, b in reach)
        ]
        return [i for _, _, i in sorted(held)]

    def chain(self, anchor: Anchor) -> tuple[Source, ...]:
        """On whose say-so the act of `anchor` is told, nearest first; empty in the report's own voice."""
        cues = [self.cues[i] for i in self.holders(anchor.span)]
        spans = [cue.source for cue in cues if cue.source is not None] or list(anchor.spans("source")[:1])
        asking = self._asking(anchor)
        if asking and not (spans and asking.overlaps(spans[0])):
            spans = [asking, *(span for span in spans if not span.overlaps(asking))]
        if spans and anchor.type in SPOKEN and self._is_own_act(anchor, spans[0]):
            spans = spans[1:]
        return tuple(self._source(span) for span in _distinct(spans, self.cast))

    def _asking(self, anchor: Anchor) -> Span | None:
        """Who asks for a wanted act: the actor of the nearest act above it in its tree, where that is a request."""
        at = anchor.word
        while anchor.status == "wanted" and self.words[at].head != at:
            at = self.words[at].head
            if act := self.acts.get(at):
                return next(iter(act.spans("actor")), None) if act.type == "REQUEST" else None
        return None

    def _is_own_act(self, anchor: Anchor, speaker: Span) -> bool:
        """A speaker's own act in that speaker's words ("we demand") is done by the words, not told by them."""
        actors = anchor.spans("actor")
        return any(actor.text.lower() in SPEAKING_FOR_ONESELF for actor in actors) or speaker in actors

    def _source(self, span: Span) -> Source:
        entity = self.cast.entity(self.cast.entity_of(span))
        return Source(span, entity.id if entity else None, kind_of(span.text, entity.kind if entity else None))


def attribute(reading: Reading, cast: Cast) -> Attribution:
    """The claims of a reading. A cue with neither source nor content says nothing and is left out."""
    quotations = find_quotations(reading.report.text)
    told = (replace(cue, content=content_of(cue, reading.report, quotations)) for cue in reading.cues)
    cues = tuple(cue for cue in told if cue.content or cue.source)
    acts = {anchor.word: anchor for anchor in reading.anchors}
    return Attribution(cues, tuple(_reach(cue, quotations) for cue in cues), cast, reading.words, acts)


def _reach(cue: Cue, quotations: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The content of a cue, and the whole of every quotation of which the content holds an edge."""
    spans = [(span.start, span.end) for span in cue.content]
    for first, last in quotations:
        if first <= cue.span.start and cue.span.end <= last:
            continue
        if any(a <= first and last <= b for a, b in spans):
            continue
        if any(a < last and first < b and (a <= first + 1 or b >= last - 1) for a, b in spans):
            spans.append((first, last))
    return tuple(spans)


def _distinct(spans: Sequence[Span], cast: Cast) -> list[Span]:
    """Each speaker once, where nearest."""
    kept: list[Span] = []
    seen: set[str] = set()
    for span in spans:
        name = cast.entity_of(span) or span.text.lower()
        if name not in seen and not any(span.overlaps(other) for other in kept):
            kept.append(span)
            seen.add(name)
    return kept
