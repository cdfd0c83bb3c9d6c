"""Filters come in as their callers write them; conditions and the values to bind go out.

What each filter is, `sayso.ground.filters` says; here stands for each kind of rows its condition, with one `?` for each
time that its value is bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, get_args

from sayso.ground import codebook
from sayso.ground.errors import BadFilter, UnknownCode, suggestion
from sayso.ground.filters import Filter, RowKind, of_kind
from sayso.ground.matters import Condition, Question
from sayso.ground.records import Stance
from sayso.store.moments import day, end_of


def _text(*columns: str) -> str:
    """Whether one of the values stands in one of the columns, letter case and accents aside."""
    whole = f"lower(strip_accents(concat_ws(chr(10), {', '.join(columns)})))"
    return f"len(list_filter(?::VARCHAR[], lambda v: contains({whole}, lower(strip_accents(v))))) > 0"


def _any(*columns: str) -> str:
    """Whether one of the values is in one of the list columns."""
    return " OR ".join(f"list_has_any({column}, ?::VARCHAR[])" for column in columns)


def _in(*columns: str) -> str:
    """Whether one of the columns is one of the values."""
    return " OR ".join(f"list_contains(?::VARCHAR[], {column})" for column in columns)


def _list(column: str) -> str:
    return f"array_to_string({column}, chr(10))"


def _for(kinds: str, condition: str) -> dict[RowKind, str]:
    return dict.fromkeys(kinds.split(), condition)  # type: ignore[arg-type]  # written below, each a kind


_MANY: Final = "happenings disputes numbers situations"

CONDITIONS: Final[Mapping[str, Mapping[RowKind, str]]] = MappingProxyType({
    "actor": {
        **_for("events", f"{_text(_list('actors'))} OR {_any('actor_keys')}"),
        **_for(_MANY, f"{_text(_list('actor_names'))} OR {_any('actor_keys')}"),
    },
    "recipient": {
        **_for("events", f"{_text(_list('recipients'))} OR {_any('recipient_keys')}"),
        **_for(_MANY, f"{_text(_list('recipient_names'))} OR {_any('recipient_keys')}"),
    },
    "country": {
        **_for("events", f"{_in('country')} OR {_any('actor_countries', 'recipient_countries')}"),
        **_for("claims entities", _in("country")), **_for(_MANY, _any("countries")),
    },
    "sector": {
        **_for("events", _any("actor_sectors", "recipient_sectors")), **_for("claims entities", _any("sectors")),
        **_for(_MANY, _any("sectors")),
    },
    "type": {
        **_for("events happenings disputes numbers", _in("type")),
    },
    "mode": {
        **_for("events", _in("mode")), **_for("happenings numbers", _any("modes")),
    },
    "context": {
        **_for("events happenings numbers", _any("contexts")),
    },
    "status": {
        **_for("events", _in("status")), **_for("happenings numbers", _any("statuses")),
    },
    "source": {
        **_for("events", f"{_text(_list('according_to'), _list('sources'))} OR {_any('source_keys')}"),
        **_for("claims", f"{_text('source', 'speaker')} OR {_in('speaker_key')}"),
        **_for(_MANY, _text(_list("source_names"))),
    },
    "source_kind": {
        **_for("events", _any("source_kinds")), **_for("claims", _in("kind")), **_for(_MANY, _any("source_kinds")),
    },
    "outlet": {
        **_for("reports events claims entities", _text("outlet")), **_for(_MANY, _text(_list("outlet_names"))),
    },
    "place": {
        **_for("events", f"{_text('place', 'admin1')} OR {_in('geonameid::VARCHAR')}"),
        **_for("happenings numbers", _text(_list("places"))),
    },
    "name": {
        **_for("entities", f"{_text('name')} OR {_in('key', 'wikidata')}"),
    },
    "stance": _for("claims", _in("stance")),
    "question": {
        **_for("disputes", _in("question")),
    },
    "condition": {
        **_for("situations", _in("condition")),
    },
    "quantity": {
        **_for("numbers", _in("quantity")),
    },
    "happening": {
        **_for("events", """telling IN (SELECT m.telling FROM members_history m JOIN happenings_history h
            ON h.id = m.happening AND h.replaced IS NULL WHERE m.replaced IS NULL
            AND len(list_intersect(list_append(h.aliases, h.id), ?::VARCHAR[])) > 0)"""),
        **_for("happenings", f"{_in('id')} OR {_any('aliases')}"), **_for("disputes numbers", _in("happening")),
    },
    "id": _for("disputes situations", _in("id")),
    "report": {
        **_for("reports events claims entities", _in("report")),
        **_for("happenings", """id IN (SELECT happening FROM members_history WHERE replaced IS NULL
            AND list_contains(?::VARCHAR[], report))"""),
    },
    "since": {
        **_for("events", "date_to >= ?::DATE"), **_for("happenings numbers", "last >= ?::VARCHAR"),
        **_for("situations", "(until IS NULL OR left(until || '-99-99', 10) >= ?::VARCHAR)"),
        **_for("reports claims entities", "published >= ?::VARCHAR"),
        **_for("disputes", """happening IN (SELECT id FROM happenings_history
            WHERE replaced IS NULL AND known_until IS NULL AND last >= ?::VARCHAR)"""),
    },
    "until": {
        **_for("events", "date_from <= ?::DATE"), **_for("happenings numbers", "first <= ?::VARCHAR"),
        **_for("situations", "since <= ?::VARCHAR"),
        **_for("reports claims entities", "published[:10] <= ?::VARCHAR"),
        **_for("disputes", """happening IN (SELECT id FROM happenings_history
            WHERE replaced IS NULL AND known_until IS NULL AND first <= ?::VARCHAR)"""),
    },
    "min_origins": {
        **_for(_MANY, "origins >= ?::BIGINT"),
    },
    "probability": {
        **_for("events happenings", "probability >= ?::DOUBLE"),
    },
    "coder": {
        **_for("reports events claims entities", _text("coder")),
    },
})  # fmt: skip
"""Filter → kind of rows → what must hold of a row."""


def checked(kind: RowKind, given: Mapping[str, Any]) -> dict[str, Any]:
    """The filters that were given a value, each value in the form that its condition binds.

    Raises:
        BadFilter: There is no such filter for these rows, or it cannot take the value.
        UnknownCode: A value is not in the codebook.
    """
    known = {one.name: one for one in of_kind(kind)}
    found = {}
    for name, value in given.items():
        if name not in known:
            raise BadFilter(f"{kind} have no such filter", value=name, hint=suggestion(name, known))
        if value is not None and value != () and value is not False:
            found[name] = _value(known[name], value)
    return found


def _value(one: Filter, value: Any) -> Any:
    if one.takes in ("texts", "codes"):
        values = [value] if isinstance(value, str) else [str(part) for part in value]
        return [_code(one.name, part) for part in values] if one.takes == "codes" else values
    if one.takes == "day":
        found = day(value, is_last=one.name == "until")
        return found.isoformat()
    if one.takes == "moment":
        return end_of(value)
    if one.takes == "flag":
        return bool(value)
    return _number(one, value)


def _number(one: Filter, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = -1.0
    if number < 0 or (one.takes == "probability" and number > 1):
        hint = "a number from 0 to 1" if one.takes == "probability" else "a whole number"
        raise BadFilter(f"{one.name} cannot take this value", value=value, hint=hint)
    return number if one.takes == "probability" else int(number)


def _code(name: str, value: str) -> str:
    """The code as the codebook writes it."""
    known = _codes(name)
    if known is None:
        return value.upper()
    for code in known:
        if code.casefold() == value.casefold():
            return code
    raise UnknownCode(f"no such {name.replace('_', ' ')}", value=value, hint=suggestion(value, known))


def _codes(name: str) -> tuple[str, ...] | None:
    """What a filter of codes may hold; `None` for any country."""
    book = codebook.load()
    known: dict[str, tuple[str, ...]] = {
        "sector": tuple(book.sectors), "type": tuple(book.types), "context": tuple(book.contexts),
        "mode": tuple(dict.fromkeys(mode for kind in book.types.values() for mode in kind.modes)),
        "status": tuple(book.statuses), "source_kind": tuple(book.source_kinds), "stance": get_args(Stance),
        "question": get_args(Question), "condition": get_args(Condition), "quantity": tuple(book.quantities),
    }  # fmt: skip
    return known.get(name)
