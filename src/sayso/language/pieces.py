"""Words come in, word pieces with their case go out: what the encoder reads.

The vocabulary is uncased, so the shape of each word travels beside its pieces as a number from 0 to 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LOWER, TITLE, UPPER, MIXED, FIGURE, MARK = range(6)
LONGEST_WORD = 12
OPENING, CLOSING = 101, 102
OPEN_SOURCE, CLOSE_SOURCE, OPEN_TARGET, CLOSE_TARGET = MARKERS = ("[unused1]", "[unused2]", "[unused3]", "[unused4]")


def case_of(word: str) -> int:
    """The shape of a word: LOWER, TITLE, UPPER, MIXED, FIGURE (digits, no cased word) or MARK (neither)."""
    if word.islower():
        return LOWER
    if word.istitle() or (word[:1].isupper() and word[1:].islower()):
        return TITLE if len(word) > 1 else UPPER
    if any(character.isdigit() for character in word):
        return FIGURE
    if word.isupper():
        return UPPER
    return MIXED if any(character.isalpha() for character in word) else MARK


class Cutter:
    """Cuts words into pieces; remembers the words it has met, up to a bound."""

    def __init__(self, tokenizer: Tokenizer, *, remembered: int = 50_000) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer: Any = tokenizer
        self._markers: dict[str, tuple[int, ...]] = {
            marker: (int(tokenizer.token_to_id(marker) or 0),) for marker in MARKERS
        }
        self._known: dict[str, tuple[int, ...]] = dict(self._markers)
        self._remembered = remembered

    def pieces_of(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """Piece ids of each word, at least one and at most LONGEST_WORD of them."""
        known = self._known
        unknown = list({word for word in words if word not in known})
        if unknown:
            if len(known) + len(unknown) > self._remembered:
                known.clear()
                known.update(self._markers)
                unknown = list(set(words) - known.keys())
            for word, cut in zip(unknown, self._tokenizer.encode_batch(unknown, add_special_tokens=False), strict=True):
                known[word] = tuple(cut.ids[:LONGEST_WORD]) or (100,)
        return [known[word] for word in words]

    def encode(self, words: Sequence[str], *, most: int = 510) -> tuple[list[int], list[int], list[int]]:
        """Piece ids and cases of a window, with opening and closing marks, and the place of each word's first piece.

        Where the words make more than `most` pieces each gives its first ones only; no word is left out while there are
        at most `most` words.
        """
        cut = self.pieces_of(words)
        allowed = LONGEST_WORD
        while sum(min(len(pieces), allowed) for pieces in cut) > most and allowed > 1:
            allowed -= 1
        ids, cases, first = [OPENING], [MARK], []
        for word, pieces in zip(words, cut, strict=True):
            first.append(len(ids))
            ids.extend(pieces[:allowed])
            cases.extend([case_of(word)] * min(len(pieces), allowed))
        return [*ids, CLOSING], [*cases, MARK], first
