"""TEMPORARY until the reconcile room is there."""

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
    Situation,
    Statement,
    Telling,
)
from sayso.ground.records import Record, Report
from sayso.run import reconciling


class Comparer:
    def tellings(self, record: Record, *, report: str, version: int, origin: str) -> tuple[Telling, ...]:
        return reconciling.tellings(record, report=report, version=version, origin=origin)

    def statements(self, record: Record, *, report: str, version: int, origin: str) -> tuple[Statement, ...]:
        return reconciling.statements(record, report=report, version=version, origin=origin)

    def imprint(self, report: Report, *, key: str, version: int) -> Imprint:
        return Imprint(key, version, report.outlet, report.published, (), ())

    def bands(self, imprint: Imprint) -> tuple[str, ...]:
        return ()

    def origins(self, imprints: Iterable[Imprint]) -> Mapping[tuple[str, int], Origin]:
        return {(i.report, i.version): Origin(i.report, "own", ((i.report, i.version),)) for i in imprints}

    def blocks(self, telling: Telling) -> tuple[str, ...]:
        return (telling.id,)

    def gather(self, new: Iterable[Telling], fetch: Callable[[Iterable[str]], Iterable[Telling]], *, decisions: Iterable[Decision] = ()) -> tuple[Telling, ...]:
        return tuple(new)

    def happenings(self, tellings: Iterable[Telling], *, decisions: Iterable[Decision] = ()) -> tuple[Happening, ...]:
        return tuple(self.describe([t]) for t in {t.id: t for t in tellings}.values())

    def describe(self, tellings: Iterable[Telling], *, merges: Iterable[Merge] = (), id: str | None = None) -> Happening:
        (t,) = tellings
        e = t.event
        m = Member(t.id, t.report, t.version, e.anchor.start, e.anchor.end, e.anchor.text, t.outlet, t.origin, t.published, e.status, ())
        return Happening("h-" + sha256(t.id.encode()).hexdigest()[:10], e.type, e.mode, t.sentence[:60], (m,), (), e.time.first if e.time else None, e.time.last if e.time else None, None, t.published, 1, 1, 1, (), ())

    def figures(self, happening: Happening, tellings: Iterable[Telling]) -> tuple[Figure, ...]:
        return tuple(Figure(happening.id, t.id, n, q.value, Holder(t.outlet or t.report, None, t.report, t.version, t.outlet, t.origin, t.published, q.span)) for t in tellings for n, q in t.event.quantities.items())

    def matters(self, happening: Happening, tellings: Iterable[Telling]) -> tuple[str, ...]:
        return ()

    def statement_matters(self, statement: Statement) -> tuple[str, ...]:
        return ()

    def disputes(self, key: str, happenings: Iterable[Happening], tellings: Iterable[Telling], statements: Iterable[Statement]) -> tuple[Dispute, ...]:
        return ()

    def situations(self, key: str, happenings: Iterable[Happening], tellings: Iterable[Telling], statements: Iterable[Statement]) -> tuple[Situation, ...]:
        return ()
