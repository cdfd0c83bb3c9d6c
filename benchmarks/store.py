"""Measure the store: what adding costs when it is large, what queries cost on a million events, and the memory.

    python benchmarks/store.py            # 100,000 reports, then a million events; some minutes
    python benchmarks/store.py --small    # a tenth of both, to try it out

Reports are synthetic, from a seed: coded records of a few events each, about towns, bodies and days of their own, so
that happenings are as small in a large store as in a small one; what is added lies in years of its own. The large store
is the small one copied under other names, table by table, inside DuckDB; what is measured is always the real
`Store.add` and the real queries.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

from sayso.ground.records import (
    Claim,
    Entity,
    Event,
    Party,
    Place,
    Quantity,
    Record,
    Report,
    Source,
    Span,
    Time,
    Versions,
)
from sayso.ground.settings import settings
from sayso.run.stores import open_store
from sayso.store import layout
from sayso.store.opening import Writer

SEED = 20201024
BASE = 500
EVENTS = 5
VERSIONS = Versions("0.1.0", "synthetic", "plover", "none")
ACTS = (
    ("COERCE", "arrest", "arrested"), ("PROTEST", "demo", "marched"), ("ASSAULT", "firearms", "fired"),
    ("ACCUSE", "disapprove", "criticised"), ("CONSULT", "visit", "visited"), ("SANCTION", "expel", "expelled"),
)  # fmt: skip
NAMED = ("report", "telling", "id", "happening", "statement", "origin", "key", "matter")
"""Columns of names, which a copy gets a suffix to."""


def records(count: int, *, seed: int, prefix: str, year: int = 2020) -> Iterator[Record]:
    """Coded reports, ten a day: each tells a few acts of bodies in towns, and so do two others of that day."""
    random = Random(seed)
    for number in range(count):
        day = date(year, 1, 1) + timedelta(days=number // 10)
        story = Random(f"{seed} {number // 3}")
        yield _record(f"{prefix}{number}", day, story, random)


def _record(name: str, day: date, story: Random, random: Random) -> Record:
    text, events, claims, entities = "", [], [], []
    places = []
    for i in range(1, EVENTS + 1):
        kind, mode, verb = story.choice(ACTS)
        actor, town = f"Body{story.randrange(5000)}", f"Town{story.randrange(5000)}"
        start = len(text)
        who, matter = random.choice(("aides", "police")), f"{_word(story)} {_word(story)} {_word(story)}"
        text += f"{actor} {verb} {story.randrange(2, 90)} people in {town} over the {matter} on the day, {who} said. "
        sentence = Span(start, len(text) - 1, text[start:-1])
        words = {word: _span(text, word, start) for word in (actor, verb, town, "people", "said", "on the day")}
        home, spot = (f"C{story.randrange(100):02}" for _ in range(2))
        entities.append(Entity(f"n{i}", actor, "ORG", (words[actor],), country=home, sectors=("GOV",), key=actor))
        place = Place(words[town], story.randrange(10**6), town, 50.0, 30.0, spot, None, "city")
        when = day - timedelta(days=story.randrange(3))
        dated = Time(words["on the day"], when.isoformat(), when.isoformat(), when.isoformat(), "day")
        events.append(Event(
            f"e{i}", kind, mode, ("repression",), random.choice(("happened", "happened", "denied")), historical=False,
            anchor=words[verb], sentence=sentence, actors=(Party(words[actor], f"n{i}"),),
            recipients=(Party(words["people"]),), place=place, time=dated,
            quantities={"arrested": Quantity(random.randrange(2, 90), words["people"])},
            sources=(Source(words["said"], None, "official"),), score=-7.0, quad="MF", probability=random.random(),
            why_null={},
        ))  # fmt: skip
        claims.append(Claim(
            f"c{i}", words["said"], words["said"], (sentence,), "asserts", None, "official", quoted=False,
            events=(f"e{i}",),
        ))  # fmt: skip
        places.append(place)
    outlet, address = f"Outlet {random.randrange(40)}", f"https://x.example/{name}"
    report = Report(name, text, f"Title {name}", day.isoformat(), outlet, address)
    return Record(report, tuple(events), tuple(claims), tuple(entities), (), tuple(places), (), VERSIONS)


def _word(random: Random) -> str:
    """A word that hardly any other story has."""
    return "".join(random.choice("bdgklmnprstvz") + random.choice("aeiou") for _ in range(3))


def _span(text: str, word: str, start: int) -> Span:
    at = text.index(word, start)
    return Span(at, at + len(word), word)


def multiplied(path: Path, times: int, *, reports: int) -> None:
    """Copy all rows of the store `times - 1` times, each copy under names of its own; in a process of its own."""
    process = get_context("spawn").Process(target=multiply, args=(path, times, reports))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(process.exitcode)


def multiply(path: Path, times: int, reports: int) -> None:
    """As `multiplied`, in this process; copying takes more memory than a store ever does."""
    with Writer(path, settings=settings(None, store_memory=6000)) as writer:
        for name, columns in layout.TABLES.items():
            if name in ("runs", "batches", "decisions"):
                continue
            shown = ", ".join(_copied(column, hint, reports) for column, hint in columns.items())
            with writer.transaction() as connection:
                source = f"kept.{name}, range(1, {times}) AS t(k)"
                connection.execute(f"INSERT INTO kept.{name} SELECT {shown} FROM {source}")


def _copied(column: str, hint: Any, reports: int) -> str:
    if column in ("block", "band"):
        return f'"{column}" + k * 7919'
    if column == "coding":
        return f'"{column}" + k * {reports}'
    if column == "content" and hint is str:
        return "md5(content || k)"
    if column in NAMED and hint in (str, str | None):
        return f""""{column}" || '~' || k"""
    if column in ("tellings", "aliases", "opened_by", "closed_by"):
        return f"""list_transform("{column}", lambda x: x || '~' || k)"""
    if column == "url":
        return "url || '?' || k"
    return f'"{column}"'


class Figures(dict[str, Any]):
    """What was measured; each is told on standard error as it comes."""

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(name, value)
        print(f"{name}: {value}", file=sys.stderr, flush=True)


def timed(doing: Any) -> tuple[dict[str, float], Any]:
    """Seconds by the clock and of the processor, and what was done; on a busy machine only the latter mean anything."""
    start, spent = time.perf_counter(), time.process_time()
    done = doing()
    took = {"clock": time.perf_counter() - start, "processor": time.process_time() - spent}
    return {name: round(value, 3) for name, value in took.items()}, done


def peak() -> int:
    """The most memory that this process has taken, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


