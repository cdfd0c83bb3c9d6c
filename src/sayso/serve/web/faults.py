"""An error comes in; the one JSON shape of errors, or a page that says the same, goes out with its HTTP status."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from sayso.ground.errors import (
    BadFilter,
    CodebookError,
    InternalError,
    ReadError,
    SaysoError,
    StoreBusy,
    StoreError,
    TooLarge,
    UnknownRow,
    UsageError,
)
from sayso.serve.web.rendering import page

if TYPE_CHECKING:
    from starlette.requests import Request

STATUSES: Final[Mapping[type[SaysoError], int]] = MappingProxyType({
    UnknownRow: 404, BadFilter: 400, CodebookError: 400, TooLarge: 413, ReadError: 422, UsageError: 400,
    StoreBusy: 503, StoreError: 500,
})  # fmt: skip
"""Kind of error → status; what is not listed is a fault of ours, 500."""

HTTP_CODES: Final[Mapping[int, tuple[str, str]]] = MappingProxyType({
    400: ("bad-request", "see /openapi.json for what can be asked"),
    401: ("unauthorised", "send the token as Authorization: Bearer …"),
    403: ("forbidden", ""),
    404: ("no-such-page", "start at /, or see /openapi.json"),
    405: ("method-not-allowed", "see /openapi.json for what can be asked"),
    411: ("length-required", "send Content-Length"),
    413: ("body-too-large", "send less, or raise the setting serve_body"),
    415: ("media-type", "send application/json"),
    421: ("foreign-host", "ask by the host's name, or start with --allowed-host NAME"),
    503: ("too-slow", "ask for less, or raise the setting serve_seconds"),
})  # fmt: skip
"""Status → the stable code of an error that only HTTP knows, and the way out."""


def status_of(error: SaysoError) -> int:
    """The HTTP status of one of our errors."""
    return next((status for kind, status in STATUSES.items() if isinstance(error, kind)), 500)


def shape(code: str, message: str, hint: str) -> dict[str, Any]:
    """The one shape."""
    return {"error": {"code": code, "message": message, "hint": hint}}


def explained(error: Exception) -> tuple[int, dict[str, Any]]:
    """Status and shape of any error; of a fault of ours nothing is told but that it is one."""
    if isinstance(error, SaysoError) and not isinstance(error, InternalError):
        told = error.to_json()
        shown = "" if told["value"] is None else f": {told['value']!r}"
        if status_of(error) == 500:
            shown = ""  # paths of the machine are nobody's business
        return status_of(error), shape(told["code"], f"{told['message']}{shown}", told["hint"])
    if isinstance(error, HTTPException):
        code, hint = HTTP_CODES.get(error.status_code, ("http", ""))
        return error.status_code, shape(code, error.detail, hint)
    return 500, shape(InternalError.code, "Sayso failed on this request", "tell its authors what you asked for")


def told(status: int, code: str, message: str, hint: str) -> Response:
    """A refusal from before routing, always as JSON."""
    return JSONResponse(shape(code, message, hint), status)


async def on_error(request: Request, error: Exception) -> Response:
    """The answer to a request that failed: a page for whoever reads pages, else JSON."""
    status, said = explained(error)
    if request.url.path.startswith(("/api", "/code", "/openapi.json")) or "text/html" not in request.headers.get(
        "accept", ""
    ):
        return JSONResponse(said, status)
    return page(request, "fault.html", {"status": status, **said}, status=status)
