"""Relations: who is named inside another's mention, who acts on whom, who acts together."""

from __future__ import annotations

from sayso.ground.records import Entity, Span
from sayso.resolve.relations import relations

TEXT = "The front's chairman met the mayor and the bishop."


def entity(id: str, *names: str) -> Entity:
    return Entity(id, names[0], "PER", tuple(Span(TEXT.index(n), TEXT.index(n) + len(n), n) for n in names))


def test_the_possessor_is_within_and_not_the_other_way_round() -> None:
    ties = relations([entity("n1", "The front"), entity("n2", "The front's chairman")], ())
    assert ties.within == {"n2": ["n1"]}


def test_parties_face_those_they_act_on_and_stand_beside_those_they_act_with() -> None:
    ties = relations([], [(("n1", "n2"), ("n3",))])
    assert (ties.facing["n3"], ties.beside["n1"], ties.beside["n3"]) == (["n1", "n2"], ["n2"], [])
