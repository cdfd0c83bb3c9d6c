"""A store and what is allowed come in; what every request needs goes out: one desk, and threads for slow work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from sayso.ground.settings import Settings

if TYPE_CHECKING:
    from sayso.run.pipeline import Coder
    from sayso.store.store import Store

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Gate:
    """Lets many read at once, or one write alone: DuckDB opens a file for one of the two in one process."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._readers = 0
        self._is_writing = False

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A stretch in which nobody of this process writes."""
        with self._condition:
            self._condition.wait_for(lambda: not self._is_writing)
            self._readers += 1
        try:
            yield
        finally:
            with self._condition:
                self._readers -= 1
                self._condition.notify_all()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A stretch in which nobody else of this process reads or writes."""
        with self._condition:
            self._condition.wait_for(lambda: not self._is_writing and not self._readers)
            self._is_writing = True
        try:
            yield
        finally:
            with self._condition:
                self._is_writing = False
                self._condition.notify_all()


@dataclass(frozen=True, slots=True)
class Desk:
    """What a running service holds.

    Args:
        store: The store that it serves.
        settings: Sizes and patience.
        load: Makes the coder when a report is first sent.
        hosts: The names under which it may be asked for, in lower case and without ports.
        token: What allows edits; `None` where nothing does.
    """

    store: Store
    settings: Settings
    load: Callable[[], Coder]
    hosts: frozenset[str]
    token: str | None = field(default=None, repr=False)
    gate: Gate = field(default_factory=Gate, repr=False)
    coding: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _coder: list[Coder] = field(default_factory=list, repr=False)

    def coder(self) -> Coder:
        """The one coder, loaded at first use; hold `coding` while working with it."""
        if not self._coder:
            self._coder.append(self.load())
        return self._coder[0]

    def allows(self, given: str) -> bool:
        """Whether a token is the one that allows edits; takes as long for a near miss as for a far one."""
        return self.token is not None and compare_digest(self.token.encode(), given.encode("utf-8", "replace"))

    def stamp(self) -> str:
        """What changes whenever the file of the store does; empty where there is none."""
        from sayso import __version__

        parts = [__version__]
        for path in (self.store.path, Path(f"{self.store.path}.wal")):
            try:
                found = path.stat()
            except OSError:
                continue
            parts.append(f"{found.st_mtime_ns}-{found.st_size}-{found.st_ino}")
        return blake2b("/".join(parts).encode(), digest_size=9).hexdigest()


async def aside(work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
    """Do blocking work in a thread; whoever waits may give up, the thread then ends by itself."""
    from functools import partial

    from anyio import to_thread

    return await to_thread.run_sync(partial(work, *given, **named), abandon_on_cancel=True)
