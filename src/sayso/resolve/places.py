"""Place names of a report: its text and mentions come in, each named place goes out, resolved where the table knows it.

Every mention of kind GPE, LOC or FAC that bears a name is a place; names that the mentions miss are found by look-up,
towns only where the words around speak of a place. Nationality words are no places, but they speak for their country.
Names of persons and bodies (Paris Hilton, the Washington Post) hold no places. What the table lacks stays unresolved.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sayso.ground.records import Mention, Place, Precision, Span

from . import atlas
from .atlas import Entry
from .gazetteer import Gazetteer, gazetteer
from .naming import NAME, WORD, asked_of, bare_name, entries, hints_of
from .ranking import DISTRICT, Ranked, rank

ALL_NAME = re.compile(
    r"(?:[Tt]he\s)?[A-ZÀ-Þ][\w’'.-]*(?:\s(?:of|the|and|for|de|al|bin|van|von|la|in|[A-ZÀ-Þ&][\w’'.-]*))*"
)
"""A mention that is a name throughout: "the Bank of England", not "a man from Ohio"."""
PLACE_KINDS = ("GPE", "LOC", "FAC")
GIVEN_NAMES = frozenset(
    "Georgia Jordan Chad Israel Paris Sofia Santiago London Kenya Lima China India Victoria Virginia Carolina Florence "
    "Charlotte Austin Dallas Houston Madison Lincoln Jackson Washington Denver Phoenix Chelsea Brooklyn Sydney "
    "Adelaide Lourdes Nancy Vienna Milan Roma Valencia Dakota Montana Cheyenne Savannah Asia America Alexandria"
    " Orlando".split()
)
PERSON_AFTER = re.compile(
    r"\s(?!Police|Army|Government|National|Supreme|President|Prime|State|Street|Olympics|Peace|County)[A-Z]['’]?[A-Za-z]+"
)
PERSON_BEFORE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Miss|Sir|Senator|Sen|Rep|Judge|President|Gen|General|Capt|Sgt|Gov|Governor)\.?"
    r"|\b(?:Michael|Vernon|Barbara|Jordan|Jack|Eddie|Abraham|Denzel|George|Samuel|Jesse|Andrew))\s$"
)
PART_BEFORE = re.compile(
    r"\b(?:New|Gulf of|Sea of|Bay of|University of|Bank of|Church of"
    r"|Lake|Little|Fort|Mount|Port|West|El|North|South|East)\s$"
)
PART_AFTER = re.compile(
    r"(?:\s(?:Times|Post|University|Street|Avenue|Road|Drive|Airlines|Airways|Herald|Journal|Tribune|Gazette|Star|Sun"
    r"|City FC|United|Island|State\b|College|School|High))|-based\b|\$"
)
PUBLIC_AFTER = re.compile(
    r"(?:\sCounty|\sParish)?\s(?:Police|Sheriff|Mayor|Fire|Council|City|Town|Village|Township|Borough|School|Schools|Board|District"
    r"|Superior|Municipal|Circuit|Elementary|Middle|Junior|High|Public|Regional|Community|Memorial|Coroner|Prosecutor|Attorney"
    r"|Commission|Commissioners?|Commonwealth|Supervisors?|Selectmen|Planning|Zoning|Water|Health|Emergency|Parks|Chamber"
    r"|Department|Dept|Detective|Deputy|Crime|Magistrate|Supreme|Recreation|Area|Valley|Street Superintendent|Ambulance"
    r"|International|Airport|Rescue|Clerk|Judge|Administrator|Historical|Solicitor|Economic|Transit|Division"
    r"|Planned|Downtown|Civic|Senior|Common|County|Parish|Water|Army|Governor|Legislature|Senate|House|Senators?|Sens?\.|Reps?\."
    r"|Highway|Court|Courthouse|State|Bureau|Family|National Guard|General Assembly|Lottery|Housing|Registrar)\b"
)
"""What a public body adds to the name of its place: "the Athens Police Department"."""
PEOPLE_AFTER = re.compile(
    r"(?:['’]s)?\s(?:area\s)?(?:man|woman|men|women|residents?|couples?|teens?|teenagers?|natives?|area|police|officials?|officers?|firefighters?"
    r"|mayor|motorists?|schools?|students?|teachers?|home|house|suburbs?|voters|lawyer|attorney|doctor|businessman|family)\b"
)
"""Who are at home in a place, right after its name."""
HOME_BEFORE = re.compile(
    r"(?:\b\d\d?,|\b(?:residents|people|city|town|village|man|woman|mayor|north|south|east|west|police)) of\s$"
)
DATELINE = re.compile(
    r"(?:^|[.!?\n]\s+)(?P<name>[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{2,30}[A-ZÀ-Þ.])(?=(?:,\s[\w. ]{2,20})?\s?(?:–|—|--|\s-)\s?)"
)
"""A town in capitals at the head of a report: "WINONA — "."""
LOCATING = re.compile(r"(?:\b(?i:in|near|outside|around|at|from|across|to|toward|towards|of|throughout|between)\s)$")
COUNTY = re.compile(r"\s(?:County|Parish)$")
CLOSE_BEFORE = re.compile(r"\b(?i:in|near|outside|around|at|from|downtown|to)\s$")
NO_PLACES: Final = frozenset(
    "January February March April May June July August September October November December Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday Congress Parliament Senate House Christmas Easter Passover Ramadan Hamas Fatah "
    "North South East West Northern Southern Eastern Western Central The This That God Internet President Police "
    "University College School Church Street Court Earth Mars Union Republic State Democrats Twitter Facebook Google "
    "White Justice Superior Naval Faith Mercy Licking Lot Central Metro Capitol First Second Third National Public "
    "Royal Abbas Obama Bush Clinton Lincoln Both Our All Most Some Many One Two May Will Best Post Times Star".split()
)
MOST_RIVALS: Final = 5
BIG_TOWN: Final = 11.5
"""Logarithm of the population from which a town's name is looked for where the mentions miss it: some 100,000."""
PRECISIONS: Final[Mapping[atlas.Sort, Precision | None]] = {
    "country": "country", "region": None, "admin1": "admin1", "admin2": "admin2", "capital": "city", "town": "city",
}  # fmt: skip


