"""The words of one mention come in, what they say of whom they name goes out: name, office, country, former or not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .gazetteer import gazetteer
from .offices import Office, office_of
from .spellings import PARTICLES

FORMER: Final = re.compile(
    r"(?i)\b(?:former|ex|late|ousted|deposed|one-time|onetime|erstwhile|toppled|disgraced|fugitive|retired)\b"
)
THEN: Final = re.compile(r"(?i)\bthen\b")
TOKEN: Final = re.compile(r"[^\W_](?:[\w.]|['’](?=\w)|-(?=\w))*\.?|[–,]")
ARTICLED: Final = re.compile(r"(?:al|el|as|ad|ul|ar|an|d|l)[-'’][A-Z]")
SHORT: Final = frozenset(["un", "eu", "who", "imf"])
"""Bodies in capitals, else parts of names: the UN, Kim Jong Un."""
RANKS: Final = frozenset(
    "mr mrs ms miss dr sir dame lord lady baroness prof professor gen general lt lieutenant maj major "
    "col colonel capt captain "
    "adm admiral brig brigadier marshal sgt sergeant cmdr commander sen senator rep congressman "
    "congresswoman comrade sheikh "
    "sheik king queen prince princess emperor emir sultan pope ayatollah imam father bishop archbishop cardinal "
    "reverend rabbi judge justice president chancellor premier minister secretary state affairs chairman chairwoman "
    "chairperson leader chief executive counsellor director spokesman spokeswoman spokesperson "
    "ambassador envoy governor mayor speaker "
    "deputy representative commissioner attorney prosecutor head taoiseach interior defence defense "
    "foreign finance treasury justice "
    "health exchequer vice prime party opposition police army navy staff security council press official office house "
    "election candidate un u.n eu e.u nato imf who iaea osce secretary-general director-general "
    "vice-president prosecutor-general attorney-general lawmaker mp citizen activist journalist his her "
    "its their the our".split()
)
"""Words that stand before a name and are no part of it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a mention says.

    Args:
        name: The proper name in it, without titles; empty where there is none.
        office: The office that its title names.
        title: The words of the title.
        country: ISO code of the country it names as the actor's own.
        is_former: Whether the title is told as a past one.
        is_then: "the then-foreign minister": the title held when the act took place.
        is_bare: Whether the mention is nothing but a name.
        is_whole: Whether it is a definite description that says nothing but the office and the country.
    """

    name: str
    office: Office | None
    title: str
    country: str | None
    is_former: bool
    is_then: bool
    is_bare: bool
    is_whole: bool = False


@lru_cache(maxsize=4096)
def said(mention: str) -> Said:
    """What the words of a mention say.

    >>> said("US Secretary of State Mike Pompeo")
    Said(name='Mike Pompeo', office=Office(key='foreign', is_acting=False), title='Secretary of State', country='USA', \
is_former=False, is_then=False, is_bare=False, is_whole=False)
    >>> said("Germany's chancellor, Angela Merkel").name, said("the Russian president").country
    ('Angela Merkel', 'RUS')
    """
    text = re.sub(r"['’]s?$", "", " ".join(mention.split()))
    marked, country = _countries(text)
    tokens = [token.group() for token in TOKEN.finditer(marked)]
    while len(tokens) > 2 and tokens[-1] in ("¤", "of", "the"):
        tokens.pop()
    tokens = tokens if any(token != "¤" for token in tokens) else []
    cut = _name_from(tokens)
    head, name = tokens[:cut], [token for token in tokens[cut:] if token not in (",", "–")]
    if cut == len(tokens) and "," in tokens:
        comma = tokens.index(",")
        early = tokens[:comma]
        if _name_from(early) == 0 and early:
            head, name = tokens[comma + 1 :], early
    before = " ".join(head)
    office, title = _office(head)
    plain = [word for word in head if word not in ("the", "The", ",", "¤", "a", "an")]
    return Said(
        " ".join(name),
        office,
        title,
        country,
        bool(FORMER.search(before)),
        bool(THEN.search(before)),
        not plain and not country,
        bool(office) and not name and _is_whole(text, head, title),
    )


def _countries(text: str) -> tuple[str, str | None]:
    """The text with the names of countries blotted out, and the first of them that is the actor's own."""
    table, found, parts, last = gazetteer(), None, [], 0
    for word in re.finditer(r"(?<![^\W_])[A-ZÀ-Þ][^\W\d_]*", text):
        if word.start() < last:
            continue
        name = table.at(text, word.start(), word.end())
        code = table.country_of(name) if name else None
        stop = word.start() + len(name or "")
        rest = text[stop:]
        if (
            not name
            or not code
            or not re.match(r"(?:s\b|['’]s?)?(?!\w)", rest)
            or _is_forename(text, name, word.start(), rest)
        ):
            continue
        own = not re.search(r"(?i)\b(?:to|for|on|anti|pro)[\s-](?:the\s)?$", text[: word.start()])
        foreign = re.match(r"[-–](?:backed|led|funded|based|born|occupied|controlled|sponsored)", rest)
        if own and not foreign and found is None:
            found = code
        ending = re.match(r"(?:s\b|['’]s?)?", rest)
        parts += [text[last : word.start()], "¤"] if own else [text[last:stop]]
        last = stop + (ending.end() if ending and own else 0)
    return "".join([*parts, text[last:]]), found


