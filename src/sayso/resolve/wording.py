"""Who an entity is: its name and mentions come in, the same entity with country, sectors and office goes out.

Rules over the words of its mentions: names and nationality words of the country table, bodies above states, seats
of power ("the Kremlin"), titles and agent nouns (`data/agents.json`). A capital or a country that acts is its
government. What no word says stays empty: the country of "the police" is not guessed from the rest of the report.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

from sayso.ground.records import Entity

from .gazetteer import Gazetteer, gazetteer
from .naming import bare_name

NAME = re.compile(r"(?<![^\W_])[A-ZÀ-Þ][^\W\d_]*")
# "US-backed", "anti-Russian", "talks with Iran": the country there is not the actor's own.
FOREIGN_BEFORE = re.compile(
    r"(?:(?i:\b(?:anti|pro)[-–])|\b(?:to|against|with|on|for Overseas|from neighbouring)\s(?:the\s)?"
    r"|\b(?:Central|Latin|South|North|Inter)[\s-])$"
)
FOREIGN_AFTER = re.compile(
    r"[-–](?:backed|led|funded|trained|sponsored|supported|allied|born|made|occupied|controlled|brokered|speaking)"
)
PRONOUNS: Final = frozenset(
    "he she it they him her them his hers its their theirs i we us our you who whom whose which that this these those "
    "himself herself itself themselves me my one both all others some".split()
)
ABOVE_STATES: Final = {"IGO": ("GOV",), "NGO": ("SOC",)}
"""What bodies above states act as where no word tells more."""
MOST_SECTORS: Final = 2


@dataclass(frozen=True, slots=True)
class Agents:
    """The packaged table of agent words: `sectors` by phrase, `bodies` and `seats` by name."""

    sectors: Mapping[str, str]
    phrases: re.Pattern[str]
    titles: re.Pattern[str]
    bodies: Mapping[str, str]
    body: re.Pattern[str]
    seats: Mapping[str, tuple[str, str]]
    seat: re.Pattern[str]


@cache
def agents() -> Agents:
    """The table, read once."""
    table = json.loads(files(__package__).joinpath("data", "agents.json").read_text(encoding="utf-8"))
    sectors = {phrase: code for code, phrases in table["sectors"].items() for phrase in phrases}
    bodies = {name: code for code, names in table["bodies"].items() for name in names}
    seats = {name: (country, sector) for name, (country, sector) in table["seats"].items()}
    return Agents(sectors, _any_of(sectors), _any_of(table["titles"]), bodies, _names(bodies), seats, _names(seats))


def _names(names: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?![\w-])")


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the phrases as whole words, longest first, case aside, not after "anti-" or the like."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    body = "|".join(re.escape(phrase).replace("'", "['’]") for phrase in ordered)
    return re.compile(
        rf"(?<!anti-)(?<!pro-)(?<!non-)(?<![\w’'])(?:{body})(?![\w]|-(?:backed|led|run|owned|held|in-law))",
        re.IGNORECASE,
    )


def identify(entity: Entity, *, acts: bool = True) -> Entity:
    """Fill country, sectors and office of an entity from the words that name it.

    Args:
        entity: With name, kind and mentions; what is filled already stays.
        acts: Whether it takes part in an event or says something; a town that only lies there is no government.

    >>> from sayso.ground.records import Span
    >>> minsk = identify(Entity("n1", "Minsk", "GPE", (Span(0, 5, "Minsk"),)))
    >>> minsk.country, minsk.sectors
    ('BLR', ('GOV',))
    """
    names = tuple(dict.fromkeys([entity.name, *(m.text for m in entity.mentions)]))
    names = tuple(name for name in names if name.lower() not in PRONOUNS)
    country, sectors = _by_name(names, acts=acts and entity.kind in ("GPE", "ORG", "FAC", "LOC"))
    country = country or _body(names) or _seat(names) or _country(names, gazetteer())
    if entity.kind != "GPE" and not sectors:
        sectors = sectors_in(names)
    sectors = sectors or ABOVE_STATES.get(country or "", ())
    office = _office(names) if entity.kind == "PER" else None
    return replace(
        entity, country=entity.country or country, sectors=entity.sectors or sectors, office=entity.office or office
    )


def _by_name(names: tuple[str, ...], *, acts: bool) -> tuple[str | None, tuple[str, ...]]:
    """Country and sectors of a body, a seat of power, a country or a capital that one of the names is."""
    table, known = agents(), gazetteer()
    for name in map(bare_name, names):
        if name in table.bodies:
            return table.bodies[name], ABOVE_STATES.get(table.bodies[name], ())
        if name in table.seats and (acts or name not in known.places):
            country, sector = table.seats[name]
            return country, (sector,) if sector else ()
    for name in map(bare_name, names):
        if name in known.places:
            return known.places[name][0][1], ("GOV",) if acts else ()
    return None, ()


def _body(names: tuple[str, ...]) -> str | None:
    """`IGO` or `NGO` when a mention names the body it belongs to: "the UN envoy", not "the Swedish Red Cross"."""
    for name in names:
        hit = agents().body.search(name)
        if hit and not (agents().bodies[hit.group()] == "NGO" and _country((name[: hit.start()],), gazetteer())):
            return agents().bodies[hit.group()]
    return None


def _seat(names: tuple[str, ...]) -> str | None:
    """The country of a seat of power or a movement that a mention names as the actor's own: "Kremlin spokesman"."""
    for name in names:
        for hit in agents().seat.finditer(name):
            if hit.group() in gazetteer().places or FOREIGN_BEFORE.search(name[: hit.start()]):
                continue
            if not FOREIGN_AFTER.match(name[hit.end() :]):
                return agents().seats[hit.group()][0]
    return None


def _country(names: tuple[str, ...], table: Gazetteer) -> str | None:
    """The first country whose name, capital or nationality word stands in a mention as the actor's own."""
    for name in names:
        for word in NAME.finditer(name):
            found = table.at(name, word.start(), word.end())
            if not found or FOREIGN_BEFORE.search(name[: word.start()]):
                continue
            code = table.country_of(found)
            stop = word.start() + len(found)
            if code and not FOREIGN_AFTER.match(name[stop:]) and _ends(name, stop):
                return code
    return None


def _ends(name: str, stop: int) -> bool:
    """Whether a word ends at `stop`, apart from a plural or possessive ending."""
    return re.match(r"(?:s|n|['’]s?)?(?![^\W\d_])", name[stop:]) is not None


def sectors_in(names: tuple[str, ...]) -> tuple[str, ...]:
    """Sectors of the agent words in the mentions, in order; the first mention that has any decides."""
    table = agents()
    for name in sorted(names, key=lambda text: " " not in text):
        hits = [
            table.sectors[" ".join(hit.group().lower().replace("’", "'").split())]
            for hit in table.phrases.finditer(name)
        ]
        if hits:
            strong = [code for code in hits if code != "CVL"] or hits
            return tuple(dict.fromkeys(strong))[:MOST_SECTORS]
    return ()


def _office(names: tuple[str, ...]) -> str | None:
    """The title in the mentions, in lower case; former ones are no office."""
    for name in names:
        hit = agents().titles.search(name)
        if hit and not re.search(r"(?i)\b(?:former|ex|late|then)[\s-]", name[: hit.start()]):
            return " ".join(hit.group().lower().split())
    return None
