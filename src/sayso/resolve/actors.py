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
from .offices import sector_of
from .own import OwnActors
from .persons import Asked, Candidate, candidates, settled
from .registry import Known, registry
from .relations import Parties, relations
from .said import Said, said
from .spellings import folded, telling
from .surroundings import Masthead, Surroundings, Unplaced, survey
from .traits import Roles, traits
from .weighing import NONE, Chances, weights
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
ARMED: Final = frozenset(["REB", "UAF", "CRM", "PRM", "OPP"])
BODIES: Final = frozenset(["IGO", "NGO", "MNC"])
"""What stands in the place of a country for bodies above states."""
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
        roles: What entities and spans do and suffer, as `traits.roles_of` has it.
        parties: Who acts and who is acted on, for each event.
        masthead: Headline and outlet.
        own: The user's own actors.
    """

    text: str = ""
    day: str | None = None
    sentences: Sequence[Span] = ()
    placed: Mapping[Span, str] = field(default_factory=dict)
    acting: frozenset[str] = frozenset()
    days: Mapping[str, str] = field(default_factory=dict)
    here: Mapping[str, Sequence[str]] = field(default_factory=dict)
    roles: Roles = field(default_factory=dict)
    parties: Sequence[Parties] = ()
    masthead: Masthead = field(default_factory=Masthead)
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
    cases, around = cases_of(entities, scene)
    spoken = frozenset(around.whole) | {case.entity.country for case in cases if case.entity.country}
    resolved = [_identified(case, scene, around, spoken=spoken) for case in cases]
    return tuple(_with_id(entity) for entity in _apart(resolved))


@dataclass(frozen=True, slots=True)
class Case:
    """An entity as far as words and tables tell, its mentions parsed, and what else speaks for its country and sectors.

    Args:
        entity: With what its words say.
        mentions: What its mentions say, if it is a person.
        actor: What asks for a country.
        sorts: What sort of actor it is, for the weighing of clues.
        traits: What sectors are weighed by.
    """

    entity: Entity
    mentions: tuple[Said, ...]
    actor: Unplaced
    sorts: tuple[str, ...]
    traits: tuple[str, ...]


def cases_of(entities: Sequence[Entity], scene: Scene) -> tuple[list[Case], Surroundings]:
    """Every entity with what there is to tell who it is, and the countries around them."""
    parsed = {entity.id: _parsed(entity, scene.text) for entity in entities if entity.kind == "PER"}
    names = {key: max((one.name for one in told), key=len, default="") for key, told in parsed.items()}
    people = [name for name in names.values() if name]
    around = survey(scene.text, scene.sentences, scene.placed, masthead=scene.masthead, persons=people)
    first = [_by_words(entity, scene) for entity in entities]
    known = {entity.id: entity.country for entity in first if entity.country and _state_only(entity.country)}
    ties = relations(entities, scene.parties)

    def codes(ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(known[one] for one in ids if one in known)

    worded = {entity.id: entity for entity in first}
    above = tuple(sorted({f"named:{entity.country}" for entity in first if entity.country in BODIES}))
    cases = []
    for entity in first:
        own = entity.id
        inside = [worded[one] for one in ties.within.get(own, ())]
        actor = Unplaced(
            entity.kind, entity.mentions, names.get(own, ""), scene.here.get(own, ()), codes(ties.within.get(own, ())),
            codes(ties.facing.get(own, ())), codes(ties.beside.get(own, ())),
        )  # fmt: skip
        listed = (*_listed(entity, parsed.get(own, ()), acts=own in scene.acting), *above, *_of_those(inside))
        shown = traits(entity, scene.text, scene.roles, said=listed)
        cases.append(Case(entity, parsed.get(own, ()), actor, _sorts(entity, names.get(own, "")), shown))
    return cases, around


def _of_those(inside: Sequence[Entity]) -> tuple[str, ...]:
    """What those who are named inside an entity's mentions are, as traits."""
    sectors = [f"in:{sector}" for entity in inside for sector in entity.sectors]
    return (*sectors, *(f"in:{entity.country}" for entity in inside if entity.country in BODIES))


