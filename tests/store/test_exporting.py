"""Every export is read by others, says nothing that no report said, and counts what it cannot say."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from reconciled import ToyReconciler
from sayso.ground.errors import BadFilter, UsageError
from sayso.ground.records import Party, Place, Record, Source, Time
from sayso.ground.settings import settings
from sayso.store.exports import cells
from sayso.store.exports.exporting import HOMES, format_named
from sayso.store.exports.fields import FIELDS
from sayso.store.store import Store
from specimens import at, shelling
from tellers import says, told

NASTY = '=cmd|"/C calc"!A0\t\n\x00\x1b[31m\u202e<script>alert(1)</script>;"\''
TABLES = ("acled", "gdelt", "icews", "polecat", "ucdp")


def nasty() -> Record:
    """A report each of whose values tries to break out of the file that it is written to."""
    text = f"{NASTY} shelled Dvir"
    span = at(text, NASTY)
    change: dict[str, Any] = {
        "actors": (Party(span, "x1"),), "sources": (Source(span, "x1", "named"),), "anchor": at(text, "shelled"),
        "place": Place(at(text, "Dvir"), 7, NASTY, 1.25, 2.25, "XXB", NASTY, "city"),
        "time": Time(span, "2020-10-23", "2020-10-23", "2020-10-23", "day"),
    }  # fmt: skip
    record = told("nasty", text, outlet=NASTY, url="javascript:alert(1)", dead=2, **change)
    return replace(record, entities=tuple(replace(one, name=NASTY) for one in record.entities))


REPORTS = (
    told("a", "Troops shelled Dvir", dead=3, published="2020-10-25T06:30:00Z", url="https://lamp.example/a"),
    told("b", "Rebels shelled Dvir", outlet="Blade", published="2020-10-26", dead=5, status="denied"),
    told("c", "Police arrested Kim", published="2020-10-27", day=None),
    told("d", "Guards released Kim", day="2020-10-28", published="2020-10-29", status="wanted"),
    told("e", "Crowds shelled Arna", day="2020-10-20", published="2020-10-21", status="possible"),
    says("f", "Mayor said Smith won", published="2020-10-26"), says("g", "Council said Brown won", outlet="Blade"),
    shelling(), nasty(),
)  # fmt: skip


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store that is only read."""
    path = tmp_path_factory.mktemp("exported") / "store.duckdb"
    store = Store(path, settings=settings({}), reconciler=ToyReconciler())
    store.add(REPORTS)
    return store


def tabbed(path: Path, *, head: bool) -> list[list[str]]:
    lines = path.read_text("utf-8").split("\n")[:-1]
    return [line.split("\t") for line in lines[1 if head else 0 :]]


