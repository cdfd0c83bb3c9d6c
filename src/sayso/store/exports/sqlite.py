"""Events come in; an SQLite database goes out, with tables that Datasette links: reports, events, parties, sources."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sayso.store.exports import geojson
from sayso.store.exports.drafts import drafted
from sayso.store.exports.shape import Format
from sayso.store.exports.told import Told

_REPORTED: Final = ("report", "outlet", "published", "title", "url", "language", "origin", "coder", "known_since")
_PARTIES: Final = {"actors", "recipients", "according_to", "source_kinds", "actor_keys", "actor_countries",
                   "recipient_keys", "recipient_countries"}  # fmt: skip
_REPORT: Final = {
    "id": "key and version of the report",
    **{name: geojson.COLUMNS[name] for name in _REPORTED},
    "text": "the text; every offset counts its characters",
}
_EVENT: Final = {
    "number": "number of the row",
    **{name: said for name, said in geojson.COLUMNS.items() if name not in {*_REPORTED, *_PARTIES}},
    "report": "key and version of the report", "anchor_start": "first character of the anchor",
    "anchor_end": "the character after it", "place_words": "words of the report for the place",
    "time_words": "words of the report for the date", "lat": "latitude, WGS 84", "lon": "longitude, WGS 84",
}  # fmt: skip
_PARTY: Final = {
    "event": "number of the event", "role": "actor or recipient", "name": "its name", "key": "Wikidata id or key",
    "country": "ISO 3166 alpha-3, or IGO, NGO, MNC", "sectors": "JSON list", "words": "words of the report",
    "start": "first character", "end": "the character after the last",
}  # fmt: skip
_SOURCE: Final = {
    "event": "number of the event", "hop": "1 for the nearest source", "name": "its name", "key": "Wikidata id or key",
    "kind": "named, official, anonymous, document, media, social or witness", "words": "words of the report",
    "start": "first character", "end": "the character after the last",
}  # fmt: skip
TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    "reports": _REPORT, "events": _EVENT, "parties": _PARTY, "sources": _SOURCE,
}  # fmt: skip
_WHOLE: Final = {
    "geonameid", "dead", "injured", "arrested", "size", "anchor_start", "anchor_end", "start", "end", "hop",
    "historical",
}  # fmt: skip
_REAL: Final = {"score", "probability", "lat", "lon"}


def _ddl(name: str) -> str:
    def column(one: str) -> str:
        if one == "number":
            return '"number" INTEGER PRIMARY KEY'
        if (name, one) == ("reports", "id"):
            return '"id" TEXT PRIMARY KEY'
        if (name, one) == ("events", "report"):
            return '"report" TEXT REFERENCES reports(id)'
        if one == "event":
            return '"event" INTEGER REFERENCES events(number)'
        return f'"{one}" {"INTEGER" if one in _WHOLE else "REAL" if one in _REAL else "TEXT"}'

    return f"CREATE TABLE {name} ({', '.join(column(one) for one in TABLES[name])})"


def _insert(database: sqlite3.Connection, name: str, said: Mapping[str, Any]) -> None:
    columns = TABLES[name]
    values = [json.dumps(said[one], ensure_ascii=False) if isinstance(said[one], list | dict) else said[one]
              for one in columns]  # fmt: skip
    database.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", values)


def _put(database: sqlite3.Connection, told: Told, number: int, known: set[str]) -> None:
    telling, event = told.telling, told.telling.event
    said, report = geojson.properties(told), f"{telling.report}@{telling.version}"
    if report not in known:
        known.add(report)
        _insert(database, "reports", {**said, "id": report, "text": told.paper.text})
    place, time = event.place, event.time
    _insert(database, "events", {
        **said, "number": number, "report": report, "anchor_start": event.anchor.start, "anchor_end": event.anchor.end,
        "place_words": place and place.span.text, "time_words": time and time.span.text, "lat": place and place.lat,
        "lon": place and place.lon,
    })  # fmt: skip
    for role in ("actor", "recipient"):
        for who, named in zip(getattr(telling, f"{role}s"), getattr(event, f"{role}s"), strict=False):
            _insert(database, "parties", {
                "event": number, "role": role, "name": who.name, "key": who.key, "country": who.country,
                "sectors": list(who.sectors), "words": named.span.text, "start": named.span.start,
                "end": named.span.end,
            })  # fmt: skip
    for hop, (who, source) in enumerate(zip(telling.sources, event.sources, strict=False), 1):
        _insert(database, "sources", {
            "event": number, "hop": hop, "name": who.name, "key": who.key, "kind": source.kind,
            "words": source.span.text, "start": source.span.start, "end": source.span.end,
        })  # fmt: skip


def _write(rows: Iterator[Told], path: Path) -> None:
    known: set[str] = set()
    with drafted(path) as draft, closing(sqlite3.connect(draft)) as database:
        for name in TABLES:
            database.execute(_ddl(name))
        for number, told in enumerate(rows, 1):
            _put(database, told, number, known)
        for name, column in (("events", "type"), ("events", "status"), ("parties", "event"), ("sources", "event")):
            database.execute(f'CREATE INDEX {name}_{column} ON {name} ("{column}")')
        database.commit()


def _both(side: str) -> dict[str, str]:
    return {
        f"{side}_names": "parties.name", f"{side}_keys": "parties.key", f"{side}_countries": "parties.country",
        f"{side}_sectors": "parties.sectors", f"{side}_words": "parties.words", f"{side}_spans": "parties.start",
        f"further_{side}s": "a row of parties each",
    }  # fmt: skip


FORMAT: Final = Format(
    "sqlite", "SQLite for Datasette", "events", ".db", write=_write,
    columns={f"{table}.{name}": said for table, columns in TABLES.items() for name, said in columns.items()},
    says={
        **{name: f"events.{name}" for name in geojson.FORMAT.says if name in _EVENT},
        **{name: f"reports.{name}" for name in _REPORTED}, **_both("actor"), **_both("recipient"),
        "coordinates": "events.lat, events.lon", "anchor_span": "events.anchor_start", "sources": "sources",
        "source_kinds": "sources.kind", "source_spans": "sources.start", "place_words": "events.place_words",
        "time_words": "events.time_words",
    },
)  # fmt: skip
