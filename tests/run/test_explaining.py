"""Why an event is what it is: every answer of a hand-made reading with its rule, and what was weighed beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import pytest

from handmade import Sight
from sayso.ground.errors import NoSuchEvent, NotFound, UsageError
from sayso.ground.explanations import Explanation
from sayso.ground.records import Reading, Report
from sayso.ground.settings import settings
from sayso.resolve import bodies, persons
from sayso.run.engine import Engine, record
from sayso.run.pipeline import Coder
from sayso.run.reasons import MEANINGS
from specimens import VERSIONS, ToyReader

TEXT = (
    "Belarus police arrested Russian President Vladimir Putin in Minsk on Saturday, the ministry said. "
    "The ministry denied that troops shelled the town."
)


def seen() -> Reading:
    sight = Sight(TEXT)
    sight.act(
        "arrested",
        "COERCE",
        actor="Belarus police",
        recipient="Russian President Vladimir Putin",
        place="Minsk",
        time="on Saturday",
    )
    sight.act("shelled", "ASSAULT", status="denied", actor="troops")
    sight.cue("said", "the ministry", "Belarus police arrested Russian President Vladimir Putin in Minsk on Saturday")
    sight.cue("denied", "The ministry", "that troops shelled the town", stance="denies")
    sight.names("ORG", "Belarus police").names("PER", "Russian President Vladimir Putin").names("GPE", "Minsk").names(
        "ORG", "the ministry"
    )
    reading = sight.reading
    anchors = tuple(
        replace(one, statuses={one.status: 0.8, "possible": 0.2}, types={one.type: 0.9, "SANCTION": 0.1})
        for one in reading.anchors
    )
    return replace(reading, report=Report("r1", TEXT, published="2020-10-25"), anchors=anchors)


@dataclass(frozen=True)
class HandReader(ToyReader):
    """Sees the same in every report."""

    def read(self, report: Report) -> Reading:
        return replace(seen(), report=report)


@dataclass(frozen=True)
class HandOpener:
    """Opens an engine around that reader, with the step that a real one has."""

    def __call__(self, *, threads: int) -> Engine:  # noqa: ARG002
        return Engine(HandReader(), record, VERSIONS)


@pytest.fixture
def coder() -> Coder:
    return Coder(HandOpener(), settings=settings({}))


def why(coder: Coder, event: str) -> Explanation:
    return coder.explain(TEXT, event, published="2020-10-25")


def rules(explanation: Explanation, question: str) -> list[str]:
    return [
        reason.rule for finding in explanation.findings if finding.question == question for reason in finding.reasons
    ]


def test_an_event_is_found_by_id_number_or_anchor_word(coder: Coder) -> None:
    assert why(coder, "e1").event == why(coder, "1").event == why(coder, "ARRESTED").event
    assert why(coder, "e1").event.anchor.text == "arrested"


def test_what_is_not_there_is_told_with_what_is(coder: Coder) -> None:
    with pytest.raises(NoSuchEvent, match="e1 arrested, e2 shelled"):
        why(coder, "bombed")


def test_type_and_status_come_with_what_else_was_weighed(coder: Coder) -> None:
    explanation = why(coder, "e1")
    (kind,) = explanation.of("type")
    assert [(choice.answer, choice.score, choice.is_taken) for choice in kind.choices] == [
        ("COERCE", 0.9, True), ("SANCTION", 0.1, False),
    ]  # fmt: skip
    (status,) = explanation.of("status")
    assert [(choice.answer, choice.is_taken) for choice in status.choices] == [("happened", True), ("possible", False)]


def test_a_source_is_told_by_the_claim_that_holds_the_act_and_others_are_ruled_out(coder: Coder) -> None:
    (source,) = why(coder, "e1").of("source")
    assert source.answer == "the ministry (official)"
    assert [(choice.text, choice.rules) for choice in source.choices] == [
        ("Belarus police arrested Russian President Vladimir Putin in Minsk on Saturday", ("inside-content",))
    ]


def test_who_comes_with_rivals_points_and_rules(coder: Coder) -> None:
    (recipient,) = why(coder, "e1").of("recipient")
    assert recipient.answer is not None
    assert "Q7747" in recipient.answer
    taken = next(choice for choice in recipient.choices if choice.is_taken)
    assert taken.score is not None
    assert taken.score >= persons.SURE
    assert "full-name" in taken.rules
    assert "full-name" in rules(why(coder, "e1"), "recipient")


def test_where_comes_with_the_candidates_and_their_points(coder: Coder) -> None:
    (place,) = why(coder, "e1").of("place")
    assert place.answer is not None
    assert place.answer.startswith("Minsk")
    scores = [choice.score or 0 for choice in place.choices]
    assert scores == sorted(scores, reverse=True)
    assert place.choices[0].is_taken


def test_when_comes_with_every_date_weighed_and_the_rule_that_decided(coder: Coder) -> None:
    (linked,) = why(coder, "e1").of("time")
    assert (linked.answer, linked.reasons[0].rule) == ("2020-10-24 (day)", "linked")
    (open_one,) = why(coder, "e2").of("time")
    assert {choice.answer for choice in open_one.choices} == {"no date", "2020-10-24 (day)"}
    assert sum(choice.score or 0 for choice in open_one.choices) == pytest.approx(1)


def test_what_the_report_does_not_say_has_its_reason(coder: Coder) -> None:
    explanation = why(coder, "e2")
    assert rules(explanation, "place") == ["not-said"]
    assert rules(explanation, "recipient") == ["not-told"]


def test_an_explanation_is_plain_json_with_a_meaning_for_each_rule(coder: Coder) -> None:
    told = json.loads(json.dumps(why(coder, "e1").to_json()))
    assert set(told) == {"report", "event", "findings"}
    for finding in told["findings"]:
        assert all(reason["meaning"] for reason in finding["reasons"])
        assert all(rule in MEANINGS for choice in finding["choices"] for rule in choice["rules"])


def test_every_rule_by_which_a_body_is_known_has_a_meaning() -> None:
    from sayso.resolve.registry import registry

    names = ("NATO", "the Kremlin", "Minsk", "Poland", "Amnesty International")
    found = [bodies.identify_body((name,), "ORG", registry(), acts=acts) for name in names for acts in (True, False)]
    assert {one.rule for one in found if one} <= set(MEANINGS)


def test_a_path_with_several_reports_asks_which(coder: Coder, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("reports") / "two.jsonl"
    path.write_text("".join(json.dumps({"id": name, "text": TEXT, "published": "2020-10-25"}) + "\n" for name in "ab"))
    with pytest.raises(UsageError, match="a, b"):
        coder.explain_path(str(path), "e1")
    assert coder.explain_path(str(path), "e1", report="b").report == "b"
    with pytest.raises(NotFound, match="no such report"):
        coder.explain_path(str(path), "e1", report="c")
