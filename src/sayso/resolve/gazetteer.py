"""The packaged table of countries and their capitals: a name comes in, what it names goes out.

The table is compiled by `tools/compile_countries.py` from mledoze/countries (ODbL) and read at first use. Actors and
nationality words need it; where places lie is said by `atlas`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal

VERSION: Final = "countries-1+geonames-1"

What = Literal["country", "capital"]


@dataclass(frozen=True, slots=True)
class Country:
    """One country: ISO 3166 alpha-3 code (XKX for Kosovo), common name, degrees of latitude and longitude."""

    code: str
    name: str
    lat: float
    lon: float
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Look-up tables: `places` by name, `demonyms` to codes, top-level `domains` such as ".pl" to codes.

    `openings` leads from a first word to the names it opens.

    Several countries under one name stand with the likelier first.
    """

    countries: dict[str, Country]
    places: dict[str, tuple[tuple[What, str], ...]]
    demonyms: dict[str, str]
    openings: dict[str, tuple[str, ...]]
    domains: dict[str, str]

    def country_of(self, name: str) -> str | None:
        """Code of the country that a place name, nationality word or demonym stands for; `None` when unknown."""
        bare = name.removeprefix("the ").removeprefix("The ")
        if bare in self.places:
            return self.places[bare][0][1]
        return self.demonyms.get(bare) or (self.demonyms.get(bare[:-1]) if bare.endswith("s") else None)

    def at(self, text: str, start: int, end: int) -> str | None:
        """The longest name in the table that begins at `start`, by its first word `text[start:end]`."""
        for name in self.openings.get(text[start:end], ()):
            stop = start + len(name)
            if text.startswith(name, start) and not (
                stop < len(text) and (text[stop].isalnum() and name[-1].isalnum())
            ):
                return name
        return None


@cache
def gazetteer() -> Gazetteer:
    """The packaged table, read once.

    >>> gazetteer().country_of("Minsk"), gazetteer().country_of("Belarusians")
    ('BLR', 'BLR')
    """
    table = json.loads(files(__package__).joinpath("data", "countries.json").read_text(encoding="utf-8"))
    countries = {row["code"]: _country(row) for row in table["countries"]}
    places: dict[str, tuple[tuple[What, str], ...]] = {}
    for country in countries.values():
        for name in country.names:
            places[name] = (*places.get(name, ()), ("country", country.code))
    for country in countries.values():
        for name in country.capitals:
            places[name] = (*places.get(name, ()), ("capital", country.code))
    demonyms: dict[str, str] = {}
    for country in sorted(countries.values(), key=lambda c: -len(c.demonyms)):
        for demonym in country.demonyms:
            demonyms.setdefault(demonym, country.code)
    domains = {domain: country.code for country in countries.values() for domain in country.domains}
    return Gazetteer(countries, places, demonyms, _openings([*places, *demonyms]), domains)


def _country(row: dict[str, object]) -> Country:
    lists = {key: tuple(str(x) for x in _list(row[key])) for key in ("names", "demonyms", "capitals", "domains")}
    return Country(str(row["code"]), str(row["name"]), float(str(row["lat"])), float(str(row["lon"])), **lists)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _openings(names: list[str]) -> dict[str, tuple[str, ...]]:
    """First word → names that begin with it, longest first. A word ends where `naming.WORD` ends it."""
    found: dict[str, set[str]] = {}
    for name in names:
        found.setdefault(first_word(name), set()).add(name)
    return {word: tuple(sorted(group, key=lambda name: (-len(name), name))) for word, group in found.items()}


def first_word(name: str) -> str:
    """The leading letters of a name.

    >>> first_word("U.S."), first_word("Guinea-Bissau")
    ('U', 'Guinea')
    """
    stop = next((i for i, letter in enumerate(name) if not letter.isalpha()), len(name))
    return name[:stop]
