"""The table of actor cases: a name, a day and a sentence against identity, country and sector, written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from sayso.ground.records import Entity, Kind, Span
from sayso.resolve.actors import Scene, resolve_actors
from sayso.resolve.spellings import folded, likeness

CASES = Path(__file__).with_name("actor_cases.txt")
NOBODY = "-"


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the table."""

    day: str
    kind: Kind
    context: str
    identity: str
    country: str
    sectors: frozenset[str]

    @property
    def is_person(self) -> bool:
        return self.kind == "PER" and self.identity != NOBODY


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is right of a case, and whether a wrong person was given for sure."""

    case: Case
    found: Entity
    is_right: bool
    is_confidently_wrong: bool


@cache
def cases() -> tuple[Case, ...]:
    lines = [line for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return tuple(case(line) for line in lines)


def case(line: str) -> Case:
    day, kind, context, identity, country, sectors = line.split("|")
    assert kind in ("PER", "ORG", "GPE", "GROUP"), line
    return Case(day, kind, context, identity, country, frozenset(sectors.split()))  # type: ignore[arg-type]


def judged(one: Case) -> Verdict:
    start, end = one.context.index("["), one.context.index("]") - 1
    text = one.context.replace("[", "").replace("]", "")
    name = text[start:end]
    entity = Entity("n1", name, one.kind, (Span(start, end, name),))
    (found,) = resolve_actors([entity], Scene(text, day=one.day, sentences=(Span(0, len(text), text),)))
    is_person = bool(found.kind == "PER" and found.why.get("identity"))
    is_him = (one.identity == NOBODY and not is_person) or is_same(found.name, one.identity)
    if one.identity == NOBODY and one.kind != "PER":
        is_him = True
    right_country = (found.country or NOBODY) == one.country
    right_sector = bool(one.sectors & set(found.sectors or (NOBODY,)))
    return Verdict(one, found, is_him and right_country and right_sector, is_person and not is_him)


def is_same(name: str, known: str) -> bool:
    return folded(name) == folded(known) or max(likeness(name, known), likeness(known, name)) >= 0.8


@cache
def verdicts() -> tuple[Verdict, ...]:
    return tuple(judged(one) for one in cases())


def test_the_table_is_as_large_and_as_wide_as_it_must_be() -> None:
    people = [one for one in cases() if one.is_person and "1995" <= one.day[:4] <= "2022"]
    countries = {one.country for one in people} - {NOBODY, "IGO"}
    assert len(cases()) >= 300
    assert len(people) >= 200
    assert len(countries) >= 80


def test_ninety_two_in_a_hundred_are_right() -> None:
    wrong = [
        (one.case.day, one.case.context, one.found.name, one.found.country) for one in verdicts() if not one.is_right
    ]
    assert len(wrong) <= 0.08 * len(cases()), wrong


def test_no_wrong_person_is_given_for_sure() -> None:
    wrong = [(one.case.context, one.found.name, one.found.why) for one in verdicts() if one.is_confidently_wrong]
    assert not wrong


@pytest.mark.parametrize("line", ["2020-10-24|PER|[Mike Pompeo], US secretary of state, called.|-|USA|GOV"])
def test_the_judge_sees_a_wrong_person(line: str) -> None:
    assert judged(case(line)).is_confidently_wrong
