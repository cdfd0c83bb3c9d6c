"""Seeded synthetic tellings come in; how reconciling grows with their number goes out: seconds, memory, happenings.

    python benchmarks/reconcile.py                       # 100,000 and 200,000 events
    python benchmarks/reconcile.py --events 5000 10000   # a quick look
    python benchmarks/reconcile.py --added 8000          # besides, what adding so many to the largest costs

Events spread over as many days as their number asks for, 2,000 a day, over forty countries of unequal weight; two in
five are told by more than one report, in other words. Each size runs in a process of its own, so that memory is its
own. Nothing here is a test: no time is asserted.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from sayso.ground.matters import Identity, Telling, telling_id
from sayso.ground.records import Event, Party, Span, Time
from sayso.reconcile.blocks import blocks
from sayso.reconcile.happenings import gather, happenings

A_DAY = 2000
SHARED = 0.4
COUNTRIES = tuple(f"C{number:02d}" for number in range(40))
ACTS = (
    ("COERCE", "arrest", ("detained", "arrested", "seized")), ("ASSAULT", "firearms", ("shot", "wounded", "fired")),
    ("PROTEST", "demo", ("marched", "rallied", "protested")), ("ACCUSE", None, ("accused", "blamed", "denounced")),
    ("REQUEST", "change", ("urged", "demanded", "asked")), ("CONSULT", "visit", ("visited", "met", "travelled")),
    ("SANCTION", "convict", ("sentenced", "convicted", "jailed")), ("AID", None, ("sent", "delivered", "supplied")),
)  # fmt: skip
PLACES = "harbour market square bridge depot university station monastery courthouse mine refinery airport".split()
SYLLABLES = "ba ko ri ma to ne la su vi do ra mi po sha ke lu".split()


def tellings(number: int, *, seed: int = 0, first: int = 0) -> Iterator[Telling]:
    """`number` tellings from a seed; `first` is the number of the first report's day."""
    draw = random.Random(seed)
    recent: list[tuple[int, int, str, str, str, str]] = []
    for n in range(number):
        day = first + n // A_DAY
        if recent and draw.random() < SHARED:
            scene = recent[-1 - draw.randrange(min(len(recent), 3 * A_DAY))]
        else:
            country = COUNTRIES[min(int(draw.expovariate(0.12)), len(COUNTRIES) - 1)]
            matter = " ".join(name(draw).lower() for _ in range(4))
            scene = (day, draw.randrange(len(ACTS)), country, name(draw), name(draw), f"{draw.choice(PLACES)} {matter}")
            recent.append(scene)
            del recent[: max(0, len(recent) - 4 * A_DAY)]
        yield told(scene, n, day, draw)


def name(draw: random.Random) -> str:
    return "".join(draw.choice(SYLLABLES) for _ in range(3)).title()


def told(scene: tuple[int, int, str, str, str, str], number: int, today: int, draw: random.Random) -> Telling:
    day, act, country, who, whom, place = scene
    kind, mode, verbs = ACTS[act]
    verb = draw.choice(verbs)
    source = draw.choice(("witnesses", "officials", "the ministry", "a lawyer"))
    where, *about = place.split()
    other = [name(draw).lower() for _ in range(3)]
    more = " ".join(draw.sample(about, 3) + other)
    sentence = f"{who} {verb} {whom} near the {where} over {more}, {source} said."
    start = len(who) + 1
    happened = (date(2020, 1, 1) + timedelta(day)).isoformat()
    parties = [Identity(f"local:{one}", one, country, ("GOV",), "PER") for one in (who, whom)]
    whole, spot = Span(0, len(sentence), sentence), Span(0, 1, "x")
    event = Event(
        id="e1", type=kind, mode=mode, contexts=(), status="happened", historical=False,
        anchor=Span(start, start + len(verb), verb), sentence=whole, actors=(Party(Span(0, len(who), who), who),),
        recipients=(Party(Span(0, len(whom), whom), whom),), place=None,
        time=Time(spot, happened, happened, happened, "day") if draw.random() < 0.6 else None, quantities={},
        sources=(), score=0.0, quad="MF", probability=0.9, why_null={},
    )  # fmt: skip
    report = f"r{number}"
    published = (date(2020, 1, 1) + timedelta(max(day, today))).isoformat()
    return Telling(
        telling_id(report, 1, event), report, 1, f"outlet {number % 50}", report, published, event, (parties[0],),
        (parties[1],), (), sentence, (country,), (who.casefold(), whom.casefold()),
    )  # fmt: skip


class Shelf:
    """Tellings by block, as a store keeps them."""

    def __init__(self, stored: Iterable[Telling]) -> None:
        self.homes: dict[str, list[Telling]] = defaultdict(list)
        for one in stored:
            self.put(one)

    def put(self, one: Telling) -> None:
        for key in blocks(one):
            self.homes[key].append(one)

    def fetch(self, keys: Collection[str]) -> list[Telling]:
        return [one for key in keys for one in self.homes.get(key, ())]


def measure(number: int, added: int) -> dict[str, float]:
    stored = list(tellings(number))
    start = time.process_time()
    found = happenings(stored)
    spent = time.process_time() - start
    result: dict[str, float] = {"events": number, "happenings": len(found), "seconds": round(spent, 1)}
    del found
    if added:
        shelf = Shelf(stored)
        new = list(tellings(added, seed=1, first=number // A_DAY))
        for one in new:
            shelf.put(one)
        for label, shelf_of in (("added to the store", shelf), ("added to nothing", Shelf(new))):
            start = time.process_time()
            happenings(gather(new, shelf_of.fetch))
            result[f"seconds, {added} {label}"] = round(time.process_time() - start, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {**result, "peak MB": round(peak / 1024)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, nargs="+", default=[100_000, 200_000])
    parser.add_argument("--added", type=int, default=0, help="events to add to the last size")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.here:
        print(json.dumps(measure(chosen.events[0], chosen.added)))
        return
    rows = []
    for number in chosen.events:
        added = chosen.added if number == chosen.events[-1] else 0
        command = [sys.executable, __file__, "--here", "--events", str(number), "--added", str(added)]
        rows.append(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
        print(json.dumps(rows[-1]), flush=True)
    if len(rows) > 1:
        ratio = rows[-1]["seconds"] / max(rows[0]["seconds"], 0.1)
        print(f"{rows[-1]['events']} events take {ratio:.2f} times as long as {rows[0]['events']}")


if __name__ == "__main__":
    main()
