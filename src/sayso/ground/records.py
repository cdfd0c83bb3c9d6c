"""The nouns of Sayso as frozen records: what crosses from one room to the next.

In: nothing (this module imports no room). Out: the records themselves and the JSON object of DESIGN's output
contract that `Record.to_json` gives. Every offset is a half-open range of Unicode code points in `Report.text`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any, Literal

from .rivals import Rival

Status = Literal["happened", "expected", "possible", "wanted", "denied"]
Stance = Literal["asserts", "denies", "wants", "expects"]
Kind = Literal["PER", "ORG", "GPE", "LOC", "FAC", "GROUP"]
SourceKind = Literal["named", "official", "anonymous", "document", "media", "social", "witness"]
Granularity = Literal["day", "week", "month", "quarter", "year", "decade", "century", "range"]
Precision = Literal["exact", "city", "admin2", "admin1", "country"]
Role = Literal["actor", "recipient", "place", "time", "source"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters `[start, end)` and the text it covers."""

    start: int
    end: int
    text: str

    def to_json(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "text": self.text}

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Report:
    """One published text. `published` is an ISO date or date-time, `None` when it is not known."""

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    byline: str | None = None

    @property
    def sha256(self) -> str:
        """Digest of the text as kept, in UTF-8."""
        return sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def span(self, start: int, end: int) -> Span:
        return Span(start, end, self.text[start:end])

    def to_json(self) -> dict[str, Any]:
        keys = ("id", "outlet", "url", "title", "byline", "published", "language", "sha256")
        return {key: getattr(self, key) for key in keys}


@dataclass(frozen=True, slots=True)
class Rejected:
    """A source that could not be coded: where it came from, a stable code, what is wrong and the way out."""

    source: str
    code: str
    message: str
    hint: str

    def to_json(self) -> dict[str, Any]:
        return {"rejected": asdict(self)}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a report. `head` is the index of its governor in `Reading.words`, its own index at a root."""

    start: int
    end: int
    pos: str
    head: int
    relation: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters `[start, end)`, words `[first, last)` of `Reading.words`."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch that names somebody or something. Mentions of one `cluster` name the same."""

    span: Span
    kind: Kind
    cluster: int
    probability: float


@dataclass(frozen=True, slots=True)
class Link:
    """From an anchor to a span that plays a role in its event."""

    role: Role
    span: Span
    probability: float


@dataclass(frozen=True, slots=True)
class Anchor:
    """The word that names an act, what kind of act (`types`: shares), how the telling commits to it, who takes part."""

    word: int
    span: Span
    type: str
    mode: str | None
    status: Status
    contexts: tuple[str, ...]
    links: tuple[Link, ...]
    probability: float
    statuses: Mapping[str, float] = field(default_factory=dict)
    types: Mapping[str, float] = field(default_factory=dict)

    def spans(self, role: Role) -> tuple[Span, ...]:
        return tuple(link.span for link in self.links if link.role == role)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that signal attribution, with the source and the content spans linked to them."""

    span: Span
    stance: Stance
    source: Span | None
    content: tuple[Span, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the language room saw in one report."""

    report: Report
    sentences: tuple[Sentence, ...]
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    anchors: tuple[Anchor, ...]
    cues: tuple[Cue, ...]
    loaded: tuple[Span, ...] = ()

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence that holds the character at `offset`, else of the last one that starts before it."""
        low, high = 0, len(self.sentences)
        while low + 1 < high:
            middle = (low + high) // 2
            low, high = (middle, high) if self.sentences[middle].start <= offset else (low, middle)
        return low


@dataclass(frozen=True, slots=True)
class Party:
    """An actor or a recipient: its span and the id of its entity."""

    span: Span
    entity: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {**self.span.to_json(), "entity": self.entity}


@dataclass(frozen=True, slots=True)
class Source:
    """One hop of an attribution chain."""

    span: Span
    entity: str | None
    kind: SourceKind

    def to_json(self) -> dict[str, Any]:
        return {**self.span.to_json(), "entity": self.entity, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Time:
    """A calendar expression: its TIMEX3 `value`, `first`/`last` ISO dates, all `None` while it stays open.

    `why` is the ground on which an event was dated: `linked` by the reading, else what `resolve.dating` weighed most.
    """

    span: Span
    value: str | None = None
    first: str | None = None
    last: str | None = None
    granularity: Granularity | None = None
    why: str | None = None

    def to_json(self) -> dict[str, Any]:
        dates = {"from": self.first, "to": self.last, "granularity": self.granularity, "why": self.why}
        return {**self.span.to_json(), "value": self.value, **dates}


@dataclass(frozen=True, slots=True)
class Place:
    """A named place. Coordinates are WGS 84 degrees; `country` is ISO 3166 alpha-3; all `None` while unresolved."""

    span: Span
    geonameid: int | None = None
    name: str | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    precision: Precision | None = None
    candidates: tuple[Place, ...] = ()

    def to_json(self) -> dict[str, Any]:
        keys = ("geonameid", "name", "lat", "lon", "country", "admin1", "precision")
        return {**self.span.to_json(), **{key: getattr(self, key) for key in keys}}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of an event (dead, injured, arrested, size) as this source gives it."""

    value: int
    span: Span

    def to_json(self) -> dict[str, Any]:
        return {"value": self.value, **self.span.to_json()}


