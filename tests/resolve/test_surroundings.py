"""Surroundings: each country that a report names has its clues; somebody else's country is none of the actor's."""

from __future__ import annotations

from sayso.ground.records import Span
from sayso.resolve.surroundings import Masthead, Surroundings, Unplaced, origin, survey

TEXT = "Police in Kampala fired on a crowd. The US-backed opposition blamed the minister. Kenya closed its border."


def around(masthead: Masthead | None = None) -> Surroundings:
    ends = [TEXT.index(".", at) + 1 for at in (0, 40, 85)]
    starts = [0, ends[0] + 1, ends[1] + 1]
    sentences = [Span(a, b, TEXT[a:b]) for a, b in zip(starts, ends, strict=True)]
    town = Span(TEXT.index("Kampala"), TEXT.index("Kampala") + 7, "Kampala")
    return survey(TEXT, sentences, {town: "UGA"}, masthead=masthead)


def mention(words: str) -> tuple[Span]:
    return (Span(TEXT.index(words), TEXT.index(words) + len(words), words),)


def test_a_town_in_the_sentence_and_the_first_of_the_report_speak_for_their_country() -> None:
    clues = around().clues(Unplaced("ORG", mention("Police")))
    assert clues["UGA"]["same-town"] == clues["UGA"]["first-town"] == 1.0
    assert "same-town" not in clues["KEN"]


def test_the_backer_of_an_actor_is_not_its_country() -> None:
    clues = around().clues(Unplaced("ORG", mention("The US-backed opposition")))
    assert "USA" not in clues
    assert "UGA" in clues


def test_the_outlets_home_and_name_and_the_headline_are_clues() -> None:
    clues = around(Masthead("Kenya shuts crossing", "Kampala Courier", "TZA")).clues(Unplaced("ORG", ()))
    assert clues["TZA"] == {"home": 1.0}
    assert clues["KEN"]["title"] == clues["UGA"]["outlet"] == 1.0


def test_a_name_speaks_for_where_office_holders_bear_it() -> None:
    shares = origin("Andrzej Nowak")
    assert max(shares, key=lambda code: shares[code]) == "POL"
    assert origin("Qqzx") == {}
