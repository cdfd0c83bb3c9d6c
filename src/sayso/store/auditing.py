"""How to draw and what people found come in; a stratified sample of events, and how often the coder was right, go out.

A sample is drawn by strata, in proportion to their size and at least one event from each, by a digest of seed and
event: the same store and seed give the same sample. Strata too many for the sample are joined, the smallest first.
Precision is weighted back to the store: each event counts for as many as it was drawn from. Intervals are Wilson's
(1927) at 95 %, with the effective size of a weighted sample (Kish 1965).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import blake2b
from math import sqrt
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from sayso.ground.errors import UnknownRow, UsageError, suggestion
from sayso.ground.matters import Telling
from sayso.store import filters, keeping
from sayso.store.asking import question
from sayso.store.keeping import append
from sayso.store.rows import fetched

if TYPE_CHECKING:
    import duckdb

Verdict = Literal["right", "wrong", "unsure"]
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)
FIELDS: Final = ("type", "status", "actors", "recipients", "place", "date", "source")
"""What a person judges of an event; each by itself, and null is right where the report does not say."""
STRATA: Final[Mapping[str, str]] = MappingProxyType({
    "type": "type", "mode": "mode", "status": "status", "outlet": "outlet", "country": "country", "quad": "quad",
    "source_kind": "source_kinds[1]", "language": "language", "precision": "precision", "granularity": "granularity",
})  # fmt: skip
"""What a sample can be stratified by → its expression."""
_OTHERS: Final = "(others)"
_LEVEL: Final = 1.959964
"""Standard normal quantile of a two-sided interval at 95 %."""


@dataclass(frozen=True, slots=True)
class Draw:
    """A sample: `by` what it is stratified, how many events it holds, and of how many."""

    id: str
    by: tuple[str, ...]
    size: int
    population: int
    seed: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """One event of a sample, as it is to be judged. `labels` holds the verdict on each field that was judged."""

    draw: str
    number: int
    stratum: str
    weight: float
    telling: Telling
    labels: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """The event in plain values, for a page or a file."""
        telling, event = self.telling, self.telling.event
        return {
            "draw": self.draw, "number": self.number, "telling": telling.id, "outlet": telling.outlet,
            "published": telling.published, "sentence": telling.sentence, "anchor": event.anchor.text,
            "type": event.type, "mode": event.mode, "status": event.status,
            "actors": [party.span.text for party in event.actors],
            "recipients": [party.span.text for party in event.recipients],
            "place": event.place.name or event.place.span.text if event.place else None,
            "date": f"{event.time.first} to {event.time.last}" if event.time and event.time.first else None,
            "source": [one.span.text for one in event.sources],
            **{f"label_{name}": self.labels.get(name) for name in FIELDS},
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Precision:
    """How often one field was right, among all events or those of one code.

    `precision` runs from `low` to `high` at 95 %; all three are null where nobody judged. `events` is how many the
    drawn events stand for.
    """

    field: str
    group: str
    code: str
    right: int
    wrong: int
    unsure: int
    precision: float | None
    low: float | None
    high: float | None
    events: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


# ---- drawing --------------------------------------------------------------------------------------------------------


def draw(
    connection: duckdb.DuckDBPyConnection,
    *,
    by: Sequence[str],
    size: int,
    seed: int,
    given: Mapping[str, Any],
) -> tuple[Draw, list[dict[str, Any]]]:
    """A sample of the events that fit, and its rows, not yet written.

    Raises:
        UsageError: It cannot be stratified by that, or there is nothing to draw from.
    """
    for name in by:
        if name not in STRATA:
            raise UsageError("events cannot be drawn by this", value=name, hint=suggestion(name, STRATA))
    if size < 1:
        raise UsageError("a sample holds one event at least", value=size, hint="-n 200")
    held = _population(connection, by, given)
    if not held:
        raise UsageError("no event fits these filters", hint="ask for more: sayso events STORE with the same filters")
    strata: dict[str, list[tuple[str, str]]] = {}
    for telling, event, stratum in held:
        strata.setdefault(stratum, []).append((telling, event))
    strata = _joined(strata, size)
    shares = _shares({name: len(ones) for name, ones in strata.items()}, min(size, len(held)))
    chosen: list[dict[str, Any]] = [
        {"telling": telling, "event": event, "stratum": name, "population": len(strata[name]), "chosen": shares[name]}
        for name in sorted(strata)
        for telling, event in sorted(strata[name], key=lambda one: _order(seed, *one))[: shares[name]]
    ]
    chosen.sort(key=lambda row: _order(seed, row["telling"], row["event"]))
    rows = [{**row, "number": number} for number, row in enumerate(chosen, 1)]
    return Draw("", tuple(by), len(rows), len(held), seed), rows


def _population(
    connection: duckdb.DuckDBPyConnection, by: Sequence[str], given: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    query, values = question("events", filters.checked("events", given), limit=None)
    parts = ", ".join(f"coalesce({STRATA[name]}::VARCHAR, '–')" for name in by)
    stratum = f"concat_ws(' / ', {parts})" if by else "'all'"
    joined = f"({query}) q" if "language" not in by else (
        f"(SELECT q.*, r.language FROM ({query}) q JOIN reports_history r USING (report, version)) q"
    )  # fmt: skip
    rows = connection.execute(f"SELECT telling, event, {stratum} FROM {joined}", values).fetchall()
    return [(str(telling), str(event), str(name)) for telling, event, name in rows]


def _order(seed: int, telling: str, event: str) -> bytes:
    return blake2b(f"{seed}\0{telling}\0{event}".encode(), digest_size=16).digest()


def _joined(strata: dict[str, list[tuple[str, str]]], size: int) -> dict[str, list[tuple[str, str]]]:
    """The strata, the smallest joined to one where there are more than the sample has events."""
    if len(strata) <= size:
        return strata
    order = sorted(strata, key=lambda name: (-len(strata[name]), name))
    others = [one for name in order[size - 1 :] for one in strata[name]]
    return {**{name: strata[name] for name in order[: size - 1]}, _OTHERS: others}


def _shares(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """How many to draw from each stratum: one, and the rest in proportion, by largest remainders."""
    total, rest = sum(sizes.values()), size - len(sizes)
    exact = {name: rest * count / total for name, count in sizes.items()}
    shares = {name: min(sizes[name], 1 + int(exact[name])) for name in sizes}
    order = sorted(sizes, key=lambda name: (int(exact[name]) - exact[name], name))
    while sum(shares.values()) < size:
        for name in order:
            if shares[name] < sizes[name] and sum(shares.values()) < size:
                shares[name] += 1
    return shares


def keep(connection: duckdb.DuckDBPyConnection, made: Draw, rows: Iterable[Mapping[str, Any]], *, at: datetime,
         batch: int) -> Draw:  # fmt: skip
    """Write a sample; gives it with its id."""
    number = keeping.next_number(connection, "number", "draws")
    name = f"a{number}"
    append(connection, "draws", [{
        "draw": name, "number": number, "at": at, "by": made.by, "size": made.size, "population": made.population,
        "seed": made.seed, "batch": batch,
    }])  # fmt: skip
    held = list(rows)
    codings = _codings(connection, [row["telling"] for row in held])
    append(connection, "drawn", [
        {**row, "draw": name, "coding": codings[row["telling"]], "batch": batch} for row in held
    ])  # fmt: skip
    return Draw(name, made.by, made.size, made.population, made.seed)


def _codings(connection: duckdb.DuckDBPyConnection, tellings: Sequence[str]) -> dict[str, int]:
    return dict(connection.execute(
        """SELECT e.telling, max(e.coding) FROM kept.events e WHERE list_contains(?::VARCHAR[], e.telling)
        GROUP BY e.telling""", [sorted(set(tellings))],
    ).fetchall())  # fmt: skip


# ---- judging --------------------------------------------------------------------------------------------------------


def named(connection: duckdb.DuckDBPyConnection, id: str | None) -> Draw:
    """A sample by its id, or the latest.

    Raises:
        UnknownRow: There is none.
    """
    rows = connection.execute('SELECT draw, "by", size, population, seed FROM kept.draws ORDER BY number').fetchall()
    known = {row[0]: row for row in rows}
    if not known:
        raise UnknownRow("no sample was drawn yet", hint="sayso audit draw STORE --by type,status -n 200")
    if id is not None and id not in known:
        raise UnknownRow("there is no such sample", value=id, hint=suggestion(id, known))
    found = known[id] if id is not None else rows[-1]
    return Draw(found[0], tuple(found[1]), *found[2:])


def items(connection: duckdb.DuckDBPyConnection, id: str | None) -> tuple[Drawn, ...]:
    """The events of a sample in the order in which they are to be judged, with the newest verdict on each field."""
    wanted = named(connection, id).id
    rows = fetched(connection, "SELECT * FROM kept.drawn WHERE draw = ? ORDER BY number", [wanted]).to_pylist()
    told = keeping.tellings(
        connection, "(e.coding, e.id) IN (SELECT (unnest(?::BIGINT[]), unnest(?::VARCHAR[])))",
        [[row["coding"] for row in rows], [row["event"] for row in rows]],
    )  # fmt: skip
    of = {(one.id, one.event.id): one for one in told}
    labels: dict[int, dict[str, str]] = {}
    said = connection.execute(
        """SELECT number, field, arg_max(verdict, (batch, "order")) FROM kept.labels WHERE draw = ?
        GROUP BY number, field""", [wanted],
    ).fetchall()  # fmt: skip
    for number, field, verdict in said:
        labels.setdefault(number, {})[field] = verdict
    return tuple(
        Drawn(wanted, row["number"], row["stratum"], row["population"] / row["chosen"],
              of[row["telling"], row["event"]], labels.get(row["number"], {}))
        for row in rows
    )  # fmt: skip


def judged(
    known: Sequence[Drawn], verdicts: Iterable[tuple[int, str, str]], *, by: str | None, at: datetime, batch: int
) -> Iterator[dict[str, Any]]:
    """The rows of those verdicts `(number, field, verdict)` that are new.

    Raises:
        UnknownRow: The sample has no event of that number.
        UsageError: There is no such field or verdict.
    """
    of = {one.number: one for one in known}
    for order, (number, field, verdict) in enumerate(verdicts):
        if number not in of:
            raise UnknownRow("the sample has no such event", value=number, hint=f"1 to {len(of)}")
        if field not in FIELDS:
            raise UsageError("this is not judged", value=field, hint=suggestion(field, FIELDS))
        if verdict not in VERDICTS:
            raise UsageError("there is no such verdict", value=verdict, hint=suggestion(verdict, VERDICTS))
        if of[number].labels.get(field) != verdict:
            yield {"draw": of[number].draw, "number": number, "field": field, "verdict": verdict, "by": by, "at": at,
                   "order": order, "batch": batch}  # fmt: skip


# ---- reporting ------------------------------------------------------------------------------------------------------


def report(known: Sequence[Drawn]) -> tuple[Precision, ...]:
    """Precision of each field, over all events and for each type, status and outlet."""
    groups: dict[tuple[str, str], list[Drawn]] = {("all", "all"): list(known)}
    for one in known:
        event = one.telling.event
        for group, code in (("type", event.type), ("status", event.status), ("outlet", one.telling.outlet or "–")):
            groups.setdefault((group, code), []).append(one)
    order = sorted(groups, key=lambda name: (("all", "type", "status", "outlet").index(name[0]), name[1]))
    return tuple(_precision(field, *name, groups[name]) for name in order for field in FIELDS)


def _precision(field: str, group: str, code: str, held: Sequence[Drawn]) -> Precision:
    counts = Counter(one.labels.get(field) for one in held)
    sure = [(one.weight, one.labels[field] == "right") for one in held if one.labels.get(field) in ("right", "wrong")]
    share, low, high = interval(sure)
    return Precision(
        field, group, code, counts["right"], counts["wrong"], counts["unsure"], share, low, high,
        round(sum(one.weight for one in held)),
    )  # fmt: skip


def interval(judgements: Sequence[tuple[float, bool]]) -> tuple[float | None, float | None, float | None]:
    """Share of right ones among weighted judgements, with Wilson's interval; nothing for none.

    Example:
        >>> from sayso.store.auditing import interval
        >>> [round(part, 3) for part in interval([(1.0, True)] * 9 + [(1.0, False)])]
        [0.9, 0.596, 0.982]
    """
    if not judgements:
        return None, None, None
    total = sum(weight for weight, _ in judgements)
    share = sum(weight for weight, is_right in judgements if is_right) / total
    size = total**2 / sum(weight**2 for weight, _ in judgements)
    spread = _LEVEL**2 / size
    middle = (share + spread / 2) / (1 + spread)
    half = _LEVEL * sqrt(share * (1 - share) / size + spread / (4 * size)) / (1 + spread)
    return share, max(0.0, middle - half), min(1.0, middle + half)
