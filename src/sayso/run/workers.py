"""Chunks of reports come in, their results go out in the same order, worked out by several processes side by side.

Each worker is a freshly spawned process that opens its engine once and sends results back one at a time. When a worker
dies, the reports of its chunk that have no result yet are tried again one by one, each in a living worker; the one
that kills again becomes a `Rejected` row. The number of chunks under way is bounded, so memory stays flat.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from multiprocessing.reduction import ForkingPickler
from time import monotonic
from typing import Final

from sayso.ground.errors import SaysoError, UsageError
from sayso.ground.records import Record, Rejected, Report
from sayso.run.chunks import always
from sayso.run.engine import INTERNAL, INTERNAL_HINT, Opener, rejection

Item = Report | Rejected
Result = Record | Rejected

AHEAD: Final = 4
"""Chunks under way per worker, those that are done but wait for an earlier one included."""
PATIENCE: Final = 1.0
"""Seconds of waiting for a chunk after which all results are handed out before the next is asked for."""
LULL: Final = 0.02
"""Seconds between two looks at a stream that has nothing yet."""
FAREWELL: Final = 2.0
"""Seconds that a worker has to end before it is killed."""


@dataclass(slots=True)
class _Task:
    """Items of chunk number `order`, the first of them at `place` in that chunk."""

    order: int
    place: int
    items: tuple[Item, ...]


@dataclass(slots=True, eq=False)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    is_ready: bool = False
    task: _Task | None = None
    received: int = 0


@dataclass(slots=True)
class _Chunk:
    """Results of one chunk as they arrive."""

    results: list[Result | None]
    missing: int = field(init=False)

    def __post_init__(self) -> None:
        self.missing = len(self.results)

    def put(self, place: int, result: Result) -> None:
        self.results[place] = result
        self.missing -= 1


class Crew:
    """`jobs` worker processes; use it in a `with` block, which ends them.

    Args:
        opener: Opens the engine, in each worker.
        jobs: How many workers.

    Raises:
        SaysoError: A worker could not open its engine, or died before it had.
    """

    def __init__(self, opener: Opener, *, jobs: int) -> None:
        self._opener = opener
        self._jobs = jobs
        self._threads = max(1, (os.cpu_count() or 1) // jobs)
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self._tasks: deque[_Task] = deque()
        self._under_way: dict[int, _Chunk] = {}

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self._dismiss()

    def code_many(
        self, chunks: Iterable[tuple[Item, ...]], *, is_ready: Callable[[], bool] = always
    ) -> Iterator[Result]:
        """The results of all items, in order; while `is_ready` is false no chunk is waited for if results may come."""
        source, order, head, is_slow = iter(chunks), 0, 0, False
        more = True
        while more or self._under_way:
            room = 0 if is_slow and self._under_way else self._jobs * AHEAD - len(self._under_way)
            is_wanted = more and room > 0 and len(self._tasks) < self._jobs
            if is_wanted and (not self._under_way or is_ready()):
                asked = monotonic()
                chunk = next(source, None)
                is_slow = monotonic() - asked > PATIENCE
                if chunk is None:
                    more = False
                else:
                    self._under_way[order] = _Chunk([None] * len(chunk))
                    self._tasks.append(_Task(order, 0, chunk))
                    order += 1
                self._listen(timeout=0)
            elif self._under_way:
                self._listen(timeout=LULL if is_wanted else None)
            while head in self._under_way and not self._under_way[head].missing:
                yield from (result for result in self._under_way.pop(head).results if result is not None)
                head += 1

    def _listen(self, *, timeout: float | None) -> None:
        """Give out the tasks that wait and take in what the workers send; blocks unless `timeout` is 0."""
        self._hand_out()
        pipes = {worker.pipe: worker for worker in self._workers}
        for pipe in wait(list(pipes), timeout):
            self._hear(pipes[pipe])  # type: ignore[index]  # wait gives back the objects it was given
        self._hand_out()

    def _hand_out(self) -> None:
        idle = [worker for worker in self._workers if worker.is_ready and worker.task is None]
        while self._tasks and idle:
            worker = idle.pop()
            worker.task, worker.received = self._tasks.popleft(), 0
            with suppress(OSError):  # a dead worker: its pipe tells so at the next hearing
                worker.pipe.send(worker.task.items)
        starting = sum(not worker.is_ready for worker in self._workers)
        while len(self._workers) < self._jobs and starting < len(self._tasks):
            self._hire()
            starting += 1

    def _hear(self, worker: _Worker) -> None:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        if isinstance(message, SaysoError):
            raise message
        if message is None:
            worker.is_ready = True
            return
        task = worker.task
        if task is None:
            return
        self._under_way[task.order].put(task.place + worker.received, message)
        worker.received += 1
        if worker.received == len(task.items):
            worker.task = None

    def _bury(self, worker: _Worker) -> None:
        """A worker is dead: blame its report if it had but one left, else try those left one by one."""
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.join()
        status = worker.process.exitcode
        if not worker.is_ready:
            hint = 'a script that codes with several jobs starts its work under `if __name__ == "__main__":`'
            raise UsageError("a worker process ended before it could start", value=status, hint=hint)
        task, done = worker.task, worker.received
        if task is None:
            return
        left = task.items[done:]
        if len(task.items) == 1:
            message = f"the process that coded this report died (exit status {status})"
            name = left[0].id if isinstance(left[0], Report) else left[0].source
            self._under_way[task.order].put(task.place, Rejected(name, INTERNAL, message, INTERNAL_HINT))
            return
        singles = [_Task(task.order, task.place + done + i, (item,)) for i, item in enumerate(left)]
        self._tasks.extendleft(reversed(singles))

    def _hire(self) -> None:
        ours, theirs = self._context.Pipe()
        arguments = (theirs, self._opener, self._threads)
        process = self._context.Process(target=work, args=arguments, daemon=True)
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours))

    def _dismiss(self) -> None:
        for worker in self._workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join(FAREWELL)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self._workers.clear()


def work(pipe: Connection, opener: Opener, threads: int) -> None:
    """The life of a worker: open the engine, say so (`None`), then answer each tuple of items result by result."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the parent, which ends the workers
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            engine = opener(threads=threads)
        except SaysoError as error:
            pipe.send(error)
            return
        pipe.send(None)
        while True:
            items = pipe.recv()
            try:
                for item, result in zip(items, engine.code_many(items), strict=True):
                    _send(pipe, item, result)
            except SaysoError as error:
                pipe.send(error)
                return


def _send(pipe: Connection, item: Item, result: Result) -> None:
    """A result that cannot travel between processes is a fault of its own."""
    try:
        payload = ForkingPickler.dumps(result)
    except (TypeError, AttributeError, ValueError) as error:
        name = item.id if isinstance(item, Report) else item.source
        payload = ForkingPickler.dumps(rejection(name, error))
    pipe.send_bytes(payload)
