"""Happenings come in; rows shaped like UCDP GED's go out as CSV: organised violence told as done, with a death told.

Sayso's rows are no data of UCDP and follow its columns only: conflicts, dyads and ids of UCDP's own stay empty. Low and
high are the range of what tellings give; best is written where they agree, for choosing would be a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sayso.store.exports import codes
from sayso.store.exports.cells import csv_line
from sayso.store.exports.drafts import written
from sayso.store.exports.shape import Format
from sayso.store.exports.told import Happened, Told

_NAMES: Final = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name "
    "dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b "
    "number_of_sources source_article source_office source_date source_headline source_original where_prec "
    "where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id "
    "region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians "
    "deaths_unknown best high low gwnoa "
    "gwnob"
).split()
_MEANINGS: Final = {
    "id": "id of the happening", "year": "year, where known",
    "type_of_violence": "1 a state and an armed group, 2 armed groups, 3 against civilians; by the sectors",
    "side_a": "names of the actors", "side_b": "names of the recipients",
    "number_of_sources": "reports that have it as done", "source_article": "title, outlet and day of each report",
    "source_office": "outlets", "source_date": "publications", "source_headline": "headlines",
    "source_original": "on whose say-so: nearest source of each telling",
    "where_prec": "1 town, 3 district, 4 province, 6 country", "where_coordinates": "name of the place",
    "where_description": "words of the report for the place", "adm_1": "first-level division",
    "adm_2": "second-level division, where it is the place", "latitude": "WGS 84 degrees",
    "longitude": "WGS 84 degrees", "geom_wkt": "the point as WKT", "country": "name of the country",
    "date_prec": "1 day, 2 up to 6 days, 3 week, 4 month, 5 more", "date_start": "first day",
    "date_end": "last day", "deaths_unknown": "as best: tellings do not say on which side",
    "best": "deaths, where all tellings agree", "high": "highest number told", "low": "lowest number told",
}  # fmt: skip
COLUMNS: Final = {name: _MEANINGS.get(name, "empty") for name in _NAMES}
_STATE: Final = {"GOV", "MIL", "COP", "SPY"}
_ARMED: Final = {"REB", "PRM", "UAF", "CRM"}


def _refused(happened: Happened) -> str | None:
    if happened.row.type != "ASSAULT":
        return "UCDP GED holds lethal violence only"
    reason = codes.never_done(happened)
    if reason:
        return reason
    return None if any(codes.numbers(codes.done(happened), "dead")) else "no telling that has it as done gives a death"


def _violence(told: Told) -> int | None:
    actors, hit = (
        {sector for who in side for sector in who.sectors} for side in (told.telling.actors, told.telling.recipients)
    )
    if hit & {"CVL", "JRN", "MED", "REF"} and not hit & (_STATE | _ARMED):
        return 3
    if (actors & _STATE and hit & _ARMED) or (actors & _ARMED and hit & _STATE):
        return 1
    return 2 if actors & _ARMED and hit & _ARMED else None


def _date(told: Told) -> dict[str, object]:
    days, time = codes.length(told), told.telling.event.time
    if days is None or time is None or not time.first or not time.last:
        return {}
    precision = 1 if days == 1 else 2 if days < 7 else 3 if days == 7 else 4 if days <= 31 else 5
    year = time.first[:4] if time.first[:4] == time.last[:4] else None
    return {"date_prec": precision, "date_start": time.first, "date_end": time.last, "year": year}


def _where(told: Told) -> dict[str, object]:
    place = told.telling.event.place
    if place is None:
        return {}
    known = {"exact": 1, "city": 1, "admin2": 3, "admin1": 4, "country": 6}.get(place.precision or "")
    point = f"POINT ({place.lon} {place.lat})" if place.lat is not None else None
    return {
        "where_prec": known, "where_coordinates": place.name, "where_description": place.span.text,
        "adm_1": place.admin1, "adm_2": place.name if place.precision == "admin2" else None, "latitude": place.lat,
        "longitude": place.lon, "geom_wkt": point, "country": codes.country_name(place.country),
    }  # fmt: skip


def _line(happened: Happened) -> list[object]:
    tellings = codes.done(happened)
    told, best, dead = tellings[0], codes.agreed(tellings, "dead"), codes.numbers(tellings, "dead")
    papers = {one.telling.report: one for one in tellings}.values()
    article = [", ".join(part for part in (one.paper.title, one.telling.outlet, one.telling.published) if part)
               for one in papers]  # fmt: skip
    cells: dict[str, object] = {
        "id": happened.row.id, "type_of_violence": _violence(told), "number_of_sources": len(papers),
        "side_a": [who.name for who in told.telling.actors], "side_b": [who.name for who in told.telling.recipients],
        "source_article": article, "source_office": [one.telling.outlet for one in papers if one.telling.outlet],
        "source_date": [one.telling.published for one in papers if one.telling.published],
        "source_headline": [one.paper.title for one in papers if one.paper.title],
        "source_original": [one.telling.sources[0].name for one in tellings if one.telling.sources],
        "deaths_unknown": best, "best": best, "high": max(dead), "low": min(dead), **_date(told), **_where(told),
    }  # fmt: skip
    return [cells.get(name) for name in COLUMNS]


def _write(rows: Iterator[Happened], path: Path) -> None:
    with written(path) as stream:
        stream.write(csv_line(COLUMNS))
        for happened in rows:
            stream.write(csv_line(_line(happened)))


FORMAT: Final = Format(
    "ucdp", "UCDP-GED-shaped", "happenings", ".csv", columns=COLUMNS, refused=_refused, write=_write,
    says={
        "id": "id", "happening": "id", "type": "only ASSAULT is written", "status": "only `happened` is written",
        "date_from": "date_start", "date_to": "date_end", "granularity": "date_prec", "actor_names": "side_a",
        "further_actors": "side_a", "recipient_names": "side_b", "further_recipients": "side_b",
        "place": "where_coordinates", "place_words": "where_description", "coordinates": "latitude, longitude",
        "country": "country", "admin1": "adm_1", "precision": "where_prec", "dead": "low, high, best",
        "reports": "number_of_sources", "outlet": "source_office", "outlets": "source_office",
        "published": "source_date", "title": "source_headline",
    },
    why={
        "sources": "source_original keeps the nearest source, not the chain",
        "denials": "UCDP GED has no field for who denies an event",
        "rival_values": "the range of deaths is kept, not who gives which number",
    },
)  # fmt: skip
