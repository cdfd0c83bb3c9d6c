"""An entity, its report's text and its part in the events come in, the traits that the learnt tables weigh go out.

Traits are short strings: words of its mentions (`w:`), the head of each (`h:`), neighbouring words (`l:`, `r:`), words
in apposition (`a:`), what it does and suffers (`does:`, `gets:`), its kind and what the packaged lists say of it. No
trait tells who it is: what is learnt from invented names must hold for others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from sayso.ground.records import Entity, Event, Span

from .wording import PRONOUNS

TOKEN: Final = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*|\d+")
HEAD_ENDS: Final = re.compile(r"\s(?:of|in|from|at|for|who|which|that|on|near|with|to|against|under|by|inside)\s|[,(:]")
APPOSED: Final = re.compile(r"^,\s(?P<words>[^.;:()\"“]{3,70})")
MOST_MENTIONS: Final = 6
MOST_WORDS: Final = 14
LEFT, RIGHT = 3, 4
"""Words taken from before and after a mention."""

Roles = Mapping[str | Span, Sequence[str]]


def roles_of(events: Sequence[Event]) -> dict[str | Span, list[str]]:
    """What each party does and suffers, by entity and by span."""
    found: dict[str | Span, list[str]] = {}
    for event in events:
        act = f"{event.type}.{event.mode}" if event.mode else event.type
        for role, parties in (("does", event.actors), ("gets", event.recipients)):
            for party in parties:
                for key in (party.span, party.entity):
                    if key is not None:
                        found.setdefault(key, []).extend((f"{role}:{event.type}", f"{role}:{act}"))
        for source in event.sources:
            for one in (source.span, source.entity):
                if one is not None:
                    found.setdefault(one, []).append("says")
    return found


def traits(entity: Entity, text: str, roles: Roles, *, said: Sequence[str]) -> tuple[str, ...]:
    """The traits of an entity, each once.

    Args:
        entity: With kind and mentions.
        text: Its report's text.
        roles: What the entities and spans of the report do and suffer.
        said: What the packaged lists say of it, such as `rule:GOV`.
    """
    spans = [span for span in entity.mentions if span.text.lower() not in PRONOUNS]
    found = dict.fromkeys([f"k:{entity.kind}", *said])
    found.update(dict.fromkeys(f"p:{s.text.lower()}" for s in entity.mentions if s.text.lower() in PRONOUNS))
    shown: dict[str, None] = {}
    for span in spans[:MOST_MENTIONS]:
        if span.text not in shown:
            shown[span.text] = None
            found.update(dict.fromkeys(_of_words(span.text)))
        found.update(dict.fromkeys(_around(span, text)))
    keys: tuple[str | Span, ...] = (entity.id, *entity.mentions)
    for key in keys:
        found.update(dict.fromkeys(roles.get(key, ())))
    if not spans:
        found["bare"] = None
    return tuple(found)


def _of_words(mention: str) -> Iterator[str]:
    words = [word.lower() for word in TOKEN.findall(mention)][:MOST_WORDS]
    yield from (f"w:{_plain(word)}" for word in words)
    yield from (f"b:{_plain(one)} {_plain(two)}" for one, two in pairwise(words))
    cut = HEAD_ENDS.search(mention, 1)
    head = TOKEN.findall(mention[: cut.start()] if cut else mention)
    if head:
        yield f"h:{_plain(head[-1].lower())}"
        yield f"opens:{'Name' if head[0][:1].isupper() and len(head) > 1 else _plain(head[0].lower())}"
    yield f"shape:{'name' if all(w[:1].isupper() for w in TOKEN.findall(mention)) else 'words'}"


def _plain(word: str) -> str:
    """A word without its possessive ending; all numbers are one."""
    return "0" if word.isdigit() else re.sub(r"['’]s?$", "", word)


def _around(span: Span, text: str) -> Iterator[str]:
    before = re.split(r"[.!?;]\s", text[max(0, span.start - 40) : span.start])[-1]
    after = re.split(r"[.!?;]\s", text[span.end : span.end + 60])[0]
    yield from (f"l:{_plain(word.lower())}" for word in TOKEN.findall(before)[-LEFT:])
    yield from (f"r:{_plain(word.lower())}" for word in TOKEN.findall(after)[:RIGHT])
    apposed = APPOSED.match(text[span.end : span.end + 90])
    if apposed:
        yield from (f"a:{_plain(word.lower())}" for word in TOKEN.findall(apposed["words"])[:8])
    leading = re.search(r"([^.;:()\"“,]{3,60}),\s$", text[max(0, span.start - 64) : span.start])
    if leading and span.text[:1].isupper():
        yield from (f"d:{_plain(word.lower())}" for word in TOKEN.findall(leading[1])[-6:])
