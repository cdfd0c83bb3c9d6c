"""Traits and clues come in, how probable each sector, body above states and country is goes out.

Three small log-linear models, fitted by `tools/fit_actors.py` on annotated dossiers and packaged as one table
(`data/weights.json`): sectors and bodies are weighed by traits (`traits`), the countries that a report names by clues
(`surroundings`). A country weighs the sum of its clues, each with what it is worth for any actor and for one of this
sort; all three sums become probabilities by the logistic rule (McFadden 1974, for countries that compete).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any, Final

VERSION: Final = "weights-1"
STEP: Final = 64
"""Weights are kept as whole numbers of 64ths."""
NONE: Final = "-"
"""The class of those without a sector, and of those that belong to a state."""

Chances = tuple[tuple[str, float], ...]
"""Codes with their probabilities, likeliest first."""


@dataclass(frozen=True, slots=True)
class Classes:
    """One model over traits: its classes, and for each trait the weights of some classes, by number."""

    names: tuple[str, ...]
    weights: Mapping[str, Sequence[tuple[int, int]]]

    def chances(self, traits: Iterable[str]) -> Chances:
        """The probability of each class."""
        sums = [0.0] * len(self.names)
        for trait in traits:
            for number, weight in self.weights.get(trait, ()):
                sums[number] += weight / STEP
        return _chances(dict(zip(self.names, sums, strict=True)))


@dataclass(frozen=True, slots=True)
class Weights:
    """The packaged models with the probabilities from which they are believed."""

    version: str
    sectors: Classes
    bodies: Classes
    countries: Mapping[str, float]
    believed: Mapping[str, float]

    def country_chances(self, clues: Mapping[str, Mapping[str, float]], sorts: Sequence[str]) -> Chances:
        """The probability of each country that has clues, for an actor of these sorts; they sum to 1."""
        return _chances({code: self._sum(given, sorts) for code, given in clues.items()})

    def _sum(self, clues: Mapping[str, float], sorts: Sequence[str]) -> float:
        return sum(
            value * (self.countries.get(clue, 0.0) + sum(self.countries.get(f"{clue}|{sort}", 0.0) for sort in sorts))
            for clue, value in clues.items()
        )


def _chances(sums: Mapping[str, float]) -> Chances:
    top = max(sums.values(), default=0.0)
    grown = {name: exp(value - top) for name, value in sums.items()}
    total = sum(grown.values())
    return tuple(sorted(((name, one / total) for name, one in grown.items()), key=lambda one: (-one[1], one[0])))


@cache
def weights() -> Weights:
    """The packaged table, read once."""
    return unpacked(json.loads(files(__package__).joinpath("data", "weights.json").read_text(encoding="utf-8")))


def unpacked(table: Mapping[str, Any]) -> Weights:
    """The models of a table as it is packaged."""
    return Weights(
        table["version"], _classes(table["sectors"]), _classes(table["bodies"]), table["countries"], table["believed"]
    )


def _classes(table: Mapping[str, Any]) -> Classes:
    """A model from its packaged form: `trait: [class, weight, class, weight, …]`."""
    rows = {trait: tuple(zip(flat[::2], flat[1::2], strict=True)) for trait, flat in table["weights"].items()}
    return Classes(tuple(table["classes"]), rows)
