"""A record comes in; what a terminal shows for it goes out: the report with its marks, then tables of who says what.

Nothing from a report is read as markup, and control characters are made visible, so that a hostile text cannot steer
the screen. Every status has a sign and a word beside its colour; without colour, and in a pipe, all is still there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO, Final

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.ground import contested as disputes
from sayso.ground import marking
from sayso.ground.marking import Run
from sayso.ground.records import Event, Record, Status

WIDE: Final = 118
"""Columns of the screen from which the table of events has a column for each question."""
COLOURS: Final[Mapping[Status, str]] = {
    "happened": "green", "expected": "blue", "possible": "yellow", "wanted": "magenta", "denied": "red",
}  # fmt: skip
_QUIET: Final = "dim"


def screen(file: IO[str], *, width: int | None = None) -> Console:
    """A console that writes to `file` and takes nothing it prints for markup, emoji codes or things to highlight."""
    return Console(file=file, width=width, markup=False, emoji=False, highlight=False, soft_wrap=False)


def render(record: Record, *, console: Console) -> str:
    """The view of one record, with the colours and the width of `console`, ending in an empty line."""
    with console.capture() as captured:
        for part in _parts(record, is_wide=console.width >= WIDE):
            console.print(part)
    return "\n".join(line.rstrip() for line in captured.get().split("\n"))


def _parts(record: Record, *, is_wide: bool) -> Iterable[RenderableType]:
    yield from _head(record)
    yield Padding(_body(record), (1, 0))
    yield _legend(record)
    yield from _events(record, is_wide=is_wide)
    yield from _contested(record)
    yield from _claims(record)


def _safe(text: str) -> str:
    return marking.printable(text, keep_lines=False)


def _head(record: Record) -> Iterable[Text]:
    report = record.report
    yield Text(_safe(report.title or report.id), style="bold")
    by = " · ".join(_safe(part) for part in (report.outlet, report.published or "publication date unknown") if part)
    yield Text(by, style=_QUIET)


def _body(record: Record) -> Text:
    text = Text()
    for run in marking.runs(record.report.text, marking.marks(record)):
        text.append(marking.printable(run.text), style=_style(run))
        rows = [mark.number for mark in run.ending if mark.layer == "anchor"]
        if rows:
            text.append(marking.superscript(rows), style=_style(run))
    return text


def _style(run: Run) -> str:
    styles: list[str] = []
    anchor = run.first("anchor")
    if anchor and anchor.status:
        styles += ["bold", COLOURS[anchor.status]]
    if run.first("source"):
        styles.append("underline")
    if run.first("cue"):
        styles.append("italic")
    if run.first("loaded"):
        styles += ["dim", "italic"]
    return " ".join(styles)


def _legend(record: Record) -> Text:
    text = Text(style=_QUIET)
    text.append("act", style="bold")
    text.append("¹ = row 1 below, ")
    text.append("source", style="underline")
    text.append(", ")
    text.append("cue", style="italic")
    if record.loaded:
        text.append(", ")
        text.append("loaded word", style="dim italic")
    text.append(". Status: ")
    for status in marking.SYMBOLS:
        text.append(marking.standing(status), style=COLOURS[status])
        text.append("  ")
    text.append(f"\nAccording to whom: {marking.CHAIN_NOTE}.")
    return text


def _table(title: str, heads: Iterable[str], *, firm: tuple[str, ...] = ()) -> Table:
    """An empty table; the columns named in `firm` are not broken over lines."""
    table = Table(title=Text(title, style="bold"), title_justify="left", box=SIMPLE_HEAD, pad_edge=False, expand=False)
    for head in heads:
        table.add_column(Text(head), overflow="fold", no_wrap=head in firm)
    return table


def _events(record: Record, *, is_wide: bool) -> Iterable[RenderableType]:
    if not record.events:
        yield Text("\nNo events.")
        return
    heads = ("who", "did what", "to whom", "where", "when") if is_wide else ("who did what to whom", "where and when")
    table = _table("\nEvents", ("#", "according to whom", *heads, "status"), firm=("#", "status"))
    known = marking.names(record)
    for number, event in enumerate(record.events, 1):
        who = marking.according_to(event, known)
        cells = _wide(event, known) if is_wide else _narrow(event, known)
        status = Text(marking.standing(event.status), style=COLOURS[event.status])
        table.add_row(Text(str(number)), Text(_safe(who)), *(Text(cell) for cell in cells), status)
    yield table


def _wide(event: Event, known: Mapping[str, str]) -> tuple[str, ...]:
    who, whom = marking.actors_of(event, known), marking.recipients_of(event, known)
    cells = (who, marking.deed(event), whom, marking.where(event), marking.when(event))
    return tuple(_safe(cell) for cell in cells)


def _narrow(event: Event, known: Mapping[str, str]) -> tuple[str, ...]:
    who, where, when = marking.sentence_for(event, known), marking.where(event), marking.when(event)
    spot = [part for part in (where, when) if part != marking.NOTHING] or [marking.NOTHING]
    return f"{_safe(who)}\n{_safe(marking.deed(event))}", "\n".join(_safe(part) for part in spot)


def _contested(record: Record) -> Iterable[RenderableType]:
    matters = disputes.contested(record)
    if not matters:
        return
    table = _table("\nContested within this report (no verdict)", ("matter", "affirmed by", "denied by"))
    for matter in matters:
        cells = (matter.matter, "; ".join(matter.affirmed_by), matter.denied_by)
        table.add_row(*(Text(_safe(cell)) for cell in cells))
    yield table


def _claims(record: Record) -> Iterable[RenderableType]:
    if not record.claims:
        yield Text("\nNo claims.\n")
        return
    table = _table("\nClaims", ("who", "holds how", "what"), firm=("holds how",))
    known = marking.names(record)
    for claim in record.claims:
        says = Text(marking.STANCES[claim.stance], style=COLOURS["denied"] if claim.stance == "denies" else "")
        table.add_row(Text(_safe(marking.speaker(claim, known))), says, Text(_safe(marking.content(claim))))
    yield table
