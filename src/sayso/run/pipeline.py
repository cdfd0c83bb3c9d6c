"""Texts and reports come in, records go out: the rooms up to resolving strung together behind one object.

    coder = load()
    record = coder.code("The ministry denied shelling the town.", published="2020-10-25")

Coding keeps no state from one report to the next, so the same text, versions and settings give the same rows in any
order, in one process or many.
"""

from __future__ import annotations

import re
import select
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import IO, Final

from sayso.ground.errors import CODES, NotAReport, NotFound, ReadError, UsageError
from sayso.ground.explanations import Explanation
from sayso.ground.records import Event, Record, Rejected, Relation, Report, Versions
from sayso.ground.settings import Settings
from sayso.ground.settings import settings as make_settings
from sayso.read.intake import FIELDS, Intake
from sayso.run.chunks import always, chunks
from sayso.run.engine import Engine, Opener, Opening, rejection

MOST_LISTED: Final = 8
"""So many reports of a path are named to somebody who has to choose."""
UNNAMED: Final = frozenset(["", "an actor", "a recipient", "a source", "a target", "somebody", "someone", "unknown"])
"""How a caller of `relate` may write a party that the text leaves unsaid, in lower case."""


def load(model: str | None = None, **settings: object) -> Coder:
    """A coder with the model at `model`, or with the one that comes with the package.

    Args:
        model: Folder of a model with its card; `None` is the packaged one.
        **settings: Any of `sayso.ground.settings.SETTINGS`, such as `jobs=4`.

    Raises:
        ModelMissing: There is no model there.
        UnknownSetting: There is no such setting; the hint names the nearest.
    """
    chosen = make_settings(None, **settings)
    return Coder(Opening(model, chosen), settings=chosen)


