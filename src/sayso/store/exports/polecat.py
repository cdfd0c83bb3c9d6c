"""Events come in; lines in the columns of POLECAT go out, tab-separated with a header; only what is told as done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sayso.ground.matters import Identity
from sayso.ground.records import Party
from sayso.store.exports import codes
from sayso.store.exports.cells import tab_line
from sayso.store.exports.drafts import written
from sayso.store.exports.shape import Format
from sayso.store.exports.told import Told


def _side(name: str, who: str) -> dict[str, str]:
    return {
        f"{name} Name": f"names of {who}, joined by `; `", f"{name} Name Raw": f"words of the report for {who}",
        f"Wikipedia {name} ID": "empty: Sayso knows Wikidata ids", f"{name} Title": "empty",
        f"{name} Country": "ISO 3166 alpha-3, or IGO, NGO, MNC", f"{name} COW": "empty",
        f"{name} Sectors": "sectors, joined by `; `", f"Primary {name} Sector": "the first sector of the first",
    }  # fmt: skip


COLUMNS: Final = {
    "Event ID": "id of the telling", "Event Date": "ISO day; empty unless the act is known to the day",
    "Event Type": "event type", "Event Mode": "mode", "Quad Code": "VC, MC, VF or MF",
    "Contexts": "contexts, joined by `; `", **_side("Actor", "those who act"),
    **_side("Recipient", "those acted on"), "Placename": "name of the place",
    "Raw Placename": "words of the report for it", "City": "its name, where it is a town or more exact",
    "District": "its name, where it is a second-level division", "Province": "first-level division",
    "Country": "ISO 3166 alpha-3", "Latitude": "WGS 84 degrees", "Longitude": "WGS 84 degrees",
    "GeoNames ID": "GeoNames id", "Feature Type": "exact, city, admin2, admin1 or country", "Source": "outlet",
    "Publication Date": "as the report has it", "Story People": "empty", "Story Organizations": "empty",
    "Story Locations": "empty", "Language": "language of the report", "Version": "versions of the coder",
}  # fmt: skip


def _party(known: tuple[Identity, ...], named: tuple[Party, ...]) -> list[object]:
    sectors = list(dict.fromkeys(sector for who in known for sector in who.sectors))
    countries = list(dict.fromkeys(who.country for who in known if who.country))
    return [
        [who.name for who in known], [party.span.text for party in named], None, None, countries, None, sectors,
        known[0].sectors[0] if known and known[0].sectors else None,
    ]  # fmt: skip


def _line(told: Told) -> list[object]:
    event, place = told.telling.event, told.telling.event.place
    where: list[object] = [None] * 10
    if place:
        is_town = place.precision in ("exact", "city")
        where = [
            place.name, place.span.text, place.name if is_town else None,
            place.name if place.precision == "admin2" else None, place.admin1, place.country, place.lat, place.lon,
            place.geonameid, place.precision,
        ]  # fmt: skip
    return [
        told.telling.id, codes.day(told), event.type, event.mode, event.quad, event.contexts,
        *_party(told.telling.actors, event.actors), *_party(told.telling.recipients, event.recipients), *where,
        told.telling.outlet, told.telling.published, None, None, None, told.paper.language, told.paper.coder,
    ]  # fmt: skip


def _write(rows: Iterator[Told], path: Path) -> None:
    with written(path) as stream:
        stream.write(tab_line(COLUMNS))
        for told in rows:
            stream.write(tab_line(_line(told)))


def _both(name: str) -> dict[str, str]:
    side = name.capitalize()
    return {
        f"{name}_names": f"{side} Name", f"{name}_words": f"{side} Name Raw", f"{name}_countries": f"{side} Country",
        f"{name}_sectors": f"{side} Sectors", f"further_{name}s": f"{side} Name",
    }  # fmt: skip


FORMAT: Final = Format(
    "polecat", "POLECAT", "events", ".tsv", columns=COLUMNS, refused=codes.not_done, write=_write,
    says={
        "id": "Event ID", "type": "Event Type", "mode": "Event Mode", "quad": "Quad Code", "contexts": "Contexts",
        "date_from": "Event Date", "date_to": "Event Date", "granularity": "by Event Date being there",
        **_both("actor"), **_both("recipient"), "place": "Placename", "geonameid": "GeoNames ID",
        "coordinates": "Latitude, Longitude", "country": "Country", "admin1": "Province", "precision": "Feature Type",
        "outlet": "Source", "published": "Publication Date", "language": "Language", "coder": "Version",
        "status": "only `happened` is written",
    },
    why={
        "sources": "POLECAT has no field for who says so",
        "actor_keys": "Wikidata ids are no titles of Wikipedia",
        "recipient_keys": "Wikidata ids are no titles of Wikipedia",
    },
)  # fmt: skip
