"""Requests of readers come in; pages go out: overview, lists, one for each happening, report and so on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Final, get_args

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.ground import codebook
from sayso.ground.errors import BadFilter
from sayso.ground.filters import RowKind
from sayso.ground.matters import Condition
from sayso.serve.web import asking, charts, sights
from sayso.serve.web.desk import Desk, aside
from sayso.serve.web.rendering import page

Handler = Callable[[Request], Awaitable[Response]]
Work = Callable[[Desk, Request], dict[str, Any]]

LISTED: Final[dict[str, RowKind]] = {
    "happenings": "happenings", "reports": "reports", "actors": "entities", "disputes": "disputes",
}  # fmt: skip
"""Path of a list → the rows that it lists."""


def routes() -> list[Route]:
    """All pages."""
    return [
        Route("/", _page("overview.html", overview)),
        *(Route(f"/{path}", _page(f"{path}.html", _list(kind))) for path, kind in LISTED.items()),
        Route("/happening", _page("happening.html", lambda desk, request: sights.happening(desk, *_wanted(request)))),
        Route("/report", _page("report.html", report)),
        Route("/actor", _page("actor.html", lambda desk, request: sights.actor(desk, *_wanted(request)))),
        Route("/dispute", _page("dispute.html", lambda desk, request: sights.dispute(desk, *_wanted(request)))),
        Route("/situations", _page("situations.html", situations)),
        Route("/search", _page("search.html", search)),
        Route("/api", _page("api.html", reference)),
    ]


def _page(template: str, work: Work) -> Handler:
    async def shown(request: Request) -> Response:
        desk: Desk = request.app.state.desk
        return page(request, template, await aside(work, desk, request))

    return shown


def _wanted(request: Request) -> tuple[str, str | None]:
    """The id that a page is about, and the moment at which it is looked at."""
    found = request.query_params.get("id", "")
    if not found:
        raise BadFilter("the address names nothing", hint="id=…")
    return found, request.query_params.get("as_of") or None


def overview(desk: Desk, request: Request) -> dict[str, Any]:
    """The first page."""
    as_of = request.query_params.get("as_of") or None
    with desk.gate.reading():
        seen = desk.store.overview(as_of=as_of)
        actors = list(desk.store.entities(limit=12, as_of=as_of).to_json())
    return {"seen": seen, "actors": actors, "timeline": charts.timeline(seen), "atlas": charts.atlas(seen)}


def _list(kind: RowKind) -> Work:
    def listed(desk: Desk, request: Request) -> dict[str, Any]:
        book = codebook.load()
        sheet = asking.sheet(desk, kind, request.query_params)
        return {
            "rows": list(sheet.rows.to_json()), "sheet": sheet, "given": request.query_params,
            "types": list(book.types), "statuses": list(book.statuses),
        }  # fmt: skip

    return listed


def report(desk: Desk, request: Request) -> dict[str, Any]:
    """One report with its text."""
    name, as_of = _wanted(request)
    version = request.query_params.get("version", "")
    if version and not (version.isascii() and version.isdigit() and len(version) < 10):
        raise BadFilter("version is a whole number", value=version)
    return sights.report(desk, name, as_of, version=int(version) if version else None)


def situations(desk: Desk, request: Request) -> dict[str, Any]:
    """Who is in which state on a day."""
    on = request.query_params.get("on") or request.query_params.get("as_of", "")[:10]
    on = on or datetime.now(UTC).date().isoformat()
    condition = request.query_params.get("condition", "")
    asked = {"condition": [condition]} if condition else {}
    with desk.gate.reading():
        rows = list(
            desk.store.situations(
                limit=desk.settings.serve_rows * 10, since=on, until=on,
                as_of=request.query_params.get("as_of") or None, **asked,
            ).to_json()
        )  # fmt: skip
    return {"on": on, "condition": condition, "conditions": get_args(Condition), "rows": rows}


def search(desk: Desk, request: Request) -> dict[str, Any]:
    """What holds the words."""
    words = request.query_params.get("q", "")
    with desk.gate.reading():
        found = desk.store.search(words, as_of=request.query_params.get("as_of") or None)
    groups = {noun: [one for one in found if one.noun == noun] for noun in ("entity", "happening", "report")}
    return {"words": words, "groups": groups, "number": len(found)}


def reference(desk: Desk, request: Request) -> dict[str, Any]:  # noqa: ARG001  # every page is asked alike
    """The routes of the API, for readers."""
    from sayso.serve.web.describing import document

    return {"document": document(allows_edits=desk.token is not None)}
