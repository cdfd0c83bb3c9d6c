"""Codes of ours come in, those of other people's formats go out: countries, CAMEO actors, precisions, days.

`codes.json` holds name, FIPS 10-4 and ISO numeric code by ISO 3166 alpha-3 (GeoNames, compiled by
`tools/compile_codes.py`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from sayso.ground import codebook
from sayso.ground.matters import Identity
from sayso.store.exports.told import Happened, Told

ROLES: Final[Mapping[str, str]] = MappingProxyType({
    **{code: code for code in "GOV MIL COP JUD LEG SPY OPP REB UAF CRM CVL BUS LAB AGR EDU REF ELI".split()},
    "JRN": "MED", "MED": "HLH",
})  # fmt: skip
"""Sector → CAMEO role; the other sectors have none."""
_NOWHERE: Final[list[Any]] = [None, None, None]
BODIES: Final = ("IGO", "NGO", "MNC")
QUADS: Final = (0, *[1] * 5, *[2] * 3, *[3] * 5, *[4] * 7)
"""Quad class of each CAMEO group, 01 to 20, as GDELT numbers them."""
UNSAYABLE: Final[Mapping[str, str]] = MappingProxyType({
    "denied": "denied: the format would have it as done",
    "wanted": "wanted, not done: the format would have it as done",
    "possible": "possible, not told as done: the format would have it as done",
    "expected": "expected, not done: the format would have it as done",
})  # fmt: skip
"""Status → why an act of that status is left out of formats that hold only what was done."""


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, list[Any]]:
    known: dict[str, list[Any]] = json.loads((files("sayso.store.exports") / "codes.json").read_bytes())
    return known


def country_name(code: str | None) -> str | None:
    """English name of a country, `None` where there is none."""
    found: str | None = _countries().get(code or "", _NOWHERE)[0]
    return found


def country_fips(code: str | None) -> str | None:
    """FIPS 10-4 code of a country."""
    found: str | None = _countries().get(code or "", _NOWHERE)[1]
    return found


def country_number(code: str | None) -> int | None:
    """ISO 3166 numeric code of a country."""
    found: int | None = _countries().get(code or "", _NOWHERE)[2]
    return found


def roles(who: Identity | None) -> list[str]:
    """CAMEO types of an actor: what kind of body, and its roles."""
    if who is None:
        return []
    return [*([who.country] if who.country in BODIES else []), *(ROLES[one] for one in who.sectors if one in ROLES)]


def actor_country(who: Identity | None) -> str | None:
    """ISO 3166 alpha-3 code of the country of an actor; none for bodies above states."""
    return None if who is None or who.country in BODIES else who.country


def cameo(told: Told) -> str | None:
    """The CAMEO code of an act, where CAMEO can say it."""
    event = told.telling.event
    return codebook.load().plover_to_cameo(event.type, event.mode, status=event.status)


def not_in_cameo(told: Told) -> str | None:
    """Why CAMEO cannot say the act."""
    return None if cameo(told) else UNSAYABLE[told.telling.event.status]


def not_done(told: Told) -> str | None:
    """Why an act is none that was done."""
    return UNSAYABLE.get(told.telling.event.status)


def done(happened: Happened) -> tuple[Told, ...]:
    """The tellings that have a happening as done."""
    return happened.of("happened")


def never_done(happened: Happened) -> str | None:
    """Why no telling has a happening as done."""
    if done(happened):
        return None
    statuses = [one.telling.event.status for one in happened.told]
    order = [status for status in ("expected", "possible", "wanted", "denied") if status in statuses]
    return UNSAYABLE[order[0]] if order else "no telling of it is known"


def first(parties: tuple[Identity, ...]) -> Identity | None:
    """The first of some parties."""
    return parties[0] if parties else None


def day(told: Told) -> str | None:
    """The ISO day of an act, where it is known to the day."""
    time = told.telling.event.time
    return time.first if time and time.first and time.first == time.last else None


def length(told: Told) -> int | None:
    """How many days an act may have been on, or lasted."""
    time = told.telling.event.time
    if time is None or time.first is None or time.last is None:
        return None
    return (date.fromisoformat(time.last) - date.fromisoformat(time.first)).days + 1


def agreed(tellings: tuple[Told, ...], quantity: str) -> int | None:
    """The number that all give who give one."""
    found = numbers(tellings, quantity)
    return found[0] if len(set(found)) == 1 else None


def numbers(tellings: tuple[Told, ...], quantity: str) -> list[int]:
    """Every number of that kind, in the order of the tellings."""
    held = (one.telling.event.quantities.get(quantity) for one in tellings)
    return [one.value for one in held if one]
