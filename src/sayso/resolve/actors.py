"""Who the actors of a report are: its entities and what surrounds them come in, the same entities resolved go out.

For each: identity (name, Wikidata id, rivals), country, sectors and office, each with the rule that gave it in `why`.
The user's own actors come first, then what the words say, then the table of persons and bodies, and last, for a country
only, what the rest of the report suggests. An actor that nobody knows keeps its words and a local id that is the same
in every report.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Final

from sayso.ground.records import Entity, Span
from sayso.ground.rivals import Rival

from .bodies import identify_body, is_government
from .gazetteer import gazetteer
from .own import OwnActors
from .persons import Asked, Candidate, candidates, settled
from .registry import Known, registry
from .said import Said, said
from .spellings import folded, telling
from .surroundings import Surroundings, survey
from .wording import PRONOUNS, identify, sectors_in

APPOSED: Final = re.compile(r",\s(?P<title>(?:the\s|then\s|former\s)?[A-Za-z][^,.;:()]{4,70})[,.]")
BECAME: Final = re.compile(
    r"\s[^,.;]{0,30}?\b(?:sworn in|inaugurated|took (?:the )?(?:oath|office)|elected|named|appointed|became|is|was)"
    r"\s(?:as\s)?"
    r"(?P<title>(?:the\s)?(?:president|prime minister|premier|chancellor|foreign minister|[a-z]+ minister)\sof\s"
    r"(?:the\s)?"
    r"[A-Z][\w-]+(?:\s[A-Z][\w-]+)*)"
)
CIVILIANS: Final = frozenset("CVL EDU JRN MED AGR LAB BUS REF CRM SOC UAF".split())
OFFICIAL: Final = frozenset(["GOV", "MIL", "COP", "JUD", "LEG", "SPY"])
LOCAL: Final = "local:"
MOST_RIVALS: Final = 5


@dataclass(frozen=True, slots=True)
class Scene:
    """What a report gives for telling who its actors are.

    Args:
        text: Its text.
        day: ISO day of publication, `None` when unknown.
        sentences: Its sentences.
        placed: The country of each resolved place.
        acting: Ids of the entities that act, suffer or speak.
        days: ISO day of an act of each entity, where it has one.
        here: For each entity the countries where its acts took place.
        outlet: Headline and outlet.
        own: The user's own actors.
    """

    text: str = ""
    day: str | None = None
    sentences: Sequence[Span] = ()
    placed: Mapping[Span, str] = field(default_factory=dict)
    acting: frozenset[str] = frozenset()
    days: Mapping[str, str] = field(default_factory=dict)
    here: Mapping[str, Sequence[str]] = field(default_factory=dict)
    outlet: str = ""
    own: OwnActors | None = None


def resolve_actors(entities: Sequence[Entity], scene: Scene) -> tuple[Entity, ...]:
    """The entities of a report with identity, country, sectors and office as far as they can be known.

    >>> from sayso.ground.records import Entity, Span
    >>> text = "Lukashenko spoke to the Russian president."
    >>> him = Entity("n1", "the Russian president", "PER", (Span(20, 41, "the Russian president"),))
    >>> resolved, = resolve_actors([him], Scene(text, day="2020-10-24"))
    >>> resolved.name, resolved.wikidata, resolved.country
    ('Vladimir Putin', 'Q7747', 'RUS')
    """
    parsed = {entity.id: _parsed(entity, scene.text) for entity in entities if entity.kind == "PER"}
    people = [
        name for mentions in parsed.values() if (name := max((one.name for one in mentions), key=len, default=""))
    ]
    around = survey(scene.text, scene.sentences, scene.placed, gazetteer(), outlet=scene.outlet, persons=people)
    first = [_by_words(entity, scene) for entity in entities]
    spoken = frozenset(around.whole) | {entity.country for entity in first if entity.country}
    resolved = [_identified(entity, parsed.get(entity.id, ()), scene, around, spoken=spoken) for entity in first]
    return tuple(_with_id(entity) for entity in _apart(resolved))


def _parsed(entity: Entity, text: str) -> tuple[Said, ...]:
    texts = dict.fromkeys(span.text for span in entity.mentions if span.text.lower() not in PRONOUNS)
    own = [said(words) for words in (*texts, *([entity.name] if entity.name not in texts else []))]
    return (*own, *(one for span in entity.mentions if (one := _apposed(span, text))))


def _beside(entity: Entity, text: str) -> tuple[str, ...]:
    """What stands in apposition to the names of an entity: ", deputy editor of the paper,"."""
    spans = [span for span in entity.mentions if span.text[:1].isupper() and span.text.lower() not in PRONOUNS]
    found = (APPOSED.match(text[span.end : span.end + 90]) for span in spans)
    return tuple(hit["title"] for hit in found if hit and hit["title"][:1].islower())


def _apposed(span: Span, text: str) -> Said | None:
    """What stands in apposition to a name: ", the NATO chief, promised", "sworn in as president of Iran"."""
    if not span.text[:1].isupper():
        return None
    after = APPOSED.match(text[span.end : span.end + 90]) or BECAME.match(text[span.end : span.end + 120])
    one = said(after["title"]) if after else None
    return replace(one, is_whole=False) if one and one.office and not one.name else None


def _by_words(entity: Entity, scene: Scene) -> Entity:
    """What the user's own actors, the bodies and the wording say."""
    names = tuple(
        name
        for name in dict.fromkeys([entity.name, *(m.text for m in entity.mentions)])
        if name.lower() not in PRONOUNS
    )
    given = scene.own.find(names) if scene.own else None
    if given:
        return replace(
            entity, name=given.name, wikidata=given.wikidata, country=given.country, sectors=given.sectors,
            office=given.office,
            why={"identity": "own-actors", "country": "own-actors", "sectors": "own-actors"},
        )  # fmt: skip
    acts = entity.id in scene.acting or is_government(entity.mentions, scene.text)
    if entity.kind != "PER":
        body = identify_body(names, entity.kind, registry(), acts=acts)
        if body:
            worded = identify(entity, acts=acts)
            why = {"identity": body.rule, **({"country": body.rule} if body.country else {})}
            return replace(
                entity, name=body.name, wikidata=body.wikidata, country=entity.country or body.country,
                sectors=entity.sectors or body.sectors or worded.sectors,
                why={**why, **({"sectors": body.rule} if body.sectors else {})},
            )  # fmt: skip
    worded = identify(entity, acts=acts)
    if not worded.sectors:
        worded = replace(worded, sectors=sectors_in(_beside(entity, scene.text)))
    why = {name: "words" for name in ("country", "sectors", "office") if getattr(worded, name)}
    return replace(worded, why=why)


