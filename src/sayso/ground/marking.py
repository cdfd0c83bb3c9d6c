"""A record comes in; the pieces that every view of it shows go out: marked runs of its text and short plain phrases.

Both the notebook view and the terminal view draw from here, so that a report looks the same in both. Nothing in
this module knows about colours of a medium, markup or escaping, except `printable`, which takes from hostile text
what could steer a screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Final, Literal

from .records import Claim, Event, Record, Source, Span, Stance, Status

Layer = Literal["content", "source", "cue", "loaded", "anchor"]

SYMBOLS: Final[Mapping[Status, str]] = MappingProxyType(
    {"happened": "✓", "expected": "→", "possible": "?", "wanted": "!", "denied": "✗"}
)
"""A sign for each status, so that no view has to lean on colour alone."""

STANCES: Final[Mapping[Stance, str]] = MappingProxyType(
    {"asserts": "says", "denies": "denies", "wants": "wants", "expects": "expects"}
)
"""The verb that a view prints for each stance."""

CHAIN_NOTE: Final = "nearest source first; “A ← B” is A's word as B passes it on; “the report” is its own voice"
REPORT_VOICE: Final = "the report"
NOTHING: Final = "–"

_STATUS_OF_STANCE: Final[Mapping[Stance, Status]] = MappingProxyType(
    {"denies": "denied", "wants": "wanted", "expects": "expected"}
)
_PRONOUNS: Final = frozenset(
    "he him his himself she her hers herself it its itself they them their theirs themselves who whom whose which "
    "that this these those we us our ours i me my mine you your".split()
)
_SUPERSCRIPTS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_STEERING: Final = frozenset([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `[start, end)` of a report that stand out, in which way, and what there is to say about them.

    `number` is the row of the event in the record (from 1) for an anchor, 0 for all else.
    """

    layer: Layer
    start: int
    end: int
    status: Status | None = None
    note: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """The longest stretch `[start, end)` over which the same marks hold; `ending` are those that stop at its end."""

    start: int
    end: int
    text: str
    marks: tuple[Mark, ...] = ()

    def first(self, layer: Layer) -> Mark | None:
        """The mark of `layer` that holds here, the shortest one where several do."""
        found = [mark for mark in self.marks if mark.layer == layer]
        return min(found, key=lambda mark: mark.end - mark.start) if found else None

    @property
    def ending(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.end == self.end)


def printable(text: str, *, keep_lines: bool = True) -> str:
    r"""`text` with every character that could steer a screen replaced by a visible one, the length unchanged.

    Control characters become their Unicode pictures, direction overrides and lone surrogates the replacement
    character; line ends stay unless `keep_lines` is off.

    Example:
        >>> from sayso.ground.marking import printable
        >>> printable("red \x1b[31m alert")
        'red ␛[31m alert'
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _picture(char, keep_lines=keep_lines) for char in text)


def _picture(char: str, *, keep_lines: bool) -> str:
    point = ord(char)
    if char == "\n":
        return char if keep_lines else " "
    if char in "\t\r\v\f\x85\u2028\u2029":
        return " "
    if point < 0x20:
        return chr(0x2400 + point)
    if point == 0x7F:
        return "␡"
    if 0x80 <= point < 0xA0 or point in _STEERING or 0xD800 <= point < 0xE000:
        return "\N{REPLACEMENT CHARACTER}"
    return char


def superscript(numbers: Iterable[int]) -> str:
    """The numbers as raised digits, joined by a raised dot: 3 and 12 give `³˙¹²`."""
    return "˙".join(str(number).translate(_SUPERSCRIPTS) for number in numbers)


def names(record: Record) -> Mapping[str, str]:
    """The name of each entity of the record by its id."""
    return {entity.id: entity.name for entity in record.entities}


def named(span: Span, entity: str | None, known: Mapping[str, str]) -> str:
    """The words of `span`, and for a pronoun the name behind it: `he (Vitali Shkliarov)`."""
    text = " ".join(span.text.split())
    name = known.get(entity or "", "")
    is_bare = text.casefold() in _PRONOUNS and name and name.casefold() not in _PRONOUNS
    return f"{text} ({name})" if is_bare else text


def according_to(event: Event, known: Mapping[str, str] = MappingProxyType({})) -> str:
    """On whose say-so the event stands, nearest source first: `the spokesman ← The Secretary`, or `the report`."""
    return chain(event.sources, known)


def chain(sources: Sequence[Source], known: Mapping[str, str] = MappingProxyType({})) -> str:
    """The sources of one event as one phrase, nearest first."""
    return " ← ".join(named(hop.span, hop.entity, known) for hop in sources) or REPORT_VOICE


def sentence_for(event: Event, known: Mapping[str, str] = MappingProxyType({})) -> str:
    """Who acts on whom in one line: `Pompeo → Minsk`; a side that the report leaves unsaid is a dash."""
    actors, recipients = actors_of(event, known), recipients_of(event, known)
    return f"{actors} → {recipients}" if event.recipients else actors


def actors_of(event: Event, known: Mapping[str, str] = MappingProxyType({})) -> str:
    """Who acts, as a list in words."""
    return ", ".join(named(party.span, party.entity, known) for party in event.actors) or NOTHING


def recipients_of(event: Event, known: Mapping[str, str] = MappingProxyType({})) -> str:
    """On whom, as a list in words."""
    return ", ".join(named(party.span, party.entity, known) for party in event.recipients) or NOTHING


def deed(event: Event) -> str:
    """What was done: type, mode and the report's own word, then its figures: `COERCE arrest “detained”; dead 3`."""
    kind = f"{event.type} {event.mode}" if event.mode else event.type
    figures = ", ".join(f"{name} {figure.value}" for name, figure in event.quantities.items())
    return f"{kind} “{event.anchor.text}”" + (f"; {figures}" if figures else "")


