"""JSON requests come in, are put to the store or the coder as they are, and their answers go out as JSON."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sayso.ground.errors import BadFilter, Malformed, NotAReport, suggestion
from sayso.ground.filters import ROW_KINDS, RowKind
from sayso.serve.web import asking
from sayso.serve.web.desk import Desk, aside

FIELDS: Final = ("text", "id", "title", "published", "outlet", "url", "language", "byline")
"""What a report may say of itself in `POST /code`."""

Handler = Callable[[Request], Awaitable[Response]]


def routes() -> list[Route]:
    """All routes of the API."""
    return [
        *(Route(f"/api/{kind}", _listing(kind), name=kind) for kind in ROW_KINDS),
        Route("/api/overview", overview),
        Route("/api/record", record),
        Route("/api/search", search),
        Route("/api/diff", diff),
        Route("/code", code, methods=["POST"]),
        Route("/api/retractions", retract, methods=["POST"]),
        Route("/api/decisions", decide, methods=["POST"]),
        Route("/openapi.json", openapi),
    ]


def _listing(kind: RowKind) -> Handler:
    """The handler that lists one kind of rows."""

    async def listed(request: Request) -> Response:
        def work() -> dict[str, Any]:
            found = asking.sheet(_desk(request), kind, request.query_params)
            return {kind: list(found.rows.to_json()), "next": found.cursor}

        return JSONResponse(await aside(work))

    return listed


async def overview(request: Request) -> Response:
    """The store as a whole."""
    asked = _asked(request, "as_of")
    return JSONResponse(await _read(request, lambda: _desk(request).store.overview(as_of=asked["as_of"]).to_json()))


async def record(request: Request) -> Response:
    """The record of one report, as `sayso code` prints it, with its text."""
    asked = _asked(request, "report", "version", "as_of")
    if asked["report"] is None:
        raise BadFilter("no report was named", hint="report=ID")
    version = _number("version", asked["version"])

    def work() -> dict[str, Any]:
        found = _desk(request).store.record(asked["report"] or "", version=version, as_of=asked["as_of"])
        return {**found.to_json(), "text": found.report.text}

    return JSONResponse(await _read(request, work))


async def search(request: Request) -> Response:
    """Happenings, actors and reports with all the words."""
    asked = _asked(request, "q", "as_of")
    store = _desk(request).store
    found = await _read(request, lambda: store.search(asked["q"] or "", as_of=asked["as_of"]))
    return JSONResponse({"found": [one.to_json() for one in found]})


async def diff(request: Request) -> Response:
    """What changed between two days of report time."""
    asked = _asked(request, "from", "to")
    if asked["from"] is None:
        raise BadFilter("no earlier day was given", hint="from=2020-08-09")
    found = await _read(request, lambda: _desk(request).store.diff(asked["from"] or "", asked["to"]))
    return JSONResponse({"changes": [one.to_json() for one in found]})


async def code(request: Request) -> Response:
    """Code one report; nothing is kept."""
    said = await _object(request)
    for name, value in said.items():
        if name not in FIELDS:
            raise NotAReport("a report has no such field", value=name, hint=suggestion(name, FIELDS))
        if value is not None and not isinstance(value, str):
            raise NotAReport(f"{name} is no string", value=value, hint="send strings, or null")
    if "text" not in said or said["text"] is None:
        raise NotAReport("there is no text", hint='{"text": "…"}')
    return JSONResponse(await aside(coded, _desk(request), said))


def coded(desk: Desk, said: Mapping[str, str | None]) -> dict[str, Any]:
    """The record of what was sent; one report is coded at a time."""
    from sayso.ground.records import Report

    report = Report(id=said.get("id") or "", **{name: said.get(name) for name in FIELDS if name != "id"})  # type: ignore[arg-type]  # a text there is
    with desk.coding:
        return desk.coder().code(report).to_json()


async def retract(request: Request) -> Response:
    """Mark a report as retracted."""
    _check_token(request)
    said = _only(await _object(request), "report", "reason", "at")
    desk = _desk(request)

    def work() -> bool:
        with desk.gate.writing():
            return desk.store.retract(said["report"] or "", reason=said["reason"] or "", at=said["at"])

    return JSONResponse({"retracted": said["report"], "changed": await aside(work)})


async def decide(request: Request) -> Response:
    """Merge happenings, split one, or undo a decision."""
    _check_token(request)
    said = await _object(request)
    desk = _desk(request)
    why = {name: value for name in ("reason", "by") if isinstance(value := said.get(name), str)}
    makers: dict[str, Callable[[], Any]] = {
        "merge": lambda: desk.store.merge(*_texts(said, "happenings"), **why),
        "split": lambda: desk.store.split(_text(said, "happening"), _texts(said, "tellings"), **why),
        "undo": lambda: desk.store.undo(_text(said, "decision"), **why),
    }
    choice = said.get("choice")
    if not isinstance(choice, str) or choice not in makers:
        raise BadFilter("no such choice", value=choice, hint=suggestion(choice, makers))

    def work() -> dict[str, Any]:
        with desk.gate.writing():
            return makers[choice]().to_json()  # type: ignore[no-any-return]  # a decision

    return JSONResponse({"decision": await aside(work)})


async def openapi(request: Request) -> Response:
    """The OpenAPI document of this service."""
    from sayso.serve.web.describing import document

    return JSONResponse(document(allows_edits=_desk(request).token is not None))


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


async def _read(request: Request, work: Callable[[], Any]) -> Any:
    desk = _desk(request)

    def gated() -> Any:
        with desk.gate.reading():
            return work()

    return await aside(gated)


def _asked(request: Request, *names: str) -> dict[str, str | None]:
    """The named parts of the query; none else may stand in it."""
    for name in request.query_params:
        if name not in names:
            raise BadFilter("nothing of that name can be asked here", value=name, hint=suggestion(name, names))
    return {name: request.query_params.get(name) or None for name in names}


def _number(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadFilter(f"{name} is a whole number", value=text)
    return int(text)


async def _object(request: Request) -> dict[str, Any]:
    """The JSON object of the body."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "the body is not sent as JSON")
    try:
        said = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise Malformed("the body is no JSON", hint='{"text": "…"}') from None
    if not isinstance(said, dict):
        raise Malformed("the body is no JSON object", hint='{"text": "…"}')
    return said


def _only(said: Mapping[str, Any], *names: str) -> dict[str, str | None]:
    for name in said:
        if name not in names:
            raise BadFilter("the body may not hold this", value=name, hint=suggestion(name, names))
    return {name: None if said.get(name) is None else _text(said, name) for name in names}


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str):
        raise BadFilter(f"{name} is a string", value=value)
    return value


def _texts(said: Mapping[str, Any], name: str) -> list[str]:
    value = said.get(name)
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise BadFilter(f"{name} is a list of strings", value=value)
    return value


def _check_token(request: Request) -> None:
    """See that this service allows edits, and this request too.

    Raises:
        HTTPException: It does not.
    """
    desk = _desk(request)
    if desk.token is None:
        raise HTTPException(403, "this service was started read-only")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not desk.allows(given.strip()):
        raise HTTPException(401, "an edit needs the token", headers={"WWW-Authenticate": "Bearer"})