class Coder:
    """Codes reports: `code` one, `code_many` a stream, `relate` two parties of a text.

    Args:
        opener: Opens the engine, here and in each worker process.
        settings: Limits and number of jobs; all else was settled when the opener was made.
    """

    def __init__(self, opener: Opener, *, settings: Settings) -> None:
        self._opener = opener
        self._settings = settings
        self._engine: Engine = opener(threads=settings.threads)

    @property
    def settings(self) -> Settings:
        """The settings it was made with."""
        return self._settings

    @property
    def version(self) -> Versions:
        """The versions that stand on every row: code, model, codebook, gazetteer."""
        return self._engine.versions

    def code(
        self,
        text: str | Report,
        *,
        published: str | date | None = None,
        outlet: str | None = None,
        id: str | None = None,
        title: str | None = None,
    ) -> Record:
        """The record of one text.

        Args:
            text: The body of a report, or a `Report`, whose fields the other arguments replace where given.
            published: ISO date or date-time of publication; without it relative dates stay open.
            outlet: Who published it.
            id: Its name in the rows; without one, the first 16 digits of the text's SHA-256.
            title: Its headline, kept beside the text and not coded.

        Raises:
            ReadError: The text is empty or too long, or the date is not an ISO date.
        """
        given = {"published": published, "outlet": outlet, "id": id, "title": title}
        chosen = {name: value for name, value in given.items() if value is not None}
        return self._engine.code(self._report(text, chosen))

    def code_many(
        self, items: Iterable[str | Report | Rejected], *, jobs: int | None = None
    ) -> Iterator[Record | Rejected]:
        """One record or rejection for each item, in the order of the items.

        What was rejected on the way in passes through; a report that fails becomes `Rejected`, with the code
        `internal` when the fault is ours. Only a few reports are held at a time.

        Args:
            items: Texts, reports, or rejections of a reader; any iterable, also an endless one.
            jobs: Processes side by side; `None` takes the setting. Workers live until the iteration ends.
        """
        return self._coded(items, jobs=jobs, is_ready=always)

    def code_paths(  # noqa: PLR0913  # each is something that a user says about the input
        self,
        paths: Iterable[str],
        *,
        columns: Mapping[str, str] | None = None,
        published: str | None = None,
        outlet: str | None = None,
        format: str | None = None,
        stream: IO[bytes] | None = None,
        jobs: int | None = None,
    ) -> Iterator[Record | Rejected]:
        """Read the paths and code what they hold: one record or rejection per report, in order.

        Args:
            paths: Files, folders, patterns, or `-` for `stream`; see `sayso.read`.
            columns: Which column or key of a table holds which field of a report, as `{"text": "body"}`.
            published: Date of publication for reports that carry none.
            outlet: Outlet for reports that name none.
            format: Format of the files where neither name nor content tells it; see `sayso.read`.
            stream: What `-` stands for; `None` is standard input.
            jobs: As in `code_many`.
        """
        from sayso.read.sources import read

        paths = list(paths)
        reports = read(
            paths,
            columns=columns,
            published=published,
            outlet=outlet,
            format=format,
            stream=stream,
            max_text_characters=self._settings.max_text_characters,
        )
        return self._coded(reports, jobs=jobs, is_ready=_waiting_in(stream) if "-" in paths else always)

    def explain(
        self,
        report: str | Report,
        event: str,
        *,
        published: str | date | None = None,
        outlet: str | None = None,
    ) -> Explanation:
        """Why one event of a report is what it is: type, status, sources, actors, recipients, place and time.

        Each answer comes with the rules that gave it, and with the other answers that were weighed.

        Args:
            report: The body of a report, or a `Report`.
            event: Id of the event as `code` gives it, its number, or its anchor word.
            published: ISO date or date-time of publication.
            outlet: Who published it.

        Raises:
            NoSuchEvent: There is no such event, or several have that anchor; the hint lists those there are.
            ReadError: As for `code`.
        """
        given = {"published": published, "outlet": outlet}
        return self._engine.explain(self._report(report, {k: v for k, v in given.items() if v is not None}), event)

    def explain_path(  # noqa: PLR0913  # each is something that a user says about the input
        self,
        path: str,
        event: str,
        *,
        report: str | None = None,
        published: str | None = None,
        outlet: str | None = None,
        format: str | None = None,
        stream: IO[bytes] | None = None,
    ) -> Explanation:
        """As `explain`, for a report that lies at a path.

        Args:
            path: A file, or `-` for `stream`.
            event: As in `explain`.
            report: Id of the report, where the path holds several.
            published: Date of publication, if the report carries none.
            outlet: Outlet, if the report names none.
            format: Format of the file where neither name nor content tells it; see `sayso.read`.
            stream: What `-` stands for; `None` is standard input.

        Raises:
            NoSuchEvent: As in `explain`.
            NotFound: There is nothing at the path, or no report of that id.
            UsageError: The path holds several reports and none was named.
            ReadError: The report cannot be read.
        """
        from sayso.read.sources import read

        most = self._settings.max_text_characters
        found = read([path], published=published, outlet=outlet, format=format, stream=stream, max_text_characters=most)
        return self.explain(_one(found, path, report), event)

    def relate(self, text: str, *, source: str, target: str, id: str = "") -> Relation:
        """What `source` does to `target` in the text, as probabilities of the event types.

        Args:
            text: One or more sentences.
            source: Who acts, in words that stand in the text; empty when the text leaves it unsaid.
            target: On whom, likewise.
            id: Comes back on the relation.

        Raises:
            NotAReport: A party does not stand in the text.
        """
        report = self._report(text, {})
        parties = [_party(report.text, name, role) for name, role in ((source, "source"), (target, "target"))]
        types = dict(self._engine.reader.relate(report.text, *parties))
        best = max(types, key=lambda name: types[name])
        return Relation(id, best, self._mode(report, best, *parties), types[best], types)

    def _mode(self, report: Report, type: str, source: str, target: str) -> str | None:
        """The mode of the likeliest event of that type between the two, `None` where none is coded."""
        from sayso.ground import codebook

        if not codebook.load().type(type).modes:
            return None
        fit = [
            event
            for event in self._engine.code(report).events
            if event.type == type and _plays(event, source, is_actor=True) and _plays(event, target, is_actor=False)
        ]
        return max(fit, key=lambda event: event.probability).mode if fit else None

    def _coded(
        self, items: Iterable[str | Report | Rejected], *, jobs: int | None, is_ready: Callable[[], bool]
    ) -> Iterator[Record | Rejected]:
        count = self._settings.jobs if jobs is None else jobs
        if count < 1:
            raise UsageError("jobs must be 1 or more", value=count, hint="jobs=1 codes in this process")
        batches = chunks(self._reports(items), most=self._settings.batch_windows, is_ready=is_ready)
        if count > 1:
            return self._in_workers(batches, count, is_ready)
        return (result for batch in batches for result in self._engine.code_many(batch))

    def _in_workers(
        self, batches: Iterator[tuple[Report | Rejected, ...]], jobs: int, is_ready: Callable[[], bool]
    ) -> Iterator[Record | Rejected]:
        from sayso.run.workers import Crew

        with Crew(self._opener, jobs=jobs) as crew:
            yield from crew.code_many(batches, is_ready=is_ready)

    def _reports(self, items: Iterable[str | Report | Rejected]) -> Iterator[Report | Rejected]:
        intake = self._intake()
        for number, item in enumerate(items, 1):
            if isinstance(item, Rejected):
                yield item
            elif isinstance(item, str):
                yield intake.report({"text": item}, source=f"item {number}")
            else:
                yield self._checked(item, source=f"item {number}")

    def _checked(self, item: object, *, source: str) -> Report | Rejected:
        try:
            return self._report(item, {})
        except ReadError as error:
            return rejection(item.id or source if isinstance(item, Report) else source, error)

    def _report(self, text: object, given: Mapping[str, object]) -> Report:
        """A text or a report made whole: characters that cannot be kept replaced, a name given, dates checked."""
        if not isinstance(text, str | Report):
            raise NotAReport("neither a text nor a Report", value=type(text).__name__, hint="give the text as a string")
        row = {name: getattr(text, name) for name in FIELDS} if isinstance(text, Report) else {"text": text}
        found = self._intake().report({**row, **given}, source="text")
        if isinstance(found, Rejected):
            raise CODES[found.code](found.message, hint=found.hint)
        return found

    def _intake(self) -> Intake:
        return Intake(max_text_characters=self._settings.max_text_characters)