def find(text: str, mentions: Sequence[Mention] = (), *, home: str | None = None) -> tuple[Place, ...]:
    """All named places of a text, in order.

    Args:
        text: The report's text.
        mentions: Who and what it names.
        home: The outlet's country, ISO 3166 alpha-3, where known.

    >>> [(p.span.text, p.country, p.precision) for p in find("Mr Jordan flew from Minsk to Jordan.")]
    [('Minsk', 'BLR', 'city'), ('Jordan', 'JOR', 'country')]
    """
    named = [m.span for m in mentions if m.kind in PLACE_KINDS and WORD.search(bare_name(m.span.text))]
    barred = [m.span for m in mentions if m.kind in ("PER", "ORG", "GROUP") and ALL_NAME.fullmatch(m.span.text)]
    spans = list(_outermost(piece for span in named for piece in _pieces(span, text)))
    covered = sorted((*spans, *barred))
    persons = {
        word
        for m in mentions
        if m.kind == "PER" and ALL_NAME.fullmatch(m.span.text)
        for word in WORD.findall(m.span.text)
    }
    known = {bare_name(span.text) for span in spans if entries(bare_name(span.text))}
    seen = _Seen(known, persons, _units_named(text))
    first = [span for span in _missed(text, seen) if not _overlaps(span, covered)]
    seen = replace(seen, names=known | {span.text for span in first})
    spans += [span for span in _missed(text, seen) if not _overlaps(span, covered)]
    held = sorted(spans)
    spans += [span for span in (*_heading(text), *_publicly(text)) if not _overlaps(span, held)]
    return resolve(tuple(sorted(spans)), text, home=home)


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(other.overlaps(span) for other in others)


def resolved(span: Span, text: str) -> Place:
    """The place a span names in its text; only the span is set when the table does not hold it."""
    return resolve((span,), text)[0]


def resolve(spans: Sequence[Span], text: str, *, home: str | None = None) -> tuple[Place, ...]:
    """The places that spans name, each seen beside all others."""
    return tuple(_place(span, options) for span, options in _options(spans, text, home=home).items())


