"""The dates that a report offers for an act: the act and its report come in, each date with its marks goes out.

An offer is one interval of days, with all that speaks for or against it as plain marks ("lead:V:past", "same-clause"):
where in the report it is told, of which acts, how the act stands to them in the tree. `dating` weighs the marks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sayso.ground.records import Event, Span, Time

from .narrative import APART, carried
from .stories import Pair, Story, pair

CLAUSES: Final = frozenset({"conj", "advcl", "parataxis", "xcomp", "ccomp", "acl"})
NEAR: Final = ((2, "2"), (5, "5"), (9, "9"), (16, "16"))
A_FEW: Final = 3
A_WEEK: Final = 7
FAR_BACK: Final = 30
"""Days before publication: below the first each counts for itself, beyond the last a date is of long ago."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One interval that the report tells, the expression that tells it nearest to the act, and its marks."""

    time: Time
    marks: tuple[str, ...]


def offers(event: Event, story: Story) -> list[Offer]:
    """The dates that may be the act's, in order of first mention; for what is told as done none after publication."""
    scene = _Scene(event, story)
    marks: defaultdict[Pair, list[str]] = defaultdict(list)
    best: dict[Pair, tuple[int, Time]] = {}
    last = story.published.isoformat()
    faint = story.faint.get(event.anchor)
    for time in [*story.told, *([faint[0]] if faint and faint[0] not in story.told else [])]:
        if event.status in ("happened", "denied") and (time.first or "") > last:
            continue
        distance = abs(time.span.start - event.anchor.start)
        if pair(time) not in best or distance < best[pair(time)][0]:
            best[pair(time)] = distance, time
        marks[pair(time)].extend(scene.of_expression(time))
    for other, time in story.dated:
        if pair(time) in best and other.anchor != event.anchor:
            marks[pair(time)].extend(scene.of_act(other))
    for key in [key for key in best if scene.is_of_another_clause(marks[key])]:
        del best[key]
    for key in best:
        marks[key].extend(scene.of_rules(key))
    return [Offer(time, tuple(dict.fromkeys([*marks[key], *scene.of_date(time)]))) for key, (_, time) in best.items()]


def marks_of_none(event: Event, story: Story) -> tuple[str, ...]:
    """The marks that speak for leaving an act without a date."""
    scene = _Scene(event, story)
    alone = not any(scene.where(time.span) == scene.sentence for time in story.told)
    return (
        "none", f"none:{scene.tense}", f"none:{event.type}", f"none:{event.status}", f"none:{scene.voice}:{scene.row}",
        f"none:{scene.voice}:{scene.tense}", f"none:dates:{min(len({pair(time) for time in story.told}), 4)}",
        *(["none:alone"] if alone else []), *(["none:sourced"] if event.sources else []),
        *(["none:no-lead"] if story.lead is None else []),
    )  # fmt: skip


