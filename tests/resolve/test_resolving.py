"""Resolving a whole record: every event ends with a value or with the reason why there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ground.records import (
    Claim,
    Entity,
    Event,
    Mention,
    Party,
    Place,
    Reading,
    Record,
    Report,
    Sentence,
    Span,
    Status,
    Time,
)
from sayso.resolve.resolving import resolve

TEXT = (
    "Troops shelled Dvir near Minsk on Saturday, killing 12 people. "
    "Poland condemned the attack, and the Kremlin will send envoys on Friday. "
    "In May 2014 rebels seized the town."
)
STOPS = [TEXT.index(". ") + 1, TEXT.rindex(". In") + 1, len(TEXT)]


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), words)


def event(anchor: str, **changes: Any) -> Event:
    span = at(anchor)
    end = next(stop for stop in STOPS if span.start < stop)
    start = max((stop + 1 for stop in STOPS if stop <= span.start), default=0)
    blank = Event(
        id=anchor, type="ASSAULT", mode="heavy-weapons", contexts=(), status="happened", historical=False, anchor=span,
        sentence=Span(start, end, TEXT[start:end]), actors=(), recipients=(), place=None, time=None, quantities={},
        sources=(), score=-9.5, quad="MF", probability=0.9, why_null={},
    )  # fmt: skip
    return replace(blank, **changes)


def resolved(*events: Event, published: str | None = "2020-10-25", entities: tuple[Entity, ...] = ()) -> Record:
    report = Report("r", TEXT, published=published)
    starts = [0, STOPS[0] + 1, STOPS[1] + 1]
    sentences = tuple(Sentence(a, b, 0, 0) for a, b in zip(starts, STOPS, strict=True))
    mentions = (Mention(at("Dvir"), "GPE", 0, 0.9), Mention(at("Minsk"), "GPE", 1, 0.9))
    reading = Reading(report, sentences, (), mentions, (), ())
    return resolve(Record(report, events, (), entities, (), (), ()), reading)


def test_a_linked_time_gets_its_days() -> None:
    (shelled,) = resolved(event("shelled", time=Time(at("on Saturday")))).events
    assert shelled.time is not None
    assert (shelled.time.span.text, shelled.time.first, shelled.time.last) == ("Saturday", "2020-10-24", "2020-10-24")
    assert "time" not in shelled.why_null


def test_without_a_linked_time_the_expression_beside_the_anchor_counts() -> None:
    (shelled,) = resolved(event("shelled")).events
    assert shelled.time is not None
    assert shelled.time.value == "2020-10-24"


def test_a_date_ahead_is_that_of_what_lies_ahead_alone() -> None:
    condemned, send = resolved(event("condemned", type="ACCUSE"), event("send", type="AGREE", status="expected")).events
    assert condemned.time is None or condemned.time.value != "2020-10-30"
    assert send.time is not None
    assert send.time.value == "2020-10-30"


@pytest.mark.parametrize(
    ("words", "published", "reason"),
    [("on Saturday", None, "no-publication-date"), ("near", "2020-10-25", "no-calendar-date")],
)
def test_a_time_that_cannot_be_settled_says_why(words: str, published: str | None, reason: str) -> None:
    (shelled,) = resolved(event("shelled", time=Time(at(words))), published=published).events
    assert (shelled.time, shelled.why_null["time"]) == (None, reason)


def test_the_day_of_publication_is_never_an_event_date() -> None:
    record = resolved(event("condemned"))
    (condemned,) = record.events
    assert condemned.time is None or condemned.time.span in [time.span for time in record.times]
    assert condemned.time is None or condemned.time.first != "2020-10-25"


def test_a_date_beside_what_lies_ahead_points_ahead_and_is_not_that_of_what_is_done() -> None:
    friday = Time(at("on Friday"))
    sent, condemned = event("send", status="expected").id, "condemned"
    found = {one.id: one for one in resolved(event("send", status="expected", time=friday)).events}
    assert found[sent].time is not None
    assert found[sent].time.first == "2020-10-30"
    both = resolved(event("send", status="expected", time=friday), event(condemned, time=friday, type="REQUEST")).events
    ahead, done = both
    assert ahead.time is not None
    assert ahead.time.first == "2020-10-30"
    assert done.time is None or done.time.first == "2020-10-24"


def test_what_is_told_as_done_does_not_lie_ahead() -> None:
    friday = Time(at("on Friday"))
    wanted, sent = resolved(event("send", id="w", status="wanted", time=friday), event("send", time=friday)).events
    assert wanted.time is not None
    assert wanted.time.value == "2020-10-30"
    assert (sent.time.value if sent.time else sent.why_null["time"]) in ("2020-10-24", "belongs-to-another-act")


def test_a_stretch_beside_the_calendar_is_the_time_of_its_act_alone() -> None:
    record = resolved(event("killing", time=Time(at("12"))), event("condemned", time=Time(at("on Friday"))))
    assert [time.span.text for time in record.times] == ["Saturday", "Friday", "May 2014"]
    (killing, _) = record.events
    assert killing.time is None or killing.time.span.text == "Saturday"


def test_what_ended_over_thirty_days_before_is_historical() -> None:
    seized, shelled = resolved(event("seized", type="COERCE"), event("shelled")).events
    assert (seized.historical, shelled.historical) == (True, False)


def test_a_place_resolves_or_keeps_its_words_and_says_why() -> None:
    near, there, none = resolved(
        event("shelled", place=Place(at("Minsk"))),
        event("killing", place=Place(at("Dvir"))),
        event("condemned"),
    ).events
    assert near.place is not None
    assert (near.place.country, near.place.precision) == ("BLR", "city")
    assert there.place == Place(at("Dvir"))
    assert (there.why_null["place"], none.place, none.why_null["place"]) == ("not-in-gazetteer", None, "not-said")


def test_figures_belong_to_the_nearest_anchor() -> None:
    shelled, killing = resolved(event("shelled"), event("killing")).events
    assert dict(shelled.quantities) == {}
    assert {sort: figure.value for sort, figure in killing.quantities.items()} == {"dead": 12}


def test_a_capital_acts_only_where_it_takes_part() -> None:
    entities = (Entity("n1", "Poland", "GPE", (at("Poland"),)), Entity("n2", "Minsk", "GPE", (at("Minsk"),)))
    record = resolved(event("condemned", actors=(Party(at("Poland"), "n1"),)), entities=entities)
    assert [(e.country, e.sectors) for e in record.entities] == [("POL", ("GOV",)), ("BLR", ())]


def test_a_speaker_acts() -> None:
    minsk = Entity("n2", "Minsk", "GPE", (at("Minsk"),))
    claim = Claim("c1", at("Minsk"), None, (), "asserts", "n2", "named", quoted=False, events=())
    record = resolve(
        Record(Report("r", TEXT), (), (claim,), (minsk,), (), (), ()), Reading(Report("r", TEXT), (), (), (), (), ())
    )
    assert record.entities[0].sectors == ("GOV",)
    assert record.claims == (claim,)


ANCHORS = st.sampled_from(["shelled", "killing", "condemned", "send", "seized"])
LINKS = (
    st.sampled_from(["on Saturday", "on Friday", "In May 2014", "near", "Dvir", "Minsk", "Poland"]).map(at) | st.none()
)
STATUSES: st.SearchStrategy[Status] = st.sampled_from(["happened", "expected", "possible", "wanted", "denied"])


@given(
    st.lists(st.tuples(ANCHORS, LINKS, LINKS, STATUSES), max_size=5), st.sampled_from(["2020-10-25T08:00:00Z", None])
)
def test_every_null_has_a_reason_and_every_span_its_text(
    drafts: list[tuple[str, Span | None, Span | None, Status]], published: str | None
) -> None:
    events = [
        event(anchor, time=time and Time(time), place=place and Place(place), status=status)
        for anchor, time, place, status in drafts
    ]
    record = resolved(*events, published=published)
    for one in record.events:
        assert (one.time is None) == ("time" in one.why_null)
        assert (one.place is None or one.place.country is None) == ("place" in one.why_null)
        assert one.time is None or replace(one.time, why=None) in record.times
        assert one.time is None or one.time.why
        for item in (one.time, one.place, *one.quantities.values()):
            assert item is None or TEXT[item.span.start : item.span.end] == item.span.text
    assert resolved(*events, published=published) == record
