"""Annotated dossiers come in; which of the disputes in their summary lines are found, with whose names, goes out.

    python benchmarks/disputes.py corpus/dossiers B C D --numbers 01-09 --show

All dossiers named go into one world. A dispute of a summary line is found when one found dispute has holders that match
those of two of its sides, each side by another position. Names match when they share a word that tells, or when both
are the outlet or "the report". The table is meant to be read: matching by machine is a first count.
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import sayso
from sayso.ground.matters import Dispute, Statement, Telling
from sayso.ground.records import Record
from sayso.reconcile.words import stem, words_of
from sayso.run.dossiers import Dossier, read_dossiers
from sayso.run.reconciling import World, reconcile, statements, tellings

DULL = frozenset(stem(word) for word in "spokesman spokeswoman official officials local general government".split())


def words(name: str) -> set[str]:
    return {stem(word) for word in words_of(name)} - DULL


def matching(found: Dispute, gold: Mapping[str, Any]) -> int:
    """How many sides of the annotated dispute have a holder in a position of their own."""
    free = list(found.positions)
    count = 0
    for side in gold["sides"]:
        names = [words(name) for name in side["held_by"]]
        hit = next((one for one in free if any(words(h.name) & own for h in one.holders for own in names)), None)
        if hit:
            free.remove(hit)
            count += 1
    return count


def table(dossiers: Iterable[Dossier], world: World) -> Iterator[tuple[str, Mapping[str, Any], Dispute | None]]:
    """Each annotated dispute with the found one that matches two sides or more of it, if any."""
    for dossier in dossiers:
        own = [
            one
            for one in world.disputes
            if all(holder.report.startswith(dossier.id) for side in one.positions for holder in side.holders)
        ]
        for gold in dossier.disputes:
            best = max(own, key=lambda one: matching(one, gold), default=None)
            yield dossier.id, gold, best if best and matching(best, gold) >= 2 else None


def coded(dossier: Dossier, kept: Path | None, coder: sayso.Coder) -> list[Record]:
    path = kept / f"{dossier.id}.pkl" if kept else None
    if path and path.exists():
        return list(pickle.loads(path.read_bytes()))
    return [coder.code(one.report) for one in dossier.reports]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("letters", nargs="+")
    parser.add_argument("--numbers", default="01-09", help="first and last number of the dossiers")
    parser.add_argument("--records", type=Path, help="folder with coded records")
    parser.add_argument("--show", action="store_true", help="print every dispute, found and missed")
    chosen = parser.parse_args()
    first, last = map(int, chosen.numbers.split("-"))
    names = [f"{letter}{number:02d}" for letter in chosen.letters for number in range(first, last + 1)]
    paths = [path for name in names if (path := chosen.folder / f"{name}.jsonl").exists()]
    dossiers = [dossier for path in paths for dossier in read_dossiers(path)]
    coder = sayso.load(threads=1)
    told: list[Telling] = []
    said: list[Statement] = []
    for dossier in dossiers:
        for record in coded(dossier, chosen.records, coder):
            told += tellings(record, report=record.report.id)
            said += statements(record, report=record.report.id)
    world = reconcile(told, statements=said)
    rows = list(table(dossiers, world))
    for name, gold, found in rows if chosen.show else ():
        print(name, "FOUND " if found else "missed", gold["about"], [side["held_by"] for side in gold["sides"]])
        for side in found.positions if found else ():
            print("       ", found.question if found else "", side.position[:70], [one.name for one in side.holders])
    hits = sum(found is not None for _, _, found in rows)
    print(f"{hits} of {len(rows)} annotated disputes found; {len(world.disputes)} disputes in all")


if __name__ == "__main__":
    main()
