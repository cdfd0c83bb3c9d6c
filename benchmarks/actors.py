"""Annotated dossiers and the rows that the program makes of their texts come in, how well actors are placed goes out.

Measured are the annotated actors and recipients: the names that take part in an annotated event. One is found where an
entity of the program shares half of a mention with it; country and sector are judged on those found. A sector is
right where
one of those annotated is given, or none is annotated and none given; `exact` asks for the same set.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sayso.ground.records import Span
from sayso.run.dossiers import Annotated, Name, read_dossiers

Row = dict[str, Any]
LETTERS = "ABCDEFGH"


def held_out(root: Path) -> list[Annotated]:
    """The reports of the dossiers kept for development: the tenth and eleventh of the first letters."""
    files = [root / "corpus" / "dossiers" / f"{letter}{number}.jsonl" for letter in LETTERS for number in (10, 11)]
    return [report for file in files for dossier in read_dossiers(file) for report in dossier.reports]


def measured(root: Path, coded: Callable[[Iterable[Mapping[str, Any]]], list[Row]]) -> dict[str, float]:
    """The figures of the program on the held-out dossiers; `coded` gives its rows."""
    reports = held_out(root)
    rows = coded(as_input(report) for report in reports)
    return scored(reports, rows)


def as_input(report: Annotated) -> dict[str, Any]:
    """What a user would give the program of a report: nothing of its annotations."""
    one = report.report
    return {"id": one.id, "text": one.text, "title": one.title, "published": one.published, "outlet": one.outlet}


def scored(reports: Sequence[Annotated], rows: Sequence[Row]) -> dict[str, float]:
    """Shares of the annotated actors that are found, and of the found ones that are placed right."""
    counts: Counter[str] = Counter()
    for report, row in zip(reports, rows, strict=True):
        for name in actors(report):
            counts["all"] += 1
            entity = match(name, row["entities"])
            if entity is not None:
                counts.update(verdict(name, entity))
    found = counts["found"]
    return {
        "found": ratio(found, counts["all"]),
        **{what: ratio(counts[what], found) for what in ("country", "sector", "sector exact")},
        "another country given": ratio(counts["another country given"], found),
    }


def actors(report: Annotated) -> list[Name]:
    """The names that act or suffer in an annotated event."""
    parties = {span for act in report.acts for span in (*act.actors, *act.recipients)}
    return [name for name in report.names if parties & set(name.mentions)]


def match(name: Name, entities: Sequence[Row]) -> Row | None:
    """The entity that shares most mentions with the name; of several the first."""
    shared = [
        sum(agree(mention, other) for mention in name.mentions for other in entity["mentions"]) for entity in entities
    ]
    best = max(range(len(entities)), key=lambda i: (shared[i], -i), default=None)
    return entities[best] if best is not None and shared[best] else None


def agree(mention: Span, other: Row) -> bool:
    """Whether two spans share half of the longer."""
    common = min(mention.end, other["end"]) - max(mention.start, other["start"])
    return 2 * common >= max(mention.end - mention.start, other["end"] - other["start"])


def verdict(name: Name, entity: Row) -> list[str]:
    """What is right of a found actor."""
    country, given = name.country or None, entity["country"]
    sectors, told = set(name.sectors), set(entity["sectors"])
    return [
        "found",
        *(["country"] if country == given else []),
        *(["another country given"] if given and country != given else []),
        *(["sector"] if sectors & told or not sectors | told else []),
        *(["sector exact"] if sectors == told else []),
    ]


def ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
