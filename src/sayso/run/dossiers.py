"""Annotated dossier files come in; their reports with every annotation as a span, or what is wrong with them, go out.

A dossier is one episode told by several outlets, annotated by the codebook, one JSON object a line: its reports, then
a summary line (`corpus/FORMAT.md`). A report's text is its sentences joined by single spaces. An annotation names a
piece of its sentence by the string, or by the string and the number of its occurrence.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from sayso.ground import codebook
from sayso.ground.errors import BadDossier, NotFound, SaysoError, UnknownCode
from sayso.ground.records import Kind, Report, Span, Stance, Status

Row = Mapping[str, Any]
Made = TypeVar("Made")
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?")
NOUNS = ("dossiers", "reports", "sentences", "events", "claims", "names")


@dataclass(frozen=True, slots=True)
class Act:
    """An annotated event. `sources` run nearest first; `date` is an ISO day, month, year or interval `from/to`."""

    anchor: Span
    type: str
    mode: str | None
    status: Status
    contexts: tuple[str, ...]
    actors: tuple[Span, ...]
    recipients: tuple[Span, ...]
    place: Span | None
    time: Span | None
    date: str | None
    sources: tuple[Span, ...]
    happening: str | None
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Saying:
    """An annotated claim."""

    source: Span | None
    cue: Span | None
    content: Span | None
    stance: Stance


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody or something, with its mentions in the report."""

    name: str
    kind: Kind
    country: str | None
    sectors: tuple[str, ...]
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A report with its annotations; `country` is the outlet's (ISO 3166 alpha-3)."""

    report: Report
    outlet_kind: str | None
    country: str | None
    sentences: tuple[Span, ...]
    acts: tuple[Act, ...]
    sayings: tuple[Saying, ...]
    names: tuple[Name, ...]
    loaded: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One episode: its reports, what happens in it and what is disputed (as the summary line has it)."""

    id: str
    summary: str
    reports: tuple[Annotated, ...]
    happenings: Mapping[str, str] = field(default_factory=dict)
    disputes: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a line of a file."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def read_dossiers(path: str | Path) -> Iterator[Dossier]:
    """The dossiers of a file or of all `*.jsonl` files of a folder, in order of their names.

    Raises:
        NotFound: There is no such file or folder, or the folder holds none.
        BadDossier: A line is not as the format has it; the message names file, line and fault.

    Example:
        >>> import sayso
        >>> sum(len(dossier.reports) for dossier in sayso.read_dossiers("corpus/dossiers/A01.jsonl"))
        4
    """
    for file in _files(path):
        faults: list[Fault] = []
        dossiers = list(_dossiers(file, faults))
        if faults:
            raise BadDossier(str(faults[0]), hint=f"sayso corpus {file} lists all {len(faults)} faults")
        yield from dossiers


def check_dossiers(path: str | Path) -> tuple[list[Fault], Counter[str]]:
    """All faults of the dossiers at `path`, and how many there are of NOUNS and of events of each type.

    Raises:
        NotFound: There is no such file or folder, or the folder holds none.
    """
    faults: list[Fault] = []
    counts: Counter[str] = Counter(dict.fromkeys((*NOUNS, *codebook.load().types), 0))
    for file in _files(path):
        for dossier in _dossiers(file, faults):
            counts["dossiers"] += 1
            for one in dossier.reports:
                parts = (one.sentences, one.acts, one.sayings, one.names)
                counts.update(dict(zip(NOUNS[1:], (1, *map(len, parts)), strict=True)))
                counts.update(act.type for act in one.acts)
    return faults, counts


def _files(path: str | Path) -> list[Path]:
    given = Path(path)
    files = sorted(given.glob("*.jsonl")) if given.is_dir() else [given]
    if not files or not files[0].is_file():
        raise NotFound("no dossier there", value=str(path), hint="name a .jsonl file, or a folder that holds some")
    return files


def _dossiers(file: Path, faults: list[Fault]) -> Iterator[Dossier]:
    """The dossiers of one file as far as they can be read; what cannot is added to `faults`."""
    reports: list[Annotated] = []
    name = file.stem
    for number, line in enumerate(file.read_bytes().split(b"\n"), 1):
        complain = partial(_complain, faults, str(file), number)
        row = _row(line, complain) if line.strip() else {}
        if "report" in row:
            try:
                reports.append(_Page(row, complain).annotated())
            except (KeyError, TypeError, ValueError) as error:
                complain(f"{row['report']}: not as the format has it: {type(error).__name__} {error}")
        elif row:
            name = str(row.get("dossier") or name)
            yield Dossier(
                name, str(row.get("summary") or ""), tuple(reports), dict(row.get("happenings") or {}),
                tuple(row.get("disputes") or ()),
            )  # fmt: skip
            reports = []
    if reports:
        yield Dossier(name, "", tuple(reports))


def _complain(faults: list[Fault], file: str, line: int, message: str) -> None:
    faults.append(Fault(file, line, message))


def _row(line: bytes, complain: Callable[[str], None]) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        complain(f"no JSON: {error}")
        return {}
    if not isinstance(row, dict) or not ("report" in row or "dossier" in row):
        complain("neither a report nor a summary line")
        return {}
    return row


class _Page:
    """One report line: finds the pieces that annotations name, and tells of those that it cannot find."""

    def __init__(self, row: Row, complain: Callable[[str], None]) -> None:
        self.row = row
        self.name = str(row["report"])
        self.complain = complain
        self.book = codebook.load()
        self.strings = [str(s) for s in row.get("sentences") or []]
        self.starts = [0]
        for string in self.strings:
            self.starts.append(self.starts[-1] + len(string) + 1)
        self.text = " ".join(self.strings)

    def annotated(self) -> Annotated:
        row = self.row
        if not self.strings:
            self.complain(f"{self.name}: no sentences")
        report = Report(self.name, self.text, row.get("title"), row.get("published"), row.get("outlet"))
        return Annotated(
            report, row.get("outlet_kind"), row.get("country"),
            tuple(Span(a, a + len(s), s) for a, s in zip(self.starts, self.strings, strict=False)),
            self._all("events", self._act), self._all("claims", self._saying), self._all("names", self._name),
            tuple(span for s, piece in row.get("loaded") or () if (span := self.find(s, piece, "loaded"))),
        )  # fmt: skip

    def _all(self, key: str, make: Callable[[Row], Made | None]) -> tuple[Made, ...]:
        made = []
        for number, entry in enumerate(self.row.get(key) or (), 1):
            try:
                one = make(entry)
            except (KeyError, TypeError, ValueError, UnknownCode) as error:
                said = str(error) if isinstance(error, SaysoError) else f"{type(error).__name__} {error}"
                self.complain(f"{self.name}: {key} {number}: {said}")
                continue
            if one is not None:
                made.append(one)
        return tuple(made)

    def _act(self, entry: Row) -> Act | None:
        s, what = int(entry["s"]), f"event {entry['anchor']!r}"
        anchor = self.find(s, entry["anchor"], what)
        kind = self.book.type(entry["type"]).code
        mode = self.book.mode(kind, entry.get("mode") or None)
        contexts = tuple(self.book.check_context(c) for c in entry.get("contexts") or ())
        date = entry.get("date")
        if date is not None and not DATE.fullmatch(date):
            self.complain(f"{self.name}: {what}: {date!r} is no ISO date or interval")
        parts = {role: self._many(s, entry.get(role), what) for role in ("actor", "recipient")}
        sources = (self.nearest(s, name, what) for name in entry.get("sources") or ())
        if anchor is None:
            return None
        return Act(
            anchor, kind, mode, cast("Status", self.book.check("status", entry["status"])), contexts, parts["actor"],
            parts["recipient"], self._one(s, entry.get("place"), what), self._one(s, entry.get("time"), what), date,
            tuple(span for span in sources if span), entry.get("h"),
            {name: int(entry[name]) for name in self.book.quantities if entry.get(name) is not None},
        )  # fmt: skip

    def _saying(self, entry: Row) -> Saying:
        s = int(entry["s"])
        source, cue, content = (self._one(s, entry.get(part), f"claim {part}") for part in ("source", "cue", "content"))
        return Saying(source, cue, content, cast("Stance", self.book.check("stance", entry["stance"])))

    def _name(self, entry: Row) -> Name:
        what = f"name {entry['name']!r}"
        found = (self.find(s, rest[0] if len(rest) == 1 else rest, what) for s, *rest in entry["mentions"])
        sectors = tuple(self.book.check("sector", sector) for sector in entry.get("sector") or ())
        kind = cast("Kind", self.book.check("kind", entry["kind"]))
        return Name(entry["name"], kind, entry.get("country"), sectors, tuple(span for span in found if span))

    def _one(self, s: int, piece: str | Sequence[Any] | None, what: str) -> Span | None:
        return self.find(s, piece, what) if piece else None

    def _many(self, s: int, pieces: Iterable[str | Sequence[Any]] | None, what: str) -> tuple[Span, ...]:
        return tuple(span for piece in pieces or () if (span := self.find(s, piece, what)))

    def find(self, s: int, piece: str | Sequence[Any], what: str) -> Span | None:
        """The piece in sentence `s`; None, with a complaint, when it is not there."""
        string, nth = (piece, 0) if isinstance(piece, str) else (piece[0], int(piece[1]))
        if not 0 <= s < len(self.strings):
            self.complain(f"{self.name}: {what}: no sentence {s}")
            return None
        hits = [m.start() for m in re.finditer(f"(?={re.escape(string)})", self.strings[s])] if string else []
        if len(hits) <= nth:
            self.complain(f"{self.name}: {what}: {string!r} (occurrence {nth + 1}) is not in sentence {s}")
            return None
        start = self.starts[s] + hits[nth]
        return Span(start, start + len(string), string)

    def nearest(self, s: int, name: str, what: str) -> Span | None:
        """Where `name` stands nearest to sentence `s`, in the earlier of two."""
        holding = [i for i, string in enumerate(self.strings) if name and name in string]
        if not holding:
            self.complain(f"{self.name}: {what}: source {name!r} is nowhere in the report")
            return None
        return self.find(min(holding, key=lambda i: (abs(i - s), i)), name, what)
