"""Names of one report come in, ranked candidates for each go out: which Paris, which Georgia.

A candidate starts from what it is, how many live there and how well the name fits. Then names vote for each other:
each spreads its weight over its candidates, and candidates in a country, a province or a neighbourhood that others
speak for gain, in a few rounds. Qualifiers ("Paris, Texas", "the Syrian city of X") decide nearly alone. It gets wrong
what only the reader of a local paper knows: a report that names one town and nothing around it gets the largest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, floor, log1p
from typing import Final

from . import atlas
from .atlas import Entry

PRIOR: Final[Mapping[atlas.Sort, float]] = {
    "country": 8.0, "region": 9.0, "admin1": 5.0, "capital": 7.0, "admin2": -1.0, "town": 0.0,
}  # fmt: skip
PER_SIZE: Final = 0.6
"""What each step of the natural logarithm of the population is worth."""
OTHER_NAME: Final = -3.0
EXACT: Final = 0.5
SHORTENED: Final = -4.0
"""For a province named without its kind: "Gaza" for Gaza Province."""
BY_COUNTRY: Final = 2.0
BY_UNIT: Final = 3.0
NEARBY: Final = 2.0
QUALIFIED: Final = 14.0
SAME_NAME: Final = 8.0
"""What it is worth to be the place that the same name, with a qualifier, names elsewhere in the report."""
SHADOWED: Final = 7.0
LARGE: Final = 11.0
DISTRICT: Final = re.compile(r"(?:County|Parish|District|Province|Governorate|Region|Oblast|State|Department|Krai)$")
DISTRICT_NAMED: Final = 3.0
ROUNDS: Final = 4
MOST: Final = 24
"""So many candidates of a name take part, the likeliest by themselves."""
SPREAD: Final = 2.0
"""Scores are divided by it before they become weights: the larger, the longer rivals stay in play."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A name as a report uses it: the name, codes or rows that a qualifier allows, how often it stands there."""

    name: str
    within: frozenset[str | int] = frozenset()


Ranked = tuple[tuple[float, Entry], ...]


def rank(
    asked: Mapping[Asked, int], entries: Mapping[str, Sequence[Entry]], hints: Mapping[str, float]
) -> dict[Asked, Ranked]:
    """Candidates of each name with their scores, best first.

    Args:
        asked: The names with how often each stands in the report.
        entries: All places of each name.
        hints: Countries that something besides place names speaks for, and how much.
    """
    scores = {one: _start(one, entries[one.name]) for one in asked}
    first = dict(scores)
    for _ in range(ROUNDS):
        votes = _votes(scores, asked)
        chosen = {
            one.name: max(options, key=_score)[1].row for one, options in scores.items() if one.within and options
        }
        scores = {one: _swayed(one, first[one], votes, hints, chosen=chosen) for one in asked}
    return {one: tuple(sorted(options, key=_order)) for one, options in scores.items()}


def _score(option: tuple[float, Entry]) -> float:
    return option[0]


def _order(option: tuple[float, Entry]) -> tuple[float, int]:
    return -option[0], option[1].row


def _start(one: Asked, entries: Iterable[Entry]) -> Ranked:
    entries = tuple(entries)
    options = [(_worth(one, entry) - _shadow(one.name, entry, entries), entry) for entry in entries]
    return tuple(sorted(options, key=_order)[:MOST])


def _worth(one: Asked, entry: Entry) -> float:
    worth = PRIOR[entry.sort] + PER_SIZE * entry.size
    if entry.use == "other":
        worth += OTHER_NAME
    if entry.sort == "admin2" and DISTRICT.search(one.name):
        worth += DISTRICT_NAMED
    if entry.name == one.name:
        worth += EXACT
    elif entry.sort == "admin1" and entry.use == "main":
        worth += SHORTENED
    if one.within and inside(entry, one.within):
        worth += QUALIFIED
    return worth