def weighed(spans: Sequence[Span], text: str) -> dict[Span, tuple[tuple[float, Place], ...]]:
    """What each span may name with its points, best first: the best and its rivals."""
    found = _options(spans, text, home=None).items()
    return {span: tuple((s, _as_place(span, entry)) for s, entry in few[: MOST_RIVALS + 1]) for span, few in found}


def _options(spans: Sequence[Span], text: str, *, home: str | None) -> dict[Span, Ranked]:
    table = gazetteer()
    asked = {span: asked_of(span, text, table) for span in spans if not _is_other(bare_name(span.text), span, text)}
    known = {one.name: entries(one.name) for one in asked.values()}
    ranked = rank(Counter(asked.values()), known, hints_of(text, table, home))
    return {span: ranked[asked[span]] if span in asked else () for span in spans}


# ---- what a name stands for ----------------------------------------------------------------------------------------


def _place(span: Span, options: Ranked) -> Place:
    if not options:
        return Place(span)
    best, *rest = [_as_place(span, entry) for _, entry in options[: MOST_RIVALS + 1]]
    return replace(best, candidates=tuple(rest))


def _as_place(span: Span, entry: Entry) -> Place:
    unit = entry.name if entry.sort == "admin1" else atlas.unit(entry.admin1).name if entry.admin1 else None
    precision = PRECISIONS[entry.sort]
    return Place(span, entry.geonameid, entry.name, entry.lat, entry.lon, entry.country, unit, precision)


# ---- where names stand ----------------------------------------------------------------------------------------------


def _pieces(span: Span, text: str) -> Iterator[Span]:
    """A mention "Paris, Texas" as the two names it holds; of a long one the name inside that the table knows."""
    at = span.start
    for part in re.split(r"(,\s+)", span.text):
        if WORD.search(bare_name(part)):
            yield _core(Span(at, at + len(part), part), text)
        at += len(part)


def _core(span: Span, text: str) -> Span:
    """The name in a mention such as "the eastern city of Aleppo"; the mention where the table knows none."""
    if entries(bare_name(span.text)):
        return span
    for hit in NAME.finditer(text, span.start, span.end):
        words = hit.group().split(" ")
        for stop in range(len(words), 0, -1):
            name = bare_name(" ".join(words[:stop]))
            if entries(name) and name not in gazetteer().demonyms and not (stop < len(words) and len(words) < 3):
                return Span(hit.start(), hit.start() + len(name), name)
    return span


def _outermost(spans: Iterable[Span]) -> Iterator[Span]:
    """Those that no other holds: of nested mentions the longest that the table knows, else the longest."""
    last: Span | None = None
    for span in sorted(set(spans), key=lambda s: (s.start, -s.end)):
        if last is None or not last.overlaps(span):
            if last is not None:
                yield last
            last = span
        elif not entries(bare_name(last.text)) and entries(bare_name(span.text)):
            last = span
    if last is not None:
        yield last


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a report shows before the search: names of places, words of persons' names, provinces named."""

    names: set[str]
    persons: set[str]
    units: frozenset[str | int]


def _units_named(text: str) -> frozenset[str | int]:
    """Rows of the provinces whose names, and no country's, stand in the text."""
    names = {bare_name(hit.group().rstrip(",")) for hit in NAME.finditer(text)}
    return frozenset(
        entry.row for name in names for entry in atlas.named(name)
        if entry.sort == "admin1" and entry.use != "other" and (entry.use == "main" or "." in name)
    )  # fmt: skip


def _missed(text: str, seen: _Seen) -> Iterator[Span]:
    """Names of the table as they stand in the text, leftmost and longest, where the words around let them be places."""
    last = 0
    for word in WORD.finditer(text):
        if word.start() < last:
            continue
        span = _longest(text, word.start(), seen)
        if span:
            last = span.end
            yield span


def _publicly(text: str) -> Iterator[Span]:
    """Towns, counties and provinces that open the name of a public body or of an official, leftmost and longest."""
    last = 0
    for word in WORD.finditer(text):
        if word.start() < last or not (hit := NAME.match(text, word.start())):
            continue
        words = hit.group().split(" ")
        for stop in range(len(words), 0, -1):
            name = " ".join(words[:stop]).rstrip(",")
            span = Span(word.start(), word.start() + len(name), name)
            if _is_public(span, text):
                last = span.end
                yield span
                break


