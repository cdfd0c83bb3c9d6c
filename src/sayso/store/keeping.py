"""Records and rejections come in; their rows are appended, in the transaction of the connection that is given.

One coding is one record of one version of a report. What reconciling needs later – tellings, statements, the sketch of
the text, the keys under which others are looked for – is worked out here, once, by the functions of a `Reconciler`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from sayso.ground.errors import RecordError
from sayso.ground.matters import Statement, Telling
from sayso.ground.records import Claim, Event, Record, Rejected
from sayso.store import layout
from sayso.store.arriving import Arrival, register
from sayso.store.histories import Spell
from sayso.store.reconciler import Reconciler
from sayso.store.rows import fetched

if TYPE_CHECKING:
    import duckdb

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Added:
    """What an addition did, in numbers of reports (`added` counts new ones and new versions), events and happenings."""

    added: int = 0
    unchanged: int = 0
    superseded: int = 0
    recoded: int = 0
    rejected: int = 0
    events: int = 0
    claims: int = 0
    happenings: int = 0

    def __add__(self, other: Added) -> Added:
        return Added(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(Added)})

    def with_unchanged(self, more: int) -> Added:
        """The same with so many more reports that the store held already."""
        return replace(self, unchanged=self.unchanged + more)

    @property
    def changes(self) -> bool:
        """Whether the store holds more than before."""
        return bool(self.added or self.recoded or self.rejected)


def hashed(key: str) -> int:
    """A 63-bit digest of a key, which takes less room than the key and is compared faster."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) >> 1


