"""Actors: country, sectors and office from the words that name them, and nothing that no word says."""

from __future__ import annotations

import pytest

from sayso.ground import codebook
from sayso.ground.records import Entity, Kind, Span
from sayso.resolve.wording import agents, identify


def entity(*names: str, kind: Kind = "ORG") -> Entity:
    return Entity("n1", names[0], kind, tuple(Span(0, len(name), name) for name in names))


@pytest.mark.parametrize(
    ("names", "kind", "country", "sectors"),
    [
        (["Belarus President Alexander Lukashenko", "he"], "PER", "BLR", ("GOV",)),
        (["Minsk"], "GPE", "BLR", ("GOV",)),
        (["the Kremlin"], "ORG", "RUS", ("GOV",)),
        (["Brussels"], "GPE", "IGO", ("GOV",)),
        (["NATO"], "ORG", "IGO", ("GOV",)),
        (["the UN special envoy", "he"], "PER", "IGO", ("GOV",)),
        (["Human Rights Watch"], "ORG", "NGO", ("SOC",)),
        (["the police"], "ORG", None, ("COP",)),
        (["Polish troops"], "GROUP", "POL", ("MIL",)),
        (["the opposition leader"], "PER", None, ("OPP",)),
        (["anti-government protesters"], "GROUP", None, ("CVL",)),
        (["the US-backed rebels"], "GROUP", None, ("REB",)),
        (["the Russian ambassador to France"], "PER", "RUS", ("GOV",)),
        (["nurses' union"], "ORG", None, ("LAB",)),
        (["the Supreme Court of Kenya"], "ORG", "KEN", ("JUD",)),
        (["Northern Petrel"], "ORG", None, ()),
    ],
)
def test_an_entity_is_identified_by_its_words(
    names: list[str], kind: Kind, country: str | None, sectors: tuple[str, ...]
) -> None:
    known = identify(entity(*names, kind=kind))
    assert (known.country, known.sectors) == (country, sectors)


def test_a_town_that_does_not_act_is_no_government() -> None:
    assert identify(entity("Minsk", kind="GPE"), acts=False).sectors == ()
    assert identify(entity("Brussels", kind="GPE"), acts=False).country == "BEL"


@pytest.mark.parametrize(
    ("name", "office"),
    [("Foreign Minister Ana Kral", "foreign minister"), ("former president Ana Kral", None), ("Ana Kral", None)],
)
def test_a_title_is_an_office_unless_it_is_past(name: str, office: str | None) -> None:
    assert identify(entity(name, kind="PER")).office == office


def test_what_is_filled_already_stays() -> None:
    given = Entity("n1", "Polish police", "ORG", (), country="LTU", sectors=("MIL",), office="chief")
    assert identify(given) == given


def test_every_sector_of_the_table_is_in_the_codebook() -> None:
    known = set(codebook.load().sectors)
    assert set(agents().sectors.values()) <= known
    assert {sector for _, sector in agents().seats.values() if sector} <= known
