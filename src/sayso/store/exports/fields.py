"""What Sayso knows of a row, field by field, comes out with its meaning and whether a row has it.

A format says which of these fields it carries; the loss report counts the others, row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

from sayso.store.exports.told import Contested, Happened, Told, Written

Kind = Literal["events", "happenings", "disputes", "reports"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field: what it is, and whether a row has it."""

    meaning: str
    has: Callable[[Any], bool]


def _event(meaning: str, get: Callable[[Told], object]) -> Field:
    return Field(meaning, lambda told: get(told) not in (None, (), "", {}))


def _side(side: str) -> dict[str, Field]:
    def known(told: Told) -> tuple[Any, ...]:
        found: tuple[Any, ...] = getattr(told.telling, f"{side}s")
        return found

    return {
        f"{side}_names": _event(f"names of each {side}", known),
        f"{side}_keys": _event(f"Wikidata id or key of each {side}", known),
        f"{side}_countries": _event(f"country of each {side}", lambda told: [1 for one in known(told) if one.country]
                                    or None),
        f"{side}_sectors": _event(f"sectors of each {side}", lambda told: [1 for one in known(told) if one.sectors]
                                  or None),
        f"{side}_words": _event(f"words of the report for each {side}", lambda told: getattr(told.telling.event,
                                                                                             f"{side}s")),
        f"{side}_spans": _event(f"characters of each {side}", lambda told: getattr(told.telling.event, f"{side}s")),
        f"further_{side}s": _event(f"every {side} after the first", lambda told: known(told)[1:]),
    }  # fmt: skip


def _number(name: str) -> Callable[[Told], object]:
    return lambda told: 1 if name in told.telling.event.quantities else None


def _place(name: str) -> Callable[[Told], object]:
    return lambda told: getattr(told.telling.event.place, name, None)


def _time(name: str) -> Callable[[Told], object]:
    return lambda told: getattr(told.telling.event.time, name, None)


EVENT: Final[Mapping[str, Field]] = MappingProxyType({
    "id": _event("id of the telling", lambda told: told.telling.id),
    "happening": _event("happening that the telling is of", lambda told: told.happening),
    "type": _event("event type of the codebook", lambda told: told.telling.event.type),
    "mode": _event("mode of the type", lambda told: told.telling.event.mode),
    "contexts": _event("what it is about", lambda told: told.telling.event.contexts),
    "status": _event("happened, expected, possible, wanted or denied", lambda told: told.telling.event.status),
    "historical": _event("ended long before publication", lambda told: told.telling.event.historical or None),
    "quad": _event("quad class", lambda told: told.telling.event.quad),
    "score": _event("from -10 (conflict) to +10 (cooperation)", lambda told: told.telling.event.score),
    "probability": _event("calibrated probability", lambda told: told.telling.event.probability),
    "sources": _event("on whose say-so: the chain, nearest first", lambda told: told.telling.event.sources),
    "source_kinds": _event("kind of each source", lambda told: told.telling.event.sources),
    "source_spans": _event("characters of each source", lambda told: told.telling.event.sources),
    "anchor": _event("the word that names the act", lambda told: told.telling.event.anchor),
    "anchor_span": _event("characters of that word", lambda told: told.telling.event.anchor),
    "sentence": _event("the sentence", lambda told: told.telling.sentence),
    **_side("actor"),
    **_side("recipient"),
    "place": _event("name of the place", _place("name")),
    "geonameid": _event("GeoNames id", _place("geonameid")),
    "coordinates": _event("latitude and longitude", _place("lat")),
    "country": _event("country of the place", _place("country")),
    "admin1": _event("first-level division", _place("admin1")),
    "precision": _event("how precise the place is", _place("precision")),
    "place_words": _event("words and characters of the place", _place("span")),
    "rival_places": _event("other places that the words may mean", _place("candidates")),
    "date_from": _event("first day", _time("first")),
    "date_to": _event("last day", _time("last")),
    "granularity": _event("how precise the date is", _time("granularity")),
    "time_words": _event("words and characters of the date", _time("span")),
    "dead": _event("people killed, as told", _number("dead")),
    "injured": _event("people injured, as told", _number("injured")),
    "arrested": _event("people arrested, as told", _number("arrested")),
    "size": _event("size of a crowd, as told", _number("size")),
    "number_spans": _event("characters of each number", lambda told: told.telling.event.quantities),
    "why_null": _event("why a place or date is unknown", lambda told: told.telling.event.why_null),
    "report": _event("key and version of the report", lambda told: told.telling.report),
    "outlet": _event("who published it", lambda told: told.telling.outlet),
    "published": _event("when it was published", lambda told: told.telling.published),
    "title": _event("headline", lambda told: told.paper.title),
    "url": _event("address of the report", lambda told: told.paper.url),
    "language": _event("language of the report", lambda told: told.paper.language),
    "origin": _event("text that the report goes back to", lambda told: told.telling.origin),
    "coder": _event("versions of code, model, codebook, gazetteer", lambda told: told.paper.coder),
    "known_since": _event("since when it was known", lambda told: told.paper.known_since),
})  # fmt: skip
"""The fields of one event."""


