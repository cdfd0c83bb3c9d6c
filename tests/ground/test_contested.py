"""What a report contests within itself: who affirms and who denies one matter."""

from __future__ import annotations

from dataclasses import replace

from sayso.ground.contested import Contested, contested
from sayso.ground.records import Claim, Party, Record, Report, Source
from specimens import at, bare, make_event, shelling


def make_claim(text: str, id: str, *, source: str, cue: str, content: str, stance: str) -> Claim:
    said = (at(text, content),)
    return Claim(id, at(text, source), at(text, cue), said, stance, id, "named", quoted=False, events=())  # type: ignore[arg-type]


def test_one_affirms_what_another_denies() -> None:
    (found,) = contested(shelling())
    assert found.affirmed_by == ("Villagers",)
    assert found.denied_by == "The ministry"
    assert found.matter == "ASSAULT heavy-weapons “shelled”; dead 12: troops → the town of Dvir"


def test_without_a_denial_nothing_is_contested() -> None:
    record = shelling()
    assert contested(replace(record, events=record.events[:1], claims=record.claims[:1])) == ()
    assert contested(bare()) == ()


def test_a_denial_of_something_else_contests_nothing() -> None:
    record = shelling()
    other = replace(record.events[1], type="COERCE", mode="arrest")
    claims = (record.claims[0], replace(record.claims[1], content=(at(record.report.text, "its envoy"),)))
    assert contested(replace(record, events=(record.events[0], other), claims=claims)) == ()


def test_another_victim_is_another_matter() -> None:
    text = "Rebels shelled Dvir, monks said. The army denied it shelled Orn."
    one = make_event(
        text, "e1", recipients=(Party(at(text, "Dvir")),), sources=(Source(at(text, "monks"), None, "named"),)
    )
    two = make_event(text, "e2", anchor=at(text, "shelled", 1), recipients=(Party(at(text, "Orn")),), status="denied")
    assert contested(Record(Report("r", text), (one, two), (), (), (), (), ())) == ()


def test_a_source_does_not_contest_itself() -> None:
    record = shelling()
    same = replace(record.events[1], sources=record.events[0].sources)
    claims = (record.claims[0], replace(record.claims[1], source=record.claims[0].source, speaker="x3"))
    assert contested(replace(record, events=(record.events[0], same), claims=claims)) == ()


def test_dismissed_reports_stand_against_who_dismisses_them() -> None:
    text = "The minister dismissed reports that troops shelled Dvir."
    reports = Source(at(text, "reports"), None, "media")
    event = make_event(text, "e1", actors=(Party(at(text, "troops")),), sources=(reports,))
    claim = make_claim(
        text, "c1", source="The minister", cue="dismissed", content="that troops shelled Dvir", stance="denies"
    )
    record = Record(Report("r", text), (event,), (claim,), (), (), (), ())
    assert [(one.affirmed_by, one.denied_by) for one in contested(record)] == [(("reports",), "The minister")]


def test_a_claim_denies_what_a_claim_asserts() -> None:
    text = "Ann said the ballots were forged in Orn. Bo denied the ballots of Orn had been forged."
    claims = (
        make_claim(text, "c1", source="Ann", cue="said", content="the ballots were forged in Orn", stance="asserts"),
        make_claim(
            text, "c2", source="Bo", cue="denied", content="the ballots of Orn had been forged", stance="denies"
        ),
    )
    record = Record(Report("r", text), (), claims, (), (), (), ())
    assert contested(record) == (Contested("the ballots of Orn had been forged", ("Ann",), "Bo", claims[1].content[0]),)
