"""The codebook: in come the codes of types, modes, contexts and the rest, out come what they mean, or `UnknownCode`.

The tables lie beside this module as JSON: `data/codebook.json` (types, modes, scores, contexts, sectors of PLOVER 0.8;
statuses, stances, kinds of Sayso's own) and `data/crosswalk.json` (CAMEO, compiled by `tools/compile_codebook.py`).
They are read once, at the first `load()`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

from .errors import UnknownCode, suggestion

VERSION: Final = "plover-0.8-sayso-1"
"""Changes whenever a table changes; every record carries it."""

DATA: Final = Path(__file__).parent / "data"

Table = Literal[
    "type", "mode", "context", "status", "stance", "kind", "source_kind", "sector", "quad", "body", "quantity"
]


@dataclass(frozen=True, slots=True)
class EventType:
    """One type of act. `score` runs from -10 (conflict) to +10 (cooperation); a mode's score replaces it."""

    code: str
    quad: str
    score: float
    meaning: str
    modes: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class CameoMeaning:
    """What a CAMEO code says in the terms of the codebook."""

    type: str
    mode: str | None
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Codebook:
    """All codes. Each mapping runs from code to meaning, in the codebook's order; `back` from `TYPE mode` to CAMEO."""

    version: str
    types: Mapping[str, EventType]
    quads: Mapping[str, str]
    contexts: tuple[str, ...]
    statuses: Mapping[str, str]
    stances: Mapping[str, str]
    kinds: Mapping[str, str]
    source_kinds: Mapping[str, str]
    sectors: Mapping[str, str]
    bodies: Mapping[str, str]
    quantities: Mapping[str, str]
    cameo: Mapping[str, CameoMeaning]
    back: Mapping[str, str]
    intent: Mapping[str, str]

    def codes(self, table: Table) -> tuple[str, ...]:
        """Every code of one table, in the codebook's order; modes without their types, each once."""
        if table == "mode":
            return tuple(dict.fromkeys(mode for kind in self.types.values() for mode in kind.modes))
        plural = {"status": "statuses", "body": "bodies", "quantity": "quantities"}.get(table, f"{table}s")
        return tuple(getattr(self, plural))

    def check(self, table: Table, code: str) -> str:
        """`code` itself when `table` has it.

        Raises:
            UnknownCode: It has not; the hint names the nearest one.
        """
        if code not in self.codes(table):
            raise _unknown(table.replace("_", " "), code, self.codes(table))
        return code

    def check_context(self, code: str) -> str:
        """`code` itself when it is a context, else `UnknownCode`."""
        return self.check("context", code)

    def type(self, code: str) -> EventType:
        """The event type of that code.

        Raises:
            UnknownCode: There is none; the hint names the nearest one.

        Example:
            >>> from sayso.ground import codebook
            >>> codebook.load().type("PROTEST").quad
            'MF'
        """
        try:
            return self.types[code]
        except KeyError:
            raise _unknown("event type", code, self.types) from None

    def mode(self, type: str, code: str | None) -> str | None:
        """`code` itself when the event type `type` has that mode; `None` stays `None` (no mode is told).

        Raises:
            UnknownCode: The type, or the mode of this type, does not exist.
        """
        modes = self.type(type).modes
        if code is None or code in modes:
            return code
        if not modes:
            raise UnknownCode(f"{type} has no modes", value=code, hint="leave the mode empty")
        raise _unknown(f"mode of {type}", code, modes)

    def score(self, type: str, mode: str | None = None) -> float:
        """How conflictual (-10) or cooperative (+10) an act of this type and mode is.

        Example:
            >>> from sayso.ground import codebook
            >>> codebook.load().score("COERCE", "martial-law")
            -7.5
        """
        kind = self.type(type)
        known = self.mode(type, mode)
        return kind.score if known is None else kind.modes[known]

    def quad(self, type: str) -> str:
        """The quad class of an event type: VC, MC, VF or MF."""
        return self.type(type).quad

    def cameo_meaning(self, code: str) -> CameoMeaning:
        """Type, mode and contexts that a CAMEO code stands for.

        Raises:
            UnknownCode: CAMEO has no such code, or it is one of group 01, statements, which are claims and no events.
        """
        try:
            return self.cameo[code]
        except KeyError:
            if code.startswith("01") and len(code) <= 3:
                hint = "CAMEO 01 is plain saying: a claim, not an event"
                raise UnknownCode("no event type for the CAMEO code", value=code, hint=hint) from None
            raise _unknown("CAMEO code", code, self.cameo, listing="a CAMEO code has two to four digits") from None

    def cameo_to_plover(self, code: str) -> tuple[str, str | None]:
        """Event type and mode of a CAMEO code.

        Example:
            >>> from sayso.ground import codebook
            >>> codebook.load().cameo_to_plover("1822")
            ('ASSAULT', 'torture')
        """
        meaning = self.cameo_meaning(code)
        return meaning.type, meaning.mode

    def plover_to_cameo(self, type: str, mode: str | None = None, *, status: str = "happened") -> str | None:
        """The CAMEO code to write for an act, or `None` when CAMEO cannot say it without saying more.

        CAMEO codes acts as done. Only intended cooperation has codes of its own (group 03, for `expected`); an act
        that is possible, wanted or denied, and an expected hostile one, has none.
        """
        known = self.mode(type, mode)
        if self.check("status", status) == "happened":
            return self.back[type if known is None else f"{type} {known}"]
        return self.intent.get(type) if status == "expected" else None


@lru_cache(maxsize=1)
def load() -> Codebook:
    """The codebook, read from its tables at the first call and shared after it."""
    book, crosswalk = _table("codebook.json"), _table("crosswalk.json")
    plain = ("quads", "statuses", "stances", "kinds", "source_kinds", "sectors", "bodies", "quantities")
    types = (EventType(**{**entry, "modes": MappingProxyType(entry["modes"])}) for entry in book["types"])
    cameo = {
        code: CameoMeaning(kind, mode, tuple(contexts)) for code, (kind, mode, contexts) in crosswalk["cameo"].items()
    }
    return Codebook(
        version=VERSION,
        types=MappingProxyType({entry.code: entry for entry in types}),
        contexts=tuple(book["contexts"]),
        cameo=MappingProxyType(cameo),
        back=MappingProxyType(crosswalk["back"]),
        intent=MappingProxyType(crosswalk["intent"]),
        **{name: MappingProxyType(book[name]) for name in plain},
    )


def _table(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA / name).read_bytes())
    return content


def _unknown(what: str, code: object, known: Iterable[str], *, listing: str = "") -> UnknownCode:
    names = list(known)
    return UnknownCode(f"no such {what}", value=code, hint=suggestion(code, names, listing=listing))


TABLES: Final[tuple[str, ...]] = get_args(Table)
"""The names that `Codebook.check` and `Codebook.codes` take."""
