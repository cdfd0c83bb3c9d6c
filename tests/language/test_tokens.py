"""Words and sentences: where they begin and end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.language.tokens import find_sentences, find_words

TEXTS = st.text(st.sampled_from("aB.!?\"“”’' \n\u2028é,1-n't\U0001f600"), max_size=80) | st.text(max_size=60)


def words_of(text: str) -> list[str]:
    return [text[start:end] for start, end in find_words(text)]


def sentences_of(text: str) -> list[str]:
    words = find_words(text)
    return [text[words[a][0] : words[b - 1][1]] for a, b in find_sentences(text, words)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Police didn't fire.", ["Police", "did", "n't", "fire", "."]),
        ("the union's leader", ["the", "union", "'s", "leader"]),
        ("Moscow’s troops", ["Moscow", "’s", "troops"]),
        ("O'Brien of AT&T", ["O'Brien", "of", "AT&T"]),
        ("U.S. forces", ["U.S.", "forces"]),
        ("Gen. Ali spoke", ["Gen.", "Ali", "spoke"]),
        ("1,200 of 3.5 at 10:30", ["1,200", "of", "3.5", "at", "10:30"]),
        ("see https://lamp.example/a?b=1.", ["see", "https://lamp.example/a?b=1", "."]),
        ("“No,” he said", ["“", "No", ",", "”", "he", "said"]),
        ("a so-called vote", ["a", "so", "-", "called", "vote"]),
    ],
)
def test_words_stand_as_in_the_treebanks(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One fell. Two ran.", ["One fell.", "Two ran."]),
        ("Gen. Ali met Mr. Bo. They ate.", ["Gen. Ali met Mr. Bo.", "They ate."]),
        ("The U.S. Army came.", ["The U.S. Army came."]),
        ("He went to the U.S. The army came.", ["He went to the U.S.", "The army came."]),
        ("“We go.” He went.", ["“We go.”", "He went."]),
        ("“Will you go?” she asked.", ["“Will you go?” she asked."]),
        ("A headline\nThe text", ["A headline", "The text"]),
        ("A headline\u2028The text", ["A headline", "The text"]),
        ("Why?! Because.", ["Why?!", "Because."]),
        ("It rose to 3.5 per cent.", ["It rose to 3.5 per cent."]),
    ],
)
def test_sentences_end_where_readers_end_them(text: str, sentences: list[str]) -> None:
    assert sentences_of(text) == sentences


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b\u200b"])
def test_a_text_without_words_has_no_empty_sentence(text: str) -> None:
    words = find_words(text)
    assert [a for a, b in find_sentences(text, words) if a == b] == []


@given(TEXTS)
def test_words_are_in_order_not_empty_and_apart(text: str) -> None:
    words = find_words(text)
    assert all(start < end for start, end in words)
    assert all(before[1] <= after[0] for before, after in pairwise(words))


@given(TEXTS)
def test_words_leave_out_white_space_and_nothing_that_shows(text: str) -> None:
    kept = "".join(words_of(text))
    assert not any(character.isspace() for character in kept)
    assert [c for c in text if c.isalnum()] == [c for c in kept if c.isalnum()]


@given(TEXTS)
def test_sentences_cover_all_words_once(text: str) -> None:
    words = find_words(text)
    covered = [i for a, b in find_sentences(text, words) for i in range(a, b)]
    assert covered == list(range(len(words)))


@given(TEXTS)
def test_no_sentence_crosses_a_line(text: str) -> None:
    assert [sentence for sentence in sentences_of(text) if "\n" in sentence or "\u2028" in sentence] == []