@dataclass(frozen=True, slots=True)
class Event:
    """One act as one report tells it, and on whose say-so. `sources` run nearest first; empty: the report's voice."""

    id: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    status: Status
    historical: bool
    anchor: Span
    sentence: Span
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    place: Place | None
    time: Time | None
    quantities: Mapping[str, Quantity]
    sources: tuple[Source, ...]
    score: float
    quad: str
    probability: float
    why_null: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        time = self.time.to_json() if self.time else None
        if time:
            del time["value"]
        return {
            "id": self.id, "type": self.type, "mode": self.mode, "contexts": list(self.contexts),
            "status": self.status, "historical": self.historical, "anchor": self.anchor.to_json(),
            "sentence": {"start": self.sentence.start, "end": self.sentence.end},
            "actors": [party.to_json() for party in self.actors],
            "recipients": [party.to_json() for party in self.recipients],
            "place": self.place.to_json() if self.place else None, "time": time,
            "numbers": {name: figure.to_json() for name, figure in self.quantities.items()},
            "sources": [source.to_json() for source in self.sources],
            "score": self.score, "quad": self.quad, "probability": round(self.probability, 4),
            "why_null": dict(self.why_null),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """An attributed statement or state of mind. `speaker` is an entity id, `events` the ids of events inside it."""

    id: str
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    stance: Stance
    speaker: str | None
    kind: SourceKind
    quoted: bool
    events: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id, "source": self.source.to_json() if self.source else None,
            "cue": self.cue.to_json() if self.cue else None, "content": [span.to_json() for span in self.content],
            "stance": self.stance, "speaker": self.speaker, "kind": self.kind, "quoted": self.quoted,
            "events": list(self.events),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entity:
    """Who or what several mentions of a report name. `country` is ISO 3166 alpha-3 or IGO, NGO, MNC.

    `key` names the same actor in every report: its Wikidata id, else a local id. `candidates` are those whom it may be,
    best first; `why` tells for identity, country, sectors and office the rule that gave them.
    """

    id: str
    name: str
    kind: Kind
    mentions: tuple[Span, ...]
    wikidata: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    key: str | None = None
    candidates: tuple[Rival, ...] = ()
    why: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id, "name": self.name, "kind": self.kind, "wikidata": self.wikidata, "country": self.country,
            "sectors": list(self.sectors), "office": self.office,
            "mentions": [span.to_json() for span in self.mentions],
            "key": self.key, "candidates": [rival.to_json() for rival in self.candidates], "why": dict(self.why),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Versions:
    """What made a row: code, model, codebook and gazetteer."""

    sayso: str
    model: str
    codebook: str
    gazetteer: str


@dataclass(frozen=True, slots=True)
class Record:
    """The attributed record of one report: who did what to whom, when, where, and on whose say-so."""

    report: Report
    events: tuple[Event, ...]
    claims: tuple[Claim, ...]
    entities: tuple[Entity, ...]
    times: tuple[Time, ...]
    places: tuple[Place, ...]
    loaded: tuple[Span, ...]
    versions: Versions | None = None

    def to_json(self) -> dict[str, Any]:
        """The object that `sayso code --format jsonl` prints for this report."""
        places = [
            {**{k: v for k, v in place.to_json().items() if k not in ("admin1", "precision")},
             "candidates": [rival.to_json() for rival in place.candidates]}
            for place in self.places
        ]  # fmt: skip
        return {
            "report": self.report.to_json(), "events": [event.to_json() for event in self.events],
            "claims": [claim.to_json() for claim in self.claims],
            "entities": [entity.to_json() for entity in self.entities],
            "times": [{k: v for k, v in time.to_json().items() if k != "why"} for time in self.times], "places": places,
            "loaded": [span.to_json() for span in self.loaded],
            "versions": asdict(self.versions) if self.versions else None,
        }  # fmt: skip

    def _repr_html_(self) -> str:
        from .display import to_html

        return to_html(self)


@dataclass(frozen=True, slots=True)
class Relation:
    """What one named party does to another in a text; `types` gives the probability of each type."""

    id: str
    type: str
    mode: str | None
    probability: float
    types: Mapping[str, float]

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id, "type": self.type, "mode": self.mode, "probability": round(self.probability, 4),
            "types": {name: round(p, 4) for name, p in self.types.items()},
        }  # fmt: skip
