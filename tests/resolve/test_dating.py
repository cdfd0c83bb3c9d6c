"""Acts without a linked time: which dates of the report are offered, and when one of them is said."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from importlib.resources import files

import pytest

from sayso.ground.records import Event, Party, Reading, Report, Sentence, Span, Time
from sayso.language.tokens import find_sentences, find_words
from sayso.resolve import dates, dating, timing
from sayso.resolve.narrative import APART
from sayso.resolve.offers import marks_of_none, offers
from sayso.resolve.stories import Story
from sayso.resolve.tenses import grammar

TEXT = "Police arrested Dvir on Friday. Poland condemned the arrest. Talks will begin on Tuesday."
WEIGHTS = "93a4e38c16a512058a1f123dd4a032328c564c86cc9f9dbee91accaa4f1be8d0"
"""Of the weights of version 1: other weights are another version."""


def read(text: str = TEXT) -> Reading:
    from sayso.ground.records import Word

    words = find_words(text)
    sentences = tuple(Sentence(words[a][0], words[b - 1][1], a, b) for a, b in find_sentences(text, words))
    tree = tuple(Word(start, end, "X", i, "root") for i, (start, end) in enumerate(words))
    return Reading(Report("r", text, published="2020-10-25"), sentences, tree, (), (), ())


def act(reading: Reading, anchor: str, **changes: object) -> Event:
    start = reading.report.text.index(anchor)
    sentence = reading.sentences[reading.sentence_at(start)]
    blank = Event(
        id=anchor, type="COERCE", mode="arrest", contexts=(), status="happened", historical=False,
        anchor=reading.report.span(start, start + len(anchor)),
        sentence=reading.report.span(sentence.start, sentence.end), actors=(), recipients=(), place=None, time=None,
        quantities={}, sources=(), score=-7.0, quad="MF", probability=0.9, why_null={},
    )  # fmt: skip
    return replace(blank, **changes)  # type: ignore[arg-type]


def story(reading: Reading, *events: Event) -> Story:
    times = dates.find(reading.report.text, published="2020-10-25", sentences=reading.sentences)
    telling = timing.Telling(reading.report.text, date(2020, 10, 25), times, reading)
    return timing.story_of(events, timing.own_times(events, telling), telling, published=date(2020, 10, 25))


def scene() -> tuple[Event, Event, Story]:
    reading = read()
    arrested = act(reading, "arrested", time=Time(Span(24, 30, "Friday")))
    condemned = act(reading, "condemned", type="ACCUSE", mode=None, quad="VF")
    return arrested, condemned, story(reading, arrested, condemned)


def test_an_act_is_offered_the_dates_of_the_report_but_none_ahead_of_what_is_done() -> None:
    _, condemned, told = scene()
    assert [offer.time.value for offer in offers(condemned, told)] == ["2020-10-23"]
    wanted = replace(condemned, status="wanted")
    assert [offer.time.value for offer in offers(wanted, told)] == ["2020-10-23", "2020-10-27"]


def test_an_offer_is_marked_by_where_it_stands() -> None:
    _, condemned, told = scene()
    (friday,) = offers(condemned, told)
    assert {"lead:ACCUSE", "grain:day", "back:2", "away:-1", "act-before:V:1"} <= set(friday.marks)
    assert {"none", "none:ACCUSE", "none:happened", "none:alone"} <= set(marks_of_none(condemned, told))


def test_another_act_of_the_kind_and_of_the_actor_is_a_mark() -> None:
    reading = read()
    police = Party(reading.report.span(0, 6), "n1")
    arrested = act(reading, "arrested", time=Time(Span(24, 30, "Friday")), actors=(police,))
    again = act(reading, "arrest.", actors=(police,))
    (friday,) = offers(again, story(reading, arrested, again))
    assert {"same-actor:M", "same-kind:verb:before"} <= set(friday.marks)


def test_probabilities_of_the_dates_and_of_none_add_up() -> None:
    _, condemned, told = scene()
    found = dating.options(condemned, told)
    assert sum(option.probability for option in found) == pytest.approx(1)
    assert [option.probability for option in found] == sorted((o.probability for o in found), reverse=True)
    assert next(option for option in found if option.time is None).grounds.keys() == {"none"}


def test_a_date_is_said_from_the_least_probability_on(monkeypatch: pytest.MonkeyPatch) -> None:
    _, condemned, told = scene()
    chance = next(option.probability for option in dating.options(condemned, told) if option.time)
    held = dating.weights()
    for least, value in ((chance - 0.01, "2020-10-23"), (chance + 0.01, None)):
        monkeypatch.setattr(dating, "weights", lambda least=least: dating.Weights(least, held.of))
        found = dating.dated(condemned, told)
        assert (found[0].value if found else None) == value


def test_without_a_date_in_the_report_none_is_said() -> None:
    reading = read("Police arrested Dvir. Poland condemned the arrest.")
    condemned = act(reading, "condemned")
    assert offers(condemned, story(reading, condemned)) == []
    assert dating.dated(condemned, story(reading, condemned)) is None


def test_a_term_that_a_sentence_sets_is_not_when_it_was_passed() -> None:
    reading = read("A court jailed Dvir for ten years. Gunmen held Dvir for ten years.")
    term = Time(Span(20, 33, "for ten years"))
    jailed, held = act(reading, "jailed", time=term), act(reading, "held", time=Time(Span(52, 65, "for ten years")))
    telling = timing.Telling(reading.report.text, date(2020, 10, 25), (), reading)
    (none, reason), (since, _) = timing.own_times((jailed, held), telling)
    assert (none, reason) == (None, "belongs-to-another-act")
    assert since is not None
    assert since.first == "2010-01-01"


def test_what_opens_another_time_parts_an_act_from_the_date_above_it() -> None:
    text = "Police arrested Dvir on Friday after gunmen burned huts."
    reading = read(text)
    at = {text[word.start : word.end]: i for i, word in enumerate(reading.words)}
    heads = {"burned": ("arrested", "advcl"), "after": ("burned", "mark"), "on": ("Friday", "case")}
    forms = [text[word.start : word.end] for word in reading.words]
    words = tuple(
        replace(word, head=at[heads[form][0]], relation=heads[form][1]) if form in heads else word
        for word, form in zip(reading.words, forms, strict=True)
    )
    reading = replace(reading, words=words)
    arrested, burned = act(reading, "arrested", time=Time(Span(24, 30, "Friday"))), act(reading, "burned")
    assert "after" in APART
    assert grammar(text, words).up(at["burned"], by=frozenset({"advcl"})) == [at["arrested"]]
    assert offers(burned, story(reading, arrested, burned)) == []


def test_the_weights_are_those_of_their_version() -> None:
    held = (files("sayso.resolve") / "data" / "dating.json").read_bytes()
    assert json.loads(held)["version"] == dating.VERSION
    assert sha256(held).hexdigest() == WEIGHTS
