"""Happenings come in; rows shaped like ACLED's go out as CSV: political violence and demonstrations told as done.

Sayso's rows are no data of ACLED and follow its columns only. What ACLED decides by rules that Sayso does not share –
actor names, regions, interaction codes – stays empty. Fatalities are written where every telling gives one number.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Final

from sayso.ground.matters import Identity
from sayso.store.exports import codes
from sayso.store.exports.cells import csv_line
from sayso.store.exports.drafts import written
from sayso.store.exports.shape import Format
from sayso.store.exports.told import Happened, Told

COLUMNS: Final = {
    "event_id_cnty": "id of the happening", "event_date": "first day; empty unless known to the month",
    "year": "year, where known", "time_precision": "1 day, 2 week, 3 month; empty if less is known",
    "disorder_type": "class of the event type", "event_type": "ACLED event type",
    "sub_event_type": "ACLED sub-event type, where mode and parties tell it", "actor1": "first actor",
    "assoc_actor_1": "further actors", "inter1": "empty", "actor2": "first recipient",
    "assoc_actor_2": "further recipients", "inter2": "empty", "interaction": "empty",
    "civilian_targeting": "Civilian targeting, where a recipient of violence is civilian",
    "iso": "ISO numeric code of the country", "region": "empty", "country": "name of the country",
    "admin1": "first-level division", "admin2": "second-level division, where it is the place", "admin3": "empty",
    "location": "name of the place", "latitude": "WGS 84 degrees, not for whole countries",
    "longitude": "WGS 84 degrees, not for whole countries", "geo_precision": "1 town, 2 district, 3 province",
    "source": "outlets, joined by `; `", "source_scale": "empty", "notes": "sentence of the earliest telling",
    "fatalities": "people killed, where all tellings that give a number give the same", "tags": "empty",
    "timestamp": "when the first report was added, seconds since 1970 UTC",
}  # fmt: skip
_VIOLENCE: Final = {
    "aerial": ("Explosions/Remote violence", "Air/drone strike"),
    "drone": ("Explosions/Remote violence", "Air/drone strike"),
    "heavy-weapons": ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    "explosives": ("Explosions/Remote violence", None),
    "suicide-attack": ("Explosions/Remote violence", "Suicide bomb"),
    "abduct": ("Violence against civilians", "Abduction/forced disappearance"),
    "sexual": ("Violence against civilians", "Sexual violence"),
}
_PROTEST: Final = {"riot": ("Riots", None), "vandalize": ("Riots", None), "boycott": None}


def kind_of(told: Told) -> tuple[str, str, str | None] | None:
    """Disorder type, event type and sub-event type of an act, where ACLED has one."""
    event, mode = told.telling.event, told.telling.event.mode or ""
    if event.type == "PROTEST":
        found = _PROTEST.get(mode, ("Protests", None))
        return None if found is None else ("Demonstrations", *found)
    if event.type == "ASSAULT" and mode not in ("crowd-control", "unconventional"):
        if mode in _VIOLENCE:
            return ("Political violence", *_VIOLENCE[mode])
        if _hits_civilians(told):
            return "Political violence", "Violence against civilians", "Attack"
        return "Political violence", "Battles", None
    if (event.type, mode) == ("COERCE", "arrest"):
        return "Strategic developments", "Strategic developments", "Arrests"
    if (event.type, mode) == ("RETREAT", "ceasefire"):
        return "Strategic developments", "Strategic developments", "Agreement"
    return None


def _hits_civilians(told: Told) -> bool:
    sectors = {sector for who in told.telling.recipients for sector in who.sectors}
    return bool(sectors & {"CVL", "JRN", "MED", "REF", "EDU", "LAB", "SOC", "REL"})


def _refused(happened: Happened) -> str | None:
    reason = codes.never_done(happened)
    if reason:
        return reason
    return None if kind_of(codes.done(happened)[0]) else "ACLED has no event type for such an act"


def _when(told: Told) -> list[object]:
    time, days = told.telling.event.time, codes.length(told)
    if time is None or not time.first or not time.last or days is None:
        return [None, None, None]
    year = time.first[:4] if time.first[:4] == time.last[:4] else None
    precision = 1 if days == 1 else 2 if days <= 7 else 3 if days <= 31 else None
    return [time.first if precision else None, year, precision]


def _who(parties: tuple[Identity, ...]) -> list[object]:
    return [parties[0].name if parties else None, [who.name for who in parties[1:]], None]


def _where(told: Told) -> list[object]:
    place = told.telling.event.place
    if place is None:
        return [None] * 10
    known = {"exact": 1, "city": 1, "admin2": 2, "admin1": 3}.get(place.precision or "")
    point = (place.lat, place.lon) if known else (None, None)
    return [
        codes.country_number(place.country), None, codes.country_name(place.country), place.admin1,
        place.name if place.precision == "admin2" else None, None, place.name if known else None, *point, known,
    ]  # fmt: skip


def _line(happened: Happened) -> list[object]:
    tellings = codes.done(happened)
    told = tellings[0]
    kind = kind_of(told)
    is_violent = told.telling.event.type == "ASSAULT" and _hits_civilians(told)
    outlets = sorted({one.telling.outlet for one in tellings if one.telling.outlet})
    added = min(one.paper.added for one in tellings)
    return [
        happened.row.id, *_when(told), *(kind or ()), *_who(told.telling.actors), *_who(told.telling.recipients), None,
        "Civilian targeting" if is_violent else None, *_where(told), outlets, None, told.telling.sentence,
        codes.agreed(tellings, "dead"), None, int(added.replace(tzinfo=UTC).timestamp()),
    ]  # fmt: skip


def _write(rows: Iterator[Happened], path: Path) -> None:
    with written(path) as stream:
        stream.write(csv_line(COLUMNS))
        for happened in rows:
            stream.write(csv_line(_line(happened)))


FORMAT: Final = Format(
    "acled", "ACLED-shaped", "happenings", ".csv", columns=COLUMNS, refused=_refused, write=_write,
    says={
        "id": "event_id_cnty", "happening": "event_id_cnty", "type": "event_type", "mode": "sub_event_type",
        "quad": "disorder_type", "date_from": "event_date", "date_to": "time_precision",
        "granularity": "time_precision", "actor_names": "actor1", "further_actors": "assoc_actor_1",
        "recipient_names": "actor2", "further_recipients": "assoc_actor_2", "country": "country", "admin1": "admin1",
        "place": "location", "coordinates": "latitude, longitude", "precision": "geo_precision", "outlet": "source",
        "outlets": "source", "sentence": "notes", "dead": "fatalities", "status": "only `happened` is written",
    },
    why={
        "denials": "ACLED has no field for who denies an event",
        "rival_values": "one value for each field; fatalities stay empty where numbers differ",
        "sources": "ACLED's source is the outlet, not who says so in it",
    },
)  # fmt: skip