def dicts(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


# ---- all of them ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOMES)
def test_a_format_says_only_fields_that_there_are(name: str) -> None:
    wanted = format_named(name)
    assert wanted.name == name
    assert set(wanted.says) <= set(FIELDS[wanted.rows])
    assert set(wanted.why) <= set(FIELDS[wanted.rows])
    assert wanted.columns
    assert all(wanted.columns.values())


@pytest.mark.parametrize("name", HOMES)
def test_every_row_is_written_or_counted(full: Store, tmp_path: Path, name: str) -> None:
    path = tmp_path / "out"
    loss = full.export(path, format=name)
    wanted = format_named(name)
    assert loss.written + sum(loss.left_out.values()) == len(full.ask(wanted.rows)) > 1
    said = json.loads((tmp_path / "out.loss.json").read_text("utf-8"))
    assert said == loss.to_json()
    assert all(0 < one["rows"] <= loss.written and one["meaning"] for one in said["lost"].values())
    assert not set(said["lost"]) & set(wanted.says)
    assert f"{loss.written} {wanted.rows} written as {name}" in "\n".join(loss.lines())


@pytest.mark.parametrize("name", HOMES)
def test_nothing_is_left_where_writing_fails(full: Store, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        full.export(tmp_path / "missing" / "out", format=name)
    assert list(tmp_path.iterdir()) == []


def test_a_status_field_is_lost_where_the_format_has_none(full: Store, tmp_path: Path) -> None:
    lost = full.export(tmp_path / "out", format="icews").lost
    assert lost["status"] == lost["sources"] == lost["probability"] > 0
    assert lost["why_null"] < lost["status"]


def test_an_unknown_format_or_filter_is_told_with_the_way_out(full: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="did you mean gdelt"):
        full.export(tmp_path / "out", format="gdlet")
    with pytest.raises(BadFilter, match="no such filter"):
        full.export(tmp_path / "out", format="icews", min_origins=2)
    with pytest.raises(UsageError, match="as_of"):
        full.export(tmp_path / "out", format="icews", history=True)


def test_filters_and_clocks_hold(full: Store, tmp_path: Path) -> None:
    assert full.export(tmp_path / "a", format="geojson", status="denied").written == 2
    assert full.export(tmp_path / "b", format="geojson", as_of="2020-10-25").written == 3
    assert full.export(tmp_path / "c", format="gdelt", country="QQQ").written == 0


# ---- nothing becomes an act -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["icews", "polecat"])
def test_what_was_not_done_is_left_out_and_said(full: Store, tmp_path: Path, name: str) -> None:
    path = tmp_path / "out"
    loss = full.export(path, format=name)
    stories = path.read_text("utf-8")
    assert "Rebels" not in stories
    assert "Guards" not in stories
    assert "Crowds" not in stories
    assert "Troops" in stories
    found = {reason.partition(":")[0].partition(",")[0]: count for reason, count in loss.left_out.items()}
    assert (found["denied"], found["wanted"], found["possible"]) == (2, 1, 1)


@pytest.mark.parametrize("name", ["gdelt", "acled", "ucdp", "schema-event"])
def test_a_happening_is_told_by_those_who_have_it_as_done(full: Store, tmp_path: Path, name: str) -> None:
    path = tmp_path / "out"
    loss = full.export(path, format=name)
    text = path.read_text("utf-8")
    assert "Troops" in text
    assert "Rebels" not in text
    assert "Guards" not in text
    assert sum(loss.left_out.values()) >= 2
    assert loss.lost["denials"] == 1


def test_plover_marks_what_was_not_done(full: Store, tmp_path: Path) -> None:
    path = tmp_path / "out"
    full.export(path, format="plover")
    found = {one["id"].partition("@")[0]: one["mode"] for one in map(json.loads, path.read_text("utf-8").splitlines())}
    assert found["b"][-1] == "negation"
    assert found["d"][-1] == found["e"][-1] == "hypothetical"
    assert found["a"] == ["heavy-weapons"]


# ---- tables ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "columns"), [("gdelt", 61), ("icews", 20), ("polecat", 39), ("acled", 31), ("ucdp", 49)]
)
def test_tables_have_the_columns_of_their_community(full: Store, tmp_path: Path, name: str, columns: int) -> None:
    import pandas as pd

    path = tmp_path / "out"
    loss = full.export(path, format=name)
    names = list(format_named(name).columns)
    assert len(names) == columns
    frame = pd.read_csv(
        path, sep="," if name in ("acled", "ucdp") else "\t", names=names if name == "gdelt" else None,
        header=None if name == "gdelt" else 0,
    )  # fmt: skip
    assert list(frame.columns) == names
    assert len(frame) == loss.written > 0


@pytest.mark.parametrize("name", TABLES)
def test_hostile_values_are_inert_in_tables(full: Store, tmp_path: Path, name: str) -> None:
    path = tmp_path / "out"
    full.export(path, format=name)
    for one in tmp_path.iterdir():
        if one.name.endswith(".loss.json"):
            continue
        text = one.read_text("utf-8")
        assert not set(text) & {"\x00", "\x1b", "\u202e"}
        delimiter = "," if name in ("acled", "ucdp") else "\t"
        rows = list(csv.reader(text.splitlines(), delimiter=delimiter))
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if cell[:1] in "=+@" and cell]
        assert "javascript:" not in text
        assert any("cmd|" in cell for row in rows for cell in row)


