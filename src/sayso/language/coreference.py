"""Named spans of a report come in, the number of the chain that each belongs to goes out.

A name joins the chain that already has its wording or, for a person, its surname: the model saw at most one window
of the report and a small one confuses names. Every other span picks the earlier one that it most likely repeats, or
none (Lee et al. 2017), by the score of its query with the other's key. Two names without a word in common never share
a chain, nor do "he" and "she".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sayso.ground.records import Span

from .encoder import Array

SURE = 4.0
"""Score from which two descriptions without a word in common join."""
STEM = 5
FURTHEST = 120
"""How many mentions back an antecedent may stand."""
TRIMMED = re.compile(r"^(?:the|a|an)\s+|['’]s?$", re.IGNORECASE)
NAME_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
LONGEST_NAME = 8
"""Most words of a span that counts as a name; longer ones describe."""
POINTING = frozenset(
    "I My We Our You Your He She It They His Her Its Their Who Whom Whose Which This That These Those Him Them".split()
)
GENDERS = {
    word: words.split()[0]
    for words in ("he him his himself", "she her hers herself", "it its itself", "they them their theirs themselves")
    for word in words.split()
}
"""The pronouns that tell what they can stand for, each with one name for its group."""


@dataclass(frozen=True, slots=True)
class Named:
    """A span with its kind and its two vectors for coreference."""

    span: Span
    kind: str
    probability: float
    query: Array
    key: Array


@dataclass(slots=True)
class Chain:
    """What is known of a chain: the kind of its first span and the words of its names."""

    kind: str
    surnames: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    wordings: set[str] = field(default_factory=set)

    gender: str = ""

    def takes(self, words: set[str], gender: str) -> bool:
        """Whether a span with these name words and of this gender can belong here."""
        if (gender and self.gender and gender != self.gender) or (gender == "it" and self.kind == "PER"):
            return False
        return not words or not self.words or bool(words & self.words)


def join(named: Sequence[Named]) -> list[int]:
    """Chain numbers, from 0, in order of first appearance. `named` is in order of position."""
    if not named:
        return []
    queries, keys = np.stack([one.query for one in named]), np.stack([one.key for one in named])
    scores = queries @ keys.T / np.sqrt(queries.shape[1])
    chains: list[Chain] = []
    numbers: list[int] = []
    for one in named:
        bare = bare_name(one.span.text)
        words = name_words(bare)
        number = _by_name(chains, one.kind, bare, words)
        if number is None:
            traits = set(words), GENDERS.get(bare.lower(), "")
            number = _by_model(scores, numbers, chains, named=named, traits=traits)
        if number == len(chains):
            chains.append(Chain(one.kind))
        numbers.append(number)
        _learn(chains[number], bare, words)
    return numbers


def _learn(chain: Chain, bare: str, words: list[str]) -> None:
    chain.gender = chain.gender or GENDERS.get(bare.lower(), "")
    if words:
        chain.words.update(words)
        chain.surnames.add(words[-1])
        chain.wordings.add(bare)


def _by_name(chains: Sequence[Chain], kind: str, bare: str, words: list[str]) -> int | None:
    """The latest chain that has this wording or, for a person, this surname."""
    if not words:
        return None
    for number in range(len(chains) - 1, -1, -1):
        chain = chains[number]
        if bare in chain.wordings or (kind == chain.kind == "PER" and words[-1] in chain.surnames):
            return number
    return None


def _by_model(
    scores: Array, numbers: list[int], chains: Sequence[Chain], *, named: Sequence[Named], traits: tuple[set[str], str]
) -> int:
    """Chain of the likeliest antecedent of the next span that its words and gender allow, else a new one."""
    i = len(numbers)
    low = max(0, i - FURTHEST)
    nearest: list[int] = (low + np.argsort(-scores[i, low:i], kind="stable")).tolist()
    for j in nearest:
        if scores[i, j] <= 0:
            break
        if scores[i, j] < SURE and _describe_apart(named[i], named[j]):
            continue
        if not named[i].span.overlaps(named[j].span) and chains[numbers[j]].takes(*traits):
            return numbers[j]
    return len(chains)


def _describe_apart(one: Named, other: Named) -> bool:
    """Whether both are descriptions without a word in common: "masked men", "riot police"."""
    mine, theirs = _described(one.span.text), _described(other.span.text)
    return bool(mine and theirs) and not mine & theirs


def _described(text: str) -> set[str]:
    """Beginnings of the words of a description; empty for a name or a pronoun."""
    bare = bare_name(text)
    if bare.lower() in GENDERS or bare.title() in POINTING or name_words(bare):
        return set()
    return {word[:STEM].lower() for word in NAME_WORD.findall(bare) if len(word) > 2}


def bare_name(text: str) -> str:
    """The name without article and genitive."""
    return TRIMMED.sub("", TRIMMED.sub("", text)).strip()


def name_words(bare: str) -> list[str]:
    """The capitalised words of a name, in order; empty for pronouns, descriptions and long phrases."""
    words = NAME_WORD.findall(bare)
    if len(words) > LONGEST_NAME or (words and words[-1][:1].islower()):
        return []
    return [word for word in words if word[:1].isupper() and word not in POINTING]
