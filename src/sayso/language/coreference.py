"""Mentions of a text come in, the number of the chain that each belongs to goes out.

Every mention picks the earlier one that it most likely repeats, or none (Lee et al. 2017). What a pair is worth is
learnt over whole texts: the vectors of both, compared, and the marks of `likeness` go through a small layer. A name
that the text has had before joins its chain however far back: of 256 such pairs in dossiers 251 belong together. A
few rules stand above both, because a wrong join is worse than a missed one: whoever is named otherwise, of another
gender or of another kind than a name of the chain stays out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sayso.ground.errors import ModelCorrupt, ModelMissing
from sayso.ground.records import Span

from .encoder import Array
from .likeness import Likeness, Pairs, product
from .traits import Range, Text, Trait, traits

WEIGHTS = "chains.npz"
GENDERED = ("he", "she")
NOT_PERSONS = ("place", "organization")


@dataclass(frozen=True, slots=True)
class Named:
    """A mention: its words in the text, its kind, and the vectors of its first and its last word in one row."""

    words: Range
    span: Span
    kind: str
    probability: float
    vector: Array


@dataclass(frozen=True, slots=True)
class Weights:
    """What the scorer has learnt, with d for the width of a vector, h for that of the hidden layer.

    `query`, `key` (d, k) with their offsets (k) compare two vectors; `later`, `earlier` (d) weigh one. Of the marks of
    a mention, `alone` (marks, h) reads the later one, `other` (marks, h) the earlier and `alone_line` (marks) weighs
    them at once; `between` (marks, h) and `between_line` (marks) read those of a pair. `product` (h) is what the
    comparison of vectors gives to the hidden layer, `hidden_offset` (h) its offset, `out` (h) what comes out of it;
    `offset` is one number.
    """

    query: Array
    query_offset: Array
    key: Array
    key_offset: Array
    later: Array
    earlier: Array
    alone: Array
    other: Array
    alone_line: Array
    between: Array
    between_line: Array
    product: Array
    hidden_offset: Array
    out: Array
    offset: Array

    @classmethod
    def load(cls, folder: Path) -> Weights:
        """The weights of a model's folder.

        Raises:
            ModelCorrupt: The file cannot be read, or is not of this version of the program.
        """
        path = folder / WEIGHTS
        try:
            with np.load(path, allow_pickle=False) as saved:
                return cls(**{name: saved[name].astype(np.float32) for name in saved.files})
        except (OSError, ValueError, TypeError) as error:
            hint = "reinstall the package, or fit the chains of your model again (training/README.md)"
            raise ModelCorrupt("the weights of chains cannot be read", value=str(path), hint=hint) from error

    def score(self, vectors: Array, alone: Array, pairs: Pairs) -> Array:
        """How much more likely each pair is than that its later mention begins a chain, as a logit (pairs)."""
        i, j = pairs.these, pairs.those
        width = self.query.shape[1]
        read = product(vectors, np.column_stack([self.query, self.key, self.earlier, self.later]))
        queries, keys = read[:, :width] + self.query_offset, read[:, width : 2 * width] + self.key_offset
        alike = (queries[i] * keys[j]).sum(1) / np.float32(np.sqrt(width)) + read[j, -2]
        told = product(alone, np.column_stack([self.alone, self.other, self.alone_line]))
        half = len(self.hidden_offset)
        seen = product(pairs.marks, np.column_stack([self.between, self.between_line]))
        hidden = seen[:, :-1] + (told[:, :half] + self.hidden_offset)[i] + told[j, half : 2 * half]
        hidden += alike[:, None] * self.product
        np.maximum(hidden, 0, out=hidden)
        scores: Array = alike + (hidden * self.out).sum(1) + seen[:, -1] + (told[:, -1] + read[:, -1] + self.offset)[i]
        return scores


@dataclass(slots=True)
class Chain:
    """What is known of a chain from its mentions: gender, the words of its names, and the kind of the first name."""

    gender: str = ""
    kind: str = ""
    words: set[str] = field(default_factory=set)

    def takes(self, one: Trait) -> bool:
        """Whether a mention can belong here."""
        if one.gender in GENDERED and self.gender and one.gender != self.gender:
            return False
        if self.kind and not self._suits(one):
            return False
        return one.form != "name" or not one.names or not self.words or not self.words.isdisjoint(one.names)

    def _suits(self, one: Trait) -> bool:
        """Whether the mention can be of the kind of the chain's name; pronouns tell it by their gender."""
        if self.kind == "person":
            return one.gender != "it" and (bool(one.pronoun) or one.kind not in NOT_PERSONS) and not one.plural
        return one.gender not in GENDERED and (
            bool(one.pronoun) or one.kind != "person" or one.plural or one.fine == "GROUP"
        )

    def learn(self, one: Trait) -> None:
        """Adds what a mention tells."""
        if one.gender in GENDERED:
            self.gender = self.gender or one.gender
        if one.form == "name":
            self.words.update(one.names)
            self.kind = self.kind or (one.kind if one.kind in ("person", *NOT_PERSONS) else "")


@dataclass(frozen=True, slots=True)
class Joiner:
    """Joins the mentions of texts; a pair joins from a score of `least`."""

    weights: Weights
    least: float

    @classmethod
    def load(cls, folder: Path, card: dict[str, Any]) -> Joiner:
        """The joiner with the weights and the threshold of a model's folder and card.

        Raises:
            ModelMissing: The card names no weights of chains.
            ModelCorrupt: The weights cannot be read.
        """
        if WEIGHTS not in card["sha256"]:
            hint = "fit the chains of this model (training/README.md), or reinstall the package for its own model"
            raise ModelMissing("the model has no weights of chains", value=str(folder), hint=hint)
        return cls(Weights.load(folder), float(card["thresholds"]["chain"]))

    def __call__(self, named: Sequence[Named], text: Text) -> list[int]:
        """Chain numbers, from 0, in order of first appearance. `named` is in order of position."""
        if not named:
            return []
        found = traits(text, [(one.words, one.kind) for one in named])
        likeness = Likeness(found)
        pairs = likeness.pairs()
        scores = self.weights.score(np.stack([one.vector for one in named]), likeness.alone(), pairs)
        return joined(found, pairs, scores, least=self.least)


def joined(found: Sequence[Trait], pairs: Pairs, scores: Array, *, least: float) -> list[int]:
    """Chain numbers of mentions whose likely pairs have these scores."""
    chains: list[Chain] = []
    numbers: list[int] = []
    names: dict[tuple[str, str], int] = {}
    edges = np.searchsorted(pairs.these, np.arange(len(found) + 1)).tolist()
    for one, start, end in zip(found, edges, edges[1:], strict=False):
        near = scores[start:end]
        order = np.argsort(-near, kind="stable")
        likely = pairs.those[start:end][order[: int((near > least).sum())]].tolist()
        ranked = [*(names[key] for key in _keys(one)[:1] if key in names), *(numbers[j] for j in likely)]
        number = next((one_of for one_of in ranked if chains[one_of].takes(one)), len(chains))
        if number == len(chains):
            chains.append(Chain())
        chains[number].learn(one)
        names.update(dict.fromkeys(_keys(one), number))
        numbers.append(number)
    return numbers


def _keys(one: Trait) -> list[tuple[str, str]]:
    """Under what a name is found again however far back: its wording and, for a person, the surname."""
    if one.form != "name" or not one.names:
        return []
    surname = [(one.kind, one.names[-1])] if one.kind == "person" and one.names[-1] == one.bare.split()[-1] else []
    return [(one.kind, one.bare), *surname]