def test_gdelt_leaves_empty_what_is_not_known(full: Store, tmp_path: Path) -> None:
    path = tmp_path / "out"
    full.export(path, format="gdelt")
    names = list(format_named("gdelt").columns)
    rows = [dict(zip(names, row, strict=True)) for row in tabbed(path, head=False)]
    arrest = next(row for row in rows if row["EventCode"] == "173")
    assert [arrest[name] for name in ("Day", "MonthYear", "Year", "ActionGeo_Lat", "AvgTone", "SOURCEURL")] == [""] * 6
    shelled = next(row for row in rows if row["Actor1Name"] == "Troops")
    assert (shelled["Day"], shelled["EventRootCode"], shelled["QuadClass"]) == ("20201024", "19", "4")
    assert (shelled["ActionGeo_Lat"], shelled["ActionGeo_Type"], shelled["SOURCEURL"]) == (
        "1.5", "4", "https://lamp.example/a",
    )  # fmt: skip


def test_gdelt_mentions_are_of_events_that_are_there(full: Store, tmp_path: Path) -> None:
    path = tmp_path / "out"
    full.export(path, format="gdelt")
    events = {row[0]: row for row in tabbed(path, head=False)}
    mentions = tabbed(tmp_path / "out.mentions.csv", head=False)
    assert {len(row) for row in mentions} == {16}
    assert {row[0] for row in mentions} == set(events)
    known = next(row for row in mentions if row[5] == "https://lamp.example/a")
    assert (known[2], known[3], known[9], known[11]) == ("20201025063000", "1", "7", "91")
    assert {row[2] for row in mentions if row[5] != "https://lamp.example/a"} == {""}


