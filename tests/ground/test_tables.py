"""Records survive the way to Arrow and back, whole and in order."""

from __future__ import annotations

import io
from dataclasses import fields, replace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.ground import tables
from sayso.ground.columns import COLUMNS
from sayso.ground.errors import RecordError
from sayso.ground.records import (
    Claim,
    Entity,
    Event,
    Party,
    Place,
    Quantity,
    Record,
    Rejected,
    Report,
    Source,
    Span,
    Time,
    Versions,
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
offsets = st.integers(0, 2**40)
numbers = st.floats(allow_nan=False)
spans = st.builds(Span, offsets, offsets, words)


def few(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(items, max_size=2).map(tuple)


def maybe(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), items)


flat_places = st.builds(
    Place, spans, maybe(offsets), maybe(words), maybe(numbers), maybe(numbers), maybe(words), maybe(words), maybe(words)
)
places = st.builds(lambda place, rivals: replace(place, candidates=rivals), flat_places, few(flat_places))
times = st.builds(Time, spans, maybe(words), maybe(words), maybe(words), maybe(words))
sources = st.builds(Source, spans, maybe(words), words)
parties = st.builds(Party, spans, maybe(words))
figures = st.dictionaries(words, st.builds(Quantity, offsets, spans), max_size=2)
events = st.builds(
    Event, id=words, type=words, mode=maybe(words), contexts=few(words), status=words, historical=st.booleans(),
    anchor=spans, sentence=spans, actors=few(parties), recipients=few(parties), place=maybe(places), time=maybe(times),
    quantities=figures, sources=few(sources), score=numbers, quad=words, probability=numbers,
    why_null=st.dictionaries(words, words, max_size=2),
)  # fmt: skip
claims = st.builds(
    Claim, id=words, source=maybe(spans), cue=maybe(spans), content=few(spans), stance=words, speaker=maybe(words),
    kind=words, quoted=st.booleans(), events=few(words),
)  # fmt: skip
entities = st.builds(
    Entity, id=words, name=words, kind=words, mentions=few(spans), wikidata=maybe(words), country=maybe(words),
    sectors=few(words), office=maybe(words),
)  # fmt: skip
reports = st.builds(Report, words, words, maybe(words), maybe(words), maybe(words), maybe(words), maybe(words))
whole = st.builds(
    Record, report=reports, events=few(events), claims=few(claims), entities=few(entities), times=few(times),
    places=few(places), loaded=few(spans), versions=maybe(st.builds(Versions, words, words, words, words)),
)  # fmt: skip
rejected = st.builds(Rejected, words, words, words, words)
batches = st.tuples(
    st.lists(whole, max_size=3, unique_by=lambda record: record.report.id), st.lists(rejected, max_size=2)
)

RECORD = Record(
    report=Report("r1", "Police held two men."),
    events=(), claims=(), entities=(), times=(Time(Span(0, 6, "Police")),), places=(), loaded=(),
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(batches)
def test_records_survive_arrow(batch: tuple[list[Record], list[Rejected]]) -> None:
    records, refused = batch
    assert tables.from_tables(tables.to_tables([*refused, *records])) == [*records, *refused]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=20)
@given(whole)
def test_records_survive_parquet(record: Record) -> None:
    kept: dict[tables.Name, pa.Table] = {}
    for name, table in tables.to_tables([record]).items():
        file = io.BytesIO()
        pq.write_table(table, file)
        kept[name] = pq.read_table(io.BytesIO(file.getvalue()))
        assert kept[name].schema.equals(table.schema)
        assert [(field.metadata or {})[b"meaning"] for field in kept[name].schema] == [
            (field.metadata or {})[b"meaning"] for field in table.schema
        ]
    assert tables.from_tables(kept) == [record]


@pytest.mark.parametrize("name", tables.NAMES)
def test_a_table_without_rows_keeps_its_schema(name: tables.Name) -> None:
    empty = tables.to_table(name, [])
    assert empty.num_rows == 0
    assert empty.schema.equals(tables.schema(name))


@pytest.mark.parametrize("name", tables.NAMES)
def test_each_column_carries_its_meaning(name: tables.Name) -> None:
    meanings = {field.name: (field.metadata or {})[b"meaning"].decode() for field in tables.schema(name)}
    assert meanings == COLUMNS[name]


@pytest.mark.parametrize(("name", "record"), [("events", Event), ("claims", Claim), ("entities", Entity)])
def test_a_table_has_every_field_of_its_record(name: tables.Name, record: Any) -> None:
    assert tables.schema(name).names == ["report", *(field.name for field in fields(record))]


def test_a_field_that_is_never_empty_is_not_nullable() -> None:
    events_schema = tables.schema("events")
    assert not events_schema.field("status").nullable
    assert events_schema.field("mode").nullable


def test_an_unknown_table_names_the_near_one() -> None:
    with pytest.raises(RecordError, match="did you mean events"):
        tables.to_table("event", [])  # type: ignore[arg-type]


def test_two_reports_of_one_id_cannot_be_told_apart() -> None:
    with pytest.raises(RecordError, match="two reports have one id: 'r1'"):
        tables.from_tables(tables.to_tables([RECORD, RECORD]))


def test_a_row_without_its_report_is_refused() -> None:
    with pytest.raises(RecordError, match="belongs to no report: 'r1'"):
        tables.from_tables({"times": tables.to_table("times", [RECORD])})


def test_a_missing_column_is_named() -> None:
    with pytest.raises(RecordError, match="lacks a column: 'granularity'"):
        tables.from_tables({"times": tables.to_table("times", [RECORD]).drop_columns(["granularity"])})


def test_a_lone_surrogate_is_refused_with_the_way_out() -> None:
    torn = replace(RECORD, report=Report("r1", "Police \ud83d held two men."))
    with pytest.raises(RecordError, match=r"surrogates.*read the report again"):
        tables.to_tables([torn])
