"""`sayso add`, killed at random moments and run again, leaves the store of an undisturbed run."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from kills import disturbed, finish, picture

TOWNS = ("Dvir", "Arna", "Sel", "Kova")


def test_a_killed_addition_is_completed_by_the_next_one(program: list[str], tmp_path: Path) -> None:
    source = tmp_path / "reports.jsonl"
    lines = [
        {"id": f"r{i}", "text": f"Troops shelled {TOWNS[i % 4]} {i}. SLOW", "published": f"2020-10-{i % 28 + 1:02}"}
        for i in range(12)
    ]
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    command = [*program, "add", str(source)]
    seconds = finish([*command[:-1], str(tmp_path / "whole.sayso"), command[-1]])
    whole = picture(tmp_path / "whole.sayso")
    assert len(whole["reports"]) == 12
    assert len(whole["events"]) == 12
    random = Random(7)
    for turn in range(2):
        store = tmp_path / f"{turn}.sayso"
        disturbed(command, store, kills=2, seconds=seconds, random=random)
        assert picture(store) == whole
