"""Reports come in, their imprints go out; imprints come in, the origins that they go back to go out.

Two texts are copies when their word shingles are alike (MinHash: Broder 1997), less alike when both credit one agency
or one credits the other's outlet. Sketches depend on the text alone, so they are the same everywhere. Copies are
found through bands: texts that share none are not compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from sayso.ground.matters import Imprint, Origin, OriginKind
from sayso.ground.records import Report

from .clusters import components
from .words import mark

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHINGLE: Final = 4
"""Words of a shingle."""
PERMUTATIONS: Final = 96
ROWS: Final = 3
"""Hashes of a band: with 32 bands of 3, texts of which a third is shared meet with a chance of 0.70, of half 0.99."""
COPY: Final = 0.5
CREDITED: Final = 0.25
"""Least estimated part of shingles shared by copies, and by texts that name the same agency as their source."""
SHORTEST: Final = 12
"""Words: of shorter texts nobody can say whether they are copies."""

AGENCIES: Final = (
    "afp", "reuters", "ap", "associated press", "dpa", "tass", "interfax", "xinhua", "efe", "ansa", "upi", "kyodo",
    "yonhap", "anadolu", "irna", "pti", "belta", "agence france-presse", "ria novosti", "ukrinform", "bloomberg",
)  # fmt: skip
_PRIME: Final = (1 << 31) - 1
_WORD: Final = re.compile(r"\w+")
_DATELINE: Final = re.compile(r"^[^\n()]{2,60}\((?P<who>[A-Z][\w .&'-]{1,40})\)\s*[-–—:]")
_SIGNED: Final = re.compile(r"[\s.]*[(\[–—-]\s*(?P<who>[A-Z][\w .&'-]{1,40}?)\s*[)\]]?\s*$")
_ACCORDING: Final = re.compile(
    r"(?:according to|reported by|citing|told)\s+(?:the\s+)?(?P<who>[A-Z][\w-]*(?: [A-Z][\w-]*)*)"
)
_HEAD: Final = 400


def imprint(report: Report, *, key: str, version: int = 1) -> Imprint:
    """The imprint of one report; `key` is the store's name for it."""
    sketch = tuple(int(one) for one in _sketch(report.text))
    return Imprint(key, version, report.outlet, report.published, sketch, credits_of(report))


def credits_of(report: Report) -> tuple[str, ...]:
    """The agencies or outlets whose text the report says it carries, in lower case."""
    own = _folded(report.outlet or "")
    text = report.text.strip()
    found = [match["who"] for match in (_DATELINE.search(text[:120]), _SIGNED.search(text[-60:])) if match]
    found += [match["who"] for match in _ACCORDING.finditer(text[:_HEAD]) if _folded(match["who"]) in AGENCIES]
    byline = _folded(report.byline or "")
    found += [agency for agency in AGENCIES if agency == byline]
    return tuple(dict.fromkeys(who for one in found if (who := _folded(one)) and who != own))


def bands(one: Imprint) -> tuple[str, ...]:
    """Keys that copies are likely to share; reports that name an agency share that too."""
    rows = [one.sketch[start : start + ROWS] for start in range(0, len(one.sketch), ROWS)]
    keys = [f"{number}:{'-'.join(map(str, row))}" for number, row in enumerate(rows)]
    day = (one.published or "")[:10]
    own = _folded(one.outlet or "")
    return (*keys, *(f"credit:{who}|{day}" for who in one.credits), *([f"credit:{own}|{day}"] if own else []))


def origins(imprints: Iterable[Imprint]) -> dict[tuple[str, int], Origin]:
    """The origin of each report, by its key and version: a function of the set, whatever its order.

    Give all imprints that share a band, directly or through others: then those left out do not matter.
    """
    ordered = sorted({(one.report, one.version): one for one in imprints}.items())
    known = [one for _, one in ordered]
    alike = {
        pair: score for pair in _candidates(known) if (score := likeness(known[pair[0]], known[pair[1]])) is not None
    }
    parts = components(alike)
    seen = {row for part in parts for row in part}
    found: dict[tuple[str, int], Origin] = {}
    for part in [*parts, *([row] for row in range(len(known)) if row not in seen)]:
        members = [known[row] for row in part]
        inside = set(part)
        least = min((score for pair, score in alike.items() if inside.issuperset(pair)), default=1.0)
        origin = _origin(members, least)
        found |= {(one.report, one.version): origin for one in members}
    return found


def likeness(one: Imprint, other: Imprint) -> float | None:
    """The estimated part of shingles that two texts share, where that makes them copies; `None` where it does not."""
    if not one.sketch or not other.sketch:
        return None
    shared = float(np.mean(np.asarray(one.sketch) == np.asarray(other.sketch)))
    outlets = {_folded(one.outlet or ""), _folded(other.outlet or "")} - {""}
    credited = {*one.credits} & {*other.credits, *outlets} | {*other.credits} & outlets
    return round(shared, 4) if shared >= (CREDITED if credited else COPY) else None


def _origin(members: list[Imprint], least: float) -> Origin:
    first = min(members, key=lambda one: (one.published or "9999", one.report, one.version))
    credit = next((who for one in members for who in one.credits), None)
    kind: OriginKind = "copied" if len({one.report for one in members}) > 1 else "credited" if credit else "own"
    reports = tuple((one.report, one.version) for one in members)
    return Origin(first.report, kind, reports, credit, least)


def _candidates(known: list[Imprint]) -> Iterator[tuple[int, int]]:
    homes: dict[str, list[int]] = defaultdict(list)
    for row, one in enumerate(known):
        for key in bands(one):
            homes[key].append(row)
    seen = {pair for rows in homes.values() for pair in combinations(dict.fromkeys(rows), 2)}
    yield from sorted(seen)


def _sketch(text: str) -> NDArray[np.int64]:
    words = _WORD.findall(text.casefold())
    if len(words) < SHORTEST:
        return np.zeros(0, np.int64)
    shingles = {" ".join(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1)}
    hashes = np.array(sorted({mark(one) for one in shingles}), np.uint64)
    slope, offset = _permutations()
    table = (hashes[:, None] * slope + offset) % np.uint64(_PRIME)
    least: NDArray[np.int64] = table.min(axis=0).astype(np.int64)
    return least


@cache
def _permutations() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Slopes and offsets of the hash functions, from a seed that must never change: stored sketches depend on it."""
    random = np.random.default_rng(20201025)
    slope = random.integers(1, _PRIME, PERMUTATIONS, dtype=np.int64).astype(np.uint64)
    return slope, random.integers(0, _PRIME, PERMUTATIONS, dtype=np.int64).astype(np.uint64)


def _folded(name: str) -> str:
    return " ".join(name.casefold().removeprefix("the ").split())
