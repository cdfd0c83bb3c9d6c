"""A stream of items comes in, short tuples of them go out: large enough to read together, never worth waiting for.

A chunk doubles in size as long as the stream delivers at once, and falls back to a single item when the stream made
us wait, so that a slow producer sees each result before its next report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import Final

from sayso.ground.records import Rejected, Report

PATIENCE: Final = 0.02
"""Seconds of waiting for one item from which the stream counts as slow."""
FULL: Final = 100_000
"""Characters from which a chunk takes no further item."""


def chunks(
    items: Iterable[Report | Rejected], *, most: int, clock: Callable[[], float] = monotonic
) -> Iterator[tuple[Report | Rejected, ...]]:
    """The items in order, in tuples of at most `most`; an error of the stream comes after all that preceded it."""
    source, size, ended = iter(items), 1, False
    while not ended:
        chunk: list[Report | Rejected] = []
        fault: Exception | None = None
        characters, slowest = 0, 0.0
        while len(chunk) < size and characters < FULL:
            asked = clock()
            try:
                item = next(source)
            except StopIteration:
                ended = True
                break
            except Exception as error:  # noqa: BLE001  # whatever it is, it is raised once the chunk is out
                ended, fault = True, error
                break
            slowest = max(slowest, clock() - asked)
            characters += len(item.text) if isinstance(item, Report) else 0
            chunk.append(item)
        if chunk:
            yield tuple(chunk)
        if fault is not None:
            raise fault
        size = 1 if slowest > PATIENCE else min(2 * size, most)
