"""A stream of items comes in, short tuples of them go out: large enough to read together, never worth waiting for.

A chunk doubles in size as long as the stream delivers at once, and falls back to a single item when the stream made
us wait. Where it can be known that the stream has nothing more yet, a chunk is closed rather than waited for: a program
that writes a report and waits for its result before the next one is never left waiting.
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


def always() -> bool:
    """The stream can be asked at any time."""
    return True


def chunks(
    items: Iterable[Report | Rejected],
    *,
    most: int,
    is_ready: Callable[[], bool] = always,
    clock: Callable[[], float] = monotonic,
) -> Iterator[tuple[Report | Rejected, ...]]:
    """The items in order, in tuples of at most `most`; an error of the stream comes after all that preceded it.

    Args:
        items: The stream.
        most: Items in the largest chunk.
        is_ready: Whether the stream would give an item without waiting.
        clock: Seconds, to tell a slow stream from a fast one.
    """
    source, size, ended = iter(items), 1, False
    while not ended:
        chunk: list[Report | Rejected] = []
        fault: Exception | None = None
        characters, slowest = 0, 0.0
        while len(chunk) < size and characters < FULL and not (chunk and (slowest > PATIENCE or not is_ready())):
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
