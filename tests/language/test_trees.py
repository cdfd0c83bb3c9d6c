"""Dependency trees out of scores."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sayso.language.encoder import Array, Indices, Scores
from sayso.language.trees import spanning, tree

SCORES = st.floats(-20, 20, width=32)


def tables(sizes: st.SearchStrategy[int]) -> st.SearchStrategy[Array]:
    return sizes.flatmap(lambda size: arrays(np.float32, (size, size), elements=SCORES))


def scored(arcs: Array, sentences: list[int]) -> Scores:
    """Scores of a window as the model gives them: no governor in another sentence."""
    numbers = np.asarray(sentences)
    arcs = np.where(numbers[:, None] == numbers[None, :], arcs, np.float32(-1e4)).astype(np.float32)
    none = np.zeros(0, dtype=np.float32)
    zeros = np.zeros(len(sentences), dtype=np.int64)
    return Scores(zeros, arcs, arcs.argmax(1), zeros, none, none, none, none)


def is_tree(heads: list[int]) -> bool:
    """One root, which every word reaches."""
    roots = [word for word, head in enumerate(heads) if word == head]
    for word in range(len(heads)):
        at = word
        for _ in heads:
            at = heads[at]
        if [at] != roots:
            return False
    return True


def weight(arcs: Array, heads: list[int]) -> float:
    return float(sum(arcs[word, head] for word, head in enumerate(heads)))


def best_of_all(arcs: Array) -> float:
    size = len(arcs)
    trees = (list(heads) for heads in product(range(size), repeat=size))
    return max(weight(arcs, heads) for heads in trees if is_tree(heads))


@given(tables(st.integers(1, 3)))
def test_up_to_three_words_no_tree_is_better(arcs: Array) -> None:
    heads = spanning(arcs).tolist()
    assert is_tree(heads)
    assert np.isclose(weight(arcs, heads), best_of_all(arcs), atol=1e-3)


@given(tables(st.just(4)))
def test_of_four_words_no_tree_with_a_likely_root_is_better(arcs: Array) -> None:
    unlikely = int(np.argsort(-np.diag(arcs), kind="stable")[-1])
    arcs[unlikely, unlikely] = -1e3
    heads = spanning(arcs).tolist()
    assert is_tree(heads)
    assert np.isclose(weight(arcs, heads), best_of_all(arcs), atol=1e-3)


@given(tables(st.integers(1, 14)))
def test_any_scores_give_a_tree(arcs: Array) -> None:
    assert is_tree(spanning(arcs).tolist())


@given(tables(st.integers(1, 12)), st.data())
def test_every_sentence_of_a_window_is_a_tree_of_its_own(arcs: Array, data: st.DataObject) -> None:
    steps = data.draw(st.lists(st.booleans(), min_size=len(arcs), max_size=len(arcs)))
    sentences: list[int] = np.cumsum(np.asarray(steps, dtype=np.int64)).tolist()
    sentences = [number - sentences[0] for number in sentences]
    heads: Indices = tree(scored(arcs, sentences), sentences)
    for number in set(sentences):
        place = [word for word, own in enumerate(sentences) if own == number]
        assert is_tree([int(heads[word]) - place[0] for word in place])


def test_the_best_governors_stay_where_they_make_a_tree() -> None:
    arcs = np.full((3, 3), -5.0, dtype=np.float32)
    arcs[0, 1] = arcs[1, 1] = arcs[2, 1] = 5.0
    assert tree(scored(arcs, [0, 0, 0]), [0, 0, 0]).tolist() == [1, 1, 1]


def test_a_circle_is_broken_where_it_costs_least() -> None:
    arcs = np.full((3, 3), -5.0, dtype=np.float32)
    arcs[0, 1], arcs[1, 0], arcs[2, 2], arcs[0, 2], arcs[1, 2] = 5.0, 5.0, 3.0, 1.0, 2.0
    assert tree(scored(arcs, [0, 0, 0]), [0, 0, 0]).tolist() == [1, 2, 2]