def _any(one: Field) -> Field:
    return Field(one.meaning, lambda happened: any(one.has(told) for told in happened.told))


def _row(meaning: str, name: str) -> Field:
    return Field(meaning, lambda happened: getattr(happened.row, name) not in (None, [], ""))


def _rivals(happened: Happened) -> bool:
    return any(trait["rivals"] for trait in happened.row.traits or ())


HAPPENING: Final[Mapping[str, Field]] = MappingProxyType({
    **{name: _any(one) for name, one in EVENT.items()},
    "id": _row("id of the happening", "id"),
    "label": _row("the happening in a few words", "label"),
    "reports": _row("how many reports tell it", "reports"),
    "outlets": _row("how many outlets tell it", "outlets"),
    "origins": _row("how many independent origins tell it", "origins"),
    "rival_values": Field("values that its tellings contradict each other in, and who holds each", _rivals),
    "denials": Field("tellings that deny it", lambda happened: bool(happened.of("denied"))),
    "further_tellings": Field("what each telling after the first says", lambda happened: len(happened.told) > 1),
    "merges": _row("why its tellings are taken for one", "merges"),
    "retracted": _row("retracted reports that told it", "retracted"),
    "superseded": _row("edited reports that told it", "superseded"),
})  # fmt: skip
"""The fields of a happening; those of its tellings count when one telling has them."""


def _holders(row: Any, name: str) -> bool:
    return any(holder[name] not in (None, []) for position in row.positions for holder in position["holders"])


def _contested(meaning: str, has: Callable[[Any], bool]) -> Field:
    def ask(contested: Contested) -> bool:
        return has(contested.row)

    return Field(meaning, ask)


def _always(_row: Any) -> bool:
    return True


DISPUTE: Final[Mapping[str, Field]] = MappingProxyType({
    "id": _contested("id of the dispute", _always),
    "question": _contested("kind of question", _always),
    "about": _contested("the matter in words", _always),
    "positions": _contested("each position", lambda row: bool(row.positions)),
    "holders": _contested("who holds each position", lambda row: _holders(row, "name")),
    "holder_keys": _contested("key of who holds it", lambda row: _holders(row, "key")),
    "chains": _contested("through whom it reached the report", lambda row: _holders(row, "via")),
    "spans": _contested("characters that say so", lambda row: _holders(row, "span")),
    "reports": _contested("reports that say so, with title and address", lambda row: _holders(row, "report")),
    "outlets": _contested("who published them", lambda row: _holders(row, "outlet")),
    "published": _contested("first and last publication of each position", lambda row: row.first is not None),
    "origins": _contested("how many independent origins", _always),
    "happening": _contested("happening that it is about", lambda row: row.happening is not None),
    "type": _contested("event type", lambda row: row.type is not None),
    "known_since": _contested("since when it was known so", _always),
})  # fmt: skip
"""The fields of a dispute."""


def _written(meaning: str, has: Callable[[Written], object]) -> Field:
    return Field(meaning, lambda written: has(written) not in (None, (), "", False))


REPORT: Final[Mapping[str, Field]] = MappingProxyType({
    "text": _written("the text", lambda written: written.paper.text),
    "report": _written("key and version of the report", lambda written: written.paper.report),
    "outlet": _written("who published it", lambda written: written.outlet),
    "published": _written("when it was published", lambda written: written.published),
    "title": _written("headline", lambda written: written.paper.title),
    "url": _written("address", lambda written: written.paper.url),
    "language": _written("language", lambda written: written.paper.language),
    "coder": _written("versions that coded it", lambda written: written.paper.coder),
    **{
        name: Field(f"{one.meaning}, of an event", lambda written, one=one: any(one.has(told) for told in written.told))  # type: ignore[misc]  # binds the field
        for name, one in EVENT.items()
        if name not in ("report", "outlet", "published", "title", "url", "language", "coder")
    },
})  # fmt: skip
"""The fields of a report; those of its events count when one event has them."""

FIELDS: Final[Mapping[Kind, Mapping[str, Field]]] = MappingProxyType(
    {"events": EVENT, "happenings": HAPPENING, "disputes": DISPUTE, "reports": REPORT}
)
