"""Parsed arguments and a coder come in; printed rows, notes on standard error and a count of rejections go out."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Literal, cast, get_args

from sayso.ground.errors import ModelError, NotAReport, NotFound, ReadError, SaysoError, UsageError, suggestion
from sayso.ground.marking import printable
from sayso.ground.records import Record, Rejected
from sayso.serve.output import Output, mute, opened

if TYPE_CHECKING:
    from rich.console import Console

    from sayso.run.pipeline import Coder

Form = Literal["text", "jsonl", "csv", "plover"]

AnswerForm = Literal["text", "json"]

REJECTED, WRONG, INTERRUPTED, PIPE_GONE = 1, 2, 130, 141
SUFFIXES: Final[Mapping[str, Form]] = {".csv": "csv", ".txt": "text", ".jsonl": "jsonl", ".ndjson": "jsonl"}
WIDTH_OF_FILES: Final = 120


@dataclass(frozen=True, slots=True)
class Job:
    """What `sayso code` was asked to do; `kind` is the format of what is read, `form` of what is printed."""

    paths: tuple[str, ...]
    form: Form
    published: str | None
    outlet: str | None
    columns: Mapping[str, str] | None
    kind: str | None
    output: Path | None
    is_quiet: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What `sayso explain` was asked."""

    path: str
    event: str
    report: str | None
    form: AnswerForm
    published: str | None
    outlet: str | None
    kind: str | None
    output: Path | None


# ---- what the arguments mean --------------------------------------------------------------------------------------


def form_of(asked: str | None, output: Path | None) -> Form:
    """The format asked for, else that of the file's suffix, else text for a terminal and JSON Lines for a pipe."""
    if asked is not None:
        if asked not in get_args(Form):
            raise UsageError("no such format", value=asked, hint=suggestion(asked, get_args(Form)))
        return cast("Form", asked)
    if output is not None:
        return SUFFIXES.get(output.suffix.lower(), "jsonl")
    return "text" if sys.stdout.isatty() else "jsonl"


def answer_form_of(asked: str | None, output: Path | None) -> AnswerForm:
    """The format asked for, else JSON for a file of that suffix, else text."""
    if asked is None:
        return "json" if output is not None and output.suffix.lower() in (".json", ".jsonl") else "text"
    if asked not in get_args(AnswerForm):
        raise UsageError("no such format", value=asked, hint=suggestion(asked, get_args(AnswerForm)))
    return cast("AnswerForm", asked)


def columns_of(asked: str | None) -> Mapping[str, str] | None:
    """`text=body,published=date` as a mapping from field to column."""
    if asked is None:
        return None
    found: dict[str, str] = {}
    for pair in asked.split(","):
        field, sign, column = (part.strip() for part in pair.partition("="))
        if not (field and sign and column):
            raise UsageError("cannot read --columns", value=pair, hint="write text=body,published=date")
        found[field] = column
    return found


def coder_of(model: Path | None, *, jobs: int | None) -> Coder:
    """A coder with that model and number of jobs; without, the packaged model and the setting."""
    from sayso.run.pipeline import load

    chosen = {} if jobs is None else {"jobs": jobs}
    return load(None if model is None else str(model), **chosen)


def version_lines() -> Iterator[str]:
    """Versions of code, model, codebook and gazetteer, a line each; an unusable model is said, not raised."""
    from sayso.run.engine import versions
    from sayso.run.pipeline import load

    try:
        found = load().version
    except ModelError as error:
        found = versions(f"unusable: {error}")
    for name in ("sayso", "model", "codebook", "gazetteer"):
        yield f"{name} {getattr(found, name)}"


# ---- sayso code ---------------------------------------------------------------------------------------------------


def code(coder: Coder, job: Job) -> int:
    """Read, code and print; returns how many reports were rejected."""
    from sayso.ground.settings import settings

    from . import progress

    tally = Tally(is_quiet=job.is_quiet)
    results: Iterator[Record | Rejected] = coder.code_paths(
        job.paths, columns=job.columns, published=job.published, outlet=job.outlet, format=job.kind
    )
    shares_screen = job.output is None and sys.stdout.isatty()
    if progress.is_wanted(settings().progress, is_quiet=job.is_quiet, shares_screen=shares_screen):
        results = progress.shown(results)
    with opened(job.output) as output:
        for piece in pieces(results, job, tally):
            output.write(piece)
    tally.tell(job.form)
    return tally.rejected


class Tally:
    """What passed: how many reports, how many rejected, what the format could not carry."""

    def __init__(self, *, is_quiet: bool) -> None:
        self.is_quiet = is_quiet
        self.reports = 0
        self.rejected = 0
        self.lost: Counter[str] = Counter()

    def records(self, results: Iterable[Record | Rejected]) -> Iterator[Record]:
        """The records; each rejection is told on standard error."""
        for result in results:
            self.reports += 1
            if isinstance(result, Rejected):
                self.rejected += 1
                complain(result)
            else:
                yield result

    def tell(self, form: Form) -> None:
        """A closing note on standard error."""
        if self.is_quiet:
            return
        if self.rejected:
            note(f"{self.rejected} of {self.reports} reports rejected")
        if self.lost:
            shown = ", ".join(f"{name} ({count})" for name, count in self.lost.items())
            note(f"{form} cannot carry: {shown}; jsonl carries all")


