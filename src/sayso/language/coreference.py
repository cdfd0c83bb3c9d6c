"""Named spans of a report come in, the number of the chain that each belongs to goes out.

Each span picks the earlier one that it most likely repeats, or none (Lee et al. 2017), by the score of its query with the
other's key. Names that share their wording join without asking the model, which saw at most one window of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sayso.ground.records import Span

from .encoder import Array

FURTHEST = 120
"""How many mentions back an antecedent may stand."""
DETERMINER = re.compile(r"^(?:the|a|an)\s+|['’]s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A span with its kind and its two vectors for coreference."""

    span: Span
    kind: str
    probability: float
    query: Array
    key: Array


def join(named: Sequence[Named]) -> list[int]:
    """Chain numbers, from 0, in order of first appearance. `named` is in order of position."""
    if not named:
        return []
    queries, keys = np.stack([one.query for one in named]), np.stack([one.key for one in named])
    scores = queries @ keys.T / np.sqrt(queries.shape[1])
    chains: list[int] = []
    latest: dict[str, int] = {}
    for i, one in enumerate(named):
        name = bare_name(one.span.text)
        chain = latest.get(name) if is_name(name) else None
        if chain is None:
            chain = _antecedent(scores, chains, named, i)
        chains.append(chain)
        latest[name] = chain
    return chains


def _antecedent(scores: Array, chains: list[int], named: Sequence[Named], i: int) -> int:
    low = max(0, i - FURTHEST)
    span = named[i].span
    for j in (low + np.argsort(-scores[i, low:i], kind="stable")).tolist():
        if scores[i, j] <= 0:
            break
        if not span.overlaps(named[j].span):
            return chains[j]
    return max(chains, default=-1) + 1


def bare_name(text: str) -> str:
    """The name without article and genitive."""
    return DETERMINER.sub("", DETERMINER.sub("", text)).strip()


def is_name(text: str) -> bool:
    """Whether the wording itself names somebody: it has a capital letter and is no pronoun."""
    return text not in PRONOUNS and any(character.isupper() for character in text)


PRONOUNS = frozenset("He She It They His Her Its Their We I Our My You Your Who This That These Those Him Them".split())
