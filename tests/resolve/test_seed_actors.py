"""The report that the product was born from, where it lies beside the project: who calls whom, when, what Minsk is."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.ground.records import Entity, Record, Report
from sayso.run.pipeline import Coder


@pytest.fixture(scope="module")
def record(root: Path, coder: Coder) -> Record:
    article = root.parent / "shared" / "seed" / "article.txt"
    if not article.exists():
        pytest.skip("the seed report is not here")
    return coder.code(Report("seed", article.read_text("utf-8"), published="2020-10-25"))


def bearer(record: Record, words: str) -> Entity:
    return next(one for one in record.entities if any(words in span.text for span in one.mentions))


def test_the_call_is_between_two_known_men_on_saturday(record: Record) -> None:
    call = next(event for event in record.events if event.anchor.text == "call" and len(event.actors) > 1)
    people = {one.id: one for one in record.entities}
    parties = [people[party.entity or ""] for party in (*call.actors, *call.recipients)]
    assert {(one.name, one.country, one.sectors) for one in parties} == {
        ("Alexander Lukashenko", "BLR", ("GOV",)), ("Mike Pompeo", "USA", ("GOV",)),
    }  # fmt: skip
    assert "Q2866" in {one.wikidata for one in parties}
    assert call.time is not None
    assert (call.time.first, call.time.last) == ("2020-10-24", "2020-10-24")


def test_the_russian_president_is_who_held_the_office(record: Record) -> None:
    assert bearer(record, "The Russian president").wikidata == "Q7747"


def test_minsk_is_the_government_of_belarus(record: Record) -> None:
    minsk = bearer(record, "Minsk")
    assert (minsk.country, minsk.sectors) == ("BLR", ("GOV",))
