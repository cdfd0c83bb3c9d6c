"""A place name as a report uses it comes in, what it may stand for goes out, and where the words beside it put it.

Qualifiers beside a name ("Paris, Texas", "the Syrian city of X") say within which countries or provinces it lies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from sayso.ground.records import Span

from . import atlas
from .atlas import Entry
from .gazetteer import Gazetteer, gazetteer
from .ranking import Asked, inside

WORD = re.compile(r"(?<![^\W_])[A-ZÀ-Þ][^\W\d_]*")
NAME = re.compile(
    r"[A-ZÀ-ÞŁŚŻĆČŠŽİ][\w’'.-]*(?:\s(?:(?:de|del|la|al|el|of|the|and|du|di|da|dos|der|upon|on|sur)\s){0,2}[A-ZÀ-ÞŁŚŻČŠŽİ][\w’'-]*){0,4}"
)
QUALIFIER_AFTER = re.compile(r"^(?:,\s+(?:in\s+)?|\s+\()(?=[A-Z])")
OF_KIND = re.compile(
    r"([A-ZÀ-Þ][\w’'. -]{2,24}?)(?:['’]s)?\s(?:(?:capital|port|border|southern|northern|eastern|western|central)\s)*"
    r"(?:city|town|village|capital|port|province|district|region|state|suburb|resort|enclave)\s(?:of\s)?$"
)
TYPE_AROUND = re.compile(
    r"^(?:(?:greater|central|downtown|northern|southern|eastern|western|north|south|east|west|the|city of|town of|"
    r"village of|province of|state of|district of|county of|region of|port of)\s+)+|"
    r"\s+(?:province|state|governorate|oblast|region|district|department|prefecture|municipality|city|town|airport|"
    r"international airport|peninsula|area|metropolitan area|township|valley|suburbs?)$",
    re.IGNORECASE,
)
COUNTRY_BY_WORD: Final = 0.5
"""What each nationality word in a report says for its country, and the outlet's country for its own."""


def bare_name(text: str) -> str:
    """A name without its article and possessive ending.

    >>> bare_name("the Netherlands'"), bare_name("Poland’s")
    ('Netherlands', 'Poland')
    """
    return re.sub(r"['’]s?$", "", re.sub(r"^[Tt]he\s+", "", re.sub(r"\s+", " ", text.strip())))


def entries(name: str) -> tuple[Entry, ...]:
    """Places of that name, else of the name without words for what kind of place it is."""
    found = atlas.named(name)
    found = tuple(entry for entry in found if entry.use != "short" or "." in name or name.isupper())
    if found:
        return _countries(name, found)
    bare = TYPE_AROUND.sub("", name)
    return _countries(bare, atlas.named(bare)) if bare != name and bare[:1].isupper() else ()


def _countries(name: str, found: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Of countries under one name the likelier first, as the table of countries has it."""
    first = next((code for what, code in gazetteer().places.get(name, ()) if what == "country"), None)
    if name == "Congo":
        return (*found, *_larger_congo(found))
    lands = [entry for entry in found if entry.sort == "country"]
    if len(lands) < 2 or first is None:
        return found
    return tuple(replace(e, size=e.size - 2) if e.sort == "country" and e.country != first else e for e in found)


def _larger_congo(found: Iterable[Entry]) -> Iterator[Entry]:
    """The larger Congo, a little ahead of the one that the table has under the plain name."""
    size = max((entry.size for entry in found if entry.sort == "country"), default=0.0)
    for entry in atlas.named("DR Congo"):
        yield replace(entry, name="DR Congo", size=size + 1)


def asked_of(span: Span, text: str, table: Gazetteer) -> Asked:
    """The name of a span and where its qualifiers put it."""
    after = QUALIFIER_AFTER.match(text[span.end : span.end + 12])
    within: frozenset[str | int] = frozenset()
    name = bare_name(span.text)
    if after:
        start = span.end + after.end()
        for words in _openings(text, start):
            within = _areas(words, table)
            if within:
                break
    if not within and (before := OF_KIND.search(text[max(0, span.start - 60) : span.start])):
        for words in _endings(before.group(1)):
            within = _areas(words, table)
            if within:
                break
    if within and not any(inside(entry, within) for entry in entries(name)):
        within = frozenset()
    return Asked(name, within)


def _openings(text: str, start: int) -> Iterator[str]:
    """The name that begins there, longest form first."""
    if hit := NAME.match(text, start):
        words = hit.group().split(" ")
        for stop in range(len(words), 0, -1):
            yield bare_name(" ".join(words[:stop]).rstrip(","))


def _endings(text: str) -> Iterator[str]:
    words = text.split(" ")
    for start in range(len(words)):
        yield bare_name(" ".join(words[start:]))


@lru_cache(maxsize=2048)
def _areas_of(name: str) -> frozenset[str | int]:
    found: set[str | int] = set()
    for entry in entries(name):
        if entry.use == "other" or entry.sort not in ("country", "admin1", "admin2"):
            continue
        if entry.sort == "country" and entry.country:
            found.add(entry.country)
        elif entry.sort == "admin1":
            found.add(entry.row)
        elif entry.admin1 is not None:
            found.add(entry.admin1)
    return frozenset(found)


def _areas(name: str, table: Gazetteer) -> frozenset[str | int]:
    """Countries and provinces that a qualifier allows."""
    code = table.demonyms.get(name)
    return _areas_of(name) | ({code} if code else set())


def hints_of(text: str, table: Gazetteer, home: str | None) -> dict[str, float]:
    """What nationality words and the outlet say for countries."""
    found: Counter[str] = Counter()
    for word in set(WORD.findall(text)):
        code = table.demonyms.get(word)
        if code and word not in table.places:
            found[code] += 1
    hints = {code: COUNTRY_BY_WORD * number for code, number in found.items()}
    if home:
        hints[home] = hints.get(home, 0.0) + COUNTRY_BY_WORD
    return hints
