"""Scored pairs come in, the groups that belong together go out: the same groups in whatever order the pairs come.

Average linkage: while the two groups with the highest mean log-odds between their members are above a threshold, they
become one. A pair that was never compared counts as the floor. Ties fall to the group whose least member comes first,
so members must be numbered by something that does not depend on the order of arrival.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping

Pair = tuple[int, int]


def components(pairs: Iterable[Pair]) -> list[list[int]]:
    """The sets of members that pairs link, directly or through others, each sorted, by their least members."""
    parent: dict[int, int] = {}
    for one, other in pairs:
        low, high = sorted((_root(parent, one), _root(parent, other)))
        parent[high] = low
    found: dict[int, list[int]] = {}
    for member in sorted(parent):
        found.setdefault(_root(parent, member), []).append(member)
    return [found[root] for root in sorted(found)]


def _root(parent: dict[int, int], member: int) -> int:
    parent.setdefault(member, member)
    while parent[member] != member:
        parent[member] = parent[parent[member]]
        member = parent[member]
    return member


def groups(scores: Mapping[Pair, float], *, merge: float, floor: float) -> list[list[int]]:
    """The groups of all members that the pairs name, singles included, each sorted, by their least members.

    Args:
        scores: Log-odds of pairs of members; the lower number stands first.
        merge: Groups are put together while the mean between them is above it.
        floor: What a pair counts that `scores` lacks, and the least that any pair counts but for a ban (minus
            infinity), which keeps its members apart.
    """
    linked = components(pair for pair, score in scores.items() if score > merge)
    home = {member: number for number, part in enumerate(linked) for member in part}
    inside: list[dict[Pair, float]] = [{} for _ in linked]
    for (one, other), score in scores.items():
        if one in home and home[one] == home.get(other):
            inside[home[one]][one, other] = score
    alone = {member for pair in scores for member in pair} - home.keys()
    found = [part for own in inside for part in _Linkage(own, merge, floor).groups()]
    return sorted([*found, *([member] for member in alone)])


class _Linkage:
    """Groups of one component; a group is named by its least member."""

    def __init__(self, scores: Mapping[Pair, float], merge: float, floor: float) -> None:
        self.merge, self.floor = merge, floor
        self.members: dict[int, list[int]] = {}
        self.near: dict[int, dict[int, tuple[float, int]]] = {}
        self.heap: list[tuple[float, int, int]] = []
        for (one, other), score in sorted(scores.items()):
            for member, partner in ((one, other), (other, one)):
                self.members.setdefault(member, [member])
                self.near.setdefault(member, {})[partner] = (max(score, floor) if score > -1e5 else score, 1)
        for one, other in sorted(scores):
            self._offer(one, other)

    def groups(self) -> Iterator[list[int]]:
        while self.heap:
            score, one, other = heapq.heappop(self.heap)
            if one in self.members and other in self.members and -score == self._mean(one, other):
                self._join(one, other)
        yield from (sorted(part) for part in self.members.values())

    def _mean(self, one: int, other: int) -> float:
        total, count = self.near[one].get(other, (0.0, 0))
        size = len(self.members[one]) * len(self.members[other])
        return round((total + self.floor * (size - count)) / size, 6)

    def _offer(self, one: int, other: int) -> None:
        mean = self._mean(one, other)
        if mean > self.merge:
            heapq.heappush(self.heap, (-mean, min(one, other), max(one, other)))

    def _join(self, one: int, other: int) -> None:
        self.members[one] += self.members.pop(other)
        mine, theirs = self.near[one], self.near.pop(other)
        mine.pop(other, None)
        theirs.pop(one, None)
        for partner, (total, count) in theirs.items():
            before = mine.get(partner, (0.0, 0))
            mine[partner] = (before[0] + total, before[1] + count)
            self.near[partner].pop(other, None)
        for partner, link in mine.items():
            self.near[partner][one] = link
            self._offer(one, partner)
