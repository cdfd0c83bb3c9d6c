"""Chunks grow while the stream is fast, shrink when it is slow, and lose nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ground.records import Report
from sayso.run.chunks import FULL, chunks


def reports(count: int, size: int = 1) -> list[Report]:
    return [Report(str(number), "x" * size) for number in range(count)]


@given(st.integers(0, 60), st.integers(1, 20))
def test_every_item_comes_once_and_in_order(count: int, most: int) -> None:
    cut = list(chunks(reports(count), most=most))
    assert [item for chunk in cut for item in chunk] == reports(count)
    assert all(1 <= len(chunk) <= most for chunk in cut)


def test_chunks_double_while_the_stream_is_fast() -> None:
    cut = chunks(reports(40), most=8, clock=lambda: 0.0)
    assert [len(chunk) for chunk in cut] == [1, 2, 4, 8, 8, 8, 8, 1]


def test_a_slow_stream_is_handed_on_one_by_one() -> None:
    ticks = iter(range(1000))
    cut = chunks(reports(5), most=8, clock=lambda: float(next(ticks)))
    assert [len(chunk) for chunk in cut] == [1, 1, 1, 1, 1]


def test_long_reports_fill_a_chunk() -> None:
    cut = chunks(reports(9, FULL // 2 + 1), most=8, clock=lambda: 0.0)
    assert max(len(chunk) for chunk in cut) == 2


def test_an_error_of_the_stream_comes_after_what_preceded_it() -> None:
    def stream() -> Iterator[Report]:
        yield from reports(2)
        raise OSError("the disk is gone")

    seen = []
    with pytest.raises(OSError, match="disk"):  # noqa: PT012
        for chunk in chunks(stream(), most=8, clock=lambda: 0.0):
            seen += chunk
    assert seen == reports(2)


def test_a_stream_that_has_nothing_yet_is_not_waited_for() -> None:
    cut = chunks(reports(4), most=8, is_ready=lambda: False, clock=lambda: 0.0)
    assert [len(chunk) for chunk in cut] == [1, 1, 1, 1]
