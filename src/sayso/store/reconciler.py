"""What the store asks of whoever compares reports: tellings go in, happenings and their kin come out.

The store room knows no reconcile room; `sayso.run` hands it an object of this shape.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Protocol

from sayso.ground.matters import (
    Decision,
    Dispute,
    Figure,
    Happening,
    Imprint,
    Merge,
    Origin,
    Situation,
    Statement,
    Telling,
)
from sayso.ground.records import Record, Report

Fetch = Callable[[Collection[str]], Iterable[Telling]]
"""From keys of blocks to all stored tellings that have any of them; from ids of tellings to these."""


class Reconciler(Protocol):
    """Pure functions: what they give depends on the set of what they are given, not on its order.

    `matters` and `statement_matters` give the keys of what disputes and situations are about; `disputes` and
    `situations` give those of one key, from all happenings, tellings and statements that bear on it.
    """

    def tellings(self, record: Record, /, *, report: str, version: int, origin: str) -> tuple[Telling, ...]: ...

    def statements(self, record: Record, /, *, report: str, version: int, origin: str) -> tuple[Statement, ...]: ...

    def imprint(self, report: Report, /, *, key: str, version: int) -> Imprint: ...

    def bands(self, imprint: Imprint, /) -> tuple[str, ...]: ...

    def origins(self, imprints: Iterable[Imprint], /) -> Mapping[tuple[str, int], Origin]: ...

    def blocks(self, telling: Telling, /) -> tuple[str, ...]: ...

    def gather(
        self, new: Iterable[Telling], fetch: Fetch, /, *, decisions: Sequence[Decision], find: Fetch
    ) -> tuple[Telling, ...]: ...

    def happenings(self, tellings: Iterable[Telling], /, *, decisions: Sequence[Decision]) -> tuple[Happening, ...]: ...

    def describe(self, tellings: Iterable[Telling], /, *, merges: Iterable[Merge], id: str | None) -> Happening: ...

    def figures(self, happening: Happening, tellings: Iterable[Telling], /) -> tuple[Figure, ...]: ...

    def matters(self, happening: Happening, tellings: Iterable[Telling], /) -> tuple[str, ...]: ...

    def statement_matters(self, statement: Statement, /) -> tuple[str, ...]: ...

    def disputes(
        self,
        key: str,
        happenings: Iterable[Happening],
        tellings: Iterable[Telling],
        statements: Iterable[Statement],
        /,
    ) -> tuple[Dispute, ...]: ...

    def situations(
        self,
        key: str,
        happenings: Iterable[Happening],
        tellings: Iterable[Telling],
        statements: Iterable[Statement],
        /,
    ) -> tuple[Situation, ...]: ...
