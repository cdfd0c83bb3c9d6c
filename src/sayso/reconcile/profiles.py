"""Tellings come in, arrays that can be compared by the million go out: a row a telling, in the order given.

Sets are padded with zeros; a string stands as its `mark`. Nothing here depends on other tellings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sayso.ground import codebook
from sayso.ground.matters import Identity, Telling

from .words import DIMENSIONS, mark, sense, stem, weight, words_of

PARTIES: Final = 4
NAMES: Final = 12
COUNTRIES: Final = 4
STEMS: Final = 20
CHUNK: Final = 4096
NEAR: Final = 12
REACH: Final = 70
"""How many characters before and after the anchor count as near it."""
FIGURES: Final = 6
STATUSES: Final = ("happened", "expected", "possible", "wanted", "denied")
QUANTITIES: Final = ("dead", "injured", "arrested", "size")
UNKNOWN_DAY: Final = -1_000_000
_PROPER: Final = re.compile(r"(?<=[a-z,;:] )[A-Z][^\W\d_]{2,}")
_FIGURE: Final = re.compile(
    r"\d[\d,.]*\d|\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|hundreds|thousand|"
    r"thousands|dozen|dozens)\b"
)
Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Profiles:
    """Columns of n tellings. Days are ordinals, `UNKNOWN_DAY` where not said; vectors have 48 places."""

    report: Ints
    start: Ints
    sentence_start: Ints
    origin: Ints
    type: Ints
    quad: Ints
    mode: Ints
    status: Ints
    anchor: Ints
    source: Ints
    actors: Ints
    actor_countries: Ints
    actor_sectors: Ints
    actor_names: Ints
    recipients: Ints
    recipient_countries: Ints
    recipient_sectors: Ints
    recipient_names: Ints
    place: Ints
    place_word: Ints
    place_country: Ints
    spot: Floats
    first: Ints
    last: Ints
    published: Ints
    numbers: Ints
    names: Ints
    countries: Ints
    stems: Ints
    stem_weights: Floats
    near: Ints
    near_weights: Floats
    proper: Ints
    figures: Ints
    anchor_sense: Floats
    sentence_sense: Floats
    near_sense: Floats
    act_sense: Floats
    actor_sense: Floats
    recipient_sense: Floats

    def __len__(self) -> int:
        return len(self.report)

    def take(self, rows: NDArray[np.intp]) -> Profiles:
        """The profiles of those rows."""
        return Profiles(*(getattr(self, column.name)[rows] for column in fields(self)))


def profiles(tellings: Sequence[Telling]) -> Profiles:
    """The profiles of some tellings."""
    columns = [field.name for field in fields(Profiles)]
    parts: list[list[NDArray[Any]]] = []
    for start in range(0, len(tellings) or 1, CHUNK):  # rows as objects take many times the room of rows in arrays
        rows = [_row(telling) for telling in tellings[start : start + CHUNK]]
        parts.append([_column(name, [row[name] for row in rows]) for name in columns])
    return Profiles(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _column(name: str, values: list[Any]) -> NDArray[Any]:
    width, kind = _SHAPES.get(name, (0, np.int32))
    if width and not values:
        return np.zeros((0, width), kind)
    return np.asarray(values, kind)


_PARTY_SETS: Final = (
    "actors", "actor_countries", "actor_names", "recipients", "recipient_countries", "recipient_names", "numbers"
)  # fmt: skip
_SHAPES: Final[dict[str, tuple[int, type]]] = {
    **dict.fromkeys(_PARTY_SETS, (PARTIES, np.int32)),
    "names": (NAMES, np.int32), "countries": (COUNTRIES, np.int32), "stems": (STEMS, np.int32),
    "stem_weights": (STEMS, np.float32), "near": (NEAR, np.int32), "near_weights": (NEAR, np.float32),
    "proper": (NAMES, np.int32), "figures": (FIGURES, np.int32), "spot": (2, np.float32),
    **dict.fromkeys(("anchor_sense", "sentence_sense", "near_sense", "act_sense", "actor_sense", "recipient_sense"),
                    (DIMENSIONS, np.float32)),
}  # fmt: skip


def _row(telling: Telling) -> dict[str, Any]:
    event, place, time = telling.event, telling.event.place, telling.event.time
    words = words_of(telling.sentence)
    at = event.anchor.start - event.sentence.start
    beside = words_of(telling.sentence[max(at - REACH, 0) : at + REACH])
    stems, near = _weighted(words, STEMS), _weighted(beside, NEAR)
    proper = dict.fromkeys(stem(word.casefold()) for word in _PROPER.findall(telling.sentence)[:NAMES])
    anchor = words_of(event.anchor.text) or [event.anchor.text.casefold()]
    actor_words = words_of(" ".join(party.span.text for party in event.actors))
    recipient_words = words_of(" ".join(party.span.text for party in event.recipients))
    place_words = words_of(place.span.text) if place else []
    return {
        "report": mark(telling.report), "start": event.anchor.start, "sentence_start": event.sentence.start,
        "origin": mark(telling.origin), "type": _code(event.type), "quad": mark(event.quad),
        "mode": mark(event.mode) if event.mode else 0, "status": STATUSES.index(event.status),
        "anchor": mark(stem(anchor[-1])), "source": mark(telling.sources[0].key) if telling.sources else 0,
        "actors": _marks((one.key for one in telling.actors), PARTIES),
        "actor_countries": _marks((one.country for one in telling.actors), PARTIES),
        "actor_sectors": _sectors(telling.actors), "actor_names": _surnames(telling.actors),
        "recipients": _marks((one.key for one in telling.recipients), PARTIES),
        "recipient_countries": _marks((one.country for one in telling.recipients), PARTIES),
        "recipient_sectors": _sectors(telling.recipients), "recipient_names": _surnames(telling.recipients),
        "place": place.geonameid % 0x7FFFFFFF if place and place.geonameid else 0,
        "place_word": mark(place_words[-1]) if place_words else 0,
        "place_country": mark(place.country) if place and place.country else 0,
        "spot": (place.lat, place.lon) if place and place.lat is not None else (np.nan, np.nan),
        "first": day_of(time.first if time else None), "last": day_of(time.last if time else None),
        "published": day_of(telling.published),
        "numbers": [event.quantities[name].value % 0x7FFFFFFF if name in event.quantities else -1
                    for name in QUANTITIES],
        "names": _marks(telling.names, NAMES), "countries": _marks(telling.countries, COUNTRIES),
        "stems": _padded([mark(one) for one, _ in stems], STEMS),
        "stem_weights": _padded([value for _, value in stems], STEMS),
        "near": _padded([mark(one) for one, _ in near], NEAR),
        "near_weights": _padded([value for _, value in near], NEAR),
        "proper": _marks(proper, NAMES), "figures": _marks(_FIGURE.findall(telling.sentence.casefold()), FIGURES),
        "anchor_sense": sense(anchor), "sentence_sense": sense(words),
        "near_sense": sense(beside),
        "act_sense": sense([*anchor, *anchor, *actor_words, *recipient_words, *place_words]),
        "actor_sense": sense(actor_words), "recipient_sense": sense(recipient_words),
    }  # fmt: skip


def _weighted(words: list[str], most: int) -> list[tuple[str, float]]:
    """The rarest stems with their weights, which make a vector of length one."""
    found = sorted({stem(word): weight(word) for word in words}.items(), key=lambda one: (-one[1], one[0]))[:most]
    norm = sum(value * value for _, value in found) ** 0.5 or 1.0
    return [(one, value / norm) for one, value in found]


def day_of(value: str | None) -> int:
    """The day of an ISO date or date-time as an ordinal, `UNKNOWN_DAY` for none."""
    try:
        return date.fromisoformat((value or "")[:10]).toordinal()
    except ValueError:
        return UNKNOWN_DAY


def _surnames(parties: Sequence[Identity]) -> list[int]:
    """The last names of the persons who are named."""
    last = (one.name.split()[-1] for one in parties if one.kind == "PER" and one.name.strip())
    return _marks((name.casefold() for name in last if name[:1].isupper()), PARTIES)


def _code(type: str) -> int:
    return tuple(codebook.load().types).index(type)


def _sectors(parties: Sequence[Identity]) -> int:
    known = _SECTORS
    return sum({1 << known.index(sector) for one in parties for sector in one.sectors if sector in known})


_SECTORS: Final = tuple(
    "GOV MIL COP JUD LEG SPY PTY OPP REB PRM UAF CRM CVL BUS LAB AGR EDU JRN MED REF REL SOC ELI PRE".split()
)


def _marks(values: Iterable[str | None], width: int) -> list[int]:
    return _padded(list(dict.fromkeys(mark(value) for value in values if value)), width)


def _padded(values: list[Any], width: int) -> list[Any]:
    return (values + [0] * width)[:width]
