"""Scores of governors come in, dependency trees go out: one root a sentence, no cycles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .encoder import Array, Indices, Scores

Table = npt.NDArray[np.float64]
CLOSED = -1e5
"""Score of a governor that cannot be."""
ROOTS_TRIED = 3


def tree(scores: Scores, sentences: Sequence[int]) -> Indices:
    """Governor of each word, its own index at the one root of each sentence; no cycles.

    The best governors are taken as they are where they make a tree; the few sentences where they do not are solved as a
    maximum spanning tree (Chu and Liu 1965, Edmonds 1967).
    """
    heads: Indices = scores.heads.copy()
    numbers = np.asarray(sentences)
    roots = heads == np.arange(len(heads))
    reach = heads
    for _ in range(max(1, len(heads).bit_length())):
        reach = reach[reach]
    bad = set(numbers[~roots[reach]].tolist())
    counts = np.bincount(numbers[roots], minlength=int(numbers.max()) + 1) if len(numbers) else np.zeros(0)
    bad |= {int(n) for n in np.unique(numbers) if counts[n] != 1}
    for number in bad:
        place = np.flatnonzero(numbers == number)
        heads[place] = place[spanning(scores.arcs[place][:, place])]
    return heads


def spanning(arcs: Array) -> Indices:
    """Best tree over n words; `arcs[i, j]` scores j as governor of i, the diagonal being a root."""
    scores = arcs.astype(np.float64)
    roots = np.diag(scores).copy()
    np.fill_diagonal(scores, CLOSED)
    most = scores.max(1)
    best, heads = -np.inf, np.arange(len(arcs))
    for root in np.argsort(-roots, kind="stable")[:ROOTS_TRIED].tolist():
        if most.sum() - most[root] + roots[root] <= best:  # more than this no tree from here can be worth
            continue
        found = _edmonds(scores, root)
        total = float(scores[np.arange(len(found)), found].sum() - scores[root, root] + roots[root])
        if total > best:
            best, heads = total, found
    return heads


def _edmonds(scores: Table, root: int) -> Indices:
    count = len(scores)
    heads: Indices = scores.argmax(1)
    heads[root] = root
    cycle = _cycle(heads, root)
    if not cycle:
        return heads
    inside = np.zeros(count, dtype=bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)
    size = len(rest) + 1
    smaller = np.full((size, size), CLOSED, dtype=np.float64)
    smaller[:-1, :-1] = scores[rest][:, rest]
    leaving = scores[rest][:, cycle]
    smaller[:-1, -1] = leaving.max(1)
    held = scores[cycle, heads[cycle]]
    entering = scores[cycle][:, rest] - held[:, None]
    smaller[-1, :-1] = entering.max(0)
    solved = _edmonds(smaller, int(np.flatnonzero(rest == root)[0]))
    result: Indices = heads.copy()
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
