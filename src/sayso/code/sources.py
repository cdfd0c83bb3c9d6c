"""The words of a source come in, the kind of source goes out."""

from __future__ import annotations

import re

from sayso.ground.records import Kind, SourceKind

PATTERNS: tuple[tuple[SourceKind, re.Pattern[str]], ...] = (
    ("anonymous", re.compile(
        r"\b(sources?|insiders?|unnamed|unidentified|anonym\w+|not (?:to be |being )named|familiar with|people (?:close|briefed)"
        r"|condition of|rumou?rs?|some|many|critics|observers|analysts|experts|it)\b", re.I)),
    ("social", re.compile(r"\b(twitter|tweets?|facebook|telegram|instagram|tiktok|whatsapp|posts?|social media|users?|blog(?:gers?)?)\b", re.I)),
    ("witness", re.compile(r"\b(witness(?:es)?|eyewitness\w*|residents?|bystanders?|survivors?|neighbou?rs?|onlookers|passers-by)\b", re.I)),
    ("media", re.compile(
        r"\b(newspapers?|news agency|agency|broadcaster|television|tv|radio|media|press|magazine|channel|daily|reporters?"
        r"|journalists?|correspondents?|reuters|associated press|ap|afp|tass|xinhua|bbc|cnn)\b", re.I)),
    ("document", re.compile(
        r"\b(reports?|documents?|letters?|memos?|indictment|ruling|verdict|statements?|communiqu[eé]|surveys?|polls?|stud(?:y|ies)"
        r"|law|constitution|records?|files?|decree|resolution|treaty|agreement|court papers|data|figures)\b", re.I)),
    ("official", re.compile(
        r"\b(officials?|ministry|ministers?|government|spokes(?:man|woman|person|people)|president|police|army|military|department"
        r"|secretary|ambassador|embassy|prosecutors?|court|parliament|senators?|governor|mayor|chancellor|general|colonel"
        r"|commander|administration|authorities|council|commission(?:er)?|kremlin|white house|pentagon|chief|deputy)\b", re.I)),
)  # fmt: skip
"""The first that fits decides, save that a personal name is always `named`."""


def kind_of(text: str, kind: Kind | None) -> SourceKind:
    """What kind of source the words name; `kind` is that of its entity, if any."""
    if kind == "PER" and _has_name(text):
        return "named"
    for name, pattern in PATTERNS:
        if pattern.search(text):
            return name
    return "official" if kind == "GPE" else "named"


def _has_name(text: str) -> bool:
    """Whether at least one word that does not open the span is capitalised, or the whole span is one capitalised word."""
    words = text.split()
    return any(word[:1].isupper() for word in words[1:]) or (len(words) == 1 and text[:1].isupper())