def _is_public(span: Span, text: str) -> bool:
    """Whether a name is that of a place and the next word that of a body which such a place has."""
    name = span.text
    if len(name) < 3 or name in NO_PLACES or name in gazetteer().demonyms or not PUBLIC_AFTER.match(text, span.end):
        return False
    if _is_inside_name(text[max(0, span.start - 20) : span.start], ""):
        return False
    return any(entry.use == "main" or "." in name for entry in entries(name))


def _heading(text: str) -> Iterator[Span]:
    """Towns in capitals at the head of a report or a paragraph."""
    for hit in DATELINE.finditer(text):
        if any(entry.use == "main" for entry in entries(hit["name"])):
            yield Span(hit.start("name"), hit.end("name"), hit["name"])


def _longest(text: str, start: int, seen: _Seen) -> Span | None:
    table = gazetteer()
    if name := table.at(text, start, WORD.match(text, start).end()):  # type: ignore[union-attr]  # a word starts here
        span = Span(start, start + len(name), name)
        if name in table.demonyms and name not in table.places:
            return None
        if name in table.places:
            return None if _is_adjective(name, span, text, table) or _is_other(name, span, text) else span
    hit = NAME.match(text, start)
    if hit is None:
        return None
    words = hit.group().split(" ")
    for stop in range(len(words), 0, -1):
        name = re.sub(r"['’]s?$", "", " ".join(words[:stop]).rstrip("-"))
        is_short = "." in name[:-1] or any(entry.use == "short" for entry in atlas.named(name))
        name = name if is_short else name.rstrip(".")
        span = Span(start, start + len(name), name)
        if _is_place(span, text, seen):
            return span
    return None


def _is_place(span: Span, text: str, seen: _Seen) -> bool:
    """Whether a name that no mention covers stands for a place: by what bears it and by the words around."""
    name, before, after = span.text, text[max(0, span.start - 20) : span.start], text[span.end : span.end + 24]
    if len(name) < 3 or name in NO_PLACES or name in gazetteer().demonyms or _is_other(name, span, text):
        return False
    if _is_inside_name(before, "" if name in seen.names or COUNTY.search(name) else after):
        return False
    if name in seen.names:
        return True
    found = [entry for entry in entries(name) if entry.use != "other"]
    if not found:
        return False
    is_located = bool(LOCATING.search(before))
    if after[:1] == "," and asked_of(span, text, gazetteer()).within:
        return True
    if seen.persons.intersection(WORD.findall(name)):
        return False
    if any(e.sort in ("region", "admin1") or (e.sort == "admin2" and DISTRICT.search(name)) for e in found):
        return name not in GIVEN_NAMES or is_located
    if any(e.admin1 in seen.units for e in found) and re.search(r"[\w,]\s$", before) and name not in GIVEN_NAMES:
        return True
    if PEOPLE_AFTER.match(after) or HOME_BEFORE.search(before):
        return True
    return bool(CLOSE_BEFORE.search(before)) or (max(e.size for e in found) >= BIG_TOWN and name not in GIVEN_NAMES)


def _is_inside_name(before: str, after: str) -> bool:
    """Whether a capitalised word stands right before or after: the name is part of a longer one."""
    return bool(
        re.search(r"(?<![\w’'.-])(?!(?:An?|The)\s)[A-ZÀ-Þ][\w’'.-]*\s$", before) and not LOCATING.search(before)
    ) or bool(re.match(r"\s[A-ZÀ-Þ]|-[A-Za-z]", after))


def _is_adjective(name: str, span: Span, text: str, table: Gazetteer) -> bool:
    """Whether a name that is also a nationality word (US, Myanmar, Kosovo) stands before what it describes."""
    return name in table.demonyms and re.match(r"[\s-][\w]", text[span.end : span.end + 2]) is not None


def _is_other(name: str, span: Span, text: str) -> bool:
    """Whether the words around say that it is part of another name, or a person's."""
    before, after = text[max(0, span.start - 20) : span.start], text[span.end : span.end + 24]
    if PART_BEFORE.search(before) or PART_AFTER.match(after):
        return True
    return name in GIVEN_NAMES and bool(PERSON_AFTER.match(after) or PERSON_BEFORE.search(before))
