"""Reports come in, one record or one rejection for each goes out: what a single process needs to code, held together.

The engine keeps the reader (the model, opened once) and the step from a reading to a resolved record. A fault inside
one report never reaches its neighbours: it becomes a `Rejected` row with the code `internal`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from sayso.ground.errors import ReadError, SaysoError, shorten
from sayso.ground.explanations import Explanation
from sayso.ground.records import Reading, Record, Rejected, Report, Versions
from sayso.ground.settings import Settings

if TYPE_CHECKING:
    from sayso.resolve.own import Own

INTERNAL: Final = "internal"
INTERNAL_HINT: Final = "this is a fault of Sayso, not of the report: please tell its makers, with the text if you may"


class Eyes(Protocol):
    """What the engine asks of a reader: see `sayso.language.reader.Reader`."""

    @property
    def version(self) -> str: ...

    def read(self, report: Report) -> Reading: ...

    def read_many(self, reports: Iterable[Report]) -> Iterator[Reading]: ...

    def relate(self, text: str, source: str, target: str) -> Mapping[str, float]: ...


class Opener(Protocol):
    """Opens an engine in whichever process calls it; must survive pickling. `threads` 0 leaves the number open."""

    def __call__(self, *, threads: int) -> Engine: ...


@dataclass(frozen=True, slots=True)
class Opening:
    """How to open the engine of one model with one set of settings: small enough to send to another process."""

    model: str | None
    settings: Settings

    def __call__(self, *, threads: int) -> Engine:
        from sayso.language.reader import Reader

        chosen = self.settings.replace(threads=self.settings.threads or threads)
        reader = Reader.load(self.model, settings=chosen)
        return Engine(reader, partial(record, own=_own(chosen)), versions(reader.version))


def record(reading: Reading, *, own: Own | None = None) -> Record:
    """The resolved record of one reading; `own` holds the user's own actors, places and outlets."""
    from sayso.code.coding import code
    from sayso.resolve.resolving import resolve

    return resolve(code(reading), reading, own=own)


def _own(chosen: Settings) -> Own:
    """The user's tables, read when the engine opens, so that a bad file stops the work before it begins."""
    from sayso.resolve.own import own_tables

    return own_tables(actors=chosen.actors_file, places=chosen.places_file, outlets=chosen.outlets_file)


def versions(model: str) -> Versions:
    """The versions that go on every row, given that of the model."""
    from sayso import __version__
    from sayso.ground import codebook
    from sayso.resolve import gazetteer, registry, weighing

    tables = f"{gazetteer.VERSION}+{registry.VERSION}+{weighing.VERSION}"
    return Versions(sayso=__version__, model=model, codebook=codebook.VERSION, gazetteer=tables)


def rejection(source: str, error: Exception) -> Rejected:
    """The row that stands in the place of a report that could not be coded because of `error`."""
    if isinstance(error, SaysoError):
        return Rejected(source, error.code, str(error.message), error.hint)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return Rejected(source, INTERNAL, shorten(f"coding failed with {what}"), INTERNAL_HINT)


@dataclass(frozen=True, slots=True)
class Engine:
    """The reader, the step that makes a record of a reading, and the versions that go on the record."""

    reader: Eyes
    record: Callable[[Reading], Record]
    versions: Versions

    def code(self, report: Report) -> Record:
        """The record of one report; whatever goes wrong is raised."""
        return self._finish(self.reader.read(report))

    def explain(self, report: Report, event: str) -> Explanation:
        """Why one event of a report is what it is; `event` is its id, its number or its anchor word."""
        from .explaining import explain

        reading = self.reader.read(report)
        return explain(reading, self._finish(reading), event)

    def code_many(self, items: Sequence[Report | Rejected]) -> Iterator[Record | Rejected]:
        """One result for each item, in order; what was rejected on the way in stays as it is."""
        results = self._code_reports([item for item in items if isinstance(item, Report)])
        for item in items:
            yield item if isinstance(item, Rejected) else next(results)

    def _finish(self, reading: Reading) -> Record:
        return replace(self.record(reading), versions=self.versions)

    def _code_reports(self, reports: Sequence[Report]) -> Iterator[Record | Rejected]:
        """Read them together; when the reader fails midway, read what is left one by one to find the culprit."""
        done = 0
        try:
            for report, reading in zip(reports, self.reader.read_many(reports), strict=True):
                result = self._guarded(report, reading)
                done += 1
                yield result
        except Exception as error:
            if _is_fatal(error):
                raise
        for report in reports[done:]:
            yield self._guarded(report)

    def _guarded(self, report: Report, reading: Reading | None = None) -> Record | Rejected:
        try:
            return self._finish(self.reader.read(report) if reading is None else reading)
        except Exception as error:
            if _is_fatal(error):
                raise
            return rejection(report.id, error)


def _is_fatal(error: Exception) -> bool:
    """Errors of the model or the settings would strike every report alike: they stop the work."""
    return isinstance(error, SaysoError) and not isinstance(error, ReadError)
