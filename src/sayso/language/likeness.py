"""Traits of the mentions of a text come in, marks of each mention and of each likely pair go out.

What the scorer of coreference looks at, as arrays of zeros and ones: a text has many pairs, so nothing loops over them.
An earlier mention counts as likely where it is one of the NEAR before, or one of the FURTHEST that shares a word.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .encoder import Array, Indices
from .traits import FORMS, GROUPS, KINDS, ROLES, Trait

Marks = npt.NDArray[np.bool_]
NEAR, FURTHEST = 24, 120
BLOCK = 128
"""How many mentions are compared with all those before them at a time: this bounds memory for long texts."""
QUIET = 250_000
"""Multiplications up to which the linear algebra library keeps to one thread (OpenBLAS: 262,144)."""
SENTENCES = (1, 2, 3, 6, 11, 21)
"""Where the classes of the distance in sentences begin."""
STEPS = (1, 2, 5, 11)
BETWEEN = (1, 2, 4)
"""Where those in mentions, and in mentions of the earlier one's kind, begin."""
PRONOUNS = tuple(dict.fromkeys(GROUPS.values()))
ALONE = ("I", "you", "he", "she")
GENDERS = ("he", "she", "it", "they")
FINE = ("GROUP", "GPE", "FAC")
LENGTHS = (1, 2, 3, 5, 9)
FAMILIAR = (1, 2, 4)
PERSON, PLACE, ORGANIZATION = range(3)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Likely pairs: `these` mentions, `those` before them, and the marks (pairs, marks) of each."""

    these: Indices
    those: Indices
    marks: Array


class Likeness:
    """Compares the mentions of one text, given in order of position, one or more."""

    def __init__(self, found: Sequence[Trait]) -> None:
        self.count = len(found)
        self._of_words(found)
        self._of_forms(found)
        self._of_places(found)

    def _of_words(self, found: Sequence[Trait]) -> None:
        self._wording = _ids(found, lambda one: one.wording)
        self._bare = _ids(found, lambda one: one.bare)
        self._head = _ids(found, lambda one: one.head)
        self._surname = _ids(found, lambda one: one.names[-1] if one.names else None)
        self._forename = _ids(found, lambda one: one.names[0] if len(one.names) > 1 else None)
        initials = [one.initials if len(one.names) > 1 and len(one.initials) > 1 else None for one in found]
        known = {value: i for i, value in enumerate(dict.fromkeys(initials)) if value}
        self._initials = np.array([known.get(value or "", -1) for value in initials], dtype=np.int64)
        shorts = [known.get(one.bare, -2) if len(one.names) == 1 else -2 for one in found]
        self._short = np.array(shorts, dtype=np.int64)
        self._names = _table([one.names for one in found], {})
        columns: dict[str, int] = {}
        self._content = _table([one.content for one in found], columns)
        self._heads = np.array([columns.get(one.head, -1) for one in found], dtype=np.int64)
        self._figures = _table([one.figures for one in found], {})

    def _of_forms(self, found: Sequence[Trait]) -> None:
        self._kind = _places(KINDS, [one.kind for one in found])
        self._fine = _places(FINE, [one.fine for one in found])
        self._form = _places(FORMS, [one.form for one in found])
        self._group = _places(PRONOUNS, [one.pronoun for one in found])
        self._gender = _places(GENDERS, [one.gender for one in found])
        self._role = _places(ROLES, [one.role for one in found])
        self._plural = np.array([one.plural for one in found], dtype=bool)
        self._scheme = np.array([one.fine.isupper() for one in found], dtype=bool)
        self._name: Marks = self._form == FORMS.index("name")

    def _of_places(self, found: Sequence[Trait]) -> None:
        numbers = [(one.first, one.last, one.sentence, one.at, one.governor, one.quote) for one in found]
        self._first, self._last, self._sentence, self._at, self._governor, self._quote = np.array(numbers).T
        self._speaks = np.array([one.speaks for one in found], dtype=bool)
        self._order = np.arange(self.count)
        self._before = np.cumsum(np.eye(len(KINDS), dtype=np.int64)[self._kind], 0)

    def alone(self) -> Array:
        """The marks of each mention by itself (mentions, marks); the last tells the codebook's kinds from GUM's."""
        familiar = np.where(self._group < 0, np.bincount(self._bare)[self._bare], 0)
        marks = [
            _classes(self._form, len(FORMS)),
            _classes(self._group, len(PRONOUNS)),
            _classes(self._kind, len(KINDS)),
            _classes(self._fine, len(FINE)),
            _classes(self._role, len(ROLES)),
            _classes(self._gender, 2),
            (self._last - self._first + 1)[:, None] >= np.array(LENGTHS),
            familiar[:, None] > np.array(FAMILIAR),
            np.stack([self._plural, self._quote > 0, self._speaks, self._sentence == 0, self._figures.any(1)], 1),
            self._scheme[:, None],
        ]
        return np.concatenate(marks, 1).astype(np.float32)

    def pairs(self) -> Pairs:
        """The likely pairs, by the later mention, then the earlier."""
        parts = [self._pairs(first, min(self.count, first + BLOCK)) for first in range(0, self.count, BLOCK)]
        return Pairs(
            np.concatenate([part.these for part in parts]),
            np.concatenate([part.those for part in parts]),
            np.concatenate([part.marks for part in parts]),
        )

    def _pairs(self, first: int, last: int) -> Pairs:
        low = max(0, first - FURTHEST)
        one, other = slice(first, last), slice(low, last)
        steps = self._order[one, None] - self._order[None, other]
        names, content, figures = (
            product(table[one], table[other].T) for table in (self._names, self._content, self._figures)
        )
        inside = self._inside(one, other)
        alike = (names > 0) | (content > 0) | inside | self._crossed(one, other)
        alike |= _same(self._group[one, None], self._group[None, other])
        these, those = np.nonzero((steps > 0) & ((steps <= NEAR) | ((steps <= FURTHEST) & alike)))
        shared = [table[these, those] for table in (names, content, figures)]
        i, j = these + first, those + low
        marks = [
            *self._worded(i, j, inside=inside[these, those], shared=shared),
            *self._formed(i, j),
            *self._placed(i, j),
        ]
        return Pairs(i, j, np.stack(marks, 1).astype(np.float32))

    def _inside(self, one: slice, other: slice) -> Marks:
        """Whether either holds the other's head among its words: "the minister", "Foreign Minister Petrova"."""
        if not self._content.shape[1]:
            return np.zeros((len(self._heads[one]), len(self._heads[other])), dtype=bool)
        mine, theirs = self._heads[one], self._heads[other]
        held = (self._content[other][:, mine].T > 0) & (mine >= 0)[:, None]
        either: Marks = held | ((self._content[one][:, theirs] > 0) & (theirs >= 0)[None, :])
        return either

    def _crossed(self, one: slice, other: slice) -> Marks:
        """Whether either is the other's initials."""
        short = self._short[one, None] == self._initials[None, other]
        either: Marks = short | (self._initials[one, None] == self._short[None, other])
        return either

    def _worded(self, i: Indices, j: Indices, *, inside: Marks, shared: Sequence[Array]) -> list[Marks]:
        """Same and clashing words."""
        spoken = (self._group[i] < 0) & (self._group[j] < 0)
        bare = (self._bare[i] == self._bare[j]) & spoken
        head = (self._head[i] == self._head[j]) & spoken
        named = self._name[i] & self._name[j]
        names, content, figures = shared
        several, some, counted = (_filled(table, i, j) for table in (self._names, self._content, self._figures))
        size = self._content.sum(1)
        persons = named & (self._kind[i] == PERSON) & (self._kind[j] == PERSON)
        surname = self._surname[i] == self._surname[j]
        clash = several & (names == 0)
        return [
            (self._wording[i] == self._wording[j]) & spoken,
            bare,
            bare & named,
            head,
            head & ~named,
            named & (names > 0),
            named & clash,
            several & (names > 0),
            clash,
            clash & head,
            persons & surname,
            persons & ~surname & several,
            named & _same(self._forename[i], self._forename[j]) & ~surname,
            (self._short[i] == self._initials[j]) | (self._initials[i] == self._short[j]),
            content > 0,
            some & (content == 0),
            some & (content == size[i]),
            some & (content == size[j]),
            inside,
            counted & (figures == 0),
            counted & (figures > 0),
        ]

    def _formed(self, i: Indices, j: Indices) -> list[Marks]:
        """Pronouns, kinds, gender and number."""
        kind, form = self._kind[j], self._form
        same, spoken = _same(self._group[i], self._group[j]), self._group[j] < 0
        told = (self._gender[i] >= 0) & (self._gender[j] >= 0)
        alike = self._gender[i] == self._gender[j]
        plural = self._plural[j]
        indefinite = form[j] == FORMS.index("a")
        marks = [
            same,
            (self._group[i] >= 0) & ~spoken & ~same,
            self._kind[i] == kind,
            told & alike,
            told & ~alike,
            self._plural[i] & plural,
            self._plural[i] != plural,
            (form[i] == FORMS.index("the")) & indefinite,
            (form[i] == FORMS.index("this")) & indefinite,
        ]
        for number, group in enumerate(PRONOUNS):
            this = (self._group[i] == number) & spoken
            marks += [this & (kind == PERSON), this & self._name[j]]
            if group not in ALONE:
                marks += [this & ((kind == PLACE) | (kind == ORGANIZATION)), this & plural]
        return marks

    def _placed(self, i: Indices, j: Indices) -> list[Marks]:
        """Distance, nesting, syntax, quotations."""
        apart, steps = self._sentence[i] - self._sentence[j], i - j
        between = self._before[i, self._kind[j]] - self._before[j, self._kind[j]]
        pronoun = self._group[i] >= 0
        subject = (self._role[j] == 0) & pronoun
        nested = self._first[i] <= self._last[j]
        governed, appos = self._governor[i] == self._at[j], self._role[i] == ROLES.index("appos")
        touching = (self._first[i] - self._last[j] <= 2) & ~nested
        quoted, outside = self._quote[i] > 0, self._quote[j] == 0
        first_person = (self._group[i] == PRONOUNS.index("I")) | (self._group[i] == PRONOUNS.index("we"))
        speaker = self._speaks[j] & outside & (apart <= 1) & quoted
        return [
            *(apart >= least for least in SENTENCES),
            *(steps > least for least in STEPS),
            *(between > least for least in BETWEEN),
            *((apart >= least) & pronoun for least in SENTENCES[:3]),
            *((between > least) & pronoun for least in BETWEEN),
            subject,
            subject & (apart == 1),
            nested,
            nested & pronoun,
            governed & appos,
            governed & ~appos,
            (self._governor[i] == self._governor[j]) & (apart == 0),
            touching & (self._group[i] == PRONOUNS.index("who")),
            touching,
            speaker & first_person,
            speaker & ~first_person,
            quoted & first_person & ~speaker,
            quoted & (self._quote[i] == self._quote[j]),
            quoted == outside,
        ]


