"""A path comes in; a store stands there: records go in by `add`, rows come out by queries, and nothing is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sayso.ground.errors import UsageError
from sayso.ground.matters import Decision
from sayso.ground.records import Record, Rejected, Report, Versions
from sayso.ground.settings import Settings
from sayso.store import arriving, auditing, deciding, keeping
from sayso.store.asking import Queries
from sayso.store.exports import exporting
from sayso.store.keeping import Added, append, next_number
from sayso.store.moments import now, start_of
from sayso.store.opening import Writer
from sayso.store.reconciler import Reconciler
from sayso.store.weaving import Weaver

if TYPE_CHECKING:
    import duckdb

    from sayso.store.auditing import Draw, Drawn, Precision
    from sayso.store.exports.shape import Loss

Item = TypeVar("Item")
PATIENCE: Final = 5.0
"""Seconds after which a batch is committed even if it is not full."""


class Store(Queries):
    """The record of many reports in one file, with everything that was ever said in it.

    It keeps the file open only while it works, so that others can read meanwhile; one process at a time may write.

    Args:
        path: The file; it is made by the first `add`.
        settings: Size of batches, memory and patience.
        reconciler: Compares what reports say; see `sayso.run.stores`.
    """

    def __init__(self, path: str | Path, *, settings: Settings, reconciler: Reconciler) -> None:
        super().__init__(Path(path), settings=settings)
        self._reconciler = reconciler

    # ---- reports in -------------------------------------------------------------------------------------------------

    def add(self, results: Iterable[Record | Rejected], *, doing: str = "add") -> Added:
        """Keep what is new among coded reports, batch by batch, then bring happenings up to date.

        Each batch is there as a whole or not at all; whoever is interrupted adds the same reports again.

        Args:
            results: What a coder gives; they may come slowly.
            doing: What the run is called in the table of runs.

        Returns:
            What was added.

        Raises:
            StoreBusy: Another process is writing.
        """

        def kept(connection: duckdb.DuckDBPyConnection, batch: int, items: Sequence[Record | Rejected]) -> Added:
            return keeping.keep(connection, items, reconciler=self._reconciler, batch=batch, added=now())

        return self._written(results, kept, doing=doing)

    def add_codings(self, recoded: Iterable[tuple[int, Record]]) -> Added:
        """Keep new codings beside the old ones, as `(version, record)` of reports that `outdated` gave."""

        def kept(connection: duckdb.DuckDBPyConnection, batch: int, items: Sequence[tuple[int, Record]]) -> Added:
            return keeping.keep_codings(connection, items, reconciler=self._reconciler, batch=batch, added=now())

        return self._written(recoded, kept, doing="recode")

    def contents(self) -> set[bytes]:
        """The digests of all versions that are kept, for `arriving.is_known`; none where there is no store yet."""
        if not self.path.exists():
            return set()
        with self._reading() as connection:
            return arriving.contents(connection)

    def outdated(self, versions: Versions) -> Iterator[tuple[int, Report]]:
        """Every version of a report whose newest coding was made by others than these versions, with its number."""
        made_by = f"{versions.sayso}/{versions.model}/{versions.codebook}/{versions.gazetteer}"
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT report, version FROM kept.coded WHERE coded_until IS NULL AND coder <> ? ORDER BY coding",
                [made_by],
            ).fetchall()
        for start in range(0, len(rows), self._settings.store_batch):
            yield from self._texts(rows[start : start + self._settings.store_batch])

    def _texts(self, places: Sequence[tuple[str, int]]) -> list[tuple[int, Report]]:
        with self._reading() as connection:
            rows = connection.execute(
                """SELECT version, report, text, title, published, outlet, url, language, byline FROM kept.reports
                WHERE (report, version) IN (SELECT (unnest(?::VARCHAR[]), unnest(?::BIGINT[])))""",
                [[report for report, _ in places], [version for _, version in places]],
            ).fetchall()
        found = {(row[1], row[0]): Report(*row[1:]) for row in rows}
        return [(version, found[report, version]) for report, version in places]

    def export(self, path: str | Path, *, format: str, **given: Any) -> Loss:
        """Write rows in a format that others read, and beside it, as `PATH.loss.json`, what that format cannot say.

        Args:
            path: The file, or for Parquet the folder, to write.
            format: One of `sayso.store.exports.exporting.HOMES`: gdelt, icews, acled …
            **given: Filters of the rows that the format holds: events, happenings, disputes or reports.

        Returns:
            How many rows were written and left out, and in how many each field is lost.

        Raises:
            UsageError: There is no such format, or the path cannot be written.
            BadFilter: The rows have no such filter.
        """
        with self._reading() as connection:
            return exporting.export(connection, Path(path), format=format, given=given)

    # ---- audits -----------------------------------------------------------------------------------------------------

    def draw(self, *, by: Sequence[str] = ("type", "status"), size: int = 200, seed: int = 0, **given: Any) -> Draw:
        """Draw a stratified sample of events for people to judge, and keep it.

        Args:
            by: What to stratify by, of `sayso.store.auditing.STRATA`.
            size: How many events.
            seed: Another one draws other events.
            **given: Filters of events.

        Raises:
            UsageError: It cannot be stratified by that, or no event fits.
        """
        with Writer(self.path, settings=self._settings, makes=False) as writer, writer.transaction() as connection:
            made, rows = auditing.draw(connection, by=by, size=size, seed=seed, given=given)
            batch = self._begin(connection, "audit: draw")
            return auditing.keep(connection, made, rows, at=now(), batch=batch)

    def drawn(self, draw: str | None = None) -> tuple[Drawn, ...]:
        """The events of a sample (the latest, if not said) with what people found of each so far."""
        with self._reading() as connection:
            return auditing.items(connection, draw)

    def label(self, verdicts: Iterable[tuple[int, str, str]], *, draw: str | None = None, by: str | None = None) -> int:
        """Keep what a person found: `(number of the event, field, right | wrong | unsure)`; the newest counts.

        Returns:
            How many verdicts are new.

        Raises:
            UnknownRow: There is no such sample, or no such event in it.
            UsageError: There is no such field or verdict.
        """
        with Writer(self.path, settings=self._settings, makes=False) as writer, writer.transaction() as connection:
            known = auditing.items(connection, draw)
            batch = next_number(connection, "batch", "batches")
            rows = list(auditing.judged(known, verdicts, by=by, at=now(), batch=batch))
            if rows:
                append(connection, "labels", rows)
                self._note(connection, "audit: label", batch=batch)
            return len(rows)

    def precision(self, draw: str | None = None) -> tuple[Precision, ...]:
        """How often each field was right, over all events and by type, status and outlet, with intervals at 95 %."""
        return auditing.report(self.drawn(draw))

    # ---- what people decide -----------------------------------------------------------------------------------------

    def retract(self, report: str, *, reason: str, at: str | None = None) -> bool:
        """Mark a report as retracted; its rows stay, and what leaned on it shows it.

        Args:
            report: Its key or its URL.
            reason: Why, in a few words.
            at: Since when, an ISO date or date-time; now, if not said.

        Returns:
            Whether it stood until now; a report that was retracted before is left as it is.

        Raises:
            UnknownRow: There is no such report.
            UsageError: There is no reason, or the report was not published yet then.
        """
        if not reason.strip():
            raise UsageError("a retraction needs a reason", hint="--reason 'corrected by the paper on 3 May'")
        moment = now() if at is None else start_of(at)
        with Writer(self.path, settings=self._settings, makes=False) as writer, writer.transaction() as connection:
            key = deciding.report_key(connection, report)
            if not deciding.is_standing(connection, key, moment):
                return False
            batch = self._begin(connection, "retract")
            row = {"report": key, "retracted": moment, "reason": reason, "batch": batch}
            append(connection, "retractions", [row])
            Weaver(connection, self._reconciler, batch).weave(reports=[key])
        return True

    def merge(self, *happenings: str, reason: str | None = None, by: str | None = None) -> Decision:
        """Rule that happenings are one. Kept, respected from now on, and taken back by `undo`.

        Raises:
            UnknownRow: There is no such happening.
            UsageError: There are fewer than two of them.
        """
        return self._decide(lambda connection: deciding.merging(connection, happenings), reason=reason, by=by)

    def split(
        self, happening: str, tellings: Iterable[str], *, reason: str | None = None, by: str | None = None
    ) -> Decision:
        """Rule that some tellings of a happening are of another one.

        Args:
            happening: Its id.
            tellings: Ids of tellings, or keys of reports, which stand for all their tellings in it.
            reason: Why.
            by: Who says so.

        Raises:
            UnknownRow: The happening is not known, or the tellings are not in it.
            UsageError: No telling, or all of them.
        """
        wanted = tuple(tellings)
        return self._decide(lambda connection: deciding.splitting(connection, happening, wanted), reason=reason, by=by)

    def undo(self, decision: str, *, reason: str | None = None, by: str | None = None) -> Decision:
        """Take a split or merge back; the decision itself stays on record.

        Raises:
            UnknownRow: There is no such decision.
            UsageError: It was undone before, or is an undo itself.
        """
        return self._decide(lambda connection: deciding.undoing(connection, decision), reason=reason, by=by)

    def reconcile(self, *, everything: bool = False) -> int:
        """Bring happenings up to date with all reports; gives how many were written anew.

        Args:
            everything: Compare all again, as after a new version of Sayso, and not only what is new.
        """
        with Writer(self.path, settings=self._settings, makes=False) as writer:
            written = self._weave(writer, "reconcile")
            return written + (self._weave_all(writer) if everything else 0)

    def _decide(
        self,
        make: Callable[[duckdb.DuckDBPyConnection], deciding.Ruling],
        *,
        reason: str | None,
        by: str | None,
    ) -> Decision:
        with Writer(self.path, settings=self._settings, makes=False) as writer, writer.transaction() as connection:
            ruling = make(connection)
            batch = self._begin(connection, ruling.choice)
            decision = deciding.write(connection, ruling, batch=batch, at=now(), reason=reason, by=by)
            Weaver(connection, self._reconciler, batch).weave(seeds=(*ruling.tellings, *ruling.others, *ruling.seeds))
        return decision

    # ---- batches ----------------------------------------------------------------------------------------------------

    def _written(
        self,
        items: Iterable[Item],
        kept: Callable[[duckdb.DuckDBPyConnection, int, Sequence[Item]], Added],
        *,
        doing: str,
    ) -> Added:
        """Write the items batch by batch, each in a transaction of its own, then weave."""
        total = Added()
        with Writer(self.path, settings=self._settings) as writer:
            run: int | None = None
            for batch_items in _batches(items, self._settings.store_batch):
                with writer.transaction() as connection:
                    batch = next_number(connection, "batch", "batches")
                    done = kept(connection, batch, batch_items)
                    if done.changes:
                        run = self._note(connection, doing, batch=batch, run=run, versions=_versions(batch_items))
                    total += done
            total += Added(happenings=self._weave(writer, doing, run))
        return total

    def _weave(self, writer: Writer, doing: str, run: int | None = None) -> int:
        """Compare what has not been compared, chunk by chunk; gives how many happenings were written."""
        written = 0
        while True:
            with writer.transaction() as connection:
                weaver = Weaver(connection, self._reconciler, next_number(connection, "batch", "batches"))
                codings = weaver.pending()
                if not codings:
                    return written
                run = self._note(connection, doing, batch=weaver.batch, run=run)
                written += weaver.weave(codings)

    def _weave_all(self, writer: Writer) -> int:
        written = 0
        with writer.transaction() as connection:
            reports = [row[0] for row in connection.execute(
                "SELECT DISTINCT report FROM kept.reports ORDER BY report"
            ).fetchall()]  # fmt: skip
            weaver = Weaver(connection, self._reconciler, self._begin(connection, "reconcile: everything"))
            written += weaver.weave(reports=reports)
        return written

    def _begin(self, connection: duckdb.DuckDBPyConnection, doing: str) -> int:
        """A new run of one batch; gives the number of the batch."""
        batch = next_number(connection, "batch", "batches")
        self._note(connection, doing, batch=batch)
        return batch

    def _note(
        self,
        connection: duckdb.DuckDBPyConnection,
        doing: str,
        *,
        batch: int,
        run: int | None = None,
        versions: Versions | None = None,
    ) -> int:
        """Write down a batch, and the run that it is the first of; gives the number of the run."""
        from sayso import __version__

        moment = now()
        if run is None:
            run = next_number(connection, "run", "runs")
            made_by = {name: getattr(versions, name, None) for name in ("model", "codebook", "gazetteer")}
            row = {"run": run, "started": moment, "doing": doing, "sayso": __version__, **made_by}
            append(connection, "runs", [row])
        append(connection, "batches", [{"batch": batch, "run": run, "written": moment, "note": doing}])
        return run


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of at most `size`, shorter where they come slowly."""
    held: list[Item] = []
    started = monotonic()
    for item in items:
        held.append(item)
        if len(held) == size or monotonic() - started > PATIENCE:
            yield held
            held, started = [], monotonic()
    if held:
        yield held


def _versions(items: Sequence[object]) -> Versions | None:
    """What made the first record among the items."""
    for item in items:
        record = item[1] if isinstance(item, tuple) else item
        if isinstance(record, Record):
            return record.versions
    return None
