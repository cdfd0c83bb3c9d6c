"""Records come in, lines of other people's formats go out, together with an account of what those cannot carry.

Two formats: flat CSV rows, one per event (`COLUMNS` documents each column), and PLOVER JSON, one object per event and
line. Both are generators and hold one record at a time. `losses` counts, for one record, what a format leaves
behind; `LOSSES` says why. Sayso's own JSON Lines lose nothing.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

from sayso.ground.records import Claim, Entity, Event, Party, Place, Record, Span

Form = Literal["csv", "plover"]

COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "report_id": "id of the report",
        "outlet": "who published the report",
        "published": "ISO date or date-time of publication",
        "title": "headline of the report",
        "url": "address of the report",
        "language": "language of the report",
        "event_id": "id of the event",
        "type": "event type of the codebook",
        "mode": "mode of the type, empty where none is told",
        "contexts": "what the event is about",
        "quad": "VC, MC, VF or MF",
        "score": "from -10 (conflict) to +10 (cooperation)",
        "status": "happened, expected, possible, wanted or denied, as its nearest source has it",
        "historical": "true when it ended long before publication",
        "according_to": "the sources in words of the report, nearest first; empty: the report's own voice",
        "source_kinds": "kind of each source: named, official, anonymous, document, media, social, witness",
        "source_names": "name of each source's entity",
        "source_spans": "where each source stands",
        "claim_ids": "the claims whose content holds the event",
        "claim_stances": "stance of each of these claims",
        "claim_cues": "words that signal each attribution",
        "claim_quoted": "whether each of these claims is quoted: true or false",
        "anchor": "the word that names the act",
        "anchor_span": "where the anchor stands",
        "sentence": "the sentence of the anchor",
        "sentence_span": "where the sentence stands",
        "actors": "who acts, in words of the report",
        "actor_names": "name of each actor's entity",
        "actor_wikidata": "Wikidata id of each actor",
        "actor_countries": "ISO 3166 alpha-3 or IGO, NGO, MNC of each actor",
        "actor_sectors": "sectors of each actor, joined by +",
        "actor_spans": "where each actor stands",
        "recipients": "on whom, in words of the report",
        "recipient_names": "name of each recipient's entity",
        "recipient_wikidata": "Wikidata id of each recipient",
        "recipient_countries": "ISO 3166 alpha-3 or IGO, NGO, MNC of each recipient",
        "recipient_sectors": "sectors of each recipient, joined by +",
        "recipient_spans": "where each recipient stands",
        "place": "the place in words of the report",
        "place_span": "where these words stand",
        "place_name": "name of the place in GeoNames",
        "geonameid": "GeoNames id",
        "lat": "latitude, WGS 84 degrees",
        "lon": "longitude, WGS 84 degrees",
        "country": "ISO 3166 alpha-3 of the place",
        "admin1": "first-level division of the place",
        "place_precision": "exact, city, admin2, admin1 or country",
        "place_missing": "why there is no place",
        "time": "the date in words of the report",
        "time_span": "where these words stand",
        "date_from": "first day, ISO",
        "date_to": "last day, ISO",
        "date_granularity": "day, week, month, quarter, year, decade, century or range",
        "time_missing": "why there is no date",
        "dead": "people killed, as this source gives it",
        "injured": "people injured, as this source gives it",
        "arrested": "people arrested, as this source gives it",
        "size": "size of a crowd, as this source gives it",
        "probability": "calibrated probability of the event",
        "sayso": "version of the code",
        "model": "version of the model",
        "codebook": "version of the codebook",
        "gazetteer": "version of the gazetteer",
    }
)
"""Every column of the CSV rows, in order. Cells with several values join them by `; `, spans are `start-end`."""

LOSSES: Final[Mapping[Form, Mapping[str, str]]] = MappingProxyType(
    {
        "csv": {
            "reports without events": "a row is an event",
            "claims without events": "a row is an event",
            "entity mentions": "only the parties and sources of events are written",
            "dates of no event": "only the date of each event is written",
            "places of no event": "only the place of each event is written",
            "rival places": "a cell holds one place",
            "spans of figures": "a cell holds the number alone",
            "loaded words": "they belong to the report, not to an event",
        },
        "plover": {
            "sources": "PLOVER has no field for who says so: all reads as the report's own voice",
            "claims": "PLOVER has no field for statements",
            "status": "wanted and possible both become the mode hypothetical",
            "probability": "PLOVER has no field for it",
            "spans of parties": "PLOVER keeps the words, not where they stand",
            "reasons for unknowns": "PLOVER has no field for why a place or date is missing",
            "crowd sizes": "PLOVER counts dead, injured and arrested only",
            "date words": "PLOVER keeps the date, not the words it was read from",
            "rival places": "PLOVER holds one place",
            "loaded words": "PLOVER has no field for them",
        },
    }
)
"""What each format cannot carry, and why."""

_MODES: Final[Mapping[str, str]] = MappingProxyType(
    {"expected": "future", "possible": "hypothetical", "wanted": "hypothetical", "denied": "negation"}
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def to_csv(records: Iterable[Record]) -> Iterator[str]:
    """A header and then one row per event, each without a line end of its own.

    A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers are never touched. A cell
    may hold a line break, in quotes, where the report has one.

    Example:
        >>> from sayso.store.exports import to_csv
        >>> next(to_csv([]))[:32]
        'report_id,outlet,published,title'
    """
    yield _row(COLUMNS)
    for record in records:
        entities = {entity.id: entity for entity in record.entities}
        claims = _claims_of_events(record)
        for event in record.events:
            cells = _cells(record, event, entities, claims.get(event.id, []))
            yield _row(cell(cells[name]) for name in COLUMNS)


def to_plover(records: Iterable[Record]) -> Iterator[str]:
    """One PLOVER object per event and line; a report without events gives one whose `has_event` is false.

    What Sayso does not know is null. `mode` holds the mode and the auxiliary modes that status and age stand for:
    historical, future, hypothetical, negation.
    """
    for record in records:
        entities = {entity.id: entity for entity in record.entities}
        for event in record.events or (None,):
            yield json.dumps(_plover(record, event, entities), ensure_ascii=False)


def losses(record: Record, *, form: Form) -> dict[str, int]:
    """How many things of each kind in `LOSSES` this record holds that the format leaves behind; zeros are left out."""
    counts = _lost_in_csv(record) if form == "csv" else _lost_in_plover(record)
    return {name: counts[name] for name in LOSSES[form] if counts[name]}


def _lost_in_csv(record: Record) -> dict[str, int]:
    times = {event.time.span for event in record.events if event.time}
    places = {event.place.span for event in record.events if event.place}
    parties = {party.span for event in record.events for party in (*event.actors, *event.recipients)}
    parties |= {source.span for event in record.events for source in event.sources}
    return {
        "reports without events": int(not record.events),
        "claims without events": sum(not claim.events for claim in record.claims),
        "entity mentions": sum(span not in parties for entity in record.entities for span in entity.mentions),
        "dates of no event": sum(time.span not in times for time in record.times),
        "places of no event": sum(place.span not in places for place in record.places),
        "rival places": sum(len(place.candidates) for place in record.places),
        "spans of figures": sum(len(event.quantities) for event in record.events),
        "loaded words": len(record.loaded),
    }


def _lost_in_plover(record: Record) -> dict[str, int]:
    events = record.events
    return {
        "sources": sum(len(event.sources) for event in events),
        "claims": len(record.claims),
        "status": sum(event.status in ("wanted", "possible") for event in events),
        "probability": len(events),
        "spans of parties": sum(len(event.actors) + len(event.recipients) for event in events),
        "reasons for unknowns": sum(len(event.why_null) for event in events),
        "crowd sizes": sum("size" in event.quantities for event in events),
        "date words": sum(event.time is not None for event in events),
        "rival places": sum(len(place.candidates) for place in record.places),
        "loaded words": len(record.loaded),
    }


# ---- CSV ----------------------------------------------------------------------------------------------------------


def _row(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()


def cell(value: object) -> str:
    """A value as a cell of CSV; a text that a spreadsheet would run is defused."""
    text = _plain(value)
    is_number = isinstance(value, int | float)
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else text


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(_plain(part) for part in value)
    return str(value)


def _where(span: Span) -> str:
    return f"{span.start}-{span.end}"


def _claims_of_events(record: Record) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in record.claims:
        for name in claim.events:
            found.setdefault(name, []).append(claim)
    return found


def _cells(record: Record, event: Event, entities: Mapping[str, Entity], claims: list[Claim]) -> dict[str, object]:
    report = record.report
    text = report.text[event.sentence.start : event.sentence.end]
    return {
        **{name: getattr(report, name) for name in ("outlet", "published", "title", "url", "language")},
        **{name: getattr(event, name) for name in ("type", "mode", "contexts", "quad", "score")},
        "status": event.status, "historical": event.historical,
        "report_id": report.id, "event_id": event.id, "probability": round(event.probability, 4),
        "anchor": event.anchor.text, "anchor_span": _where(event.anchor),
        "sentence": text, "sentence_span": _where(event.sentence),
        **_attribution(event, entities, claims),
        **_side("actor", event.actors, entities), **_side("recipient", event.recipients, entities),
        **_place(event), **_time(event),
        **{name: event.quantities[name].value if name in event.quantities else None
           for name in ("dead", "injured", "arrested", "size")},
        **{name: getattr(record.versions, name, None) for name in ("sayso", "model", "codebook", "gazetteer")},
    }  # fmt: skip


def _attribution(event: Event, entities: Mapping[str, Entity], claims: list[Claim]) -> dict[str, object]:
    found = [entities.get(source.entity or "") for source in event.sources]
    return {
        "according_to": [source.span.text for source in event.sources],
        "source_kinds": [source.kind for source in event.sources],
        "source_names": [entity.name if entity else None for entity in found],
        "source_spans": [_where(source.span) for source in event.sources],
        "claim_ids": [claim.id for claim in claims],
        "claim_stances": [claim.stance for claim in claims],
        "claim_cues": [claim.cue.text if claim.cue else None for claim in claims],
        "claim_quoted": [claim.quoted for claim in claims],
    }


def _side(role: str, parties: tuple[Party, ...], entities: Mapping[str, Entity]) -> dict[str, object]:
    found = [entities.get(party.entity or "") for party in parties]
    return {
        f"{role}s": [party.span.text for party in parties],
        f"{role}_names": [entity.name if entity else None for entity in found],
        f"{role}_wikidata": [entity.wikidata if entity else None for entity in found],
        f"{role}_countries": [entity.country if entity else None for entity in found],
        f"{role}_sectors": ["+".join(entity.sectors) if entity else None for entity in found],
        f"{role}_spans": [_where(party.span) for party in parties],
    }


def _place(event: Event) -> dict[str, object]:
    place = event.place
    return {
        "place": place and place.span.text, "place_span": place and _where(place.span),
        "place_name": place and place.name, "geonameid": place and place.geonameid,
        "lat": place and place.lat, "lon": place and place.lon, "country": place and place.country,
        "admin1": place and place.admin1, "place_precision": place and place.precision,
        "place_missing": event.why_null.get("place"),
    }  # fmt: skip


def _time(event: Event) -> dict[str, object]:
    time = event.time
    return {
        "time": time and time.span.text, "time_span": time and _where(time.span), "date_from": time and time.first,
        "date_to": time and time.last, "date_granularity": time and time.granularity,
        "time_missing": event.why_null.get("time"),
    }  # fmt: skip


# ---- PLOVER -------------------------------------------------------------------------------------------------------


def _plover(record: Record, event: Event | None, entities: Mapping[str, Entity]) -> dict[str, Any]:
    report, versions = record.report, record.versions
    cite = {
        "corpus": None, "citation": report.published, "url": report.url, "title": report.title,
        "language": report.language, "publication": report.outlet, "license": None, "copyright": None,
        "coder": f"Sayso {versions.sayso}, model {versions.model}" if versions else "Sayso",
        "codebook": "PLOVER", "version": versions.codebook if versions else None,
    }  # fmt: skip
    told = _told(report.text, event, entities) if event else {**_UNTOLD, "id": report.id}
    coder = {"coder": "Sayso", "coded_date": None, "coded_time": None, "comment": None}
    return {**told, "cite_info": cite, **coder}


_UNTOLD: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "id": None, "has_event": False, "date": None, "time": None, "enddate": None, "endtime": None, "actor": [],
        "recipient": [], "event": [], "event_loc": None, "event_text": None, "quad_code": None, "event_scale": None,
        "mode": [], "context": [], "size": None, "link": [], "text": None, "text_info": None,
    }
)  # fmt: skip


def _told(text: str, event: Event, entities: Mapping[str, Entity]) -> dict[str, Any]:
    time, sentence = event.time, event.sentence
    modes = (event.mode, "historical" if event.historical else None, _MODES.get(event.status))
    sizes = {name: event.quantities[name].value if name in event.quantities else None
             for name in ("dead", "injured", "arrested")}  # fmt: skip
    return {
        **_UNTOLD,
        "id": event.id, "has_event": True, "date": time and time.first, "enddate": time and time.last,
        "actor": [_party(party, entities) for party in event.actors],
        "recipient": [_party(party, entities) for party in event.recipients],
        "event": [event.type], "event_loc": event.place and _location(event.place), "event_text": event.anchor.text,
        "quad_code": event.quad, "event_scale": event.score, "mode": [mode for mode in modes if mode],
        "context": list(event.contexts), "size": sizes, "text": text[sentence.start : sentence.end],
        "text_info": {"sequence": None, "start": sentence.start, "end": sentence.end, "text_story": None},
    }  # fmt: skip


def _party(party: Party, entities: Mapping[str, Entity]) -> dict[str, Any]:
    entity = entities.get(party.entity or "")
    return {
        "code": entity and entity.country, "sector": list(entity.sectors) if entity else [],
        "entity_text": party.span.text, "identifier_id": entity and entity.wikidata,
        "identifier_text": entity and entity.name, "religion": None, "ethnicity": None,
        "office": entity and entity.office, "gender": None, "age": None,
    }  # fmt: skip


def _location(place: Place) -> dict[str, Any]:
    is_town = place.precision in ("exact", "city")
    return {
        "extracted_place": place.span.text, "resolved_place": place.name, "geonameid": place.geonameid,
        "lat": place.lat, "lon": place.lon, "city": place.name if is_town else None,
        "district": place.name if place.precision == "admin2" else None, "province": place.admin1,
        "country": place.name if place.precision == "country" else None, "country_code": place.country,
        "feature_class": None, "feature_code": None, "resolution": place.precision,
    }  # fmt: skip
