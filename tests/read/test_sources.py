"""Files, folders, globs and streams to reports."""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from sayso.ground.errors import BadColumn, UsageError
from sayso.ground.records import Rejected, Report
from sayso.read import read
from sayso.read.files import FORMATS

TEXT = "Police arrested twelve people in Osh."
Row = Report | Rejected


def put(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def outcome(rows: Iterator[Row]) -> list[str]:
    """The text of each report, the code of each rejected row."""
    return [row.text if isinstance(row, Report) else row.code for row in rows]


def sources(rows: Iterator[Row]) -> list[str]:
    return [row.source for row in rows if isinstance(row, Rejected)]


def piped(data: bytes, **options: Any) -> list[str]:
    return outcome(read("-", stream=io.BytesIO(data), **options))


# ---- plain text ------------------------------------------------------------------------------------------------------


def test_a_text_file_is_one_report_named_by_its_stem(tmp_path: Path) -> None:
    (found,) = read(put(tmp_path, "osh.txt", f"{TEXT}\r\nMore.\r"), outlet="Wire")
    assert found == Report("osh", f"{TEXT}\nMore.\n", outlet="Wire")


def test_equal_stems_give_different_ids(tmp_path: Path) -> None:
    for name in ("a/day.txt", "b/day.txt", "c/day.md", "c/day.txt.gz"):
        put(tmp_path, name, gzip.compress(TEXT.encode(), mtime=0) if name.endswith("gz") else TEXT)
    ids = [row.id for row in read(tmp_path) if isinstance(row, Report)]
    assert ids[0] == "day"
    assert len(set(ids)) == 4


def test_a_single_line_of_5_mb_is_read_and_more_is_too_large(tmp_path: Path) -> None:
    path = put(tmp_path, "long.txt", b"word " * 1_000_000)
    (found,) = read(path)
    assert isinstance(found, Report)
    assert len(found.text) == 5_000_000
    assert outcome(read(put(tmp_path, "longer.txt", b"word " * 1_000_001))) == ["too-large"]
    assert outcome(read(put(tmp_path, "cyrillic.txt", "я" * 101), max_text_characters=100)) == ["too-large"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t ", "empty"),
        ("a.txt", b"\xef\xbb\xbf", "empty"),
        ("a.jsonl", b"\n\n", "empty"),
        ("a.json", b"", "empty"),
        ("a.json", b"[]", "empty"),
        ("a.csv", b"text\n", "empty"),
        ("a.txt", b"%PDF-1.4\n%\xe2\xe3", "binary"),
        ("a.html", b"PK\x03\x04rest", "binary"),
        ("a.jsonl", b"%PDF-1.4\nline\nline\n", "binary"),
        ("a.csv", b"\x89PNG\r\n\x1a\nabc", "binary"),
        ("a.txt", bytes(range(256)) * 9, "binary"),
        ("a.txt", gzip.compress(gzip.compress(b"text", mtime=0), mtime=0), "binary"),
        ("a.json", b'{"text": ', "malformed"),
        ("a.json", b'"text"', "not-a-report"),
        ("a.json", b'{"articles": []}', "not-a-report"),
        ("a.parquet", b"PAR1 broken PAR1", "malformed"),
        ("a.parquet", b"no table", "malformed"),
        ("a.parquet", b"", "malformed"),
        ("a.csv", b"title,body\nx,y\n", "bad-column"),
        ("a.csv", b"text,text\nx,y\n", "bad-column"),
        ("a.csv", b"", "bad-column"),
        ("a.csv", b"text,id\rold,1\rmac,2\r", "malformed"),
        ("a.html", b"<html><body></body></html>", "no-article"),
        ("a.html", b"", "empty"),
    ],
)
def test_a_bad_file_is_one_rejected_row(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = put(tmp_path, name, content)
    (row,) = read(path)
    assert isinstance(row, Rejected)
    assert (row.source, row.code) == (str(path), code)
    assert row.hint


# ---- JSON ------------------------------------------------------------------------------------------------------------


def test_json_lines_give_a_row_for_each_line_in_order(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "a", "text": TEXT, "published": "2015-10-06T05:20:00Z", "language": "en"}),
        "",
        '{"text": "cut off',
        "[1, 2]",
        '{"title": "no text"}',
        '{"text": 12}',
        '{"text": ""}',
        '{"text": "x", "published": "yesterday"}',
        '{"x": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"text": "x", "id": ' + "9" * 5000 + "}",
        '{"text": "half \\ud800 pair \\u0000"}',
        '{"text": "last"}',
    ]
    path = put(tmp_path, "news.jsonl", "\r\n".join(lines))
    assert outcome(read(path)) == [
        TEXT, "malformed", "not-a-report", "not-a-report", "not-a-report", "empty", "bad-date", "malformed",
        "malformed", "half \ufffd pair  ", "last",
    ]  # fmt: skip
    assert sources(read(path)) == [f"{path}:{number}" for number in range(3, 11)]


