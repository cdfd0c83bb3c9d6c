r"""Turn bytes into text and text into what is kept: in come bytes or a string, out goes a string that UTF-8 can carry.

What `keep` changes, always one character for one, so that an offset into the text as kept is the same offset into the
text as given:

    carriage return before a line feed                              → space
    lone carriage return, vertical tab, form feed, U+0085, U+2028/9 → line feed
    NUL and every other control character but tab and line feed     → space
    half of a surrogate pair                                        → U+FFFD

`decode` drops a byte order mark and writes U+FFFD for each stray byte of a text that otherwise is UTF-8. Text that came
as a file of its own has its line ends unified (`\r\n` → `\n`), as Python's text mode does; offsets count that text.

Why in this order: UTF-8 is self-checking, so a text that passes as UTF-8 is UTF-8; byte order marks are explicit; a
page's own declaration comes next; statistics (charset-normalizer) come last. They err on texts of a few words.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from sayso.ground.errors import BinaryContent, EmptyReport, EncodingError

SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"PAR1", "a Parquet table"),
    (b"ARROW1", "an Arrow table"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
)

MARKS: Final[tuple[tuple[bytes, str], ...]] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

ENCODINGS: Final = tuple(
    "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859-2 iso8859-5 iso8859-6 iso8859-7 iso8859-9 "
    "iso8859-15 koi8-r koi8-u cp866 mac-roman gb18030 big5 shift_jis euc_jp euc_kr cp949 cp874".split()
)
"""What a text without a mark may be in: the encodings that newsrooms used before UTF-8."""

DECLARABLE: Final = frozenset(codecs.lookup(name).name for name in (*ENCODINGS, "utf-8", "gbk", "gb2312", "iso2022_jp"))

SAMPLE: Final = 32_768
"""Bytes that the statistics look at."""

LARGEST_CONTROL_SHARE: Final = 0.1
"""Above this share of control characters, content is not text; random bytes have 0.11, prose has none."""

LARGEST_STRAY_SHARE: Final = 0.2
"""Up to this share of stray bytes among its other non-ASCII characters, a text counts as damaged UTF-8."""

LARGEST_DAMAGE: Final = 0.01
"""Up to this share of bytes that nothing explains, the rest is still worth reading."""

_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BREAKS = frozenset("\r\x0b\x0c\x85\u2028\u2029")
_CONTROL_BYTES = bytes(code for code in (*range(32), 127) if code not in b"\t\n\r\x0c\x1b")
_KEEP_HINT = "save it as plain text in UTF-8"


def keep(text: str) -> str:
    r"""`text` with every character that cannot be stored or shown replaced, one for one (see the module).

    Example:
        >>> keep("Police\x00 said\r\nso")
        'Police  said \nso'
    """
    return _ODD.sub(_replacement, text) if _ODD.search(text) else text


def _replacement(found: re.Match[str]) -> str:
    character = found.group()
    if character == "\r" and found.string.startswith("\n", found.end()):
        return " "
    if character in _BREAKS:
        return "\n"
    return "\ufffd" if "\ud800" <= character <= "\udfff" else " "


def unify_lines(text: str) -> str:
    r"""`text` with each `\r\n` and each lone `\r` written as `\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_empty(text: str) -> bool:
    """Whether `text` has no visible character."""
    return not any(character.isprintable() and character != " " for character in text)


def signature(data: bytes) -> str | None:
    """What kind of binary file starts with these bytes, whatever its name says; `None` for what may be text."""
    if data[4:8] == b"ftyp":
        return "a video or an image"
    if data[:4] == b"RIFF" and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return "a sound, a video or an image"
    return next((kind for start, kind in SIGNATURES if data.startswith(start)), None)


def mark(data: bytes) -> tuple[str, int] | None:
    """The encoding that a byte order mark announces, and the mark's length."""
    return next(((encoding, len(start)) for start, encoding in MARKS if data.startswith(start)), None)


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The text that the bytes hold.

    Args:
        data: A whole text.
        declared: The encoding that the text gives for itself, believed where it fits; unknown names are passed over.

    Raises:
        EmptyReport: There is no byte.
        BinaryContent: The bytes are no text: an image, an archive, or full of control characters.
        EncodingError: No encoding reads them.

    Example:
        >>> decode("Zażółć".encode("utf-16"))
        'Zażółć'
    """
    if not data:
        raise EmptyReport("the file is empty", hint="give a report with text")
    kind = signature(data)
    if kind:
        raise BinaryContent(f"this is {kind}, not text", hint=_KEEP_HINT)
    encoding = encoding_of(data, declared=declared)
    start = mark(data)
    return data[start[1] if start else 0 :].decode(encoding, "replace")


def encoding_of(data: bytes, *, declared: str | None = None) -> str:
    """The name of the encoding that reads these bytes.

    Raises:
        BinaryContent: They are no text.
        EncodingError: No encoding reads them.
    """
    start = mark(data)
    if start:
        return start[0]
    wide = _wide(data)
    if wide:
        return wide
    if len(data.translate(None, _CONTROL_BYTES)) < len(data) * (1 - LARGEST_CONTROL_SHARE):
        raise BinaryContent("the content is full of control characters, so it is not text", hint=_KEEP_HINT)
    if _is_utf8(data):
        return "utf-8"
    stated = _stated(data, declared)
    return stated or _likely(data)


def _is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8, be it with a few stray bytes or cut off inside the last character."""
    text = data.decode("utf-8", "replace")
    stray = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    if not stray:
        return True
    beyond = len(text) - len(text.encode("ascii", "ignore")) - stray
    cut_off = stray == 1 and text.endswith("\ufffd") and len(data) >= SAMPLE
    return cut_off or stray <= beyond * LARGEST_STRAY_SHARE


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: the zero bytes of its ASCII characters all stand on one side."""
    sample = data[: SAMPLE // 2 * 2]
    pairs = len(sample) // 2
    if pairs < 2 or len(data) % 2:
        return None
    zeros = {"utf-16-be": sample[0::2].count(0), "utf-16-le": sample[1::2].count(0)}
    encoding = max(zeros, key=lambda name: zeros[name])
    if zeros[encoding] < pairs * 0.05 or min(zeros.values()) > pairs * 0.01:
        return None
    text = sample[: pairs * 2].decode(encoding, "replace")
    shown = sum(character.isprintable() or character in "\n\r\t\x0c\ufeff" for character in text)
    return encoding if shown >= len(text) * 0.98 else None


def _stated(data: bytes, declared: str | None) -> str | None:
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip()).name
    except (LookupError, ValueError):
        return None
    name = "cp1252" if name in ("iso8859-1", "ascii") else name
    if name not in DECLARABLE:
        return None
    text = data.decode(name, "replace")
    return name if text.count("\ufffd") <= len(text) * 0.001 else None


def _likely(data: bytes) -> str:
    """The encoding that gives the least chaotic text; Western European where the statistics see no difference."""
    from charset_normalizer import from_bytes

    sample = _sample(data)
    matches = list(from_bytes(sample, cp_isolation=list(ENCODINGS), preemptive_behaviour=False, enable_fallback=False))
    if not matches:
        if sample.decode("utf-8", "replace").count("\ufffd") <= len(sample) * LARGEST_DAMAGE:
            return "utf-8"
        raise EncodingError("no character encoding reads the content", hint=_KEEP_HINT)
    best = matches[0]
    western = next((match for match in matches if "cp1252" in match.could_be_from_charset), None)
    if western and western.chaos <= best.chaos and western.coherence >= best.coherence:
        return "cp1252"
    return best.encoding


def _sample(data: bytes) -> bytes:
    """A stretch that starts before the first non-ASCII byte, since ASCII tells encodings apart no further."""
    first = re.search(rb"[\x80-\xff]", data)
    start = max(0, first.start() - 1000) if first else 0
    stretch = data[start : start + SAMPLE]
    end = max(stretch.rfind(b" "), stretch.rfind(b"\n")) if len(stretch) == SAMPLE else -1
    return stretch[:end] if end > SAMPLE // 2 else stretch
