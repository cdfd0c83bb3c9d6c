"""Numbers in words and digits."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.resolve import numerals


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("twelve", 12), ("twenty-four", 24), ("3,000", 3000), ("two hundred and six", 206), ("a dozen", 12),
        ("two dozen", 24), ("1.5 million", 1_500_000), ("three thousand", 3000), ("half a dozen", 6), ("1.5", None),
        ("dozens", None), ("several", None), ("", None),
    ],
)  # fmt: skip
def test_a_number_is_read_or_left(text: str, number: int | None) -> None:
    assert numerals.value(text) == number


@given(st.integers(0, 10**9))
def test_digits_with_and_without_commas_read_the_same(number: int) -> None:
    assert numerals.value(str(number)) == numerals.value(f"{number:,}") == number
    assert re.fullmatch(numerals.PATTERN, f"{number:,}")


@pytest.mark.parametrize(("text", "rank"), [("first", 1), ("21st", 21), ("Twenty-First", 21), ("next", None)])
def test_an_ordinal_is_read_or_left(text: str, rank: int | None) -> None:
    assert numerals.ordinal(text) == rank
