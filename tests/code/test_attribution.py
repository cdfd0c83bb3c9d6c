"""On whose say-so an act is told."""

from __future__ import annotations

from handmade import Sight
from sayso.code.coding import code
from sayso.ground.records import Event


def events(sight: Sight) -> dict[str, Event]:
    return {event.anchor.text: event for event in code(sight.reading).events}


def chain(sight: Sight, anchor: str) -> list[str]:
    return [source.span.text for source in events(sight)[anchor].sources]


def test_an_act_outside_all_claims_is_in_the_report_s_own_voice() -> None:
    sight = Sight("Troops shelled Dvir. The ministry said talks went on.")
    sight.act("shelled", "ASSAULT", actor="Troops").cue("said", "The ministry", "talks went on")
    assert chain(sight, "shelled") == []


def test_an_act_inside_a_claim_is_the_source_s() -> None:
    sight = Sight("Troops shelled Dvir, villagers said.")
    sight.act("shelled", "ASSAULT", actor="Troops").cue("said", "villagers", "Troops shelled Dvir")
    assert chain(sight, "shelled") == ["villagers"]
    assert events(sight)["shelled"].sources[0].kind == "named"


def test_a_saying_inside_a_saying_runs_nearest_first() -> None:
    sight = Sight("The ministry said its envoy had told Kyiv that shelling resumed.")
    sight.act("shelling", "ASSAULT")
    sight.cue("said", "The ministry", "its envoy had told Kyiv that shelling resumed")
    sight.cue("told", "its envoy", "shelling resumed")
    assert chain(sight, "shelling") == ["its envoy", "The ministry"]


def test_three_sayings_make_a_chain_of_three() -> None:
    sight = Sight("Lamp reported that the mayor heard from witnesses that police fired.")
    sight.act("fired", "ASSAULT", actor="police")
    sight.cue("reported", "Lamp", "the mayor heard from witnesses that police fired")
    sight.cue("heard", "the mayor", "from witnesses that police fired")
    sight.cue("from", "witnesses", "police fired")
    assert chain(sight, "fired") == ["witnesses", "the mayor", "Lamp"]


def test_what_is_wanted_is_told_first_by_whoever_asks_for_it() -> None:
    sight = Sight("“The Secretary called for the release of Ana,” said the spokesman.")
    sight.cue("said", "the spokesman", "“The Secretary called for the release of Ana,”")
    sight.act("called", "REQUEST", actor="The Secretary").act("release", "RETREAT", status="wanted")
    sight.under("release", "called")
    assert chain(sight, "release") == ["The Secretary", "the spokesman"]
    assert chain(sight, "called") == ["the spokesman"]


def test_what_happened_is_not_told_by_whoever_asks_for_something() -> None:
    sight = Sight("Ana asked the court to free the man whom police had beaten.")
    sight.act("asked", "REQUEST", actor="Ana").act("beaten", "ASSAULT", actor="police").under("beaten", "asked")
    assert chain(sight, "beaten") == []


def test_a_quotation_over_several_sentences_belongs_to_one_speaker() -> None:
    sight = Sight("“They came at dawn,” said Ana. “They struck Stavros. Then they arrested him.” It rained.")
    sight.cue("said", "Ana", "“They came at dawn,”", "“They struck Stavros.")
    sight.act("struck", "ASSAULT").act("arrested", "COERCE")
    assert chain(sight, "struck") == chain(sight, "arrested") == ["Ana"]


def test_a_quotation_does_not_reach_beyond_its_closing_mark() -> None:
    sight = Sight("“They struck Stavros,” said Ana. Police arrested ten.")
    sight.cue("said", "Ana", "“They struck Stavros,”").act("struck", "ASSAULT").act("arrested", "COERCE")
    assert chain(sight, "arrested") == []


def test_a_claim_inside_a_quotation_does_not_spread_over_it() -> None:
    sight = Sight("“The mayor said he would go. Police beat us,” said Ana.")
    sight.cue("said", "The mayor", "he would go").cue("said|1", "Ana", "“The mayor said he would go. Police beat us,”")
    sight.act("beat", "ASSAULT")
    assert chain(sight, "beat") == ["Ana"]


def test_what_a_speaker_does_in_words_is_not_told_by_the_speaker() -> None:
    sight = Sight("“We demand a vote,” Ana said, the agency reported.")
    sight.cue("said", "Ana", "“We demand a vote,”").cue("reported", "the agency", "“We demand a vote,” Ana said")
    sight.act("demand", "REQUEST", actor="We")
    assert chain(sight, "demand") == ["the agency"]


def test_what_others_do_in_words_is_told_by_the_speaker() -> None:
    sight = Sight("“They demand a vote,” Ana said.")
    sight.cue("said", "Ana", "“They demand a vote,”").act("demand", "REQUEST", actor="They")
    assert chain(sight, "demand") == ["Ana"]


def test_a_deed_told_by_its_doer_keeps_the_doer_as_source() -> None:
    sight = Sight("“We struck first,” Ana said.")
    sight.cue("said", "Ana", "“We struck first,”").act("struck", "ASSAULT", actor="We")
    assert chain(sight, "struck") == ["Ana"]


def test_a_cue_is_not_inside_its_own_content() -> None:
    sight = Sight("Ana accused police of theft.")
    sight.cue("accused", "Ana", "Ana accused police of theft").act("accused", "ACCUSE", actor="police")
    assert chain(sight, "accused") == []


def test_an_act_that_no_claim_holds_takes_the_source_it_points_at() -> None:
    sight = Sight("Police fired, if Ana is to be believed.").act("fired", "ASSAULT", actor="Police", source="Ana")
    assert chain(sight, "fired") == ["Ana"]


def test_claims_come_before_the_source_that_an_act_points_at() -> None:
    sight = Sight("The ministry said that police fired, and Ana wept.")
    sight.cue("said", "The ministry", "that police fired")
    sight.act("fired", "ASSAULT", actor="police", source="Ana")
    assert chain(sight, "fired") == ["The ministry"]


def test_a_speaker_stands_once_in_a_chain() -> None:
    sight = Sight("The minister said he believed that police fired.")
    sight.names("PER", "The minister", "he|1")
    sight.cue("said", "The minister", "he believed that police fired").cue("believed", "he|1", "police fired")
    sight.act("fired", "ASSAULT")
    assert len(chain(sight, "fired")) == 1


def test_a_cue_without_source_and_content_makes_no_claim() -> None:
    assert code(Sight("He said so.").cue("said", None).reading).claims == ()
