"""Command lines that ask a store come in and are parsed; `query_commands` asks and prints.

One command for each kind of rows, with an option for each of its filters: made from `sayso.ground.filters`.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from sayso.ground.filters import ROW_KINDS, Filter, RowKind, of_kind

ASKS: Final[dict[RowKind, tuple[str, str]]] = {
    "reports": (
        "List reports: who published what and when, and whether it stands.",
        "Examples: sayso reports news.sayso --outlet Tribune | sayso reports news.sayso --history",
    ),
    "events": (
        "List events: who did what to whom, where and when, according to whom, as single reports tell it.",
        "Examples: sayso events news.sayso --type PROTEST --since 2020-08 | sayso events news.sayso -o acts.csv",
    ),
    "claims": (
        "List claims: who says what.",
        "Example: sayso claims news.sayso --stance denies --source ministry",
    ),
    "happenings": (
        "List happenings: what one or more reports tell, with reports, outlets and origins counted apart.",
        "Examples: sayso happenings news.sayso --min-origins 2 | sayso happenings news.sayso --as-of 2020-09-01",
    ),
    "disputes": (
        "List disputes: positions on one matter that cannot all be true, and who holds each. No verdicts.",
        "Example: sayso disputes news.sayso --question winner",
    ),
    "numbers": (
        "List numbers: for each happening every figure that was given, by whom, and the range of them.",
        "Example: sayso numbers news.sayso --quantity dead --country BLR",
    ),
    "situations": (
        "List situations: who was detained, sanctioned, in office … from when to when, as claimed by whom.",
        "Example: sayso situations news.sayso --condition detained --as-of 2020-10-24",
    ),
    "entities": (
        "List entities: who is named, in how many reports.",
        "Example: sayso entities news.sayso --country BLR --sector OPP --limit 20",
    ),
}
"""For each kind of rows what its command does, and examples."""

HOW: Final = (
    "An option given again asks for any of its values; different options add up. What has no date is outside of every "
    "window of time."
)

Kept = Annotated[Path, typer.Argument(metavar="STORE", help="File of the store.")]
Form = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", metavar="table|csv|jsonl|parquet", show_default=False,
        help="Default: by the suffix of --output, else table in a terminal, else jsonl.",
    ),
]  # fmt: skip
Saved = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write to this file, whole or not at all.", show_default=False),
]
Limit = Annotated[
    int | None,
    typer.Option("--limit", "-n", min=1, metavar="N", help="The first N rows.", show_default="40 for tables, else all"),
]


def option_of(one: Filter) -> Parameter:
    """The option of a filter."""
    kind: Any = {"count": int, "probability": float, "flag": bool}.get(one.takes, str)
    is_many = one.takes in ("texts", "codes")
    is_flag = one.takes == "flag"
    option: Any = typer.Option(one.option, help=one.help, show_default=False, metavar=None if is_flag else one.metavar)
    hint = list[kind] | None if is_many else kind if is_flag else kind | None
    default = False if is_flag else None
    return Parameter(one.name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[hint, option])


def _command(kind: RowKind) -> Callable[..., None]:
    """The function that typer makes the command of one kind of rows from."""

    def run(**given: Any) -> None:
        from . import commands, query_commands

        store, output, limit = (given.pop(name) for name in ("store", "output", "limit"))
        with commands.guarded():
            form = query_commands.form_of(given.pop("format"), output)
            query_commands.ask(store, kind, given, form=form, output=output, limit=limit)

    parameters = [
        Parameter("store", Parameter.POSITIONAL_OR_KEYWORD, annotation=Kept),
        *(option_of(one) for one in of_kind(kind)),
        Parameter("format", Parameter.KEYWORD_ONLY, default=None, annotation=Form),
        Parameter("limit", Parameter.KEYWORD_ONLY, default=None, annotation=Limit),
        Parameter("output", Parameter.KEYWORD_ONLY, default=None, annotation=Saved),
    ]
    run.__name__ = kind
    run.__doc__ = f"{ASKS[kind][0]}\n\n{HOW}"
    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # what typer reads
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    return run


def diff(  # noqa: PLR0917  # typer makes an option of each
    store: Kept,
    before: Annotated[str, typer.Option("--from", metavar="DATE", help="The earlier day, ISO, as known at its end.")],
    after: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="The later day; now, if not said.", show_default=False)
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="table|jsonl", show_default=False,
                     help="Default: table in a terminal, else jsonl."),
    ] = None,
    output: Saved = None,
) -> None:  # fmt: skip
    """Tell what appeared, changed or closed between two days of report time, and why.

    Happenings, disputes, numbers and situations are compared as they were known at the end of both days. The reasons:
    new reports, edits, retractions, a new coder version.
    """
    from . import commands, query_commands

    with commands.guarded():
        query_commands.diff(store, before, after, form=query_commands.form_of(form, output), output=output)


def register(app: typer.Typer) -> None:
    """Make these functions commands of the app."""
    for kind in ROW_KINDS:
        app.command(kind, epilog=ASKS[kind][1])(_command(kind))
    app.command(epilog="Example: sayso diff news.sayso --from 2020-08-09 --to 2020-08-31")(diff)
