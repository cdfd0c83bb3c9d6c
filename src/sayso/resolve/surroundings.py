"""A report and its record come in, what speaks for each country as that of an actor whose words name none goes out.

A report names its countries where it first needs them, and then says "the police", "the minister". Every country name,
nationality word, capital and resolved place is a clue for its country: how often and how near the actor's mentions it
stands, whether as the scene of things or as the other side, what the headline says, whose office holders bear such
names, and what the parties around are. `weighing` holds what each clue is worth.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from sayso.ground.records import Kind, Span

from . import atlas
from .gazetteer import Gazetteer, gazetteer
from .naming import WORD
from .registry import registry
from .spellings import sound, telling
from .wording import FOREIGN_AFTER

DECAY: Final = 4.0
"""Sentences over which the weight of a name falls to half."""
COMMON_NAME: Final = 0.5
"""Added to each country's count of a name, so that a rare one does not decide alone."""
FOREIGN_TO: Final = re.compile(r"\b(?:to|against|with|from|for|on|of)\s(?:the\s)?$")
MOST_SPOTS: Final = 6
KNOWN_TOWN: Final = 9.2
"""Logarithm of the population from which a town gives its name to an outlet: some 10,000."""
UNNAMED: Final = 0.4
"""Share of the persons' names from which they speak for a country that the report does not name."""

