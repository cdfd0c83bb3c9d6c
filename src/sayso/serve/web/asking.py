"""The query of a request comes in; checked filters, a page of rows and the cursor to the next one go out."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from sayso.ground.errors import BadFilter, suggestion
from sayso.ground.filters import BY_NAME, RowKind, of_kind
from sayso.serve.web.desk import Desk
from sayso.store.rows import Rows

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

PAGING: Final = ("limit", "cursor")
_NUMERAL: Final = 9


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of rows; `cursor` asks for the next one, `None` at the end."""

    rows: Rows
    limit: int
    skip: int
    cursor: str | None


def filters_of(kind: RowKind, query: QueryParams, *, besides: tuple[str, ...] = PAGING) -> dict[str, Any]:
    """The filters in a query string; an empty value is none.

    Raises:
        BadFilter: There is no such filter for these rows, or a filter that takes one value was given several.
    """
    known = {one.name for one in of_kind(kind)}
    found: dict[str, Any] = {}
    for name in query:
        values = [value for value in query.getlist(name) if value.strip()]
        if name in besides or not values:
            continue
        if name not in known:
            raise BadFilter(f"{kind} have no such filter", value=name, hint=suggestion(name, known))
        takes = BY_NAME[name].takes
        if takes in ("texts", "codes"):
            found[name] = values
        elif len(values) > 1:
            raise BadFilter(f"{name} takes one value", value=values, hint="give it once")
        else:
            found[name] = _flag(name, values[0]) if takes == "flag" else values[0]
    return found


def _flag(name: str, value: str) -> bool:
    if value not in ("true", "false"):
        raise BadFilter(f"{name} is true or false", value=value, hint=f"{name}=true")
    return value == "true"


def sheet(desk: Desk, kind: RowKind, query: QueryParams, *, besides: tuple[str, ...] = PAGING) -> Sheet:
    """The page of rows that a query asks for.

    Raises:
        BadFilter: The query cannot be read, or its cursor is of another query or of the store before it changed.
    """
    given = filters_of(kind, query, besides=besides)
    limit = _limit(query.get("limit"), desk.settings.serve_rows)
    mark = _mark(desk, kind, given)
    skip = _opened(query["cursor"], mark) if query.get("cursor") else 0
    with desk.gate.reading():
        rows = desk.store.ask(kind, limit=limit, skip=skip, **given)
    return Sheet(rows, limit, skip, _closed(skip + limit, mark) if rows.is_cut else None)


def _limit(text: str | None, usual: int) -> int:
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < _NUMERAL and 0 < int(text) <= usual * 10):
        raise BadFilter("limit cannot take this value", value=text, hint=f"a whole number from 1 to {usual * 10}")
    return int(text)


def _mark(desk: Desk, kind: str, given: Mapping[str, Any]) -> str:
    """What a cursor holds on to: the question, and the state of the store."""
    said = json.dumps([kind, given, desk.stamp()], sort_keys=True, default=str)
    return blake2b(said.encode("utf-8", "replace"), digest_size=9).hexdigest()


def _closed(skip: int, mark: str) -> str:
    return base64.urlsafe_b64encode(f"{skip}.{mark}".encode()).decode().rstrip("=")


def _opened(cursor: str, mark: str) -> int:
    try:
        said = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)).decode("ascii")
    except (ValueError, binascii.Error):
        said = ""
    skip, _, seen = said.partition(".")
    if not (skip.isascii() and skip.isdigit() and len(skip) < _NUMERAL * 2 and int(skip) < 2**62):
        raise BadFilter("this is no cursor", value=cursor, hint="take it from `next` of the page before")
    if seen != mark:
        hint = "ask for the first page again"
        raise BadFilter("the cursor is of another query, or the store has changed since", value=cursor, hint=hint)
    return int(skip)
