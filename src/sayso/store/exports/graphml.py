"""Events come in; a GraphML graph goes out: actors and acts are nodes, edges say who acts, on whom, and who says so.

Acts are nodes because an act may have many actors and sources, or no recipient. Each act bears its status, so that a
denied one is told from a done one in every layout and query.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

from sayso.ground.matters import Identity
from sayso.store.exports.cells import xml_text, xml_value
from sayso.store.exports.drafts import written
from sayso.store.exports.geojson import properties
from sayso.store.exports.shape import Format
from sayso.store.exports.told import Told

_NUMBERS: Final = {"score": "double", "probability": "double", "lat": "double", "lon": "double", "hop": "long",
                   **dict.fromkeys(("geonameid", "dead", "injured", "arrested", "size"), "long")}  # fmt: skip
_ACT: Final = {
    "happening": "happening that it is of", "type": "event type", "mode": "mode", "contexts": "contexts",
    "status": "happened, expected, possible, wanted or denied", "quad": "quad class", "score": "-10 to +10",
    "probability": "calibrated probability", "anchor": "the word that names the act", "sentence": "its sentence",
    "place": "name of the place", "geonameid": "GeoNames id", "lat": "latitude", "lon": "longitude",
    "precision": "how precise the place is", "date_from": "first day", "date_to": "last day",
    "granularity": "how precise the date is", "dead": "killed", "injured": "injured", "arrested": "arrested",
    "size": "size of a crowd", "report": "key of the report", "outlet": "who published it", "published": "when",
    "origin": "text that the report goes back to", "url": "web address", "title": "headline",
}  # fmt: skip
COLUMNS: Final = {
    "kind": "node: actor or act", "label": "node: name of the actor, type and anchor of the act",
    "country": "node: country of the actor, or of the place of the act", "sectors": "actor: sectors, joined by `; `",
    **{name: f"act: {meaning}" for name, meaning in _ACT.items()},
    "role": "edge: actor (→ act), recipient (act →) or source (→ act)",
    "hop": "edge of a source: 1 for the nearest, 2 for whom that one cites …",
    "source_kind": "edge of a source: named, official, anonymous, document, media, social, witness",
}  # fmt: skip
_OF_EDGES: Final = ("role", "hop", "source_kind")


def _data(said: dict[str, object]) -> str:
    held = ((name, value) for name, value in said.items() if value not in (None, "", [], ()))
    return "".join(f"<data key={xml_value(name)}>{xml_text(value)}</data>" for name, value in held)


def _node(name: str, said: dict[str, object]) -> str:
    return f"<node id={xml_value(name)}>{_data(said)}</node>\n"


def _edge(start: str, end: str, said: dict[str, object]) -> str:
    return f"<edge source={xml_value(start)} target={xml_value(end)}>{_data(said)}</edge>\n"


def _actors(told: Told, known: set[str]) -> Iterator[str]:
    telling = told.telling
    for who in (*telling.actors, *telling.recipients, *telling.sources):
        if who.key not in known:
            known.add(who.key)
            yield _node(f"actor {who.key}", {
                "kind": "actor", "label": who.name, "country": who.country, "sectors": list(who.sectors),
            })  # fmt: skip


def _act(told: Told, name: str) -> Iterator[str]:
    telling, event = told.telling, told.telling.event
    said = properties(told)
    said |= {"lat": event.place and event.place.lat, "lon": event.place and event.place.lon}
    label = f"{event.type} {event.anchor.text} ({event.status})"
    yield _node(name, {"kind": "act", "label": label, "country": said["country"], **{one: said[one] for one in _ACT}})
    yield from (_edge(_id(who), name, {"role": "actor"}) for who in telling.actors)
    yield from (_edge(name, _id(who), {"role": "recipient"}) for who in telling.recipients)
    for hop, (who, source) in enumerate(zip(telling.sources, event.sources, strict=False), 1):
        yield _edge(_id(who), name, {"role": "source", "hop": hop, "source_kind": source.kind})


def _id(who: Identity) -> str:
    return f"actor {who.key}"


def _head(stream: TextIO) -> None:
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    for name in COLUMNS:
        domain, kind = "edge" if name in _OF_EDGES else "node", _NUMBERS.get(name, "string")
        stream.write(f'<key id="{name}" for="{domain}" attr.name="{name}" attr.type="{kind}"/>\n')
    stream.write('<graph id="acts" edgedefault="directed">\n')


def _write(rows: Iterator[Told], path: Path) -> None:
    known: set[str] = set()
    with written(path) as stream:
        _head(stream)
        for number, told in enumerate(rows, 1):
            stream.writelines(_actors(told, known))
            stream.writelines(_act(told, f"act {number} {told.telling.id}"))
        stream.write("</graph>\n</graphml>\n")


def _both(side: str) -> dict[str, str]:
    return {
        f"{side}_names": "label", f"{side}_keys": "id of the node", f"{side}_countries": "country",
        f"{side}_sectors": "sectors", f"further_{side}s": "an edge each",
    }  # fmt: skip


FORMAT: Final = Format(
    "graphml", "GraphML: actors and their acts", "events", ".graphml", columns=COLUMNS, write=_write,
    says={
        **{name: name for name in _ACT if name not in ("lat", "lon")}, "id": "id of the node",
        "coordinates": "lat, lon",
        "country": "country", **_both("actor"), **_both("recipient"), "sources": "edges of role source",
        "source_kinds": "source_kind",
    },
)  # fmt: skip
