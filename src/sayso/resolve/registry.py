"""The packaged table of persons, offices and bodies: a name or an office with a day comes in, who it may be goes out.

The table is one SQLite file, compiled by `tools/compile_actors.py`, opened read-only and immutable at first use:
nothing
is read but the pages that a look-up needs. Terms of office carry the days that their source gives; an end that a source
leaves open is known only until the day its makers looked.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from .spellings import folded, keys, single_keys

VERSION: Final = "actors-1"
MOST_PERSONS: Final = 40
"""Namesakes looked at for one name."""


@dataclass(frozen=True, slots=True)
class Term:
    """An office or role of a person. Days are ISO dates, cut to month or year where no more is known."""

    country: str
    title: str
    office: str | None
    sector: str
    is_acting: bool
    first: str | None
    last: str | None
    until: str | None

    def covers(self, day: str) -> bool:
        """Whether the term is known to hold on that ISO day."""
        end = self.last or self.until or ""
        return (self.first or "") <= day and day[: len(end)] <= end

    def may_cover(self, day: str) -> bool:
        """Whether it holds then, or was open when its source was last looked at."""
        return self.covers(day) or (self.last is None and (self.first or "") <= day)

    def is_over(self, day: str) -> bool:
        return self.last is not None and self.last < day[: len(self.last)]


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the table: `id` is the Wikidata id, else a stable key of its own."""

    id: str
    wikidata: str | None
    name: str
    others: tuple[str, ...]
    born: str | None
    died: str | None
    terms: tuple[Term, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.others)


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation: `country` is ISO 3166 alpha-3, IGO, NGO, MNC, or `None` for one without a country."""

    name: str
    country: str | None
    sectors: tuple[str, ...]
    wikidata: str | None


class Registry:
    """Look-ups in one table.

    Args:
        path: The SQLite file.
    """

    def __init__(self, path: str) -> None:
        self._table = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self.named = lru_cache(4096)(self._named)
        self.called = lru_cache(4096)(self._called)
        self.holders = lru_cache(4096)(self._holders)
        self.body = lru_cache(4096)(self._body)
        self.origins = lru_cache(8192)(self._origins)
        self._person = lru_cache(4096)(self._person_at)

    def _named(self, name: str) -> tuple[Known, ...]:
        """Persons whose full name this may be, in any spelling and order."""
        found: dict[int, int] = {}
        for key in keys(name):
            for (person,) in self._table.execute("SELECT person FROM name WHERE key = ?", (key,)):
                found[person] = found.get(person, 0) + 1
        ranked = sorted(found, key=lambda person: (-found[person], person))
        return tuple(self._person(person) for person in ranked[:MOST_PERSONS])

    def _called(self, name: str) -> tuple[Known, ...]:
        """Persons of high office whom a part of the name alone may mean."""
        found: dict[int, None] = {}
        for key in sorted(single_keys(name)):
            rows = self._table.execute("SELECT person FROM name WHERE key = ? LIMIT 200", (key,))
            found.update((person, None) for (person,) in rows)
        return tuple(map(self._person, found))

    def _holders(self, country: str, office: str) -> tuple[tuple[Known, Term], ...]:
        """Everybody who ever held the office there, with the term, earliest first."""
        rows = self._table.execute(
            "SELECT DISTINCT person FROM title JOIN term ON term.title = title.id"
            " WHERE title.office = ? AND term.country = ?",
            (office, country),
        )
        people = [self._person(person) for (person,) in rows]
        held = [
            (known, term)
            for known in people
            for term in known.terms
            if term.office == office and term.country == country
        ]
        return tuple(sorted(held, key=lambda one: (one[1].first or "", one[0].id)))

    def _body(self, name: str) -> Body | None:
        """The organisation of exactly that name, case and diacritics aside."""
        key = " ".join(word for word in folded(name) if word != "the")
        row = self._table.execute(
            "SELECT name, country, sectors, wikidata FROM called JOIN body ON body.id = called.body WHERE key = ?",
            (key,),
        ).fetchone()
        return Body(row[0], row[1], tuple(row[2].split()), row[3]) if row else None

    def _origins(self, word: str) -> tuple[tuple[str, int], ...]:
        row = self._table.execute("SELECT countries FROM origin WHERE word = ?", (word,)).fetchone()
        pairs = (pair.partition(":") for pair in row[0].split()) if row else ()
        return tuple((code, int(number)) for code, _, number in pairs)

    def _person_at(self, number: int) -> Known:
        one = self._table.execute(
            "SELECT wikidata, name, others, born, died FROM person WHERE id = ?", (number,)
        ).fetchone()
        rows = self._table.execute(
            "SELECT country, title.title, office, sector, is_acting, first, last, until FROM term JOIN title"
            " ON title.id = term.title WHERE person = ? ORDER BY first",
            (number,),
        )
        terms = tuple(
            Term(country, title, office, sector, bool(is_acting), first, last, until)
            for country, title, office, sector, is_acting, first, last, until in rows
        )
        others = tuple(one[2].split("|")) if one[2] else ()
        own = f"{terms[0].country if terms else ''}:{' '.join(folded(one[1]))}"
        return Known(one[0] or own, one[0], one[1], others, one[3], one[4], terms)


@cache
def registry() -> Registry:
    """The packaged table, opened once in each process.

    >>> [person.name for person in registry().named("Aleksandr Lukashenka")]
    ['Alexander Lukashenko']
    """
    return Registry(str(files(__package__).joinpath("data", "actors.sqlite")))