def product(rows: Array, columns: Array) -> Array:
    """The product of two matrices, in pieces of QUIET multiplications.

    A larger one would wake the threads of the linear algebra library, which spin beside those of the encoder: on two
    cores that cost six times the work itself. A single row would too, so the last piece is filled up.
    """
    step = max(2, QUIET // max(1, columns.size))
    if len(rows) > step:
        filled = np.concatenate([rows, np.zeros((-len(rows) % step, rows.shape[1]), dtype=rows.dtype)])
        return np.concatenate([filled[at : at + step] @ columns for at in range(0, len(filled), step)])[: len(rows)]
    whole: Array = rows @ columns
    return whole


def _ids(found: Sequence[Trait], of: Callable[[Trait], str | None]) -> Indices:
    """A number for each value, the same for equal ones; below 0 and like no other where there is none."""
    known: dict[Hashable, int] = {}
    numbers = []
    for i, one in enumerate(found):
        value = of(one)
        numbers.append(-1 - i if value is None else known.setdefault(value, len(known)))
    return np.array(numbers, dtype=np.int64)


def _places(names: Sequence[str], values: Sequence[str]) -> Indices:
    """The place of each value among `names`, -1 where it is none of them."""
    places = {name: i for i, name in enumerate(names)}
    return np.array([places.get(value, -1) for value in values], dtype=np.int64)


def _classes(places: Indices, count: int) -> Marks:
    marks: Marks = places[:, None] == np.arange(count)
    return marks


def _table(rows: Sequence[Collection[str]], columns: dict[str, int]) -> Array:
    """Which words each row has (rows, words); `columns` learns the place of each word."""
    cells = [(i, columns.setdefault(word, len(columns))) for i, row in enumerate(rows) for word in row]
    table = np.zeros((len(rows), len(columns)), dtype=np.float32)
    if cells:
        table[tuple(np.array(cells).T)] = 1
    return table


def _filled(table: Array, i: Indices, j: Indices) -> Marks:
    """Whether both rows of a pair have words."""
    filled: Marks = np.asarray(table.any(1))
    return filled[i] & filled[j]


def _same(one: Indices, other: Indices) -> Marks:
    marks: Marks = (one == other) & (one >= 0)
    return marks
