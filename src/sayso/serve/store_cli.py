"""Command lines about a store come in and are parsed; `store_commands` does what they ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

REJECTED = 1

Kept = Annotated[Path, typer.Argument(metavar="STORE", help="File of the store.")]
Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, metavar="N", help="Processes side by side.", show_default="1")
]
Model = Annotated[Path | None, typer.Option(help="Folder of another model than the packaged one.", show_default=False)]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes; errors stay.")]
Reason = Annotated[str | None, typer.Option(metavar="TEXT", help="Why; kept with it.", show_default=False)]
By = Annotated[str | None, typer.Option(metavar="NAME", help="Who says so; kept with it.", show_default=False)]


def add(  # noqa: PLR0913, PLR0917  # typer makes an option of each
    store: Kept,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, patterns, or - for stdin.")],
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="ISO date for reports that carry none.", show_default=False)
    ] = None,
    outlet: Annotated[
        str | None, typer.Option(metavar="NAME", help="Outlet for reports that name none.", show_default=False)
    ] = None,
    jobs: Jobs = None,
    columns: Annotated[
        str | None,
        typer.Option(metavar="text=body,published=date", help="Which column holds which field.", show_default=False),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--from", metavar="FORMAT", help="Format of the input, if it does not show.", show_default=False),
    ] = None,
    model: Model = None,
    quiet: Quiet = False,  # noqa: FBT002
) -> None:
    """Code reports and keep them, then compare them with all that the store holds; makes the store if there is none.

    A report that the store holds already is not coded again, so whoever is interrupted gives the same command again.
    The same URL or id with another text is a new version of that report.
    """
    from . import commands, store_commands

    with commands.guarded():
        job = store_commands.Addition(
            tuple(paths), published=published, outlet=outlet, columns=commands.columns_of(columns), kind=kind,
            is_quiet=quiet,
        )  # fmt: skip
        rejected = store_commands.add(store, commands.coder_of(model, jobs=jobs), job)
    if rejected:
        raise typer.Exit(REJECTED)


def recode(store: Kept, jobs: Jobs = None, model: Model = None, quiet: Quiet = False) -> None:  # noqa: FBT002
    """Code anew what another version of the coder or model coded; the old rows stay beside the new ones.

    Queries look at the newest coding; --coder looks at another, and `sayso diff` tells what the new coder changed.
    """
    from . import commands, store_commands

    with commands.guarded():
        rejected = store_commands.recode(store, commands.coder_of(model, jobs=jobs), is_quiet=quiet)
    if rejected:
        raise typer.Exit(REJECTED)


def retract(
    store: Kept,
    report: Annotated[str, typer.Argument(metavar="REPORT", help="Id of the report, or its URL.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; kept with it.")],
    at: Annotated[
        str | None, typer.Option(metavar="DATE", help="Since when, ISO; now, if not said.", show_default=False)
    ] = None,
) -> None:
    """Mark a report as retracted: it counts no longer, its rows stay, and what leaned on it shows it."""
    from . import commands, store_commands

    with commands.guarded():
        store_commands.retract(store, report, reason=reason, at=at)


def merge(
    store: Kept,
    happenings: Annotated[list[str], typer.Argument(metavar="HAPPENING...", help="Ids of two happenings or more.")],
    reason: Reason = None,
    by: By = None,
) -> None:
    """Rule that happenings are one and the same; later runs respect it, `sayso undo` takes it back."""
    from . import commands, store_commands

    with commands.guarded():
        store_commands.merge(store, happenings, reason=reason, by=by)


def split(  # noqa: PLR0917  # typer makes an option of each
    store: Kept,
    happening: Annotated[str, typer.Argument(metavar="HAPPENING", help="Id of the happening.")],
    tellings: Annotated[
        list[str], typer.Argument(metavar="TELLING...", help="Tellings, or reports, that are of another happening.")
    ],
    reason: Reason = None,
    by: By = None,
) -> None:
    """Rule that some tellings of a happening are of another; later runs respect it, `sayso undo` takes it back."""
    from . import commands, store_commands

    with commands.guarded():
        store_commands.split(store, happening, tellings, reason=reason, by=by)


def undo(
    store: Kept,
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="Id of a split or merge.")],
    reason: Reason = None,
    by: By = None,
) -> None:
    """Take back a split or merge; both stay on record."""
    from . import commands, store_commands

    with commands.guarded():
        store_commands.undo(store, decision, reason=reason, by=by)


def reconcile(
    store: Kept,
    everything: Annotated[bool, typer.Option("--all", help="Compare all again, not only what is new.")] = False,  # noqa: FBT002
) -> None:
    """Bring happenings, disputes, numbers and situations up to date with all reports; `sayso add` does it by itself."""
    from . import commands, store_commands

    with commands.guarded():
        store_commands.reconcile(store, everything=everything)


def register(app: typer.Typer) -> None:
    """Make these functions commands of the app."""
    app.command(epilog="Examples: sayso add news.sayso reports/*.html | sayso add news.sayso - < reports.jsonl")(add)
    app.command(epilog="Example: sayso recode news.sayso --jobs 4")(recode)
    app.command(epilog='Example: sayso retract news.sayso a17 --reason "withdrawn by the paper on 3 May"')(retract)
    app.command(epilog='Example: sayso merge news.sayso h-1f2e3d h-4c5b6a --reason "the same raid"')(merge)
    app.command(epilog="Example: sayso split news.sayso h-1f2e3d a17 b4@1:120-128")(split)
    app.command(epilog="Example: sayso undo news.sayso d1")(undo)
    app.command(epilog="Example: sayso reconcile news.sayso --all")(reconcile)
