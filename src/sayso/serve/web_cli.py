"""The command line of the service comes in and is parsed; `web_commands` starts it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Kept = Annotated[Path, typer.Argument(metavar="STORE", help="File of the store.")]


def serve(  # noqa: PLR0917  # typer makes an option of each
    store: Kept,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    allow_edits: Annotated[  # noqa: FBT002  # typer makes a flag of it
        bool, typer.Option("--allow-edits", help="Take retractions, merges, splits and undos, with the token.")
    ] = False,
    token_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="File with the token for edits.", show_default=False)
    ] = None,
    allowed_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A further name by which it may be asked for.", show_default=False),
    ] = None,
) -> None:
    """Serve a store: pages for readers, JSON for programs; read-only unless --allow-edits is given with a token.

    Answers only requests that ask for this machine by a name that it knows. Ends with Ctrl-C.
    """
    from . import commands, web_commands

    with commands.guarded():
        web_commands.serve(
            store, host=host, port=port, token=web_commands.token_of(token_file, is_wanted=allow_edits),
            allowed=tuple(allowed_host or ()),
        )  # fmt: skip


def register(app: typer.Typer) -> None:
    """Make this function a command of the app."""
    app.command(epilog="Example: sayso serve news.sayso --port 8080")(serve)
