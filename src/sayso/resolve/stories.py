"""A report as told: its reading, its calendar expressions and the acts that have times of their own, held together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sayso.ground.records import Event, Reading, Span, Time

from .tenses import Grammar

Pair = tuple[str, str]
Dated = tuple[Event, Time]
Faint = tuple[Time, float]


def pair(time: Time) -> Pair:
    """First and last day of a time that has them."""
    return time.first or "", time.last or ""


@dataclass(frozen=True)
class Story:
    """What a report tells: its calendar expressions, and its acts that are dated by words linked to them."""

    reading: Reading
    grammar: Grammar
    published: date
    times: Sequence[Time]
    dated: Sequence[Dated]
    faint: Mapping[Span, Faint] = field(default_factory=dict)
    """By anchor: the time that the reading links to the act below even odds, with the probability."""
    beside: Mapping[Span, Time] = field(default_factory=dict)
    """By anchor: the one expression of the sentence that stands right by the act."""

    def told_in(self, sentence: int) -> list[Time]:
        """The resolved expressions of one sentence."""
        whole = self.reading.sentences[sentence]
        return [time for time in self.times if whole.start <= time.span.start < whole.end and time.first]

    @cached_property
    def sentence_of(self) -> Mapping[int, int]:
        """Index of the sentence in which an expression or an act starts, by its first character."""
        starts = [*(time.span.start for time in self.times), *(time.span.start for _, time in self.dated)]
        starts += [event.anchor.start for event, _ in self.dated]
        return {start: self.reading.sentence_at(start) for start in starts}

    @cached_property
    def told(self) -> Sequence[Time]:
        """All resolved expressions and times of acts, in order of the text, each once."""
        every = {(time.span.start, time.first, time.last): time for _, time in self.dated}
        every |= {(time.span.start, time.first, time.last): time for time in self.times if time.first}
        return [every[key] for key in sorted(every)]

    @cached_property
    def lead(self) -> Pair | None:
        """The day that the first sentence tells of its acts."""
        acts = [time for event, time in self.dated if self.sentence_of[event.anchor.start] == 0]
        days = [time for time in acts if time.granularity == "day"]
        return pair(days[-1]) if days and (days[-1].first or "") <= self.published.isoformat() else None
