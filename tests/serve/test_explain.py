"""`sayso explain`: what it prints, in which form, and with which exit status."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from handmade import Sight
from sayso.ground.records import Reading, Report
from sayso.ground.settings import settings
from sayso.run import pipeline
from sayso.run.engine import Engine, record
from sayso.run.pipeline import Coder
from sayso.serve.cli import app
from specimens import VERSIONS, ToyReader

GIVEN = json.dumps({"id": "r1", "text": "Troops shelled Dvir on Saturday.\x1b[31m", "published": "2020-10-25"})


class OneActReader(ToyReader):
    """Sees one act in every report."""

    def read(self, report: Report) -> Reading:
        from dataclasses import replace

        sight = Sight(report.text).act("shelled", "ASSAULT", actor="Troops", time="on Saturday")
        return replace(sight.reading, report=report)


@pytest.fixture(autouse=True)
def one_act(monkeypatch: pytest.MonkeyPatch) -> None:
    class Opener:
        def __call__(self, *, threads: int) -> Engine:  # noqa: ARG002
            return Engine(OneActReader(), record, VERSIONS)

    monkeypatch.setattr(pipeline, "load", lambda model=None, **chosen: Coder(Opener(), settings=settings({}, **chosen)))  # noqa: ARG005


def sayso(*words: str) -> Any:
    return CliRunner().invoke(app, ["explain", "-", *words], input=GIVEN)


def test_the_view_tells_answers_rules_and_what_was_weighed() -> None:
    done = sayso("e1")
    assert done.exit_code == 0
    assert "Who: Troops" in done.stdout
    assert "When: 2020-10-24 (day)" in done.stdout
    assert "[linked]" in done.stdout
    assert re.search(r"· 0\.\d\d  no date", done.stdout)


def test_the_view_takes_nothing_from_the_report_for_a_command_of_the_screen() -> None:
    assert "\x1b[31m" not in sayso("e1").stdout


def test_json_is_one_object() -> None:
    told = json.loads(sayso("shelled", "--format", "json").stdout)
    assert told["report"] == "r1"
    assert [finding["question"] for finding in told["findings"]] == [
        "type", "mode", "status", "source", "actor", "recipient", "place", "time",
    ]  # fmt: skip


def test_a_json_file_is_written_as_json(tmp_path: Path) -> None:
    done = sayso("1", "--output", str(tmp_path / "why.json"))
    assert done.exit_code == 0
    assert json.loads((tmp_path / "why.json").read_text("utf-8"))["event"]["id"] == "e1"


def test_no_such_event_lists_those_there_are() -> None:
    done = sayso("e9")
    assert done.exit_code == 2
    assert "no such event: 'e9' (there are e1 shelled) [no-such-event]" in done.stderr


def test_an_unknown_format_names_the_near_one() -> None:
    done = sayso("e1", "--format", "jsonl")
    assert done.exit_code == 2
    assert "did you mean json?" in done.stderr
