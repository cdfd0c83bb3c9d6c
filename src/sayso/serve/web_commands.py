"""A store, an address and a token come in; the service runs until it is stopped."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from sayso.ground.errors import NotFound, UsageError

LEAST: Final = 16
"""Characters of a token at least."""


def token_of(path: Path | None, *, is_wanted: bool) -> str | None:
    """The token in a file, `None` where edits are not wanted.

    Raises:
        UsageError: Edits are wanted and no file was named, or the other way round, or the token is too short.
        NotFound: There is no such file.
    """
    if not is_wanted:
        if path is not None:
            raise UsageError("a token without edits", value=str(path), hint="add --allow-edits")
        return None
    if path is None:
        raise UsageError("edits need a token", hint="--token-file FILE, a file that only you can read")
    try:
        token = path.read_text("utf-8").strip()
    except OSError as error:
        raise NotFound(f"the token cannot be read: {error.strerror}", value=str(path)) from None
    except UnicodeDecodeError:
        raise UsageError("the token is no text", value=str(path)) from None
    if len(token) < LEAST or len(token.split()) != 1:
        hint = "python -c 'import secrets; print(secrets.token_urlsafe())' > FILE"
        raise UsageError(f"a token is one word of {LEAST} characters or more", value=str(path), hint=hint)
    return token


def serve(path: Path, *, host: str, port: int, token: str | None, allowed: tuple[str, ...]) -> None:
    """Serve the store; the address is said once it is open.

    Raises:
        UsageError: What serving needs is not installed, or the address is taken.
        StoreMissing: There is no store.
    """
    try:
        import uvicorn

        from sayso.serve.web.service import desk_of, make_service
    except ImportError:
        raise UsageError("serving needs more than was installed", hint="pip install 'sayso[serve]'") from None
    from sayso.run.stores import open_store

    service = make_service(desk_of(open_store(path), host=host, allowed=allowed, token=token))
    shown = f"[{host}]" if ":" in host else host
    edits = "with edits" if token else "read-only"
    print(f"{path}, {edits}: http://{shown}:{port}/ (Ctrl-C ends it)", file=sys.stderr)
    running = uvicorn.Server(
        uvicorn.Config(
            service, host=host, port=port, log_level="warning", access_log=False, server_header=False,
            limit_concurrency=100, timeout_keep_alive=5, h11_max_incomplete_event_size=65_536,
        )
    )  # fmt: skip
    try:
        running.run()
    except SystemExit:
        raise UsageError("cannot listen there", value=f"{shown}:{port}", hint="give another --port") from None
