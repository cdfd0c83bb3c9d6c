"""Codings that nobody has compared yet come in; happenings, disputes and situations up to date with them go out.

Only what the new tellings can touch is read and written again: the tellings that share a block with them, the
happenings of those, the matters of these. What comes out as it was is not written. What differs is appended as a new
generation, with a row that says which generation it replaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sayso.ground.matters import Decision, Happening, Imprint, Telling
from sayso.store import histories
from sayso.store.histories import Row
from sayso.store.keeping import append, hashed, spells, tellings
from sayso.store.matters import Matters
from sayso.store.reconciler import Reconciler

if TYPE_CHECKING:
    import duckdb

CHUNK: Final = 2000
"""Codings that are compared in one go."""
_NEWEST: Final = "e.coding IN (SELECT coding FROM kept.coded WHERE coded_until IS NULL)"


@dataclass(slots=True)
class Weaver:
    """Brings happenings and their kin up to date within one transaction.

    Args:
        connection: Open for writing, with a transaction begun.
        reconciler: Compares.
        batch: Number of this batch, the generation of all rows that it writes.
    """

    connection: duckdb.DuckDBPyConnection
    reconciler: Reconciler
    batch: int
    _rows: dict[str, list[Row]] = field(default_factory=dict)

    def pending(self) -> list[int]:
        """The codings that have not been compared, oldest first, at most a chunk of them."""
        rows = self.connection.execute(
            "SELECT coding FROM kept.codings ANTI JOIN kept.reconciled USING (coding) ORDER BY coding LIMIT ?", [CHUNK]
        ).fetchall()
        return [row[0] for row in rows]

    def weave(self, codings: Sequence[int] = (), *, reports: Iterable[str] = (), seeds: Iterable[str] = ()) -> int:
        """Bring up to date what hangs on new codings, on reports whose spells changed, and on single tellings.

        Returns:
            How many happenings were written anew.
        """
        touched = set(reports) | {row[0] for row in self._query(
            "SELECT DISTINCT report FROM kept.codings WHERE coding IN (SELECT unnest(?::BIGINT[]))", [list(codings)]
        )}  # fmt: skip
        touched |= self._renew_origins(touched)
        decisions = self._decisions()
        told = self._seeds(touched, seeds)
        gathered = self.reconciler.gather(told, self._fetch, decisions=decisions, find=self._find) if told else ()
        found = self.reconciler.happenings(gathered, decisions=decisions) if gathered else ()
        written, changed = self._write_happenings(found, gathered, touched)
        matters = Matters(self.connection, self.reconciler, self.batch)
        matters.weave(changed, touched)
        for coding in codings:
            self._add("reconciled", {"coding": coding, "batch": self.batch})
        for name, rows in self._rows.items():
            append(self.connection, name, rows)
        self._rows.clear()
        return written

    def _add(self, name: str, row: Row) -> None:
        self._rows.setdefault(name, []).append(row)

    def _query(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self.connection.execute(query, values).fetchall()

    # ---- what goes in -------------------------------------------------------------------------------------------

    def _decisions(self) -> tuple[Decision, ...]:
        query = """SELECT decision, choice, "at", tellings, others, undoes, "by", reason FROM kept.decisions
            ORDER BY decision"""
        return tuple(
            Decision(name, choice, at.isoformat(), tuple(ours), tuple(others), undoes, by, reason)
            for name, choice, at, ours, others, undoes, by, reason in self._query(query)
        )

    def _renew_origins(self, reports: set[str]) -> set[str]:
        """Write the origins that changed with these reports; gives the reports whose origin is another now."""
        if not reports:
            return set()
        ours = "SELECT unnest(?::VARCHAR[])"
        kin = f"""
            SELECT report FROM kept.bands WHERE band IN (SELECT band FROM kept.bands WHERE report IN ({ours}))
            UNION SELECT unnest(?::VARCHAR[])"""
        family = f"""
            SELECT report, version FROM kept.newest_origins WHERE origin IN (
                SELECT origin FROM kept.newest_origins WHERE report IN ({kin}))
            UNION SELECT report, version FROM kept.reports WHERE report IN ({kin})"""
        names = sorted(reports)
        imprints = [
            Imprint(report, version, outlet, published, tuple(sketch), tuple(credited))
            for report, version, outlet, published, sketch, credited in self._query(
                f"""SELECT i.report, i.version, r.outlet, r.published, i.sketch, i.credits
                FROM kept.imprints i JOIN kept.reports r USING (report, version)
                JOIN ({family}) USING (report, version) ORDER BY ALL""",
                [names, names, names, names],
            )
        ]
        found = self.reconciler.origins(imprints)
        kept = {(row[0], row[1]): row[2:] for row in self._query(
            """SELECT report, version, origin, kind, credit, likeness FROM kept.newest_origins
            WHERE report IN (SELECT unnest(?::VARCHAR[]))""",
            [sorted({imprint.report for imprint in imprints})],
        )}  # fmt: skip
        changed, rows = set(), []
        names_of = ("origin", "kind", "credit", "likeness")
        for (report, version), origin in found.items():
            said = (origin.id, origin.kind, origin.credit, origin.likeness)
            if kept.get((report, version)) != said:
                changed.add(report)
                row = {"report": report, "version": version, **dict(zip(names_of, said, strict=True))}
                rows.append({**row, "batch": self.batch})
        append(self.connection, "origins", rows)
        return changed

    def _seeds(self, reports: set[str], names: Iterable[str]) -> list[Telling]:
        """All tellings of the reports, those named, and those that share a happening with one, also with a gone one."""
        kin = """
            SELECT telling FROM members_history WHERE replaced IS NULL AND happening IN (
                SELECT happening FROM members_history WHERE replaced IS NULL
                    AND (report IN (SELECT unnest(?::VARCHAR[])) OR telling IN (SELECT unnest(?::VARCHAR[]))))"""
        condition = f"""{_NEWEST} AND (c.report IN (SELECT unnest(?::VARCHAR[]))
            OR e.telling IN (SELECT unnest(?::VARCHAR[])) OR e.telling IN ({kin}))"""
        listed, single = sorted(reports), sorted(names)
        return tellings(self.connection, condition, [listed, single, listed, single])

    def _fetch(self, blocks: Iterable[str]) -> list[Telling]:
        """All tellings of the newest codings that have any of the blocks."""
        condition = f"""{_NEWEST} AND (e.coding, e.telling) IN (
            SELECT (coding, telling) FROM kept.blocks WHERE block IN (SELECT unnest(?::BIGINT[])))"""
        return tellings(self.connection, condition, [sorted({hashed(block) for block in blocks})])

    def _find(self, names: Iterable[str]) -> list[Telling]:
        """The tellings of these ids."""
        condition = f"{_NEWEST} AND e.telling IN (SELECT unnest(?::VARCHAR[]))"
        return tellings(self.connection, condition, [sorted(names)])

    def _codings(self, reports: Iterable[str]) -> dict[str, int]:
        """Which coding each telling of the reports is of."""
        rows = self._query(
            f"""SELECT e.telling, e.coding FROM kept.events e JOIN kept.codings c USING (coding)
            WHERE {_NEWEST} AND c.report IN (SELECT unnest(?::VARCHAR[]))""",
            [sorted(set(reports))],
        )
        return dict(rows)

    # ---- happenings ---------------------------------------------------------------------------------------------

    def _write_happenings(
        self, found: Sequence[Happening], gathered: Sequence[Telling], reports: set[str]
    ) -> tuple[int, set[str]]:
        """Write the happenings that are new or differ, replace those that are no more; gives the ids of both."""
        kept = self._kept_happenings({telling.id for telling in gathered}, reports)
        own = {telling.id: telling for telling in gathered}
        known = spells(self.connection, (telling.report for telling in gathered))
        codings = self._codings({telling.report for telling in gathered})
        written, changed = 0, set(kept)
        for happening in sorted(found, key=lambda one: one.id):
            members = [own[member.telling] for member in happening.members]
            rows = histories.happening_rows(happening, members, known, reconciler=self.reconciler)
            member_rows = histories.member_rows(happening, known, codings)
            figures = histories.figure_rows(happening, members, known, reconciler=self.reconciler)
            digest = histories.digest([rows, member_rows, figures])
            if kept.get(happening.id, (0, ""))[1] == digest:
                del kept[happening.id]
                changed.discard(happening.id)
                continue
            written += 1
            changed.add(happening.id)
            for row in rows:
                self._add("happenings", {**row, "batch": self.batch, "digest": digest})
            for name, parts in (("members", member_rows), ("figures", figures)):
                for row in parts:
                    self._add(name, {**row, "batch": self.batch})
            for key in self.reconciler.matters(happening, members):
                row = {"key": key, "happening": happening.id, "statement": None, "coding": None}
                self._add("matters", {**row, "batch": self.batch})
        for name, (generation, _) in kept.items():
            self._replace("happening", name, generation)
        self._flush("happenings", "members", "figures", "matters", "replaced")
        return written, changed

    def _kept_happenings(self, names: set[str], reports: set[str]) -> dict[str, tuple[int, str]]:
        """Generation and digest of each happening that has a member among these tellings or reports."""
        rows = self._query(
            """
            SELECT h.id, h.batch, any_value(h.digest) FROM kept.happenings h JOIN kept.members m
                ON m.happening = h.id AND m.batch = h.batch
                ANTI JOIN (SELECT id, generation AS batch FROM kept.replaced WHERE kind = 'happening') r
                ON r.id = h.id AND r.batch = h.batch
            WHERE m.telling IN (SELECT unnest(?::VARCHAR[])) OR m.report IN (SELECT unnest(?::VARCHAR[]))
            GROUP BY h.id, h.batch
            """,
            [sorted(names), sorted(reports)],
        )
        return {name: (generation, digest) for name, generation, digest in rows}

    def _replace(self, kind: str, name: str, generation: int) -> None:
        self._add("replaced", {"kind": kind, "id": name, "generation": generation, "batch": self.batch})

    def _flush(self, *names: str) -> None:
        for name in names:
            append(self.connection, name, self._rows.pop(name, []))
