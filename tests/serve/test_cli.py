"""The command line: what it prints, where, and with which exit status."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sayso.serve.cli import app
from sayso.serve.commands import columns_of, form_of, json_line

Write = Callable[[str, str], str]
SHELLED = '{"id": "a", "text": "Troops shelled Dvir."}\n'
MIXED = SHELLED + "not json\n" + '{"id": "b", "text": "RAISE"}\n' + '{"id": "c", "text": "Nothing."}\n'

pytestmark = pytest.mark.usefixtures("toy_model")


def sayso(*words: str, given: str | bytes | None = None) -> Any:
    return CliRunner().invoke(app, list(words), input=given)


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_code_prints_a_line_for_each_report_in_order(write: Write) -> None:
    done = sayso("code", write("a.txt", "Troops shelled Dvir."), write("b.txt", "Nothing."))
    assert done.exit_code == 0
    assert [row["report"]["id"] for row in rows(done.stdout)] == ["a", "b"]
    assert rows(done.stdout)[0]["events"][0]["anchor"]["text"] == "shelled"


def test_code_reads_standard_input() -> None:
    done = sayso("code", "-", given=SHELLED)
    assert rows(done.stdout)[0]["report"]["id"] == "a"


def test_rejected_reports_are_rows_and_the_rest_goes_on() -> None:
    done = sayso("code", "-", "--format", "jsonl", given=MIXED)
    assert done.exit_code == 1
    found = rows(done.stdout)
    assert [row.get("rejected", {}).get("code") for row in found][::2] == [None, "internal"]
    assert set(found[1]["rejected"]) == {"source", "code", "message", "hint"}
    assert found[3]["report"]["id"] == "c"


@pytest.mark.parametrize("form", ["text", "csv", "plover"])
def test_other_formats_tell_rejections_on_standard_error(form: str) -> None:
    done = sayso("code", "-", "--format", form, given=MIXED)
    assert done.exit_code == 1
    assert "sayso: rejected b: coding failed with ValueError" in done.stderr
    assert "[internal]" in done.stderr
    assert "2 of 4 reports rejected" in done.stderr
    assert "rejected" not in done.stdout


def test_quiet_leaves_the_errors() -> None:
    done = sayso("code", "-", "--format", "csv", "--quiet", given=MIXED)
    assert "rejected b" in done.stderr
    assert "2 of 4" not in done.stderr
    assert "cannot carry" not in done.stderr


def test_csv_has_a_header_and_a_row_for_each_event() -> None:
    done = sayso("code", "-", "--format", "csv", given=SHELLED)
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert (row["report_id"], row["actors"], row["recipients"]) == ("a", "Troops", "Dvir")


def test_exports_say_what_they_cannot_carry() -> None:
    done = sayso("code", "-", "--format", "plover", given=SHELLED)
    assert rows(done.stdout)[0]["event"] == ["ASSAULT"]
    assert "plover cannot carry: probability (1)" in done.stderr


def test_text_shows_the_report_with_its_table() -> None:
    done = sayso("code", "-", "--format", "text", given=SHELLED)
    assert "Troops shelled¹ Dvir." in done.stdout
    assert "✓ happened" in done.stdout


def test_what_the_user_says_reaches_the_reports(write: Write) -> None:
    table = write("a.csv", "body,date\nNothing.,2020-10-25\nSilence.,\n")
    words = ("--columns", "text=body,published=date", "--published", "2021-01-02", "--outlet", "The Lamp")
    found = [row["report"] for row in rows(sayso("code", table, *words).stdout)]
    assert [report["published"] for report in found] == ["2020-10-25", "2021-01-02"]
    assert [report["outlet"] for report in found] == ["The Lamp", "The Lamp"]


def test_two_jobs_print_the_same(program: list[str]) -> None:
    texts = ["RAISE" if n == 3 else f"Troops shelled {n}." for n in range(20)]
    stream = "".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts))
    one, two = (
        subprocess.run([*program, "code", "-", "--jobs", n], input=stream, capture_output=True, text=True, check=False)
        for n in "12"
    )
    assert one.returncode == two.returncode == 1
    assert one.stdout == two.stdout
    assert len(one.stdout.splitlines()) == 20


def test_output_goes_to_the_file_in_the_format_of_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    done = sayso("code", "-", "-o", str(path), given=SHELLED)
    assert done.stdout == ""
    assert path.read_text("utf-8").startswith("report_id,")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("code",), "Missing argument"),
        (("code", "-", "--format", "jsn"), "did you mean jsonl?"),
        (("code", "-", "--columns", "text"), "text=body"),
        (("code", "-", "--columns", "txt=body"), "did you mean text?"),
        (("code", "-", "--published", "5/6/20"), "5/6/20"),
        (("code", "-", "--jobs", "0"), "--jobs"),
        (("code", "-", "--output", "nowhere/at/all.csv"), "no such folder"),
        (("code", "-", "--from", "xlsx"), "unknown format"),
        (("cod",), "cod"),
        (("relate", "no-such-file.jsonl"), "no such file"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_why(words: tuple[str, ...], told: str) -> None:
    done = sayso(*words, given=SHELLED)
    assert done.exit_code == 2
    assert told in done.stderr


def test_a_broken_model_ends_with_one_line_and_2() -> None:
    done = sayso("code", "-", given='{"text": "BROKEN-MODEL"}\n')
    assert (done.exit_code, done.stderr) == (2, "sayso: the weights are gone [model-corrupt]\n")


def test_version_names_code_model_codebook_and_gazetteer() -> None:
    done = sayso("--version")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == ["sayso 0.1.0", "model toy-1", "codebook plover-test", "gazetteer gaz-1"]


@pytest.mark.parametrize("words", [(), ("--help",), ("code", "--help"), ("relate", "-h")])
def test_help_gives_examples_and_loads_no_model(words: tuple[str, ...]) -> None:
    shown = sayso(*words).output
    assert "Usage:" in shown
    assert "sayso" in shown or not words


def test_relate_answers_line_by_line() -> None:
    asked = {"id": "7", "text": "Troops shelled Dvir.", "source": "Troops", "target": "Dvir"}
    done = sayso("relate", "-", given=json.dumps(asked) + "\n\n")
    assert done.exit_code == 0
    assert rows(done.stdout) == [
        {"id": "7", "type": "ASSAULT", "mode": "heavy-weapons", "probability": 0.7,
         "types": {"ASSAULT": 0.7, "AGREE": 0.2, "CONSULT": 0.1}}
    ]  # fmt: skip


@pytest.mark.parametrize(
    "bad",
    ["{", "[]", '{"text": "x"}', '{"text": "", "source": "a", "target": "b"}', '{"text": 5, "source": "a"}',
     '{"text": "Troops shelled Dvir.", "source": "Troops", "target": "Minsk"}', b"\xff\xfe{}"],
)  # fmt: skip
def test_relate_rejects_a_bad_line_and_goes_on(bad: str | bytes) -> None:
    line = bad if isinstance(bad, bytes) else bad.encode()
    good = b'{"text": "Troops shelled.", "source": "Troops"}'
    done = sayso("relate", "-", given=line + b"\n" + good + b"\n")
    assert done.exit_code == 1
    rejected, related = rows(done.stdout)
    assert rejected["rejected"]["source"] == "line 1"
    assert set(rejected["rejected"]) == {"source", "code", "message", "hint"}
    assert (related["id"], related["type"]) == ("", "ASSAULT")


def test_relate_reads_a_file_with_a_byte_order_mark(write: Write) -> None:
    path = write("pairs.jsonl", '\ufeff{"id": 3, "text": "A shelled B.", "source": "A", "target": "B"}\n')
    assert rows(sayso("relate", path).stdout)[0]["id"] == "3"


def test_a_line_of_json_can_always_be_written() -> None:
    assert json_line({"a": "naïve"}) == '{"a": "naïve"}\n'
    assert json.loads(json_line({"a": "\ud800"}).encode()) == {"a": "\ud800"}


@pytest.mark.parametrize(
    ("asked", "output", "form"),
    [("csv", None, "csv"), (None, "a.csv", "csv"), (None, "a.txt", "text"), (None, "a.out", "jsonl"), (None, None, "jsonl"),  # noqa: E501
     ("jsonl", "a.csv", "jsonl")],
)  # fmt: skip
def test_the_format_is_what_was_asked_or_what_fits(asked: str | None, output: str | None, form: str) -> None:
    assert form_of(asked, Path(output) if output else None) == form


def test_columns_are_read_from_pairs() -> None:
    assert columns_of(" text = body ,published=date") == {"text": "body", "published": "date"}
    assert columns_of(None) is None


# ---- as a program of its own ---------------------------------------------------------------------------------------


def test_a_terminal_gets_the_text_view(program: list[str]) -> None:
    ours, theirs = pty.openpty()
    surroundings = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen([*program, "code", "-"], stdin=subprocess.PIPE, stdout=theirs, env=surroundings)
    os.close(theirs)
    process.communicate(SHELLED.encode())
    shown = b""
    with suppress(OSError):  # the other end is closed
        while piece := os.read(ours, 65536):
            shown += piece
    os.close(ours)
    assert "✓ happened" in shown.decode()
    assert b"\x1b[" in shown


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_each_result_comes_before_the_next_report_is_given(program: list[str], jobs: str) -> None:
    words = [*program, "code", "-", "--jobs", jobs]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for name in "abcdefgh":
            process.stdin.write(json.dumps({"id": name, "text": "Nothing."}).encode() + b"\n")
            assert json.loads(process.stdout.readline())["report"]["id"] == name
        process.stdin.close()


def test_a_reader_that_goes_away_is_no_reason_to_complain(program: list[str]) -> None:
    stream = SHELLED * 2000
    with subprocess.Popen(
        [*program, "code", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdin.write(stream[: len(SHELLED)].encode())
        process.stdin.flush()
        process.stdout.read(10)
        process.stdout.close()
        with suppress(BrokenPipeError):
            process.stdin.write(stream.encode())
            process.stdin.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_control_c_ends_cleanly(program: list[str], tmp_path: Path, jobs: str) -> None:
    path = tmp_path / "out.jsonl"
    words = [*program, "code", "-", "--jobs", jobs, "-o", str(path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdin is not None
        process.stdin.write(b'{"text": "SLOW"}\n' * 4000)
        process.stdin.flush()
        while not list(tmp_path.glob(".out.jsonl.*")):
            time.sleep(0.02)
        time.sleep(0.5)
        os.killpg(process.pid, signal.SIGINT)
        with suppress(BrokenPipeError):
            process.stdin.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 130
    assert list(tmp_path.glob("*out.jsonl*")) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_told(program: list[str], unbuffered: str) -> None:
    surroundings = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    words = [*program, "code", "-"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            words, input=SHELLED.encode(), stdout=full, stderr=subprocess.PIPE, env=surroundings, check=False
        )
    assert done.returncode == 1
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_narrow_encoding_shows_what_it_can(program: list[str]) -> None:
    surroundings = {**os.environ, "PYTHONIOENCODING": "ascii"}
    words = [*program, "code", "-", "--format", "text"]
    done = subprocess.run(words, input=SHELLED.encode(), capture_output=True, env=surroundings, check=False)
    assert done.returncode == 0
    assert b"? happened" in done.stdout


def test_help_loads_neither_rich_nor_a_working_room() -> None:
    rooms = "('rich', 'sayso.read', 'sayso.language', 'sayso.code', 'sayso.resolve', 'sayso.store', 'sayso.run')"
    report = f"import sys; print(sorted(m for m in sys.modules if m.startswith({rooms})))"
    words = [sys.executable, "-c", f"import sayso.serve.cli; {report}"]
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(words, capture_output=True, text=True, env=surroundings, check=True)
    assert done.stdout.strip() == "[]"