def test_offsets_into_a_json_text_are_those_of_the_text_given() -> None:
    text = "First.\r\nPolice\x00 said\r so."
    (found,) = read("-", stream=io.BytesIO(json.dumps({"text": text}).encode()))
    assert isinstance(found, Report)
    start = text.index("Police")
    assert found.span(start, start + 6).text == "Police"


def test_lines_in_another_encoding_are_read() -> None:
    latin = '{"text": "Le ministre a été arrêté à Besançon"}'.encode("latin-1")
    assert piped(b'{"text": "ok"}\n' + latin) == ["ok", "Le ministre a été arrêté à Besançon"]
    wide = '{"text": "Осло"}\n{"text": "Osh"}\n'.encode("utf-16")
    assert piped(wide, format="jsonl") == ["Осло", "Osh"]
    assert piped(wide) == ["Осло", "Osh"]


def test_a_line_over_the_limit_is_rejected_and_the_next_is_read() -> None:
    data = b'{"text": "' + b"x" * 200_000 + b'"}\n{"text": "short"}\n'
    assert piped(data, max_text_characters=100) == ["too-large", "short"]


def test_a_json_document_is_one_report_or_a_list(tmp_path: Path) -> None:
    assert outcome(read(put(tmp_path, "one.json", json.dumps({"text": TEXT}, indent=1)))) == [TEXT]
    path = put(tmp_path, "list.json", json.dumps([{"text": TEXT}, 5, {"text": ""}]))
    assert outcome(read(path)) == [TEXT, "not-a-report", "empty"]
    assert sources(read(path)) == [f"{path}[1]", f"{path}[2]"]


def test_json_lines_called_json_are_read_as_lines(tmp_path: Path) -> None:
    path = put(tmp_path, "news.json", '{"text": "a"}\n{"text": "b"}\nnonsense\n')
    assert outcome(read(path)) == ["a", "b", "malformed"]


# ---- tables ----------------------------------------------------------------------------------------------------------


def test_csv_cells_may_hold_quotes_line_breaks_and_nul(tmp_path: Path) -> None:
    table = 'id,body,outlet\n1,"He said ""no"",\nthen left",Wire\n2,nul\x00here,\n\n3,plain,Post\n'
    path = put(tmp_path, "news.csv", table)
    found = list(read(path, columns={"text": "body"}, outlet="Default"))
    assert [row.text for row in found if isinstance(row, Report)] == ['He said "no",\nthen left', "nul here", "plain"]
    assert [row.outlet for row in found if isinstance(row, Report)] == ["Wire", "Default", "Post"]


def test_csv_rows_that_do_not_fit_are_rejected_with_their_lines(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", 'text,id\na,1\n"odd "quoting" here",2\nx,3,4\nlonely\n"\n",5\nb,6\n"open,7\n')
    assert outcome(read(path)) == ["a", "malformed", "malformed", "malformed", "empty", "b", "malformed"]
    assert sources(read(path)) == [f"{path}:{at}" for at in ("3", "4", "5", "6", "9")]


def test_a_huge_cell_is_read_up_to_the_limit(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "text,id\n" + "x" * 500_000 + ",1\n" + "y" * 600_000 + ",2\nz,3\n")
    found = outcome(read(path, max_text_characters=500_000))
    assert [row if len(row) < 20 else len(row) for row in found] == [500_000, "too-large", "z"]
    very = put(tmp_path, "b.csv", "text,id\n" + "x" * 900_000 + ",1\nz,3\n")
    assert outcome(read(very, max_text_characters=1_000)) == ["too-large", "z"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", "text;id\nÀ Besançon;1\n".encode("cp1252")),
        ("a.tsv", "id\ttext\n1\tÀ Besançon\n".encode()),
        ("a.csv", "id,text\n1,À Besançon\n".encode("utf-8-sig")),
        ("a.csv", "id,text\r\n1,À Besançon\r\n".encode("utf-16")),
        ("a.csv.gz", gzip.compress("id,text\n1,À Besançon\n".encode(), mtime=0)),
    ],
)
def test_csv_of_many_kinds(tmp_path: Path, name: str, data: bytes) -> None:
    assert outcome(read(put(tmp_path, name, data))) == ["À Besançon"]


