"""The command lines of `sayso audit` come in; samples are drawn, written, read back, and reported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sayso.store.auditing import Precision

Kept = Annotated[Path, typer.Argument(metavar="STORE", help="File of the store.")]
Which = Annotated[str | None, typer.Option("--draw", metavar="ID", help="The sample.", show_default="the latest")]

audit = typer.Typer(
    help="See how often the coder is right: draw events, let people judge them, report precision with intervals.",
    no_args_is_help=True, rich_markup_mode=None,
)  # fmt: skip


@audit.command(epilog="Example: sayso audit draw news.sayso --by type,status,outlet -n 200")
def draw(
    store: Kept,
    by: Annotated[str, typer.Option(metavar="NAME,NAME", help="What to stratify by.")] = "type,status",
    size: Annotated[int, typer.Option("--size", "-n", min=1, metavar="N", help="How many events.")] = 200,
    seed: Annotated[int, typer.Option(metavar="N", help="Another one draws other events.")] = 0,
) -> None:
    """Draw a stratified sample of events and keep it in the store.

    By: type, mode, status, outlet, country, quad, source_kind, language, precision, granularity.
    """
    from . import commands

    with commands.guarded():
        from sayso.run.stores import open_store

        made = open_store(store).draw(by=[name.strip() for name in by.split(",") if name.strip()], size=size, seed=seed)
        print(f"{made.id}: {made.size:,} of {made.population:,} events, by {', '.join(made.by)}")
        print(f"judge them in a file: sayso audit export {store} -o form.csv")


@audit.command("export", epilog="Example: sayso audit export news.sayso -o form.csv")
def export(
    store: Kept,
    output: Annotated[Path, typer.Option("--output", "-o", help="CSV, or JSON Lines with the suffix .jsonl.")],
    draw: Which = None,
) -> None:
    """Write a sample as a form: fill each label_… with right, wrong or unsure, or leave it empty."""
    from . import commands

    with commands.guarded():
        from sayso.run.stores import open_store
        from sayso.store import forms

        print(f"{forms.write(open_store(store).drawn(draw), output):,} events in {output}")


@audit.command("import", epilog="Example: sayso audit import news.sayso form.csv --by Ana")
def take(
    store: Kept,
    form: Annotated[Path, typer.Argument(metavar="FORM", help="The filled form.")],
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who judged; kept with it.", show_default=False)
    ] = None,
) -> None:
    """Keep the verdicts of a filled form; those kept before stay on record, the newest count."""
    from . import commands

    with commands.guarded():
        from sayso.run.stores import open_store
        from sayso.store import forms

        name, verdicts = forms.read(form)
        kept = open_store(store).label(verdicts, draw=name, by=by)
        print(f"{kept:,} new verdicts of {len(verdicts):,}")


@audit.command(epilog="Example: sayso audit report news.sayso --format jsonl")
def report(
    store: Kept,
    draw: Which = None,
    form: Annotated[str, typer.Option("--format", "-f", metavar="table|jsonl", help="How to print it.")] = "table",
) -> None:
    """Report how often each field was right, by type, status and outlet, weighted to the store, with 95 % intervals."""
    from . import commands

    with commands.guarded():
        from sayso.ground.errors import UsageError
        from sayso.run.stores import open_store

        if form not in ("table", "jsonl"):
            raise UsageError("no such format", value=form, hint="table or jsonl")
        found = open_store(store).precision(draw)
        for line in (json.dumps(one.to_json()) for one in found) if form == "jsonl" else _lines(found):
            print(line)


def _lines(found: Sequence[Precision]) -> Iterator[str]:
    """A line for each field of each group that anybody judged."""
    from sayso.ground.marking import printable

    yield f"{'':7} {'':24} {'events':>8}  {'field':10} {'right':>6} {'wrong':>6} {'unsure':>6}  precision"
    for one in found:
        if one.right + one.wrong + one.unsure:
            shown = "–" if one.precision is None else f"{one.precision:.2f} ({one.low:.2f} to {one.high:.2f})"
            code = printable(one.code, keep_lines=False)[:24]
            counts = f"{one.right:6,} {one.wrong:6,} {one.unsure:6,}"
            yield f"{one.group:7} {code:24} {one.events:8,}  {one.field:10} {counts}  {shown}"


def register(app: typer.Typer) -> None:
    """Make them commands of the app."""
    app.add_typer(audit, name="audit")