def _listed(entity: Entity, mentions: Sequence[Said], *, acts: bool) -> tuple[str, ...]:
    """What the packaged lists say of an entity, as traits."""
    offices = [f"office:{sector_of(one.office.key)}" for one in mentions if one.office]
    given = entity.country if entity.country in BODIES else "state" if entity.country else None
    rules = tuple(f"rule:{sector}" for sector in entity.sectors)
    by = f"by:{entity.why.get('sectors', 'none')}"
    return (*rules, *offices, by, *((f"given:{given}",) if given else ()), *(("acts",) if acts else ()))


def _sorts(entity: Entity, name: str) -> tuple[str, ...]:
    """What sort of actor an entity is: its kind, whether it has a name, and on which side of power its words put it."""
    side = (
        "official" if OFFICIAL.intersection(entity.sectors) else "armed" if ARMED.intersection(entity.sectors) else None
    )
    return (entity.kind, *(("named",) if name else ()), *((side,) if side else ("plain",)))


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
    lies_in = None if worded.country else _lies_in(entity, scene)
    return replace(worded, country=worded.country or lies_in, why={**why, **({"country": "place"} if lies_in else {})})


def _lies_in(entity: Entity, scene: Scene) -> str | None:
    """The country of the place that an entity is: a town, a province, a building that the gazetteer knows."""
    if entity.kind not in ("GPE", "LOC", "FAC"):
        return None
    return next((scene.placed[span] for span in entity.mentions if span in scene.placed), None)


def _identified(case: Case, scene: Scene, around: Surroundings, *, spoken: frozenset[str]) -> Entity:
    """The entity with its person, if it is one, and its country and sectors at last."""
    entity = case.entity
    if entity.why.get("identity"):
        return _completed(entity, case, None)
    chances = () if entity.country else weights().country_chances(around.clues(case.actor), case.sorts)
    home = _likely(chances, "country")
    if entity.kind != "PER":
        return _completed(entity, case, home)
    named = next((one.country for one in case.mentions if one.country), None)
    asked = Asked(
        case.mentions,
        scene.days.get(entity.id, scene.day),
        named or _state_only(entity.country),
        entity.country or _likely(chances, "country of an office"),
        spoken,
        bool(entity.sectors) and CIVILIANS.issuperset(entity.sectors),
    )
    found = candidates(asked, registry())
    best = settled(found)
    rivals = tuple(_rival(one) for one in found[:MOST_RIVALS])
    if best is None:
        return _completed(replace(entity, candidates=rivals), case, home)
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


def _completed(entity: Entity, case: Case, home: str | None) -> Entity:
    """The entity with the sectors that its traits suggest and, where its words name none, the country of the report."""
    sectors = _weighed(entity, case)
    if sectors != entity.sectors:
        entity = replace(entity, sectors=sectors, why={**entity.why, "sectors": "weighed"})
    if entity.country:
        return entity
    body = _likely(weights().bodies.chances(case.traits), "body")
    country = body if body and body != NONE else home
    rule = "weighed" if body and body != NONE else "report"
    return replace(entity, country=country, why={**entity.why, "country": rule}) if country else entity


def _weighed(entity: Entity, case: Case) -> tuple[str, ...]:
    """Sectors by traits, unless a table tells who it is, or its words tell and the traits are not sure of another."""
    if entity.why.get("identity") or entity.country in BODIES:
        return entity.sectors
    believed = weights().believed
    chances = weights().sectors.chances(case.traits)
    first, chance = chances[0]
    if chance < believed["other sector" if entity.sectors else "sector"] or first in entity.sectors:
        return entity.sectors
    if first == NONE:
        return ()
    second, other = chances[1]
    return (first, second) if second != NONE and other >= believed["second sector"] else (first,)


def _likely(chances: Chances, what: str) -> str | None:
    """The likeliest code, where its probability is that from which the table believes such a thing."""
    return chances[0][0] if chances and chances[0][1] >= weights().believed[what] else None


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
