"""Happenings come in; GDELT 2.0 Events go out, and Mentions beside them: tab-separated, without header.

One line for each happening that a telling has as done, or as cooperation that is expected. Mentions are the tellings of
that status; a denial is none of them. Actors, place and date are those of the earliest such telling.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import blake2b
from pathlib import Path
from typing import Final

from sayso.ground.matters import Identity
from sayso.ground.records import Place
from sayso.store.exports import codes
from sayso.store.exports.cells import tab_line, web_address
from sayso.store.exports.drafts import written
from sayso.store.exports.shape import Format
from sayso.store.exports.told import Happened, Told

MENTIONS: Final = ".mentions.csv"


def _actor(number: int, who: str) -> dict[str, str]:
    start = f"Actor{number}"
    return {
        f"{start}Code": f"country and roles of {who}, in CAMEO codes",
        f"{start}Name": f"name of {who}",
        f"{start}CountryCode": "ISO 3166 alpha-3, empty for bodies above states",
        f"{start}KnownGroupCode": "empty", f"{start}EthnicCode": "empty", f"{start}Religion1Code": "empty",
        f"{start}Religion2Code": "empty",
        **{f"{start}Type{place}Code": f"role {place} in CAMEO codes" for place in (1, 2, 3)},
    }  # fmt: skip


def _spot(start: str, what: str) -> dict[str, str]:
    names = ("Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
    if what:
        return dict(zip((f"{start}Geo_{name}" for name in names), (
            "1 country, 2 state of the USA, 3 town of the USA, 4 town, 5 province", "name of the place",
            "FIPS 10-4 country", "empty", "empty", "latitude, WGS 84", "longitude, WGS 84",
            "empty: GeoNames ids are not those of GNS",
        ), strict=True))  # fmt: skip
    return {f"{start}Geo_{name}": "empty: the place is that of the act" for name in names}


EVENTS: Final = {
    "GlobalEventID": "53 bits of a digest of the happening's id", "Day": "YYYYMMDD, where known to the day",
    "MonthYear": "YYYYMM, where known to the month", "Year": "YYYY, where known to the year",
    "FractionDate": "year and part of it, where known to the day", **_actor(1, "the first actor"),
    **_actor(2, "the first recipient"), "IsRootEvent": "empty: not known", "EventCode": "CAMEO code",
    "EventBaseCode": "its first three digits", "EventRootCode": "its first two digits",
    "QuadClass": "1 to 4, by the CAMEO group", "GoldsteinScale": "score of the codebook, -10 to +10",
    "NumMentions": "tellings", "NumSources": "outlets", "NumArticles": "reports", "AvgTone": "empty: not measured",
    **_spot("Actor1", ""), **_spot("Actor2", ""), **_spot("Action", "it"),
    "DATEADDED": "YYYYMMDDHHMMSS, when the first report was added to the store, UTC",
    "SOURCEURL": "web address of the earliest such report",
}  # fmt: skip
MENTIONED: Final = {
    "GlobalEventID": "as in Events", "EventTimeDate": "DATEADDED of the event",
    "MentionTimeDate": "YYYYMMDDHHMMSS of publication, empty unless known to the minute",
    "MentionType": "1 with a web address, else 2 (a citation)", "MentionSourceName": "outlet",
    "MentionIdentifier": "web address, else key of the report", "SentenceID": "empty: sentences are not numbered",
    "Actor1CharOffset": "first character of the actor, from 0", "Actor2CharOffset": "of the recipient",
    "ActionCharOffset": "of the word that names the act", "InRawText": "1: found in the text as it stands",
    "Confidence": "probability of the event in percent", "MentionDocLen": "characters of the report",
    "MentionDocTone": "empty: not measured", "MentionDocTranslationInfo": "empty", "Extras": "empty",
}  # fmt: skip


def _tellings(happened: Happened) -> tuple[Told, ...]:
    found = codes.done(happened) or happened.of("expected")
    return tuple(one for one in found if codes.cameo(one))


def _refused(happened: Happened) -> str | None:
    return None if _tellings(happened) else codes.never_done(happened)


def number(happening: str) -> int:
    """The whole number that stands for a happening; it fits the digits of a double."""
    return int.from_bytes(blake2b(happening.encode(), digest_size=8).digest()) >> 11


def _dates(told: Told) -> list[object]:
    time = told.telling.event.time
    start, end = (time.first, time.last) if time else (None, None)
    if not start or not end or start[:4] != end[:4]:
        return [None] * 4
    year, month, days = int(start[:4]), int(start[5:7]), int(start[8:10])
    if start[:7] != end[:7]:
        return [None, None, year, None]
    if start != end:
        return [None, start[:7].replace("-", ""), year, None]
    return [start.replace("-", ""), f"{year}{month:02}", year, f"{year + (month * 30 + days) / 365:.4f}"]


def _party(who: Identity | None) -> list[object]:
    if who is None:
        return [None] * 10
    country, types = codes.actor_country(who), codes.roles(who)
    whole = (country or "") + "".join(types[:3])
    return [whole or None, who.name, country, None, None, None, None, *(types + [None] * 3)[:3]]


def _geography(place: Place | None) -> list[object]:
    if place is None or place.name is None:
        return [None] * 8
    is_american = place.country == "USA"
    kinds: dict[str | None, int] = {
        "country": 1, "admin1": 2 if is_american else 5, "admin2": 2 if is_american else 5,
    }  # fmt: skip
    kind = kinds.get(place.precision, 3 if is_american else 4)
    country = codes.country_name(place.country)
    names = dict.fromkeys(name for name in (place.name, place.admin1, country) if name)
    return [kind, ", ".join(names), codes.country_fips(place.country), None, None, place.lat, place.lon, None]


def _moment(tellings: tuple[Told, ...]) -> str:
    return min(one.paper.added for one in tellings).strftime("%Y%m%d%H%M%S")


def _event_line(happened: Happened) -> list[object]:
    tellings = _tellings(happened)
    told = tellings[0]
    code = codes.cameo(told) or ""
    return [
        number(happened.row.id), *_dates(told), *_party(codes.first(told.telling.actors)),
        *_party(codes.first(told.telling.recipients)), None, code, code[:3], code[:2], codes.QUADS[int(code[:2])],
        told.telling.event.score, len(tellings), len({one.telling.outlet for one in tellings if one.telling.outlet}),
        len({one.telling.report for one in tellings}), None, *[None] * 16, *_geography(told.telling.event.place),
        _moment(tellings), next((url for one in tellings if (url := web_address(one.paper.url))), None),
    ]  # fmt: skip


def _published(told: Told) -> str | None:
    digits = "".join(char for char in (told.telling.published or "")[:19] if char.isdigit())
    return f"{digits:0<14}" if len(digits) >= 12 and "T" in (told.telling.published or "") else None


def _mention_line(told: Told, happened: Happened) -> list[object]:
    event, url = told.telling.event, web_address(told.paper.url)
    return [
        number(happened.row.id), _moment(_tellings(happened)), _published(told), 1 if url else 2, told.telling.outlet,
        url or told.telling.report, None, event.actors[0].span.start if event.actors else None,
        event.recipients[0].span.start if event.recipients else None, event.anchor.start, 1,
        round(100 * event.probability), len(told.paper.text), None, None, None,
    ]  # fmt: skip


def _write(rows: Iterator[Happened], path: Path) -> None:
    with ExitStack() as files:
        events = files.enter_context(written(path))
        mentions = files.enter_context(written(path.with_name(path.name + MENTIONS)))
        for happened in rows:
            events.write(tab_line(_event_line(happened)))
            for told in _tellings(happened):
                mentions.write(tab_line(_mention_line(told, happened)))


FORMAT: Final = Format(
    "gdelt", "GDELT 2.0 Events and Mentions", "happenings", ".export.csv", columns=EVENTS, refused=_refused,
    write=_write, more={MENTIONS: MENTIONED},
    says={
        "id": "GlobalEventID", "type": "EventCode", "mode": "EventCode", "quad": "QuadClass", "score": "GoldsteinScale",
        "date_from": "Day", "date_to": "Day", "granularity": "by Day, MonthYear, Year being there",
        "actor_names": "Actor1Name", "actor_countries": "Actor1CountryCode", "actor_sectors": "Actor1Type1Code",
        "actor_spans": "Actor1CharOffset", "recipient_names": "Actor2Name",
        "recipient_countries": "Actor2CountryCode", "recipient_sectors": "Actor2Type1Code",
        "recipient_spans": "Actor2CharOffset", "anchor_span": "ActionCharOffset", "place": "ActionGeo_Fullname",
        "country": "ActionGeo_CountryCode", "admin1": "ActionGeo_Fullname", "coordinates": "ActionGeo_Lat",
        "precision": "ActionGeo_Type", "reports": "NumArticles", "outlets": "NumSources", "url": "SOURCEURL",
        "report": "MentionIdentifier", "outlet": "MentionSourceName", "probability": "Confidence",
        "published": "MentionTimeDate", "happening": "GlobalEventID",
    },
    why={
        "status": "CAMEO holds acts as done; expected cooperation is group 03",
        "denials": "GDELT has no field for who denies an act; the line says only that it was told",
        "origins": "GDELT counts articles and outlets, not independent origins",
        "sources": "GDELT has no field for who says so",
        "further_tellings": "Events has one value for each field; Mentions tells only where the others stand",
    },
)  # fmt: skip