def append(connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Append rows to one table."""
    if not rows:
        return
    connection.register("arriving", layout.to_arrow(name, rows))
    connection.execute(f"INSERT INTO kept.{name} SELECT * FROM arriving")
    connection.unregister("arriving")


def next_number(connection: duckdb.DuckDBPyConnection, column: str, name: str) -> int:
    """One more than the largest number in a column of a table."""
    rows = connection.execute(f'SELECT coalesce(max("{column}"), 0) + 1 FROM kept.{name}').fetchall()
    return int(rows[0][0])


def keep(
    connection: duckdb.DuckDBPyConnection,
    results: Iterable[Record | Rejected],
    *,
    reconciler: Reconciler,
    batch: int,
    added: datetime,
) -> Added:
    """Append what is new among the results."""
    held = list(results)
    records = [item for item in held if isinstance(item, Record)]
    for record in records:
        _check_text(record)
    found = register(connection, (record.report for record in records))
    arrivals = [(found.place(record.report, added=added), record) for record in records]
    fresh = [(arrival, record) for arrival, record in arrivals if arrival is not None]
    coding = next_number(connection, "coding", "codings")
    rows: Rows = {name: [] for name in layout.TABLES}
    for number, (arrival, record) in enumerate(fresh, coding):
        _add_report(rows, arrival, added=added, batch=batch)
        _add_sketch(rows, arrival, reconciler)
        whole = replace(record, report=replace(record.report, id=arrival.key))
        _add_coding(rows, whole, arrival.version, coding=number, coded=added, batch=batch, reconciler=reconciler)
    rows["rejected"] = _new_rejections(connection, held, seen=added, batch=batch)
    for name, wanted in rows.items():
        append(connection, name, wanted)
    return Added(
        added=len(fresh), unchanged=len(records) - len(fresh),
        superseded=sum(arrival.supersedes for arrival, _ in fresh), rejected=len(rows["rejected"]),
        events=len(rows["events"]), claims=len(rows["claims"]),
    )  # fmt: skip


def _check_text(record: Record) -> None:
    """See that a report can be written as UTF-8.

    Raises:
        RecordError: Its text, id, title, outlet or URL holds lone surrogates.
    """
    report = record.report
    for said in (report.text, report.id, report.title, report.outlet, report.url):
        try:
            (said or "").encode()
        except UnicodeEncodeError as error:
            hint = "read the report again with its right encoding"
            raise RecordError("a report holds lone surrogates", value=report.id, hint=hint) from error


def keep_codings(
    connection: duckdb.DuckDBPyConnection,
    recoded: Iterable[tuple[int, Record]],
    *,
    reconciler: Reconciler,
    batch: int,
    added: datetime,
) -> Added:
    """Append new codings of versions that the store holds: `(version, record)`, the record's report under its key."""
    rows: Rows = {name: [] for name in layout.TABLES}
    first = next_number(connection, "coding", "codings")
    for number, (version, record) in enumerate(recoded, first):
        _add_coding(rows, record, version, coding=number, coded=added, batch=batch, reconciler=reconciler)
    for name, wanted in rows.items():
        append(connection, name, wanted)
    return Added(recoded=len(rows["codings"]), events=len(rows["events"]), claims=len(rows["claims"]))


def _add_report(rows: Rows, arrival: Arrival, *, added: datetime, batch: int) -> None:
    said = {one.name: getattr(arrival.report, one.name) for one in fields(arrival.report) if one.name != "id"}
    rows["reports"].append({
        "report": arrival.key, "version": arrival.version, "content": arrival.content,
        "sha256": arrival.report.sha256, "known_since": arrival.known_since, "added": added, "batch": batch, **said,
    })  # fmt: skip


def _add_sketch(rows: Rows, arrival: Arrival, reconciler: Reconciler) -> None:
    imprint = reconciler.imprint(arrival.report, key=arrival.key, version=arrival.version)
    place = {"report": arrival.key, "version": arrival.version}
    rows["imprints"].append({**place, "sketch": imprint.sketch, "credits": imprint.credits})
    rows["bands"] += [{**place, "band": hashed(band)} for band in reconciler.bands(imprint)]


def _add_coding(  # noqa: PLR0913  # all of it goes on the rows
    rows: Rows, record: Record, version: int, *, coding: int, coded: datetime, batch: int, reconciler: Reconciler
) -> None:
    key, versions = record.report.id, record.versions
    made_by = asdict(versions) if versions else dict.fromkeys(("sayso", "model", "codebook", "gazetteer"))
    told = reconciler.tellings(record, report=key, version=version, origin=key)
    spoken_of = {name: getattr(told[0], name) if told else () for name in ("countries", "names")}
    rows["codings"].append({
        "coding": coding, "report": key, "version": version, "coded": coded, "loaded": record.loaded, "batch": batch,
        **made_by, **spoken_of,
    })  # fmt: skip
    for telling in told:
        rows["events"].append(_event_row(telling, coding))
        rows["blocks"] += [
            {"block": hashed(block), "telling": telling.id, "coding": coding} for block in reconciler.blocks(telling)
        ]
    for statement in reconciler.statements(record, report=key, version=version, origin=key):
        rows["claims"].append(_claim_row(statement, coding))
    for name in ("entities", "times", "places"):
        rows[name] += [{"coding": coding, **_fields(part)} for part in getattr(record, name)]


def _fields(part: Any) -> dict[str, Any]:
    return {one.name: getattr(part, one.name) for one in fields(part)}


def _event_row(telling: Telling, coding: int) -> dict[str, Any]:
    said = telling.sentence
    return {
        "coding": coding, "telling": telling.id, **_fields(telling.event), "actor_identities": telling.actors,
        "recipient_identities": telling.recipients, "source_identities": telling.sources,
        "sentence_text": None if said == telling.event.sentence.text else said,
    }  # fmt: skip


def _claim_row(statement: Statement, coding: int) -> dict[str, Any]:
    return {
        "coding": coding, "statement": statement.id, **_fields(statement.claim), "identity": statement.speaker,
        "tellings": statement.tellings, "sentence": statement.sentence, "countries": statement.countries,
    }  # fmt: skip


def _new_rejections(
    connection: duckdb.DuckDBPyConnection, results: Iterable[Record | Rejected], *, seen: datetime, batch: int
) -> list[dict[str, Any]]:
    """A row for each rejection that the store does not hold yet."""
    unread = {item: None for item in results if isinstance(item, Rejected)}
    known = set(
        connection.execute(
            "SELECT source, code, message FROM kept.rejected WHERE source IN (SELECT unnest(?::VARCHAR[]))",
            [[item.source for item in unread]],
        ).fetchall()
    )
    return [
        {**asdict(item), "seen": seen, "batch": batch}
        for item in unread
        if (item.source, item.code, item.message) not in known
    ]


# ---- and the way back -----------------------------------------------------------------------------------------------

_TOLD = """
SELECT e.*, c.report, c.version, c.countries, c.names, r.outlet, r.published, coalesce(o.origin, c.report) AS origin
FROM kept.events e JOIN kept.codings c USING (coding) JOIN kept.reports r USING (report, version)
    LEFT JOIN kept.newest_origins o USING (report, version)
WHERE {condition}
"""
_STATED = """
SELECT m.*, c.report, c.version, r.outlet, r.published, coalesce(o.origin, c.report) AS origin
FROM kept.claims m JOIN kept.codings c USING (coding) JOIN kept.reports r USING (report, version)
    LEFT JOIN kept.newest_origins o USING (report, version)
WHERE {condition}
"""
_WHERE = ("report", "version", "outlet", "published", "origin")


def tellings(connection: duckdb.DuckDBPyConnection, condition: str, values: Sequence[object]) -> list[Telling]:
    """The tellings that a condition on `e`, `c` or `r` selects, as they were kept."""
    read = layout.readers("events")
    rows = fetched(connection, _TOLD.format(condition=condition), values).to_pylist()
    found = []
    for row in rows:
        event = Event(**{one.name: read[one.name](row[one.name]) for one in fields(Event)})
        sides: dict[str, Any] = {
            f"{side}s": read[f"{side}_identities"](row[f"{side}_identities"])
            for side in ("actor", "recipient", "source")
        }
        sentence = event.sentence.text if row["sentence_text"] is None else row["sentence_text"]
        spoken_of: dict[str, Any] = {name: tuple(row[name]) for name in ("countries", "names")}
        found.append(Telling(row["telling"], event=event, sentence=sentence, **_place(row), **sides, **spoken_of))
    return found


def statements(connection: duckdb.DuckDBPyConnection, condition: str, values: Sequence[object]) -> list[Statement]:
    """The statements that a condition on `m`, `c` or `r` selects, as they were kept."""
    read = layout.readers("claims")
    rows = fetched(connection, _STATED.format(condition=condition), values).to_pylist()
    return [
        Statement(
            row["statement"], claim=Claim(**{one.name: read[one.name](row[one.name]) for one in fields(Claim)}),
            speaker=read["identity"](row["identity"]), tellings=tuple(row["tellings"]), sentence=row["sentence"],
            countries=tuple(row["countries"]), **_place(row),
        )
        for row in rows
    ]  # fmt: skip


def _place(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in _WHERE}


def spells(connection: duckdb.DuckDBPyConnection, reports: Iterable[str]) -> dict[tuple[str, int], Spell]:
    """When each version of these reports was known."""
    rows = connection.execute(
        """SELECT report, version, known_since, known_until, standing FROM kept.spells
        WHERE report IN (SELECT unnest(?::VARCHAR[]))""",
        [sorted(set(reports))],
    ).fetchall()
    return {(report, version): Spell(since, until, standing) for report, version, since, until, standing in rows}
