"""Quotations found in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.code.quotations import find_quotations

TEXTS = st.text(st.sampled_from("ab “”„«»\"'(\n."), max_size=60)


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("“We go,” he said.", ["“We go,”"]),
        ('"We go," he said. "Now."', ['"We go,"', '"Now."']),
        ("«Nous partons», dit-il", ["«Nous partons»"]),
        ("„Wir gehen”, he said", ["„Wir gehen”"]),
        ("“One. Two. Three.” Then", ["“One. Two. Three.”"]),
        ('He called it ("a farce").', ['"a farce"']),
        ("It's the unions' day", []),
        ("an empty “” pair", []),
        ("", []),
    ],
)
def test_stretches_between_marks_are_found(text: str, quotations: list[str]) -> None:
    assert quoted(text) == quotations


def test_a_mark_that_is_never_closed_ends_with_its_paragraph() -> None:
    assert quoted("“We go.\nThey stay. “We sit.”") == ["“We go.", "“We sit.”"]


def test_a_paragraph_may_open_the_quotation_again() -> None:
    assert quoted("“We go.\n“We sit.” Then") == ["“We go.", "“We sit.”"]


def test_an_odd_mark_spoils_one_paragraph_only() -> None:
    assert quoted('a stray " mark here\n"We go," he said')[-1] == '"We go,"'


@given(TEXTS)
def test_quotations_are_in_order_and_apart(text: str) -> None:
    found = find_quotations(text)
    ends = [0, *(place for pair in found for place in pair)]
    assert ends == sorted(ends)
    assert all(start < end <= len(text) for start, end in found)


@given(TEXTS)
def test_no_quotation_crosses_a_line(text: str) -> None:
    assert [piece for piece in quoted(text) if "\n" in piece] == []


@given(TEXTS)
def test_every_quotation_opens_with_a_mark(text: str) -> None:
    assert {piece[0] for piece in quoted(text)} <= set('“„«"')
