"""A log of decisions comes in, which tellings must and must not stand together goes out.

A later decision wins over an earlier one on the same pair; what was undone does not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from sayso.ground.matters import Decision


@dataclass(frozen=True, slots=True)
class Rulings:
    """Decisions that still count, oldest first."""

    decisions: tuple[Decision, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.decisions)

    def partners(self, telling: str) -> set[str]:
        """The tellings that some decision names beside this one."""
        named = [{*one.tellings, *one.others} for one in self.decisions]
        return {name for names in named if telling in names for name in names} - {telling}

    def together(self, rows: Mapping[str, int]) -> Iterator[tuple[int, int]]:
        """Pairs of rows that are ruled to be one, the lower first."""
        for pair, (choice, _) in sorted(self._named(rows).items()):
            if choice == "merge":
                yield pair

    def apart(self, rows: Mapping[str, int], scored: Mapping[tuple[int, int], float]) -> Iterator[tuple[int, int]]:
        """Pairs of rows that are ruled to be two; of those that are split from all else, the pairs that are scored."""
        named = self._named(rows)
        for pair, (choice, _) in sorted(named.items()):
            if choice == "split":
                yield pair
        for number, decision in enumerate(self.decisions):
            if decision.choice != "split" or decision.others:
                continue
            own = {rows[name] for name in decision.tellings if name in rows}
            for pair in list(scored):
                if len(own.intersection(pair)) == 1 and named.get(pair, ("", -1))[1] < number:
                    yield pair

    def _named(self, rows: Mapping[str, int]) -> dict[tuple[int, int], tuple[str, int]]:
        """What was ruled last on each pair that a decision names, and by which decision."""
        found: dict[tuple[int, int], tuple[str, int]] = {}
        for number, decision in enumerate(self.decisions):
            own = sorted(rows[name] for name in set(decision.tellings) if name in rows)
            others = [rows[name] for name in set(decision.others) if name in rows]
            couples = pairwise(own) if decision.choice == "merge" else product(own, others)
            for one, other in couples:
                if one != other:
                    found[min(one, other), max(one, other)] = (decision.choice, number)
        return found


def rulings(decisions: Sequence[Decision]) -> Rulings:
    """The decisions that still count: an undo takes back the decision it names, an undone undo takes nothing back."""
    undone: set[str] = set()
    for decision in reversed(decisions):
        if decision.choice == "undo" and decision.id not in undone and decision.undoes:
            undone.add(decision.undoes)
    return Rulings(tuple(one for one in decisions if one.choice != "undo" and one.id not in undone))
