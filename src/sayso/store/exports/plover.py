"""Events come in; PLOVER objects go out, one a line, with status and age as auxiliary modes.

A denied act has the mode `negation`, a wanted or possible one `hypothetical`, an expected one `future`: a reader that
looks at `mode` never takes one for done.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sayso.ground.matters import Identity
from sayso.ground.records import Party, Place
from sayso.store.exports.cells import json_text
from sayso.store.exports.drafts import written
from sayso.store.exports.shape import Format
from sayso.store.exports.told import Told

_MODES: Final = {"expected": "future", "possible": "hypothetical", "wanted": "hypothetical", "denied": "negation"}
COLUMNS: Final = {
    "id": "id of the telling", "has_event": "true", "date": "first day, ISO", "time": "null",
    "enddate": "last day, ISO",
    "endtime": "null", "actor": "list of entities", "recipient": "list of entities", "event": "list of one event type",
    "event_loc": "location, with GeoNames id and coordinates", "event_text": "the word that names the act",
    "quad_code": "VC, MC, VF or MF", "event_scale": "-10 to +10",
    "mode": "mode, and auxiliary modes: historical, future, hypothetical, negation", "context": "contexts",
    "size": "dead, injured, arrested", "link": "empty list", "text": "sentence",
    "text_info": "characters of the word that names the act", "cite_info": "report and versions", "coder": "Sayso",
    "coded_date": "null", "coded_time": "null", "comment": "null",
}  # fmt: skip


def _party(named: Party, known: Identity | None) -> dict[str, Any]:
    key = known.key if known and known.key[:1] == "Q" and known.key[1:].isdigit() else None
    return {
        "code": known.country if known else None, "sector": list(known.sectors) if known else [],
        "entity_text": named.span.text, "identifier_id": key, "identifier_text": known.name if known else None,
        "religion": None, "ethnicity": None, "office": None, "gender": None, "age": None,
    }  # fmt: skip


def _side(named: tuple[Party, ...], known: tuple[Identity, ...]) -> list[dict[str, Any]]:
    return [_party(one, known[place] if place < len(known) else None) for place, one in enumerate(named)]


def _location(place: Place) -> dict[str, Any]:
    is_town = place.precision in ("exact", "city")
    return {
        "extracted_place": place.span.text, "resolved_place": place.name, "geonameid": place.geonameid,
        "lat": place.lat, "lon": place.lon, "city": place.name if is_town else None,
        "district": place.name if place.precision == "admin2" else None, "province": place.admin1,
        "country": place.name if place.precision == "country" else None, "country_code": place.country,
        "feature_class": None, "feature_code": None, "resolution": place.precision,
    }  # fmt: skip


def _object(told: Told) -> dict[str, Any]:
    telling, event, paper = told.telling, told.telling.event, told.paper
    modes = (event.mode, "historical" if event.historical else None, _MODES.get(event.status))
    sizes = ("dead", "injured", "arrested")
    return {
        "id": telling.id, "has_event": True, "date": event.time and event.time.first, "time": None,
        "enddate": event.time and event.time.last, "endtime": None, "actor": _side(event.actors, telling.actors),
        "recipient": _side(event.recipients, telling.recipients), "event": [event.type],
        "event_loc": event.place and _location(event.place), "event_text": event.anchor.text,
        "quad_code": event.quad, "event_scale": event.score, "mode": [mode for mode in modes if mode],
        "context": list(event.contexts),
        "size": {name: event.quantities[name].value if name in event.quantities else None for name in sizes},
        "link": [], "text": telling.sentence,
        "text_info": {"sequence": None, "start": event.anchor.start, "end": event.anchor.end, "text_story": None},
        "cite_info": {
            "corpus": None, "citation": telling.published, "url": paper.url, "title": paper.title,
            "language": paper.language, "publication": telling.outlet, "license": None, "copyright": None,
            "coder": f"Sayso {paper.coder}", "codebook": "PLOVER", "version": None,
        },
        "coder": "Sayso", "coded_date": None, "coded_time": None, "comment": None,
    }  # fmt: skip


def _write(rows: Iterator[Told], path: Path) -> None:
    with written(path) as stream:
        for told in rows:
            stream.write(json_text(_object(told)) + "\n")


def _both(side: str) -> dict[str, str]:
    return {
        f"{side}_names": f"{side}.identifier_text", f"{side}_keys": f"{side}.identifier_id, where it is of Wikidata",
        f"{side}_countries": f"{side}.code", f"{side}_sectors": f"{side}.sector",
        f"{side}_words": f"{side}.entity_text",
        f"further_{side}s": side,
    }  # fmt: skip


FORMAT: Final = Format(
    "plover", "PLOVER", "events", ".jsonl", columns=COLUMNS, write=_write,
    says={
        "id": "id", "type": "event", "mode": "mode", "contexts": "context", "historical": "mode", "quad": "quad_code",
        "score": "event_scale", "anchor": "event_text", "anchor_span": "text_info", "sentence": "text",
        **_both("actor"), **_both("recipient"), "place": "event_loc.resolved_place",
        "geonameid": "event_loc.geonameid", "coordinates": "event_loc.lat, event_loc.lon",
        "country": "event_loc.country_code", "admin1": "event_loc.province", "precision": "event_loc.resolution",
        "date_from": "date", "date_to": "enddate", "dead": "size", "injured": "size", "arrested": "size",
        "outlet": "cite_info.publication", "published": "cite_info.citation", "title": "cite_info.title",
        "url": "cite_info.url", "language": "cite_info.language", "coder": "cite_info.coder",
    },
    why={
        "status": "it stands in `mode`, where wanted and possible both become hypothetical",
        "sources": "PLOVER has no field for who says so",
    },
)  # fmt: skip
