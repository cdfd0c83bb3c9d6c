"""A file appears whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sayso.ground.errors import UsageError
from sayso.serve.output import Output, opened


def test_a_file_appears_when_the_work_is_done(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    with opened(path) as output:
        output.write("naïve\n")
        assert not path.exists()
    assert path.read_text("utf-8") == "naïve\n"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_failure_leaves_the_old_file_and_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt), opened(path) as output:  # noqa: PT012
        output.write("new")
        raise KeyboardInterrupt
    assert path.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_the_mode_of_a_replaced_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old")
    path.chmod(0o640)
    with opened(path) as output:
        output.write("new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    with opened(tmp_path / "link") as output:
        output.write("new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_device_is_written_to_in_place() -> None:
    with opened(Path(os.devnull)) as output:
        output.write("x")
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("name", ["", "missing/out.jsonl"])
def test_a_place_that_cannot_hold_a_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError), opened(tmp_path / name):
        pytest.fail("opened")


def test_each_piece_is_flushed_when_live(tmp_path: Path) -> None:
    path = tmp_path / "live"
    with path.open("wb") as stream:
        Output(stream, is_live=True).write("a \ud800\n")
        assert path.read_bytes() == b"a ?\n"
