"""Figures of an event: its sentence, anchor and type come in; dead, injured, arrested and crowd size as told go out.

Patterns over the stretch of the sentence that no other anchor cuts off; among several figures of one sort the one
nearest to the anchor counts. A figure is whole and exact words of the text: "dozens" and "several" give none, and
"at least 12" gives 12 with its span. Which sorts an event may have follows from its type and mode.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from sayso.ground.records import Quantity, Span

from .numerals import PATTERN, value

SORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "ASSAULT": ("dead", "injured"), "PROTEST": ("size", "dead", "injured"), "MOBILIZE": ("size",),
    "COERCE": ("arrested", "dead", "injured"),
}  # fmt: skip
HOLDING: Final = frozenset({"arrest", "deport"})
"""Modes of COERCE in which people are arrested; those abducted or let go are not."""

_ROUGH = (
    r"(?:(?:at least|more than|fewer than|no fewer than|as many as|up to|some|about|around|nearly|almost|roughly|over"
    r"|another|the|all) )*"
)
_ONE = (
    r"(?P<one>an? (?!(?:number|group|handful|few|series|couple|total|score|dozen|hundred|thousand|further|family"
    r"|protest|rally|mother|father)\b)(?=[a-z])(?!(?:[\w’'-]+ ){1,4}and\b))"
)
_FIGURE = (
    rf"(?P<figure>\b(?i:{PATTERN})\b(?![-–.,]?\d|%| per ?cent|[-–](?:year|day|hour|month|week)"
    r"| (?:days?|hours?|years?|weeks?|months?|times|minutes|metres|meters|km|miles|kilometres|machine)\b"
    r"| (?:January|February|March|April|May|June|July|August|September|October|November|December)\b))"
)
_STOPS = r"(?!(?:and|but|while|when|said|killed|wounded|injured|arrested)\b)"
_GAP = rf"(?:[ ,]+{_STOPS}[\w’'-]+){{0,7}}?"
_BE = (
    r"(?:,? (?:were|was|are|is|have been|has been|had been|been|being|to have been|reported|lay|lightly|badly|seriously"
    r"|then|also|later|shot|left)){0,3}"
)
_KILL = (
    r"(?:kill(?:ed|ing|s)?|behead(?:ed|ing)|murder(?:ed|ing|s)?|execut(?:ed|ing)|slain|slaughter(?:ed|ing)"
    r"|massacr(?:ed|ing)|shot dead|shooting dead|assassinat(?:ed|ing)|claim(?:ed|ing) the lives of|deaths? of)"
)
_HURT = r"(?:wound(?:ed|ing|s)|injur(?:ed|ing)|hurt(?:ing)?|maim(?:ed|ing))"
_HOLD = (
    r"(?:arrest(?:ed|ing|s)?(?: of)?|rearrest(?:ed|ing)|detain(?:ed|ing)|detention of"
    r"|round(?:ed|ing) up|pick(?:ed|ing) up"
    r"|(?:haul|drag|march)(?:ed|ing)(?: off| away)?|led away|jail(?:ed|ing)|imprison(?:ed|ing)"
    r"|seiz(?:ed|ing)|apprehended"
    r"|booked|took|taking|taken|held|holding|locked up|sent to prison)"
)
_CROWD = (
    r"(?:people|women|men|police|policemen|gendarmes|militiamen|servicemen|troops|officers|members|students|villagers"
    r"|residents|activists|detainees|inmates|employees|youths|citizens|editors|monks|ultranationalists|drivers|nurses"
    r"|doctors|reservists|marines|strong|[a-z]{4,}(?:ers|ors))\b"
)
_SHAPES: Final[Mapping[str, tuple[str, ...]]] = {
    "dead": (
        rf"\b{_KILL} {_ROUGH}(?:{_FIGURE}|{_ONE})",
        rf"{_FIGURE}{_GAP}{_BE} (?:{_KILL}|dead\b|died\b|dying\b|deaths\b|lost their lives|fell\b)",
        rf"\btoll(?: [\w’'-]+){{0,5}}? (?:at|to|of|as) {_ROUGH}{_FIGURE}",
    ),
    "injured": (
        rf"\b{_HURT} {_ROUGH}(?:{_FIGURE}|{_ONE})",
        rf"{_FIGURE}{_GAP}{_BE} (?:{_HURT}|treated for)\b",
    ),
    "arrested": (
        rf"\b{_HOLD} {_ROUGH}(?:{_FIGURE}|{_ONE})",
        rf"{_FIGURE}{_GAP}{_BE} (?:{_HOLD}|arrests?\b|detentions\b|in custody|behind bars(?! for))",
    ),
    "size": (rf"{_FIGURE}(?: (?!(?:and|of|to|were|in)\b)[\w’'-]+){{0,3}}? {_CROWD}",),
}
_PATTERNS: Final = {sort: tuple(re.compile(shape) for shape in shapes) for sort, shapes in _SHAPES.items()}
_AGE_BEFORE = re.compile(
    r"\b(?:aged|boy of|girl of|man of|woman of|father of|mother of|page|article|section|number)\s$"
)
_SUM_BEFORE = re.compile(rf"\b(?:{PATTERN}|an?) [\w’'-]+(?: [\w’'-]+)? and $", re.IGNORECASE)
_YEARS = range(1900, 2101)


def find(
    sentence: Span, anchor: Span, *, type: str, mode: str | None = None, others: Sequence[Span] = ()
) -> dict[str, Quantity]:
    """Figures that belong to one event.

    Args:
        sentence: The event's sentence.
        anchor: The event's anchor, inside the sentence.
        type: Event type.
        mode: Event mode.
        others: Anchors of the other events; what lies beyond one is not this event's.

    >>> text = Span(0, 40, "Gunmen killed at least 12 people on Mond.")
    >>> find(text, Span(7, 13, "killed"), type="ASSAULT")["dead"].value
    12
    """
    clause = _clause(sentence, anchor, others)
    found: dict[str, Quantity] = {}
    for sort in SORTS.get(type, ()):
        figures: Sequence[Quantity] = () if sort == "arrested" and mode not in HOLDING else _figures(sort, clause)
        if sort == "size":
            harmed = [figure.span for kind in ("dead", "injured") for figure in _figures(kind, clause)]
            figures = [figure for figure in figures if figure.span not in harmed]
        nearest = min(figures, key=lambda figure: _gap(figure.span, anchor), default=None)
        if nearest:
            found[sort] = nearest
    return found


def _clause(sentence: Span, anchor: Span, others: Sequence[Span]) -> Span:
    """The stretch around the anchor up to the neighbouring anchors of its sentence."""
    left = max((o.end for o in others if sentence.start <= o.start and o.end <= anchor.start), default=sentence.start)
    right = min((o.start for o in others if anchor.end <= o.start and o.end <= sentence.end), default=sentence.end)
    return Span(left, right, sentence.text[left - sentence.start : right - sentence.start])


def _figures(sort: str, clause: Span) -> list[Quantity]:
    found = []
    for pattern in _PATTERNS[sort]:
        for hit in pattern.finditer(clause.text):
            one = hit.groupdict().get("one")
            text = (one or hit["figure"]).rstrip()
            start = hit.start("one" if one else "figure")
            number = 1 if one else value(text)
            before = clause.text[max(0, start - 40) : start]
            if number and number not in _YEARS and not _AGE_BEFORE.search(before) and not _SUM_BEFORE.search(before):
                found.append(Quantity(number, Span(clause.start + start, clause.start + start + len(text), text)))
    return found


def _gap(span: Span, anchor: Span) -> int:
    return max(span.start - anchor.end, anchor.start - span.end, 0)
