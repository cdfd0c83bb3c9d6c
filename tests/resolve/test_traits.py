"""Traits: words, heads, neighbours, appositions and deeds of an entity, each once."""

from __future__ import annotations

from sayso.ground.records import Entity, Event, Party, Span
from sayso.resolve.traits import roles_of, traits

TEXT = "The harbour union's deputy head, a former docker, warned on 3 May that they would strike."


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words), words)


def event(actor: Span) -> Event:
    party = Party(actor, "n1")
    return Event(
        id="e1", type="THREATEN", mode="restrict", contexts=(), status="happened", historical=False,
        anchor=span("warned"), sentence=Span(0, len(TEXT), TEXT), actors=(party,), recipients=(), place=None, time=None,
        quantities={}, sources=(), score=-3.0, quad="VF", probability=0.9, why_null={},
    )  # fmt: skip


def test_words_head_and_neighbours_are_traits() -> None:
    entity = Entity(
        "n1", "The harbour union's deputy head", "PER", (span("The harbour union's deputy head"), span("they"))
    )
    found = traits(entity, TEXT, {}, said=["rule:LAB"])
    assert {"k:PER", "rule:LAB", "p:they", "w:union", "b:deputy head", "h:head", "a:former", "r:a"} <= set(found)
    assert len(found) == len(set(found))


def test_a_number_is_one_trait_whichever_it_is() -> None:
    one, two = (
        traits(Entity("n1", text, "GROUP", (Span(0, len(text), text),)), text, {}, said=())
        for text in ("12 men", "40 men")
    )
    assert one == two


def test_what_an_entity_does_is_a_trait_of_it_alone() -> None:
    head = span("The harbour union's deputy head")
    roles = roles_of([event(head)])
    assert {"does:THREATEN", "does:THREATEN.restrict"} <= set(
        traits(Entity("n1", "x", "PER", (head,)), TEXT, roles, said=())
    )
    other = Entity("n2", "docker", "PER", (span("docker"),))
    assert not any(trait.startswith("does:") for trait in traits(other, TEXT, roles, said=()))
