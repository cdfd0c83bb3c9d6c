"""Filters, clocks and forms of what a store answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reconciled import ToyReconciler
from sayso.ground.errors import BadFilter, UnknownCode
from sayso.ground.filters import ROW_KINDS, of_kind
from sayso.ground.settings import settings
from sayso.store.asking import question
from sayso.store.filters import checked
from sayso.store.sheets import to_csv, to_json_lines, to_parquet
from sayso.store.store import Store
from specimens import shelling
from tellers import says, told

REPORTS = (
    told("a", "Troops shelled Dvir", dead=3),
    told("d", "Guards released Kim", day="2020-10-28", published="2020-10-29"),
    told("b", "Rebels shelled Dvir", outlet="Blade", published="2020-10-26", dead=5, status="denied"),
    told("c", "Police arrested Kim", published="2020-10-27", day=None, probability=0.4), shelling(),
    says("f", "Mayor said Smith won", published="2020-10-26"), says("g", "Council said Brown won", outlet="Blade"),
)  # fmt: skip


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store that is only read."""
    path = tmp_path_factory.mktemp("asked") / "store.duckdb"
    store = Store(path, settings=settings({}), reconciler=ToyReconciler())
    store.add(REPORTS)
    return store


def reports_of(rows: Any) -> list[str]:
    return sorted(row.report for row in rows)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"actor": "troop"}, ["a", "r1", "r1"]), ({"actor": "K-Police"}, ["c"]), ({"recipient": "KIM"}, ["c", "d"]),
        ({"actor": ["Rebels", "Guards"]}, ["b", "d"]), ({"country": "xxb", "type": "ASSAULT"}, ["a", "b"]),
        ({"sector": "MIL", "status": "denied"}, ["b", "r1"]), ({"mode": "arrest"}, ["c"]), ({"type": "retreat"}, ["d"]),
        ({"source": "Villagers"}, ["r1"]), ({"source_kind": "witness"}, ["r1"]), ({"outlet": "blade"}, ["b"]),
        ({"place": "Dvír", "outlet": "lamp"}, ["a", "r1"]), ({"place": "123"}, ["a", "b", "r1"]),
        ({"since": "2020-10-25"}, ["d", "r1"]), ({"until": "2020-10-24"}, ["a", "b"]), ({"since": "2021"}, []),
        ({"since": "2020-10", "until": "2020-10", "type": "ASSAULT"}, ["a", "b", "r1"]),
        ({"probability": 0.5, "mode": "arrest"}, []),
        ({"as_of": "2020-10-25"}, ["a"]), ({"as_of": "2020-10-24"}, []), ({"report": "b"}, ["b"]),
        ({"coder": "toy-9"}, []),
    ],
    ids=str,
)  # fmt: skip
def test_events_are_filtered(full: Store, given: dict[str, Any], expected: list[str]) -> None:
    assert reports_of(full.events(**given)) == expected


@pytest.mark.parametrize(
    ("kind", "given", "count"),
    [
        ("happenings", {"actor": "Troops", "min_origins": 2}, 1),
        ("happenings", {"status": "denied", "place": "dvir"}, 1),
        ("happenings", {"since": "2020-10-28"}, 1), ("happenings", {"report": "a"}, 1),
        ("happenings", {"min_origins": 3}, 0),
        ("happenings", {"as_of": "2020-10-26", "country": "XXB", "min_origins": 2}, 1),
        ("happenings", {"as_of": "2020-10-01"}, 0),
        ("disputes", {"question": "winner"}, 1), ("disputes", {"type": "ASSAULT", "actor": "rebels"}, 1),
        ("disputes", {"as_of": "2020-10-25"}, 0), ("disputes", {"source": "council"}, 1),
        ("numbers", {"quantity": "dead", "actor": "rebels"}, 1), ("numbers", {"quantity": "injured"}, 0),
        ("situations", {"condition": "detained"}, 1), ("situations", {"condition": "sanctioned"}, 0),
        ("situations", {"since": "2020-10-28"}, 1), ("situations", {"since": "2020-10-29"}, 0),
        ("situations", {"until": "2020-10"}, 0),  # nobody says when it began
        ("situations", {"recipient": "kim", "as_of": "2020-10-26"}, 0),
        ("claims", {"stance": "denies", "source": "ministry"}, 1), ("claims", {"source_kind": "official"}, 4),
        ("entities", {"name": "dvir"}, 2), ("entities", {"country": "XXA", "sector": "GOV"}, 2),
        ("reports", {"outlet": "blade"}, 2), ("reports", {"since": "2020-10-27", "until": "2020-10-28"}, 1),
    ],
    ids=str,
)  # fmt: skip
def test_other_rows_are_filtered(full: Store, kind: Any, given: dict[str, Any], count: int) -> None:
    assert len(full.ask(kind, **given)) == count


