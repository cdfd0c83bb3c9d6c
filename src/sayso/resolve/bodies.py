"""The names of an organisation, a state or a seat of power come in, what it is goes out: country, sectors, known name.

In order: the project's bodies and seats, countries and capitals that act (their government), then the
bodies of the actor table. "Talks with Minsk" makes a capital a government although it takes part in no event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sayso.ground.records import Span

from .gazetteer import gazetteer
from .naming import bare_name
from .registry import Registry
from .wording import ABOVE_STATES, agents

DEALINGS: Final = re.compile(
    r"(?i)\b(?:ties|relations?|relationship|talks|negotiations|dialogue|contacts?|deal|agreement|treaty|alliance|cooperation|"
    r"co-operation|trade|tensions?|pressure|sanctions|war|ceasefire|truce|summit|meetings?|call|differences|standoff|row|dispute|"
    r"message|warning|ultimatum|aid|support|help|patience|demands?|criticism|appeal|visit)\s+"
    r"(?:\w+\s+){0,2}?(?:with|between|against|on|upon|to|from|by|for)\s+(?:[A-Z][\w-]+\s+and\s+)?$"
)
"""Words before a capital that make it the government that sits there."""
LIES_IN: Final = re.compile(r"(?i)\b(?:in|into|near|at|around|outside|across|through|from|of|to)\s+(?:\w+\s+)?$")
DOES: Final = re.compile(
    r"(?:['’]s)?,?\s(?:(?:also|later|then|has|had|have|will|would|could|may|might|did|does|repeatedly|long)\s)*(?:not\s)?"
    r"(?:is|was|were|says?|said|told|insist|accus|reject|den(?:y|ied)|warn|want|condemn|announc|call|summon|expel|recall|"
    r"protest|respond|react|threaten|demand|ask|urg|back|support|agree|refus|impos|lift|send|sent|suspend|vow|pledg|offer|claim|view|"
    r"consider|recogni|welcom|prais|criticis|criticiz|blam|sees|regard|fear|hop|plan|order|promis|withdr|broke|cut|"
    r"launch|began|begin|fire|test|deploy|held|hold|made|makes|took|takes|gave|gives|severed|seeks?|sought|maintain|describ|propos|signal|remain|continu|aware|ready|prepared)\w*\b"
)
"""What a government does that a town does not, right after the capital's name."""


@dataclass(frozen=True, slots=True)
class Identified:
    """What a body is: `name` its known name, `rule` how it was found."""

    name: str
    country: str | None
    sectors: tuple[str, ...]
    wikidata: str | None
    rule: str


def is_government(mentions: tuple[Span, ...], text: str) -> bool:
    """Whether words around a mention of a capital speak of the government that sits there.

    >>> said = "a bid to normalize ties with Minsk"
    >>> is_government((Span(29, 34, "Minsk"),), said)
    True
    """
    return any(_deals(text[max(0, span.start - 60) : span.start], text[span.end : span.end + 60]) for span in mentions)


def _deals(before: str, after: str) -> bool:
    if DEALINGS.search(before):
        return True
    return DOES.match(after) is not None and not LIES_IN.search(before)


def identify_body(names: tuple[str, ...], kind: str, table: Registry, *, acts: bool) -> Identified | None:
    """What the names stand for; `None` when no table holds them.

    Args:
        names: The wordings of its mentions, without pronouns.
        kind: Kind of the entity.
        table: The actor table.
        acts: Whether it acts, so that a town is its government.
    """
    bare = [bare_name(name) for name in names]
    for name in bare:
        found = _listed(name, acts=acts) or _state(name, acts=acts)
        if found:
            return found
    if kind in ("GPE", "LOC", "FAC", "PER"):
        return None
    for name in bare:
        body = table.body(name) if len(name) > 2 and re.match(r"(?:al-|el-)?[A-Z]", name) else None
        if body and not (name.isupper() and len(name) < 3):
            return Identified(body.name, body.country, body.sectors, body.wikidata, "body-of-the-table")
    return None


def _listed(name: str, *, acts: bool) -> Identified | None:
    listed, known = agents(), gazetteer()
    if name in listed.bodies:
        code = listed.bodies[name]
        return Identified(name, code, ABOVE_STATES.get(code, ()), None, "body")
    if name in listed.seats and (acts or name not in known.places):
        country, sector = listed.seats[name]
        return Identified(name, country, (sector,) if sector else ABOVE_STATES.get(country, ()), None, "seat-of-power")
    return None


def _state(name: str, *, acts: bool) -> Identified | None:
    entries = gazetteer().places.get(name)
    if not entries:
        return None
    what, code = entries[0]
    country = gazetteer().countries[code].name
    if not acts:
        return Identified(name if what == "capital" else country, code, (), None, what)
    known = f"Government of {country}" if what == "capital" else country
    return Identified(known, code, ("GOV",), None, f"{what}-acts")
