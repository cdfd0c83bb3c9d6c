"""The tellings of one happening come in, its record goes out: fields on which all agree, else rivals with holders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from sayso.ground.matters import Happening, Holder, Identity, Member, Merge, Position, Telling, Trait
from sayso.ground.records import Granularity

QUANTITIES: Final = ("dead", "injured", "arrested", "size")
_UNTOLD: Final = ("wanted", "possible")


def described(members: Sequence[Telling], *, merges: tuple[Merge, ...], name: Callable[[str], str]) -> Happening:
    """The happening that the tellings tell.

    Args:
        members: One telling or more.
        merges: Why they stand together.
        name: Gives the id of a happening from that of its earliest telling.
    """
    ordered = sorted(members, key=lambda one: (one.published or "9999", one.id))
    traits = tuple(trait for trait in _traits(ordered) if trait.value is not None or trait.rivals)
    lead = _lead(ordered)
    first, last, granularity = _when(ordered)
    modes = [one.event.mode for one in ordered if one.event.mode]
    return Happening(
        id=name(ordered[0].id), type=_most([one.event.type for one in ordered]),
        mode=_most(modes) if modes else None, label=label(lead),
        members=tuple(_member(one) for one in ordered), traits=traits, first=first, last=last,
        granularity=granularity, known_from=ordered[0].published, reports=len({one.report for one in ordered}),
        outlets=len({one.outlet or one.report for one in ordered}), origins=len(origins(ordered)), merges=merges,
        aliases=tuple(name(one.id) for one in ordered[1:]),
    )  # fmt: skip


def origins(tellings: Iterable[Telling]) -> set[str]:
    """The texts that tellings go back to; one told on another outlet's word goes back to that outlet."""
    ordered = list(tellings)
    own = {one.outlet.casefold(): one.origin for one in ordered if one.outlet and not _credit(one)}
    return {own.get(credit, f"credit:{credit}") if (credit := _credit(one)) else one.origin for one in ordered}


def _credit(telling: Telling) -> str | None:
    """The outlet on whose word a telling stands, in lower case: the outermost source, where it is a medium."""
    if not telling.sources or telling.event.sources[-1].kind != "media":
        return None
    name = telling.sources[-1].name.casefold().removeprefix("the ")
    return name if telling.sources[-1].kind == "ORG" else None


def label(telling: Telling) -> str:
    """A few words for an act: who, what, to whom."""
    event = telling.event
    kind = f"{event.type} {event.mode}" if event.mode else event.type
    whom = _list(telling.recipients)
    return f"{kind} “{event.anchor.text}”: {_list(telling.actors) or '–'}" + (f" → {whom}" if whom else "")


def _list(parties: Sequence[Identity]) -> str:
    return ", ".join(dict.fromkeys(" ".join(one.name.split()) for one in parties))


def holder(telling: Telling) -> Holder:
    """On whose word a telling stands: its nearest source, else the report's own voice."""
    if telling.sources:
        nearest, span = telling.sources[0], telling.event.sources[0].span
        name, key = nearest.name, nearest.key
    else:
        span, name = telling.event.anchor, telling.outlet or telling.report
        key = f"outlet:{name.casefold()}"
    return Holder(
        name, key, telling.report, telling.version, telling.outlet, telling.origin, telling.published, span,
        telling.event.sources[1:],
    )  # fmt: skip


def position(text: str, holders: Iterable[Holder]) -> Position:
    """A position with its holders by date, and when it was first and last said."""
    ordered = tuple(sorted(holders, key=lambda one: (one.published or "9999", one.report, one.span)))
    days = [one.published for one in ordered if one.published]
    return Position(text, ordered, min(days, default=None), max(days, default=None))


def _member(telling: Telling) -> Member:
    anchor = telling.event.anchor
    return Member(
        telling.id, telling.report, telling.version, anchor.start, anchor.end, anchor.text, telling.outlet,
        telling.origin, telling.published, telling.event.status, tuple(one.name for one in telling.sources),
    )  # fmt: skip


def _lead(ordered: Sequence[Telling]) -> Telling:
    """The telling that says most: done, with parties, the earliest of equals."""

    def worth(one: Telling) -> tuple[int, int]:
        told = bool(one.actors) + bool(one.recipients) + (one.event.place is not None) + (one.event.time is not None)
        return (one.event.status == "happened", told)

    return max(ordered, key=worth)


def _most(values: Sequence[str]) -> str:
    """The value that most give, the first of equals."""
    counts = Counter(values)
    return max(values, key=lambda one: counts[one])


def _traits(ordered: Sequence[Telling]) -> Iterable[Trait]:
    yield _trait("type", [(one.event.type, one) for one in ordered])
    yield _trait("mode", [(one.event.mode, one) for one in ordered if one.event.mode])
    yield _trait("status", [(one.event.status, one) for one in ordered])
    yield _trait("actors", [(_named(one.actors), one) for one in ordered if one.actors])
    yield _trait("recipients", [(_named(one.recipients), one) for one in ordered if one.recipients])
    places = [(one.event.place, one) for one in ordered if one.event.place]
    yield _trait("place", [(place.name or place.span.text, one) for place, one in places])
    yield _trait("country", [(place.country, one) for place, one in places if place.country])
    times = [(one.event.time, one) for one in ordered if one.event.time and one.event.time.first]
    yield _trait("time", [(_interval(time.first, time.last), one) for time, one in times])
    for quantity in QUANTITIES:
        told = [(one.event.quantities.get(quantity), one) for one in ordered]
        yield _trait(quantity, [(str(figure.value), one) for figure, one in told if figure])


def _trait(name: str, told: Sequence[tuple[str | None, Telling]]) -> Trait:
    values = list(dict.fromkeys(value for value, _ in told if value is not None))
    if len(values) <= 1:
        return Trait(name, values[0] if values else None)
    rivals = [position(value, (holder(one) for own, one in told if own == value)) for value in values]
    return Trait(name, None, tuple(rivals))


def _named(parties: Sequence[Identity]) -> str:
    return ", ".join(sorted({one.name for one in parties}))


def _interval(first: str | None, last: str | None) -> str:
    return f"{first}" if last in (None, first) else f"{first}/{last}"


def _when(ordered: Sequence[Telling]) -> tuple[str | None, str | None, Granularity | None]:
    """The days of the happening: of the tellings that say it most narrowly, the one that most give."""
    told = [one.event.time for one in ordered if one.event.time and one.event.time.first and one.event.time.last]
    done = [one.event.time for one in ordered if one.event.status not in _UNTOLD and one.event.time in told]
    chosen = done or told
    if not chosen:
        return None, None, None
    spans = Counter((time.first, time.last) for time in chosen)
    best = max(chosen, key=lambda time: (time.granularity == "day", spans[time.first, time.last], -chosen.index(time)))
    return best.first, best.last, best.granularity
