"""Asks an ASGI application as a client would, with any headers and any body, without a network."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers in lower case, body as sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.plain.decode()

    @property
    def plain(self) -> bytes:
        return gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body

    def json(self) -> Any:
        return json.loads(self.plain)


class Client:
    """Asks one application; `headers` of a request win over `Host: localhost`."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def get(self, path: str, query: Any = (), **headers: str) -> Answer:
        return self.ask("GET", path, query, headers=headers)

    def page(self, path: str, query: Any = (), **headers: str) -> Answer:
        return self.ask("GET", path, query, headers={"accept": "text/html", **headers})

    def post(self, path: str, body: object, **headers: str) -> Answer:
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.ask("POST", path, headers={"content-type": "application/json", **headers}, body=sent)

    def ask(self, method: str, path: str, query: Any = (), *, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        given = {"host": "localhost:8000", **{name.replace("_", "-"): value for name, value in headers.items()}}
        asked = query.encode() if isinstance(query, str) else urlencode(query, doseq=True).encode()
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": asked, "root_path": "",
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in given.items() if value],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000),
        }  # fmt: skip
        return asyncio.run(self._asked(scope, body))

    async def _asked(self, scope: dict[str, Any], body: bytes) -> Answer:
        pieces = [body[start : start + 65_536] for start in range(0, len(body), 65_536)] or [b""]
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            if not pieces:
                await asyncio.sleep(3600)
            piece = pieces.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        headers = {name.decode().lower(): value.decode() for name, value in sent[0].get("headers", ())}
        return Answer(sent[0]["status"], headers, b"".join(one.get("body", b"") for one in sent[1:]))
