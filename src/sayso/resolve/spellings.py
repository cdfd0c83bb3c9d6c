"""The names of persons come in, what stays the same however they are spelt goes out.

Two grades of likeness: `folded` takes away case, diacritics and punctuation; `sound` takes away what transliterations
differ in as well (Lukashenko and Lukashenka, Zelensky and Zelenskiy, Mohammed and Muhammad). Particles carry no key,
and a key is a sorted pair of sounds, so that the order of the names does not matter. The same functions make the keys
of the packaged table and of a look-up in it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import combinations
from typing import Final

PARTICLES: Final = frozenset(
    "al el ul ur as ad an ar bin bint ibn ben abu de da do dos das del della di du la le les van von der den ter ten "
    "of the y e zu af av ould mc sir lord lady baron baroness jr sr ii iii iv".split()
)
GIVEN: Final = frozenset(["ben", "van", "le", "abu", "ten"])
"""Particles that are given names where they stand first: Ben Wallace, Van Rompuy."""
LETTERS: Final = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ə": "a", "ħ": "h",
})  # fmt: skip
BETWEEN: Final = str.maketrans({
    **dict.fromkeys("’'ʻʼ`‘", ""), **dict.fromkeys("-–.,·", " "),
})  # fmt: skip
"""What stands between the letters of a person's name: nothing, or the end of a word."""
LIKENESSES: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^y(?=e)|^i(?=e)", ""),
        (r"tch|tsch|tsh|ch|ç", "c"),
        (r"sch|shch|sh|sz", "s"),
        (r"zh|dzh|dj|dz", "j"),
        (r"kh|gh|ck|q|k", "k"),
        (r"x", "ks"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"ts|tz", "c"),
        (r"w", "v"),
        (r"(?<=[oe])ff?$", "v"),
        (r"(?<=.)[aeiouyhj]", ""),
        (r"^[jy]", "j"),
        (r"(.)\1+", r"\1"),
    )
)
"""Spellings of one sound, in the order in which they are taken away; vowels after the first letter go last."""


@lru_cache(maxsize=16384)
def folded(name: str) -> tuple[str, ...]:
    """The words of a name in plain small letters.

    >>> folded("José Manuel Durão-Barroso")
    ('jose', 'manuel', 'durao', 'barroso')
    """
    return tuple(unmarked(name.lower().translate(BETWEEN)).split())


def unmarked(text: str) -> str:
    """A text in small letters without marks, and letters that no mark makes as those they stand for.

    Names of persons (`folded`) and of places (`atlas.fold`) are compared by it; each cuts into words as its names need.

    >>> unmarked("Łódź"), unmarked("Gjirokastër")
    ('lodz', 'gjirokaster')
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=16384)
def sound(word: str) -> str:
    """What the spellings of one name have in common; `word` is folded.

    >>> sound("lukashenko") == sound("lukashenka"), sound("zelensky") == sound("zelenskyy")
    (True, True)
    """
    for pattern, one in LIKENESSES:
        word = pattern.sub(one, word)
    return word


def telling(name: str) -> tuple[str, ...]:
    """The folded words of a name that tell persons apart: no particles.

    >>> telling("Bashar al-Assad")
    ('bashar', 'assad')
    """
    words = folded(name)
    return tuple(word for i, word in enumerate(words) if word not in PARTICLES or (not i and word in GIVEN)) or words


def keys(name: str) -> frozenset[str]:
    """The look-up keys of a full name: its first word, and its last, with each of the others, in any order.

    >>> keys("Lukashenko Alexander") == keys("Aleksandr Lukashenka")
    True
    """
    sounds = [sound(word) for word in telling(name) if len(word) > 1]
    if len(sounds) < 2:
        return frozenset()
    ends = {0, len(sounds) - 1}
    pairs = combinations(range(len(sounds)), 2)
    return frozenset(" ".join(sorted((sounds[i], sounds[j]))) for i, j in pairs if i in ends or j in ends)


def single_keys(name: str) -> frozenset[str]:
    """The look-up keys of the parts by which a person may be called alone: all but the first given name.

    >>> sorted(single_keys("Xi Jinping")), sorted(single_keys("Mike Pompeo"))
    (['~jnpng', '~ks'], ['~mk', '~pmp'])
    """
    return frozenset(f"~{sound(word)}" for word in telling(name) if len(word) > 1)


def likeness(said: str, known: str) -> float:
    """How well the words said fit a known name, from 0 to 1.

    Every word said must be a word of the known name, by its letters (1), by its initial (0.6) or by its sound (0.85);
    one that is not halves the whole. A name said in part counts for what it says.

    >>> likeness("Alexander Lukashenko", "Alexander Lukashenko"), likeness("M. Pompeo", "Mike Pompeo")
    (1.0, 0.8)
    """
    mine, theirs = telling(said), list(telling(known))
    if not mine:
        return 0.0
    total = 0.0
    for word in sorted(mine, key=len, reverse=True):
        fit, best = max(((_fit(word, other), other) for other in theirs), default=(0.0, ""))
        if fit:
            theirs.remove(best)
        total += fit
    missed = sum(1 for word in mine if not any(_fit(word, other) for other in telling(known)))
    return round(total / len(mine) * 0.5**missed, 4)


def _fit(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if len(word) == 1 or len(other) == 1:
        return 0.6 if word[0] == other[0] else 0.0
    return 0.85 if sound(word) == sound(other) and _alike(word, other) else 0.0


def _alike(word: str, other: str) -> bool:
    """Whether two words of one sound are near in length and share their first letters' sound."""
    return abs(len(word) - len(other)) <= 3
