"""The program and annotated data come in; figures of its quality beside pinned floors, and an exit status, go out.

    python benchmarks/gate.py                    # measure all; status 1 when a figure is below its floor
    python benchmarks/gate.py --only golden      # the figures whose name holds "golden"
    python benchmarks/gate.py --json             # the same as one JSON object
    python benchmarks/gate.py --update           # raise floors to what was measured, less a margin
    python benchmarks/gate.py --write            # put the table into benchmarks/README.md

Everything is measured through `sayso code` and `sayso relate`, as a user runs them; trees alone are asked of the
reader. The golden reports are always there. Where the development data and their judge stand beside the checkout in
`shared`, their figures are measured too. Floors belong to the data they were pinned on, so a changed golden file fails
the gate until `--update` has written its digest down. An update never lowers a floor: that is done by hand, in a commit
of its own that gives the reason.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from figures import SUITES, Suite

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SHARED = ROOT.parent / "shared"
FLOORS = HERE / "floors.json"
README = HERE / "README.md"
OPENING, CLOSING = "<!-- figures -->", "<!-- /figures -->"
MARGIN = 0.01
"""How far below what was measured an update pins a floor: processors round the int8 model's sums differently."""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure beside its bound: a floor, or a ceiling where less is better; both `None` where none is pinned."""

    name: str
    measured: float
    floor: float | None = None
    ceiling: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        return (self.floor is None or self.measured >= self.floor) and (
            self.ceiling is None or self.measured <= self.ceiling
        )

    @property
    def bound(self) -> str:
        if self.ceiling is not None:
            return f"≤ {self.ceiling:g}"
        return "" if self.floor is None else f"≥ {self.floor:g}"

    @property
    def verdict(self) -> str:
        return "FAIL" if not self.holds else "ok" if self.bound else "–"

    def to_json(self) -> dict[str, Any]:
        bounds = {"floor": self.floor, "ceiling": self.ceiling}
        return {"figure": self.name, "measured": self.measured, **bounds, "holds": self.holds, "note": self.note}


# ---- measuring ----------------------------------------------------------------------------------------------------


def main() -> int:
    asked = arguments()
    pinned = json.loads(FLOORS.read_text("utf-8"))
    started, is_told = time.monotonic(), not asked.json
    lines = [line for suite in suites_for(asked.only) for line in measure(suite, pinned, asked.only, is_told=is_told)]
    if not lines:
        print(f"no figure here is named like {asked.only!r}", file=sys.stderr)
        return 2
    changed = changes(pinned["gold"])
    if asked.json:
        print(json.dumps({"figures": [line.to_json() for line in lines], "gold_changed": changed}, indent=1))
    else:
        print("\n".join(table(lines)))
        print(f"\n{len(lines)} figures in {time.monotonic() - started:.0f} s")
        if not is_there() and not asked.only:
            print("the development data is not beside this checkout: its figures were not measured")
    for name in changed:
        print(f"gold changed: {name} is not what the floors were pinned on; --update pins them anew", file=sys.stderr)
    if asked.update:
        update(pinned, lines)
    if asked.write:
        write(lines)
    return 1 if not all(line.holds for line in lines) or (changed and not asked.update) else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    parser.add_argument("--only", metavar="NAME", default="", help="only figures whose name holds NAME")
    parser.add_argument("--update", action="store_true", help="raise the floors; keep the digests of the golden data")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/README.md")
    asked = parser.parse_args()
    if asked.write and asked.only:
        parser.error("--write needs all figures: leave --only out")
    return asked


def suites_for(only: str) -> list[Suite]:
    """The suites that can be measured here and could give a figure of that name; a figure begins with its suite's."""
    here = [suite for suite in SUITES if not suite.is_shared or is_there()]
    return [suite for suite in here if only in suite.name or only.startswith(suite.name)] or here


def is_there() -> bool:
    """Whether the development data and their judge stand beside the checkout."""
    return (SHARED / "score" / "score.py").is_file()


def measure(suite: Suite, pinned: Mapping[str, Any], only: str, *, is_told: bool) -> list[Line]:
    """The figures of one suite, each beside its bound."""
    if is_told:
        print(f"measuring {suite.name} …", file=sys.stderr, flush=True)
    found = suite.measure(SHARED if suite.is_shared else ROOT)
    named = {f"{suite.name} {figure}": value for figure, value in found.items()}
    lines = []
    for name, value in named.items():
        kept = pinned["figures"].get(name, {})
        lines.append(Line(name, value, kept.get("floor"), kept.get("ceiling"), kept.get("note", "")))
    return [line for line in lines if only in line.name]


# ---- pinning and printing -----------------------------------------------------------------------------------------


def gold() -> dict[str, str]:
    """Digest of every golden file, by its path in the project."""
    paths = [*sorted((ROOT / "tests" / "golden").glob("*.jsonl")), ROOT / "tests" / "golden" / "nonevents.txt"]
    return {path.relative_to(ROOT).as_posix(): sha256(path.read_bytes()).hexdigest() for path in paths}


def changes(kept: Mapping[str, str]) -> list[str]:
    """Golden files that were changed, added or taken away since the floors were pinned."""
    now = gold()
    return sorted(name for name in now.keys() | kept.keys() if now.get(name) != kept.get(name))


def update(pinned: dict[str, Any], lines: Iterable[Line]) -> None:
    """Raise floors (lower ceilings) towards what was measured, and write the digests of the golden files down."""
    for line in lines:
        kept = pinned["figures"].get(line.name)
        if kept is None:
            continue
        if "ceiling" in kept:
            kept["ceiling"] = min(kept["ceiling"], line.measured)
        elif line.measured == int(line.measured):
            kept["floor"] = max(kept["floor"], line.measured)
        else:
            kept["floor"] = max(kept["floor"], round(line.measured - MARGIN, 2))
    pinned["gold"] = gold()
    FLOORS.write_text(json.dumps(pinned, indent=1, ensure_ascii=False) + "\n", "utf-8")


def table(lines: Iterable[Line]) -> list[str]:
    """Rows of aligned text."""
    rows = [("figure", "measured", "bound", ""), *((x.name, f"{x.measured:g}", x.bound, x.verdict) for x in lines)]
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    return [f"{a:<{widths[0]}}  {b:>{widths[1]}}  {c:>{widths[2]}}  {d}".rstrip() for a, b, c, d in rows]


def write(lines: Iterable[Line]) -> None:
    """Put the figures between the marks of the README."""
    rows = [f"| {line.name} | {line.measured:g} | {line.bound} |" for line in lines]
    page = README.read_text("utf-8")
    before, _, rest = page.partition(OPENING)
    _, _, after = rest.partition(CLOSING)
    head = ["| figure | measured | bound |", "|---|---:|---:|"]
    README.write_text("\n".join([before + OPENING, *head, *rows, CLOSING + after]), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
