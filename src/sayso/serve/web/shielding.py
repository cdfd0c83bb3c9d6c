"""Requests come in before all else; foreign hosts and origins, large bodies and slow answers go no further.

Every answer leaves with headers that allow nothing but what this service itself sends: no inline script or style, no
frames, nothing from elsewhere.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse

from sayso.serve.web.desk import Desk
from sayso.serve.web.faults import HTTP_CODES, explained, told

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG: Final = logging.getLogger("sayso.serve")
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)


class _TooMuch(Exception):
    """The body went past its limit."""


class Shield:
    """Middleware around the whole service.

    Args:
        app: What it protects.
        desk: Hosts, sizes, patience.
    """

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._most = desk.settings.serve_body * 1024

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_started = False

        async def dressed(message: Message) -> None:
            nonlocal is_started
            if message["type"] == "http.response.start":
                is_started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS:
                    headers[name] = value
            await send(message)

        refusal = self._refusal(Headers(scope=scope))
        if refusal is not None:
            await told(refusal[0], HTTP_CODES[refusal[0]][0], refusal[1], HTTP_CODES[refusal[0]][1])(
                scope, receive, dressed
            )
            return
        try:
            async with asyncio.timeout(self._desk.settings.serve_seconds):
                await self._app(scope, self._measured(receive), dressed)
        except (TimeoutError, _TooMuch) as error:
            if is_started:
                raise
            status = 503 if isinstance(error, TimeoutError) else 413
            said = "this took too long" if status == 503 else f"the body is over {self._most // 1024} kB"
            await told(status, HTTP_CODES[status][0], said, HTTP_CODES[status][1])(scope, receive, dressed)
        except Exception as error:
            if is_started:
                raise
            LOG.exception("a request failed")
            status, shown = explained(error)
            await JSONResponse(shown, status)(scope, receive, dressed)

    def _refusal(self, headers: Headers) -> tuple[int, str] | None:
        """Why a request is turned away by its headers alone; `None` if it is not."""
        host = headers.get("host", "")
        if len(headers.getlist("host")) != 1 or _name(f"//{host}") not in self._desk.hosts:
            return 421, "the request asks for a host that is not served here"
        origin = headers.get("origin")
        if origin is not None and origin.lower() not in (f"http://{host.lower()}", f"https://{host.lower()}"):
            return 403, "the request comes from a page of another origin"
        if headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate":
            return 403, "the request comes from a page of another site"
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > self._most:
            return 413, f"the body is over {self._most // 1024} kB"
        return None

    def _measured(self, receive: Receive) -> Receive:
        """`receive`, counting what comes in."""
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            if message["type"] == "http.request":
                seen += len(message.get("body", b""))
                if seen > self._most:
                    raise _TooMuch
            return message

        return counted


def _name(url: str) -> str:
    """The host of a URL in lower case; empty where it cannot be read."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return ""
    if parts.path or parts.query or parts.fragment or parts.username is not None:
        return ""
    return (parts.hostname or "").rstrip(".")
