"""A path comes in; a stream, or a folder to fill, goes out, and stands at the path once all is written, whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sayso.ground.errors import UsageError


@contextmanager
def written(path: Path) -> Iterator[TextIO]:
    """A stream of text; the file is there, or replaced, when the block ends well, and else as it was."""
    with drafted(path) as draft, draft.open("w", encoding="utf-8", newline="") as stream:
        yield stream


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """Another path to write to, which becomes this one when the block ends well.

    Raises:
        UsageError: The path has no folder to stand in, or is a folder.
    """
    check(path)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield draft
        draft.replace(path)
    finally:
        if draft.is_dir():
            shutil.rmtree(draft)
        draft.unlink(missing_ok=True)


def check(path: Path) -> None:
    """See that something can be written there.

    Raises:
        UsageError: The path has no folder to stand in, or is a folder already.
    """
    if path.is_dir():
        raise UsageError("the output is a folder", value=str(path), hint="name what is not there yet")
    if not path.parent.is_dir():
        raise UsageError("there is no such folder", value=str(path.parent), hint="make it first")
