"""Read one open file of reports: in comes a stream and its format, out come its reports, each bad one as `Rejected`.

Every reader has the same shape, `(Opened, intake=…) → reports`, and `READERS` names them. A file that holds one text
is read at once, up to the limit; JSON Lines and tables are read row by row.
"""

from __future__ import annotations

import io
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from gzip import BadGzipFile
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, BinaryIO, Final

from sayso.ground.errors import BinaryContent, EmptyReport, Malformed, NotAReport, ReadError
from sayso.ground.records import Rejected, Report
from sayso.read.articles import read_article
from sayso.read.intake import Intake, rejected
from sayso.read.streams import GZIP, lines, look, unpack, whole
from sayso.read.tables import read_columns, read_table
from sayso.read.text import decode, signature, unify_lines
from sayso.read.warc import read_warc

Rows = Iterator[Report | Rejected]

EXTENSIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
        ".html": "html", ".htm": "html", ".xhtml": "html",
        ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json",
        ".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".parquet": "parquet", ".pq": "parquet",
        ".warc": "warc", ".wet": "warc",
    }
)  # fmt: skip
"""File name extension → format; `.gz` after any of them is undone first."""

ESCAPED: Final = 6
"""Bytes that one character takes at most inside a JSON string (`\\u0416`)."""

LARGEST_JSON: Final = 1 << 29
"""Bytes of the largest JSON document, which has to be read at once; JSON Lines have no such limit."""

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_LIST = re.compile(rb"\s*\[\s*(?:\{|\]?\s*$)")


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file: its name, its first bytes, the stream that still begins with them, its stem for ids.

    `start` is the number of bytes of the file that lie before the stream.
    """

    name: str
    head: bytes
    stream: BinaryIO
    stem: str | None
    start: int = 0


def read_stream(
    stream: BinaryIO,
    *,
    name: str,
    intake: Intake,
    format: str | None = None,
    stem: str | None = None,
    start: int = 0,
) -> Rows:
    """The reports of one open file, gzip undone; what goes wrong on the way becomes a last, rejected row.

    Args:
        stream: Open for bytes.
        name: What to call it in rejected rows; its extension tells the format.
        intake: Makes the reports.
        format: One of `FORMATS` when the name does not tell.
        stem: Name for the id of a report that is a file of its own.
        start: Bytes of the file that were passed over before the stream.
    """
    count = 0
    try:
        chosen, opened = _opened(stream, name=name, format=format, stem=stem, start=start)
        for row in READERS[chosen](opened, intake=intake):
            yield row
            count += 1
        if not count:
            raise EmptyReport("the file holds no report", hint="give a file with at least one")
    except ReadError as error:
        yield rejected(name, error)
    except (EOFError, BadGzipFile, zlib.error) as error:
        message = f"the gzip archive breaks off or is damaged after {count} reports"
        yield rejected(name, Malformed(message, value=str(error), hint="fetch or pack the file again"))
    except OSError as error:
        yield rejected(name, unreadable(error))


def _opened(stream: BinaryIO, *, name: str, format: str | None, stem: str | None, start: int) -> tuple[str, Opened]:
    """The format of an open file, and the file with gzip undone; a web archive stays packed, for its offsets.

    Raises:
        BinaryContent: It is a picture, another archive or the like.
    """
    first, whole_stream = look(stream)
    if format == "warc" or (format is None and is_archive(name, head=first)):
        return "warc", Opened(name, first, whole_stream, stem, start)
    head, unpacked, packed = unpack(whole_stream)
    chosen = format or format_of(name, head=head)
    kind = signature(head)
    if kind and chosen != "parquet":
        again = "compressed twice: " if packed else ""
        raise BinaryContent(f"{again}this is {kind}, not text", hint="save it as plain text in UTF-8")
    if chosen == "parquet" and not packed and stream.seekable():
        stream.seek(0)
        unpacked = stream
    return chosen, Opened(name, head, unpacked, stem)


def is_archive(name: str, *, head: bytes) -> bool:
    """Whether a file is a web archive by its name or its first bytes, be they packed or not."""
    bare = name.lower().removesuffix(".gz")
    if head.startswith(GZIP):
        with suppress(zlib.error):
            head = zlib.decompressobj(31).decompress(head, 16)
    return head.startswith(b"WARC/1.") or bare.endswith((".warc", ".wet"))


def unreadable(error: OSError) -> ReadError:
    """Our error for what the operating system refused."""
    reason = error.strerror or str(error) or type(error).__name__
    return ReadError(f"the system does not let it be read: {reason}", hint="check the path and its permissions")


def format_of(name: str, *, head: bytes) -> str:
    """The format that the name's extension tells, else the one that the first bytes look like."""
    path = PurePath(name)
    suffix = (PurePath(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix).lower()
    known = EXTENSIONS.get(suffix)
    start = head.removeprefix(b"\xef\xbb\xbf")
    if known and not (known == "text" and _HTML.match(start)):
        return known
    if start.startswith(b"PAR1"):
        return "parquet"
    if _HTML.match(start):
        return "html"
    if start.lstrip().startswith(b"{") or head.lstrip(b"\xff\xfe\x00 \t\r\n").startswith((b"{\x00", b"{\x00\x00\x00")):
        return "jsonl"
    return "json" if _LIST.match(start) else "text"


def read_plain(opened: Opened, *, intake: Intake) -> Rows:
    """A plain text: one report, its text as it stands."""
    text = unify_lines(decode(whole(opened.stream, limit=intake.max_bytes)))
    yield intake.report({intake.columns["text"]: text}, source=opened.name, stem=opened.stem)


def read_page(opened: Opened, *, intake: Intake) -> Rows:
    """A web page: one report, its article."""
    page = whole(opened.stream, limit=intake.max_bytes)
    yield read_article(page, source=opened.name, intake=intake, stem=opened.stem)


def read_json_lines(opened: Opened, *, intake: Intake) -> Rows:
    """One JSON object a line, each a report; rejected rows are called `name:line`."""
    limit = ESCAPED * intake.max_text_characters + (1 << 16)
    for number, line in lines(opened.stream, head=opened.head, limit=limit):
        source = f"{opened.name}:{number}"
        try:
            if isinstance(line, ReadError):
                raise line
            row = _object(_parse(line))
        except ReadError as error:
            yield rejected(source, error)
        else:
            yield intake.report(row, source=source)


def read_json(opened: Opened, *, intake: Intake) -> Rows:
    """One JSON object, or a list of them; rejected rows of a list are called `name[index]`."""
    data = whole(opened.stream, limit=LARGEST_JSON)
    if not data.strip():
        raise EmptyReport("the file is empty", hint="give a file with at least one report")
    if _is_json_lines(data):
        yield from read_json_lines(Opened(opened.name, opened.head, io.BytesIO(data), opened.stem), intake=intake)
        return
    value = _parse(data)
    if not isinstance(value, list):
        yield intake.report(_object(value), source=opened.name)
        return
    for index, item in enumerate(value):
        source = f"{opened.name}[{index}]"
        try:
            row = _object(item)
        except ReadError as error:
            yield rejected(source, error)
        else:
            yield intake.report(row, source=source)


def _is_json_lines(data: bytes) -> bool:
    """Whether a `.json` file in truth has one object a line: its first line is one and something follows it."""
    first, _, rest = data.lstrip().partition(b"\n")
    if not first.startswith(b"{") or not rest.strip():
        return False
    try:
        return isinstance(_parse(first.strip()), dict)
    except ReadError:
        return False


def _parse(data: bytes) -> Any:
    """The JSON value that the bytes hold.

    Raises:
        ReadError: The bytes are no text, or the text is not JSON.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = decode(data)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Malformed(f"not valid JSON: {error.msg} at {where}", hint="write one JSON object a report") from error
    except RecursionError as error:
        raise Malformed("the JSON is nested too deep", hint="write one flat object a report") from error
    except ValueError as error:
        raise Malformed("the JSON holds a number of too many digits", hint="write it in quotes") from error


def _object(value: Any) -> Mapping[str, object]:
    if not isinstance(value, dict):
        names = {list: "a list", str: "a string", int: "a number", float: "a number", bool: "true or false"}
        raise NotAReport(f"this is {names.get(type(value), 'null')}, not an object", hint='write {"text": "…"}')
    return value


READERS: Final[Mapping[str, Callable[..., Rows]]] = MappingProxyType(
    {
        "text": read_plain,
        "html": read_page,
        "jsonl": read_json_lines,
        "json": read_json,
        "csv": read_table,
        "tsv": read_table,
        "parquet": read_columns,
        "warc": read_warc,
    }
)
"""Format → its reader."""

FORMATS: Final = tuple(READERS)