def test_members_are_those_known_at_the_time(full: Store) -> None:
    def members(**given: Any) -> list[list[str]]:
        return [
            [member["report"] for member in row.members]
            for row in full.happenings(place="Dvir", min_origins=1, **given)
        ]

    assert ["a", "b"] in members()
    assert members(as_of="2020-10-25") == [["a"]]


def test_a_range_is_of_the_figures_known_at_the_time(full: Store) -> None:
    def ranges(**given: Any) -> list[tuple[int, int, int]]:
        return [(row.low, row.high, row.latest) for row in full.numbers(actor="Rebels", **given)]

    assert ranges() == [(3, 5, 5)]
    assert ranges(as_of="2020-10-25") == [(3, 3, 3)]


def test_a_situation_is_open_until_its_end_is_told(full: Store) -> None:
    assert [row.until for row in full.situations(as_of="2020-10-28")] == [None]
    assert [row.until for row in full.situations()] == ["2020-10-28"]


def test_a_limit_says_when_it_cuts(full: Store) -> None:
    rows = full.events(limit=2)
    assert (len(rows), rows.is_cut) == (2, True)
    assert not full.events(limit=100).is_cut


@pytest.mark.parametrize(
    ("given", "error", "hint"),
    [
        ({"actr": "x"}, BadFilter, "did you mean actor"), ({"type": "PROTST"}, UnknownCode, "did you mean PROTEST"),
        ({"as_of": "yesterday"}, BadFilter, "2020-10-24"), ({"since": "2020-13"}, BadFilter, "2020-10"),
        ({"probability": 2}, BadFilter, "0 to 1"), ({"min_origins": 1}, BadFilter, "one of|did you mean"),
        ({"mode": "arest"}, UnknownCode, "did you mean arrest"),
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_filter_is_told_with_the_way_out(full: Store, given: dict[str, Any], error: type, hint: str) -> None:
    with pytest.raises(error, match=hint):
        full.events(**given)


VALUES: dict[str, Any] = {
    "texts": "x'; DROP TABLE kept.events; --", "moment": "2020-10-24", "day": "2020-10-24", "count": 7777,
    "probability": 0.7777, "flag": True,
}  # fmt: skip


@pytest.mark.parametrize("kind", ROW_KINDS)
def test_every_value_is_bound_and_none_is_written_into_the_query(kind: Any) -> None:
    given = {one.name: VALUES[one.takes] for one in of_kind(kind) if one.takes != "codes"}
    query, values = question(kind, checked(kind, given), limit=5)
    assert query.count("?") == len(values)
    assert "DROP" not in query
    assert "7777" not in query
    assert "2020-10" not in query


@pytest.mark.parametrize("kind", ROW_KINDS)
def test_every_filter_of_every_kind_of_rows_runs(full: Store, kind: Any) -> None:
    sample = {
        "country": "XXA", "sector": "MIL", "type": "ASSAULT", "mode": "arrest", "context": "military",
        "status": "denied",
        "source_kind": "official", "stance": "denies", "question": "done", "condition": "detained", "quantity": "dead",
    }  # fmt: skip
    given = {one.name: sample.get(one.name, VALUES.get(one.takes)) for one in of_kind(kind)}
    assert len(full.ask(kind, limit=3, **given)) == 0


def test_the_rows_go_to_arrow_pandas_and_polars(full: Store) -> None:
    rows = full.events()
    assert rows.to_arrow().num_rows == len(rows) == 7
    assert list(rows.to_pandas()["type"]) == [row.type for row in rows]
    polars = pytest.importorskip("polars")
    assert isinstance(rows.to_polars(), polars.DataFrame)


def test_a_row_is_a_frozen_record(full: Store) -> None:
    row = next(iter(full.reports(report="a")))
    assert row.known_since == "2020-10-25T00:00:00"
    with pytest.raises(AttributeError):
        row.report = "b"


def test_rows_are_written_as_csv_json_lines_and_parquet(full: Store, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    rows = full.happenings(actor="Rebels")
    head, line = to_csv(rows)
    assert head.startswith("id,known_since,known_until,standing,type,mode")
    assert "Rebels; Troops" in line
    (found,) = (json.loads(line) for line in to_json_lines(rows))
    assert {(one["report"], one["start"], one["end"]) for one in found["members"]} == {("a", 7, 14), ("b", 7, 14)}
    path = tmp_path / "rows.parquet"
    path.write_bytes(to_parquet(rows))
    assert pq.read_table(path).num_rows == 1


def test_a_cell_that_a_spreadsheet_would_run_is_defused(make_store: Callable[..., Store]) -> None:
    store = make_store()
    store.add([told("=1+1", "Troops shelled Dvir")])
    assert list(to_csv(store.reports()))[1].startswith("'=1+1,")


def test_sql_binds_its_values(full: Store) -> None:
    rows = full.sql("SELECT report FROM events WHERE type = ? ORDER BY report", ["RETREAT"])
    assert [row.report for row in rows] == ["d"]