def _shadow(name: str, entry: Entry, entries: Sequence[Entry]) -> float:
    """What a country or province loses to a place inside it that bears the name more properly.

    England is a part of the United Kingdom before it stands for it; Odesa is the city before its province, but New York
    is the state, as American reports have it.
    """
    if entry.sort == "country" and entry.name != name:
        parts = (e for e in entries if e.country == entry.country and e.name == name)
        return SHADOWED if any(e.sort == "admin1" or e.size >= LARGE for e in parts) else 0.0
    if entry.sort == "admin1" and entry.country != "USA" and not DISTRICT.search(name):
        return SHADOWED if any(e.admin1 == entry.row and e.size >= LARGE and e.use == "main" for e in entries) else 0.0
    return 0.0


def inside(entry: Entry, within: frozenset[str | int]) -> bool:
    """Whether a place lies in one of the countries (codes) or provinces (rows)."""
    if entry.sort == "country":
        return False
    return entry.country in within or entry.admin1 in within


@dataclass(slots=True)
class _Votes:
    """What the names speak for: countries, provinces and cells of a degree, in all and by name."""

    countries: defaultdict[str, float]
    units: defaultdict[int, float]
    cells: defaultdict[tuple[int, int], float]
    own: dict[Asked, list[tuple[float, Entry]]]


def _votes(scores: Mapping[Asked, Ranked], asked: Mapping[Asked, int]) -> _Votes:
    votes = _Votes(defaultdict(float), defaultdict(float), defaultdict(float), defaultdict(list))
    for one, options in scores.items():
        if not options:
            continue
        best = max(score for score, _ in options)
        weights = [(exp((score - best) / SPREAD), entry) for score, entry in options]
        total, strength = sum(weight for weight, _ in weights), min(2.0, asked[one] ** 0.5)
        for weight, entry in weights:
            share = strength * weight / total
            if share > 0.02:
                votes.own[one].append((share, entry))
                _cast(votes, share, entry)
    return votes


def _cast(votes: _Votes, share: float, entry: Entry) -> None:
    if entry.country:
        votes.countries[entry.country] += share
    if (row := _unit(entry)) is not None:
        votes.units[row] += share
    if entry.sort in ("town", "capital", "admin2"):
        votes.cells[_cell(entry)] += share


def _unit(entry: Entry) -> int | None:
    return entry.row if entry.sort == "admin1" else entry.admin1


def _cell(entry: Entry) -> tuple[int, int]:
    return floor(entry.lat), floor(entry.lon)


def _swayed(
    one: Asked, options: Ranked, votes: _Votes, hints: Mapping[str, float], *, chosen: Mapping[str, int]
) -> Ranked:
    """The options with what the other names say of them."""
    mine = _Votes(defaultdict(float), defaultdict(float), defaultdict(float), {})
    for share, entry in votes.own[one]:
        _cast(mine, share, entry)
    return tuple(
        (score + _sway(entry, votes, mine, hints) + _same(one, entry, chosen), entry) for score, entry in options
    )


def _same(one: Asked, entry: Entry, chosen: Mapping[str, int]) -> float:
    return SAME_NAME if not one.within and chosen.get(one.name) == entry.row else 0.0


def _sway(entry: Entry, votes: _Votes, mine: _Votes, hints: Mapping[str, float]) -> float:
    gain = 0.0
    if entry.country:
        others = votes.countries[entry.country] - mine.countries[entry.country]
        gain += BY_COUNTRY * log1p(max(0.0, others) + hints.get(entry.country, 0.0))
    row = _unit(entry)
    if row is not None:
        gain += BY_UNIT * log1p(max(0.0, votes.units[row] - mine.units[row]))
    if entry.sort in ("town", "capital", "admin2"):
        y, x = _cell(entry)
        near = [(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
        gain += NEARBY * log1p(max(0.0, sum(votes.cells[cell] - mine.cells[cell] for cell in near)))
    return gain
