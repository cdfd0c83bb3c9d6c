"""Command lines about feeds and collecting come in and are parsed; `feed_commands` does what they ask for."""

from __future__ import annotations

from typing import Annotated

import typer

from .store_cli import REJECTED, Jobs, Kept, Model, Quiet

Address = Annotated[str, typer.Argument(metavar="URL", help="Address of an RSS, Atom or JSON feed or a news sitemap.")]

feeds = typer.Typer(
    name="feeds",
    help="Say which feeds a store collects from: add, list, remove.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@feeds.command(epilog="Example: sayso feeds add news.sayso https://wire.example/rss --outlet 'Steppe Wire'")
def add(
    store: Kept,
    url: Address,
    outlet: Annotated[
        str | None, typer.Option(metavar="NAME", help="Outlet for pages that name none.", show_default=False)
    ] = None,
) -> None:
    """Collect from a feed from now on; makes the store if there is none. Nothing is fetched before `sayso collect`."""
    from . import commands, feed_commands

    with commands.guarded():
        feed_commands.add(store, url, outlet=outlet)


@feeds.command("list", epilog="Example: sayso feeds list news.sayso")
def list_feeds(store: Kept) -> None:
    """List the feeds with the pages seen in each, those that failed, and how the last look ended."""
    from . import commands, feed_commands

    with commands.guarded():
        feed_commands.show(store)


@feeds.command(epilog="Example: sayso feeds remove news.sayso https://wire.example/rss")
def remove(store: Kept, url: Address) -> None:
    """Collect from a feed no longer; what was collected stays."""
    from . import commands, feed_commands

    with commands.guarded():
        feed_commands.remove(store, url)


def collect(  # noqa: PLR0917  # typer makes an option of each
    store: Kept,
    watch: Annotated[
        int | None,
        typer.Option(min=1, metavar="SECONDS", help="Go on, a round every so many seconds.", show_default=False),
    ] = None,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Fetch from private networks too.")] = False,  # noqa: FBT002
    jobs: Jobs = None,
    model: Model = None,
    quiet: Quiet = False,  # noqa: FBT002
) -> None:
    """Fetch what the feeds of a store list, code it, keep it and compare it with all that the store holds.

    Asks robots.txt, pauses between requests to one host, and fetches again only what may have changed. A changed page
    is a new version of its report. What cannot be had is told, kept as a row with its reason, and the rest goes on.
    Ctrl-C finishes the page at hand and keeps what was read; the next run goes on from there.
    """
    from . import commands, feed_commands

    with commands.guarded():
        coder = commands.coder_of(model, jobs=jobs)
        failed = feed_commands.collect(store, coder, every=watch, allows_private=allow_private, is_quiet=quiet)
    if failed:
        raise typer.Exit(REJECTED)


def register(app: typer.Typer) -> None:
    """Make these functions commands of the app."""
    app.add_typer(feeds)
    app.command(epilog="Examples: sayso collect news.sayso | sayso collect news.sayso --watch 600")(collect)
