"""Every error Sayso raises on purpose: a message, the offending value and a hint come in, one JSON shape goes out.

The tree, each class with its stable code:

    SaysoError                      sayso-error
    ├── ReadError                   unreadable
    │   ├── NotFound                not-found
    │   ├── NotText                 not-text
    │   │   ├── BinaryContent       binary
    │   │   └── EncodingError       encoding
    │   ├── EmptyReport             empty
    │   ├── Malformed               malformed
    │   ├── NotAReport              not-a-report
    │   ├── TooLarge                too-large
    │   ├── NoArticle               no-article
    │   ├── BadColumn               bad-column
    │   ├── BadDate                 bad-date
    │   ├── WebAddress              url
    │   ├── BadDossier              bad-dossier
    │   └── FetchError              fetch-failed
    │       ├── Unavailable         unavailable
    │       ├── RobotsRefuse        robots
    │       ├── PrivateAddress      private-address
    │       ├── NotAFeed            not-a-feed
    │       ├── Paywalled           paywall
    │       └── ConsentWall         consent-wall
    ├── CodebookError               codebook
    │   └── UnknownCode             unknown-code
    ├── ModelError                  model
    │   ├── ModelMissing            model-missing
    │   └── ModelCorrupt            model-corrupt
    ├── SettingError                bad-setting
    │   └── UnknownSetting          unknown-setting
    ├── RecordError                 bad-record
    ├── StoreError                  store
    │   ├── StoreMissing            store-missing
    │   ├── NotAStore               not-a-store
    │   ├── StoreCorrupt            store-corrupt
    │   ├── StoreNewer              store-newer
    │   ├── StoreBusy               store-busy
    │   ├── UnknownRow              unknown-row
    │   └── BadFilter               bad-filter
    ├── InternalError               internal
    └── UsageError                  usage
        └── NoSuchEvent             no-such-event

A `ReadError` becomes a `Rejected` row when a stream of reports is read; the others stop the work. Codes never change
once released: programs may compare them. Messages and hints may be reworded at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, ClassVar, Final

LONGEST_VALUE: Final = 120


class SaysoError(Exception):
    """Something went wrong that the caller can do something about.

    Args:
        message: What went wrong and where, as one sentence without the hint.
        value: The offending value; any type, shown shortened.
        hint: The way out; empty when there is none to give.

    Example:
        >>> from sayso.ground.errors import BadDate
        >>> print(BadDate("published is not an ISO date", value="5/6/20", hint="write 2020-06-05"))
        published is not an ISO date: '5/6/20' (write 2020-06-05)
    """

    code: ClassVar[str] = "sayso-error"

    def __init__(self, message: str, *, value: object = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.value = value
        self.hint = hint

    def __str__(self) -> str:
        shown = "" if self.value is None else f": {shorten(repr(self.value))}"
        return f"{self.message}{shown}{f' ({self.hint})' if self.hint else ''}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.message, self.value, self.hint)

    def to_json(self) -> dict[str, Any]:
        """The one shape of an error in JSON: `code`, `message`, `hint` and `value` (`null`, a number or a string)."""
        plain = self.value is None or isinstance(self.value, bool | int | float | str)
        value = self.value if plain else repr(self.value)
        return {
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "value": shorten(value) if isinstance(value, str) else value,
        }


def _rebuild(error: type[SaysoError], message: str, value: object, hint: str) -> SaysoError:
    return error(message, value=value, hint=hint)


class ReadError(SaysoError):
    """A report could not be read from where it lies."""

    code = "unreadable"


class NotFound(ReadError):
    """There is no file, folder or match at the given path."""

    code = "not-found"


class NotText(ReadError):
    """What was given as a report is not text."""

    code = "not-text"


class BinaryContent(NotText):
    """The bytes are those of an image, an archive or another binary format."""

    code = "binary"


class EncodingError(NotText):
    """The bytes look like text, but no character encoding reads them without loss."""

    code = "encoding"


class EmptyReport(ReadError):
    """The report has no visible character."""

    code = "empty"


class Malformed(ReadError):
    """A file, line or row breaks the rules of its own format: JSON, CSV, gzip or Parquet."""

    code = "malformed"


class NotAReport(ReadError):
    """A line or row is well-formed but is no report: not an object, or without a text."""

    code = "not-a-report"


class TooLarge(ReadError):
    """The report is longer than the setting `max_text_characters` allows."""

    code = "too-large"


class NoArticle(ReadError):
    """A web page holds no article text."""

    code = "no-article"


class BadColumn(ReadError):
    """A table lacks a column that was asked for, or the column holds the wrong type."""

    code = "bad-column"


class BadDate(ReadError):
    """A publication date is not an ISO date or date-time."""

    code = "bad-date"


class WebAddress(ReadError):
    """A web address was given where a file is read; reading opens no connection."""

    code = "url"


class BadDossier(ReadError):
    """An annotated dossier is not as its format has it."""

    code = "bad-dossier"


class FetchError(ReadError):
    """A web address that was explicitly asked for could not be fetched."""

    code = "fetch-failed"


class Unavailable(FetchError):
    """A server did not answer for now: a time-out, a broken connection, or a status such as 429 and 503."""

    code = "unavailable"


class RobotsRefuse(FetchError):
    """The robots.txt of a site asks not to fetch the page."""

    code = "robots"


class PrivateAddress(FetchError):
    """A web address leads into a private network, which is refused unless allowed."""

    code = "private-address"


class NotAFeed(FetchError):
    """What lies at the address of a feed is neither RSS, Atom, JSON Feed nor a news sitemap."""

    code = "not-a-feed"


class Paywalled(FetchError):
    """The page shows no more than the beginning of its article to those who do not pay."""

    code = "paywall"


class ConsentWall(FetchError):
    """The site shows a question about cookies in place of its article."""

    code = "consent-wall"


class CodebookError(SaysoError):
    """The codebook's data contradicts itself."""

    code = "codebook"


