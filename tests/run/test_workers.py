"""Several processes give what one gives; a worker that dies takes one report with it, not the run."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.ground.errors import ModelCorrupt
from sayso.ground.records import Record, Rejected, Report
from sayso.ground.settings import settings
from sayso.run.pipeline import Coder
from specimens import ToyOpener


def make_coder(**changes: bool) -> Coder:
    return Coder(ToyOpener(parent=os.getpid(), **changes), settings=settings({}))


def test_two_jobs_give_the_rows_of_one() -> None:
    stream = [
        Report(f"r{n}", "Troops shelled Dvir." if n % 3 else "SLOW RAISE" if n % 2 else "SLOW") for n in range(50)
    ]
    stream.insert(7, Rejected("x", "empty", "m", "h"))  # type: ignore[arg-type]
    one, two = (list(make_coder().code_many(stream, jobs=jobs)) for jobs in (1, 2))
    assert one == two
    assert len(one) == 51


def test_a_report_that_kills_its_worker_is_rejected_alone() -> None:
    stream = [Report(f"r{n}", "DIE" if n in (0, 9) else "Troops shelled Dvir.") for n in range(20)]
    results = list(make_coder().code_many(stream, jobs=2))
    bad = {n: one for n, one in enumerate(results) if isinstance(one, Rejected)}
    assert list(bad) == [0, 9]
    assert bad[9].source == "r9"
    assert bad[9].code == "internal"
    assert "exit status 9" in bad[9].message
    assert [one.report.id for one in results if isinstance(one, Record)] == [f"r{n}" for n in range(20) if n not in bad]


def test_a_model_that_does_not_open_in_a_worker_stops_the_work() -> None:
    with pytest.raises(ModelCorrupt):
        list(make_coder(fails=True).code_many([Report("a", "x")], jobs=2))


def test_workers_end_when_the_caller_stops_early_and_only_a_few_reports_are_held() -> None:
    pulled = []

    def endless() -> Iterator[Report]:
        for number in itertools.count():
            pulled.append(number)
            yield Report(str(number), "Nothing.")

    results = make_coder().code_many(endless(), jobs=2)
    assert [one.report.id for one in itertools.islice(results, 5) if isinstance(one, Record)] == list("01234")
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []
    assert len(pulled) < 8 * 16 * 2


def test_a_script_without_a_guard_is_told_what_to_do(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text(
        "import os\nfrom specimens import ToyOpener\nfrom sayso.ground.settings import settings\n"
        "from sayso.run.pipeline import Coder\n"
        "print(list(Coder(ToyOpener(), settings=settings({})).code_many(['Nothing.'], jobs=2)))\n"
    )
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, script], env=surroundings, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "if __name__ ==" in done.stderr.splitlines()[-1]
