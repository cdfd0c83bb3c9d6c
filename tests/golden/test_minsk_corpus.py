"""The corpus of the tutorial is what its page says: sixteen reports, six outlets, a copy, an edit, a late one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from sayso.ground.records import Record, Report
from sayso.read import sources
from sayso.run.pipeline import Coder

PATH = Path(__file__).resolve().parents[2] / "examples" / "minsk-2020" / "reports.jsonl"
ROWS = {row["id"]: row for row in map(json.loads, PATH.read_text("utf-8").splitlines())}

ANSWERS = json.loads(PATH.with_name("answers.json").read_text("utf-8"))

FACTS = [
    ("2020-08-10-krynitsa", "80.23 percent"),
    ("2020-08-10-krynitsa", "cut off from abroad"),
    ("2020-08-10-northline", "considered herself the winner"),
    ("2020-08-11-neva", "Nobody hindered her"),
    ("2020-08-12-neris", "some seven hours"),
    ("2020-08-17-nemiga", "denied on Thursday night that anyone had been abused"),
    ("2020-08-24-verasen", "Article 361"),
    ("2020-09-08-northline", "tore up her passport"),
    ("2020-09-09-krynitsa", "passed border and customs control"),
    ("2020-09-14-neva", "$1.5 billion"),
    ("2020-09-24-verasen", "364 people had been detained"),
    ("2020-10-02-neris", "40 Belarusian officials"),
    ("2020-10-09-nemiga", "security forces had shot him"),
    ("2020-10-25-northline", "Pompeo demanded that Vitali Shkliarov"),
    ("2020-10-26-northline", "523 people had been detained"),
    ("2020-10-29-krynitsa", "Pompeo did not demand anything"),
]
"""What must stand in the texts for the tutorial's disputes, numbers and situations to be there."""

ACTS = [
    ("2020-08-10-krynitsa", "COERCE", "happened", "detained"),
    ("2020-08-10-northline", "ASSAULT", "denied", "killed"),
    ("2020-08-24-verasen", "CONSULT", "happened", "met"),
    ("2020-09-08-northline", "COERCE", "denied", "detained"),
    ("2020-09-24-verasen", "SUPPORT", "denied", "recognise"),
    ("2020-10-02-neris", "SANCTION", "happened", "recalled"),
    ("2020-10-25-northline", "RETREAT", "wanted", "resign"),
    ("2020-10-29-krynitsa", "REQUEST", "denied", "demand"),
]
"""Acts that the tutorial leans on: report, type, status, anchor."""

MOST = 6
"""How many of them a coder must find; below that something is broken."""


@pytest.fixture(scope="module")
def records(coder: Coder) -> dict[str, Record]:
    """What coding makes of the reports, by id."""
    reports = [found for found in sources.read(str(PATH)) if isinstance(found, Report)]
    return {report.id: coder.code(report) for report in reports}


def shingles(text: str) -> set[tuple[str, ...]]:
    """The runs of five words in a text."""
    words = text.split()
    return set(zip(*(words[start:] for start in range(5)), strict=False))


def pairs() -> Iterator[tuple[str, str, float]]:
    """Each two reports with the share of runs of words that they have in common."""
    for one, other in combinations(ROWS.values(), 2):
        mine, theirs = shingles(one["text"]), shingles(other["text"])
        yield one["id"], other["id"], len(mine & theirs) / len(mine | theirs)


def test_there_are_sixteen_reports_by_six_outlets_in_the_order_of_publication() -> None:
    assert len(ROWS) == len(PATH.read_text("utf-8").splitlines()) == 16
    assert len({row["outlet"] for row in ROWS.values()}) == 6
    published = [row["published"] for row in ROWS.values()]
    assert published == sorted(set(published))


def test_every_report_names_all_that_a_reader_of_the_file_expects() -> None:
    fields = {"id", "url", "outlet", "title", "published", "language", "text"}
    assert [row["id"] for row in ROWS.values() if set(row) != fields or not all(row.values())] == []


def test_the_addresses_lead_nowhere() -> None:
    hosts = {row["outlet"]: row["url"].split("/")[2] for row in ROWS.values()}
    assert all(host.endswith(".example") for host in hosts.values())
    assert len(set(hosts.values())) == 6


@pytest.mark.parametrize(("report", "words"), FACTS)
def test_the_planted_facts_stand_in_the_texts(report: str, words: str) -> None:
    assert words in ROWS[report]["text"]


def test_the_words_that_show_an_answer_stand_in_the_reports() -> None:
    shown = [telling for answer in ANSWERS["happenings"] + ANSWERS["situations"] for telling in answer["tellings"]]
    held = [holder for dispute in ANSWERS["disputes"] for side in dispute["positions"].values() for holder in side]
    assert len(shown) > 50
    assert len(held) > 50
    assert [one for one in shown + held if one["words"] not in ROWS[one["report"]]["text"]] == []
    assert [one for one in held if one["source"] not in ROWS[one["report"]]["text"]] == []


def test_a_dispute_has_sides_and_a_happening_has_tellings_in_several_reports() -> None:
    assert [dispute["question"] for dispute in ANSWERS["disputes"] if len(dispute["positions"]) < 2] == []
    lone = [one["what"] for one in ANSWERS["happenings"] if len({told["report"] for told in one["tellings"]}) < 2]
    assert lone == []


def test_only_the_copy_and_the_edit_share_their_wording_with_another_report() -> None:
    alike = {(one, other) for one, other, share in pairs() if share > 0.05}
    assert alike == {
        ("2020-09-08-northline", "2020-09-08-neris"),
        ("2020-10-25-northline", "2020-10-26-northline"),
    }


def test_the_copy_gives_credit_to_the_wire() -> None:
    wire, copy = ROWS["2020-09-08-northline"], ROWS["2020-09-08-neris"]
    assert wire["outlet"] in copy["text"]
    assert wire["url"] != copy["url"]
    assert wire["published"] < copy["published"]


def test_the_edit_has_the_address_of_the_first_version_and_another_number() -> None:
    first, edited = ROWS["2020-10-25-northline"], ROWS["2020-10-26-northline"]
    assert first["url"] == edited["url"]
    assert len({row["url"] for row in ROWS.values()}) == 15
    assert "113 people" in first["text"]
    assert "113" not in edited["text"]


def test_every_report_codes(records: dict[str, Record]) -> None:
    assert list(records) == list(ROWS)
    assert [name for name, record in records.items() if len(record.events) < 8 or len(record.claims) < 8] == []


def test_most_acts_of_the_tutorial_are_found(records: dict[str, Record]) -> None:
    found = {
        (name, event.type, event.status, event.anchor.text)
        for name, record in records.items()
        for event in record.events
    }
    assert len(found & set(ACTS)) >= MOST, set(ACTS) - found


def test_the_late_report_is_told_of_the_day_it_is_about(records: dict[str, Record]) -> None:
    late = records["2020-10-09-nemiga"]
    days = {event.time.first for event in late.events if event.time is not None}
    assert any(str(day).startswith("2020-08") for day in days)