class UnknownCode(CodebookError):
    """A type, mode, context or other code is not in the codebook."""

    code = "unknown-code"


class ModelError(SaysoError):
    """The language model cannot be used."""

    code = "model"


class ModelMissing(ModelError):
    """There is no model where it is looked for."""

    code = "model-missing"


class ModelCorrupt(ModelError):
    """A file of the model does not have the checksum that its card states, or cannot be loaded."""

    code = "model-corrupt"


class SettingError(SaysoError):
    """A setting has a value that it cannot take."""

    code = "bad-setting"


class UnknownSetting(SettingError):
    """There is no setting of that name."""

    code = "unknown-setting"


class RecordError(SaysoError):
    """Rows cannot be turned back into records: another kind of record was asked for, or a column is missing."""

    code = "bad-record"


class StoreError(SaysoError):
    """A store cannot do what it was asked for."""

    code = "store"


class StoreMissing(StoreError):
    """There is no store at the given path."""

    code = "store-missing"


class NotAStore(StoreError):
    """The file is no store of Sayso: another database, or no database at all."""

    code = "not-a-store"


class StoreCorrupt(StoreError):
    """The file of a store is damaged: it was cut short or its checksums do not hold."""

    code = "store-corrupt"


class StoreNewer(StoreError):
    """A newer version of Sayso, or of DuckDB, has written the store."""

    code = "store-newer"


class StoreBusy(StoreError):
    """Another process is writing to the store, or readers kept it open for too long."""

    code = "store-busy"


class UnknownRow(StoreError):
    """The store holds no report, happening, telling or decision of that id."""

    code = "unknown-row"


class BadFilter(StoreError):
    """A query was given a filter, or a value of one, that it cannot take."""

    code = "bad-filter"


class InternalError(SaysoError):
    """Sayso itself failed on a report: a fault of the program, worth telling its authors."""

    code = "internal"


class UsageError(SaysoError):
    """A command or a function was called in a way that makes no sense."""

    code = "usage"


class NoSuchEvent(UsageError):
    """The report has no event of that id or anchor word, or several of that word."""

    code = "no-such-event"


def shorten(text: str) -> str:
    """`text` cut to at most 120 characters, the cut marked by an ellipsis."""
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def nearest(value: object, known: Iterable[str]) -> str | None:
    """The known name closest to `value`, letter case aside, or `None` when none is close.

    Example:
        >>> from sayso.ground.errors import nearest
        >>> nearest("asault", ["ASSAULT", "ACCUSE"])
        'ASSAULT'
    """
    names = {name.casefold(): name for name in known}
    found = get_close_matches(str(value).casefold(), list(names), n=1, cutoff=0.6)
    return names[found[0]] if found else None


def suggestion(value: object, known: Iterable[str], *, listing: str = "") -> str:
    """A hint for an unknown name: the near one if there is one, else `listing`, else all that is known."""
    names = list(known)
    near = nearest(value, names)
    return f"did you mean {near}?" if near else listing or f"one of {', '.join(names)}"


def _walk(error: type[SaysoError]) -> Iterator[type[SaysoError]]:
    yield error
    for child in error.__subclasses__():
        yield from _walk(child)


CODES: Final[Mapping[str, type[SaysoError]]] = MappingProxyType({error.code: error for error in _walk(SaysoError)})
"""Every error code with its class, in the order of the tree."""