def _one(found: Iterable[Report | Rejected], path: str, wanted: str | None) -> Report:
    """The report of that id, or the only one there is."""
    listed = list(islice(found, None if wanted else MOST_LISTED))
    named = [one for one in listed if wanted is None or (isinstance(one, Report) and one.id == wanted)]
    ids = ", ".join(one.id for one in listed[:MOST_LISTED] if isinstance(one, Report))
    if len(named) > 1:
        raise UsageError("the path holds several reports", value=path, hint=f"name one of them: {ids}")
    if not named:
        raise NotFound("no such report", value=wanted or path, hint=f"there are {ids}" if ids else "")
    if isinstance(named[0], Rejected):
        raise CODES[named[0].code](named[0].message, hint=named[0].hint)
    return named[0]


def _waiting_in(stream: IO[bytes] | None) -> Callable[[], bool]:
    """Whether a stream has more to give at once; one that cannot be asked never has."""

    def is_ready() -> bool:
        try:
            return bool(select.select([stream or sys.stdin], [], [], 0)[0])
        except (OSError, ValueError, TypeError):
            return False

    return is_ready


def _party(text: str, name: str, role: str) -> str:
    """The words of the text that name the party, empty for one left unsaid."""
    words = name.split()
    if " ".join(words).casefold() in UNNAMED and name not in text:
        return ""
    if name in text:
        return name
    found = re.search(r"\s+".join(re.escape(word) for word in words), text, re.IGNORECASE)
    if found is None:
        hint = "write the party as the text does, or leave it empty if the text does not name it"
        raise NotAReport(f"the {role} does not stand in the text", value=name, hint=hint)
    return found.group()


def _plays(event: Event, party: str, *, is_actor: bool) -> bool:
    """Whether the party is among the actors or recipients of the event; one left unsaid fits any."""
    named = [other.span.text.casefold() for other in (event.actors if is_actor else event.recipients)]
    wanted = party.casefold()
    return not wanted or any(wanted in other or other in wanted for other in named)
