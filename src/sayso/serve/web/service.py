"""A desk comes in; the whole service goes out: routes, errors, compression, caching and the shield around them."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from sayso.ground.errors import SaysoError, StoreMissing
from sayso.serve.web import api, pages
from sayso.serve.web.desk import Desk
from sayso.serve.web.faults import on_error
from sayso.serve.web.shielding import Shield

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from sayso.store.store import Store

STATIC: Final = Path(__file__).parent / "static"
LOCAL: Final = ("localhost", "127.0.0.1", "::1")


class Tags:
    """Middleware that gives every reading of the store its ETag, and 304 to whoever has it already.

    The same store and the same question give the same answer, so the tag is known before the question is put.
    """

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_read = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not is_read or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        asked = f"{self._desk.stamp()} {scope['path']}?".encode() + scope["query_string"]
        tag = f'W/"{blake2b(asked, digest_size=12).hexdigest()}"'
        given = dict(scope["headers"]).get(b"if-none-match", b"").decode("latin-1")
        headers = [(b"etag", tag.encode()), (b"cache-control", b"no-cache")]
        if tag in (one.strip() for one in given.split(",")):
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = headers if message["status"] == 200 else [(b"cache-control", b"no-store")]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self._app(scope, receive, tagged)


def make_service(desk: Desk) -> Starlette:
    """The ASGI application that serves the store of a desk.

    Raises:
        StoreMissing: There is no store to serve.
    """
    if not desk.store.path.is_file():
        shown = str(desk.store.path)
        raise StoreMissing("there is no such store", value=shown, hint=f"make it: sayso add {shown} REPORTS…")
    service = Starlette(
        routes=[*api.routes(), *pages.routes(), Mount("/static", StaticFiles(directory=STATIC))],
        middleware=[
            Middleware(Shield, desk=desk),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
            Middleware(Tags, desk=desk),
        ],
        exception_handlers={SaysoError: on_error, HTTPException: on_error},
    )
    service.state.desk = desk
    return service


def desk_of(store: Store, *, host: str = LOCAL[0], allowed: tuple[str, ...] = (), token: str | None = None) -> Desk:
    """What a service for this store needs, with the packaged model and the settings of the environment.

    Args:
        store: What is served.
        host: The address that it listens on; it may be asked for by that name.
        allowed: Further names by which it may be asked for.
        token: What allows edits; without, nothing does.
    """
    from sayso.ground.settings import settings
    from sayso.run.pipeline import load

    every = {"", "0.0.0.0", "::"}  # noqa: S104  # addresses that stand for all of a machine's, and name none
    names = {*LOCAL, host.strip("[]").lower(), *(one.lower() for one in allowed)} - every
    return Desk(store, settings(), load, frozenset(names), token)
