"""Unpack an archive record by record: in comes a stream, packed member by member or plain, out come bytes and offsets.

Web archives pack each record into a gzip member of its own, so that one damaged record spoils no other. Python's own
gzip reader gives up at the first fault; this one goes on at the next member.
"""

from __future__ import annotations

import zlib
from typing import BinaryIO, Final

GZIP: Final = b"\x1f\x8b\x08"
CHUNK: Final = 65_536
_MARK: Final = b"WARC/"


class Damaged(Exception):
    """The bytes at hand cannot be unpacked or understood; `Unpacked.recover` looks for the next record."""


class Unpacked:
    """The bytes of an archive with the place where the current record starts.

    Args:
        stream: Stands at `start`, and need not be able to seek.
        start: Bytes of the file before the stream.
    """

    def __init__(self, stream: BinaryIO, *, start: int = 0) -> None:
        self._stream = stream
        self._raw = b""
        self._buffer = b""
        self._undo: zlib._Decompress | None = None
        self._place = start  # of the first byte of `_raw` in the file
        self._member = start
        self._packed: bool | None = None
        self.offset = start
        """Where the current record starts in the file; of a gzipped one, its member."""

    def mark(self, length: int) -> None:
        """Say that a record starts with the `length` bytes read last."""
        self.offset = self._member if self._packed else self._place - len(self._buffer) - length

    def readline(self, limit: int) -> bytes:
        """Up to and with the next line feed; empty at the end.

        Raises:
            Damaged: The line is longer than `limit`, or cannot be unpacked.
        """
        found = self._buffer.find(b"\n")
        while found < 0 and len(self._buffer) <= limit and self._fill():
            found = self._buffer.find(b"\n")
        if found < 0 and len(self._buffer) > limit:
            raise Damaged(f"a line is longer than {limit:,} bytes")
        return self._take(found + 1 if found >= 0 else len(self._buffer))

    def read(self, size: int) -> bytes:
        """Just so many bytes.

        Raises:
            Damaged: There are fewer, or they cannot be unpacked.
        """
        parts = []
        while size:
            if not self._buffer and not self._fill():
                raise Damaged("the archive breaks off in the middle of a record")
            part = self._take(min(size, len(self._buffer)))
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def skip(self, size: int) -> None:
        """Pass over so many bytes.

        Raises:
            Damaged: As `read`.
        """
        while size:
            size -= len(self.read(min(size, CHUNK)))

    def recover(self) -> bool:
        """Go on to what looks like the start of the next record; whether there is one."""
        if self._packed:
            self._undo = None
            self._buffer = b""
            return self._seek(GZIP, past=1 if self._place == self._member else 0)
        self._raw, self._place, self._buffer = self._buffer, self._place - len(self._buffer), b""
        return self._seek(_MARK, past=0)

    def _take(self, size: int) -> bytes:
        part, self._buffer = self._buffer[:size], self._buffer[size:]
        return part

    def _more(self) -> bool:
        part = self._stream.read(CHUNK)
        self._raw += part
        return bool(part)

    def _drop(self, size: int) -> None:
        self._raw = self._raw[size:]
        self._place += size

    def _seek(self, sign: bytes, *, past: int) -> bool:
        self._drop(min(past, len(self._raw)))
        while (found := self._raw.find(sign)) < 0:
            self._drop(max(0, len(self._raw) - len(sign) + 1))
            if not self._more():
                return False
        self._drop(found)
        self.offset = self._place
        return True

    def _fill(self) -> bool:
        """Put more bytes into the buffer; false at the end."""
        if self._packed is None:
            while len(self._raw) < len(GZIP) and self._more():
                pass
            self._packed = self._raw.startswith(GZIP)
        return self._inflate() if self._packed else self._copy()

    def _copy(self) -> bool:
        if not self._raw and not self._more():
            return False
        self._buffer += self._raw
        self._drop(len(self._raw))
        return True

    def _inflate(self) -> bool:
        before = len(self._buffer)
        while len(self._buffer) == before:
            if not self._raw and not self._more():
                if self._undo is not None:
                    self._undo, self.offset = None, self._member
                    raise Damaged("the archive breaks off in the middle of a record")
                return False
            self._step()
        return True

    def _step(self) -> None:
        """Unpack one piece of the member at hand, or begin the next one."""
        if self._undo is None:
            self._begin()
            return
        try:
            data = self._undo.decompress(self._raw, CHUNK)
        except zlib.error as error:
            self.offset = self._member
            raise Damaged(f"the gzip member is damaged: {error}") from error
        rest = self._undo.unconsumed_tail or self._undo.unused_data
        if self._undo.eof:
            self._undo = None
        self._drop(len(self._raw) - len(rest))
        self._buffer += data

    def _begin(self) -> None:
        """Begin a member; zeros that pad a file are passed over."""
        while len(self._raw) < len(GZIP) and self._more():
            pass
        padding = len(self._raw) - len(self._raw.lstrip(b"\0"))
        if padding:
            self._drop(padding)
            return
        if not self._raw.startswith(GZIP):
            self._member = self.offset = self._place
            raise Damaged("there is no gzip member where one should start")
        self._member = self._place
        self._undo = zlib.decompressobj(31)
