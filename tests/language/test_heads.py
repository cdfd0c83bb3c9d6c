"""What hand-made scores of a window mean."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sayso.language.encoder import Scores
from sayso.language.heads import Heads

ACTS = ["O", "ACCUSE", "CONSULT"]
POINTERS = ["actor:first", "actor:last", "recipient:first", "recipient:last"]
CARD: dict[str, Any] = {
    "labels": {"act": ACTS, "mode": ["ACCUSE.-", "CONSULT.-"], "pair_source": ACTS, "pair_target": ACTS,
               "pointers": POINTERS, "spans": ["PER", "cue"]},
    "word_labels": ["act", "pair_source", "pair_target"],
    "thresholds": {},
}  # fmt: skip
WORDS = 7
SOURCE, TARGET, ANCHOR = 0, 4, 3
"""Words: marker, party, marker, anchor, marker, party, marker."""


def scores(*, anchored: str | None, points: bool) -> Scores:
    """A window whose markers know nothing, with an anchor of type `anchored` that points at both parties or not."""
    labels = np.zeros((WORDS, 9), np.float32)
    labels[:, 0] = 5.0
    if anchored:
        labels[ANCHOR, :3] = [0.0 if name != anchored else 8.0 for name in ACTS]
    pointers = np.full((len(POINTERS), WORDS, WORDS), -6.0, np.float32)
    if points:
        pointers[0, ANCHOR, SOURCE + 1] = pointers[2, ANCHOR, TARGET + 1] = 6.0
    none, whole = np.zeros((WORDS, WORDS), np.float32), np.zeros(WORDS, np.int64)
    return Scores(whole, none, whole, whole, labels, pointers,
                  np.zeros((2, WORDS, WORDS), np.float32), np.zeros((WORDS, 4), np.float32))  # fmt: skip


def test_parties_are_related_by_their_markers() -> None:
    seen = scores(anchored=None, points=False)
    seen.labels[SOURCE, 3:6] = [0.0, 0.0, 4.0]
    chances = Heads(CARD).relation(seen, SOURCE, TARGET)
    assert max(chances, key=chances.__getitem__) == "CONSULT"
    assert sum(chances.values()) == pytest.approx(1)


def test_an_anchor_between_the_parties_decides_where_the_markers_do_not() -> None:
    chances = Heads(CARD).relation(scores(anchored="ACCUSE", points=True), SOURCE, TARGET)
    assert chances["ACCUSE"] > chances["CONSULT"] + 0.2


def test_an_anchor_of_other_parties_decides_nothing() -> None:
    chances = Heads(CARD).relation(scores(anchored="ACCUSE", points=False), SOURCE, TARGET)
    assert chances["ACCUSE"] == pytest.approx(chances["CONSULT"], abs=1e-3)
