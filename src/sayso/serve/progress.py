"""Results pass through unchanged; a line on standard error tells how far the work is, once it takes over a second."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import Final, TypeVar

Result = TypeVar("Result")

DELAY: Final = 1.0
"""Seconds of work before anything is shown."""


def is_wanted(choice: str, *, is_quiet: bool, shares_screen: bool) -> bool:
    """Whether to show progress, given the setting `progress`; never over rows printed on the same screen."""
    if is_quiet or choice == "never":
        return False
    return choice == "always" or (sys.stderr.isatty() and not shares_screen)


def shown(
    results: Iterable[Result], *, noun: str = "reports", clock: Callable[[], float] = monotonic
) -> Iterator[Result]:
    """The results; the count, the rate and the time so far appear on standard error and go when all is done."""
    started, done = clock(), 0
    source = iter(results)
    for result in source:
        yield result
        done += 1
        if clock() - started > DELAY:
            break
    else:
        return
    yield from _with_bar(source, done, clock() - started, noun)


def _with_bar(results: Iterator[Result], done: int, spent: float, noun: str) -> Iterator[Result]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    said = TextColumn("{task.completed:,.0f} " + noun + ", {task.fields[rate]:,.1f} a second")
    with Progress(SpinnerColumn(), said, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        started = monotonic() - spent
        task = bar.add_task("coding", total=None, completed=done, rate=done / max(spent, 1e-9))
        for result in results:
            yield result
            done += 1
            bar.update(task, completed=done, rate=done / max(monotonic() - started, 1e-9))
