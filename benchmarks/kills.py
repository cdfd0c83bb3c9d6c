"""Kill `sayso add` at random moments, run it again, and see that the store is what one undisturbed run gives.

    python benchmarks/kills.py                 # 50 kills (SIGKILL) of the real command, on the sample and golden
    reports python benchmarks/kills.py --kills 5 --seed 3

Each turn begins with no store, kills the command one to three times, lets it finish, and compares every row of every
view, through all of report time, but for the moments at which rows were written.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from sayso.ground.filters import ROW_KINDS
from sayso.run.stores import open_store

ROOT = Path(__file__).resolve().parent.parent
OWN_TIMES = ("added", "written", "replaced", "coded")
SMALL_BATCHES = {"SAYSO_STORE_BATCH": "2"}


def picture(path: Path) -> dict[str, list[dict[str, Any]]]:
    """All rows of a store but for the moments at which they were written."""
    store = open_store(path)
    return {
        kind: [{k: v for k, v in row.items() if k not in OWN_TIMES} for row in store.ask(kind, history=True).to_json()]
        for kind in ROW_KINDS
    }


def finish(command: Sequence[str]) -> float:
    """Run the command to its end; gives the seconds that it took."""
    started = time.monotonic()
    subprocess.run(list(command), check=True, capture_output=True, env={**os.environ, **SMALL_BATCHES})
    return time.monotonic() - started


def kill(command: Sequence[str], *, after: float) -> bool:
    """Start the command and kill it after so many seconds; tells whether it was still running."""
    with subprocess.Popen(
        list(command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        env={**os.environ, **SMALL_BATCHES},
    ) as process:  # fmt: skip
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return True
        return False


def disturbed(command: Sequence[str], store: Path, *, kills: int, seconds: float, random: Random) -> int:
    """Add to a new store, killed so many times on the way, then let it finish; gives how many kills struck."""
    struck = 0
    for _ in range(kills):
        struck += kill([*command[:-1], str(store), command[-1]], after=random.uniform(0.0, seconds))
    finish([*command[:-1], str(store), command[-1]])
    return struck


def reports() -> list[dict[str, Any]]:
    """The sample reports and the golden ones."""
    found: list[dict[str, Any]] = [
        {"id": path.stem, "text": path.read_text("utf-8"), "published": "2024-03-12", "outlet": "Sample"}
        for path in sorted((ROOT / "examples" / "reports").glob("*.txt"))
    ]
    for path in sorted((ROOT / "tests" / "golden").glob("*.jsonl")):
        row = json.loads(path.read_text("utf-8").splitlines()[0])
        if "sentences" in row:
            said = {name: row.get(name) for name in ("published", "outlet")}
            found.append({"id": row["report"], "text": " ".join(row["sentences"]), **said})
    return found


def main() -> int:
    choice = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    choice.add_argument("--kills", type=int, default=50)
    choice.add_argument("--seed", type=int, default=1)
    asked = choice.parse_args()
    random, struck, turns = Random(asked.seed), 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "reports.jsonl"
        source.write_text("".join(json.dumps(row) + "\n" for row in reports()), "utf-8")
        command = [sys.executable, "-m", "sayso.serve.cli", "add", str(source)]
        seconds = finish([*command[:-1], str(folder / "whole.sayso"), command[-1]])
        whole = picture(folder / "whole.sayso")
        while struck < asked.kills:
            turns += 1
            store = folder / f"{turns}.sayso"
            struck += disturbed(command, store, kills=random.randint(1, 3), seconds=seconds, random=random)
            if picture(store) != whole:
                print(f"turn {turns}: the store is not what an undisturbed run gives (seed {asked.seed})")
                return 1
            store.unlink()
    print(f"{struck} kills in {turns} turns of {seconds:.1f} s: every store is what an undisturbed run gives")
    return 0


if __name__ == "__main__":
    sys.exit(main())
