"""The page on accuracy counts what the program gets right and shows what it gets wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import accuracy
from handmade import Sight
from sayso.code.coding import code
from sayso.run.dossiers import Annotated, read_dossiers

SENTENCE = "Police arrested ten men, the union said, and the mayor resigned."


@pytest.fixture
def annotated(tmp_path: Path) -> Annotated:
    """One sentence: an arrest told by a union, and a resignation in the report's own voice."""
    event = {"id": "e1", "s": 0, "contexts": [], "recipient": [], "status": "happened", "date": None}
    arrest = {"anchor": "arrested", "type": "COERCE", "mode": "arrest", "actor": ["Police"], "sources": ["the union"]}
    leaving = {
        "id": "e2",
        "anchor": "resigned",
        "type": "RETREAT",
        "mode": "resign",
        "actor": ["the mayor"],
        "sources": [],
    }
    row = {
        "report": "Z01r1", "dossier": "Z01", "outlet": "Harbour Post", "outlet_kind": "local paper", "country": "GRC",
        "published": "2024-03-12", "title": "Ten held", "sentences": [SENTENCE],
        "events": [event | arrest, event | leaving], "claims": [], "names": [], "loaded": [],
    }  # fmt: skip
    summary = {"dossier": "Z01", "summary": "An arrest.", "happenings": {}, "disputes": []}
    path = tmp_path / "Z01.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in (row, summary)), "utf-8")
    return next(iter(read_dossiers(path))).reports[0]


def counted(annotated: Annotated, sight: Sight) -> accuracy.Seen:
    found = accuracy.Seen()
    accuracy._count(annotated, code(sight.reading), found)
    return found


def test_an_event_counts_when_its_anchor_and_its_type_are_right(annotated: Annotated) -> None:
    sight = Sight(SENTENCE).cue("said", "the union", "Police arrested ten men")
    sight.act("arrested", "COERCE", actor="Police").act("resigned", "SANCTION", actor="the mayor")
    found = counted(annotated, sight)
    assert found.types["COERCE"].row() == ("1", "1", "1.00", "1.00", "1.00")
    assert (found.types["RETREAT"].gold, found.types["RETREAT"].right, found.types["SANCTION"].said) == (1, 0, 1)
    assert found.taken_for["RETREAT", "SANCTION"] == 1
    assert found.voices["told by a source"].right == 1
    assert sum(found.speakers.values()) == found.speakers["named", True] == 1


def test_what_is_missed_and_what_is_said_falsely_stands_on_the_page(annotated: Annotated) -> None:
    found = counted(annotated, Sight(SENTENCE).act("union", "PROTEST"))
    text = accuracy.page(found, {"name": "reader", "version": "0"}, [("golden anchor f1", "0.5", "")])
    assert "missed: Police **arrested** ten men" in text
    assert "false: Police arrested ten men, the **union** said" in text
    assert "| golden anchor f1 | 0.5 |  |" in text
    assert "Not measured." in text
