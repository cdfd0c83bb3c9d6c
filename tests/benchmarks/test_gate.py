"""The quality gate: it lets nothing slip and never lowers a floor."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import gate
from figures import SUITES, treebank

FLOORS: dict[str, Any] = json.loads(gate.FLOORS.read_text("utf-8"))


@pytest.fixture
def floors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the floors that a test may change."""
    copy = tmp_path / "floors.json"
    copy.write_text(gate.FLOORS.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(gate, "FLOORS", copy)
    return copy


def pinned(floors: dict[str, Any]) -> dict[str, Any]:
    return {"figures": floors, "gold": gate.gold()}


def test_the_floors_were_pinned_on_the_golden_files_that_are_here() -> None:
    assert gate.changes(FLOORS["gold"]) == []


def test_every_floor_belongs_to_a_suite_and_has_its_reason() -> None:
    names = tuple(suite.name + " " for suite in SUITES)
    assert [name for name in FLOORS["figures"] if not name.startswith(names)] == []
    assert [name for name, kept in FLOORS["figures"].items() if not kept["note"]] == []
    assert [name for name, kept in FLOORS["figures"].items() if ("floor" in kept) == ("ceiling" in kept)] == []


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (gate.Line("a", 0.7, floor=0.6), "ok"),
        (gate.Line("a", 0.6, floor=0.6), "ok"),
        (gate.Line("a", 0.59, floor=0.6), "FAIL"),
        (gate.Line("a", 3.0, ceiling=5.0), "ok"),
        (gate.Line("a", 6.0, ceiling=5.0), "FAIL"),
        (gate.Line("a", 0.0), "–"),
    ],
)
def test_a_figure_is_held_against_its_bound(line: gate.Line, verdict: str) -> None:
    assert line.verdict == verdict


def test_a_changed_or_missing_or_new_golden_file_is_told() -> None:
    kept = gate.gold()
    first, second, *_ = kept
    changed = {**kept, first: "0" * 64, "tests/golden/gone.jsonl": "0" * 64}
    del changed[second]
    assert gate.changes(changed) == sorted([first, second, "tests/golden/gone.jsonl"])


def test_an_update_raises_floors_less_a_margin_and_lowers_ceilings(floors: Path) -> None:
    bounds = {"a": {"floor": 0.5}, "b": {"ceiling": 20}, "c": {"floor": 24}}
    lines = [gate.Line("a", 0.7312), gate.Line("b", 5.0), gate.Line("c", 26.0), gate.Line("unpinned", 0.9)]
    gate.update(pinned(bounds), lines)
    assert json.loads(floors.read_text("utf-8"))["figures"] == {
        "a": {"floor": 0.72},
        "b": {"ceiling": 5.0},
        "c": {"floor": 26.0},
    }


def test_an_update_never_lowers_a_floor(floors: Path) -> None:
    bounds = {"a": {"floor": 0.5}, "b": {"ceiling": 20}, "c": {"floor": 24}}
    gate.update(pinned(bounds), [gate.Line("a", 0.2), gate.Line("b", 50.0), gate.Line("c", 3.0)])
    assert json.loads(floors.read_text("utf-8"))["figures"] == {
        "a": {"floor": 0.5},
        "b": {"ceiling": 20},
        "c": {"floor": 24},
    }


def test_the_table_goes_between_its_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"before\n{gate.OPENING}\nold\n{gate.CLOSING}\nafter\n", "utf-8")
    monkeypatch.setattr(gate, "README", page)
    gate.write([gate.Line("golden f1", 0.5, floor=0.4)])
    rows = ["before", gate.OPENING, "| figure | measured | bound |", "|---|---:|---:|", "| golden f1 | 0.5 | ≥ 0.4 |"]
    assert page.read_text("utf-8").splitlines() == [*rows, gate.CLOSING, "after"]


def test_a_treebank_is_read_without_empty_nodes_and_split_words(tmp_path: Path) -> None:
    import gzip

    rows = [
        "# text = don't go",
        "1-2\tdon't" + "\t_" * 8,
        "1\tdo\tdo\tAUX\t_\t_\t3\taux\t_\t_",
        "2\tn't\tnot\tPART\t_\t_\t3\tadvmod\t_\t_",
        "2.1\tyou" + "\t_" * 8,
        "3\tgo\tgo\tVERB\t_\t_\t0\troot\t_\t_",
        "",
        "1\tNo\tno\tINTJ\t_\t_\t0\troot\t_\t_",
    ]
    path = tmp_path / "tiny.conllu.gz"
    path.write_bytes(gzip.compress("\n".join(rows).encode()))
    assert list(treebank(path)) == [
        [("do", "AUX", 2, "aux"), ("n't", "PART", 2, "advmod"), ("go", "VERB", -1, "root")],
        [("No", "INTJ", -1, "root")],
    ]


@pytest.mark.model
def test_the_gate_tells_the_figures_of_one_suite(root: Path) -> None:
    command = [sys.executable, str(root / "benchmarks" / "gate.py"), "--only", "golden", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    assert {figure["figure"].split()[0] for figure in told["figures"]} == {"golden"}
    assert done.returncode == (0 if all(figure["holds"] for figure in told["figures"]) else 1)
