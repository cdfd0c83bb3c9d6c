"""Events come in; lines in the columns of ICEWS go out: CAMEO acts between a source and a target, with a header."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sayso.ground import codebook
from sayso.ground.matters import Identity
from sayso.store.exports import codes
from sayso.store.exports.cells import tab_line
from sayso.store.exports.drafts import written
from sayso.store.exports.shape import Format
from sayso.store.exports.told import Told

COLUMNS: Final = {
    "Event ID": "id of the telling",
    "Event Date": "ISO day; empty unless the act is known to the day",
    "Source Name": "who acts: the first actor",
    "Source Sectors": "its sectors, in the codes of the codebook",
    "Source Country": "name of its country",
    "Event Text": "type and mode in words",
    "CAMEO Code": "CAMEO code; group 03 for expected cooperation",
    "Intensity": "score of the codebook, -10 to +10",
    "Target Name": "on whom: the first recipient",
    "Target Sectors": "its sectors",
    "Target Country": "name of its country",
    "Story ID": "key and version of the report",
    "Sentence Number": "empty: sentences are not numbered",
    "Publisher": "outlet",
    "City": "name of the place, where it is a town or more exact",
    "District": "name of the place, where it is a second-level division",
    "Province": "first-level division",
    "Country": "name of the country",
    "Latitude": "WGS 84 degrees, of a town or more exact",
    "Longitude": "WGS 84 degrees, of a town or more exact",
}


def _party(who: Identity | None) -> list[str | None]:
    if who is None:
        return [None, None, None]
    return [who.name, ",".join(who.sectors), codes.country_name(codes.actor_country(who))]


def _line(told: Told) -> list[object]:
    event, place = told.telling.event, told.telling.event.place
    is_town = place is not None and place.precision in ("exact", "city")
    kind = codebook.load().type(event.type)
    return [
        told.telling.id, codes.day(told), *_party(codes.first(told.telling.actors)),
        f"{kind.meaning}{f' ({event.mode})' if event.mode else ''}", codes.cameo(told), event.score,
        *_party(codes.first(told.telling.recipients)), f"{told.telling.report}@{told.telling.version}", None,
        told.telling.outlet, place.name if place and is_town else None,
        place.name if place and place.precision == "admin2" else None, place and place.admin1,
        codes.country_name(place.country) if place else None, place.lat if place and is_town else None,
        place.lon if place and is_town else None,
    ]  # fmt: skip


def _write(rows: Iterator[Told], path: Path) -> None:
    with written(path) as stream:
        stream.write(tab_line(COLUMNS))
        for told in rows:
            stream.write(tab_line(_line(told)))


FORMAT: Final = Format(
    "icews", "ICEWS events", "events", ".tsv", columns=COLUMNS, refused=codes.not_in_cameo, write=_write,
    says={
        "id": "Event ID", "date_from": "Event Date", "actor_names": "Source Name", "actor_sectors": "Source Sectors",
        "actor_countries": "Source Country", "type": "Event Text", "mode": "Event Text", "quad": "by the CAMEO code",
        "score": "Intensity", "recipient_names": "Target Name", "recipient_sectors": "Target Sectors",
        "recipient_countries": "Target Country", "report": "Story ID", "outlet": "Publisher", "place": "City",
        "admin1": "Province", "country": "Country", "coordinates": "Latitude, Longitude", "date_to": "Event Date",
        "granularity": "by Event Date being there",
    },
    why={
        "status": "CAMEO holds acts as done; expected cooperation is group 03",
        "sources": "ICEWS has no field for who says so",
    },
)  # fmt: skip