def where(event: Event) -> str:
    """The place of the event: its resolved name and country, else the report's words for it."""
    place = event.place
    if place is None:
        return NOTHING
    if place.name is None:
        return f"“{place.span.text}”"
    return f"{place.name}, {place.country}" if place.country else place.name


def when(event: Event) -> str:
    """The date or interval of the event, else the report's words for it."""
    time = event.time
    if time is None:
        return NOTHING
    if time.first is None:
        return f"“{time.span.text}”"
    return time.first if time.last in (None, time.first) else f"{time.first} – {time.last}"


def standing(status: Status) -> str:
    """Sign and word of a status: `✗ denied`."""
    return f"{SYMBOLS[status]} {status}"


def speaker(claim: Claim, known: Mapping[str, str] = MappingProxyType({})) -> str:
    """Who makes the claim, in the report's words."""
    return named(claim.source, claim.speaker, known) if claim.source else "somebody unnamed"


def content(claim: Claim) -> str:
    """What the claim says, its parts joined by an ellipsis."""
    return " … ".join(" ".join(span.text.split()) for span in claim.content) or NOTHING


def colour_of(claim: Claim, events: Mapping[str, Event]) -> Status | None:
    """The status that shades a claim's content: of its stance, else the one status of its events, else none."""
    if claim.stance in _STATUS_OF_STANCE:
        return _STATUS_OF_STANCE[claim.stance]
    inside = {events[name].status for name in claim.events if name in events}
    return inside.pop() if len(inside) == 1 else None


def marks(record: Record) -> tuple[Mark, ...]:
    """All that stands out in the text of the record, clipped to it, in order of position."""
    size = len(record.report.text)
    found = {*_marks_of_claims(record), *_marks_of_events(record), *(_mark("loaded", span) for span in record.loaded)}
    whole = (mark for mark in found if 0 <= mark.start < mark.end <= size)
    return tuple(sorted(whole, key=lambda mark: (mark.start, -mark.end, mark.layer, mark.number, mark.note)))


def _mark(layer: Layer, span: Span, *, status: Status | None = None, note: str = "", number: int = 0) -> Mark:
    note = note or ("a loaded word in the report's own voice" if layer == "loaded" else "")
    return Mark(layer, span.start, span.end, status, note, number)


def _marks_of_claims(record: Record) -> Iterator[Mark]:
    known, events = names(record), {event.id: event for event in record.events}
    for claim in record.claims:
        says = f"{speaker(claim, known)} {STANCES[claim.stance]}"
        if claim.source:
            yield _mark("source", claim.source, note=f"{claim.kind} source")
        if claim.cue:
            yield _mark("cue", claim.cue, note=says)
        for span in claim.content:
            yield _mark("content", span, status=colour_of(claim, events), note=says)


def _marks_of_events(record: Record) -> Iterator[Mark]:
    known = names(record)
    for number, event in enumerate(record.events, 1):
        note = f"{number}. {deed(event)}: {sentence_for(event, known)}; {standing(event.status)}"
        note = f"{note}, according to {according_to(event, known)}"
        yield _mark("anchor", event.anchor, status=event.status, note=note, number=number)
        for hop in event.sources:
            yield _mark("source", hop.span, note=f"{hop.kind} source")


def runs(text: str, marked: Sequence[Mark]) -> tuple[Run, ...]:
    """`text` cut wherever a mark starts or ends; the pieces joined are `text` again.

    Example:
        >>> from sayso.ground.marking import Mark, runs
        >>> [run.text for run in runs("He denied it", [Mark("source", 0, 2), Mark("cue", 3, 9)])]
        ['He', ' ', 'denied', ' it']
    """
    edges = sorted({0, len(text), *(mark.start for mark in marked), *(mark.end for mark in marked)})
    waiting = sorted(marked, key=lambda mark: mark.start)[::-1]
    active: list[Mark] = []
    cut: list[Run] = []
    for start, end in pairwise(edges):
        active = [mark for mark in active if mark.end > start]
        while waiting and waiting[-1].start <= start:
            active.append(waiting.pop())
        cut.append(Run(start, end, text[start:end], tuple(active)))
    return tuple(cut)
