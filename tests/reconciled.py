"""A reconciler that needs no model and no weights: what the tests of the store work with.

Tellings of one type in one place on one day are one happening; texts alike in their first words are copies; a happening
that some affirm and some deny is a dispute; somebody arrested is detained until somebody releases him.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256

from sayso.ground.matters import (
    Decision,
    Dispute,
    Figure,
    Happening,
    Holder,
    Imprint,
    Member,
    Merge,
    Origin,
    Position,
    Situation,
    Statement,
    Telling,
    Trait,
)
from sayso.ground.records import Record, Report
from sayso.run import reconciling


def short(*words: object) -> str:
    return sha256("|".join(map(str, words)).encode()).hexdigest()[:8]


def holder(telling: Telling) -> Holder:
    name = telling.sources[0].name if telling.sources else telling.outlet or telling.report
    return Holder(
        name, telling.sources[0].key if telling.sources else None, telling.report, telling.version, telling.outlet,
        telling.origin, telling.published, telling.event.anchor,
    )  # fmt: skip


def _ends(days: list[str]) -> tuple[str | None, str | None]:
    return min(days, default=None), max(days, default=None)


class ToyReconciler:
    """Of the shape that the store asks for; counts how often it compared."""

    def __init__(self) -> None:
        self.compared = 0

    def tellings(self, record: Record, *, report: str, version: int, origin: str) -> tuple[Telling, ...]:
        return reconciling.tellings(record, report=report, version=version, origin=origin)

    def statements(self, record: Record, *, report: str, version: int, origin: str) -> tuple[Statement, ...]:
        return reconciling.statements(record, report=report, version=version, origin=origin)

    def imprint(self, report: Report, *, key: str, version: int) -> Imprint:
        return Imprint(key, version, report.outlet, report.published, (len(report.text),), (report.text[:12],))

    def bands(self, imprint: Imprint) -> tuple[str, ...]:
        return imprint.credits

    def origins(self, imprints: Iterable[Imprint]) -> Mapping[tuple[str, int], Origin]:
        groups: dict[str, list[Imprint]] = {}
        for imprint in imprints:
            groups.setdefault(imprint.credits[0], []).append(imprint)
        found = {}
        for group in groups.values():
            first = min(group, key=lambda one: (one.published or "9999", one.report))
            pairs = tuple(sorted((one.report, one.version) for one in group))
            origin = Origin(first.report, "copied" if len({report for report, _ in pairs}) > 1 else "own", pairs)
            found.update(dict.fromkeys(pairs, origin))
        return found

    def blocks(self, telling: Telling) -> tuple[str, ...]:
        event = telling.event
        return (f"{event.type} {event.place.name if event.place else ''} {event.time.first if event.time else ''}",)

    def gather(
        self,
        new: Iterable[Telling],
        fetch: Callable[[Iterable[str]], Iterable[Telling]],
        *,
        decisions: Iterable[Decision] = (),  # noqa: ARG002  # none of them joins blocks
        find: Callable[[Iterable[str]], Iterable[Telling]] | None = None,  # noqa: ARG002
    ) -> tuple[Telling, ...]:
        held = {one.id: one for one in new}
        while True:
            near = {one.id: one for one in fetch({block for one in held.values() for block in self.blocks(one)})}
            if near.keys() <= held.keys():
                return tuple(held[name] for name in sorted(held))
            held |= near

    def happenings(self, tellings: Iterable[Telling], *, decisions: Iterable[Decision] = ()) -> tuple[Happening, ...]:
        self.compared += 1
        undone = {one.undoes for one in decisions}
        standing = [one for one in decisions if one.choice != "undo" and one.id not in undone]
        groups: dict[str, list[Telling]] = {}
        for telling in sorted(tellings, key=lambda one: one.id):
            key = self.blocks(telling)[0]
            for one in standing:
                if telling.id in one.tellings:
                    key = f"decision {one.id}"
            groups.setdefault(key, []).append(telling)
        return tuple(self.describe(group) for group in groups.values())

    def describe(
        self,
        tellings: Iterable[Telling],
        *,
        merges: Iterable[Merge] = (),  # noqa: ARG002  # worked out anew
        id: str | None = None,
    ) -> Happening:
        held = sorted(tellings, key=lambda one: (one.published or "9999", one.id))
        first = held[0]
        dates = [one.event.time for one in held if one.event.time]
        statuses = sorted({one.event.status for one in held})
        names = tuple(f"h{short(one.id)}" for one in held)
        members = tuple(
            Member(
                one.id, one.report, one.version, one.event.anchor.start, one.event.anchor.end, one.event.anchor.text,
                one.outlet, one.origin, one.published, one.event.status, tuple(source.name for source in one.sources),
            )
            for one in sorted(held, key=lambda one: one.id)
        )  # fmt: skip
        joined = tuple(Merge(first.id, one.id, 0.9, ("type",), ()) for one in held[1:])
        published = [one.published for one in held if one.published]
        return Happening(
            id or names[0], first.event.type, first.event.mode, f"{first.event.type} in {len(held)} tellings", members,
            (Trait("status", statuses[0] if len(statuses) == 1 else None),),
            min((one.first for one in dates if one.first), default=None),
            max((one.last for one in dates if one.last), default=None), "day" if dates else None,
            min(published, default=None), len({one.report for one in held}),
            len({one.outlet for one in held if one.outlet}), len({one.origin for one in held}), joined, names[1:],
        )  # fmt: skip

    def figures(self, happening: Happening, tellings: Iterable[Telling]) -> tuple[Figure, ...]:
        return tuple(
            Figure(happening.id, one.id, name, figure.value, holder(one))
            for one in sorted(tellings, key=lambda one: one.id)
            for name, figure in one.event.quantities.items()
        )

    def matters(self, happening: Happening, tellings: Iterable[Telling]) -> tuple[str, ...]:
        held = [telling for telling in tellings if telling.event.mode in ("arrest", "release")]
        people = {one.key for telling in held for one in telling.recipients}
        return (happening.id, *(f"detained {key}" for key in sorted(people)))

    def statement_matters(self, statement: Statement) -> tuple[str, ...]:
        return ("winner",) if "won" in statement.sentence else ()

    def disputes(
        self,
        key: str,
        happenings: Iterable[Happening],  # noqa: ARG002  # the tellings say it all
        tellings: Iterable[Telling],
        statements: Iterable[Statement],
    ) -> tuple[Dispute, ...]:
        sides: dict[str, list[Holder]] = {}
        for one in tellings:
            if key == "winner" or key.startswith("detained"):
                continue
            sides.setdefault("denied" if one.event.status == "denied" else "done", []).append(holder(one))
        if key == "winner":
            for said in statements:
                who = said.sentence.partition(" won")[0].split()[-1]
                place = Holder(
                    said.speaker.name if said.speaker else "?", None, said.report, said.version, said.outlet,
                    said.origin, said.published, said.claim.content[0],
                )  # fmt: skip
                sides.setdefault(who, []).append(place)
        if len(sides) < 2:
            return ()
        positions = tuple(
            Position(name, tuple(sorted(ones, key=lambda one: one.report)), *_ends(days))
            for name, ones in sorted(sides.items())
            for days in [[one.published for one in ones if one.published]]
        )
        days = [one.first for one in positions if one.first]
        happening = None if key == "winner" else key
        question = "winner" if key == "winner" else "done"
        return (Dispute(f"q{short(key)}", key, question, happening, positions, *_ends(days)),)

    def situations(
        self,
        key: str,
        happenings: Iterable[Happening],
        tellings: Iterable[Telling],
        statements: Iterable[Statement],  # noqa: ARG002  # the tellings say it all
    ) -> tuple[Situation, ...]:
        if not key.startswith("detained "):
            return ()
        held = list(tellings)
        arrests = [
            one for one in held
            if one.event.mode == "arrest" and any(f"detained {who.key}" == key for who in one.recipients)
        ]  # fmt: skip
        if not arrests:
            return ()
        releases = [one for one in held if one.event.mode == "release"]
        who = next(one for one in arrests[0].recipients if f"detained {one.key}" == key)
        day = lambda ones: next((one.event.time.first for one in ones if one.event.time), None)  # noqa: E731
        return (
            Situation(
                f"s{short(key)}", "detained", who, arrests[0].actors, None, day(arrests), day(releases),
                tuple(one.id for one in happenings if one.mode == "arrest"),
                tuple(one.id for one in happenings if one.mode == "release"), (),
                tuple(holder(one) for one in arrests), tuple(holder(one) for one in releases),
            ),
        )  # fmt: skip
