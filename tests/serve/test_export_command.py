"""`sayso export` writes a file and tells what is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sayso.serve.cli import app
from sayso.serve.export_cli import FORMATS
from sayso.store.exports.exporting import HOMES

pytestmark = pytest.mark.usefixtures("toy_model")
REPORT = '{"id": "a", "text": "Troops shelled Dvir.", "published": "2020-10-25", "outlet": "The Lamp"}\n'


def test_the_help_names_every_format() -> None:
    assert FORMATS.split("|") == sorted(HOMES)


def test_an_export_writes_its_file_and_its_loss(tmp_path: Path, write: Callable[[str, str], str]) -> None:
    store, out = str(tmp_path / "news.sayso"), tmp_path / "acts.tsv"
    assert CliRunner().invoke(app, ["add", store, write("r.jsonl", REPORT)]).exit_code == 0
    done = CliRunner().invoke(app, ["export", store, "--format", "icews", "-o", str(out), "--outlet", "lamp"])
    assert done.exit_code == 0, done.stderr
    assert "1 events written as icews" in done.stderr
    assert "probability" in done.stderr
    assert len(out.read_text("utf-8").splitlines()) == 2
    assert json.loads((tmp_path / "acts.tsv.loss.json").read_text("utf-8"))["written"] == 1
    quiet = CliRunner().invoke(app, ["export", store, "-f", "icews", "-o", str(out), "-q", "--type", "AID"])
    assert (quiet.exit_code, quiet.stderr) == (0, "")
    assert len(out.read_text("utf-8").splitlines()) == 1


def test_an_unknown_format_ends_with_status_2(tmp_path: Path, write: Callable[[str, str], str]) -> None:
    store = str(tmp_path / "news.sayso")
    assert CliRunner().invoke(app, ["add", store, write("r.jsonl", REPORT)]).exit_code == 0
    done = CliRunner().invoke(app, ["export", store, "--format", "gdlet", "-o", str(tmp_path / "x")])
    assert done.exit_code == 2
    assert "did you mean gdelt" in done.stderr
