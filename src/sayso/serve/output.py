"""Pieces of text come in; a file or the standard output holds them afterwards: at once, or not at all.

A file is written beside its place and moved there when all is done, so nobody ever sees half of it. Standard output
is flushed after every piece, so that a reader of the pipe sees each result as it is made.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sayso.ground.errors import UsageError


class Output:
    """Writes text as UTF-8 bytes to `stream`; flushed piece by piece when it is live."""

    def __init__(self, stream: IO[bytes], *, is_live: bool) -> None:
        self._stream = stream
        self._is_live = is_live

    def write(self, piece: str) -> None:
        """One piece with its own line end; lone surrogates become question marks."""
        self.write_bytes(piece.encode("utf-8", "replace"))

    def write_bytes(self, piece: bytes) -> None:
        """One piece as it is."""
        self._stream.write(piece)
        if self._is_live:
            self._stream.flush()


@contextmanager
def opened(path: Path | None) -> Iterator[Output]:
    """Standard output, or the file at `path`, which appears (or is replaced) when the block ends well.

    Raises:
        UsageError: The file has no folder to stand in, or is a folder itself.
        OSError: Writing failed, as on a full disk; then the file is as it was before.
    """
    if path is None:
        yield Output(sys.stdout.buffer, is_live=True)
        return
    if path.is_dir():
        raise UsageError("the output is a folder", value=str(path), hint="name a file in it")
    if not path.parent.is_dir():
        raise UsageError("there is no such folder", value=str(path.parent), hint="make it first")
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        with path.open("wb") as device:  # a device or a pipe cannot be replaced, only written to
            yield Output(device, is_live=True)
        return
    with _moved_into_place(path.resolve()) as stream:
        yield Output(stream, is_live=False)


@contextmanager
def _moved_into_place(path: Path) -> Iterator[IO[bytes]]:
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            draft.chmod(stat.S_IMODE(path.stat().st_mode))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def mute() -> None:
    """Send what is still to be written to nowhere: the reader of our pipe has gone, or the disk takes no more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
