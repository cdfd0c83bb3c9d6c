"""The nouns of what many reports say together: tellings and statements come in, happenings and their kin go out.

In: nothing but the records of single reports. Out: the records that cross between the reconcile room, the store and
the analyses. A *telling* is one event of one stored report, a *happening* what several tell. All have `to_json`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from .records import Claim, Event, Granularity, Kind, Source, Span, Status

Question = Literal["done", "winner", "perpetrator", "number", "terms", "statement"]
"""What a dispute is about: whether it was done, who won, who did it, how many, what was agreed, whether it is so."""

Condition = Literal[
    "detained", "charged", "convicted", "sanctioned", "in office", "in exile", "deployed", "under curfew",
    "under martial law", "on strike", "ceasefire", "at talks", "recognised",
]  # fmt: skip
"""The kinds of situations."""

Choice = Literal["split", "merge", "undo"]
Grounds = Literal["score", "decision"]
OriginKind = Literal["own", "copied", "credited"]


class Shown:
    """Gives a record its JSON object: every field by its name, nested records likewise, tuples as lists."""

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}  # type: ignore[arg-type]  # each heir is a dataclass


def _plain(value: Any) -> Any:
    if hasattr(value, "to_json"):
        return value.to_json()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return {one.name: _plain(getattr(value, one.name)) for one in fields(value)} if is_dataclass(value) else value


# ---- what reconciling reads -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Identity(Shown):
    """Who or what a party of an event is. `key` is the same in every report; `country` is ISO 3166 alpha-3."""

    key: str
    name: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Telling(Shown):
    """One event of one stored report, with what reconciling needs to know of the rest of the report.

    `id` is the same whenever the same words are coded again (see `telling_id`). `report` is the store's key of the
    report, `version` counts its texts from 1, `origin` names the text it goes back to (its own, or that of a copy).
    `actors`, `recipients` and `sources` (nearest first) run beside those of the event. `sentence` holds the anchor.
    `countries` are those that the report speaks of, best first; `names` its rarest proper names in folded spelling.
    """

    id: str
    report: str
    version: int
    outlet: str | None
    origin: str
    published: str | None
    event: Event
    actors: tuple[Identity, ...]
    recipients: tuple[Identity, ...]
    sources: tuple[Identity, ...]
    sentence: str
    countries: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement(Shown):
    """One claim of one stored report. `tellings` are the ids of the events that it holds, or that it denies.

    `sentence` is the text from the sentence of its cue to the end of its content, `countries` those that the report
    speaks of most, best first.
    """

    id: str
    report: str
    version: int
    outlet: str | None
    origin: str
    published: str | None
    claim: Claim
    speaker: Identity | None
    tellings: tuple[str, ...]
    sentence: str
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imprint(Shown):
    """What tells copies of one text: a sketch of its word shingles and the agencies that it credits.

    `sketch` holds one hash a permutation, empty for texts of a few words; `credits` are outlets in folded spelling.
    """

    report: str
    version: int
    outlet: str | None
    published: str | None
    sketch: tuple[int, ...]
    credits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision(Shown):
    """What a user ruled on a merge; kept for ever and respected by later runs.

    `merge`: all `tellings` are of one happening. `split`: `tellings` are of another happening than `others`; without
    `others`, than all else. `undo`: the decision named by `undoes` counts no longer.
    """

    id: str
    choice: Choice
    at: str
    tellings: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    undoes: str | None = None
    by: str | None = None
    reason: str | None = None


# ---- what reconciling finds -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Origin(Shown):
    """Reports that go back to one text. `id` is the key of the earliest; `reports` are `(report, version)` pairs.

    `likeness` is the least estimated Jaccard similarity that joined them, 1.0 where there is one report only.
    """

    id: str
    kind: OriginKind
    reports: tuple[tuple[str, int], ...]
    credit: str | None = None
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class Holder(Shown):
    """Who holds a position, in which report and at which characters, published when. `key` is `None` where unknown.

    A report's own voice has the outlet's name (or the report's key) and the key `outlet:…`.
    """

    name: str
    key: str | None
    report: str
    version: int
    outlet: str | None
    origin: str
    published: str | None
    span: Span
    via: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Position(Shown):
    """One answer to a question and all who give it; `first` and `last` are dates of publication."""

    position: str
    holders: tuple[Holder, ...]
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Trait(Shown):
    """One field of a happening: `value` where all who tell it agree, else `None` and the rival values with holders."""

    name: str
    value: str | None
    rivals: tuple[Position, ...] = ()


@dataclass(frozen=True, slots=True)
class Member(Shown):
    """One telling of a happening: where it stands and how it commits. `start`, `end` are its anchor's."""

    telling: str
    report: str
    version: int
    start: int
    end: int
    text: str
    outlet: str | None
    origin: str
    published: str | None
    status: Status
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge(Shown):
    """Why two tellings stand in one happening: what agreed, what clashed, and the probability that they are one."""

    one: str
    other: str
    score: float
    agreed: tuple[str, ...]
    clashed: tuple[str, ...]
    grounds: Grounds = "score"


@dataclass(frozen=True, slots=True)
class Happening(Shown):
    """What several tellings tell. `id` is that of its earliest telling (see `happening_id`), and so is each alias.

    `aliases` are the ids that the other members would give: whoever kept an older id finds the happening by them.
    `first` and `last` bound event time (ISO dates, `None` when nobody says), `known_from` is the first publication.
    """

    id: str
    type: str
    mode: str | None
    label: str
    members: tuple[Member, ...]
    traits: tuple[Trait, ...]
    first: str | None
    last: str | None
    granularity: Granularity | None
    known_from: str | None
    reports: int
    outlets: int
    origins: int
    merges: tuple[Merge, ...]
    aliases: tuple[str, ...]

    def trait(self, name: str) -> Trait | None:
        """The field of that name, such as status, actors, recipients, place, time or dead; `None` where nobody says."""
        return next((one for one in self.traits if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Figure(Shown):
    """One number as one source gives it: an entry of the ledger. `quantity` is dead, injured, arrested or size."""

    happening: str
    telling: str
    quantity: str
    value: int
    holder: Holder


@dataclass(frozen=True, slots=True)
class Ledger(Shown):
    """All figures for one quantity of one happening, oldest first; the range is computed from them."""

    happening: str
    quantity: str
    figures: tuple[Figure, ...]
    low: int
    high: int
    latest: int


@dataclass(frozen=True, slots=True)
class Dispute(Shown):
    """Positions on one matter that cannot all be true, with who holds each; never a verdict.

    `happening` is `None` where the matter is no event, such as who won an election.
    """

    id: str
    about: str
    question: Question
    happening: str | None
    positions: tuple[Position, ...]
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Situation(Shown):
    """A state that happenings open and close, as claimed by `holders`.

    `since` and `until` are as precise as told: `2020`, `2020-07` or `2020-07-14`; `None` for `until` means that no
    end is known. `opened_by`, `closed_by` and `demanded_by` are ids of happenings; `demands` are who wants it to end.
    """

    id: str
    condition: Condition
    who: Identity
    by: tuple[Identity, ...]
    country: str | None
    since: str | None
    until: str | None
    opened_by: tuple[str, ...]
    closed_by: tuple[str, ...]
    demanded_by: tuple[str, ...]
    holders: tuple[Holder, ...]
    ended_holders: tuple[Holder, ...] = ()
    demands: tuple[Holder, ...] = ()
    denied_by: tuple[Holder, ...] = ()


def telling_id(report: str, version: int, event: Event) -> str:
    """The id of an event of a stored report: report, version and the characters of its anchor."""
    return f"{report}@{version}:{event.anchor.start}-{event.anchor.end}"


def statement_id(report: str, version: int, claim: Claim) -> str:
    """The id of a claim of a stored report: report, version and its own id there."""
    return f"{report}@{version}:{claim.id}"
