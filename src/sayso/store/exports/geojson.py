"""Events come in; a GeoJSON collection goes out, a feature for each, those of unknown place without geometry.

The point of a place that is no town is that of its middle, as in the store; `precision` says so, and no point is moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sayso.store.exports.cells import json_text, web_address
from sayso.store.exports.drafts import written
from sayso.store.exports.shape import Format
from sayso.store.exports.told import Told

COLUMNS: Final = {
    "id": "id of the telling", "happening": "happening that it is of", "type": "event type", "mode": "mode",
    "contexts": "contexts", "status": "happened, expected, possible, wanted or denied",
    "historical": "ended long before publication", "quad": "quad class", "score": "-10 to +10",
    "probability": "calibrated probability", "according_to": "names of the sources, nearest first",
    "source_kinds": "their kinds", "anchor": "the word that names the act", "sentence": "its sentence",
    "actors": "who acts", "actor_keys": "their keys", "actor_countries": "their countries",
    "recipients": "on whom", "recipient_keys": "their keys", "recipient_countries": "their countries",
    "place": "name of the place", "geonameid": "GeoNames id", "country": "ISO 3166 alpha-3",
    "admin1": "first-level division", "precision": "exact, city, admin2, admin1 or country",
    "date_from": "first day", "date_to": "last day", "granularity": "how precise the date is", "dead": "killed",
    "injured": "injured", "arrested": "arrested", "size": "size of a crowd", "why_null": "why a field is unknown",
    "report": "key of the report", "outlet": "who published it", "published": "when", "title": "headline",
    "url": "web address", "language": "language", "origin": "text that the report goes back to",
    "coder": "versions of the coder", "known_since": "since when it was known, UTC",
}  # fmt: skip


def properties(told: Told) -> dict[str, Any]:
    """What a feature says of an event."""
    telling, event, paper = told.telling, told.telling.event, told.paper
    place, time = event.place, event.time
    return {
        "id": telling.id, "happening": told.happening, "type": event.type, "mode": event.mode,
        "contexts": list(event.contexts), "status": event.status, "historical": event.historical, "quad": event.quad,
        "score": event.score, "probability": event.probability,
        "according_to": [who.name for who in telling.sources], "source_kinds": [one.kind for one in event.sources],
        "anchor": event.anchor.text, "sentence": telling.sentence,
        **{f"{side}s": [who.name for who in getattr(telling, f"{side}s")] for side in ("actor", "recipient")},
        **{f"{side}_keys": [who.key for who in getattr(telling, f"{side}s")] for side in ("actor", "recipient")},
        **{f"{side}_countries": [who.country for who in getattr(telling, f"{side}s")]
           for side in ("actor", "recipient")},
        **{name: getattr(place, name, None) for name in ("geonameid", "country", "admin1", "precision")},
        "place": place and place.name, "date_from": time and time.first, "date_to": time and time.last,
        "granularity": time and time.granularity,
        **{name: event.quantities[name].value if name in event.quantities else None
           for name in ("dead", "injured", "arrested", "size")},
        "why_null": dict(event.why_null), "report": telling.report, "outlet": telling.outlet,
        "published": telling.published, "title": paper.title, "url": web_address(paper.url),
        "language": paper.language, "origin": telling.origin, "coder": paper.coder,
        "known_since": paper.known_since.isoformat(),
    }  # fmt: skip


def _feature(told: Told) -> dict[str, Any]:
    place = told.telling.event.place
    is_known = place is not None and place.lat is not None and place.lon is not None
    point = {"type": "Point", "coordinates": [place.lon, place.lat]} if place and is_known else None
    said = properties(told)
    return {
        "type": "Feature",
        "id": said["id"],
        "geometry": point,
        "properties": {name: said[name] for name in COLUMNS},
    }


def _write(rows: Iterator[Told], path: Path) -> None:
    with written(path) as stream:
        stream.write('{"type": "FeatureCollection", "features": [')
        for place, told in enumerate(rows):
            stream.write((",\n" if place else "\n") + json_text(_feature(told)))
        stream.write("\n]}\n")


FORMAT: Final = Format(
    "geojson", "GeoJSON (RFC 7946)", "events", ".geojson", columns=COLUMNS, write=_write,
    says={
        **{name: name for name in COLUMNS if name not in ("actors", "recipients", "according_to")},
        "sources": "according_to", "actor_names": "actors", "recipient_names": "recipients",
        "further_actors": "actors", "further_recipients": "recipients", "coordinates": "geometry",
    },
    why={"url": "only web addresses are written"},
)  # fmt: skip
