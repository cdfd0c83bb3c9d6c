"""Scores of one window come in, what they mean goes out: labels, links, spans.

Words are numbered as in the window. Nothing here knows of characters or reports.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .encoder import Array, Indices, Scores

Range = tuple[int, int]
"""First and last word, both inside."""
OUTSIDE = -1e4
LONGEST_MENTION = 40
ACT_ROLES = ("actor", "recipient", "place", "time", "source")


@dataclass(frozen=True, slots=True)
class Act:
    """An anchor: its word, its type with the probability that it is one, and its parties by role."""

    word: int
    type: str
    mode: str | None
    status: str
    statuses: Mapping[str, float]
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
    """Reads scores by the label lists and thresholds of a model's card."""

    def __init__(self, card: Mapping[str, Any]) -> None:
        self.names: dict[str, list[str]] = card["labels"]
        self.thresholds: dict[str, float] = card["thresholds"]
        self._columns: dict[str, slice] = {}
        at = 0
        for name in card["word_labels"]:
            self._columns[name] = slice(at, at + len(self.names[name]))
            at += len(self.names[name])
        self._pointer = {name: i for i, name in enumerate(self.names["pointers"])}
        kinds = [i for i, name in enumerate(self.names["spans"]) if name.isupper()]
        self._kinds = slice(kinds[0], kinds[-1] + 1)
        modes = self.names["mode"]
        self._modes = {t: [i for i, m in enumerate(modes) if m.split(".")[0] == t] for t in self.names["act"][1:]}

    def acts(self, scores: Scores, own: int, *, threshold: float | None = None) -> list[Act]:
        """The events whose anchor is word `own` or later."""
        chances = softmax(scores.labels[:, self._columns["act"]])
        least = self.thresholds["act"] if threshold is None else threshold
        found = np.flatnonzero(1.0 - chances[:, 0] >= least)
        return [self._act(scores, int(word), chances[word]) for word in found if word >= own]

    def _act(self, scores: Scores, word: int, chances: Array) -> Act:
        row = scores.labels[word]
        best = 1 + int(chances[1:].argmax())
        kind = self.names["act"][best]
        options = self._modes[kind]
        mode = self.names["mode"][options[int(row[self._columns["mode"]][options].argmax())]].split(".")[1]
        statuses = softmax(row[self._columns["status"]])
        contexts = np.flatnonzero(row[self._columns["context"]] > 0)
        links = [
            (role, words, chance) for role in ACT_ROLES for words, chance in self._pointed(scores, role, word, most=30)
        ]
        return Act(
            word, kind, None if mode == "-" else mode, self.names["status"][int(statuses.argmax())],
            {name: float(p) for name, p in zip(self.names["status"], statuses, strict=True)},
            tuple(self.names["context"][i] for i in contexts), tuple(links), float(1.0 - chances[0]),
        )  # fmt: skip

    def sayings(self, scores: Scores, own: int) -> list[Saying]:
        """The attributions whose cue begins at word `own` or later."""
        chances = softmax(scores.labels[:, self._columns["cue"]])
        labels = chances.argmax(1)
        begins = (chances[:, 1] >= self.thresholds["cue"]) | ((labels == 2) & (np.roll(labels, 1) == 0))
        found = []
        for word in np.flatnonzero(begins):
            if word < own:
                continue
            last = int(word)
            while last + 1 < len(labels) and labels[last + 1] == 2:
                last += 1
            sources = self._pointed(scores, "claim-source", int(word), most=60)
            content = self._pointed(scores, "claim-content", int(word), most=len(labels))
            stance = self.names["stance"][int(scores.labels[word, self._columns["stance"]].argmax())]
            source = max(sources, key=lambda s: s[1])[0] if sources else None
            chance = float(1.0 - chances[word, 0])
            found.append(Saying((int(word), last), stance, source, tuple(words for words, _ in content), chance))
        return found

    def _pointed(self, scores: Scores, role: str, word: int, *, most: int) -> list[tuple[Range, float]]:
        """The spans that `word` points at in `role`, each with a probability, in order."""
        first = scores.pointers[self._pointer[role + ":first"], word]
        last = scores.pointers[self._pointer[role + ":last"], word]
        least = self.thresholds["pointer"]
        starts, ends = np.flatnonzero(first > least), np.flatnonzero(last > least)
        if not len(starts) and not len(ends):
            return []
        if not len(starts):
            starts = np.array([_best(first, max(0, int(ends[0]) - most), int(ends[0]))])
        found: list[tuple[Range, float]] = []
        for number, start in enumerate(starts.tolist()):
            limit = int(starts[number + 1]) if number + 1 < len(starts) else len(first)
            near = ends[(ends >= start) & (ends < min(limit, start + most))]
            end = int(near[-1]) if len(near) and limit == len(first) and role.startswith("claim") else int(near[0]) if len(near) else -1
            if end < 0:
                end = _best(last, start, min(limit, start + most) - 1)
            found.append(((start, end), float(_sigmoid(min(first[start], last[end])))))
        return found

    def mentions(self, scores: Scores, own: int) -> list[Named]:
        """Spans that name somebody or something, nested ones too, crossing ones not; those that begin at `own` or later."""
        table = scores.spans[self._kinds]
        best = table.max(0)
        firsts, lasts = np.nonzero(best > self.thresholds["span"])
        rows = sorted(zip(best[firsts, lasts].tolist(), firsts.tolist(), lasts.tolist(), strict=True), reverse=True)
        kept: list[tuple[int, int, float]] = []
        for score, first, last in rows:
            if not own <= first <= last < first + LONGEST_MENTION:
                continue
            if all(b < first or last < a or (a <= first and last <= b) or (first <= a and b <= last) for a, b, _ in kept):
                kept.append((first, last, score))
        return [
            Named((a, b), self.kind_of(scores, (a, b)), float(_sigmoid(score))) for a, b, score in sorted(kept)
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
        """Probability of each type between the parties whose opening markers stand at the two words."""
        row = scores.labels[source, self._columns["pair_source"]] + scores.labels[target, self._columns["pair_target"]]
        chances = softmax(row[1:])
        return {name: float(p) for name, p in zip(self.names["act"][1:], chances, strict=True)}

    def mode_of(self, type: str, scores: Scores, word: int) -> str | None:
        options = self._modes[type]
        best = options[int(scores.labels[word, self._columns["mode"]][options].argmax())]
        return None if self.names["mode"][best].endswith(".-") else self.names["mode"][best].split(".")[1]


def tree(scores: Scores, sentences: Sequence[int]) -> Indices:
    """Governor of each word, its own index at the one root of each sentence; no cycles.

    The best governors are taken as they are where they make a tree; the few sentences where they do not are solved as a
    maximum spanning tree (Chu and Liu 1965, Edmonds 1967).
    """
    heads = scores.heads.copy()
    numbers = np.asarray(sentences)
    roots = heads == np.arange(len(heads))
    reach = heads
    for _ in range(max(1, int(len(heads)).bit_length())):
        reach = reach[reach]
    bad = set(numbers[~roots[reach]].tolist())
    counts = np.bincount(numbers[roots], minlength=int(numbers.max()) + 1) if len(numbers) else np.zeros(0)
    bad |= {int(n) for n in np.unique(numbers) if counts[n] != 1}
    for number in bad:
        place = np.flatnonzero(numbers == number)
        heads[place] = place[spanning(scores.arcs[np.ix_(place, place)])]
    return heads


def spanning(arcs: Array) -> Indices:
    """Best tree over n words; `arcs[i, j]` scores j as governor of i, the diagonal being a root."""
    count = len(arcs)
    best: tuple[float, Indices] | None = None
    candidates = np.argsort(-np.diag(arcs), kind="stable")[:3]
    for root in candidates.tolist():
        scores = arcs.astype(np.float64)
        np.fill_diagonal(scores, OUTSIDE * 10)
        heads = _edmonds(scores, root)
        total = float(sum(scores[i, heads[i]] for i in range(count) if i != root) + arcs[root, root])
        if best is None or total > best[0]:
            best = (total, heads)
    assert best is not None
    return best[1]


def _edmonds(scores: np.ndarray[Any, np.dtype[np.float64]], root: int) -> Indices:
    count = len(scores)
    heads = scores.argmax(1)
    heads[root] = root
    cycle = _cycle(heads, root)
    if not cycle:
        return heads
    inside = np.zeros(count, dtype=bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)
    size = len(rest) + 1
    smaller = np.full((size, size), OUTSIDE * 10, dtype=np.float64)
    smaller[:-1, :-1] = scores[np.ix_(rest, rest)]
    leaving = scores[np.ix_(rest, cycle)]
    smaller[:-1, -1] = leaving.max(1)
    held = scores[cycle, heads[cycle]]
    entering = scores[np.ix_(cycle, rest)] - held[:, None]
    smaller[-1, :-1] = entering.max(0)
    solved = _edmonds(smaller, int(np.flatnonzero(rest == root)[0]))
    result = heads.copy()
    for i, word in enumerate(rest.tolist()):
        if word != root:
            governor = int(solved[i])
            result[word] = cycle[int(leaving[i].argmax())] if governor == size - 1 else rest[governor]
    outer = int(solved[-1])
    result[cycle[int(entering[:, outer].argmax())]] = rest[outer]
    return result


def _cycle(heads: Indices, root: int) -> list[int]:
    state = np.zeros(len(heads), dtype=np.int64)
    state[root] = -1
    for start in range(len(heads)):
        path, word = [], start
        while state[word] == 0:
            state[word] = start + 1
            path.append(word)
            word = int(heads[word])
        if state[word] == start + 1 and word in path:
            return path[path.index(word) :]
        state[path] = -1
    return []


def softmax(scores: Array) -> Array:
    """Probabilities over the last dimension."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    chances: Array = raised / raised.sum(-1, keepdims=True)
    return chances


def _sigmoid(score: float) -> float:
    return float(1.0 / (1.0 + np.exp(-max(-30.0, min(30.0, score)))))


def _best(row: Array, first: int, last: int) -> int:
    return first + int(row[first : last + 1].argmax())
