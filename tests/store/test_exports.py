"""Exports carry what their format can, line by line, and count what it cannot."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from sayso.ground.records import Place, Record, Report, Span
from sayso.store.exports import COLUMNS, LOSSES, losses, to_csv, to_plover
from specimens import TEXT, bare, hostile, make_event, shelling

PLOVER_FIELDS = {
    *"id has_event date time enddate endtime actor recipient event event_loc event_text quad_code event_scale mode".split(),  # noqa: E501
    *"context link text text_info cite_info coder coded_date coded_time comment".split(),
}


def rows(*records: Record) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("\n".join(to_csv(records)), newline="")))


def objects(*records: Record) -> list[dict[str, Any]]:
    return [json.loads(line) for line in to_plover(records)]


def test_csv_gives_a_row_for_each_event_under_documented_columns() -> None:
    found = rows(shelling(), bare())
    assert [row["event_id"] for row in found] == ["e1", "e2", "e3"]
    assert list(found[0]) == list(COLUMNS)
    assert all(meaning for meaning in COLUMNS.values())


def test_csv_carries_the_chain_of_sources_nearest_first() -> None:
    row = rows(shelling())[2]
    assert row["according_to"] == "its envoy; The agency"
    assert row["source_kinds"] == "official; media"
    assert row["source_names"] == "its envoy; "
    assert (row["claim_ids"], row["claim_stances"], row["claim_cues"], row["claim_quoted"]) == (
        "c3",
        "expects",
        "as saying",
        "true",
    )


def test_csv_spans_point_at_the_words() -> None:
    for row in rows(shelling()):
        start, end = map(int, row["anchor_span"].split("-"))
        assert TEXT[start:end] == row["anchor"]


def test_csv_leaves_unknowns_empty_with_their_reason() -> None:
    first, second, _ = rows(shelling())
    assert (first["lat"], first["dead"], first["injured"], first["date_from"]) == ("1.5", "12", "", "2020-10-25")
    assert (second["place"], second["lat"], second["place_missing"], second["dead"]) == ("", "", "not resolved", "")


def test_csv_keeps_zero_degrees() -> None:
    record = shelling()
    place = Place(Span(0, 4, "Null"), 1, "Null Island", 0.0, 0.0)
    assert rows(replace(record, events=(replace(record.events[0], place=place),)))[0]["lat"] == "0.0"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_csv_defuses_what_a_spreadsheet_would_run(start: str) -> None:
    text = f"{start}cmd shelled"
    record = Record(
        Report("r", text, title=text), (make_event(text, "e", sentence=Span(0, len(text), text)),), (), (), (), (), ()
    )
    row = rows(record)[0]
    assert row["title"] == row["sentence"] == f"'{text}"
    assert row["score"] == "-9.0"


def test_csv_survives_hostile_text() -> None:
    row = rows(hostile())[0]
    assert row["title"] == hostile().report.title
    assert row["type"] == "ASSAULT"


def test_plover_has_its_fields_and_no_others_but_size() -> None:
    for row in objects(shelling(), bare()):
        assert set(row) == PLOVER_FIELDS | {"size"}


def test_plover_says_who_did_what_to_whom_where_and_when() -> None:
    row = objects(shelling())[0]
    assert (row["event"], row["mode"], row["event_text"]) == (["ASSAULT"], ["heavy-weapons"], "shelled")
    assert (row["quad_code"], row["event_scale"], row["date"]) == ("MF", -9.0, "2020-10-25")
    assert (row["actor"][0]["entity_text"], row["actor"][0]["sector"]) == ("troops", ["MIL"])
    assert (row["recipient"][0]["identifier_id"], row["recipient"][0]["code"]) == ("Q5", "XXA")
    assert (row["event_loc"]["geonameid"], row["event_loc"]["city"], row["event_loc"]["country"]) == (123, "Dvir", None)
    assert row["size"] == {"dead": 12, "injured": None, "arrested": None}
    assert row["cite_info"]["publication"] == "The Lamp"


@pytest.mark.parametrize(
    ("status", "mode"),
    [("happened", []), ("expected", ["future"]), ("possible", ["hypothetical"]), ("wanted", ["hypothetical"]),
     ("denied", ["negation"])],
)  # fmt: skip
def test_plover_modes_stand_for_status(status: str, mode: list[str]) -> None:
    record = shelling()
    event = replace(record.events[0], mode=None, status=status, historical=True)  # type: ignore[arg-type]
    assert objects(replace(record, events=(event,)))[0]["mode"] == ["historical", *mode]


def test_plover_never_takes_the_publication_for_the_event() -> None:
    assert objects(shelling())[1]["date"] is None


def test_plover_tells_a_report_without_events() -> None:
    (row,) = objects(bare())
    assert (row["id"], row["has_event"], row["event"]) == ("r0", False, [])


def test_losses_count_what_each_format_leaves_behind() -> None:
    record = shelling()
    in_plover = losses(record, form="plover")
    assert (in_plover["sources"], in_plover["claims"], in_plover["loaded words"]) == (4, 3, 1)
    in_csv = losses(record, form="csv")
    assert (in_csv["loaded words"], in_csv["spans of figures"]) == (1, 1)
    assert "sources" not in in_csv
    assert losses(bare(), form="csv") == {"reports without events": 1}


@pytest.mark.parametrize("form", ["csv", "plover"])
def test_every_loss_has_its_reason(form: Any) -> None:
    assert set(losses(shelling(), form=form)) <= set(LOSSES[form])
    assert all(LOSSES[form].values())


@pytest.mark.parametrize("export", [to_csv, to_plover])
def test_exports_hold_one_record_at_a_time(export: Any) -> None:
    def endless() -> Iterator[Record]:
        yield from itertools.repeat(shelling())

    assert len(list(itertools.islice(export(endless()), 50))) == 50