def test_a_missing_column_names_the_near_one(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "id,body\n1,x\n")
    (row,) = read(path, columns={"text": "bodi"})
    assert isinstance(row, Rejected)
    assert row.code == "bad-column"
    assert "did you mean body" in row.hint


def test_parquet_rows_with_columns_dates_and_gaps(tmp_path: Path) -> None:
    day = date(2020, 10, 24)
    table = pa.table({"body": [TEXT, None, "", "b"], "published": [day, day, day, None], "n": [1, 2, 3, 4]})
    path = tmp_path / "news.parquet"
    parquet.write_table(table, path)
    found = list(read(path, columns={"text": "body", "id": "n"}))
    assert found[0] == Report("1", TEXT, published="2020-10-24")
    assert outcome(iter(found)) == [TEXT, "not-a-report", "empty", "b"]
    assert sources(iter(found)) == [f"{path}:2", f"{path}:3"]
    assert outcome(read("-", stream=io.BytesIO(path.read_bytes()), columns={"text": "body"})) == outcome(iter(found))
    broken = put(tmp_path, "cut.parquet", path.read_bytes()[:-30])
    assert outcome(read(broken, columns={"text": "body"})) == ["malformed"]


def test_parquet_with_numbers_for_text_is_rejected_row_by_row(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"text": [1, 2]}), tmp_path / "n.parquet")
    assert outcome(read(tmp_path / "n.parquet")) == ["not-a-report", "not-a-report"]


# ---- gzip ------------------------------------------------------------------------------------------------------------


