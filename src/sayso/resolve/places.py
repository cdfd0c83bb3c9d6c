"""Place names of a report: its text and mentions come in, each named place goes out, resolved where the table knows it.

Every mention of kind GPE, LOC or FAC is a place; names of countries and capitals that the mentions miss are found by
look-up. Nationality words are no places. Names that are persons, states or companies as well (Georgia, Jordan, Chad)
resolve only where the words around do not speak against it. What the table does not hold stays unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.ground.records import Mention, Place, Span

from .gazetteer import Gazetteer, What, gazetteer

WORD = re.compile(r"(?<![^\W_])[A-ZÀ-Þ][^\W\d_]*")
PLACE_KINDS = ("GPE", "LOC", "FAC")
GIVEN_NAMES = frozenset(
    {"Georgia", "Jordan", "Chad", "Israel", "Paris", "Sofia", "Santiago", "London", "Kenya", "Lima", "China", "India"}
)
PERSON_AFTER = re.compile(
    r"\s(?!Police|Army|Government|National|Supreme|President|Prime|State|Street|Olympics|Peace)[A-Z]['’]?[A-Za-z]+"
)
PERSON_BEFORE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Miss|Sir|Senator|Sen|Rep|Judge)\.?|\b(?:Michael|Vernon|Barbara|Jordan|Jack|Eddie))\s$"
)
PART_BEFORE = re.compile(
    r"\b(?:New|Gulf of|Sea of|Bay of|University of|Bank of|Lake|Little|Fort|Mount|Port|West|El)\s$"
)
PART_AFTER = re.compile(
    r"(?:\s(?:Times|Post|University|Street|Avenue|Airlines|Airways|Herald|Journal|City FC|Island|State\b))|-based\b"
)
US_GEORGIA = re.compile(
    r"\b(?:Atlanta|Savannah|Augusta|Alabama|Florida|South Carolina|North Carolina|Tennessee|Ga\.|U\.S\. Sen|Macon)"
)
CAUCASUS = re.compile(
    r"\b(?:Tbilisi|Batumi|Ossetia|Abkhazia|Caucasus|Russian?|Armenia|Azerbaijan"
    r"|Georgians?\s(?:president|prime|parliament|opposition|police|government))"
)


def find(text: str, mentions: Sequence[Mention] = ()) -> tuple[Place, ...]:
    """All named places of a text, in order.

    >>> [(p.span.text, p.country, p.precision) for p in find("Mr Jordan flew from Minsk to Jordan.")]
    [('Minsk', 'BLR', 'city'), ('Jordan', 'JOR', 'country')]
    """
    table = gazetteer()
    named = {
        mention.span: mention for mention in mentions if mention.kind in PLACE_KINDS and WORD.search(mention.span.text)
    }
    barred = [mention.span for mention in mentions if mention.kind in ("PER", "ORG", "GROUP")]
    found = {span: resolved(span, text, table) for span in named}
    covered = sorted((*named, *barred))
    for span in _known(text, table):
        if not any(other.overlaps(span) for other in covered):
            found[span] = resolved(span, text, table)
    return tuple(found[span] for span in sorted(found))


def resolved(span: Span, text: str, table: Gazetteer | None = None) -> Place:
    """The place a span names in its text; only the span is set when the table does not hold it."""
    table = table or gazetteer()
    name = bare_name(span.text)
    entries = table.places.get(name)
    if not entries or _is_other(name, span, text):
        return Place(span)
    if name == "Georgia" and US_GEORGIA.search(text) and not CAUCASUS.search(text):
        return Place(span, name=name, country="USA", admin1=name, precision="admin1")
    if name == "Congo" and not re.search(r"Brazzaville", text):
        entries = (("country", "COD"), *entries)
    first, *rest = (_entry(span, what, code, table) for what, code in dict.fromkeys(entries))
    return Place(
        span, None, first.name, first.lat, first.lon, first.country, None, first.precision, tuple(rest)
    )  # fmt: skip


def bare_name(text: str) -> str:
    """A name without its article and possessive ending.

    >>> bare_name("the Netherlands'"), bare_name("Poland’s")
    ('Netherlands', 'Poland')
    """
    return re.sub(r"['’]s?$", "", re.sub(r"^[Tt]he\s+", "", re.sub(r"\s+", " ", text.strip())))


def _entry(span: Span, what: What, code: str, table: Gazetteer) -> Place:
    country = table.countries[code]
    name = bare_name(span.text)
    if what == "capital":
        return Place(span, name=name, country=code, precision="city")
    return Place(span, name=country.name, lat=country.lat, lon=country.lon, country=code, precision="country")


def _known(text: str, table: Gazetteer) -> Iterator[Span]:
    """Names of the table as they stand in the text, leftmost and longest."""
    last = 0
    for word in WORD.finditer(text):
        start = word.start()
        if start < last:
            continue
        name = table.at(text, start, word.end())
        if not name:
            continue
        last = start + len(name)
        span = Span(start, last, name)
        if name in table.places and not _is_adjective(name, span, text, table) and not _is_other(name, span, text):
            yield span


def _is_adjective(name: str, span: Span, text: str, table: Gazetteer) -> bool:
    """Whether a name that is also a nationality word (US, Myanmar, Kosovo) stands before what it describes."""
    return name in table.demonyms and re.match(r"[\s-][\w]", text[span.end : span.end + 2]) is not None


def _is_other(name: str, span: Span, text: str) -> bool:
    before, after = text[max(0, span.start - 20) : span.start], text[span.end : span.end + 24]
    if PART_BEFORE.search(before) or PART_AFTER.match(after):
        return True
    return name in GIVEN_NAMES and bool(PERSON_AFTER.match(after) or PERSON_BEFORE.search(before))
