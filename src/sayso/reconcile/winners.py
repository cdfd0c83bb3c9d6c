"""A text comes in, who is said in it to have won an election goes out, with the characters that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_NAME = r"(?P<who>[A-Z][\w-]*\w(?: (?:(?:de|da|dos|van|von|bin|al|el) )?(?:al-)?[A-Z][\w-]*\w)*)"
_CONTEST = re.compile(
    r"\b(?:election|vote|ballot|poll|polls|presiden\w+|referendum|run-?off|round|seats?|parliament\w*)\b", re.I
)
_WON: Final = (
    re.compile(
        _NAME + r"(?:,[^,.]{1,60},)? (?:has |had |have )?(?:clearly |narrowly |comfortably )?(?:won|(?:was|had been) "
        r"(?:re-?)?elected|is the (?:rightful |real |true )?winner|secured (?:a|his|her) \w+ term)\b"
    ),
    re.compile(_NAME + r"['’]s? (?:[\w-]+ ){0,2}(?:victory|re-?election|triumph)\b"),
    re.compile(
        r"\b(?:declared|proclaimed|recogni[sz]ed|named|announced) "
        + _NAME
        + r" (?:as )?(?:the |its )?(?:winner|victor|president|president-elect)\b"
    ),
    re.compile(r"\b(?:victory|win|triumph) (?:of|for|by) (?:[a-z]\w* ){0,3}" + _NAME),
)
_NEGATED = re.compile(r"\b(?:not|never|without|if|whether|could|would|may|might|claim\w*)\b[^.]{0,40}$", re.IGNORECASE)


def victories(text: str) -> Iterator[tuple[str, int, int]]:
    """Each winner named in the text, with the characters `[start, end)` from the name to the word of winning."""
    for pattern in _WON:
        for found in pattern.finditer(text):
            start, end = found.start("who"), max(found.end(), found.end("who"))
            before, after = sentence_around(text, start, end)
            if _CONTEST.search(text[before:after]) and not _NEGATED.search(text[before:start]):
                yield found["who"].removesuffix("'s").removesuffix("’s"), min(start, found.start()), end


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The characters from the last full stop before `start` to the first after `end`."""
    before = text.rfind(". ", 0, start)
    after = text.find(". ", end)
    return (before + 2 if before >= 0 else 0), (after + 1 if after >= 0 else len(text))