QUERIES: dict[str, tuple[str, dict[str, Any]]] = {
    "events of one actor": ("events", {"actor": "Body77", "limit": 100}),
    "events of a type in a country in a month": (
        "events", {"type": "PROTEST", "country": "C07", "since": "2020-03", "until": "2020-03"}
    ),
    "events denied, as of a day": ("events", {"status": "denied", "as_of": "2020-02-01", "limit": 100}),
    "happenings with two origins": ("happenings", {"min_origins": 2, "limit": 100}),
    "happenings as of a day": ("happenings", {"as_of": "2020-02-01", "since": "2020-01-30", "limit": 100}),
    "numbers of a country": ("numbers", {"country": "C07", "limit": 100}),
    "entities": ("entities", {"limit": 100}),
    "reports of an outlet": ("reports", {"outlet": "Outlet 7", "limit": 100}),
}  # fmt: skip


def measure(folder: Path, *, is_small: bool, turns: int) -> dict[str, Any]:
    base, large = (200, 10_000) if is_small else (BASE, 100_000)
    fresh = 100 if is_small else 1000
    figures = Figures({"reports added": fresh, "reports in the large store": large})
    empty: list[dict[str, float]] = []
    full: list[dict[str, float]] = []
    path = folder / "large.sayso"
    store = open_store(path)
    first = records(base, seed=SEED, prefix="r")
    figures[f"seconds to add {base} to an empty store"] = timed(lambda: store.add(first))[0]
    multiplied(path, large // base, reports=base)
    for turn in range(turns):
        again = list(records(fresh, seed=SEED + 2 + turn, prefix=f"n{turn}-", year=2022 + turn))
        small = open_store(folder / f"empty{turn}.sayso")
        empty.append(timed(lambda to=small, what=again: to.add(what))[0])
        full.append(timed(lambda what=again: store.add(what))[0])
    figures["seconds to an empty store"], figures["seconds to the large store"] = empty, full
    for name in ("clock", "processor"):
        ratio = min(one[name] for one in full) / min(one[name] for one in empty)
        figures[f"ratio, {name}"] = round(ratio, 3)
    figures["peak memory while adding, megabytes"] = peak()
    multiplied(path, 2, reports=10 * large)
    figures["events that queries see"] = store.sql("SELECT count(*) FROM events").to_arrow().column(0)[0].as_py()
    for name, (kind, given) in QUERIES.items():
        took, rows = timed(lambda kind=kind, given=given: store.ask(kind, **given))
        figures[f"query: {name}"] = {**took, "rows": len(rows)}
    figures["megabytes on disk"] = path.stat().st_size / 1e6
    figures["peak memory, megabytes"] = peak()
    return figures


def main() -> int:
    choice = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    choice.add_argument("--small", action="store_true")
    choice.add_argument("--turns", type=int, default=3, help="how often adding is measured; the best counts")
    asked = choice.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), is_small=asked.small, turns=asked.turns)
    print(json.dumps(found, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