def _identified(
    entity: Entity, mentions: Sequence[Said], scene: Scene, around: Surroundings, *, spoken: frozenset[str]
) -> Entity:
    """The entity with its person, if it is one, and its country at last."""
    if entity.why.get("identity"):
        return entity
    if entity.kind != "PER":
        return _placed(entity, mentions, scene, around)
    home = entity.country or around.country_for(entity.mentions, scene.here.get(entity.id, ()))
    named = next((one.country for one in mentions if one.country), None)
    asked = Asked(
        tuple(mentions),
        scene.days.get(entity.id, scene.day),
        named or _state_only(entity.country),
        home,
        spoken,
        bool(entity.sectors) and CIVILIANS.issuperset(entity.sectors),
    )
    found = candidates(asked, registry())
    best = settled(found)
    rivals = tuple(_rival(one) for one in found[:MOST_RIVALS])
    if best is None:
        return _placed(replace(entity, candidates=rivals), mentions, scene, around)
    return replace(_as_known(entity, best, asked), candidates=rivals)


def _state_only(country: str | None) -> str | None:
    return country if country not in ("IGO", "NGO", "MNC") else None


def _as_known(entity: Entity, best: Candidate, asked: Asked) -> Entity:
    """The entity as the person it is: the words' own country, sectors and office stay."""
    term = best.term
    country = entity.country or (term.country if term else best.known.terms[-1].country)
    day = asked.day or ""
    was = any(one.is_former for one in asked.said) or (term.is_over(day) if term else not _is_to_come(best.known, day))
    known = ("ELI",) if was else (term.sector,) if term else ("GOV",)
    is_told = (was and any(one.is_former for one in asked.said)) or "office-agrees" in best.rules
    why = {"identity": "+".join(best.rules), **dict.fromkeys(("country", "sectors"), "identity"), **entity.why}
    name = asked.name if len(telling(best.known.name)) == 1 and asked.name else best.known.name
    office = entity.office or (term.title.lower() if term and term.title and not was else None)
    return replace(
        entity, name=name, wikidata=best.known.wikidata, country=country,
        sectors=known if is_told and known else entity.sectors or known,
        office=office, why=why,
    )  # fmt: skip


def _is_to_come(known: Known, day: str) -> bool:
    """Whether an office of somebody who holds none begins later."""
    return any((term.first or "") > day for term in known.terms)


def _rival(one: Candidate) -> Rival:
    country = one.term.country if one.term else one.known.terms[-1].country if one.known.terms else None
    office = one.term.title if one.term and one.term.title else None
    return Rival(one.known.name, one.known.wikidata, country, office, one.score, one.rules)


def _placed(entity: Entity, mentions: Sequence[Said], scene: Scene, around: Surroundings) -> Entity:
    """The entity with the country that the report suggests, where its own words name none."""
    if entity.country:
        return entity
    is_official = bool(OFFICIAL.intersection(entity.sectors))
    name = max((one.name for one in mentions), key=len, default="") if is_official else ""
    country = around.country_for(entity.mentions, scene.here.get(entity.id, ()), name)
    return replace(entity, country=country, why={**entity.why, "country": "report"}) if country else entity


def _apart(entities: Sequence[Entity]) -> list[Entity]:
    """Of several entities that are sure to be one person, those found by a bare surname stay open."""
    holders = Counter(entity.wikidata for entity in entities if entity.wikidata and entity.kind == "PER")
    return [
        replace(entity, name=entity.mentions[0].text if entity.mentions else entity.name, wikidata=None,
                why={key: rule for key, rule in entity.why.items() if key != "identity"})
        if entity.wikidata and holders[entity.wikidata] > 1 and "full-name" not in entity.why.get("identity", "")
        and "office" not in entity.why.get("identity", "") else entity
        for entity in entities
    ]  # fmt: skip


def _with_id(entity: Entity) -> Entity:
    """The entity with a key: of Wikidata, of the table, or one of its own that is the same in every report."""
    if entity.wikidata:
        return replace(entity, key=entity.wikidata)
    words = " ".join(folded(entity.name))
    own = entity.country if entity.why.get("country") != "report" else ""
    mark = f"{entity.kind}|{own or ''}|{words}"
    return replace(entity, key=LOCAL + sha256(mark.encode()).hexdigest()[:12])
