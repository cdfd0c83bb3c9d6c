"""What is asked of a store comes in; its rows go out as a table, CSV, JSON Lines or Parquet."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, cast, get_args

from sayso.ground.errors import UsageError, suggestion
from sayso.ground.filters import RowKind
from sayso.serve.commands import WIDTH_OF_FILES, note
from sayso.serve.output import Output, opened

if TYPE_CHECKING:
    from rich.console import Console

    from sayso.store.rows import Rows

Form = Literal["table", "csv", "jsonl", "parquet"]
SUFFIXES: Final[Mapping[str, Form]] = {
    ".csv": "csv", ".txt": "table", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet",
}  # fmt: skip
SHORT: Final = 40
"""Rows of a table for which no limit was given."""


def form_of(asked: str | None, output: Path | None) -> Form:
    """The format asked for, else that of the file's suffix, else a table for a terminal and JSON Lines for a pipe."""
    if asked is not None:
        if asked not in get_args(Form):
            raise UsageError("no such format", value=asked, hint=suggestion(asked, get_args(Form)))
        return cast("Form", asked)
    if output is not None:
        return SUFFIXES.get(output.suffix.lower(), "jsonl")
    return "table" if sys.stdout.isatty() else "jsonl"


def ask(
    path: Path, kind: RowKind, given: Mapping[str, Any], *, form: Form, output: Path | None, limit: int | None
) -> None:
    """Print the rows of a kind that fit the filters."""
    from sayso.run.stores import open_store

    chosen = {name: value for name, value in given.items() if value not in (None, [], False)}
    rows = open_store(path).ask(kind, limit=limit or (SHORT if form == "table" else None), **chosen)
    with opened(output) as written:
        _write(rows, kind, form, written=written, output=output)
    if form == "table" and rows.is_cut and limit is None:
        note(f"these are the first {SHORT}; --limit shows more, --format csv all")


def _write(rows: Rows, kind: RowKind, form: Form, *, written: Output, output: Path | None) -> None:
    from sayso.store.sheets import to_csv, to_json_lines, to_parquet

    if form == "parquet":
        if output is None and sys.stdout.isatty():
            raise UsageError("Parquet is not for a terminal", hint="name a file: --output rows.parquet")
        written.write_bytes(to_parquet(rows))
    elif form == "table":
        from .listing import render

        _print(render(kind, rows.to_json(), console=_console(output)) if len(rows) else f"no {kind}\n", written, output)
    else:
        for line in (to_csv if form == "csv" else to_json_lines)(rows):
            written.write(line + "\n")


def diff(path: Path, before: str, after: str | None, *, form: Form, output: Path | None) -> None:
    """Print what changed between two days of report time."""
    from sayso.run.stores import open_store

    if form not in ("table", "jsonl"):
        raise UsageError("changes have no such format", value=form, hint="table or jsonl")
    found = open_store(path).diff(before, after)
    with opened(output) as written:
        if form == "jsonl":
            for change in found:
                written.write(json.dumps(change.to_json(), ensure_ascii=False) + "\n")
        else:
            from .listing import render_changes

            _print(render_changes(found, console=_console(output)) if found else "no changes\n", written, output)


def _console(output: Path | None) -> Console:
    from .terminal import screen

    return screen(sys.stdout) if output is None else screen(io.StringIO(), width=WIDTH_OF_FILES)


def _print(view: str, written: Output, output: Path | None) -> None:
    encoding = "utf-8" if output is not None else (sys.stdout.encoding or "utf-8")
    written.write(view.encode(encoding, "replace").decode(encoding))
