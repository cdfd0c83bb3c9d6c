"""Chains of names: what the wording decides before the model is asked, and what it forbids."""

from __future__ import annotations

import numpy as np

from sayso.ground.records import Span
from sayso.language.coreference import Named, join


def chains(*mentions: tuple[str, str], score: float) -> list[int]:
    """Chain numbers of mentions (text, kind) between any two of which the model gives this score."""
    vector = np.array([score, 0.0, 0.0, 0.0], dtype=np.float32)
    key = np.array([2.0, 0.0, 0.0, 0.0], dtype=np.float32)
    named, start = [], 0
    for text, kind in mentions:
        named.append(Named(Span(start, start + len(text), text), kind, 0.9, vector, key))
        start += len(text) + 1
    return join(named)


def test_a_surname_joins_whatever_the_model_says() -> None:
    assert chains(("President Ana Petrova", "PER"), ("Petrova’s", "PER"), score=-5) == [0, 0]


def test_two_names_without_a_common_word_stay_apart() -> None:
    assert chains(("Ana Petrova", "PER"), ("Mike Pompeo", "PER"), score=5) == [0, 1]


def test_he_and_she_stay_apart() -> None:
    assert chains(("he", "PER"), ("she", "PER"), score=5) == [0, 1]


def test_a_pronoun_takes_the_likeliest_name() -> None:
    assert chains(("Ana Petrova", "PER"), ("she", "PER"), score=1) == [0, 0]


def test_it_is_not_a_person() -> None:
    assert chains(("Ana Petrova", "PER"), ("it", "ORG"), score=5) == [0, 1]


def test_descriptions_in_other_words_join_only_when_sure() -> None:
    assert chains(("riot police", "ORG"), ("masked men", "GROUP"), score=2) == [0, 1]
    assert chains(("riot police", "ORG"), ("masked men", "GROUP"), score=5) == [0, 0]
    assert chains(("riot police", "ORG"), ("the police", "ORG"), score=2) == [0, 0]