def test_a_cut_off_archive_gives_what_was_whole_and_says_so(tmp_path: Path) -> None:
    rows = "".join(json.dumps({"text": f"{number} {os.urandom(300).hex()}"}) + "\n" for number in range(2000))
    packed = gzip.compress(rows.encode(), mtime=0)
    found = list(read(put(tmp_path, "a.jsonl.gz", packed[: len(packed) // 2])))
    assert len(found) > 500
    assert all(isinstance(row, Report) for row in found[:-1])
    assert isinstance(found[-1], Rejected)
    assert found[-1].code == "malformed"
    assert str(len(found) - 1) in found[-1].message


@pytest.mark.parametrize("cut", [3, 9, 12, -6, -1])
def test_an_archive_cut_anywhere_is_rejected(tmp_path: Path, cut: int) -> None:
    packed = gzip.compress(b"Police said so. " * 50, mtime=0)
    assert "malformed" in outcome(read(put(tmp_path, "a.txt.gz", packed[:cut])))


def test_an_archive_that_unpacks_without_end_is_too_large(tmp_path: Path) -> None:
    assert outcome(read(put(tmp_path, "a.txt.gz", gzip.compress(b"a" * 50_000_000, mtime=0)))) == ["too-large"]


# ---- where reports lie -----------------------------------------------------------------------------------------------


def test_a_folder_is_walked_by_name_without_hidden_entries(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.txt", ".git/config", ".hidden.txt", "c"):
        put(tmp_path, name, name)
    assert outcome(read(tmp_path)) == ["a/b/c.txt", "a/z.txt", "b.txt", "c"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    put(tmp_path, "a/x.txt", TEXT)
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    assert outcome(read(tmp_path)) == [TEXT, "unreadable", "unreadable"]
    assert outcome(read(tmp_path / "self.txt")) == ["unreadable"]


def test_pipes_in_a_folder_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert outcome(read(tmp_path)) == ["unreadable"]


def test_globs_are_sorted_and_may_match_nothing(tmp_path: Path) -> None:
    for name in ("2.txt", "1.txt", "3.md", "d/4.txt"):
        put(tmp_path, name, name)
    assert outcome(read(f"{tmp_path}/*.txt")) == ["1.txt", "2.txt"]
    assert outcome(read(f"{tmp_path}/**/*.txt")) == ["1.txt", "2.txt", "d/4.txt"]
    assert outcome(read(f"{tmp_path}/*.csv")) == ["not-found"]


def test_a_name_with_brackets_is_found_as_it_stands(tmp_path: Path) -> None:
    assert outcome(read(put(tmp_path, "osh[1].txt", TEXT))) == [TEXT]


def test_a_missing_path_names_the_near_one(tmp_path: Path) -> None:
    put(tmp_path, "reports.jsonl", "")
    (row,) = read(tmp_path / "report.jsonl")
    assert isinstance(row, Rejected)
    assert row.code == "not-found"
    assert "reports.jsonl" in row.hint


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("", "not-found"), ("no/such/path.txt", "not-found"), ("nul\x00byte", "not-found"), ("x" * 5000, "unreadable"),
        ("https://news.example/osh", "url"), ("HTTP://news.example", "url"), ("half\ud800pair", "not-found"),
    ],
)  # fmt: skip
def test_odd_paths_are_rejected_rows(path: str, code: str) -> None:
    (row,) = read(path)
    assert isinstance(row, Rejected)
    assert row.code == code
    json.dumps(row.to_json(), ensure_ascii=False).encode("utf-8")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_rejected(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", TEXT)
    path.chmod(0)
    assert outcome(read(path)) == ["unreadable"]


def test_what_the_system_refuses_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "a.txt", TEXT)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (row,) = read(path)
    assert isinstance(row, Rejected)
    assert row.code == "unreadable"
    assert "Permission denied" in row.message


def test_an_empty_folder_is_not_found(tmp_path: Path) -> None:
    assert outcome(read(tmp_path)) == ["not-found"]


def test_order_is_input_order(tmp_path: Path) -> None:
    paths = [put(tmp_path, name, name) for name in ("z.txt", "a.txt")]
    assert outcome(read([paths[0], tmp_path / "none", paths[1]])) == ["z.txt", "not-found", "a.txt"]


# ---- streams ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"Police said so.", ["Police said so."]),
        (b"\n\n  {\"text\": \"a\"}\n", ["a"]),
        (b"{not json\n{\"text\": \"a\"}", ["malformed", "a"]),
        (b"[Reuters] Police said so.", ["[Reuters] Police said so."]),
        (b"[{\"text\": \"a\"}, {\"text\": \"b\"}]", ["a", "b"]),
        (b"\xef\xbb\xbf{\"text\": \"a\"}", ["a"]),
        (gzip.compress(b'{"text": "a"}', mtime=0), ["a"]),
        (b"<html><article><p>Police arrested twelve people in Osh on Tuesday.</p></article></html>",
         ["Police arrested twelve people in Osh on Tuesday."]),
        (b"", ["empty"]),
        (b"\n" * 200_000 + b"end", ["\n" * 200_000 + "end"]),
    ],
)  # fmt: skip
def test_standard_input_is_told_apart_by_its_start(data: bytes, found: list[str]) -> None:
    assert piped(data) == found


def test_text_streams_are_read_too() -> None:
    assert outcome(read("-", stream=io.StringIO('{"text": "Осло"}'))) == ["Осло"]
    assert outcome(read("-", stream=io.TextIOWrapper(io.BytesIO(b"plain")))) == ["plain"]


def test_a_pipe_that_stays_open_gives_each_line_as_it_comes() -> None:
    taken, given_end = os.pipe()
    with os.fdopen(taken, "rb") as reader, os.fdopen(given_end, "wb", buffering=0) as writer:
        writer.write(b'{"text": "one"}\n')
        rows = read("-", stream=reader)
        assert getattr(next(rows), "text", None) == "one"
        writer.write(b'{"text": "two"}\n')
        assert getattr(next(rows), "text", None) == "two"


def test_memory_stays_flat_over_many_lines() -> None:
    class Endless(io.RawIOBase):
        served = 0

        def readable(self) -> bool:
            return True

        def readinto(self, target: Any) -> int:
            line = b'{"text": "Police said so."}\n'
            self.served += 1
            target[: len(line)] = line
            return len(line)

    source = Endless()
    rows = read("-", stream=io.BufferedReader(source, 256))
    for _ in range(100):
        next(rows)
    assert source.served < 10_000


# ---- wrong calls, and everything at once -----------------------------------------------------------------------------


def test_an_unknown_format_is_refused_at_once() -> None:
    with pytest.raises(UsageError, match="did you mean jsonl"):
        read("a", format="jsonnl")


def test_an_unknown_field_is_refused_at_once() -> None:
    with pytest.raises(BadColumn):
        read("a", columns={"body": "text"})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    start=st.sampled_from(
        [b"", b"{", b'{"text": "a"}\n', b"[", b"<html>", b"text,id\n", b"\xff\xfe", b"\x1f\x8b\x08\x00"]
    ),
    format=st.sampled_from([None, *FORMATS]),
)
def test_any_bytes_give_reports_or_rejected_rows(data: bytes, start: bytes, format: str | None) -> None:
    rows = list(read("-", stream=io.BytesIO(start + data), format=format))
    assert rows
    for row in rows:
        json.dumps(row.to_json(), ensure_ascii=False).encode("utf-8")
        if isinstance(row, Report):
            assert row.text.encode("utf-8")
            assert row.span(0, len(row.text)).text == row.text
            assert row.sha256
        else:
            assert row.source.startswith("-")
            assert row.message
            assert row.hint
