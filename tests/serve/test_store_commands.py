"""Commands about stores: what they do, print and say when something is wrong."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sayso.serve.cli import app

Write = Callable[[str, str], str]
REPORTS = (
    '{"id": "a", "text": "Troops shelled Dvir.", "published": "2020-10-25", "outlet": "The Lamp"}\n'
    '{"id": "b", "text": "Rebels shelled Arna.", "published": "2021-03-26", "outlet": "Blade"}\n'
)

pytestmark = pytest.mark.usefixtures("toy_model")


def sayso(*words: str, given: str | None = None) -> Any:
    return CliRunner().invoke(app, list(words), input=given)


@pytest.fixture
def kept(tmp_path: Path, write: Write) -> str:
    """A store with two reports."""
    path = str(tmp_path / "news.sayso")
    assert sayso("add", path, write("reports.jsonl", REPORTS)).exit_code == 0
    return path


def rows(*words: str) -> list[dict[str, Any]]:
    done = sayso(*words, "--format", "jsonl")
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_add_says_what_was_added(tmp_path: Path, write: Write) -> None:
    path = str(tmp_path / "news.sayso")
    done = sayso("add", path, write("reports.jsonl", REPORTS + "not json\n"))
    assert done.exit_code == 1
    assert "2 added, 1 rejected" in done.stdout
    assert "2 events" in done.stdout
    assert "rejected" in done.stderr
    again = sayso("add", path, write("reports.jsonl", REPORTS))
    assert again.exit_code == 0
    assert "2 unchanged" in again.stdout


def test_add_reads_standard_input_and_is_quiet_when_told(tmp_path: Path) -> None:
    path = str(tmp_path / "news.sayso")
    done = sayso("add", path, "-", "--quiet", "--outlet", "Wire", given='{"text": "Troops shelled Dvir."}\n')
    assert (done.exit_code, done.stdout) == (0, "")
    assert [row["outlet"] for row in rows("reports", path)] == ["Wire"]


def test_an_edited_report_is_a_new_version(kept: str, write: Write) -> None:
    edited = REPORTS.replace("Troops shelled Dvir", "Troops shelled nobody").replace("10-25", "10-28")
    assert "1 new versions" in sayso("add", kept, write("again.jsonl", edited)).stdout
    assert [(row["report"], row["version"]) for row in rows("reports", kept)] == [("a", 2), ("b", 1)]
    assert [row["version"] for row in rows("reports", kept, "--as-of", "2020-10-27")] == [1]


def test_retract_marks_and_says_where_to_look(kept: str) -> None:
    done = sayso("retract", kept, "a", "--reason", "made up")
    assert "a is retracted" in done.stdout
    assert [row["report"] for row in rows("events", kept)] == ["b"]
    assert "nothing changed" in sayso("retract", kept, "a", "--reason", "made up").stdout


@pytest.mark.parametrize("kind", ["reports", "events", "happenings", "entities"])
def test_every_form_of_the_rows(kept: str, tmp_path: Path, kind: str) -> None:
    table = sayso(kind, kept, "--format", "table")
    assert table.exit_code == 0
    lines = list(csv.reader(io.StringIO(sayso(kind, kept, "--format", "csv").stdout)))
    found = rows(kind, kept)
    assert len(lines) == len(found) + 1
    assert lines[0] == list(found[0]) if found else True
    out = tmp_path / "rows.parquet"
    assert sayso(kind, kept, "--output", str(out)).exit_code == 0
    assert out.read_bytes()[:4] == b"PAR1"


def test_the_lines_of_happenings_carry_their_members(kept: str) -> None:
    members = [member for row in rows("happenings", kept) for member in row["members"]]
    assert [(one["report"], one["start"], one["end"]) for one in members] == [("a", 7, 14), ("b", 7, 14)]


def test_a_table_says_when_it_is_cut(tmp_path: Path, write: Write) -> None:
    path = str(tmp_path / "news.sayso")
    many = "".join(json.dumps({"id": f"r{i}", "text": f"Troops {i} left."}) + "\n" for i in range(41))
    sayso("add", path, write("many.jsonl", many))
    done = sayso("reports", path, "--format", "table")
    assert "--limit shows more" in done.stderr


def test_filters_are_options(kept: str) -> None:
    assert [row["report"] for row in rows("events", kept, "--type", "assault", "--outlet", "blade")] == ["b"]
    assert len(rows("events", kept, "--outlet", "blade", "--outlet", "lamp")) == 2
    assert rows("happenings", kept, "--as-of", "2020-10-01") == []


def test_a_wrong_code_is_told_with_the_near_one(kept: str) -> None:
    done = sayso("events", kept, "--type", "ASAULT")
    assert done.exit_code == 2
    assert "did you mean ASSAULT?" in done.stderr
    assert "[unknown-code]" in done.stderr


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = sayso("events", str(tmp_path / "nowhere.sayso"))
    assert done.exit_code == 2
    assert "[store-missing]" in done.stderr


def test_diff_tells_what_appeared(kept: str) -> None:
    found = rows("diff", kept, "--from", "2020-10-25", "--to", "2021-03-26")
    assert [(row["turn"], row["noun"], row["why"][0]["cause"], row["why"][0]["report"]) for row in found] == [
        ("appeared", "happening", "new report", "b")
    ]
    table = sayso("diff", kept, "--from", "2020-10-25", "--format", "table")
    assert "new report b" in table.stdout
    assert "no changes" in sayso("diff", kept, "--from", "2021-11-25", "--format", "table").stdout


def test_diff_refuses_days_the_wrong_way_round(kept: str) -> None:
    done = sayso("diff", kept, "--from", "2020-10-27", "--to", "2020-10-26")
    assert done.exit_code == 2
    assert "wrong way round" in done.stderr


def test_merge_split_and_undo_are_commands(kept: str) -> None:
    one, other = (row["id"] for row in rows("happenings", kept))
    merged = sayso("merge", kept, one, other, "--reason", "the same raid")
    assert f"sayso undo {kept} d1" in merged.stdout
    (happening,) = rows("happenings", kept)
    assert sayso("split", kept, happening["id"], "b").exit_code == 0
    assert len(rows("happenings", kept)) == 2
    assert sayso("undo", kept, "d2").exit_code == 0
    assert len(rows("happenings", kept)) == 1
    assert sayso("undo", kept, "d7").exit_code == 2


def test_reconcile_and_recode_say_that_nothing_is_to_be_done(kept: str) -> None:
    assert "0 happenings" in sayso("reconcile", kept, "--all").stdout
    assert "none" in sayso("recode", kept).stdout


def test_hostile_rows_cannot_steer_the_screen(tmp_path: Path, write: Write) -> None:
    path = str(tmp_path / "news.sayso")
    text = json.dumps({"id": "x[bold]", "title": "\u001b[31m[red]title", "text": "Troops shelled \u001b[2J[bold]Dvir"})
    sayso("add", path, write("hostile.jsonl", text + "\n"))
    for kind in ("reports", "events", "happenings"):
        assert "\x1b" not in sayso(kind, path, "--format", "table").stdout
