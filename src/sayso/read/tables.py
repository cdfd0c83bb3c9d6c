"""Read tables of reports: in comes an open CSV, TSV or Parquet file, out comes a report (or why there is none) a row.

CSV is read strictly, by RFC 4180: a row whose quotes or number of cells do not fit is rejected with its lines, since a
guess would cut texts in two without a word. Rejected rows are called `name:line` (CSV) or `name:row` (Parquet, from 1).
"""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol

from sayso.ground.errors import BadColumn, Malformed, ReadError
from sayso.ground.records import Rejected, Report
from sayso.read.intake import Intake, rejected, too_large
from sayso.read.streams import byte_lines, skip_line, whole
from sayso.read.text import SAMPLE, encoding_of

if TYPE_CHECKING:
    from typing import BinaryIO

Rows = Iterator[Report | Rejected]

DELIMITERS: Final = ",;\t|"
BATCH_ROWS: Final = 256
LARGEST_PIPED: Final = 1 << 30
"""Bytes of the largest Parquet table that may come through a pipe, where it has to be held: its index is at the end."""

_QUOTE_HINT = "put quotes around cells that hold delimiters or line breaks, and double the quotes inside them"
_FIELD_LIMIT = threading.Lock()


class Table(Protocol):
    """What the readers need of an open file."""

    @property
    def name(self) -> str: ...
    @property
    def head(self) -> bytes: ...
    @property
    def stream(self) -> BinaryIO: ...


class _Lines:
    """The lines of a file as text, bounded in length; it goes on after it has raised.

    Each line that is UTF-8 is read as such; the first that is not decides, with what follows it, how all such are read.
    """

    def __init__(self, source: Any, *, limit: int) -> None:
        self._source = source
        self._limit = limit
        self._encoding: str | None = None
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line: bytes = self._source.readline(self._limit)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) >= self._limit and not line.endswith(b"\n"):
            skip_line(self._source)
            raise too_large(self._limit)
        return self._decoded(line).replace("\x00", " ")

    def _decoded(self, line: bytes) -> str:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            if not self._encoding:
                ahead: bytes = self._source.peek(SAMPLE) if hasattr(self._source, "peek") else b""
                self._encoding = encoding_of(line + ahead[: ahead.rfind(b"\n") + 1])
            return line.decode(self._encoding, "replace")


def read_table(table: Table, *, intake: Intake) -> Rows:
    """The rows of a CSV or TSV file with a header; its delimiter is the commonest of `, ; tab |` in the header.

    Raises:
        ReadError: There is no header, or it lacks the columns that are needed.
    """
    limit = intake.max_text_characters
    source = _Lines(byte_lines(table.stream, head=table.head), limit=4 * limit + 65_536)
    first = next(source, "")
    while first and not first.strip():
        first = next(source, "")
    delimiter = max(DELIMITERS, key=first.count)
    header = [name.strip() for name in _next_row(csv.reader([first], delimiter=delimiter), limit=limit) or []]
    intake.require(header)
    if len(set(header)) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise BadColumn("two columns have the same name", value=twice, hint="rename one of them")
    rows = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        start = source.number + 1
        try:
            cells = _next_row(rows, limit=limit)
            if cells is None:
                return
            row = _fit(cells, header)
        except ReadError as error:
            yield rejected(f"{table.name}:{_range(start, source.number)}", error)
        else:
            if row is not None:
                yield intake.report(row, source=f"{table.name}:{start}")


def _range(first: int, last: int) -> str:
    return f"{first}-{last}" if last > first else str(first)


def _next_row(rows: Any, *, limit: int) -> list[str] | None:
    """The next row, `None` at the end.

    The longest cell is a setting of the whole process in Python's reader, so it is raised for one row and put back.
    """
    with _FIELD_LIMIT:
        before = csv.field_size_limit(limit)
        try:
            cells: list[str] | None = next(rows, None)
        except csv.Error as error:
            if "field limit" in str(error):
                raise too_large(limit) from error
            raise Malformed(f"the row breaks the rules of CSV: {error}", hint=_QUOTE_HINT) from error
        finally:
            csv.field_size_limit(before)
    return cells


def _fit(cells: list[str], header: list[str]) -> Mapping[str, object] | None:
    """The cells by column, empty ones as `None`; `None` for a blank line."""
    if not any(cell.strip() for cell in cells):
        return None
    while len(cells) > len(header) and not cells[-1].strip():
        cells.pop()
    if len(cells) != len(header):
        raise Malformed(f"the row has {len(cells)} cells, the header has {len(header)}", hint=_QUOTE_HINT)
    return {name: cell or None for name, cell in zip(header, cells, strict=True)}


def read_columns(table: Table, *, intake: Intake) -> Rows:
    """The rows of a Parquet file, in batches, only the columns that are needed.

    Raises:
        ReadError: The file is damaged or lacks the columns that are needed.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        opened = parquet.ParquetFile(_seekable(table.stream))
        names = list(opened.schema_arrow.names)
        intake.require(names)
        wanted = sorted({name for name in intake.columns.values() if name in names}, key=names.index)
        number = 0
        for batch in opened.iter_batches(batch_size=BATCH_ROWS, columns=wanted):
            for index in range(batch.num_rows):
                number += 1
                yield _row(batch, index, intake=intake, source=f"{table.name}:{number}")
    except (pa.ArrowException, OSError, ValueError) as error:
        said = " ".join(str(error).split())[:200]
        raise Malformed("the Parquet file is damaged", value=said, hint="write or fetch it again") from error


def _row(batch: Any, index: int, *, intake: Intake, source: str) -> Report | Rejected:
    try:
        values = {name: batch.column(name)[index].as_py() for name in batch.schema.names}
    except (UnicodeDecodeError, ValueError, OverflowError) as error:
        said = str(error)[:200]
        return rejected(source, Malformed("a cell cannot be read", value=said, hint="write strings in UTF-8"))
    return intake.report(values, source=source)


def _seekable(stream: Any) -> Any:
    """A stream in which Parquet's index, at the end, can be found: what came through a pipe is held in memory."""
    return stream if stream.seekable() else io.BytesIO(whole(stream, limit=LARGEST_PIPED))
