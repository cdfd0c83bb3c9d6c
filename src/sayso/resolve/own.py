"""A user's files of actors, places and outlets come in, look-ups by name go out: what they hold wins over all packaged.

A CSV file has a row and a TOML file a table (`[[actor]]`, `[[place]]`, `[[outlet]]`) for each. Actors have the keys
`name`, `country`, `sectors`, `office`, `wikidata`, `aliases`, of which `name` is needed; places `name`, `lat`, `lon`,
`country`, `admin1`, `geonameid`, `precision`, `aliases`, of which name and position are; outlets `name`, `country`,
`aliases`. Several sectors or aliases are a list in TOML and parted by `;` in CSV.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, cast, get_args

from sayso.ground import codebook
from sayso.ground.errors import SettingError, UnknownCode
from sayso.ground.records import Place, Precision, Span

from .naming import bare_name
from .outlets import named
from .spellings import folded

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "actor": ("name", "country", "sectors", "office", "wikidata", "aliases"),
    "place": ("name", "lat", "lon", "country", "admin1", "geonameid", "precision", "aliases"),
    "outlet": ("name", "country", "aliases"),
}
"""The keys of each kind of row."""
Row = Mapping[str, Any]


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


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """The user's places by name as it is written; their spans are those of the names in a report."""

    by_name: Mapping[str, Place]

    def laid_over(self, found: Sequence[Place], text: str) -> tuple[Place, ...]:
        """The places of a text, with the user's own wherever their names stand."""
        own = {place.span: place for place in self._in(text)}
        kept = [place for place in found if not any(span.overlaps(place.span) for span in own)]
        return tuple(sorted((*kept, *own.values()), key=lambda place: place.span))

    def _in(self, text: str) -> Iterator[Place]:
        names = sorted(self.by_name, key=lambda name: (-len(name), name))
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
        for hit in pattern.finditer(text) if names else ():
            yield replace(self.by_name[hit.group()], span=Span(hit.start(), hit.end(), hit.group()))


@dataclass(frozen=True, slots=True)
class Own:
    """All that a user brings: actors, places, and the countries of outlets by name."""

    actors: OwnActors | None = None
    places: OwnPlaces | None = None
    outlets: Mapping[str, str] = field(default_factory=dict)


def own_tables(*, actors: str | None = None, places: str | None = None, outlets: str | None = None) -> Own:
    """The tables of the user's files.

    Raises:
        SettingError: There is no such file, it is neither CSV nor TOML, or a row is not as it must be.
    """
    return Own(
        own_actors(actors) if actors else None,
        own_places(places) if places else None,
        own_outlets(outlets) if outlets else {},
    )


@cache
def own_actors(path: str) -> OwnActors:
    """The actors of a file.

    Raises:
        SettingError: There is no such file, it is neither CSV nor TOML, or a row is not as it must be.
    """
    found: dict[tuple[str, ...], OwnActor] = {}
    for number, row in _rows(path, "actor"):
        actor = _actor(row, number)
        found.update({folded(bare_name(name)): actor for name in _names(row)})
    return OwnActors(found)


@cache
def own_places(path: str) -> OwnPlaces:
    """The places of a file.

    Raises:
        SettingError: There is no such file, it is neither CSV nor TOML, or a row is not as it must be.
    """
    return OwnPlaces({name: place for number, row in _rows(path, "place") for place in [_place(row, path, number)]
                      for name in _names(row)})  # fmt: skip


@cache
def own_outlets(path: str) -> Mapping[str, str]:
    """The countries of the outlets of a file, by folded name.

    Raises:
        SettingError: There is no such file, it is neither CSV nor TOML, or a row is not as it must be.
    """
    found: dict[str, str] = {}
    for number, row in _rows(path, "outlet"):
        country = _text(row, "country").upper()
        if not re.fullmatch(r"[A-Z]{3}", country):
            raise SettingError(
                f"outlet {number} has no country", value=path, hint="say the ISO 3166 alpha-3 code, such as KEN"
            )
        found.update({named(name): country for name in _names(row)})
    return found


def _rows(path: str, kind: str) -> Iterator[tuple[int, Row]]:
    """The rows of a file with their numbers, checked for keys and name."""
    try:
        rows = _read(Path(path), kind)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, csv.Error) as error:
        raise SettingError(
            f"cannot read the {kind}s: {error}", value=path, hint="name a .csv or a .toml file"
        ) from error
    for number, row in enumerate(rows, 1):
        unknown = sorted(str(key) for key in row if key not in KEYS[kind])
        if unknown or not _text(row, "name"):
            wrong = f"has the unknown key {unknown[0]!r}" if unknown else "has no name"
            raise SettingError(f"{kind} {number} {wrong}", value=path, hint="the keys are " + ", ".join(KEYS[kind]))
        yield number, row


def _read(file: Path, kind: str) -> list[Row]:
    if file.suffix.lower() == ".toml":
        rows = tomllib.loads(file.read_text("utf-8")).get(kind, [])
        return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _actor(row: Row, number: int) -> OwnActor:
    try:
        sectors = tuple(codebook.load().check("sector", sector.upper()) for sector in _several(row.get("sectors")))
    except UnknownCode as error:
        raise SettingError(f"actor {number}: {error}", value=_text(row, "name"), hint=error.hint) from error
    return OwnActor(
        _text(row, "name"), _text(row, "country").upper() or None, sectors, _text(row, "office") or None,
        _text(row, "wikidata") or None,
    )  # fmt: skip


def _place(row: Row, path: str, number: int) -> Place:
    try:
        lat, lon = float(_text(row, "lat")), float(_text(row, "lon"))
        geonameid = int(_text(row, "geonameid")) if _text(row, "geonameid") else None
    except ValueError as error:
        raise SettingError(
            f"place {number}: {error}", value=path, hint="lat and lon are degrees, geonameid a whole number"
        ) from error
    precision = _text(row, "precision") or "exact"
    if not (-90 <= lat <= 90 and -180 <= lon <= 180) or precision not in get_args(Precision):
        raise SettingError(
            f"place {number} lies nowhere", value=path,
            hint="lat -90 to 90, lon -180 to 180, precision one of " + ", ".join(get_args(Precision)),
        )  # fmt: skip
    country, admin1 = _text(row, "country").upper() or None, _text(row, "admin1") or None
    name = _text(row, "name")
    return Place(Span(0, 0, ""), geonameid, name, lat, lon, country, admin1, cast("Precision", precision))


def _names(row: Row) -> Iterable[str]:
    return [_text(row, "name"), *_several(row.get("aliases"))]


def _text(row: Row, key: str) -> str:
    value = row.get(key)
    return "" if value is None else str(value).strip()


def _several(value: object) -> list[str]:
    parts = value if isinstance(value, list) else str(value or "").split(";")
    return [text for part in parts if (text := str(part).strip())]
