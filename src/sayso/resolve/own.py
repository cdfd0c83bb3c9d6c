"""A user's file of actors comes in, look-ups by name go out: what it holds wins over everything packaged.

A CSV file has the columns `name`, `country`, `sectors`, `office`, `wikidata`, `aliases`; a TOML file tables
`[[actor]]` with the
same keys. Only `name` is needed. Several sectors or aliases are a list in TOML and parted by `;` in CSV.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from sayso.ground import codebook
from sayso.ground.errors import SettingError, UnknownCode

from .places import bare_name
from .spellings import folded

KEYS: Final = ("name", "country", "sectors", "office", "wikidata", "aliases")


@dataclass(frozen=True, slots=True)
class OwnActor:
    """An actor as the user has it."""

    name: str
    country: str | None
    sectors: tuple[str, ...]
    office: str | None
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class OwnActors:
    """The user's actors by folded name."""

    by_name: Mapping[tuple[str, ...], OwnActor]

    def find(self, names: Sequence[str]) -> OwnActor | None:
        """The first whose name or alias one of the names is."""
        return next((actor for name in names if (actor := self.by_name.get(folded(bare_name(name))))), None)


@cache
def own_actors(path: str) -> OwnActors:
    """The actors of a file.

    Raises:
        SettingError: There is no such file, it is neither CSV nor TOML, or a row is not as it must be.
    """
    file = Path(path)
    try:
        rows = _rows(file)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, csv.Error) as error:
        raise SettingError(
            f"cannot read the actors: {error}", value=path, hint="name a .csv or a .toml file"
        ) from error
    found: dict[tuple[str, ...], OwnActor] = {}
    for number, row in enumerate(rows, 1):
        actor, names = _actor(row, path, number)
        found.update({folded(bare_name(name)): actor for name in names})
    return OwnActors(found)


def _rows(file: Path) -> list[Mapping[str, Any]]:
    if file.suffix.lower() == ".toml":
        rows = tomllib.loads(file.read_text("utf-8")).get("actor", [])
        return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _actor(row: Mapping[str, Any], path: str, number: int) -> tuple[OwnActor, list[str]]:
    unknown = sorted(str(key) for key in row if key not in KEYS)
    name = str(row.get("name") or "").strip()
    if unknown or not name:
        wrong = f"actor {number} has the unknown key {unknown[0]!r}" if unknown else f"actor {number} has no name"
        raise SettingError(wrong, value=path, hint="the keys are " + ", ".join(KEYS))
    try:
        sectors = tuple(codebook.load().check("sector", sector.upper()) for sector in _several(row.get("sectors")))
    except UnknownCode as error:
        raise SettingError(f"actor {number}: {error}", value=path, hint=error.hint) from error
    texts = {key: str(row[key]).strip() for key in ("country", "office", "wikidata") if row.get(key)}
    country = texts.get("country", "").upper() or None
    actor = OwnActor(name, country, sectors, texts.get("office"), texts.get("wikidata"))
    return actor, [name, *_several(row.get("aliases"))]


def _several(value: object) -> list[str]:
    parts = value if isinstance(value, list) else str(value or "").split(";")
    return [text for part in parts if (text := str(part).strip())]
