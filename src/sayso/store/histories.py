"""A happening and its tellings come in, with the spell in which each was known; its rows through report time go out.

The members of a happening are the same at all times. What it looks like at one moment – fields, counts, figures – is
worked out from those that were known then, so a row holds from the moment at which something became known, or was
withdrawn, to the next. The same goes for disputes and situations, from the happenings and statements known at each
moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final, Protocol, TypeVar

from sayso.ground.matters import Dispute, Happening, Holder, Identity, Situation, Statement, Telling
from sayso.store.reconciler import Reconciler

Row = dict[str, Any]
Part = TypeVar("Part", Telling, Statement)
_PARTIES: Final = (
    "countries", "sectors", "actor_names", "actor_keys", "recipient_names", "recipient_keys", "source_names",
    "source_kinds", "outlet_names",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spell:
    """From when to when a version of a report was known, and what ended it."""

    since: datetime
    until: datetime | None
    standing: str

    def holds(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


Spells = Mapping[tuple[str, int], Spell]


class Placed(Protocol):
    """What stands in a version of a report."""

    @property
    def report(self) -> str: ...

    @property
    def version(self) -> int: ...


def spell_of(part: Placed, spells: Spells) -> Spell:
    """The spell of the version that something stands in."""
    return spells[part.report, part.version]


def moments(parts: Iterable[Placed], spells: Spells) -> list[datetime]:
    """When what is known of the parts changes, in order."""
    found: set[datetime] = set()
    for part in parts:
        spell = spell_of(part, spells)
        found |= {spell.since} if spell.until is None else {spell.since, spell.until}
    return sorted(found)


def known(parts: Iterable[Part], spells: Spells, moment: datetime) -> list[Part]:
    """The parts that were known at a moment."""
    return [part for part in parts if spell_of(part, spells).holds(moment)]


def digest(rows: Iterable[Any]) -> str:
    """A digest that tells whether two sets of rows are the same."""
    return blake2b(repr(list(rows)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


# ---- happenings -----------------------------------------------------------------------------------------------------


def happening_rows(
    happening: Happening, tellings: Sequence[Telling], spells: Spells, *, reconciler: Reconciler
) -> list[Row]:
    """One row for each stretch of report time in which the happening looked the same."""
    found = []
    for moment in moments(tellings, spells):
        now = known(tellings, spells, moment)
        ended = [telling for telling in tellings if _has_ended(spell_of(telling, spells), moment)]
        if not now and not ended:
            continue
        looks = at_moment(happening, now or ended, reconciler)
        leaning = {"standing": "current" if now else "withdrawn", **_withdrawn(ended, spells)}
        if not now:
            looks_counted = {"reports": 0, "outlets": 0, "origins": 0}
        else:
            looks_counted = {name: getattr(looks, name) for name in ("reports", "outlets", "origins")}
        found.append({"known_since": moment, **_happening(looks), **looks_counted, **leaning, **_flat(now or ended)})
    return spanned(found)


def _has_ended(spell: Spell, moment: datetime) -> bool:
    return spell.until is not None and spell.until <= moment


def at_moment(happening: Happening, tellings: Sequence[Telling], reconciler: Reconciler) -> Happening:
    """The happening as these of its tellings make it."""
    if len(tellings) == len(happening.members):
        return happening
    names = {telling.id for telling in tellings}
    merges = [merge for merge in happening.merges if merge.one in names and merge.other in names]
    return reconciler.describe(tellings, merges=merges, id=happening.id)


def _withdrawn(ended: Iterable[Telling], spells: Spells) -> Row:
    """The versions that the happening leaned on and that were edited or retracted since."""
    found: dict[str, set[str]] = {"superseded": set(), "retracted": set()}
    for telling in ended:
        found[spell_of(telling, spells).standing].add(f"{telling.report}@{telling.version}")
    return {name: tuple(sorted(versions)) for name, versions in found.items()}


def _happening(happening: Happening) -> Row:
    said = ("id", "type", "mode", "label", "first", "last", "granularity", "known_from", "traits", "merges", "aliases")
    return {name: getattr(happening, name) for name in said}


def _flat(tellings: Sequence[Telling]) -> Row:
    """What filters look at, gathered from the tellings."""
    events = [telling.event for telling in tellings]
    actors = [one for telling in tellings for one in telling.actors]
    recipients = [one for telling in tellings for one in telling.recipients]
    sources = [one for telling in tellings for one in telling.sources]
    countries = [one.country for one in (*actors, *recipients)]
    countries += [event.place.country for event in events if event.place]
    return {
        "statuses": _set(event.status for event in events), "modes": _set(event.mode for event in events),
        "contexts": _set(context for event in events for context in event.contexts),
        "places": _set(event.place.name for event in events if event.place),
        "probability": max(event.probability for event in events), "countries": _set(countries),
        "sectors": _set(sector for one in (*actors, *recipients) for sector in one.sectors),
        "actor_names": _set(one.name for one in actors), "actor_keys": _set(one.key for one in actors),
        "recipient_names": _set(one.name for one in recipients), "recipient_keys": _set(one.key for one in recipients),
        "source_names": _set(one.name for one in sources),
        "source_kinds": _set(source.kind for event in events for source in event.sources),
        "outlet_names": _set(telling.outlet for telling in tellings),
    }  # fmt: skip


def _set(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))


def member_rows(happening: Happening, spells: Spells, codings: Mapping[str, int]) -> list[Row]:
    """A row for each member of a happening; `codings` tells for each telling which coding it is of."""
    return [
        {
            "happening": happening.id, "known_since": spell_of(member, spells).since,
            "known_until": spell_of(member, spells).until, "coding": codings[member.telling],
            **{one.name: getattr(member, one.name) for one in fields(member)},
        }
        for member in happening.members
    ]  # fmt: skip


def figure_rows(
    happening: Happening, tellings: Sequence[Telling], spells: Spells, *, reconciler: Reconciler
) -> list[Row]:
    """A row for each figure of a happening, with what filters look at as all its tellings have it."""
    said = {name: getattr(happening, name) for name in ("label", "type", "known_from", "first", "last", "origins")}
    flat = {name: value for name, value in _flat(tellings).items() if name != "probability"}
    return [
        {
            "happening": happening.id, "known_since": spell_of(figure.holder, spells).since,
            "known_until": spell_of(figure.holder, spells).until, "telling": figure.telling,
            "quantity": figure.quantity, "value": figure.value, "holder": figure.holder, **said, **flat,
        }
        for figure in reconciler.figures(happening, tellings)
    ]  # fmt: skip


def spanned(rows: Sequence[Row]) -> list[Row]:
    """The rows of one thing with the end of each: the beginning of the next that differs from it."""
    kept: list[Row] = []
    for row in rows:
        if kept and _same(kept[-1], row):
            continue
        kept.append(row)
    ends: list[datetime | None] = [row["known_since"] for row in kept[1:]]
    return [{**row, "known_until": end} for row, end in zip(kept, [*ends, None], strict=True)]


def _same(one: Row, other: Row) -> bool:
    return all(one[name] == other[name] for name in one if name != "known_since")


# ---- disputes and situations ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Circle:
    """All that bears on one matter: happenings with the tellings of each, and statements."""

    happenings: tuple[Happening, ...]
    tellings: Mapping[str, tuple[Telling, ...]]
    statements: tuple[Statement, ...]

    def at(self, moment: datetime, spells: Spells, reconciler: Reconciler) -> Circle:
        """The circle as it was known at a moment."""
        then = {one.id: tuple(known(self.tellings[one.id], spells, moment)) for one in self.happenings}
        standing = tuple(at_moment(one, then[one.id], reconciler) for one in self.happenings if then[one.id])
        told = {one.id: then[one.id] for one in standing}
        return Circle(standing, told, tuple(known(self.statements, spells, moment)))

    @property
    def told(self) -> list[Telling]:
        """The tellings of all happenings."""
        return [telling for one in self.happenings for telling in self.tellings[one.id]]


def matter_rows(key: str, circle: Circle, spells: Spells, *, reconciler: Reconciler) -> tuple[list[Row], list[Row]]:
    """The rows of the disputes and of the situations of one matter, through report time."""
    disputes: dict[str, list[Row | None]] = {}
    situations: dict[str, list[Row | None]] = {}
    times = moments([*circle.told, *circle.statements], spells)
    for place, moment in enumerate(times):
        now = circle.at(moment, spells, reconciler)
        kin = {one.id: one for one in now.happenings}
        for dispute in reconciler.disputes(key, now.happenings, now.told, now.statements):
            row = {"known_since": moment, **_dispute(dispute, kin, now)}
            _put(disputes, dispute.id, place, row)
        for situation in reconciler.situations(key, now.happenings, now.told, now.statements):
            _put(situations, situation.id, place, {"known_since": moment, **_situation(situation, now)})
    return _with_gaps(disputes, times), _with_gaps(situations, times)


def _put(found: dict[str, list[Row | None]], name: str, place: int, row: Row) -> None:
    rows = found.setdefault(name, [])
    rows += [None] * (place - len(rows)) + [row]


def _with_gaps(found: Mapping[str, list[Row | None]], times: Sequence[datetime]) -> list[Row]:
    """The rows of each id, spans closed where it was gone for a while."""
    kept: list[Row] = []
    for rows in found.values():
        for first, last, row in _runs(rows):
            end = times[last] if last < len(times) else None
            kept.append({**row, "known_since": times[first], "known_until": end})
    return kept


def _runs(rows: Sequence[Row | None]) -> Iterator[tuple[int, int, Row]]:
    """Stretches `[first, last)` in which a row stays the same."""
    start = 0
    for place in range(1, len(rows) + 1):
        before = rows[start]
        after = rows[place] if place < len(rows) else None
        if before is not None and after is not None and _same(before, after):
            continue
        if before is not None:
            yield start, place, before
        start = place


def _dispute(dispute: Dispute, kin: Mapping[str, Happening], circle: Circle) -> Row:
    holders = [holder for position in dispute.positions for holder in position.holders]
    happening = kin.get(dispute.happening or "")
    told = circle.tellings[happening.id] if happening else ()
    row = {one.name: getattr(dispute, one.name) for one in fields(dispute)}
    return {**row, "type": happening.type if happening else None, **_held(holders, _sides(told))}


def _situation(situation: Situation, circle: Circle) -> Row:
    holders = [*situation.holders, *situation.ended_holders, *situation.demands, *situation.denied_by]
    causes = {*situation.opened_by, *situation.closed_by}
    told = [telling for name in sorted(causes & circle.tellings.keys()) for telling in circle.tellings[name]]
    sides = _sides(told)
    row = {one.name: getattr(situation, one.name) for one in fields(situation)}
    parties = _identities("recipient", (situation.who,)) | _identities("actor", situation.by)
    countries = _set([*sides["countries"], situation.country, situation.who.country])
    sectors = _set([*sides["sectors"], *situation.who.sectors])
    return {**row, **_held(holders, {**sides, **parties, "countries": countries, "sectors": sectors})}


def _identities(side: str, ones: Iterable[Identity]) -> Row:
    held = list(ones)
    return {f"{side}_names": _set(one.name for one in held), f"{side}_keys": _set(one.key for one in held)}


def _sides(told: Sequence[Telling]) -> Row:
    return {name: _flat(told)[name] for name in _PARTIES} if told else dict.fromkeys(_PARTIES, ())


def _held(holders: Sequence[Holder], sides: Row) -> Row:
    """Parties and counts of a matter, its holders among the sources."""
    kinds = [source.kind for holder in holders for source in holder.via]
    return {
        **sides,
        "source_names": _set([*sides["source_names"], *(holder.name for holder in holders)]),
        "source_kinds": _set([*sides["source_kinds"], *kinds]),
        "outlet_names": _set([*sides["outlet_names"], *(holder.outlet for holder in holders)]),
        "reports": len({holder.report for holder in holders}), "origins": len({holder.origin for holder in holders}),
    }  # fmt: skip
