"""The filters and columns of a store come in as declared; the OpenAPI document of the service goes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sayso.ground.filters import ROW_KINDS, Filter, RowKind, of_kind
from sayso.store.meanings import VIEWS

_STRING: Final = {"type": "string"}
_ERROR: Final = {"$ref": "#/components/responses/Error"}
_AS_OF: Final = ("as_of", "As it was known at the end of this day, or at this moment.", False)

PLAIN: Final[Mapping[str, tuple[str, tuple[tuple[str, str, bool], ...]]]] = {
    "/api/overview": ("The store as a whole: counts, time line, places, disputes.", (_AS_OF,)),
    "/api/record": ("The record of one report, with its text.", (
        ("report", "Id of the report.", True), ("version", "Which of its texts, from 1.", False), _AS_OF,
    )),
    "/api/search": ("Happenings, actors and reports that hold all words.", (("q", "The words.", False), _AS_OF)),
    "/api/diff": ("What appeared, changed or closed between two days of report time, and why.", (
        ("from", "The earlier day.", True), ("to", "The later day; now, if not said.", False),
    )),
}  # fmt: skip
"""Path → what it gives, and its parameters: name, meaning, whether it is needed."""

_REPORT: Final = {
    "type": "object", "required": ["text"], "additionalProperties": False,
    "properties": {
        "text": {**_STRING, "minLength": 1}, "id": _STRING, "title": _STRING,
        "published": {**_STRING, "description": "ISO date or date-time"}, "outlet": _STRING, "url": _STRING,
        "language": _STRING, "byline": _STRING,
    },
}  # fmt: skip
_DECISION: Final = {
    "type": "object", "required": ["choice"],
    "properties": {
        "choice": {**_STRING, "enum": ["merge", "split", "undo"]}, "happenings": {"type": "array", "items": _STRING},
        "happening": _STRING, "tellings": {"type": "array", "items": _STRING}, "decision": _STRING, "reason": _STRING,
        "by": _STRING,
    },
}  # fmt: skip
_RETRACTION: Final = {
    "type": "object",
    "required": ["report", "reason"],
    "additionalProperties": False,
    "properties": {"report": _STRING, "reason": _STRING, "at": _STRING},
}


def document(*, allows_edits: bool) -> dict[str, Any]:
    """The OpenAPI 3.1 document; edits are in it where they are allowed."""
    from sayso import __version__

    paths: dict[str, Any] = {f"/api/{kind}": {"get": _listing(kind)} for kind in ROW_KINDS}
    for path, (summary, parameters) in PLAIN.items():
        paths[path] = {"get": _operation(summary, [_plain(*one) for one in parameters])}
    paths["/code"] = {"post": _sent("Code one report; nothing is kept.", _REPORT)}
    if allows_edits:
        guarded: dict[str, Any] = {"security": [{"token": []}]}
        paths["/api/retractions"] = {"post": {**_sent("Mark a report as retracted.", _RETRACTION), **guarded}}
        paths["/api/decisions"] = {"post": {**_sent("Merge, split or undo.", _DECISION), **guarded}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sayso", "version": __version__,
            "description": "Who did what to whom, when and where, on whose say-so, and who disputes it.",
        },
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Error": _error_schema()},
            "responses": {"Error": {
                "description": "What went wrong, and the way out.",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            }},
        },
    }  # fmt: skip


def _error_schema() -> dict[str, Any]:
    inner = {"type": "object", "required": ["code", "message", "hint"], "properties": {
        "code": _STRING, "message": _STRING, "hint": _STRING,
    }}  # fmt: skip
    return {"type": "object", "required": ["error"], "properties": {"error": inner}}


def _listing(kind: RowKind) -> dict[str, Any]:
    """Listing rows of one kind."""
    columns = VIEWS[kind][1]
    rows = {"type": "array", "items": {"type": "object", "properties": {
        name: {"description": meaning} for name, meaning in columns.items()
    }}}  # fmt: skip
    answer = {"type": "object", "required": [kind, "next"], "properties": {
        kind: rows, "next": {"type": ["string", "null"], "description": "cursor of the next page"},
    }}  # fmt: skip
    paging = [
        {"name": "limit", "in": "query", "description": "Rows on a page.", "schema": {"type": "integer", "minimum": 1}},
        _plain("cursor", "`next` of the page before.", False),  # noqa: FBT003  # as in the table above
    ]
    return _operation(VIEWS[kind][0], [*(_filter(one) for one in of_kind(kind)), *paging], answer)


def _filter(one: Filter) -> dict[str, Any]:
    schema: dict[str, Any] = dict(_STRING)
    if one.takes in ("texts", "codes"):
        schema = {"type": "array", "items": _STRING}
    elif one.takes in ("count", "probability"):
        schema = {"type": "number", "minimum": 0}
    elif one.takes == "flag":
        schema = {"type": "boolean"}
    return {"name": one.name, "in": "query", "description": one.help, "schema": schema}


def _plain(name: str, meaning: str, is_needed: bool) -> dict[str, Any]:  # noqa: FBT001  # one line of a table
    return {"name": name, "in": "query", "description": meaning, "required": is_needed, "schema": _STRING}


def _operation(
    summary: str, parameters: list[dict[str, Any]], answer: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    content = {"application/json": {"schema": answer or {"type": "object"}}}
    return {
        "summary": summary, "parameters": parameters,
        "responses": {"200": {"description": summary, "content": content}, "default": _ERROR},
    }  # fmt: skip


def _sent(summary: str, body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **_operation(summary, []),
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
    }