Sort = Literal["town", "state", "nation", "other-side"]
"""A town, where things happen; a country; a nationality word; either of the last two after "with", "to", "from"."""
Clues = dict[str, float]


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands over a report: its headline, the name of its outlet, and the outlet's country where known."""

    title: str = ""
    outlet: str = ""
    home: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """A country that is named at an offset, in a sentence, in some way."""

    at: int
    sentence: int
    country: str
    sort: Sort


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An actor whose own words name no country.

    Args:
        kind: Of its entity.
        mentions: Where the report names it.
        name: Its proper name, if it is a person and has one.
        here: Countries where its acts took place.
        within: Countries of those who are named inside its mentions: "the front's vice-chairman", "his lawyer".
        facing: Countries of those whom its acts are done to, or who do them to it.
        beside: Countries of those who act or suffer with it.
    """

    kind: Kind
    mentions: tuple[Span, ...]
    name: str = ""
    here: Sequence[str] = ()
    within: Sequence[str] = ()
    facing: Sequence[str] = ()
    beside: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The countries that a report speaks of: where, how often, in its headline and in the name of its outlet."""

    starts: tuple[int, ...]
    heard: tuple[Heard, ...]
    whole: Mapping[str, float]
    title: frozenset[str]
    outlet: frozenset[str]
    home: str | None
    people: Mapping[str, float]
    unnamed: frozenset[str]

    def clues(self, actor: Unplaced) -> dict[str, Clues]:
        """What speaks for each country that the report or its outlet names, from 0 to 1 each, ISO codes in order."""
        near, same = self._nearby(actor.mentions)
        found: dict[str, Clues] = defaultdict(dict)
        for clue, weights in (
            ("whole", self.whole), ("near", near), ("people", self.people), ("title", dict.fromkeys(self.title, 1.0)),
            ("outlet", dict.fromkeys(self.outlet, 1.0)), ("own-name", origin(actor.name) if actor.name else {}),
            ("here", _shares(actor.here)), ("within", _shares(actor.within)), ("facing", _shares(actor.facing)),
            ("beside", _shares(actor.beside)), ("home", {self.home: 1.0} if self.home else {}),
            ("unnamed", dict.fromkeys(self.unnamed, 1.0)), ("most", _most(self.whole)), ("nearest", _most(near)),
            *self._first(), *self._last(actor.mentions), *same,
        ):  # fmt: skip
            for code, weight in weights.items():
                found[code][clue] = round(weight, 4)
        named = {*self.whole, *self.title, *self.outlet, *self.unnamed, *actor.within}
        named |= {self.home} if self.home else set()
        named -= self._others(actor.mentions)
        return {code: found[code] for code in sorted(named)}

    def _others(self, mentions: Sequence[Span]) -> set[str]:
        """Countries that stand in the mentions as somebody else's: "the US-backed opposition"."""
        return {
            one.country for one in self.heard for span in mentions
            if one.sort == "other-side" and span.start <= one.at < span.end
        }  # fmt: skip

    def sentence(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    def _nearby(self, mentions: Sequence[Span]) -> tuple[dict[str, float], list[tuple[str, dict[str, float]]]]:
        """What is named near the mentions, and what in their very sentences, by sort."""
        spots = [self.sentence(mention.start) for mention in mentions[:MOST_SPOTS]]
        near: dict[str, float] = defaultdict(float)
        same: dict[str, dict[str, float]] = defaultdict(dict)
        for one in self.heard:
            for spot in spots:
                gap = spot - one.sentence if one.sentence <= spot else 2 * (one.sentence - spot)
                near[one.country] += 0.5 ** (gap / DECAY)
                if not gap:
                    same[f"same-{one.sort}"][one.country] = 1.0
        return _parts(near), sorted(same.items())

    def _first(self) -> list[tuple[str, dict[str, float]]]:
        """The first country and the first town of the report."""
        town = next((one.country for one in self.heard if one.sort == "town"), None)
        state = next((one.country for one in self.heard if one.sort != "town"), None)
        return [(clue, {code: 1.0}) for clue, code in (("first-town", town), ("first-state", state)) if code]

    def _last(self, mentions: Sequence[Span]) -> list[tuple[str, dict[str, float]]]:
        """What is named last before the first mention, and first in its sentence after it."""
        at = mentions[0].start if mentions else 0
        before = [one for one in self.heard if one.at < at]
        after = next((o for o in self.heard if o.at >= at and o.sentence == self.sentence(at)), None)
        town = next((one.country for one in reversed(before) if one.sort == "town"), None)
        last = before[-1].country if before else None
        clues = (("last", last), ("last-town", town), ("next", after.country if after else None))
        return [(clue, {code: 1.0}) for clue, code in clues if code]


def _shares(codes: Sequence[str]) -> dict[str, float]:
    return {code: number / len(codes) for code, number in Counter(codes).items()}


def _most(weights: Mapping[str, float]) -> dict[str, float]:
    """The country with the most; nothing where two share it."""
    top = max(weights.values(), default=0.0)
    best = [code for code, weight in weights.items() if weight == top]
    return {best[0]: 1.0} if len(best) == 1 else {}


def survey(
    text: str,
    sentences: Sequence[Span],
    placed: Mapping[Span, str],
    *,
    masthead: Masthead | None = None,
    persons: Sequence[str] = (),
) -> Surroundings:
    """The countries of a report.

    Args:
        text: Its text.
        sentences: Its sentences.
        placed: The country of each resolved place.
        masthead: Its headline and its outlet.
        persons: The names of the persons in it.
    """
    table, head = gazetteer(), masthead or Masthead()
    starts = tuple(span.start for span in sentences) or (0,)
    known = {span.start: code for span, code in placed.items()}
    heard = tuple(
        Heard(at, max(0, bisect_right(starts, at) - 1), code, sort) for at, code, sort in _named(text, known, table)
    )
    counts = Counter(one.country for one in heard)
    whole = _parts(counts)
    named = {"title": _codes(head.title, table), "outlet": _codes(head.outlet, table) | _lands_of(head.outlet, whole)}
    people = _people(persons)
    foreign = frozenset(
        code for code, share in people.items() if share >= UNNAMED and code not in {*whole, *named["title"], head.home}
    )
    among = {code: share for code, share in people.items() if code in {*whole, *foreign}}
    return Surroundings(starts, heard, whole, named["title"], named["outlet"], head.home, _parts(among), foreign)


def _codes(words: str, table: Gazetteer) -> frozenset[str]:
    return frozenset(code for _, code, _ in _named(words, {}, table))


def _lands_of(outlet: str, spoken: Iterable[str]) -> frozenset[str]:
    """Of the countries that the report speaks of, those with a town or province that the outlet is named after."""
    words = [word.group() for word in WORD.finditer(outlet)]
    names = {*words, *(f"{one} {two}" for one, two in pairwise(words))}
    found = {
        entry.country
        for name in names
        for entry in atlas.named(name)
        if entry.size >= KNOWN_TOWN or entry.sort != "town"
    }
    return frozenset(code for code in spoken if code in found)


def origin(name: str) -> dict[str, float]:
    """How the office holders who share words of a name spread over countries; empty when none does.

    >>> max(origin("Andrzej Nowak").items(), key=lambda one: one[1])[0]
    'POL'
    """
    rows = [row for word in telling(name) if (row := dict(registry().origins(sound(word))))]
    joint = dict.fromkeys({code for row in rows for code in row}, 1.0)
    for row in rows:
        total = sum(row.values()) + COMMON_NAME * len(joint)
        for code in joint:
            joint[code] *= (row.get(code, 0) + COMMON_NAME) / total
    whole = sum(joint.values())
    best = sorted(joint.items(), key=lambda one: (-one[1], one[0]))[:5]
    return {code: share / whole for code, share in best} if whole else {}


def _people(persons: Sequence[str]) -> dict[str, float]:
    """What the names of the persons say together."""
    together: dict[str, float] = defaultdict(float)
    for name in persons:
        for code, share in origin(name).items():
            together[code] += share / len(persons)
    return dict(together)


def _parts(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values()) or 1.0
    return {code: weight / total for code, weight in weights.items()}


def _named(text: str, known: Mapping[int, str], table: Gazetteer) -> list[tuple[int, str, Sort]]:
    found: list[tuple[int, str, Sort]] = []
    last = 0
    for word in WORD.finditer(text):
        start = word.start()
        if start < last:
            continue
        name = table.at(text, start, word.end())
        code = known.get(start) or (table.country_of(name) if name else None)
        if name:
            last = start + len(name)
        if code:
            around = text[max(0, start - 10) : start], text[start + len(name or word.group()) :][:20]
            found.append((start, code, _sort(name, code, around, table)))
    return found


def _sort(name: str | None, code: str, around: tuple[str, str], table: Gazetteer) -> Sort:
    before, after = around
    if name is None or (name not in table.demonyms and ("country", code) not in table.places.get(name, ())):
        return "town"
    if FOREIGN_TO.search(before) or FOREIGN_AFTER.match(after):
        return "other-side"
    return "state" if name in table.places else "nation"
