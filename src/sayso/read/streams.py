"""Read bytes piece by piece: in comes an open stream, out come its head, its lines or its whole, up to a limit.

Nothing here seeks, so pipes work like files; nothing holds more than one line, so a file of any size costs the same.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from typing import IO, Any, BinaryIO, Final, cast

from sayso.ground.errors import TooLarge
from sayso.read.intake import too_large
from sayso.read.text import mark

HEAD: Final = 65_536
GZIP: Final = b"\x1f\x8b"
_CHUNK: Final = 1 << 20


class _Prefixed(io.RawIOBase):
    """A stream that first gives back what was already taken from it."""

    def __init__(self, taken: bytes, rest: Any) -> None:
        self._taken = taken
        self._take = getattr(rest, "read1", rest.read)

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        data = self._taken[: len(target)] if self._taken else _as_bytes(self._take(len(target)) or b"")[: len(target)]
        self._taken = self._taken[len(data) :]
        target[: len(data)] = data
        return len(data)


def _as_bytes(data: bytes | str) -> bytes:
    return data.encode("utf-8", "surrogatepass") if isinstance(data, str) else bytes(data)


def as_binary(stream: IO[Any]) -> BinaryIO:
    """The bytes below a text stream such as `sys.stdin`; a stream of bytes as it is."""
    if isinstance(stream, io.StringIO):
        return io.BytesIO(_as_bytes(stream.read()))
    return cast("BinaryIO", getattr(stream, "buffer", stream))


def look(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The start of `stream`, at least up to its first visible byte, and a stream that still begins there.

    Only what is there already is taken, so a pipe that is written line by line is not waited for to its end.
    """
    take = getattr(stream, "read1", stream.readline)
    parts: list[bytes] = []
    size = 0
    while size < HEAD and (part := _as_bytes(take(8192))):
        parts.append(part)
        size += len(part)
        if part.strip(b" \t\r\n\x00"):
            break
    head = b"".join(parts)
    return head, cast("BinaryIO", io.BufferedReader(_Prefixed(head, stream), HEAD))


def unpack(stream: BinaryIO) -> tuple[bytes, BinaryIO, bool]:
    """Like `look`, with gzip undone; the last value tells whether it was there."""
    head, stream = look(stream)
    if not head.startswith(GZIP):
        return head, stream, False
    head, stream = look(cast("BinaryIO", gzip.GzipFile(fileobj=stream)))
    return head, stream, True


def whole(stream: BinaryIO, *, limit: int) -> bytes:
    """All bytes of the stream.

    Raises:
        TooLarge: There are more than `limit`.
    """
    parts, size = [], 0
    while part := stream.read(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise too_large_file(limit)
    return b"".join(parts)


def too_large_file(limit: int) -> TooLarge:
    """The error for a file that has to be read at once and has more than `limit` bytes."""
    return TooLarge(f"the file holds more than {limit:,} bytes", hint="split it, or raise max_text_characters")


def byte_lines(stream: BinaryIO, *, head: bytes) -> Any:
    """What gives the stream's lines in UTF-8 by `readline(limit)`: itself, or a new writing of marked UTF-16 or 32."""
    start = mark(head)
    if not start:
        return stream
    stream.read(start[1])
    wide = start[0] != "utf-8"
    return _Recoded(io.TextIOWrapper(stream, start[0], "replace", newline="\n")) if wide else stream


def lines(stream: BinaryIO, *, head: bytes, limit: int) -> Iterator[tuple[int, bytes | TooLarge]]:
    """The lines that are not blank with their numbers from 1, without line ends; too long a line gives the error.

    Args:
        stream: Bytes in UTF-8, or in UTF-16/32 with a mark, which are written anew as UTF-8.
        head: The first bytes, for the mark.
        limit: Bytes of the longest line.
    """
    source = byte_lines(stream, head=head)
    number = 0
    while line := source.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            skip_line(source)
            yield number, too_large(limit)
        elif stripped := line.strip():
            yield number, stripped


def skip_line(source: Any) -> None:
    """Pass over what is left of a line."""
    while (rest := source.readline(_CHUNK)) and not rest.endswith(b"\n"):
        pass


class _Recoded:
    """Lines of a text stream as UTF-8."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text

    def readline(self, limit: int) -> bytes:
        return self._text.readline(limit).encode("utf-8", "replace")
