"""The time of an act that has none of its own: the act and what its report tells come in, a time or `None` goes out.

Each rule carries a time over from where the text gives it, and the time keeps the span it was read from:

- `again`: a noun names an act ("the bombing") whose kind and mode the report has dated elsewhere;
- `joined`: a verb stands beside a dated one, or under it, in one sentence ("seized the town on Monday and burned ..");
- `news`: what the report itself tells in the present perfect is of the month of publication;
- `thread`: the day of an act in the first sentence goes on in the next one, and for what was done also in the third;
- `reaction`: what was said, told in the simple past or as a noun further down, is of the month of publication, unless
  the sentence before is about another time.

The order is that of their precision on annotated reports. They err on what a report looks back at without a date.
Nothing is made the day of publication.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from sayso.ground.records import Event, Reading, Time

from .dates import resolved
from .tenses import Grammar

TOLD: Final = frozenset({"happened", "denied"})
JOINS: Final = frozenset({"conj", "advcl", "parataxis"})
APART: Final = frozenset({"after", "before", "once", "since", "until"})
"""What opens a clause about another time than that of the clause it hangs on."""
THREAD: Final = {"V": 1, "M": 2}
"""How many sentences the day of the first one goes on: for what was said, for what was done."""
FURTHER_DOWN: Final = 3
"""From this sentence on a report has left the day of its first one and tells reactions."""


@dataclass(frozen=True, slots=True)
class Story:
    """What a report tells: its calendar expressions, and its acts that are dated by their own words."""

    reading: Reading
    grammar: Grammar
    published: date
    times: Sequence[Time]
    dated: Sequence[tuple[Event, Time]]

    def told_in(self, sentence: int) -> list[Time]:
        """The resolved expressions of one sentence."""
        whole = self.reading.sentences[sentence]
        return [time for time in self.times if whole.start <= time.span.start < whole.end and time.first]

    @property
    def month(self) -> str:
        return self.published.isoformat()[:7]


def carried(event: Event, story: Story) -> Time | None:
    """The time that the telling carries over to an act, `None` where it does not say."""
    index = story.grammar.at(event.anchor)
    if event.status not in TOLD or index is None:
        return None
    found = (rule(event, index, story) for rule in _RULES)
    return next((time for time in found if time and (time.first or "") <= story.published.isoformat()), None)


def _again(event: Event, index: int, story: Story) -> Time | None:
    if story.grammar.tense(index) != "noun" or event.quad.startswith("V"):
        return None
    same = [
        (other, time)
        for other, time in story.dated
        if (other.type, other.mode) == (event.type, event.mode) and time.granularity != "year"
    ]
    before = [(other, time) for other, time in same if other.anchor < event.anchor]
    return next((time for _, time in [*before[-1:], *same]), None)


def _joined(event: Event, index: int, story: Story) -> Time | None:
    words = story.grammar
    if words.tense(index) not in ("past", "ing"):
        return None
    anchors = {words.at(other.anchor): time for other, time in story.dated if other.sentence == event.sentence}
    for here, up in pairwise([index, *words.up(index, by=JOINS)]):
        if APART & {words.forms[child] for child in words.children.get(here, ())}:
            return None
        if up in anchors:
            return anchors[up]
    return None


def _news(event: Event, index: int, story: Story) -> Time | None:
    is_beside_date = bool(story.told_in(story.reading.sentence_at(event.anchor.start)))
    if story.grammar.tense(index) != "perfect" or (event.sources and is_beside_date):
        return None
    return resolved(event.anchor, story.month)


def _thread(event: Event, index: int, story: Story) -> Time | None:
    sentence = story.reading.sentence_at(event.anchor.start)
    tense = story.grammar.tense(index)
    fits = tense == "past" or (event.quad.startswith("M") and tense != "perfect")
    if not 1 <= sentence <= THREAD.get(event.quad[:1], 0) or not fits:
        return None
    between = [time for number in range(1, sentence + 1) for time in story.told_in(number)]
    acts = {time for other, time in story.dated if other.sentence.start == story.reading.sentences[0].start}
    days = [time for time in story.told_in(0) if time.granularity == "day" and time in acts]
    return days[-1] if days and not between else None


def _reaction(event: Event, index: int, story: Story) -> Time | None:
    sentence = story.reading.sentence_at(event.anchor.start)
    if sentence < FURTHER_DOWN or event.sources or not event.quad.startswith("V"):
        return None
    if story.grammar.tense(index) not in ("past", "noun") or story.told_in(sentence):
        return None
    is_elsewhere = any((time.last or "")[:7] < story.month for time in story.told_in(sentence - 1))
    return None if is_elsewhere else resolved(event.anchor, story.month)


_RULES: Final[tuple[Callable[[Event, int, Story], Time | None], ...]] = (_again, _joined, _news, _thread, _reaction)
