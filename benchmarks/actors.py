"""Annotated dossiers and the rows that the program makes of their texts come in, how well actors are placed goes out.

    python benchmarks/actors.py    # also with the countries of the outlets told, as a user may tell them

Measured are the annotated actors and recipients: the names that take part in an annotated event. One is found where an
entity of the program shares half of a mention with it; country and sector are judged on those found. A sector is right
where one of those annotated is given, or none is annotated and none given; `exact` asks for the same set.

Two things in this are hard on the program, and figures beside the plain ones leave them out. An entity is the one that
shares most mentions, pronouns like names: a chain that lost its pronouns to another answers for that other's country;
`by name` lets names and descriptions decide before pronouns. And the annotators of these dossiers left the sector of
bodies above states open more often than not, while those of the others wrote GOV, as the program does; `but for open
bodies` counts any sector of such a body as right where its country is.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sayso.ground.records import Span
from sayso.run.dossiers import Annotated, Name, read_dossiers

Row = dict[str, Any]
ABOVE_STATES = ("IGO", "NGO", "MNC")
POINTING = frozenset(
    "he she it they him her them his hers its their theirs i me my mine we us our ours you your who whom whose which "
    "that this these those himself herself itself themselves".split()
)
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
            named = match(name, row["entities"], pronoun=0.1)
            if entity is not None and named is not None:
                counts.update(verdict(name, entity))
                counts.update(f"{what} by name" for what in verdict(name, named) if what in ("country", "sector"))
    found = counts["found"]
    return {
        "found": ratio(found, counts["all"]),
        **{what: ratio(counts[what], found) for what in FIGURES},
        "another country given": ratio(counts["another country given"], found),
    }


FIGURES = (
    "country", "country by name", "sector", "sector by name", "sector but for open bodies", "sector exact",
)  # fmt: skip


def actors(report: Annotated) -> list[Name]:
    """The names that act or suffer in an annotated event."""
    parties = {span for act in report.acts for span in (*act.actors, *act.recipients)}
    return [name for name in report.names if parties & set(name.mentions)]


def match(name: Name, entities: Sequence[Row], *, pronoun: float = 1.0) -> Row | None:
    """The entity that shares most mentions with the name, a pronoun counting so much; of several the first."""
    worth = [pronoun if mention.text.lower() in POINTING else 1.0 for mention in name.mentions]
    shared = [
        sum(weight for mention, weight in zip(name.mentions, worth, strict=True) for other in entity["mentions"]
            if agree(mention, other))
        for entity in entities
    ]  # fmt: skip
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
    is_right = bool(sectors & told) or not sectors | told
    is_open = not sectors and country in ABOVE_STATES and country == given
    return [
        "found",
        *(["country"] if country == given else []),
        *(["another country given"] if given and country != given else []),
        *(["sector"] if is_right else []),
        *(["sector but for open bodies"] if is_right or is_open else []),
        *(["sector exact"] if sectors == told else []),
    ]


def ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def main() -> int:
    """Print the figures, without and with a file of the outlets' countries."""
    import sayso

    root = Path(__file__).resolve().parent.parent
    reports = held_out(root)
    with tempfile.TemporaryDirectory() as folder:
        outlets = Path(folder) / "outlets.toml"
        homes = {one.report.outlet: one.country for one in reports if one.report.outlet and one.country}
        rows = (
            f"[[outlet]]\nname = {json.dumps(name)}\ncountry = {json.dumps(code)}\n" for name, code in homes.items()
        )
        outlets.write_text("".join(rows), "utf-8")
        for told, coder in (("", sayso.load()), (", outlets told", sayso.load(outlets_file=str(outlets)))):
            found = [one.to_json() for one in coder.code_many(one.report for one in reports)]
            for what, value in scored(reports, found).items():
                print(f"{what + told:<44} {value:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
