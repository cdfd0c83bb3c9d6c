"""The golden reports hold together, and coding agrees with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import golden
from sayso.ground import codebook
from sayso.ground.errors import BadDossier
from sayso.ground.records import Record
from sayso.run.pipeline import Coder

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.jsonl"))
EXAMPLES = HERE.parents[1] / "examples" / "reports"
LEAST = 0.5
"""Anchor and type F1 over all golden reports below which something is broken; the gate holds the finer floors."""


@pytest.fixture(scope="module")
def rows(coder: Coder) -> dict[str, dict[str, Any]]:
    """What coding makes of the golden reports, by id."""
    coded = {}
    for one in golden.load(FILES):
        record = coder.code(one.text, id=one.id, published=one.published, outlet=one.outlet)
        coded[one.id] = record.to_json()
    return coded


@pytest.fixture(scope="module")
def strike(coder: Coder) -> Record:
    """The record of the wire report of a strike."""
    lines = (EXAMPLES / "sample.jsonl").read_text("utf-8").splitlines()
    row = next(row for row in map(json.loads, lines) if row["id"] == "harbour-strike")
    return coder.code(row["text"], id=row["id"], published=row["published"], outlet=row["outlet"])


# ---- the files ------------------------------------------------------------------------------------------------------


def test_there_are_eight_golden_reports_with_names_of_their_own() -> None:
    assert len({one.id for one in golden.load(FILES)}) == len(FILES) == 8


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_annotation_is_a_piece_of_its_sentence(path: Path) -> None:
    (one,) = golden.load([path])
    ranges = [span for act in one.acts for span in (act.anchor, *act.actors, *act.recipients)]
    ranges += [span for saying in one.sayings for span in (saying.source, saying.cue, saying.content) if span]
    assert ranges
    assert [span for span in ranges if not 0 <= span[0] < span[1] <= len(one.text)] == []
    assert [span for span in ranges if one.text[slice(*span)] != one.text[slice(*span)].strip()] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_code_stands_in_the_codebook(path: Path) -> None:
    book = codebook.load()
    (one,) = golden.load([path])
    assert {act.type for act in one.acts} <= set(book.types)
    assert {act.status for act in one.acts} <= set(book.statuses)
    assert {saying.stance for saying in one.sayings} <= set(book.stances)
    assert [act for act in one.acts if act.mode is not None and act.mode not in book.type(act.type).modes] == []


def test_an_annotation_that_is_not_in_its_sentence_is_refused(tmp_path: Path) -> None:
    row = json.loads(FILES[0].read_text("utf-8").splitlines()[0])
    row["events"][0]["anchor"] = "a string that stands nowhere"
    bad = tmp_path / "bad.jsonl"
    bad.write_text(json.dumps(row) + "\n", "utf-8")
    with pytest.raises(BadDossier, match="stands nowhere"):
        golden.load([bad])


def test_the_sample_holds_the_example_reports() -> None:
    rows = [json.loads(line) for line in (EXAMPLES / "sample.jsonl").read_text("utf-8").splitlines()]
    texts = {path.stem: path.read_text("utf-8").strip() for path in EXAMPLES.glob("*.txt")}
    assert {row["id"]: row["text"].strip() for row in rows} == texts


# ---- the scorer -----------------------------------------------------------------------------------------------------


def perfect(one: golden.Golden) -> dict[str, Any]:
    """The row of a coder that sees what the annotator saw."""
    span = lambda ends: {"start": ends[0], "end": ends[1]}  # noqa: E731
    events = [
        {
            "anchor": span(act.anchor), "type": act.type, "mode": act.mode, "status": act.status,
            "actors": list(map(span, act.actors)), "recipients": list(map(span, act.recipients)),
            "sources": [span(act.source)] if act.source else [],
        }
        for act in one.acts
    ]  # fmt: skip
    claims = [
        {
            "source": span(saying.source) if saying.source else None,
            "cue": span(saying.cue) if saying.cue else None,
            "content": [span(saying.content)] if saying.content else [],
        }
        for saying in one.sayings
    ]
    return {"events": events, "claims": claims}


def test_a_perfect_coder_scores_one_and_a_silent_one_zero() -> None:
    reports = golden.load(FILES)
    assert set(golden.score(reports, {one.id: perfect(one) for one in reports}).values()) == {1.0}
    assert set(golden.score(reports, {}).values()) == {0.0}


def test_a_wrong_type_costs_the_type_and_not_the_anchor() -> None:
    (one,) = golden.load(FILES[:1])
    row = perfect(one)
    row["events"][0]["type"] = next(name for name in codebook.load().types if name != one.acts[0].type)
    figures = golden.score([one], {one.id: row})
    assert figures["anchor f1"] == 1.0
    assert figures["anchor+type f1"] == pytest.approx(1 - 1 / len(one.acts), abs=1e-4)


def test_false_events_are_counted_per_hundred_sentences() -> None:
    assert golden.false_events([{"events": [1]}, {"events": []}, {"events": [1, 2]}, {"events": []}]) == 75.0


# ---- coding ---------------------------------------------------------------------------------------------------------


@pytest.mark.model
def test_coding_finds_at_least_half_of_the_golden_events(rows: dict[str, dict[str, Any]]) -> None:
    assert golden.score(golden.load(FILES), rows)["anchor+type f1"] >= LEAST


@pytest.mark.model
def test_every_span_of_a_row_is_a_piece_of_its_text(rows: dict[str, dict[str, Any]]) -> None:
    wrong = [
        span
        for one in golden.load(FILES)
        for span in spans(rows[one.id])
        if one.text[span["start"] : span["end"]] != span["text"]
    ]
    assert wrong == []


def spans(value: Any) -> list[dict[str, Any]]:
    """All objects in a row that carry characters and their text."""
    if isinstance(value, list):
        return [span for part in value for span in spans(part)]
    if not isinstance(value, dict):
        return []
    own = [value] if {"start", "end", "text"} <= value.keys() else []
    return own + [span for part in value.values() for span in spans(part)]


@pytest.mark.model
@pytest.mark.parametrize("status", ["happened", "expected", "wanted", "denied"])
def test_the_strike_report_tells_of_something(strike: Record, status: str) -> None:
    assert [event for event in strike.events if event.status == status]


@pytest.mark.model
def test_the_strike_report_names_who_says_so(strike: Record) -> None:
    told = {source.span.text for event in strike.events for source in event.sources}
    assert {"the dockers' union"} <= told
