"""Generated reports come in; how fast and in how much memory they are coded goes out.

    python benchmarks/speed.py                    # 5,000 reports, or as many as 300 seconds allow
    python benchmarks/speed.py --reports 100000 --seconds 7200
    python benchmarks/speed.py --json

Coding is set against the bare encoder: the same model file without its heads, over the same windows, in the same
process and threads. The two take turns, one stretch of reports each, so that a machine that is busy with something else
slows both alike; what is told is the median of the stretches. Nothing here is a test: no time is ever asserted.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from golden import load
from sayso.code.coding import code
from sayso.ground.records import Record, Report
from sayso.ground.settings import settings
from sayso.language.reader import Reader
from sayso.resolve.resolving import resolve
from sayso.run.engine import Engine, Opening
from sayso.run.pipeline import Coder
from sayso.serve.commands import json_line

ROOT = Path(__file__).resolve().parent.parent
STRETCH = 32
"""Reports between two changes from the one to the other."""
PAIRED = 40
"""Stretches that are run both ways; after them the coder goes on alone."""
EARLY = 1_000
"""Reports after which memory is first looked at."""
STARTS = 5
MEGABYTE = 1_000_000
SHORTEST, LONGEST = 3, 7
"""Sentences of a generated report."""

Figures = dict[str, float | None]


# ---- reports ------------------------------------------------------------------------------------------------------


def sentences() -> list[str]:
    """All sentences of the golden and the example reports, in order."""
    texts = [one.text for one in load(sorted((ROOT / "tests" / "golden").glob("*.jsonl")))]
    texts += [path.read_text("utf-8") for path in sorted((ROOT / "examples" / "reports").glob("*.txt"))]
    pieces = (piece.strip() for text in texts for piece in re.split(r"(?<=[.!?”])\s+(?=[A-Z“])|\n+", text))
    return [piece for piece in pieces if piece]


def reports(count: int, *, seed: int = 7) -> Iterator[Report]:
    """Short reports of mixed sentences with figures of their own, so that no two are the same."""
    pool, chance = sentences(), random.Random(seed)
    for number in range(count):
        chosen = chance.sample(pool, chance.randint(SHORTEST, LONGEST))
        text = re.sub(r"\d", lambda digit: str((int(digit[0]) + chance.randint(1, 8)) % 10), " ".join(chosen))
        yield Report(f"r{number}", f"{text} Ref. {number}.", published="2024-03-12")


def stretches(stream: Iterator[Report]) -> Iterator[list[Report]]:
    stretch: list[Report] = []
    for report in stream:
        stretch.append(report)
        if len(stretch) == STRETCH:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


# ---- coding against the bare encoder ------------------------------------------------------------------------------


@dataclass
class Run:
    """What was counted and timed so far."""

    full: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    paired: list[float] = field(default_factory=list)
    done: int = 0
    sentences: int = 0
    words: int = 0
    resolving: list[float] = field(default_factory=list)
    early: float | None = None
    late: float = 0.0

    def count(self, stretch: Sequence[Report], reader: Reader) -> None:
        plans = [reader.plan(report) for report in stretch]
        self.done += len(stretch)
        self.sentences += sum(len(plan.sentences) for plan in plans)
        self.words += sum(len(plan.words) for plan in plans)


def coding(wanted: int, limit: float) -> Figures:
    """Rates of coding, their ratio to the bare encoder, and memory."""
    chosen = settings()
    engine = Opening(None, chosen)(threads=chosen.threads)
    coder, reader = Coder(_Opened(engine), settings=chosen), Reader.load(settings=chosen)
    warm_up(coder, reader)
    run, ends = Run(), time.monotonic() + limit
    for number, stretch in enumerate(stretches(reports(wanted))):
        if time.monotonic() > ends:
            break
        if number < PAIRED:
            times = paired(coder, reader, stretch, bare_first=bool(number % 2))
            run.bare.append(times[1])
            run.resolving.append(share_of_resolving(reader, stretch))
            run.paired.append(times[0] / times[1])
            run.full.append(times[0])
        else:
            run.full.append(coded(coder, stretch))
        run.count(stretch, reader)
        run.late = resident()
        if run.early is None and run.done >= EARLY:
            run.early = run.late
    return figures(run)


@dataclass(frozen=True)
class _Opened:
    """Hands out an engine that is open already."""

    engine: Engine

    def __call__(self, *, threads: int) -> Engine:  # noqa: ARG002  # the engine has its threads
        return self.engine


def warm_up(coder: Coder, reader: Reader) -> None:
    for stretch in stretches(reports(2 * STRETCH, seed=1)):
        paired(coder, reader, stretch, bare_first=True)


def paired(coder: Coder, reader: Reader, stretch: Sequence[Report], *, bare_first: bool) -> tuple[float, float]:
    """Seconds of coding a stretch, and of the bare encoder over it."""
    if bare_first:
        bare = encoded(reader, stretch)
        return coded(coder, stretch), bare
    return coded(coder, stretch), encoded(reader, stretch)


def coded(coder: Coder, stretch: Sequence[Report]) -> float:
    """Seconds from reports to printed lines."""
    started = time.perf_counter()
    for result in coder.code_many(stretch):
        if not isinstance(result, Record):
            raise RuntimeError(f"a generated report was rejected: {result.message}")
        json_line(result.to_json())
    return time.perf_counter() - started


def share_of_resolving(reader: Reader, stretch: Sequence[Report]) -> float:
    """The part of the processor's time for reading, coding and resolving that dates, places and actors take."""
    started = time.process_time()
    coded_before = [(code(reading), reading) for reading in reader.read_many(stretch)]
    half = time.process_time()
    for record, reading in coded_before:
        resolve(record, reading)
    ended = time.process_time()
    return (ended - half) / (ended - started)


