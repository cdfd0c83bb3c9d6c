"""Happenings, or disputes, come in; JSON-LD of schema.org goes out: Event, or ClaimReview without a verdict.

The context is written out (`@vocab`), so that no reader needs a network. Ids are URNs of the store's own ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import quote

from sayso.ground.matters import Identity
from sayso.store.exports import codes
from sayso.store.exports.cells import json_text, web_address
from sayso.store.exports.drafts import written
from sayso.store.exports.shape import Format
from sayso.store.exports.told import Contested, Happened, Paper, Told

Row = TypeVar("Row")
_HEAD: Final = '{"@context": {"@vocab": "https://schema.org/"}, "@graph": ['


def _urn(kind: str, name: str) -> str:
    return f"urn:sayso:{kind}:{quote(name, safe='')}"


def _without_nothing(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value not in (None, [], {})}


def _graph(make: Callable[[Row], Iterator[dict[str, Any]]]) -> Callable[[Iterator[Row], Path], None]:
    def write(rows: Iterator[Row], path: Path) -> None:
        with written(path) as stream:
            stream.write(_HEAD)
            nodes = (node for row in rows for node in make(row))
            for place, node in enumerate(nodes):
                stream.write((",\n" if place else "\n") + json_text(node))
            stream.write("\n]}\n")

    return write


# ---- Event ----------------------------------------------------------------------------------------------------------


def _agent(who: Identity) -> dict[str, Any]:
    kind = {"PER": "Person", "ORG": "Organization", "GPE": "AdministrativeArea"}.get(who.kind or "", "Thing")
    is_wikidata = who.key[:1] == "Q" and who.key[1:].isdigit()
    address = f"http://www.wikidata.org/entity/{who.key}" if is_wikidata else None
    return _without_nothing({"@type": kind, "name": who.name, "sameAs": address})


def _location(told: Told) -> dict[str, Any] | None:
    place = told.telling.event.place
    if place is None or place.name is None:
        return None
    point = (
        {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon} if place.lat is not None else None
    )
    address = {"@type": "PostalAddress", "addressRegion": place.admin1, "addressCountry": place.country}
    known = {"@type": "PropertyValue", "name": "precision", "value": place.precision} if place.precision else None
    same = f"https://sws.geonames.org/{place.geonameid}/" if place.geonameid else None
    return _without_nothing({
        "@type": "Place", "name": place.name, "geo": point, "address": _without_nothing(address),
        "additionalProperty": known, "sameAs": same,
    })  # fmt: skip


def _article(paper: Paper, outlet: str | None, published: str | None) -> dict[str, Any]:
    publisher = {"@type": "Organization", "name": outlet} if outlet else None
    return _without_nothing({
        "@type": "NewsArticle", "headline": paper.title, "url": web_address(paper.url), "publisher": publisher,
        "datePublished": published, "identifier": paper.report,
    })  # fmt: skip


def _event(happened: Happened) -> Iterator[dict[str, Any]]:
    tellings = codes.done(happened)
    told = tellings[0]
    time, event = told.telling.event.time, told.telling.event
    papers = {one.telling.report: one for one in tellings}.values()
    yield _without_nothing({
        "@id": _urn("happening", happened.row.id), "@type": "Event", "name": happened.row.label,
        "description": told.telling.sentence, "additionalType": f"urn:sayso:type:{event.type}",
        "keywords": list(dict.fromkeys((event.type, *([event.mode] if event.mode else []), *event.contexts))),
        "startDate": time and time.first, "endDate": time and time.last, "location": _location(told),
        "actor": [_agent(who) for who in told.telling.actors],
        "about": [_agent(who) for who in told.telling.recipients],
        "subjectOf": [_article(one.paper, one.telling.outlet, one.telling.published) for one in papers],
    })  # fmt: skip


# ---- ClaimReview ----------------------------------------------------------------------------------------------------


def _claim(holder: dict[str, Any], papers: Any) -> dict[str, Any]:
    paper = papers.get((holder["report"], holder["version"]))
    article = _article(paper, holder["outlet"], holder["published"]) if paper else None
    return _without_nothing({
        "@type": "Claim", "author": {"@type": "Thing", "name": holder["name"]},
        "text": (holder["span"] or {}).get("text"),
        "appearance": article, "datePublished": holder["published"],
    })  # fmt: skip


def _reviews(contested: Contested) -> Iterator[dict[str, Any]]:
    row = contested.row
    names = [_urn("dispute", f"{row.id}/{place}") for place in range(1, len(row.positions) + 1)]
    for name, position in zip(names, row.positions, strict=True):
        yield _without_nothing({
            "@id": name, "@type": "ClaimReview", "claimReviewed": f"{row.about}: {position['position']}",
            "author": {"@type": "Organization", "name": "Sayso"}, "reviewAspect": row.question,
            "itemReviewed": [_claim(holder, contested.papers) for holder in position["holders"]],
            "associatedClaimReview": [{"@id": other} for other in names if other != name],
        })  # fmt: skip


EVENT: Final = Format(
    "schema-event", "schema.org Event, JSON-LD", "happenings", ".jsonld", refused=codes.never_done,
    write=_graph(_event),
    columns={
        "@id": "URN of the happening", "name": "the happening in a few words", "description": "earliest sentence",
        "additionalType": "event type", "keywords": "type, mode, contexts", "startDate": "first day",
        "endDate": "last day", "location": "Place with coordinates, GeoNames address and `precision`",
        "actor": "who acts", "about": "on whom", "subjectOf": "reports that have it as done",
    },
    says={
        "id": "@id", "happening": "@id", "label": "name", "sentence": "description", "type": "additionalType",
        "mode": "keywords", "contexts": "keywords", "date_from": "startDate", "date_to": "endDate",
        "place": "location.name", "coordinates": "location.geo", "country": "location.address",
        "admin1": "location.address", "geonameid": "location.sameAs", "precision": "location.additionalProperty",
        "actor_names": "actor", "further_actors": "actor", "actor_keys": "actor.sameAs, where it is of Wikidata",
        "recipient_names": "about", "further_recipients": "about",
        "recipient_keys": "about.sameAs, where it is of Wikidata", "report": "subjectOf", "outlet": "subjectOf",
        "published": "subjectOf", "title": "subjectOf", "url": "subjectOf", "status": "only `happened` is written",
    },
    why={"denials": "an Event has no property for who denies it",
         "sources": "an Event has no property for who says so"},
)  # fmt: skip

CLAIM_REVIEW: Final = Format(
    "claimreview", "schema.org ClaimReview, JSON-LD", "disputes", ".jsonld", write=_graph(_reviews),
    columns={
        "@id": "URN of the dispute and the position", "claimReviewed": "the matter and the position",
        "author": "Sayso", "reviewAspect": "kind of question",
        "itemReviewed": "a Claim for each who holds the position",
        "associatedClaimReview": "the other positions", "reviewRating": "never written: Sayso gives no verdict",
    },
    says={
        "id": "@id", "question": "reviewAspect", "about": "claimReviewed", "positions": "claimReviewed",
        "holders": "itemReviewed.author", "reports": "itemReviewed.appearance", "outlets": "itemReviewed.appearance",
        "published": "itemReviewed.datePublished",
    },
    why={"chains": "a Claim has an author, not a chain", "spans": "a Claim has no characters, only words"},
)  # fmt: skip
