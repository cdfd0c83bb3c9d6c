"""The command line of `sayso export` comes in and is parsed; the store writes the file; the loss goes to stderr."""

from __future__ import annotations

import sys
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from sayso.ground.filters import FILTERS
from sayso.serve.query_cli import option_of

FORMATS: Final = (
    "acled|claimreview|doccano|gdelt|geojson|graphml|icews|parquet|plover|polecat|prodigy|schema-event|sqlite|ucdp"
)
_KINDS: Final = {"events", "happenings", "disputes", "reports"}
_UNFIT: Final = ("history", "coder")

Kept = Annotated[Path, typer.Argument(metavar="STORE", help="File of the store.")]
Form = Annotated[str, typer.Option("--format", "-f", metavar=FORMATS, help="What to write.")]
Saved = Annotated[Path, typer.Option("--output", "-o", help="Write to this file, whole or not at all.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Do not tell what is lost; FILE.loss.json still does.")]


def run(**given: Any) -> None:
    """Write rows of a store in a format that others read, with an account of what that format cannot say.

    FILE.loss.json counts each field that is lost. What is denied, wanted or possible is never written as done: formats
    that hold only acts leave it out, and say so. An option given again asks for any of its values.
    """
    from . import commands

    store, form, output, is_quiet = (given.pop(name) for name in ("store", "format", "output", "quiet"))
    chosen = {name: value for name, value in given.items() if value not in (None, [], False)}
    with commands.guarded():
        from sayso.run.stores import open_store

        loss = open_store(store).export(output, format=form, **chosen)
    if not is_quiet:
        print("\n".join(loss.lines()), file=sys.stderr)


def register(app: typer.Typer) -> None:
    """Make it a command of the app."""
    parameters = [
        Parameter("store", Parameter.POSITIONAL_OR_KEYWORD, annotation=Kept),
        Parameter("format", Parameter.KEYWORD_ONLY, annotation=Form),
        Parameter("output", Parameter.KEYWORD_ONLY, annotation=Saved),
        *(option_of(one) for one in FILTERS if one.name not in _UNFIT and (not one.kinds or _KINDS & set(one.kinds))),
        Parameter("quiet", Parameter.KEYWORD_ONLY, default=False, annotation=Quiet),
    ]
    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # what typer reads
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    app.command(
        "export",
        epilog="Examples: sayso export news.sayso -f gdelt -o acts.csv | sayso export news.sayso -f geojson --status "
        "denied -o denied.geojson",
    )(run)
