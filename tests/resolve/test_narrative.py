"""Acts without a time of their own: what the telling carries over to them, and what it does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sayso.ground.records import Event, Reading, Record, Report, Sentence, Span, Time, Word
from sayso.resolve import tenses
from sayso.resolve.resolving import resolve

SUNDAY = "2020-10-25"
LEAD = "Police/NOUN/2/nsubj shelled/VERB/2/root Dvir/PROPN/2/obj on/ADP/5/case Friday/PROPN/2/obl ./PUNCT/2/punct"
"""Words as form/part of speech/governor counted from 1 in the sentence/relation."""


def reading(*sentences: str, published: str | None = SUNDAY) -> Reading:
    text, words, stops = "", list[Word](), list[Sentence]()
    for sentence in sentences:
        first, start = len(words), len(text)
        for token in sentence.split():
            form, pos, head, relation = token.split("/")
            words.append(Word(len(text), len(text) + len(form), pos, first + int(head) - 1, relation))
            text += form + " "
        stops.append(Sentence(start, len(text) - 1, first, len(words)))
    report = Report("r", text, published=published)
    return Reading(report, tuple(stops), tuple(words), (), (), ())


def event(read: Reading, anchor: str, **changes: Any) -> Event:
    start = read.report.text.index(anchor)
    stop = read.sentences[read.sentence_at(start)]
    blank = Event(
        id=anchor, type="ASSAULT", mode=None, contexts=(), status="happened", historical=False,
        anchor=read.report.span(start, start + len(anchor)), sentence=read.report.span(stop.start, stop.end), actors=(),
        recipients=(), place=None, time=None, quantities={}, sources=(), score=-9.5, quad="MF", probability=0.9,
        why_null={},
    )  # fmt: skip
    return replace(blank, **changes)


def times(read: Reading, *events: Event) -> dict[str, str | None]:
    """The value of the time of each event."""
    record = resolve(Record(read.report, events, (), (), (), (), ()), read)
    assert all((one.time is None) == (one.why_null.get("time") == "not-said") for one in record.events)
    return {one.id: one.time.value if one.time else None for one in record.events}


def shelled(read: Reading) -> Event:
    start = read.report.text.index("Friday")
    return event(read, "shelled", time=Time(read.report.span(start, start + len("Friday"))))


def test_a_noun_names_an_act_dated_before() -> None:
    read = reading(LEAD, "Poland/PROPN/2/nsubj mourns/VERB/2/root the/DET/4/det shelling/NOUN/2/obj ./PUNCT/2/punct")
    named = event(read, "shelling")
    assert times(read, shelled(read), named)["shelling"] == "2020-10-23"
    assert times(read, shelled(read), replace(named, status="possible"))["shelling"] is None


def test_a_verb_beside_a_dated_one_has_its_day() -> None:
    tail = " ,/PUNCT/8/punct and/CCONJ/8/cc burned/VERB/2/conj huts/NOUN/8/obj ./PUNCT/2/punct"
    read = reading(LEAD.removesuffix(" ./PUNCT/2/punct") + tail)
    assert times(read, shelled(read), event(read, "burned"))["burned"] == "2020-10-23"


def test_a_clause_about_another_time_has_not() -> None:
    tail = " ,/PUNCT/2/punct after/SCONJ/9/mark rebels/NOUN/9/nsubj burned/VERB/2/advcl huts/NOUN/9/obj ./PUNCT/2/punct"
    read = reading(LEAD.removesuffix(" ./PUNCT/2/punct") + tail)
    assert times(read, shelled(read), event(read, "burned"))["burned"] is None


NEXT = "Gunmen/NOUN/2/nsubj wounded/VERB/2/root nurses/NOUN/2/obj ./PUNCT/2/punct"
SAID = "Poland/PROPN/2/nsubj condemned/VERB/2/root it/PRON/2/obj ./PUNCT/2/punct"


def test_the_day_of_the_first_sentence_goes_on_and_ends() -> None:
    read = reading(LEAD, NEXT, SAID, "It/PRON/2/nsubj rained/VERB/2/root")
    told = times(read, shelled(read), event(read, "wounded"), event(read, "condemned", type="ACCUSE", quad="VF"))
    assert told == {"shelled": "2020-10-23", "wounded": "2020-10-23", "condemned": None}


def test_a_day_on_which_nothing_but_saying_was_done_does_not_go_on() -> None:
    read = reading(LEAD, NEXT)
    assert times(read, event(read, "wounded")) == {"wounded": None}


@pytest.mark.parametrize(
    ("sentence", "form", "tense"),
    [
        (NEXT, "wounded", "past"),
        (SAID, "Poland", "noun"),
        ("They/PRON/3/nsubj have/AUX/3/aux left/VERB/3/root", "left", "perfect"),
        ("They/PRON/3/nsubj had/AUX/3/aux left/VERB/3/root", "left", "other"),
        ("They/PRON/3/nsubj:pass were/AUX/3/aux:pass shot/VERB/3/root", "shot", "past"),
        ("They/PRON/3/nsubj were/AUX/3/aux leaving/VERB/3/root", "leaving", "other"),
        ("Killing/VERB/1/root them/PRON/1/obj", "Killing", "ing"),
        ("men/NOUN/3/nsubj accused/VERB/1/acl fled/VERB/3/root", "accused", "other"),
        ("to/PART/2/mark leave/VERB/2/root", "leave", "other"),
    ],
)
def test_the_tense_of_a_verb_is_read_off_its_form_and_auxiliaries(sentence: str, form: str, tense: str) -> None:
    read = reading(sentence)
    words = tenses.grammar(read.report.text, read.words)
    start = read.report.text.index(form)
    index = words.at(Span(start, start + len(form), form))
    assert index is not None
    assert words.tense(index) == tense


def test_a_tree_that_turns_in_a_circle_is_climbed_once() -> None:
    read = reading("they/PRON/2/conj left/VERB/1/conj")
    words = tenses.grammar(read.report.text, read.words)
    assert words.up(0, by=frozenset({"conj"})) == [1, 0]
    assert tenses.grammar("", ()).at(Span(0, 1, "x")) is None
