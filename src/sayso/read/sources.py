"""Read reports from wherever they lie: in come paths, folders, globs or `-`, out go `Report`s and `Rejected`s.

Order is input order; folders are walked by name, hidden entries aside. Bad content never raises: it becomes a row that
says where, what and how to mend it. Only a call that makes no sense (an unknown format or field) raises, at once.
"""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, BinaryIO, Final

from sayso.ground.errors import NotFound, ReadError, UsageError, nearest, suggestion
from sayso.ground.records import Rejected, Report
from sayso.read import remote
from sayso.read.files import EXTENSIONS, FORMATS, is_archive, read_stream, unreadable
from sayso.read.intake import MAX_TEXT_CHARACTERS, Intake, rejected
from sayso.read.streams import as_binary

Rows = Iterator[Report | Rejected]
Location = str | os.PathLike[str]

STANDARD_INPUT: Final = "-"


def read(  # noqa: PLR0913 – each is something that a user says about the input
    paths: Location | Iterable[Location],
    *,
    columns: Mapping[str, str] | None = None,
    published: str | None = None,
    outlet: str | None = None,
    format: str | None = None,
    stream: IO[Any] | None = None,
    max_text_characters: int = MAX_TEXT_CHARACTERS,
) -> Rows:
    """The reports that the paths hold, one by one, with a `Rejected` in place of each that cannot be read.

    Args:
        paths: Files (text, HTML, JSON, JSON Lines, CSV, TSV, Parquet, WARC and WET, each but Parquet also as `.gz`),
            folders, globs, the same in a filesystem such as `s3://bucket/news/*.warc.gz`, or `-` for standard input;
            one or several. `news.warc.gz@81920` starts at the record at that byte.
        columns: Field of the report → column or JSON key that holds it, such as `{"text": "body"}`.
        published: ISO date for reports that state none.
        outlet: Outlet for reports that state none.
        format: The format of all of them when names and content do not tell it.
        stream: What `-` reads instead of standard input.
        max_text_characters: Longer texts are rejected.

    Raises:
        UsageError: `format` is none that is known.
        BadColumn: `columns` names a field that a report does not have.
        BadDate: `published` is not an ISO date.

    Example:
        >>> import io
        >>> reports = read("-", stream=io.BytesIO(b"Police in Osh arrested twelve people."), published="2015-10-06")
        >>> next(reports).published
        '2015-10-06'
    """
    if format is not None and format not in FORMATS:
        raise UsageError("unknown format", value=format, hint=suggestion(format, FORMATS))
    chosen = [paths] if isinstance(paths, str | os.PathLike) else paths
    intake = Intake(columns=columns, published=published, outlet=outlet, max_text_characters=max_text_characters)
    return _read_all(chosen, intake=intake, format=format, stream=stream)


def _read_all(paths: Iterable[Location], *, intake: Intake, format: str | None, stream: IO[Any] | None) -> Rows:
    for path in paths:
        name = os.fspath(path)
        if name == STANDARD_INPUT:
            taken = as_binary(stream if stream is not None else sys.stdin)
            yield from read_stream(taken, name=name, intake=intake, format=format)
            continue
        for found in find(name):
            if isinstance(found, Rejected):
                yield found
            else:
                yield from _read_file(found, intake=intake, format=format)


def _read_file(path: str, *, intake: Intake, format: str | None) -> Rows:
    try:
        name, start = split_offset(path)
        with opened_at(name, start) as stream:
            yield from read_stream(stream, name=name, intake=intake, format=format, stem=stem_of(name), start=start)
    except ReadError as error:
        yield rejected(path, error)
    except OSError as error:
        yield rejected(path, unreadable(error))


def split_offset(path: str) -> tuple[str, int]:
    """A path and the byte to start from: `news.warc.gz@81920` starts at a record of a web archive.

    A path that names a file as it stands is left whole.
    """
    name, sign, digits = path.rpartition("@")
    if not (sign and digits.isascii() and digits.isdigit() and len(digits) < 19 and is_archive(name, head=b"")):
        return path, 0
    return (path, 0) if not remote.is_remote(path) and _mode(path) is not None else (name, int(digits))


def opened_at(name: str, start: int) -> BinaryIO:
    """The open file, at that byte."""
    stream: BinaryIO = remote.opened(name) if remote.is_remote(name) else Path(name).open("rb")  # noqa: SIM115  # the caller closes it
    if start:
        stream.seek(start)
    return stream


def stem_of(path: str) -> str | None:
    """The file's name without the extensions that tell its format; `None` where nothing is left."""
    name = Path(Path(path).name)
    for _ in range(2):
        name = Path(name.stem) if name.suffix.lower() in (*EXTENSIONS, ".gz") else name
    return name.name.strip() or None


def find(name: str) -> Iterator[str | Rejected]:
    """The files that a path, folder or glob stands for, sorted; a `Rejected` where there is none."""
    try:
        if remote.is_remote(name):
            yield from remote.found(name)
            return
        mode = _mode(split_offset(name)[0])
        if mode is None and glob.has_magic(name):
            yield from _matches(name)
        elif mode is None:
            raise NotFound("there is no such file or folder", value=name, hint=_near(name))
        elif stat.S_ISDIR(mode):
            yield from _filled(name)
        else:
            yield name
    except ReadError as error:
        yield rejected(name, error)
    except OSError as error:
        yield rejected(name, unreadable(error))


def _mode(path: str) -> int | None:
    """What kind of thing the path names, `None` where there is nothing."""
    try:
        return Path(path).stat().st_mode if path else None
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None


def _near(name: str) -> str:
    """A hint at the entry that was meant: the one with the nearest name in the same folder."""
    parent = Path(name).parent
    try:
        near = nearest(Path(name).name, sorted(entry.name for entry in parent.iterdir()))
    except (OSError, ValueError):
        return "check the path: its folder does not exist either"
    return f"did you mean {parent / near}?" if near else "check the path"


def _matches(pattern: str) -> Iterator[str | Rejected]:
    names = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 – Path.glob takes no absolute pattern
    if not names:
        raise NotFound("nothing matches the pattern", value=pattern, hint="check the pattern; ** reaches subfolders")
    deep = "**" in pattern
    for name in names:
        if not (deep and Path(name).is_dir()):
            yield from find(name)


def _filled(folder: str) -> Iterator[str | Rejected]:
    empty = True
    for found in _walk(Path(folder), above=frozenset()):
        empty = False
        yield found
    if empty:
        raise NotFound("the folder holds no visible file", value=folder, hint="give a folder with reports")


def _walk(folder: Path, *, above: frozenset[tuple[int, int]]) -> Iterator[str | Rejected]:
    """The visible files below a folder; a link back to a folder on the way down is not entered again."""
    try:
        here = folder.stat()
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        yield rejected(str(folder), unreadable(error))
        return
    mark = (here.st_dev, here.st_ino)
    if mark in above:
        return
    for entry in entries:
        yield from _entry(entry, above=above | {mark})


def _entry(path: Path, *, above: frozenset[tuple[int, int]]) -> Iterator[str | Rejected]:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield rejected(str(path), unreadable(error))
        return
    if stat.S_ISDIR(mode):
        yield from _walk(path, above=above)
    elif stat.S_ISREG(mode):
        yield str(path)
    else:
        yield rejected(
            str(path), ReadError("this is a pipe, socket or device", hint="give it by its own path to read it")
        )
