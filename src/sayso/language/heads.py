"""Scores of one window come in, what they mean goes out: labels, links, spans.

Words are numbered as in the window. Nothing here knows of characters or reports.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .encoder import Array, Scores

Range = tuple[int, int]
"""First and last word, both inside."""
LONGEST_MENTION, LONGEST_CUE = 40, 12
NAMING = frozenset(["actor", "recipient", "place", "source", "claim-source"])
NAME_WEIGHT, NAME_LIMIT = 0.5, 4.0
"""How much the score of a span as a mention counts for its end, and the most it can be."""
TOLD = 0.4
"""How much an event that the anchors tell between two given parties counts beside what their markers say."""
LIKELIEST = 4
"""So many types of an act are handed on with their shares."""
KINDS = ("PER", "ORG", "GPE", "LOC", "FAC", "GROUP")
ACT_ROLES = ("actor", "recipient", "place", "time", "source")


@dataclass(frozen=True, slots=True)
class Act:
    """An anchor: its word, its type with the probability of it, and its parties by role."""

    word: int
    type: str
    mode: str | None
    status: str
    statuses: Mapping[str, float]
    types: Mapping[str, float]
    contexts: tuple[str, ...]
    links: tuple[tuple[str, Range, float], ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Saying:
    """A cue with the stance it signals, its source and the parts of its content."""

    cue: Range
    stance: str
    source: Range | None
    content: tuple[Range, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Named:
    """A span that names something, with its best kind."""

    words: Range
    kind: str
    probability: float


class Heads:
    """Reads scores by the label lists and thresholds of a model's card; mentions are those of `kinds`."""

    def __init__(self, card: Mapping[str, Any], *, kinds: Sequence[str] = KINDS) -> None:
        self.names: dict[str, list[str]] = card["labels"]
        self.thresholds: dict[str, float] = card["thresholds"]
        self._columns: dict[str, slice] = {}
        at = 0
        for name in card["word_labels"]:
            self._columns[name] = slice(at, at + len(self.names[name]))
            at += len(self.names[name])
        self._pointer = {name: i for i, name in enumerate(self.names["pointers"])}
        first = self.names["spans"].index(kinds[0])
        self._kinds = slice(first, first + len(kinds))
        self._cue = self.names["spans"].index("cue")
        self._calibration: dict[str, tuple[float, float]] = card.get("calibration", {})
        modes = self.names["mode"]
        self._modes = {t: [i for i, m in enumerate(modes) if m.split(".")[0] == t] for t in self.names["act"][1:]}

    def acts(self, scores: Scores, sentences: Sequence[int], own: int, *, threshold: float | None = None) -> list[Act]:
        """The events whose anchor is word `own` or later. Parties stand in the anchor's sentence, sources anywhere."""
        chances = softmax(scores.labels[:, self._columns["act"]])[:, 1:]
        likely = self._chances("act", chances.max(1))
        least = self.thresholds["act"] if threshold is None else threshold
        found = np.flatnonzero(likely >= least)
        return [
            self._act(
                scores,
                int(word),
                (bisect_left(sentences, n), bisect_right(sentences, n)),
                kinds=self._shares(chances[word]),
                likely=float(likely[word]),
            )
            for word in found
            if word >= own and (n := sentences[int(word)]) is not None
        ]

    def _chance(self, kind: str, score: float) -> float:
        """The share of findings of such a score that are right, by the line that the card has for their logits."""
        slope, offset = self._calibration.get(kind, (1.0, 0.0))
        return _sigmoid(slope * score + offset)

    def _chances(self, kind: str, chances: Array) -> Array:
        slope, offset = self._calibration.get(kind, (1.0, 0.0))
        bounded = np.clip(chances, 1e-6, 1 - 1e-6)
        moved: Array = 1 / (1 + np.exp(-(slope * np.log(bounded / (1 - bounded)) + offset)))
        return moved

    def _shares(self, chances: Array) -> dict[str, float]:
        """The likeliest types with their shares, the best first."""
        shares = chances / chances.sum()
        ranked = (int(i) for i in shares.argsort()[::-1][:LIKELIEST])
        return {self.names["act"][1 + i]: float(shares[i]) for i in ranked}

    def _act(self, scores: Scores, word: int, sentence: Range, *, kinds: Mapping[str, float], likely: float) -> Act:
        kind = next(iter(kinds))
        row = scores.labels[word]
        options = self._modes[kind]
        mode = self.names["mode"][options[int(row[self._columns["mode"]][options].argmax())]].split(".")[1]
        statuses = softmax(row[self._columns["status"]])
        contexts = np.flatnonzero(row[self._columns["context"]] > self.thresholds["context"])
        whole = (0, len(scores.labels))
        links = [
            (role, words, chance)
            for role in ACT_ROLES
            for words, chance in self._pointed(
                scores, role, word, most=30, within=whole if role == "source" else sentence
            )
            if role != "source" or chance >= self.thresholds["source"]
        ]
        if all(role != "time" for role, _, _ in links):
            links += self._faint_times(scores, word, sentence)
        return Act(
            word, kind, None if mode == "-" else mode, self.names["status"][int(statuses.argmax())],
            {name: float(p) for name, p in zip(self.names["status"], statuses, strict=True)}, kinds,
            tuple(self.names["context"][i] for i in contexts), tuple(links), likely,
        )  # fmt: skip

    def _faint_times(self, scores: Scores, word: int, sentence: Range) -> list[tuple[str, Range, float]]:
        """The likeliest time of an act that points at none, below even odds: for others to weigh."""
        least = self.thresholds.get("faint-time", self.thresholds["pointer"])
        found = self._pointed(scores, "time", word, most=30, within=sentence, least=least)
        return [("time", *max(found, key=lambda one: one[1]))] if found else []

    def sayings(self, scores: Scores, own: int) -> list[Saying]:
        """The attributions whose cue begins at word `own` or later; no two cues share a word."""
        kept: list[tuple[Range, float]] = []
        for score, first, last in _spans(scores.spans[self._cue], self.thresholds["cue"]):
            apart = all(last < a or b < first for (a, b), _ in kept)
            if own <= first <= last < first + LONGEST_CUE and apart:
                kept.append(((first, last), self._chance("cue", score)))
        return [self._saying(scores, cue, chance) for cue, chance in sorted(kept)]

    def _saying(self, scores: Scores, cue: Range, chance: float) -> Saying:
        whole = (0, len(scores.labels))
        sources = self._pointed(scores, "claim-source", cue[0], most=60, within=whole)
        content = self._pointed(scores, "claim-content", cue[0], most=whole[1], within=whole)
        stance = self.names["stance"][int(scores.labels[cue[0], self._columns["stance"]].argmax())]
        source = max(sources, key=lambda s: s[1])[0] if sources else None
        return Saying(cue, stance, source, tuple(words for words, _ in content), chance)

    def _pointed(
        self, scores: Scores, role: str, word: int, *, most: int, within: Range, least: float | None = None
    ) -> list[tuple[Range, float]]:
        """The spans that `word` points at in `role`, each with a probability, in order.

        A span runs from a first word that is pointed at to the likeliest last one before the next first word, of at
        most `most` words and in the half-open range `within`. Where the span is a name, what the head of mentions
        thinks of it counts too.
        """
        low, high = within
        first = scores.pointers[self._pointer[role + ":first"], word, low:high]
        last = scores.pointers[self._pointer[role + ":last"], word, low:high]
        least = self.thresholds["pointer"] if least is None else least
        starts = np.flatnonzero(first > least).tolist()
        if not starts:
            ends = np.flatnonzero(last > least)
            if not len(ends):
                return []
            starts = [_best(first, max(0, int(ends[0]) - most + 1), int(ends[0]))]
        found: list[tuple[Range, float]] = []
        for start, following in zip(starts, [*starts[1:], high - low], strict=True):
            limit = min(following, start + most)
            row = last[start:limit]
            if role in NAMING:
                named = scores.spans[self._kinds, low + start, low + start : low + limit].max(0)
                row = row + NAME_WEIGHT * np.clip(named, -NAME_LIMIT, NAME_LIMIT)
            end = start + int(row.argmax())
            both = (first[start], last[end])
            score = max(both) if role == "time" else min(both)  # one end of a time is enough to say that there is one
            found.append(((low + start, low + end), self._chance(role, float(score))))
        return found

    def mentions(self, scores: Scores, own: int) -> list[Named]:
        """Spans that name something and begin at word `own` or later; some nest, none cross."""
        table = scores.spans[self._kinds]
        best = table.max(0)
        kept: list[tuple[int, int, float]] = []
        for score, first, last in _spans(best, self.thresholds["span"]):
            if not own <= first <= last < first + LONGEST_MENTION:
                continue
            if all(
                b < first or last < a or (a <= first and last <= b) or (first <= a and b <= last) for a, b, _ in kept
            ):
                kept.append((first, last, score))
        return [
            Named((a, b), self.kind_of(scores, (a, b)), self._chance("mention", score)) for a, b, score in sorted(kept)
        ]

    def kind_of(self, scores: Scores, words: Range) -> str:
        """The kind that fits the span best, whether or not the model would have found it."""
        return self.names["spans"][self._kinds][int(scores.spans[self._kinds, words[0], words[1]].argmax())]

    def loaded(self, scores: Scores, own: int) -> list[Range]:
        """Runs of loaded words."""
        marked = scores.labels[:, self._columns["loaded"]][:, 0] > 0
        marked[:own] = False
        edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8)))
        return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]

    def relation(self, scores: Scores, source: int, target: int) -> dict[str, float]:
        """Probability of each type between the parties whose opening markers stand at the two words.

        The markers give it, and beside them every anchor that points at the first party as its actor and at the second
        as its recipient.
        """
        row = scores.labels[source, self._columns["pair_source"]] + scores.labels[target, self._columns["pair_target"]]
        marked = softmax(self._calibration.get("pair", (1.0, 0.0))[0] * row[1:])
        roles = (("actor", source + 1), ("recipient", target + 1))
        actor, recipient = (_sigmoids(scores.pointers[self._pointer[f"{r}:first"], :, at]) for r, at in roles)
        told = (actor * recipient) @ softmax(scores.labels[:, self._columns["act"]])[:, 1:]
        chances = marked + TOLD * told
        return {name: float(p) for name, p in zip(self.names["act"][1:], chances / chances.sum(), strict=True)}

    def mode_of(self, type: str, scores: Scores, word: int) -> str | None:
        options = self._modes[type]
        best = options[int(scores.labels[word, self._columns["mode"]][options].argmax())]
        return None if self.names["mode"][best].endswith(".-") else self.names["mode"][best].split(".")[1]


def _spans(table: Array, least: float) -> list[tuple[float, int, int]]:
    """Score, first and last word of the spans that score above `least`, the best first."""
    firsts, lasts = np.nonzero(table > least)
    return sorted(zip(table[firsts, lasts].tolist(), firsts.tolist(), lasts.tolist(), strict=True), reverse=True)


def softmax(scores: Array) -> Array:
    """Probabilities over the last dimension."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    chances: Array = raised / raised.sum(-1, keepdims=True)
    return chances


def _sigmoids(scores: Array) -> Array:
    chances: Array = 1 / (1 + np.exp(-scores.clip(-30.0, 30.0)))
    return chances


def _sigmoid(score: float) -> float:
    return float(1.0 / (1.0 + np.exp(-max(-30.0, min(30.0, score)))))


def _best(row: Array, first: int, last: int) -> int:
    return first + int(row[first : last + 1].argmax())
