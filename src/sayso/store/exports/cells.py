"""Values come in; cells, lines of JSON and XML go out in which no character of a report can do anything.

In tables without quoting a tab, a line end or another control character becomes a space and a straight double quote
an apostrophe; a text that a spreadsheet would run gets an apostrophe in front. JSON keeps every character, those that
steer a screen and `<` as escapes. XML has no room for control characters: they become U+FFFD.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

_STEERING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_ESCAPED: Final = re.compile("[<\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_WEB: Final = re.compile(r"https?://[^\s<>\"'\\]+")


def csv_line(values: Iterable[object]) -> str:
    """A line of CSV with its end; cells are quoted where needed, formulas defused, steering characters spaces."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(_inert(value) for value in values)
    return buffer.getvalue()


def tab_line(values: Iterable[object]) -> str:
    """A line of tab-separated cells with its end; nothing is quoted and nothing needs to be."""
    return "\t".join(_inert(value).replace('"', "'") for value in values) + "\n"


def _inert(value: object) -> str:
    """A value as a cell; a number stays one."""
    if isinstance(value, int | float):
        return cell_text(value)
    text = _STEERING.sub(" ", cell_text(value))
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@")) else text


def json_text(value: Any) -> str:
    """JSON on one line that is inert in a terminal and inside a page."""
    written = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def xml_value(value: object) -> str:
    """A value as an attribute with its quotes."""
    return quoteattr(_allowed(value))


def xml_text(value: object) -> str:
    """A value as the text of an element."""
    return escape(_allowed(value))


def _allowed(value: object) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", cell_text(value))


def cell_text(value: object) -> str:
    """A value in words: lists joined by `; `, truth values in lower case, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(cell_text(part) for part in value)
    return str(value)


def web_address(url: str | None) -> str | None:
    """The address, if it is one of the web; no other scheme leaves in a field that programs follow."""
    return url if url and _WEB.fullmatch(url) else None
