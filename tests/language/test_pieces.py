"""Words cut into pieces, with their shapes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from sayso.language.encoder import PACKAGED
from sayso.language.pieces import (
    CLOSING,
    FIGURE,
    LONGEST_WORD,
    LOWER,
    MARK,
    MARKERS,
    MIXED,
    OPENING,
    TITLE,
    UPPER,
    Cutter,
    case_of,
)

STRANGE = ["\U0001f600", "\u0000", "é" * 300, "東京", "\u202e", "'", "a" * 5000]


@pytest.fixture(scope="module")
def cutter() -> Cutter:
    return Cutter(Tokenizer.from_file(str(PACKAGED / "tokenizer.json")))


@pytest.mark.parametrize(
    ("word", "case"),
    [
        ("police", LOWER), ("Minsk", TITLE), ("NATO", UPPER), ("A", UPPER), ("McCarthy", MIXED), ("2020", FIGURE),
        ("COVID19", FIGURE), (",", MARK), ("“", MARK), ("élan", LOWER), ("Žižek", TITLE),
    ],
)  # fmt: skip
def test_the_shape_of_a_word_is_told(word: str, case: int) -> None:
    assert case_of(word) == case


def test_case_leaves_the_pieces_alone(cutter: Cutter) -> None:
    assert cutter.pieces_of(["NATO"]) == cutter.pieces_of(["nato"])


def test_a_marker_is_one_piece(cutter: Cutter) -> None:
    assert [len(pieces) for pieces in cutter.pieces_of(MARKERS)] == [1] * len(MARKERS)
    assert len(set(cutter.pieces_of(MARKERS))) == len(MARKERS)


def test_every_word_has_a_piece_and_none_too_many(cutter: Cutter) -> None:
    assert all(1 <= len(pieces) <= LONGEST_WORD for pieces in cutter.pieces_of(STRANGE))


def test_a_window_opens_and_closes_with_marks(cutter: Cutter) -> None:
    ids, cases, first = cutter.encode(["Troops", "left", "."])
    assert (ids[0], ids[-1], cases[0], cases[-1]) == (OPENING, CLOSING, MARK, MARK)
    assert first == [1, 2, 3]
    assert cases[1:-1] == [TITLE, LOWER, MARK]


def test_a_window_of_long_words_keeps_a_piece_of_each(cutter: Cutter) -> None:
    words = ["antidisestablishmentarianism"] * 300
    ids, cases, first = cutter.encode(words, most=510)
    assert len(ids) == len(cases) <= 512
    assert len(first) == len(set(first)) == len(words)


def test_forgetting_words_changes_nothing(cutter: Cutter) -> None:
    forgetful = Cutter(Tokenizer.from_file(str(PACKAGED / "tokenizer.json")), remembered=6)
    for words in (["troops", "left", "Minsk"], ["rebels", "shelled", "Dvir"], ["troops", "shelled", "Minsk"]):
        assert forgetful.encode(words) == cutter.encode(words)


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20), min_size=1, max_size=40))
def test_each_word_begins_at_a_place_of_its_own(cutter: Cutter, words: list[str]) -> None:
    ids, cases, first = cutter.encode(words)
    assert len(ids) == len(cases) <= 512
    assert first == sorted(set(first))
    assert len(first) == len(words)
