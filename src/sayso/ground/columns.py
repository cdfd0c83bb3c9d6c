"""What each column of each table means: in comes nothing, out come the names and meanings that the schemas carry.

Kept apart from `tables` so that the reference page and the schemas read from the same place.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_REPORT = {"report": "id of the report that the row belongs to"}
_SPAN = "half-open range of characters of the report's text, and the text it covers"

COLUMNS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({
    "reports": {
        "id": "id of the report, given or derived from its text",
        "text": "the text as kept; every span counts its characters",
        "title": "headline, null when none is known",
        "published": "ISO date or date-time of publication, null when unknown",
        "outlet": "who published it, null when unknown",
        "url": "where it was published, null when unknown",
        "language": "ISO 639-1 code of its language, null when unknown",
        "byline": "who wrote it, as the page says, null when unknown",
        "sha256": "digest of the text in UTF-8",
        "loaded": "words in the report's own voice that presuppose a disputed position",
        "versions": "versions of the code, model, codebook and gazetteer that made the record",
    },
    "events": {
        **_REPORT,
        "id": "id of the event within its report",
        "type": "event type of the codebook",
        "mode": "mode of that type, null when none is told",
        "contexts": "what the event is about, codes of the codebook",
        "status": "what the telling commits to: happened, expected, possible, wanted or denied",
        "historical": "whether the event ended long before publication (setting `historical_days`)",
        "anchor": "the word that names the act",
        "sentence": "the sentence that holds the anchor",
        "actors": "who acts: span and entity of each",
        "recipients": "to whom: span and entity of each",
        "place": "where, resolved; null with a reason in why_null",
        "time": "when, resolved; null with a reason in why_null",
        "quantities": "dead, injured, arrested and size as this telling gives them",
        "sources": "on whose say-so, nearest first; empty: the report's own voice",
        "score": "from -10 (conflict) to +10 (cooperation)",
        "quad": "VC, MC, VF or MF",
        "probability": "calibrated probability that the anchor names such an event",
        "why_null": "for each field left null the reason",
    },
    "claims": {
        **_REPORT,
        "id": "id of the claim within its report",
        "source": "who says it: " + _SPAN,
        "cue": "the words that signal attribution",
        "content": "what is attributed, in as many spans as the text breaks it into",
        "stance": "asserts, denies, wants or expects",
        "speaker": "id of the entity that speaks, null when not resolved",
        "kind": "named, official, anonymous, document, media, social or witness",
        "quoted": "whether the content stands in quotation marks",
        "events": "ids of the events told inside the content",
    },
    "entities": {
        **_REPORT,
        "id": "id of the entity within its report",
        "name": "its fullest name in the report, or its known name once identified",
        "kind": "PER, ORG, GPE, LOC, FAC or GROUP",
        "mentions": "every span that names it",
        "wikidata": "Wikidata id, null when not identified",
        "country": "ISO 3166 alpha-3, or IGO, NGO, MNC; null when unknown",
        "sectors": "what it acts as, codes of the codebook",
        "office": "the office it holds on the report's date, null when none is known",
        "key": "the same for the same actor in every report: its Wikidata id, else a local id",
        "candidates": "whom it may be, best first: name, Wikidata id, country, office, score and rules",
        "why": "the rule that gave identity, country, sectors and office; `report`: inferred from the rest of it;"
        " `weighed`: by learnt weights of words and deeds",
    },
    "times": {
        **_REPORT,
        "span": _SPAN,
        "value": "TIMEX3 value, null while it stays open",
        "first": "first day, ISO date",
        "last": "last day, ISO date",
        "granularity": "day, week, month, quarter, year, decade, century or range",
        "why": "the ground on which the time of an event was dated; null for expressions of the report",
    },
    "places": {
        **_REPORT,
        "span": _SPAN,
        "geonameid": "GeoNames id, null while unresolved",
        "name": "name in GeoNames",
        "lat": "latitude in degrees, WGS 84",
        "lon": "longitude in degrees, WGS 84",
        "country": "ISO 3166 alpha-3",
        "admin1": "first-level division of the country",
        "precision": "exact, city, admin2, admin1 or country",
        "candidates": "rival places of the same name, best first",
    },
    "rejected": {
        "source": "where the report came from: path and line, or address",
        "code": "stable code of the error",
        "message": "what is wrong",
        "hint": "the way out",
    },
})  # fmt: skip
"""Table → column → meaning, in the order of the schema."""