def _is_forename(text: str, name: str, start: int, rest: str) -> bool:
    """Whether a country's name is part of a person's: "Chad Wolf", "Michael Jordan"."""
    if name not in ("Chad", "Jordan", "Georgia", "Israel", "Kenya", "Paris", "Sofia", "Santiago"):
        return False
    after = re.match(r"\s([A-Z][a-z]+)(?:\s|$)", rest)
    before = re.search(r"\b([A-Z][a-z]+)\s$", text[:start])
    return bool(after and after[1].lower() not in RANKS) or bool(before and before[1].lower() not in RANKS)


def _name_from(tokens: list[str]) -> int:
    """Index of the first token of the proper name that ends the mention; the number of tokens where none does."""
    start = len(tokens)
    for i in range(len(tokens) - 1, -1, -1):
        word = tokens[i]
        bare = word.rstrip(".").lower()
        is_name = (word[:1].isupper() or ARTICLED.match(word) is not None) and (
            bare not in RANKS or (bare in SHORT and not word.isupper())
        )
        is_link = bare in PARTICLES and bare not in ("the", "of") and start < len(tokens) and i > 0
        if not (is_name or is_link):
            break
        if is_name:
            start = i
    return len(tokens) if start and tokens[start - 1] in ("of", "the", "to", "for", "in") else start


def _office(head: list[str]) -> tuple[Office | None, str]:
    """The office that the longest run of words names, and those words."""
    words = [word for word in head if word != "¤" and not word.endswith(("'s", "’s"))]
    while words and words[-1].lower() in ("of", "the", ","):
        words.pop()
    words = [re.sub(r"(?i)^(?:then|ex)-", "", word) for word in words][-9:]
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size + 1):
            title = " ".join(words[start : start + size])
            office = office_of(re.sub(r"\s*,\s*", ", ", re.sub(r"(?i)^(?:the|then|former)\s+", "", title)))
            if office and not (start and words[start - 1].lower() in ("deputy", "vice", "of")):
                return office, re.sub(r"(?i)^(?:the|then|former)\s+", "", title)
    return None, ""


def _is_whole(text: str, head: list[str], title: str) -> bool:
    """Whether the title, the country and small words are all that a description says."""
    if re.match(r"(?i)(?:an?|one|some|two|several|its|his|her|their|our|another)\s", text):
        return False
    small = {
        "the",
        "¤",
        "of",
        "'s",
        "then",
        "former",
        "ex",
        "current",
        "acting",
        "interim",
        "country",
        "nation",
        "late",
        ",",
    }
    rest = [word for word in head if word.lower() not in small and not word.endswith(("'s", "’s"))]
    said_words = re.findall(r"[\w'’.-]+", title)
    return len(rest) <= len(said_words)
