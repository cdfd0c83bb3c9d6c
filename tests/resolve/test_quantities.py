"""Figures of an event: whole numbers of its own clause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ground.records import Span
from sayso.resolve import quantities


def figures(text: str, anchor: str, type: str, *, mode: str | None = None, other: str | None = None) -> dict[str, int]:
    others = [Span(text.index(other), text.index(other) + len(other), other)] if other else []
    at = Span(text.index(anchor), text.index(anchor) + len(anchor), anchor)
    found = quantities.find(Span(0, len(text), text), at, type=type, mode=mode, others=others)
    assert all(text[q.span.start : q.span.end] == q.span.text for q in found.values())
    return {sort: figure.value for sort, figure in found.items()}


@pytest.mark.parametrize(
    ("text", "anchor", "type", "mode", "expected"),
    [
        ("Gunmen killed at least 12 people.", "killed", "ASSAULT", "firearms", {"dead": 12}),
        ("The raid left nine civilians dead.", "raid", "ASSAULT", "aerial", {"dead": 9}),
        (
            "A bomb exploded, killing a dozen and wounding 23.",
            "exploded",
            "ASSAULT",
            "explosives",
            {"dead": 12, "injured": 23},
        ),
        ("Some 3,000 protesters marched.", "marched", "PROTEST", "demo", {"size": 3000}),
        ("Police arrested fourteen of them.", "arrested", "COERCE", "arrest", {"arrested": 14}),
        ("Nineteen people were detained.", "detained", "COERCE", "arrest", {"arrested": 19}),
        ("Soldiers shelled the town, injuring one sergeant.", "shelled", "ASSAULT", None, {"injured": 1}),
        ("Two hundred workers walked out.", "walked", "PROTEST", "strike", {"size": 200}),
        ("Gunmen killed dozens of people.", "killed", "ASSAULT", None, {}),
        ("A man of 23 was killed.", "killed", "ASSAULT", None, {}),
        ("Troops killed them on 20 February.", "killed", "ASSAULT", None, {}),
        ("A mother and three sons were killed.", "killed", "ASSAULT", None, {}),
        ("At least 65 workers and eight guards were hurt.", "hurt", "ASSAULT", None, {}),
        ("Gunmen seized three drivers.", "seized", "ASSAULT", "abduct", {}),
        ("The ministers met 12 people.", "met", "CONSULT", None, {}),
    ],
)
def test_figures_are_read_as_told(
    *, text: str, anchor: str, type: str, mode: str | None, expected: dict[str, int]
) -> None:
    assert figures(text, anchor, type, mode=mode) == expected


def test_what_lies_beyond_another_anchor_is_not_the_events_own() -> None:
    text = "Police fired tear gas at the crowd, and gunmen attacked a bus, killing six passengers."
    assert figures(text, "fired", "ASSAULT", mode="crowd-control", other="attacked") == {}
    assert figures(text, "attacked", "ASSAULT", mode="firearms", other="fired") == {"dead": 6}


WORDS = st.sampled_from(
    "killed 12 two wounded people were and dead , arrested some at least a dozen protesters 2020 of é".split()
)


@given(st.lists(WORDS, min_size=2, max_size=20).map(" ".join), st.sampled_from(sorted(quantities.SORTS)))
def test_spans_match_the_text(text: str, type: str) -> None:
    first = text.split(maxsplit=1)[0]
    for mode in ("arrest", "demo", None):
        found = quantities.find(Span(0, len(text), text), Span(0, len(first), first), type=type, mode=mode)
        assert all(text[q.span.start : q.span.end] == q.span.text and q.value > 0 for q in found.values())
