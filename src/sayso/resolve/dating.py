"""Which date an act has: the act and the dates that its report offers come in, the likeliest or none goes out.

A choice among the offers and "none": the weights of an option's marks add up, and the sums become probabilities
(conditional logit, McFadden 1974). `tools/fit_dating.py` fits the weights on annotated dossiers, as a model reads them
that has not seen them, and picks the least probability with which a date is said: where F1 is best. Half of the
annotators leave acts open that others date by the telling, so the probabilities are lower than the dates are right.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import Final

from sayso.ground.records import Event, Time

from .offers import marks_of_none, offers
from .stories import Story

VERSION: Final = "1"
"""Of the weights in `data/dating.json`; a test compares their digest."""
GROUNDS: Final = {
    "faint": "faint-link", "rule": "rule", "beside": "sentence", "gap": "sentence", "governor": "sentence",
    "between": "sentence", "joined": "joined", "lead": "lead", "same-kind": "again", "act-before": "act-before",
    "same-actor": "same-actor", "day-told-last": "told-last", "away": "told-near", "grain": "date", "back": "date",
    "share": "date",
}  # fmt: skip
"""Kinds of marks, and the ground that a choice by them is told as."""


@dataclass(frozen=True, slots=True)
class Option:
    """One date that an act may have, `None` for none told; its probability; how much each ground speaks for it."""

    time: Time | None
    probability: float
    grounds: Mapping[str, float]

    @property
    def why(self) -> str:
        """The ground that speaks most for it."""
        return max(
            (name for name in self.grounds if name != "date"), key=lambda name: self.grounds[name], default="date"
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """Weight of each mark, and the least probability with which a date is said."""

    least: float
    of: Mapping[str, float]


@cache
def weights() -> Weights:
    """The packaged weights."""
    held = json.loads((files("sayso.resolve") / "data" / "dating.json").read_text("utf-8"))
    return Weights(held["least"], held["weights"])


def options(event: Event, story: Story) -> list[Option]:
    """All dates that the act may have and none, the likeliest first."""
    given = weights().of
    rows: list[tuple[Time | None, Sequence[str]]] = [(None, marks_of_none(event, story))]
    rows += [(offer.time, offer.marks) for offer in offers(event, story)]
    sums = [sum(given.get(mark, 0.0) for mark in marks) for _, marks in rows]
    raised = [exp(one - max(sums)) for one in sums]
    chances = [one / sum(raised) for one in raised]
    found = [Option(time, chance, _grounds(marks)) for (time, marks), chance in zip(rows, chances, strict=True)]
    return sorted(found, key=lambda option: -option.probability)


def dated(event: Event, story: Story) -> tuple[Time, str] | None:
    """The date of an act that has no time linked to it and its ground, `None` where none is likely enough."""
    best = next((option for option in options(event, story) if option.time), None)
    if best is None or best.time is None or best.probability < weights().least:
        return None
    return best.time, best.why


def _grounds(marks: Sequence[str]) -> dict[str, float]:
    sums: defaultdict[str, float] = defaultdict(float)
    for mark in marks:
        kind, _, rest = mark.partition(":")
        ground = GROUNDS.get(kind, "none")
        sums[rest.partition(":")[0] if ground == "rule" else ground] += weights().of.get(mark, 0.0)
    return {name: round(total, 3) for name, total in sums.items()}
