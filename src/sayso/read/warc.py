"""Read web archives: in comes an open WARC or WET file, out comes a report (or why there is none) for each page in it.

Pages are `response` and `resource` records that hold HTML or plain text, and the `conversion` records of WET files. A
record of a crawl that holds no page – requests, metadata, images, redirects, refusals – is passed over in silence: it
never was a report. Rejected rows are called `name@offset`, the offset of the record in the file as it lies on disk; the
path `name@offset` starts there. The date of the crawl is no date of publication and is not taken for one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import TYPE_CHECKING, Any, Final, Protocol

from sayso.ground.errors import Malformed, ReadError, TooLarge
from sayso.ground.records import Rejected, Report
from sayso.read.articles import declared_encoding, extract
from sayso.read.intake import Intake, rejected
from sayso.read.members import Damaged, Unpacked
from sayso.read.text import decode, keep, unify_lines
from sayso.read.unfolding import unfold

if TYPE_CHECKING:
    from typing import BinaryIO

Rows = Iterator[Report | Rejected]

PAGES: Final = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
LONGEST_LINE: Final = 65_536
MOST_HEADERS: Final = 200
HEADERS_OF_A_PAGE: Final = 1 << 20
"""Bytes that an HTTP head may add to the page below it."""

_HINT: Final = "the records after it are read; fetch the file again for this one"


class Archive(Protocol):
    """What the reader needs of an open file: its name, its bytes as they lie there, how many were left out before."""

    @property
    def name(self) -> str: ...
    @property
    def stream(self) -> BinaryIO: ...
    @property
    def start(self) -> int: ...


@dataclass(frozen=True, slots=True)
class _Record:
    """One record: where it starts, its headers in lower case, its content."""

    offset: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("warc-type", "").lower()

    @property
    def media(self) -> str:
        return media_of(self.headers.get("content-type"))


def media_of(said: str | None) -> str:
    """The media type of a header, without its parameters."""
    return (said or "").partition(";")[0].strip().lower()


def charset_of(said: str | None) -> str | None:
    """The character set that a header `Content-Type` gives."""
    for part in (said or "").split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None


def read_warc(opened: Archive, *, intake: Intake) -> Rows:
    """The pages of a web archive, one record at a time; a damaged record is told and the next one is read."""
    name, source = opened.name, Unpacked(opened.stream, start=opened.start)
    limit = intake.max_bytes + HEADERS_OF_A_PAGE
    while True:
        try:
            record = _next_record(source, limit=limit)
            if record is None:
                return
            row = _page(record, name=f"{name}@{record.offset}", intake=intake)
        except Damaged as damage:
            yield rejected(f"{name}@{source.offset}", Malformed(str(damage), hint=_HINT))
            if not source.recover():
                return
        except ReadError as error:
            yield rejected(f"{name}@{source.offset}", error)
        else:
            if row is not None:
                yield row


def _next_record(source: Unpacked, *, limit: int) -> _Record | None:
    """The next record, `None` at the end of the file."""
    line = source.readline(LONGEST_LINE)
    while line and not line.strip():
        line = source.readline(LONGEST_LINE)
    if not line:
        return None
    source.mark(len(line))
    if not line.startswith(b"WARC/"):
        raise Damaged("this is no WARC record")
    headers = _headers(source)
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        raise Damaged("the record does not say how long it is")
    if not _is_wanted(headers):
        source.skip(int(length))
        return _Record(source.offset, {}, b"")
    if int(length) > limit:
        source.skip(int(length))
        raise TooLarge(f"the record holds more than {limit:,} bytes", hint="raise max_text_characters")
    return _Record(source.offset, headers, source.read(int(length)))


def _is_wanted(headers: Mapping[str, str]) -> bool:
    return headers.get("warc-type", "").lower() in ("response", "resource", "conversion")


def _headers(source: Unpacked) -> dict[str, str]:
    found: dict[str, str] = {}
    for _ in range(MOST_HEADERS):
        line = source.readline(LONGEST_LINE)
        if not line:
            raise Damaged("the archive breaks off in the head of a record")
        if not line.strip():
            return found
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if colon:
            found[name.strip().lower()] = value.strip()
    raise Damaged(f"the record has more than {MOST_HEADERS} headers")


def _page(record: _Record, *, name: str, intake: Intake) -> Report | Rejected | None:
    """The report of a record, why there is none, or `None` where the record never was a page."""
    if record.kind == "response":
        found = _answer(record.content, limit=intake.max_bytes)
        if found is None:
            return None
        said, body = found
    elif record.kind in ("resource", "conversion"):
        said, body = record.headers.get("content-type"), record.content
    else:
        return None
    if media_of(said) not in PAGES or not body.strip():
        return None
    try:
        fields: dict[str, str | None] = (
            _plain(body, said) if media_of(said) == "text/plain" else extract(_decoded(body, said))
        )
    except ReadError as error:
        return rejected(name, error)
    fields["url"] = record.headers.get("warc-target-uri", "").strip("<>") or fields.get("url")
    fields["id"] = _id(record.headers.get("warc-record-id", ""))
    fields["language"] = fields.get("language") or _language(record.headers)
    return intake.report({intake.columns[field]: value for field, value in fields.items()}, source=name)


def _plain(body: bytes, said: str | None) -> dict[str, str | None]:
    return {"text": unify_lines(decode(body, declared=charset_of(said))).strip()}


def _decoded(body: bytes, said: str | None) -> str:
    return keep(unify_lines(decode(body, declared=charset_of(said) or declared_encoding(body))))


def _id(said: str) -> str | None:
    """The last part of a record's id: `<urn:uuid:…>` without its brackets and scheme."""
    return said.strip("<> ").rpartition(":")[2] or None


def _language(headers: Mapping[str, str]) -> str | None:
    """The language that a crawler found, only if it is one: Common Crawl lists them by ISO 639-3."""
    said = headers.get("warc-identified-content-language", "").strip()
    return {"eng": "en"}.get(said, said) if said and "," not in said else None


class _Tape:
    """Bytes that `http.client` reads as if a socket gave them."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, *_: object) -> io.BytesIO:
        return io.BytesIO(self._data)


def _answer(content: bytes, *, limit: int) -> tuple[str | None, bytes] | None:
    """The content type and the body of an HTTP answer that brought a page, else `None`.

    Raises:
        ReadError: The body cannot be unfolded.
    """
    tape: Any = _Tape(content)
    answer = HTTPResponse(tape)
    try:
        answer.begin()
        said = answer.headers.get("Content-Type")
        if answer.status != 200 or media_of(said) not in PAGES:
            return None
        body = _body(answer, content)
    except (HTTPException, ValueError, OSError) as error:
        raise Malformed("the HTTP answer is damaged", value=str(error)[:100], hint="fetch the page again") from error
    encoding = answer.headers.get("Content-Encoding")
    packed = not encoding or body[:2] == b"\x1f\x8b" or "gzip" not in encoding.lower()
    return said, unfold(body, encoding=encoding if packed else None, limit=limit)


def _body(answer: HTTPResponse, content: bytes) -> bytes:
    """The body; crawlers often store it already joined under headers that still say that it comes in chunks."""
    try:
        return answer.read()
    except IncompleteRead as error:
        if error.partial:
            return error.partial
    except ValueError:
        pass
    return content.partition(b"\r\n\r\n")[2]
