"""The name of a format, a path and filters come in; a file of the store's rows goes out, and an account of the loss."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

from sayso.ground.errors import UsageError, suggestion
from sayso.store.exports import told
from sayso.store.exports.drafts import check, written
from sayso.store.exports.fields import Kind
from sayso.store.exports.shape import Format, Loss, Tally

if TYPE_CHECKING:
    import duckdb

HOMES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({
    "acled": ("acled", "FORMAT"), "claimreview": ("linked", "CLAIM_REVIEW"), "doccano": ("labels", "DOCCANO"),
    "gdelt": ("gdelt", "FORMAT"), "geojson": ("geojson", "FORMAT"), "graphml": ("graphml", "FORMAT"),
    "icews": ("icews", "FORMAT"), "parquet": ("parquet", "FORMAT"), "plover": ("plover", "FORMAT"),
    "polecat": ("polecat", "FORMAT"), "prodigy": ("labels", "PRODIGY"), "schema-event": ("linked", "EVENT"),
    "sqlite": ("sqlite", "FORMAT"), "ucdp": ("ucdp", "FORMAT"),
})  # fmt: skip
"""Format → the module beside this one, and its name there."""
LOSS: Final = ".loss.json"
UNFIT: Final = ("history", "coder")
"""Filters that an export does not take: it holds what is known at one moment, by the newest coding."""

_ROWS: Final[Mapping[Kind, Callable[[Any, Mapping[str, Any]], Iterator[Any]]]] = MappingProxyType(
    {"events": told.events, "happenings": told.happenings, "disputes": told.disputes, "reports": told.reports}
)


def format_named(name: str) -> Format:
    """The format of that name.

    Raises:
        UsageError: There is none.

    Example:
        >>> from sayso.store.exports.exporting import format_named
        >>> format_named("gdelt").rows
        'happenings'
    """
    if name not in HOMES:
        raise UsageError("no such export format", value=name, hint=suggestion(name, HOMES))
    module, constant = HOMES[name]
    return cast("Format", getattr(import_module(f"sayso.store.exports.{module}"), constant))


def export(connection: duckdb.DuckDBPyConnection, path: Path, *, format: str, given: Mapping[str, Any]) -> Loss:
    """Write the rows that fit to a file, and beside it (`FILE.loss.json`) what the format could not say.

    Raises:
        UsageError: There is no such format, or the path cannot be written.
        BadFilter: The rows of the format have no such filter, or it cannot take the value.
    """
    wanted = format_named(format)
    for name in UNFIT:
        if given.get(name):
            raise UsageError("an export takes no such filter", value=name, hint="as_of goes back to an earlier moment")
    check(path)
    tally = Tally(wanted)
    wanted.write(tally.past(_ROWS[wanted.rows](connection, given)), path)
    loss = tally.loss()
    with written(path.with_name(path.name + LOSS)) as stream:
        stream.write(json.dumps(loss.to_json(), ensure_ascii=False, indent=1) + "\n")
    return loss
