"""The words of a source come in, the kind of source goes out."""

from __future__ import annotations

import re

from sayso.ground.records import Kind, SourceKind

WORDS: tuple[tuple[SourceKind, tuple[str, ...]], ...] = (
    (
        "anonymous",
        (
            r"sources?|insiders?|unnamed|unidentified|anonym\w+|not (?:to be |being )?named|familiar with",
            r"declined to be (?:named|identified)|people (?:close|briefed)|condition of|rumou?rs?|some|many|critics",
            r"observers|analysts|experts|it",
        ),
    ),
    (
        "social",
        (r"twitter|tweets?|facebook|telegram|instagram|tiktok|whatsapp|posts?|social media|users?|blog(?:gers?)?",),
    ),
    (
        "witness",
        (r"witness(?:es)?|eyewitness\w*|residents?|bystanders?|survivors?|neighbou?rs?|onlookers|passers-by",),
    ),
    (
        "media",
        (
            r"newspapers?|news agency|agency|broadcaster|television|tv|radio|media|press|magazine|channel|daily",
            r"reporters?|journalists?|correspondents?|reuters|associated press|ap|afp|tass|xinhua|bbc|cnn",
        ),
    ),
    (
        "document",
        (
            r"reports?|documents?|letters?|memos?|indictment|ruling|verdict|statements?|communiqu[eé]|surveys?|polls?",
            r"stud(?:y|ies)|law|constitution|records?|files?|decree|resolution|treaty|agreement|court papers|data",
            r"figures",
        ),
    ),
    (
        "official",
        (
            r"officials?|ministry|ministers?|government|spokes(?:man|woman|person|people)|president|police|army",
            r"military|department|secretary|ambassador|embassy|prosecutors?|court|parliament|senators?|governor|mayor",
            r"chancellor|general|colonel|commander|administration|authorities|council|commission(?:er)?|kremlin",
            r"white house|pentagon|chief|deputy",
        ),
    ),
)
"""The first kind with a word in the source decides, save that a personal name is always `named`."""

PATTERNS = tuple((kind, re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)) for kind, words in WORDS)


def kind_of(text: str, kind: Kind | None) -> SourceKind:
    """What kind of source the words name; `kind` is that of its entity, if any."""
    if kind == "PER" and _has_name(text):
        return "named"
    for name, pattern in PATTERNS:
        if pattern.search(text):
            return name
    return "official" if kind == "GPE" else "named"


def _has_name(text: str) -> bool:
    """Whether a word after the first is capitalised, or the whole source is one capitalised word."""
    words = text.split()
    return any(word[:1].isupper() for word in words[1:]) or (len(words) == 1 and text[:1].isupper())