def test_ucdp_gives_a_range_and_no_verdict(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.duckdb", settings=settings({}), reconciler=ToyReconciler())
    store.add([told("a", "Troops shelled Dvir", dead=3), told("b", "Troops shelled Dvir", dead=5, outlet="Blade"),
               told("c", "Troops shelled Dvir", day="2020-10-20", dead=4)])  # fmt: skip
    store.export(tmp_path / "out.csv", format="ucdp")
    found = {(row["low"], row["best"], row["high"], row["deaths_civilians"]) for row in dicts(tmp_path / "out.csv")}
    assert found == {("3", "", "5", ""), ("4", "4", "4", "")}
    store.export(tmp_path / "acts.csv", format="acled")
    assert {row["fatalities"] for row in dicts(tmp_path / "acts.csv")} == {"", "4"}


# ---- other readers --------------------------------------------------------------------------------------------------


def test_geojson_has_points_or_none(full: Store, tmp_path: Path) -> None:
    path = tmp_path / "out.geojson"
    full.export(path, format="geojson")
    features = json.loads(path.read_text("utf-8"))["features"]
    points = {tuple(one["geometry"]["coordinates"]) for one in features if one["geometry"]}
    assert points == {(2.5, 1.5), (2.25, 1.25)}
    assert [one["properties"]["status"] for one in features if one["id"].startswith("b@")] == ["denied"]
    shapely = pytest.importorskip("shapely.geometry")
    assert all(shapely.shape(one["geometry"]).is_valid for one in features if one["geometry"])


def test_networkx_reads_the_graph(full: Store, tmp_path: Path) -> None:
    networkx = pytest.importorskip("networkx")
    path = tmp_path / "out.graphml"
    loss = full.export(path, format="graphml")
    graph = networkx.read_graphml(path)
    acts = {name: said for name, said in graph.nodes(data=True) if said["kind"] == "act"}
    assert len(acts) == loss.written
    denied = [name for name, said in acts.items() if said["report"] == "b"]
    assert acts[denied[0]]["status"] == "denied"
    roles = {(start, said["role"]) for start, _, said in graph.in_edges(denied[0], data=True)}
    assert roles <= {("actor K-Rebels", "actor"), ("actor K-Rebels", "source")}
    assert roles


def test_the_graph_is_xml_whatever_reports_say(full: Store, tmp_path: Path) -> None:
    path = tmp_path / "out.graphml"
    full.export(path, format="graphml")
    assert ET.parse(path).getroot().tag.endswith("graphml")
    assert "<script" not in path.read_text("utf-8")


@pytest.mark.parametrize("name", ["schema-event", "claimreview"])
def test_rdflib_reads_the_json_ld(full: Store, tmp_path: Path, name: str) -> None:
    rdflib = pytest.importorskip("rdflib")
    path = tmp_path / "out.jsonld"
    loss = full.export(path, format=name)
    graph = rdflib.Graph().parse(path, format="json-ld")
    kind = rdflib.URIRef(f"https://schema.org/{'Event' if name == 'schema-event' else 'ClaimReview'}")
    assert len(set(graph.subjects(rdflib.RDF.type, kind))) >= loss.written > 0
    assert not list(graph.objects(None, rdflib.URIRef("https://schema.org/reviewRating")))


def test_a_dispute_gives_a_review_of_each_position_without_a_rating(full: Store, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonld"
    full.export(path, format="claimreview", question="winner")
    nodes = json.loads(path.read_text("utf-8"))["@graph"]
    assert {one["claimReviewed"].rpartition(": ")[2] for one in nodes} == {"Smith", "Brown"}
    assert {one["itemReviewed"][0]["author"]["name"] for one in nodes} == {"Mayor", "Council"}
    assert all("reviewRating" not in one for one in nodes)


@pytest.mark.parametrize("name", ["geojson", "schema-event", "plover", "prodigy", "doccano", "claimreview"])
def test_json_is_inert_in_a_page_and_a_terminal(full: Store, tmp_path: Path, name: str) -> None:
    path = tmp_path / "out"
    full.export(path, format=name)
    text = path.read_text("utf-8")
    assert not set(text) & {"<", "\x00", "\x1b", "\u202e"}


def test_parquet_stands_by_day(full: Store, tmp_path: Path) -> None:
    import pyarrow.dataset as ds

    path = tmp_path / "days"
    loss = full.export(path, format="parquet")
    table = ds.dataset(path, partitioning="hive").to_table()
    assert table.num_rows == loss.written == len(full.events())
    rows = {row["report"]: row for row in table.to_pylist()}
    assert str(rows["a"]["day"]) == rows["a"]["date_from"] == "2020-10-24"
    assert rows["c"]["day"] is None
    assert rows["nasty"]["actors"] == [NASTY]
    with pytest.raises(UsageError, match="a folder"):
        full.export(path, format="parquet")


def test_sqlite_links_its_tables(full: Store, tmp_path: Path) -> None:
    path = tmp_path / "out.db"
    loss = full.export(path, format="sqlite")
    found = sqlite3.connect(path)
    assert found.execute("SELECT count(*) FROM events").fetchone() == (loss.written,)
    rows = found.execute(
        "SELECT e.status, p.name FROM events e JOIN parties p ON p.event = e.number AND p.role = 'actor' "
        "JOIN reports r ON r.id = e.report WHERE r.report = 'b'"
    ).fetchall()
    assert rows == [("denied", "Rebels")]
    assert found.execute("PRAGMA foreign_key_check").fetchall() == []
    found.close()
    sqlite_utils = pytest.importorskip("sqlite_utils")
    tables = {
        table.name: [one.other_table for one in table.foreign_keys] for table in sqlite_utils.Database(path).tables
    }
    assert tables == {"reports": [], "events": ["reports"], "parties": ["events"], "sources": ["events"]}


def lines(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text("utf-8").splitlines())


def test_spans_of_prodigy_and_doccano_cut_the_text(full: Store, tmp_path: Path) -> None:
    full.export(tmp_path / "p", format="prodigy")
    full.export(tmp_path / "d", format="doccano")
    found = {one["meta"]["report"]: one for one in lines(tmp_path / "p")}
    cut = {(one["label"], found["b"]["text"][one["start"] : one["end"]]) for one in found["b"]["spans"]}
    assert cut >= {("ASSAULT.denied", "shelled"), ("ACTOR", "Rebels"), ("RECIPIENT", "Dvir")}
    assert found["nasty"]["text"].startswith(NASTY)
    other = {one["meta"]["report"]: one for one in lines(tmp_path / "d")}
    names = {one["id"]: one for one in other["b"]["entities"]}
    assert len(names) == len(found["b"]["spans"])
    assert {names[one["from_id"]]["label"] for one in other["b"]["relations"]} == {"ASSAULT.denied"}


def test_only_addresses_of_the_web_are_followed() -> None:
    assert cells.web_address("https://a.example/b?c=d") == "https://a.example/b?c=d"
    assert cells.web_address("javascript:alert(1)") is cells.web_address("https://a b") is None
    assert cells.web_address('https://a"onload=') is None
