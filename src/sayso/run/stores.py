"""Paths of reports and of a store come in; the reports are read, coded, kept and compared: all rooms in a row."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

from sayso.ground.records import Record, Rejected, Report
from sayso.ground.settings import settings as make_settings
from sayso.run import reconciling
from sayso.run.pipeline import Coder
from sayso.store import arriving
from sayso.store.store import Store

if TYPE_CHECKING:
    from sayso.store.keeping import Added

Results = Iterator[Record | Rejected]


def open_store(path: str | Path, **settings: object) -> Store:
    """The store at a path; the file is made when something is first added.

    Args:
        path: A file, by custom with the suffix `.sayso` or `.duckdb`.
        **settings: Any of `sayso.ground.settings.SETTINGS`, such as `store_batch=500`.

    Raises:
        UnknownSetting: There is no such setting.

    Example:
        >>> import sayso, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     store = sayso.open_store(f"{folder}/news.sayso")
        ...     added = store.add(sayso.load().code_many(["Troops shelled the port, the mayor said."]))
        ...     [row.type for row in store.events()]
        ['ASSAULT']
    """
    return Store(path, settings=make_settings(None, **settings), reconciler=reconciling)


def add_paths(  # noqa: PLR0913  # each is something that a user says about the input
    store: Store,
    coder: Coder,
    paths: Iterable[str],
    *,
    columns: Mapping[str, str] | None = None,
    published: str | None = None,
    outlet: str | None = None,
    format: str | None = None,
    stream: IO[bytes] | None = None,
    watch: Callable[[Results], Results] = iter,
) -> Added:
    """Read what the paths hold, code what the store does not hold yet, and keep it.

    Args:
        store: Where to.
        coder: Who codes.
        paths: As in `Coder.code_paths`, and so the arguments up to `stream`.
        columns: Which column of a table holds which field.
        published: Date of publication for reports that carry none.
        outlet: Outlet for reports that name none.
        format: Format of the files where it does not show.
        stream: What `-` stands for.
        watch: Sees every result on its way into the store, as a progress bar does.

    Raises:
        StoreBusy: Another process is writing to the store.
    """
    from sayso.read.sources import read

    known = store.contents()
    skipped = _Count()
    reports = read(
        list(paths), columns=columns, published=published, outlet=outlet, format=format, stream=stream,
        max_text_characters=coder.settings.max_text_characters,
    )  # fmt: skip
    results = coder.code_many(skipped.past(reports, known))
    return store.add(watch(results)).with_unchanged(skipped.number)


def recode(store: Store, coder: Coder, *, watch: Callable[[Results], Results] = iter) -> Added:
    """Code every version of a report anew whose newest coding another coder made; the old rows stay beside the new.

    What can no longer be coded keeps its old rows and is told as rejected.
    """
    numbers: deque[int] = deque()

    def reports() -> Iterator[Report]:
        for version, report in store.outdated(coder.version):
            numbers.append(version)
            yield report

    return store.add_codings(_numbered(watch(coder.code_many(reports())), numbers))


def _numbered(results: Results, numbers: deque[int]) -> Iterator[tuple[int, Record]]:
    """Each record with the number of its version; results come in the order of the reports."""
    for result in results:
        version = numbers.popleft()
        if isinstance(result, Record):
            yield version, result


class _Count:
    """Counts what is left out."""

    def __init__(self) -> None:
        self.number = 0

    def past(self, items: Iterable[Report | Rejected], known: set[bytes]) -> Iterator[Report | Rejected]:
        """The items but for the reports that are known."""
        for item in items:
            if isinstance(item, Report) and arriving.is_known(item, known):
                self.number += 1
            else:
                yield item
