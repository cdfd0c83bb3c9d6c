"""Readings made into records."""

from __future__ import annotations

import pytest

from handmade import Sight
from sayso.code.coding import code
from sayso.ground import codebook
from sayso.ground.records import Record

TEXT = "Police in Batumi detained two poll workers on Sunday, the ministry said. “We deny it,” said Ana."


@pytest.fixture
def record() -> Record:
    sight = Sight(TEXT).names("ORG", "the ministry").names("GROUP", "Police in Batumi").names("PER", "Ana")
    sight.act(
        "detained", "COERCE", actor="Police in Batumi", recipient="two poll workers", place="Batumi", time="on Sunday"
    )
    sight.act("deny", "REJECT", actor="We")
    sight.cue("said", "the ministry", "Police in Batumi detained two poll workers on Sunday")
    sight.cue("said|1", "Ana", "“We deny it,”", stance="denies")
    return code(sight.reading)


def test_an_event_keeps_its_parties_place_and_time(record: Record) -> None:
    event = record.events[0]
    assert [party.span.text for party in event.actors] == ["Police in Batumi"]
    assert [party.span.text for party in event.recipients] == ["two poll workers"]
    assert event.place is not None
    assert event.place.span.text == "Batumi"
    assert event.time is not None
    assert event.time.span.text == "on Sunday"


def test_parties_and_sources_point_at_entities(record: Record) -> None:
    names = {entity.id: entity.name for entity in record.entities}
    event = record.events[0]
    assert [names.get(party.entity or "") for party in (*event.actors, *event.sources)] == [
        "Police in Batumi",
        "the ministry",
    ]


def test_score_and_quad_are_those_of_the_codebook(record: Record) -> None:
    book = codebook.load()
    assert [(event.score, event.quad) for event in record.events] == [
        (book.score("COERCE", None), "MF"),
        (book.score("REJECT", None), "VF"),
    ]


def test_a_claim_names_the_events_inside_it(record: Record) -> None:
    assert [(claim.cue and claim.cue.start, claim.events) for claim in record.claims] == [
        (TEXT.index("said"), ("e1",)),
        (TEXT.rindex("said"), ("e2",)),
    ]


def test_a_claim_tells_its_stance_its_speaker_and_whether_it_is_quoted(record: Record) -> None:
    names = {entity.id: entity.name for entity in record.entities}
    told = [(claim.stance, names.get(claim.speaker or ""), claim.kind, claim.quoted) for claim in record.claims]
    assert told == [("asserts", "the ministry", "official", False), ("denies", "Ana", "named", True)]


def test_ids_are_unique_and_follow_the_text(record: Record) -> None:
    assert [event.id for event in record.events] == ["e1", "e2"]
    assert [claim.id for claim in record.claims] == ["c1", "c2"]


def test_the_sentence_of_an_event_holds_its_anchor(record: Record) -> None:
    assert [event.sentence.holds(event.anchor) for event in record.events] == [True, True]
    assert record.events[1].sentence.text == "“We deny it,” said Ana."


def test_nobody_acts_on_themselves_by_the_same_words() -> None:
    sight = Sight("Rebels clashed.").act("clashed", "ASSAULT", actor=["Rebels"], recipient=["Rebels"])
    (event,) = code(sight.reading).events
    assert ([party.span.text for party in event.actors], event.recipients) == (["Rebels"], ())


def test_a_party_named_twice_stands_once() -> None:
    sight = Sight("Rebels attacked.").act("attacked", "ASSAULT", actor=["Rebels", "Rebels"])
    assert len(code(sight.reading).events[0].actors) == 1


def test_the_anchor_is_no_party() -> None:
    sight = Sight("The protesters left.").act("protesters", "PROTEST", actor=["protesters"])
    assert [event.actors for event in code(sight.reading).events] == [()]


def test_nothing_seen_makes_an_empty_record() -> None:
    record = code(Sight("It rained.").reading)
    assert (record.events, record.claims, record.entities) == ((), (), ())


def test_an_act_of_sport_that_the_model_doubts_is_no_event() -> None:
    sight = Sight("The striker fired two shots before half-time.").act("fired", "ASSAULT", probability=0.6)
    assert code(sight.reading).events == ()


def test_a_doubtful_act_among_political_parties_stays() -> None:
    sight = Sight("Police fired at fans outside the stadium.").act("fired", "ASSAULT", probability=0.6)
    assert [event.anchor.text for event in code(sight.reading).events] == ["fired"]


def test_a_dropped_anchor_leaves_no_trace_in_claims() -> None:
    sight = Sight("“The striker fired wide before half-time,” said Ana. Police arrested Ana.")
    sight.act("fired", "ASSAULT", probability=0.6).act("arrested", "COERCE")
    record = code(sight.cue("said", "Ana", "“The striker fired wide before half-time,”").reading)
    assert [(event.id, event.anchor.text) for event in record.events] == [("e1", "arrested")]
    assert [claim.events for claim in record.claims] == [()]


def test_coding_twice_gives_the_same_record() -> None:
    sight = Sight(TEXT).act("detained", "COERCE", actor="Police in Batumi").cue("said", "the ministry")
    assert code(sight.reading) == code(sight.reading)


def test_what_could_be_has_not_happened() -> None:
    sight = Sight("The army announced a strike that could begin on Monday, and police may also arrest the leaders.")
    sight.act("strike", "PROTEST").act("arrest", "COERCE").act("announced", "THREATEN")
    found = {event.anchor.text: event.status for event in code(sight.reading).events}
    assert found == {"strike": "possible", "arrest": "possible", "announced": "happened"}


def test_what_could_be_is_not_expected_but_what_is_due_remains_so() -> None:
    sight = Sight("A strike that could begin on Monday may be followed by a march, which is due to end at the palace.")
    sight.act("strike", "PROTEST", status="expected").act("march", "PROTEST", status="expected")
    found = {event.anchor.text: event.status for event in code(sight.reading).events}
    assert found == {"strike": "possible", "march": "expected"}