class _Scene:
    """Where one act stands in its report."""

    def __init__(self, event: Event, story: Story) -> None:
        self.event, self.story = event, story
        self.sentence = story.reading.sentence_at(event.anchor.start)
        self.row = str(min(self.sentence, 4))
        self.index = story.grammar.at(event.anchor)
        self.tense = story.grammar.tense(self.index) if self.index is not None else "other"
        self.voice = event.quad[:1] if event.status == "happened" else event.status
        before = [time for time in story.told if time.span.start < event.anchor.start]
        days = [time for time in before if time.granularity == "day" and pair(time)[0] <= story.published.isoformat()]
        self.day_before = days[-1].span if days else None
        acts = [(other, time) for other, time in story.dated if other.anchor < event.anchor]
        self.act_before = acts[-1][0].anchor if acts else None
        self.carried = carried(event, story)

    def where(self, span: Span) -> int:
        found = self.story.sentence_of.get(span.start)
        return self.story.reading.sentence_at(span.start) if found is None else found

    def of_expression(self, time: Time) -> Iterator[str]:
        """Marks of one expression: in the act's own sentence, or before or after it."""
        away = self.where(time.span) - self.sentence
        if time.span == self.day_before:
            yield f"day-told-last:{self.tense}:{min(-away, 4)}"
            yield f"day-told-last:{self.voice}"
        if away:
            yield f"away:{max(-3, min(2, away))}"
            return
        yield from self._beside(time)

    def _beside(self, time: Time) -> Iterator[str]:
        words = self.story.grammar
        at = words.within(time.span)
        is_after = time.span.start >= self.event.anchor.end
        side = "after" if is_after else "before"
        mine = [one for one in self.story.told if self.where(one.span) == self.sentence]
        yield f"beside:{side}:{'only' if len(mine) == 1 else 'one-of-more'}"
        takers = [other for other, one in self.story.dated if one.span == time.span]
        yield f"beside:{'taken' if takers else 'free'}:{self.tense}"
        if self.index is None or not at:
            return
        gap = abs((at[0] if is_after else at[-1]) - self.index)
        yield f"gap:{side}:{next((name for most, name in NEAR if gap <= most), 'far')}"
        yield from self._in_tree(at, self.index)
        between = range(min(self.index, at[0]) + 1, max(self.index, at[-1]))
        forms = {words.forms[i] for i in between}
        yield from (f"between:{mark}" for mark in (";", ",", "and", "“", "that") if mark in forms)

    def _in_tree(self, at: Sequence[int], index: int) -> Iterator[str]:
        """How the governor of the expression stands to the act."""
        words = self.story.grammar
        governors = {words.words[i].head for i in at} - set(at)
        above = words.above(index)
        if index in governors:
            yield f"governor:act:{self.tense}"
        elif governors & set(above):
            steps = next(number for number, one in enumerate(above) if one in governors)
            relation = words.words[index].relation.split(":")[0]
            yield f"governor:above:{relation if steps == 0 else 'more'}"
        elif any(index in words.above(i) for i in governors):
            yield "governor:below"
        else:
            yield "governor:elsewhere"

    def of_act(self, other: Event) -> Iterator[str]:
        """Marks of another act that has this date."""
        is_noun = self.tense == "noun"
        if (other.type, other.mode) == (self.event.type, self.event.mode):
            side = "before" if other.anchor < self.event.anchor else "after"
            yield f"same-kind:{'noun' if is_noun else 'verb'}:{side}"
        shared = {party.entity for party in other.actors} & {party.entity for party in self.event.actors} - {None}
        if shared:
            yield f"same-actor:{self.voice}"
        if other.anchor == self.act_before:
            yield f"act-before:{self.voice}:{min(self.sentence - self.where(other.anchor), 3)}"
        if self.where(other.anchor) == self.sentence:
            yield from self._joined(other)

    @staticmethod
    def is_of_another_clause(marks: Sequence[str]) -> bool:
        """Whether a date is that of the clause before or after which, as the text says, the act was done."""
        return any(mark.endswith(":aside") and mark.startswith("joined:up") for mark in marks)

    def of_rules(self, key: Pair) -> Iterator[str]:
        """Marks of the rules that carry this date over, and of a faint link to it."""
        yield from (f"rule:{name}:{self.voice}" for name, time in self.carried.items() if pair(time) == key)
        beside = self.story.beside.get(self.event.anchor)
        if beside is not None:
            yield "rule:beside" if pair(beside) == key else "rule:beside-another"
        faint = self.story.faint.get(self.event.anchor)
        if faint is not None:
            yield f"faint:{min(int(10 * faint[1]), 4)}" if pair(faint[0]) == key else "faint:another"

    def _joined(self, other: Event) -> Iterator[str]:
        words, there = self.story.grammar, self.story.grammar.at(other.anchor)
        if self.index is None or there is None:
            return
        for name, low, high in (("up", self.index, there), ("down", there, self.index)):
            path = [low, *words.up(low, by=CLAUSES)]
            if high in path:
                steps = path[: path.index(high) + 1]
                opening = (words.children.get(one, ()) for one in steps[:-1])
                aside = any(words.forms[child] in APART for children in opening for child in children)
                relation = words.words[low].relation.split(":")[0] if len(steps) == 2 else "more"
                yield f"joined:{name}:{relation}:{'aside' if aside else self.tense}"
                return
        yield f"joined:no:{self.tense}"

    def of_date(self, time: Time) -> Iterator[str]:
        """Marks of the date itself."""
        story, key = self.story, pair(time)
        back = (story.published - date.fromisoformat(key[0])).days
        yield f"grain:{time.granularity}"
        yield f"back:{_span_back(back)}"
        if key == story.lead:
            yield f"lead:{self.voice}:{self.tense}"
            yield f"lead:{self.voice}:row:{self.row}"
            yield f"lead:{self.event.type}"
        share = sum(pair(other) == key for _, other in story.dated) / len(story.dated) if story.dated else 0.0
        yield f"share:{int(4 * share)}"


def _span_back(days: int) -> str:
    """How far before publication a date lies, in steps that news tells apart."""
    if days < 0:
        return "ahead"
    if days < A_FEW:
        return str(days)
    return "week" if days <= A_WEEK else "month" if days <= FAR_BACK else "far"
