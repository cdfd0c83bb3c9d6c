"""Undo the encodings of the web: in come a body and the name of its content encoding, out go the bytes of the page."""

from __future__ import annotations

import zlib
from typing import Final

from sayso.ground.errors import Malformed, TooLarge

_WINDOWS: Final = {"gzip": 31, "x-gzip": 31, "deflate": 15}
ENCODINGS: Final = "gzip, deflate"
"""What a request says that it can undo."""


def unfold(body: bytes, *, encoding: str | None, limit: int) -> bytes:
    """The body with its content encoding undone; a body that breaks off gives what there is of it.

    Args:
        body: As it was sent.
        encoding: The header `Content-Encoding`; several are undone from the last to the first.
        limit: The most bytes that may come out, so that a small body cannot fill the memory.

    Raises:
        Malformed: The encoding is not known, or the body is not in it.
        TooLarge: More than `limit` bytes come out.

    Example:
        >>> import gzip
        >>> unfold(gzip.compress(b"Police freed him."), encoding="gzip", limit=100)
        b'Police freed him.'
    """
    names = [name.strip().lower() for name in (encoding or "").split(",")]
    for name in reversed([name for name in names if name not in ("", "identity")][:4]):
        if name not in _WINDOWS:
            raise Malformed("the content encoding is not known", value=name, hint=f"known are {ENCODINGS}")
        body = _inflated(body, window=_WINDOWS[name], limit=limit)
    return body


def _inflated(body: bytes, *, window: int, limit: int) -> bytes:
    if window == _WINDOWS["deflate"] and not _has_zlib_header(body):
        window = -15  # what many servers call deflate has no header
    undo = zlib.decompressobj(window)
    try:
        data = undo.decompress(body, limit + 1)
    except zlib.error as error:
        raise Malformed(
            "the body is not in the encoding that it names", value=str(error), hint="fetch it again"
        ) from error
    if len(data) > limit:
        raise TooLarge(f"the page holds more than {limit:,} bytes", hint="raise the setting collect_bytes")
    return data


def _has_zlib_header(body: bytes) -> bool:
    return len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