def pieces(results: Iterable[Record | Rejected], job: Job, tally: Tally) -> Iterator[str]:
    """What is to be written for the results, in the format of the job."""
    if job.form == "jsonl":
        yield from _json_lines(results, tally)
    elif job.form == "text":
        yield from _views(tally.records(results), job.output)
    else:
        yield from _exports(tally.records(results), job.form, tally)


def _json_lines(results: Iterable[Record | Rejected], tally: Tally) -> Iterator[str]:
    for result in results:
        tally.reports += 1
        tally.rejected += isinstance(result, Rejected)
        yield json_line(result.to_json())


def _views(records: Iterable[Record], output: Path | None) -> Iterator[str]:
    from .terminal import render

    console = _screen(output)
    for number, record in enumerate(records):
        yield ("\n" if number else "") + _encodable(render(record, console=console), output)


def _screen(output: Path | None) -> Console:
    """The console that a view is drawn for: the terminal's, or one as wide as files are."""
    import io

    from .terminal import screen

    return screen(sys.stdout) if output is None else screen(io.StringIO(), width=WIDTH_OF_FILES)


def _encodable(view: str, output: Path | None) -> str:
    """The view without what the terminal's encoding cannot show; files are UTF-8."""
    encoding = "utf-8" if output is not None else (sys.stdout.encoding or "utf-8")
    return view.encode(encoding, "replace").decode(encoding)


def _exports(records: Iterable[Record], form: Literal["csv", "plover"], tally: Tally) -> Iterator[str]:
    from sayso.store.exports import losses, to_csv, to_plover

    def counted() -> Iterator[Record]:
        for record in records:
            tally.lost.update(losses(record, form=form))
            yield record

    export: Callable[[Iterable[Record]], Iterator[str]] = to_csv if form == "csv" else to_plover
    for line in export(counted()):
        yield line + "\n"


# ---- sayso relate -------------------------------------------------------------------------------------------------


def relate(coder: Coder, path: str, output: Path | None) -> int:
    """Relate the parties of each line and print; returns how many lines were rejected."""
    with opened(output) as written:
        if path == "-":
            return _relate_lines(coder, sys.stdin.buffer, written)
        try:
            with Path(path).open("rb") as stream:
                return _relate_lines(coder, stream, written)
        except FileNotFoundError:
            raise NotFound("there is no such file", value=path, hint="give a JSON Lines file, or -") from None


def explain(coder: Coder, asked: Question) -> None:
    """Explain one event and print."""
    found = coder.explain_path(
        asked.path, asked.event, report=asked.report, published=asked.published, outlet=asked.outlet, format=asked.kind
    )
    with opened(asked.output) as output:
        if asked.form == "json":
            output.write(json_line(found.to_json()))
            return
        from .explained import render

        output.write(_encodable(render(found, console=_screen(asked.output)), asked.output))


def corpus(path: str) -> int:
    """Check the dossiers at `path` and print what they hold; returns how many faults there are."""
    from sayso.run.dossiers import check_dossiers

    faults, counts = check_dossiers(path)
    for fault in faults:
        note(str(fault))
    with opened(None) as output:
        output.write("".join(f"{count:>9,} {name}\n" for name, count in counts.items()))
    if faults:
        note(f"{len(faults)} faults")
    return len(faults)


def _relate_lines(coder: Coder, stream: IO[bytes], output: Output) -> int:
    rejected = 0
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            row = _relation(coder, line)
        except ReadError as error:
            rejected += 1
            row = Rejected(f"line {number}", error.code, str(error), error.hint).to_json()
        output.write(json_line(row))
    return rejected


def _relation(coder: Coder, line: bytes) -> dict[str, Any]:
    hint = 'write {"id": …, "text": …, "source": …, "target": …}'
    try:
        asked = json.loads(line.decode("utf-8-sig"))
    except ValueError as error:
        raise NotAReport("the line is not JSON in UTF-8", value=str(error), hint=hint) from None
    if not isinstance(asked, dict) or not ("source" in asked or "target" in asked):
        raise NotAReport("the line names no parties", hint=hint)
    text, source, target = (asked.get(name) or "" for name in ("text", "source", "target"))
    if not all(isinstance(part, str) for part in (text, source, target)):
        raise NotAReport("text, source and target are not all strings", hint=hint)
    name = asked.get("id")
    return coder.relate(text, source=source, target=target, id="" if name is None else str(name)).to_json()


# ---- what both share ----------------------------------------------------------------------------------------------


def json_line(row: dict[str, Any]) -> str:
    """One line of JSON; characters that UTF-8 cannot hold are written as escapes."""
    line = json.dumps(row, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        line = json.dumps(row)
    return line + "\n"


def note(text: str) -> None:
    """One line on standard error."""
    print(f"sayso: {printable(text, keep_lines=False)}", file=sys.stderr, flush=True)


def complain(rejected: Rejected) -> None:
    """A rejection as one line on standard error."""
    hint = f" ({rejected.hint})" if rejected.hint else ""
    note(f"rejected {rejected.source}: {rejected.message}{hint} [{rejected.code}]")


@contextmanager
def guarded() -> Iterator[None]:
    """Turn what may go wrong in a command into one line on standard error and an exit status."""
    try:
        yield
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError:
        mute()
        raise SystemExit(PIPE_GONE) from None
    except SaysoError as error:
        note(f"{error} [{error.code}]")
        raise SystemExit(WRONG) from None
    except OSError as error:
        note(f"cannot read or write: {error}")
        try:
            sys.stdout.flush()
        except OSError:  # what a full disk could not take must not fail once more when the interpreter ends
            mute()
        raise SystemExit(REJECTED) from None
