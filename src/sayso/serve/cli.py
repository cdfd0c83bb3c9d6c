"""Command lines come in; records, relations and exit codes go out: a thin shell over `sayso.run.pipeline`.

Exit status: 0 all is well, 1 something was rejected (after all else was done) or could not be written, 2 wrong usage
or an unusable model, 130 interrupted, 141 the reader of the pipe went away. Only typer is imported before a command
runs, so that help comes at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.serve import audit_cli, export_cli, feed_cli, query_cli, store_cli, web_cli

if TYPE_CHECKING:
    from sayso.run.pipeline import Coder

REJECTED, INTERRUPTED = 1, 130

app = typer.Typer(
    name="sayso",
    help="Read news reports and keep who did what to whom, when, where, and on whose say-so.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Model = Annotated[Path | None, typer.Option(help="Folder of another model than the packaged one.", show_default=False)]
Saved = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write to this file, whole or not at all.", show_default=False),
]


def _say_version(wanted: bool) -> None:  # noqa: FBT001  # typer calls it so
    if wanted:
        from .commands import version_lines

        for line in version_lines():
            typer.echo(line)
        raise typer.Exit


@app.callback()
def sayso(  # noqa: D103  # its help is that of the app
    version: Annotated[  # noqa: FBT002  # typer makes a flag of it
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Name code, model, codebook, gazetteer."),
    ] = False,
) -> None:
    pass


@app.command(epilog="Examples: sayso code report.txt | sayso code news/*.html --format csv -o events.csv")
def code(  # noqa: PLR0913, PLR0917  # typer makes an option of each
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, patterns, or - for stdin.")],
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="text|jsonl|csv|plover",
            show_default=False,
            help="Default: by the suffix of --output, else text in a terminal, else jsonl.",
        ),
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="ISO date for reports that carry none.", show_default=False)
    ] = None,
    outlet: Annotated[
        str | None, typer.Option(metavar="NAME", help="Outlet for reports that name none.", show_default=False)
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, metavar="N", help="Processes side by side.", show_default="1")
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(metavar="text=body,published=date", help="Which column holds which field.", show_default=False),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--from", metavar="FORMAT", help="Format of the input, if it does not show.", show_default=False),
    ] = None,
    model: Model = None,
    output: Saved = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes; errors stay.")] = False,  # noqa: FBT002
) -> None:
    """Code reports: print who did what to whom, when, where, and on whose say-so.

    Reads text, HTML, JSON Lines, CSV, TSV and Parquet; `-` takes one JSON report per line, or plain text, from
    standard input. What cannot be read is told, the rest goes on, and the exit status is 1.
    """
    from . import commands

    with commands.guarded():
        job = commands.Job(
            paths=tuple(paths), form=commands.form_of(format, output), published=published, outlet=outlet,
            columns=commands.columns_of(columns), kind=kind, output=output, is_quiet=quiet,
        )  # fmt: skip
        coder = commands.coder_of(model, jobs=jobs)
        rejected = commands.code(coder, job)
    if rejected:
        raise typer.Exit(REJECTED)


@app.command(
    epilog='Example: echo \'{"text":"Kyiv accused Moscow.","source":"Kyiv","target":"Moscow"}\' | sayso relate -'
)
def relate(
    path: Annotated[str, typer.Argument(metavar="PATH", help="JSON Lines with id, text, source, target; - for stdin.")],
    model: Model = None,
    output: Saved = None,
) -> None:
    """Say what one named party does to another in a text: one JSON line of type probabilities for each line."""
    from . import commands

    with commands.guarded():
        coder: Coder = commands.coder_of(model, jobs=None)
        rejected = commands.relate(coder, path, output)
    if rejected:
        raise typer.Exit(REJECTED)


@app.command(
    epilog="Examples: sayso explain report.txt e3 | sayso explain report.txt shelled --format json | "
    "sayso explain reports.jsonl e1 --report r7"
)
def explain(  # noqa: PLR0913, PLR0917  # typer makes an option of each
    path: Annotated[str, typer.Argument(metavar="REPORT", help="File that holds the report, or - for stdin.")],
    event: Annotated[
        str, typer.Argument(metavar="EVENT", help="Id of the event, its number in the table of events, or its word.")
    ],
    report: Annotated[
        str | None, typer.Option(metavar="ID", help="Which report, if the file holds several.", show_default=False)
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="text|json",
            show_default=False,
            help="Default: by the suffix of --output, else text.",
        ),
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="ISO date for a report that carries none.", show_default=False)
    ] = None,
    outlet: Annotated[
        str | None, typer.Option(metavar="NAME", help="Outlet for a report that names none.", show_default=False)
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--from", metavar="FORMAT", help="Format of the input, if it does not show.", show_default=False),
    ] = None,
    model: Model = None,
    output: Saved = None,
) -> None:
    """Say why one event is what it is: type, status, sources, actors, recipients, place and time.

    Each answer is told with the rule that gave it, and with what else was weighed and how much it counted.
    """
    from . import commands

    with commands.guarded():
        asked = commands.Question(
            path=path, event=event, report=report, form=commands.answer_form_of(format, output), published=published,
            outlet=outlet, kind=kind, output=output,
        )  # fmt: skip
        commands.explain(commands.coder_of(model, jobs=None), asked)


@app.command(epilog="Example: sayso corpus corpus/dossiers")
def corpus(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A file of annotated dossiers, or a folder of them.")],
) -> None:
    """Check annotated dossiers against their format and the codebook, and count what they hold."""
    from . import commands

    with commands.guarded():
        faults = commands.corpus(path)
    if faults:
        raise typer.Exit(REJECTED)


store_cli.register(app)
query_cli.register(app)
feed_cli.register(app)
export_cli.register(app)
audit_cli.register(app)
web_cli.register(app)


def main() -> None:
    """Run the command line; the entry point of the `sayso` script."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
