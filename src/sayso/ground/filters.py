"""The filters of all queries, declared in one place: their names come out with what they take, do and fit.

The command line, the Python calls and their page are made from this; `sayso.store.filters` knows the condition of each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

RowKind = Literal["reports", "events", "claims", "happenings", "disputes", "numbers", "situations", "entities"]
ROW_KINDS: Final[tuple[RowKind, ...]] = get_args(RowKind)
Takes = Literal["texts", "codes", "day", "moment", "count", "probability", "flag"]


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter.

    Args:
        name: Its name as keyword argument.
        takes: `texts` and `codes` take several values, which are alternatives; the others take one.
        metavar: What its value is called in help.
        help: What it asks for, as one sentence.
        kinds: The rows that it fits; every kind of row, if there are none.
    """

    name: str
    takes: Takes
    metavar: str
    help: str
    kinds: tuple[str, ...] = ()

    @property
    def option(self) -> str:
        """Its name on the command line."""
        return "--" + self.name.replace("_", "-")


def _filter(name: str, takes: Takes, metavar: str, help: str, *kinds: str) -> Filter:
    return Filter(name, takes, metavar, help, tuple(kind for part in kinds for kind in part.split()))


FILTERS: Final = (
    _filter(
        "actor", "texts", "NAME", "Acts: a part of its name, or its Wikidata id or key.",
        "events happenings disputes numbers situations",
    ),
    _filter(
        "recipient", "texts", "NAME", "Is acted on: a part of its name, or its Wikidata id or key.",
        "events happenings disputes numbers situations",
    ),
    _filter(
        "country", "codes", "ISO3", "Country of the place or of a party, ISO 3166 alpha-3.",
        "events claims entities happenings disputes numbers situations",
    ),
    _filter(
        "sector", "codes", "CODE", "Sector of a party: GOV, MIL, OPP, CVL …",
        "events claims entities happenings disputes numbers situations",
    ),
    _filter(
        "type", "codes", "TYPE", "Event type of the codebook: PROTEST, COERCE …",
        "events happenings disputes numbers",
    ),
    _filter("mode", "codes", "MODE", "Mode of the type: arrest, demo …", "events happenings numbers"),
    _filter("context", "codes", "CODE", "What it is about: election, human_rights …", "events happenings numbers"),
    _filter(
        "status", "codes", "STATUS", "happened, expected, possible, wanted or denied; of one telling at least.",
        "events happenings numbers",
    ),
    _filter(
        "source", "texts", "NAME", "Says so: a part of its name, or its key.",
        "events claims happenings disputes numbers situations",
    ),
    _filter(
        "source_kind", "codes", "KIND", "named, official, anonymous, document, media, social or witness.",
        "events claims happenings disputes numbers situations",
    ),
    _filter(
        "outlet", "texts", "NAME", "Published it: a part of the outlet's name.",
        "reports events claims entities happenings disputes numbers situations",
    ),
    _filter(
        "place", "texts", "NAME", "Where: a part of the place's name, or its GeoNames id.",
        "events happenings numbers",
    ),
    _filter("name", "texts", "NAME", "A part of the entity's name, or its Wikidata id or key.", "entities"),
    _filter("stance", "codes", "STANCE", "asserts, denies, wants or expects.", "claims"),
    _filter(
        "question", "codes", "KIND", "What is disputed: done, winner, perpetrator, number, terms or statement.",
        "disputes",
    ),
    _filter("condition", "codes", "STATE", "Which state: detained, sanctioned, ceasefire …", "situations"),
    _filter("quantity", "codes", "NAME", "Which number: dead, injured, arrested or size.", "numbers"),
    _filter(
        "happening", "texts", "ID", "Tells this happening, or belongs to it.",
        "events happenings disputes numbers",
    ),
    _filter("id", "texts", "ID", "Has this id.", "disputes situations"),
    _filter("report", "texts", "ID", "Stands in this report.", "reports events claims entities happenings"),
    _filter(
        "since", "day", "DATE", "Event time from this day on; of reports, claims, entities: publication.",
        "events happenings situations reports claims entities disputes numbers",
    ),
    _filter(
        "until", "day", "DATE", "Event time up to this day; of reports, claims, entities: publication.",
        "events happenings situations reports claims entities disputes numbers",
    ),
    _filter(
        "min_origins", "count", "N", "Told by at least so many independent origins.",
        "happenings disputes numbers situations",
    ),
    _filter("probability", "probability", "P", "At least this probable.", "events happenings"),
    _filter(
        "coder", "texts", "VERSION", "Coded by this version, a part of its name; without, by the newest.",
        "reports events claims entities",
    ),
    _filter("as_of", "moment", "DATE", "As it was known at the end of this day, or at this moment."),
    _filter("history", "flag", "", "Also what was superseded, retracted or withdrawn since."),
)  # fmt: skip
"""Every filter, in the order of the reference page; the clocks, which every query takes, come last."""

BY_NAME: Final[Mapping[str, Filter]] = MappingProxyType({one.name: one for one in FILTERS})


def of_kind(kind: str) -> tuple[Filter, ...]:
    """The filters that rows of a kind take."""
    return tuple(one for one in FILTERS if not one.kinds or kind in one.kinds)