def encoded(reader: Reader, stretch: Sequence[Report]) -> float:
    """Seconds of the encoder alone over the windows of the stretch."""
    windows = [window for report in stretch for window in reader.plan(report).inputs()]
    started = time.perf_counter()
    reader.encoder.run_bare(windows)
    return time.perf_counter() - started


def figures(run: Run) -> Figures:
    seconds = sum(run.full)
    return {
        "reports coded": run.done,
        "reports a second": run.done / seconds,
        "sentences a second": run.sentences / seconds,
        "words a second": run.words / seconds,
        "coding / bare encoder (median)": median(run.paired),
        "resolving, part of processor time (median)": median(run.resolving),
        "memory after 1,000 reports (MB)": run.early,
        "memory at the end (MB)": run.late,
        "memory growth per 1,000 reports (MB)": growth(run),
        "memory at its peak (MB)": peak(),
    }


def growth(run: Run) -> float | None:
    """How memory grew after the early look; `None` where there were too few reports to tell."""
    if run.early is None or run.done <= EARLY + STRETCH:
        return None
    return (run.late - run.early) / (run.done - EARLY) * 1_000


def resident() -> float:
    """Megabytes that the process holds now; where the system does not tell, the most it ever held."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return peak()
    return pages * os.sysconf("SC_PAGESIZE") / MEGABYTE


def peak() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MEGABYTE if sys.platform == "darwin" else most * 1024 / MEGABYTE


# ---- starting -----------------------------------------------------------------------------------------------------


def starting() -> Figures:
    """Seconds of fresh processes, each the median of a few."""
    script = Path(sys.executable).with_name("sayso")
    command = [str(script)] if script.exists() else [sys.executable, "-m", "sayso.serve.cli"]
    sample = str(ROOT / "examples" / "reports" / "harbour-strike.txt")
    return {
        "python -c pass (s)": wall([sys.executable, "-c", "pass"]),
        "import sayso (s)": wall([sys.executable, "-c", "import sayso"]),
        "sayso --help (s)": wall([*command, "--help"]),
        "first result of one report (s)": wall([*command, "code", sample, "--format", "jsonl"]),
    }


def wall(command: Sequence[str]) -> float:
    """Median seconds of a few runs of the command, after one that warms the disk's cache."""
    times = []
    for _ in range(STARTS + 1):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    return median(times[1:])


def opening() -> Figures:
    """Processor seconds that a fresh process needs to open all tables of the resolve room, its modules imported."""
    script = (
        "import time\n"
        "from sayso.resolve import atlas, gazetteer, outlets, registry, resolving, weighing, wording\n"
        "started = time.process_time()\n"
        "atlas.named('Minsk'), gazetteer.gazetteer(), wording.agents(), weighing.weights(), outlets.packaged()\n"
        "registry.registry().named('Alexander Lukashenko')\n"
        "print(time.process_time() - started)\n"
    )
    times = [
        float(subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout)
        for _ in range(STARTS + 1)
    ]
    return {"opening all tables (processor s)": median(times[1:])}


# ---- telling ------------------------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=5_000, metavar="N", help="reports to code (default 5000)")
    parser.add_argument("--seconds", type=float, default=300, metavar="S", help="stop coding after S seconds")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    asked = parser.parse_args()
    found = {**starting(), **opening(), **coding(asked.reports, asked.seconds)}
    if asked.json:
        print(
            json.dumps({name: value if value is None else round(value, 4) for name, value in found.items()}, indent=1)
        )
        return
    width = max(map(len, found))
    for name, value in found.items():
        print(f"{name:<{width}}  {shown(value):>10}")


def shown(value: float | None) -> str:
    if value is None:
        return "not reached"
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"


if __name__ == "__main__":
    main()
