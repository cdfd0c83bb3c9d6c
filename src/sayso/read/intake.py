"""Make reports out of rows: in comes a mapping of field names to values, out goes a `Report` or a `Rejected`.

Every reader ends here, so a text is checked, cleaned and named in one place. An id that a row brings along is kept as
it is. A row without one gets the first 16 hex digits of its text's SHA-256, a file of its own gets its stem. Ids made
here do not repeat within one intake: the same text again gets `-2`, `-3`, …; another text under a stem in use gets the
stem and its digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from sayso.ground.errors import BadColumn, EmptyReport, NotAReport, ReadError, TooLarge, shorten, suggestion
from sayso.ground.records import Rejected, Report
from sayso.read.published import normalise
from sayso.read.text import is_empty, keep

FIELDS: Final = ("id", "text", "title", "published", "outlet", "url", "language", "byline")
"""What a row may say about a report, under these names unless a column map gives others."""

MAX_TEXT_CHARACTERS: Final = 5_000_000


class Intake:
    """Makes reports and counts the ids it has given.

    Args:
        columns: Field name → name of the column, or JSON key, that holds it.
        published: Date of publication for reports that bring none.
        outlet: Outlet for reports that bring none.
        max_text_characters: Longer texts are rejected.

    Raises:
        BadColumn: `columns` names a field that there is none of.
        BadDate: `published` is not an ISO date.

    Example:
        >>> intake = Intake(columns={"text": "body"}, outlet="Steppe Wire")
        >>> intake.report({"body": "Police freed him.", "id": 7}, source="a.jsonl:1").outlet
        'Steppe Wire'
    """

    def __init__(
        self,
        *,
        columns: Mapping[str, str] | None = None,
        published: str | None = None,
        outlet: str | None = None,
        max_text_characters: int = MAX_TEXT_CHARACTERS,
    ) -> None:
        for name in columns or {}:
            if name not in FIELDS:
                raise BadColumn("a report has no such field", value=name, hint=suggestion(name, FIELDS))
        self.columns = MappingProxyType({name: (columns or {}).get(name, name) for name in FIELDS})
        self.mapped = frozenset(columns or {})
        self.published = normalise(published)
        self.outlet = outlet
        self.max_text_characters = max_text_characters
        self._made: dict[str, int] = {}

    @property
    def max_bytes(self) -> int:
        """The most bytes that a text of the allowed length can take in any encoding, with its mark."""
        return 4 * self.max_text_characters + 4

    def require(self, names: list[str]) -> None:
        """Check that a table has the columns it is read by.

        Raises:
            BadColumn: The text column, or a column of the map, is not among `names`.
        """
        for field in FIELDS:
            wanted = self.columns[field]
            if wanted not in names and (field == "text" or field in self.mapped):
                hint = f"name the column with columns={{'{field}': …}}; {suggestion(wanted, names)}"
                raise BadColumn(f"the table has no column for the field {field}", value=wanted, hint=shorten(hint))

    def report(self, row: Mapping[str, object], *, source: str, stem: str | None = None) -> Report | Rejected:
        """The report that `row` holds, or why there is none.

        Args:
            row: Values by the names that the column map gives.
            source: Where the row stands, for the rejected.
            stem: Name for the id of a report that is a file of its own.
        """
        try:
            return self._report({field: row.get(name) for field, name in self.columns.items()}, stem=stem)
        except ReadError as error:
            return rejected(source, error)

    def _report(self, values: Mapping[str, object], *, stem: str | None) -> Report:
        text = self._text(values["text"])
        plain = {name: _plain(values[name], field=name) for name in FIELDS if name not in ("text", "published")}
        return Report(
            id=plain["id"] or self._make_id(text, stem=keep(stem) if stem else None),
            text=text,
            title=plain["title"],
            published=normalise(values["published"]) or self.published,
            outlet=plain["outlet"] or self.outlet,
            url=plain["url"],
            language=plain["language"],
            byline=plain["byline"],
        )

    def _text(self, value: object) -> str:
        if value is None:
            hint = f"each report needs a string under {self.columns['text']!r}; columns={{'text': …}} names another"
            raise NotAReport("there is no text", hint=hint)
        if not isinstance(value, str):
            raise NotAReport("the text is not a string", value=type(value).__name__, hint="write the text in quotes")
        if len(value) > self.max_text_characters:
            raise too_large(self.max_text_characters)
        text = keep(value)
        if is_empty(text):
            raise EmptyReport("the text is empty", hint="leave the row out or give its text")
        return text

    def _make_id(self, text: str, *, stem: str | None) -> str:
        digest = sha256(text.encode("utf-8")).hexdigest()[:16]
        wish = stem or digest
        if stem and stem in self._made:
            wish = f"{stem}-{digest}"
        count = self._made[wish] = self._made.get(wish, 0) + 1
        return wish if count == 1 else self._make_id(text, stem=f"{wish}-{count}")


def too_large(limit: int) -> TooLarge:
    """The error for a text of more than `limit` characters."""
    return TooLarge(f"the text is longer than {limit:,} characters", hint="split it, or raise max_text_characters")


def rejected(source: str, error: ReadError) -> Rejected:
    """The row that tells why `source` gave no report."""
    shown = "" if error.value is None else f": {shorten(repr(error.value))}"
    return Rejected(keep(source), error.code, keep(f"{error.message}{shown}"), keep(error.hint))


def _plain(value: object, *, field: str) -> str | None:
    """A short field as a string; numbers are written out, as ids often are numbers."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise NotAReport(
            f"{field} is not a string", value=type(value).__name__, hint="put it in quotes or leave it out"
        )
    if isinstance(value, int) and abs(value) >= 10**100:
        raise NotAReport(f"{field} is a number of more than 100 digits", hint="write it in quotes")
    return keep(str(value)).strip() or None
