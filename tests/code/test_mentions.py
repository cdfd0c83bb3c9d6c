"""Entities gathered from mentions."""

from __future__ import annotations

from handmade import Sight
from sayso.code.mentions import gather, is_pronoun

TEXT = "The minister met Nino Abashidze in Batumi. She said Abashidze would stay. Police watched."


def sight() -> Sight:
    seen = Sight(TEXT).names("PER", "Nino Abashidze", "Abashidze|1").names("GPE", "Batumi")
    return seen.names("PER", "The minister", "She").names("GROUP", "Police")


def test_a_chain_is_one_entity_with_all_its_mentions() -> None:
    cast = gather(sight().reading)
    assert [[span.text for span in entity.mentions] for entity in cast.entities] == [
        ["The minister", "She"],
        ["Nino Abashidze", "Abashidze"],
        ["Batumi"],
        ["Police"],
    ]


def test_an_entity_is_named_by_the_mention_that_tells_most() -> None:
    assert [entity.name for entity in gather(sight().reading).entities] == [
        "The minister",
        "Nino Abashidze",
        "Batumi",
        "Police",
    ]


def test_a_name_counts_more_than_a_longer_description() -> None:
    text = "The tired leader of the dockers spoke. Kavvada sat."
    cast = gather(Sight(text).names("PER", "The tired leader of the dockers", "Kavvada").reading)
    assert [entity.name for entity in cast.entities] == ["Kavvada"]


def test_a_pronoun_names_only_where_nothing_else_does() -> None:
    assert [entity.name for entity in gather(Sight("He left.").names("PER", "He").reading).entities] == ["He"]


def test_ids_follow_the_text_and_no_two_entities_share_one() -> None:
    ids = [entity.id for entity in gather(sight().reading).entities]
    assert ids == ["n1", "n2", "n3", "n4"]


def test_a_span_finds_the_entity_of_the_mention_inside_it() -> None:
    seen = Sight("The veteran leader Nino Abashidze left.").names("PER", "leader Nino Abashidze")
    cast = gather(seen.reading)
    assert cast.entity_of(seen.span("veteran leader Nino Abashidze")) == "n1"
    assert cast.entity_of(seen.span("left")) is None


def test_a_span_finds_its_own_mention_before_a_wider_one() -> None:
    seen = Sight("The mayor of Batumi left.").names("PER", "The mayor of Batumi").names("GPE", "Batumi")
    cast = gather(seen.reading)
    assert cast.entity(cast.entity_of(seen.span("Batumi"))).name == "Batumi"  # type: ignore[union-attr]


def test_nobody_is_nobody() -> None:
    cast = gather(Sight("It rained.").reading)
    assert cast.entities == ()
    assert cast.entity_of(Sight("It rained.").span("It")) is None
    assert cast.entity(None) is None


def test_words_that_only_point_are_pronouns() -> None:
    assert [word for word in ("He", "they", "who", "its") if not is_pronoun(word)] == []
    assert [word for word in ("Hesse", "the minister", "Minsk") if is_pronoun(word)] == []
