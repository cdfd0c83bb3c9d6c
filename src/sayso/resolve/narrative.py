"""Rules that carry a time over to an act that has none of its own: the act and its story come in, times go out by rule.

Each rule carries a time over from where the text gives it, and the time keeps the span it was read from:

- `again`: a noun names an act ("the bombing") whose kind and mode the report has dated elsewhere;
- `joined`: a verb stands beside a dated one, or under it, in one sentence ("seized the town on Monday and burned ..");
- `thread`: the day of an act in the first sentence goes on in the next one, and for what was done also in the third.

They err on what a report looks back at without a date, so each is one ground among others (`offers`, `dating`). No
time comes from the day of publication: that news in the present perfect, or what was said further down, belongs to its
month would date many more acts; some annotators do just that, but the codebook leaves open what is not told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Final

from sayso.ground.records import Event, Time

from .stories import Story

TOLD: Final = frozenset({"happened", "denied"})
JOINS: Final = frozenset({"conj", "advcl", "parataxis"})
APART: Final = frozenset({"after", "before", "once", "since", "until"})
"""What opens a clause about another time than that of the clause it hangs on."""
THREAD: Final = {"V": 1, "M": 2}
"""How many sentences the day of the first one goes on: for what was said, for what was done."""


def carried(event: Event, story: Story) -> Mapping[str, Time]:
    """The times that the telling carries over to an act, by the name of the rule; none from after publication."""
    index = story.grammar.at(event.anchor)
    if event.status not in TOLD or index is None:
        return {}
    found = {name: rule(event, index, story) for name, rule in _RULES.items()}
    return {name: time for name, time in found.items() if time and (time.first or "") <= story.published.isoformat()}


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


_RULES: Final[Mapping[str, Callable[[Event, int, Story], Time | None]]] = {
    "again": _again, "joined": _joined, "thread": _thread,
}  # fmt: skip
