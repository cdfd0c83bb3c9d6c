"""Changed happenings and new reports come in; the disputes and situations that hang on them are written anew.

A *matter* is what disputes and situations are about, under a key: one happening, one person's detention, one election.
Each happening and statement bears on some matters. When one of them changes, the matter is worked anew from all that
bear on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sayso.ground import tables
from sayso.ground.matters import Merge, Statement, Telling
from sayso.store import histories
from sayso.store.histories import Circle, Row
from sayso.store.keeping import append, spells, statements, tellings
from sayso.store.reconciler import Reconciler

if TYPE_CHECKING:
    import duckdb

CHUNK: Final = 5000
"""Matters that are worked in one go."""
_CODED: Final = "coding IN (SELECT coding FROM kept.coded WHERE coded_until IS NULL)"
_CURRENT: Final = """
    SELECT DISTINCT h.id, h.batch FROM kept.happenings h ANTI JOIN (
        SELECT id, generation AS batch FROM kept.replaced WHERE kind = 'happening') r USING (id, batch)"""
_BEARING: Final = f"""
    SELECT m.key, m.happening FROM kept.matters m JOIN ({_CURRENT}) h ON h.id = m.happening AND h.batch = m.batch"""
_ABOUT: Final = f"""
    SELECT c.statement, c.coding, unnest(c.tellings) AS telling FROM kept.claims c WHERE c.{_CODED}"""
_GIVEN: Final = "(SELECT unnest(?::VARCHAR[]))"


@dataclass(slots=True)
class Matters:
    """Rewrites matters within one transaction; see `weaving.Weaver` for the arguments."""

    connection: duckdb.DuckDBPyConnection
    reconciler: Reconciler
    batch: int

    def weave(self, happenings: Iterable[str], reports: Iterable[str]) -> None:
        """Work anew each matter on which a changed happening, or a statement of the reports, bears."""
        listed, names = sorted(set(reports)), sorted(set(happenings))
        self._note_statements(listed)
        keys = self._touched(names, listed)
        for start in range(0, len(keys), CHUNK):
            self._write(keys[start : start + CHUNK])

    def _query(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(query, list(values)).fetchall()

    def _note_statements(self, reports: list[str]) -> None:
        """Write down the matters of statements that are not known yet."""
        rows = self._query(
            f"""SELECT m.statement, m.coding FROM kept.claims m JOIN kept.codings c USING (coding)
            WHERE c.report IN {_GIVEN} AND m.{_CODED}
            AND m.coding NOT IN (SELECT coding FROM kept.matters WHERE coding IS NOT NULL)""",
            reports,
        )
        codings = dict(rows)
        fresh = statements(self.connection, f"m.statement IN {_GIVEN} AND m.{_CODED}", [sorted(codings)])
        append(self.connection, "matters", [
            {"key": key, "happening": None, "statement": one.id, "coding": codings[one.id], "batch": self.batch}
            for one in fresh for key in self.reconciler.statement_matters(one)
        ])  # fmt: skip

    def _touched(self, happenings: list[str], reports: list[str]) -> list[str]:
        """The keys of the matters to be worked anew."""
        rows = self._query(
            f"""
            SELECT key FROM kept.matters WHERE happening IN {_GIVEN}
            UNION SELECT key FROM kept.matters WHERE statement IN (
                SELECT m.statement FROM kept.claims m JOIN kept.codings c USING (coding) WHERE c.report IN {_GIVEN})
            UNION SELECT b.key FROM ({_BEARING}) b JOIN members m ON m.happening = b.happening
                JOIN ({_ABOUT}) a ON a.telling = m.telling JOIN kept.codings c ON c.coding = a.coding
                WHERE c.report IN {_GIVEN}
            ORDER BY key
            """,
            happenings, reports, reports,
        )  # fmt: skip
        return [row[0] for row in rows]

    def _write(self, keys: list[str]) -> None:
        """Work some matters anew and write what differs."""
        circles = self._circles(keys)
        reports = {part.report for one in circles.values() for part in one.told}
        reports |= {part.report for one in circles.values() for part in one.statements}
        known = spells(self.connection, reports)
        found: dict[str, list[Row]] = {"dispute": [], "situation": []}
        for key, circle in circles.items():
            rows = histories.matter_rows(key, circle, known, reconciler=self.reconciler)
            for kind, part in zip(found, rows, strict=True):
                found[kind] += [{**row, "matter": key} for row in part]
        for kind, held in found.items():
            self._replace(kind, keys, held)

    def _replace(self, kind: str, keys: list[str], rows: Sequence[Row]) -> None:
        name = f"{kind}s"
        kept = {row[0]: row[1:] for row in self._query(
            f"""SELECT id, batch, any_value(digest) FROM kept.{name} d ANTI JOIN (
                SELECT id, generation AS batch FROM kept.replaced WHERE kind = ?) r USING (id, batch)
            WHERE matter IN {_GIVEN} GROUP BY id, batch""",
            kind, keys,
        )}  # fmt: skip
        anew: dict[str, list[Row]] = {}
        for row in rows:
            anew.setdefault(row["id"], []).append(row)
        digests = {one: histories.digest(held) for one, held in anew.items()}
        gone = [one for one in kept if digests.get(one) != kept[one][1]]
        fresh = [one for one in anew if one not in kept or kept[one][1] != digests[one]]
        append(self.connection, "replaced", [
            {"kind": kind, "id": one, "generation": kept[one][0], "batch": self.batch} for one in gone
        ])  # fmt: skip
        append(self.connection, name, [
            {**row, "batch": self.batch, "digest": digests[one]} for one in fresh for row in anew[one]
        ])  # fmt: skip

    # ---- what bears on a matter ---------------------------------------------------------------------------------

    def _circles(self, keys: list[str]) -> dict[str, Circle]:
        """All that bears on each of the matters."""
        bearing: dict[str, list[str]] = {key: [] for key in keys}
        for key, name in self._query(f"SELECT key, happening FROM ({_BEARING}) WHERE key IN {_GIVEN}", keys):
            bearing[key].append(name)
        told = self._tellings({name for names in bearing.values() for name in names})
        merges = self._merges(told)
        happenings = {
            name: self.reconciler.describe(parts, merges=merges.get(name, ()), id=name) for name, parts in told.items()
        }
        stated = self._statements(keys, [part.id for parts in told.values() for part in parts])
        found = {}
        for key, names in bearing.items():
            own = {name: told[name] for name in sorted(set(names))}
            heard = {one.id: one for one in stated.get(("key", key), ())}
            for parts in own.values():
                for part in parts:
                    heard.update({one.id: one for one in stated.get(("telling", part.id), ())})
            statements_of = tuple(heard[name] for name in sorted(heard))
            found[key] = Circle(tuple(happenings[name] for name in own), own, statements_of)
        return found

    def _tellings(self, happenings: Iterable[str]) -> dict[str, tuple[Telling, ...]]:
        """The tellings of each happening."""
        rows = self._query(
            f"""SELECT m.happening, m.telling FROM kept.members m JOIN ({_CURRENT}) h
                ON h.id = m.happening AND h.batch = m.batch
            WHERE m.happening IN {_GIVEN} ORDER BY m.happening, m.telling""",
            sorted(happenings),
        )
        names = [row[1] for row in rows]
        condition = f"e.telling IN {_GIVEN} AND e.{_CODED}"
        own = {telling.id: telling for telling in tellings(self.connection, condition, [names])}
        found: dict[str, list[Telling]] = {}
        for happening, name in rows:
            found.setdefault(happening, []).append(own[name])
        return {happening: tuple(parts) for happening, parts in found.items()}

    def _merges(self, happenings: Iterable[str]) -> dict[str, tuple[Merge, ...]]:
        """All merges of each happening: those of the moment that knew most."""
        read = tables.reader(tuple[Merge, ...])
        rows = self._query(
            f"""SELECT id, arg_max(merges, len(merges)) FROM kept.happenings JOIN ({_CURRENT}) USING (id, batch)
            WHERE id IN {_GIVEN} AND len(merges) > 0 GROUP BY id""",
            sorted(happenings),
        )
        return {name: read(merges) for name, merges in rows}

    def _statements(self, keys: list[str], names: list[str]) -> Mapping[tuple[str, str], list[Statement]]:
        """Statements by the key of a matter, and by the telling that they are about."""
        rows = self._query(
            f"""SELECT 'key', key, statement FROM kept.matters WHERE {_CODED} AND key IN {_GIVEN}
            UNION SELECT 'telling', telling, statement FROM ({_ABOUT}) WHERE telling IN {_GIVEN}""",
            keys, names,
        )  # fmt: skip
        condition = f"m.{_CODED} AND m.statement IN {_GIVEN}"
        own = {one.id: one for one in statements(self.connection, condition, [sorted({row[2] for row in rows})])}
        found: dict[tuple[str, str], list[Statement]] = {}
        for by, name, statement in sorted(rows):
            if statement in own:
                found.setdefault((by, name), []).append(own[statement])
        return found
