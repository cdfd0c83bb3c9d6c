"""A report and its record come in, the country that its unplaced actors belong to goes out.

A report names its countries where it first needs them, and then says "the police", "the minister". Every country name,
nationality word, capital and resolved place speaks for its country, the louder the nearer it stands to the actor's
mentions. What is found this way is an inference, is marked as one, and is given only where one country leads.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sayso.ground.records import Span

from .gazetteer import Gazetteer
from .places import WORD
from .registry import registry
from .spellings import sound, telling

LEAD: Final = 1.2
"""How many times the next country's weight the first needs; at 1.0 a tenth more are given, mostly wrong ones."""
DECAY: Final = 4.0
"""Sentences over which the weight of a name falls to half."""
NEAR, GENERAL, OUTLET, HERE = 1.0, 0.7, 2.0, 2.0
"""Weights: of a name beside a mention, of one anywhere in the report, of the outlet's name, of the place of an act."""
PEOPLE: Final = 3.0
"""Weight of what the names of the persons in the report say of where it is at home, together."""
OWN_NAME: Final = 4.0
"""Weight of what an official's own name says; among the countries that the report speaks of it tips the scale."""
COMMON_NAME: Final = 0.5
"""Added to each country's count of a name, so that a rare one does not decide alone."""
TOWN: Final = 2.0
OTHER: Final = 0.6
"""Weights of a town, where things happen, and of a country after "with", "to", "from": the other side. A country's
name: 1."""
FOREIGN_TO: Final = re.compile(r"\b(?:to|against|with|from|for|on|of)\s(?:the\s)?$")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The countries that a report speaks of: where, and how loud on the whole."""

    starts: tuple[int, ...]
    at: tuple[tuple[int, str, float], ...]
    whole: Mapping[str, float]
    people: Mapping[str, float]

    def sentence(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    def country_for(self, mentions: Sequence[Span], here: Sequence[str] = (), official: str = "") -> str | None:
        """The country of an actor with those mentions; `None` where none leads.

        Args:
            mentions: Where the report names it.
            here: Countries where its acts took place.
            official: Its name, if it holds an office: officials mostly bear names of the state that they serve.
        """
        weights: dict[str, float] = defaultdict(float)
        for code, weight in self.whole.items():
            weights[code] += GENERAL * weight
        spots = [self.sentence(mention.start) for mention in mentions[:6]]
        for sentence, code, weight in self.at:
            for spot in spots:
                gap = spot - sentence if sentence <= spot else 2 * (sentence - spot)
                weights[code] += NEAR * weight * 0.5 ** (gap / DECAY) / len(spots)
        for code in here:
            weights[code] += HERE / len(here)
        for code, weight in self.people.items():
            weights[code] += PEOPLE * weight if code in self.whole else 0.0
        for code, weight in (origin(official) if official else {}).items():
            weights[code] += OWN_NAME * weight if code in self.whole else 0.0
        known = {code: weight for code, weight in weights.items() if weight}
        ranked = sorted(known.items(), key=lambda one: (-one[1], one[0]))
        if not ranked or (len(ranked) > 1 and ranked[0][1] < LEAD * ranked[1][1]):
            return None
        return ranked[0][0]


def survey(
    text: str,
    sentences: Sequence[Span],
    placed: Mapping[Span, str],
    table: Gazetteer,
    *,
    outlet: str = "",
    persons: Sequence[str] = (),
) -> Surroundings:
    """The countries of a report.

    Args:
        text: Its text.
        sentences: Its sentences.
        placed: The country of each resolved place.
        table: Names, demonyms and capitals.
        outlet: Headline and outlet, whose own words say where a report is at home.
        persons: The names of the persons in it.
    """
    starts = tuple(span.start for span in sentences) or (0,)
    found: list[tuple[int, str, float]] = []
    whole: dict[str, float] = defaultdict(float)
    known = {span.start: code for span, code in placed.items()}
    for start, code, weight in _named(text, known, table):
        sentence = max(0, bisect_right(starts, start) - 1)
        found.append((sentence, code, weight))
        whole[code] += weight
    for _, code, weight in _named(outlet, {}, table):
        whole[code] += OUTLET * weight
    total = sum(whole.values()) or 1.0
    shares = {code: weight / total * 4 for code, weight in whole.items()}
    return Surroundings(starts, tuple(found), shares, _people(persons))


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
    together: dict[str, float] = defaultdict(float)
    for name in persons:
        for code, share in origin(name).items():
            together[code] += share / len(persons)
    return dict(together)


def _named(text: str, known: Mapping[int, str], table: Gazetteer) -> list[tuple[int, str, float]]:
    found = []
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
            states = table.places.get(name or "", ())
            is_town = name is None or (name not in table.demonyms and ("country", code) not in states)
            found.append(
                (
                    start,
                    code,
                    TOWN if is_town else OTHER if FOREIGN_TO.search(text[max(0, start - 10) : start]) else 1.0,
                )
            )
    return found
