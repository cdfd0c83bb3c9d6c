"""The packaged table of places: a name comes in, all places of that name go out, without reading the whole table.

One file holds rows of fixed width, their names, and an index of digests of folded names in order. It is mapped into
memory and searched by halving, so that opening costs the header alone. Measured against SQLite with
the same rows and digests: 11.4 MB for 23.2 MB, both open within a millisecond, and a look-up with its rows costs 30
microseconds for 14; the space was worth more, as a name is asked for once. A digest has 48 bits:
among some half a million names
one wrong hit is to be expected in 500 million look-ups of names that are not there.

`tools/compile_gazetteer.py` writes the file; the layout is said here only.
"""

from __future__ import annotations

import json
import mmap
import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.resources import as_file, files
from pathlib import Path
from struct import Struct
from typing import Final, Literal

from .spellings import unmarked

MAGIC: Final = b"SAYG"
HEAD: Final = Struct("<4sI")
"""Magic and the length of the JSON header that follows: version, codes of countries, counts."""
ROW: Final = Struct("<I3s3s3sHBBB")
"""GeoNames id (0: none), latitude, longitude, offset of the name, row of the admin-1 unit, country, kind, size."""
DIGEST: Final = 6
ENTRY: Final = DIGEST + 3
"""A digest, then the number of a row times four plus the kind of name."""
DEGREE: Final = (1 << 23) / 180
NO_COUNTRY: Final = 255
SIZE_STEPS: Final = 12
"""Population is kept as its natural logarithm in twelfths: for ranking, not for telling."""

Sort = Literal["country", "region", "admin1", "admin2", "capital", "town"]
SORTS: Final[tuple[Sort, ...]] = ("country", "region", "admin1", "admin2", "capital", "town")
Use = Literal["main", "other", "short"]
USES: Final[tuple[Use, ...]] = ("main", "other", "short")


@dataclass(frozen=True, slots=True)
class Entry:
    """One place. `size` is the natural logarithm of its population, 0 when unknown; `use` says what the name is to it.

    `country` is ISO 3166 alpha-3 and `None` for seas and other features; `admin1` is a row of the table or `None`.
    """

    row: int
    geonameid: int | None
    name: str
    lat: float
    lon: float
    country: str | None
    admin1: int | None
    sort: Sort
    size: float
    use: Use = "main"


def fold(name: str) -> str:
    """What spellings of a name have in common: no case, marks, full stops, apostrophes; saints in full.

    >>> fold("Saint-Étienne"), fold("St. John’s"), fold("W.Va.")
    ('saint etienne', 'saint johns', 'wva')
    """
    bare = "".join(letter for letter in unmarked(name) if letter.isalnum() or letter in " -–/")
    return SAINT.sub("saint", " ".join(re.split(r"[\s/–-]+", bare.strip())))


SAINT: Final = re.compile(r"^st\b")


def digest(folded: str) -> bytes:
    """The key of a folded name in the index."""
    return blake2b(folded.encode("utf-8"), digest_size=DIGEST).digest()


@dataclass(frozen=True, slots=True)
class Atlas:
    """The opened table."""

    data: mmap.mmap | bytes
    version: str
    countries: tuple[str, ...]
    rows: int
    entries: int
    start: int

    def entry(self, row: int) -> Entry:
        """The place in that row."""
        at = self.start + row * ROW.size
        number, lat, lon, name, admin1, country, sort, size = ROW.unpack_from(self.data, at)
        return Entry(
            row, number or None, self._name(int.from_bytes(name, "little")), _degrees(lat), _degrees(lon),
            None if country == NO_COUNTRY else self.countries[country], admin1 or None, SORTS[sort], size / SIZE_STEPS,
        )  # fmt: skip

    def hits(self, name: str) -> tuple[tuple[int, Use], ...]:
        """Rows of the places of that name, and what the name is to each."""
        key, first = digest(fold(name)), self.start + self.rows * ROW.size
        low, high = 0, self.entries
        while low < high:
            middle = (low + high) // 2
            at = first + middle * ENTRY
            low, high = (middle + 1, high) if self.data[at : at + DIGEST] < key else (low, middle)
        found = []
        for number in range(low, self.entries):
            at = first + number * ENTRY
            if self.data[at : at + DIGEST] != key:
                break
            row, use = divmod(int.from_bytes(self.data[at + DIGEST : at + ENTRY], "little"), 4)
            found.append((row, USES[use]))
        return tuple(found)

    def _name(self, offset: int) -> str:
        at = self.start + self.rows * ROW.size + self.entries * ENTRY + offset
        return self.data[at + 1 : at + 1 + self.data[at]].decode("utf-8")


def _degrees(packed: bytes) -> float:
    return round(int.from_bytes(packed, "little", signed=True) / DEGREE, 4)


def opened(path: Path) -> Atlas:
    """The table in that file, mapped and not read."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    magic, length = HEAD.unpack_from(data)
    if magic != MAGIC:
        raise ValueError(f"{path} is no table of places")
    head = json.loads(data[HEAD.size : HEAD.size + length])
    return Atlas(data, head["version"], tuple(head["countries"]), head["rows"], head["entries"], HEAD.size + length)


@cache
def atlas() -> Atlas:
    """The table of the package, opened at first use.

    >>> [(atlas().entry(row).country, use) for row, use in atlas().hits("Calcutta")][0]
    ('IND', 'other')
    """
    with as_file(files(__package__).joinpath("data", "places.bin")) as path:
        return opened(path)


@lru_cache(maxsize=4096)
def named(name: str) -> tuple[Entry, ...]:
    """All places of that name, in the order of the table: the likelier ones first."""
    table = atlas()
    found = []
    for row, use in table.hits(name):
        one = table.entry(row)
        found.append(one if use == "main" else replace(one, use=use))
    return tuple(found)


@lru_cache(maxsize=1024)
def unit(row: int) -> Entry:
    """The admin-1 unit in that row."""
    return atlas().entry(row)
