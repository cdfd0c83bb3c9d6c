"""A text comes in; its words with weights, their stems and one vector that stands for its sense go out.

Vectors come with the package (`data/words.npz`, made by `training/sayso_training/words.py`): a sentence is the mean of
its words' vectors, weighted by how rare they are. That is coarser than reading with a model, and costs microseconds.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIMENSIONS: Final = 48
RARE: Final = 7.0
"""Weight of a word that the table does not hold, near the largest that it does."""

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_NAMES_WEIGHT: Final = 1.5
_ENDINGS: Final = (
    "ations", "ation", "ings", "ments", "ment", "ions", "ing", "ies", "ied", "ers", "ors", "ion", "ed", "es", "er",
    "or", "al", "ly", "s", "e", "y",
)  # fmt: skip
_LEAST_STEM: Final = 4
_EMPTY: Final = frozenset(
    "the and for was were are has had have not that this with from they them their his her its him she you your our "
    "who whom whose which what when where while been being would could should will may might must can did does done "
    "but than then there here about into over after before under against between during said say says told also "
    "more most some any all other such only own same so too very just now still yet one two three out off down up on "
    "in of to at by as an or if it is be he we us my me no nor both each few per via because since until".split()
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Rows of the word table: where each word stands, unit vectors `(n, 48)`, weights `(n,)`."""

    rows: dict[str, int]
    vectors: NDArray[np.float32]
    weights: NDArray[np.float32]


@cache
def lexicon() -> Lexicon:
    """The packaged table of words."""
    data = files("sayso.reconcile").joinpath("data/words.npz").read_bytes()
    with np.load(BytesIO(data)) as table:
        words = table["words"].tobytes().decode().split("\n")
        vectors = table["vectors"].astype(np.float32)
        weights = table["weights"].astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Lexicon({word: row for row, word in enumerate(words)}, vectors, weights)


def words_of(text: str) -> list[str]:
    """The words that carry sense, folded to lower case without accents."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = folded if folded.isascii() else "".join(char for char in folded if not unicodedata.combining(char))
    return [word for word in _WORD.findall(plain) if word not in _EMPTY]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What the forms of a word share: one ending taken off, at least four letters left, at most seven kept."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)][:7]
    return word[:7]


@lru_cache(maxsize=100_000)
def weight(word: str) -> float:
    """How much a word tells: its inverse document frequency, that of a rare word where it is not in the table."""
    table = lexicon()
    row = table.rows.get(word)
    return RARE if row is None else float(table.weights[row])


@lru_cache(maxsize=200_000)
def mark(word: str) -> int:
    """A number from 1 up to 2**31 for a string, the same on every machine."""
    return (zlib.crc32(word.encode()) & 0x7FFFFFFE) + 1


def sense(words: list[str]) -> NDArray[np.float32]:
    """The unit vector `(48,)` of some words, zero where the table holds none of them."""
    table = lexicon()
    rows = [row for word in words if (row := table.rows.get(word)) is not None]
    if not rows:
        return np.zeros(DIMENSIONS, np.float32)
    mean = table.weights[rows] @ table.vectors[rows]
    norm = float(np.linalg.norm(mean))
    return mean / norm if norm else mean
