"""Sentences come in, overlapping windows of words go out: what the encoder reads at once.

Each word belongs to exactly one window; before the words it owns a window may hold some that the one before owns, so
that a quotation finds its speaker and a pronoun its name. Nothing is cut short: a sentence longer than a window is
read in several.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

CONTEXT_SHARE = 0.4
"""A window's context takes at most this share of its words."""


@dataclass(frozen=True, slots=True)
class Window:
    """Words `[first, last)` are read, words `[own, last)` belong to this window."""

    first: int
    own: int
    last: int


def cut(sentences: Sequence[tuple[int, int]], *, words: int, overlap: int) -> list[Window]:
    """Windows of whole sentences, at most `words` words each, with up to `overlap` sentences of context before.

    Args:
        sentences: Half-open word ranges, in order, without gaps.
        words: Most words of a window, 2 or more.
        overlap: Sentences of the previous window to read again.
    """
    windows: list[Window] = []
    index = 0
    while index < len(sentences):
        own = sentences[index][0]
        first = _context(sentences, index, most=int(words * CONTEXT_SHARE), overlap=overlap)
        if sentences[index][1] - own > words:
            windows.extend(_long(sentences[index], words))
            index += 1
            continue
        while index < len(sentences) and sentences[index][1] - first <= words:
            index += 1
        if sentences[index - 1][0] < own or sentences[index - 1][1] <= own:
            first = own
            while index < len(sentences) and sentences[index][1] - first <= words:
                index += 1
        windows.append(Window(first, own, sentences[index - 1][1]))
    return windows


def _context(sentences: Sequence[tuple[int, int]], index: int, *, most: int, overlap: int) -> int:
    """First word of the context of the sentence at `index`."""
    own = first = sentences[index][0]
    for earlier in range(index - 1, max(-1, index - 1 - overlap), -1):
        if own - sentences[earlier][0] > most:
            break
        first = sentences[earlier][0]
    return first


def _long(sentence: tuple[int, int], words: int) -> list[Window]:
    """Several windows over one sentence, each with some of the one before as context."""
    context = int(words * CONTEXT_SHARE)
    windows, own = [], sentence[0]
    while own < sentence[1]:
        first = max(sentence[0], own - context)
        last = min(sentence[1], first + words)
        windows.append(Window(first, own, last))
        own = last
    return windows
