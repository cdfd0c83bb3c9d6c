"""Web archives: pages out of WARC and WET files, whatever state the file is in."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.ground.records import Rejected, Report
from sayso.read.sources import read

STORY = "Police in Osh freed twelve fishermen on Monday, the mayor's office said. They had been held since the weekend."


def page(story: str = STORY) -> bytes:
    return (
        f"<html lang='en'><head><title>Osh</title></head><body><article><p>{story}</p></article></body></html>".encode()
    )


def answer(body: bytes, *headers: str, status: str = "200 OK", media: str = "text/html; charset=utf-8") -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {media}", *headers])
    return head.encode() + b"\r\n\r\n" + body


def record(content: bytes, *, kind: str = "response", number: int = 1, media: str = "application/http") -> bytes:
    head = [
        "WARC/1.0", f"WARC-Type: {kind}", f"WARC-Target-URI: https://osh.example/{number}",
        f"WARC-Record-ID: <urn:uuid:story-{number}>", f"Content-Type: {media}", f"Content-Length: {len(content)}",
    ]  # fmt: skip
    return "\r\n".join(head).encode() + b"\r\n\r\n" + content + b"\r\n\r\n"


def stories(count: int) -> list[bytes]:
    return [record(answer(page(f"{STORY} Part {number}.")), number=number) for number in range(1, count + 1)]


def packed(records: list[bytes]) -> bytes:
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def rows(data: bytes, name: str = "-", **named: str) -> list[Report | Rejected]:
    return list(read(name, stream=BytesIO(data), **named))


def ids(found: list[Report | Rejected]) -> list[str]:
    return [row.id if isinstance(row, Report) else row.code for row in found]


@pytest.mark.parametrize("pack", [b"".join, packed, lambda records: gzip.compress(b"".join(records))])
def test_pages_come_out_of_plain_and_packed_archives(pack) -> None:
    found = rows(pack(stories(3)))
    assert ids(found) == ["story-1", "story-2", "story-3"]
    assert found[1].text == f"{STORY} Part 2."
    assert found[1].url == "https://osh.example/2"
    assert found[1].published is None


def test_what_is_no_page_is_passed_over() -> None:
    others = [
        record(b"software: a crawler\r\n", kind="warcinfo", media="application/warc-fields"),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(answer(b"gone", status="404 Not Found")),
        record(answer(b"\x89PNG", media="image/png")),
    ]
    assert ids(rows(packed([*others, *stories(1)]))) == ["story-1"]


def test_the_texts_of_wet_files_are_reports() -> None:
    found = rows(packed([record(STORY.encode(), kind="conversion", media="text/plain")]))
    assert [row.text for row in found] == [STORY]


def test_chunks_and_packed_bodies_are_undone() -> None:
    body = gzip.compress(page())
    chunked = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    found = rows(record(answer(chunked, "Transfer-Encoding: chunked", "Content-Encoding: gzip")))
    assert [row.text for row in found] == [STORY]


def test_a_body_that_was_joined_by_the_crawler_is_read_all_the_same() -> None:
    found = rows(record(answer(page(), "Transfer-Encoding: chunked", "Content-Encoding: gzip")))
    assert [row.text for row in found] == [STORY]


def test_a_bomb_is_refused() -> None:
    bomb = answer(gzip.compress(b" " * 9_000_000), "Content-Encoding: gzip")
    found = list(read("-", stream=BytesIO(record(bomb)), max_text_characters=100_000))
    assert [row.code for row in found] == ["too-large"]


@pytest.mark.parametrize("pack", [b"".join, packed])
def test_a_truncated_tail_is_the_last_row(pack) -> None:
    data = pack(stories(3))
    found = rows(data[:-60])
    assert ids(found) == ["story-1", "story-2", "malformed"]
    assert found[-1].source == f"-@{len(pack(stories(2)))}"


def test_a_damaged_member_spoils_no_other() -> None:
    parts = [gzip.compress(one, mtime=0) for one in stories(3)]
    parts[1] = parts[1][:40] + bytes(len(parts[1]) - 40)
    assert ids(rows(b"".join(parts))) == ["story-1", "malformed", "story-3"]


def test_a_record_without_a_length_spoils_no_other() -> None:
    first, second, third = stories(3)
    broken = second.replace(b"Content-Length", b"Content-Width")
    assert ids(rows(first + broken + third)) == ["story-1", "malformed", "story-3"]


def test_a_rejected_record_names_where_to_resume(tmp_path: Path) -> None:
    parts = stories(3)
    parts[1] = record(answer(b"<html><body><a href='/'>Home</a></body></html>"), number=2)
    path = tmp_path / "CC-NEWS-20240101.warc.gz"
    path.write_bytes(packed(parts))
    found = list(read(str(path)))
    assert ids(found) == ["story-1", "no-article", "story-3"]
    again = list(read(found[1].source))
    assert ids(again) == ["no-article", "story-3"]
    assert again[0].source == found[1].source


def test_a_folder_of_archives_is_walked(tmp_path: Path) -> None:
    for month in ("01", "02"):
        (tmp_path / "2024" / month).mkdir(parents=True)
        (tmp_path / "2024" / month / f"CC-NEWS-2024{month}.warc.gz").write_bytes(packed(stories(1)))
    assert len(list(read(str(tmp_path)))) == 2


def test_archives_lie_in_other_filesystems_too() -> None:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.pipe("/crawl/a.warc.gz", packed(stories(2)))
    memory.pipe("/crawl/b.jsonl", b'{"id": "j", "text": "Troops left."}\n')
    assert ids(list(read("memory://crawl/*"))) == ["story-1", "story-2", "j"]
    assert ids(list(read("memory://crawl"))) == ["story-1", "story-2", "j"]
    start = len(gzip.compress(stories(1)[0], mtime=0))
    assert ids(list(read(f"memory://crawl/a.warc.gz@{start}"))) == ["story-2"]
    assert ids(list(read("memory://nowhere/x"))) == ["not-found"]
    assert ids(list(read("nosuch://crawl/x"))) == ["unreadable"]
    memory.rm("/crawl", recursive=True)


def test_web_addresses_are_not_read() -> None:
    assert ids(list(read("https://osh.example/a.warc.gz"))) == ["url"]


@pytest.mark.fuzz
@settings(deadline=None)
@given(st.binary(max_size=3000), st.sampled_from([packed, b"".join]), st.integers(0, 4000), st.integers(0, 40))
def test_no_archive_makes_the_reader_fail(noise: bytes, pack, place: int, lost: int) -> None:
    data = pack(stories(2))
    place = min(place, len(data))
    found = rows(data[:place] + noise + data[place + lost :], format="warc")
    assert all(isinstance(row, Report | Rejected) for row in found)
    assert "internal" not in ids(found)


@pytest.mark.fuzz
@settings(deadline=None)
@given(st.binary(max_size=400))
def test_unfolding_gives_bytes_or_an_error_of_ours(noise: bytes) -> None:
    from sayso.ground.errors import ReadError
    from sayso.read.unfolding import unfold

    for encoding in ("gzip", "deflate", "br", "gzip, deflate"):
        with suppress(ReadError):
            assert len(unfold(noise, encoding=encoding, limit=1000)) <= 1000
    assert unfold(zlib.compress(noise), encoding="deflate", limit=1000) == noise
