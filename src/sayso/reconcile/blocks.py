"""Tellings come in, the keys of their blocks go out, and from blocks the pairs worth comparing.

Two tellings share a block when they are of one report, or of one family of types, one country, and days near each
other. A crowded block is cut finer by type, parties and place; where that is not enough each telling meets its nearest
neighbours in time only.
What is compared in a block depends on the members of that block and on nothing else, so a new telling changes the
comparisons of its own blocks only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from sayso.ground.matters import Telling

from .profiles import UNKNOWN_DAY, day_of
from .words import mark

if TYPE_CHECKING:
    from numpy.typing import NDArray

PERIOD: Final = 12
"""Days of a period; a telling stands in the period of its day and in the next, so that neighbours meet."""
MOST: Final = 96
"""Members of a block that are all compared with each other."""
NEIGHBOURS: Final = 24
MOST_COUNTRIES: Final = 3
FIRST_NAMES: Final = 1
"""How many countries, and how many names of its report, a telling is filed under."""
LONGEST: Final = 40
"""Days: a longer interval says too little to look for company around its ends."""

FAMILIES: Final[dict[str, str]] = {
    "AGREE": "v", "CONSULT": "v", "SUPPORT": "v", "COOPERATE": "v", "AID": "v", "CONCEDE": "v", "RETREAT": "vf",
    "REQUEST": "s", "ACCUSE": "s", "REJECT": "sf", "THREATEN": "s",
    "PROTEST": "f", "SANCTION": "f", "MOBILIZE": "f", "COERCE": "f", "ASSAULT": "f",
}  # fmt: skip
"""Types whose tellings are mixed up: cooperation, saying, force; some belong to two families."""


def blocks(telling: Telling) -> tuple[str, ...]:
    """The keys of the blocks of one telling, in order."""
    lands = (*countries(telling), *telling.names[:FIRST_NAMES]) or ("?",)
    keys = {
        f"{family}|{land}|{period}"
        for family in FAMILIES[telling.event.type]
        for land in lands
        for period in periods(telling)
    }
    return tuple(sorted({*keys, f"report|{telling.report}"}))


def countries(telling: Telling) -> tuple[str, ...]:
    """The countries that a telling is filed under: those that its report names most, else those of its parties."""
    place = telling.event.place
    found = [place.country if place else None, *(one.country for one in (*telling.actors, *telling.recipients))]
    return (telling.countries or tuple(dict.fromkeys(one for one in found if one)))[:MOST_COUNTRIES]


def periods(telling: Telling) -> tuple[str, ...]:
    """The periods of a telling: around its days where they are told, and around its publication."""
    time = telling.event.time
    days = [day_of(telling.published)]
    if time and time.first and time.last:
        first, last = day_of(time.first), day_of(time.last)
        days += [first, last] if last - first <= LONGEST else []
    found = {day // PERIOD + step for day in days if day != UNKNOWN_DAY for step in (0, 1)}
    return tuple(str(period) for period in sorted(found)) or ("?",)


def pairs(tellings: Sequence[Telling], filed: Sequence[tuple[str, ...]] | None = None) -> NDArray[np.intp]:
    """The rows `(n, 2)` of tellings to compare, the lower first, each pair once; `filed` are their block keys."""
    keys = filed if filed is not None else [blocks(telling) for telling in tellings]
    homes: dict[str, list[int]] = defaultdict(list)
    for row, own in enumerate(keys):
        for key in own:
            homes[key].append(row)
    crowd = _Crowd(tellings)
    parts = [part for rows in homes.values() if len(rows) > 1 for part in crowd.pairs(rows)]
    if not parts:
        return np.zeros((0, 2), np.intp)
    both = np.concatenate(parts)
    codes = np.unique(both.min(1) * len(tellings) + both.max(1))
    return np.stack([codes // len(tellings), codes % len(tellings)], axis=1).astype(np.intp)


class _Crowd:
    """Cuts blocks that hold too many."""

    def __init__(self, tellings: Sequence[Telling]) -> None:
        self.tellings = tellings

    def pairs(self, rows: list[int]) -> Iterator[NDArray[np.intp]]:
        if len(rows) <= MOST:
            yield _all(rows)
            return
        for part in self._finer(rows):
            yield _all(part) if len(part) <= MOST else self._near(part)

    def _finer(self, rows: Iterable[int]) -> Iterator[list[int]]:
        """Members that share a type and a name of their parties or, where there is none, of their reports."""
        homes: dict[tuple[str, str], list[int]] = defaultdict(list)
        for row in rows:
            one = self.tellings[row]
            keys = [party.key for party in (*one.actors, *one.recipients)]
            place = one.event.place
            keys += [place.span.text.casefold()] if place else []
            for name in {*keys, *one.names[:4]}:
                homes[one.event.type, name].append(row)
        yield from (part for part in homes.values() if len(part) > 1)

    def _near(self, rows: list[int]) -> NDArray[np.intp]:
        ordered = sorted(rows, key=lambda row: self._place_in_time(self.tellings[row]))
        array = np.array(ordered, np.intp)
        steps = range(1, min(NEIGHBOURS, len(rows) - 1) + 1)
        return np.concatenate([np.stack([array[:-step], array[step:]], axis=1) for step in steps])

    @staticmethod
    def _place_in_time(telling: Telling) -> tuple[int, int, str]:
        time = telling.event.time
        day = day_of(time.first if time else None)
        return (day if day != UNKNOWN_DAY else day_of(telling.published), mark(telling.sentence), telling.id)


def _all(rows: list[int]) -> NDArray[np.intp]:
    array = np.array(rows, np.intp)
    one, other = np.triu_indices(len(rows), 1)
    return np.stack([array[one], array[other]], axis=1)
