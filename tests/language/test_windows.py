"""Sentences packed into windows."""

from __future__ import annotations

from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from sayso.language.windows import Window, cut

LENGTHS = st.lists(st.integers(1, 40), max_size=40)


def sentences_of(lengths: list[int]) -> list[tuple[int, int]]:
    return list(pairwise(accumulate(lengths, initial=0)))


def test_short_sentences_share_a_window() -> None:
    assert cut(sentences_of([3, 4, 3]), words=10, overlap=0) == [Window(0, 0, 10)]


def test_a_window_reads_the_sentence_before_again() -> None:
    assert cut(sentences_of([6, 3, 6]), words=10, overlap=1) == [Window(0, 0, 9), Window(6, 9, 15)]


def test_context_gives_way_to_a_sentence_that_needs_the_room() -> None:
    assert cut(sentences_of([6, 3, 9]), words=10, overlap=1) == [Window(0, 0, 9), Window(9, 9, 18)]


def test_a_sentence_longer_than_a_window_is_read_in_several() -> None:
    windows = cut([(0, 25)], words=10, overlap=0)
    assert windows == [Window(0, 0, 10), Window(6, 10, 16), Window(12, 16, 22), Window(18, 22, 25)]


def test_no_sentences_no_windows() -> None:
    assert cut([], words=10, overlap=1) == []


@given(LENGTHS, st.integers(2, 30), st.integers(0, 3))
def test_every_word_belongs_to_one_window(lengths: list[int], words: int, overlap: int) -> None:
    windows = cut(sentences_of(lengths), words=words, overlap=overlap)
    assert [word for window in windows for word in range(window.own, window.last)] == list(range(sum(lengths)))


@given(LENGTHS, st.integers(2, 30), st.integers(0, 3))
def test_no_window_is_longer_than_asked(lengths: list[int], words: int, overlap: int) -> None:
    for window in cut(sentences_of(lengths), words=words, overlap=overlap):
        assert window.first <= window.own < window.last <= window.first + words


@given(LENGTHS, st.integers(2, 30), st.integers(0, 3))
def test_a_sentence_that_fits_is_never_cut(lengths: list[int], words: int, overlap: int) -> None:
    sentences = sentences_of(lengths)
    windows = cut(sentences, words=words, overlap=overlap)
    for start, end in sentences:
        if end - start <= words:
            assert any(window.own <= start and end <= window.last for window in windows)
