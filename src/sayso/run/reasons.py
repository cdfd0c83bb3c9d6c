"""The name of a rule comes in, a sentence that says what the rule means goes out.

Rules are named where they are applied; a test applies them all and finds each name here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sayso.ground.explanations import Reason

MEANINGS: Final[Mapping[str, str]] = {
    # what and how
    "model": "the language model's best label for this word",
    "could-may-might": "the model says happened, but the words beside the anchor say could, may or might",
    "no-mode": "none of the type's modes fits",
    # on whose say-so
    "own-voice": "no claim holds the word: the report says it itself",
    "inside-content": "the word stands in what this source is cited for",
    "asks-for-it": "whoever asks for an act comes first in the chain of what is wanted",
    "pointed-at": "no claim holds the word, but the model points from it to this source",
    "outside-content": "this claim stands in the same sentence, but its content does not hold the word",
    # who
    "linked": "the model links these words to the act",
    "not-told": "the model finds no words in the sentence that name it",
    "no-entity": "the words name nobody that the report has as an entity",
    "pronoun": "the words point back: coreference joins them to the entity that is named",
    "own-actors": "your own actors' file has it",
    "words": "told by its own words",
    "report": "inferred from the countries and places that the rest of the report speaks of",
    "identity": "known of the person that it is",
    "body": "a body above states, from the list of bodies",
    "seat-of-power": "a seat of power stands for those who sit there",
    "body-of-the-table": "a body of the actor table",
    "country": "a country's name",
    "capital": "a capital's name",
    "country-acts": "a country that acts is its government",
    "capital-acts": "a capital that acts, or is dealt with, is its government",
    "full-name": "the full name fits",
    "surname": "only the surname fits",
    "holds-no-office": "its own words make it somebody who holds no office",
    "office-agrees": "the office said is the one held on the day",
    "office-at-another-time": "the office said was held on other days",
    "another-office": "the office said is another than those held",
    "in-some-office": "held some office on the day; the table does not say which",
    "in-office": "held an office on the day",
    "near-office": "held an office within a few years of the day",
    "own-country": "its words name the person's country",
    "another-country": "its words name another country than the person's",
    "country-in-the-report": "the report speaks of the person's country",
    "head-of-a-country-in-the-report": "leads a country that the report speaks of",
    "office-on-the-day": "held the office that the words describe, on the day of the act",
    "country-of-the-report": "the office's country comes from the rest of the report",
    "end-of-term-not-known": "the table does not know when the term ended",
    "acting": "held the office in an acting capacity",
    "nobody-fits": "nobody in the actor table fits: the words stay, under a local id",
    "too-weak": "the best candidate has too little beyond the name to be the one",
    "too-close": "two candidates are too close to tell apart",
    "settled": "the best candidate is sure, and clear of the next",
    # where
    "by-context": "weighed by kind, population and name, and by what else the report names",
    "not-said": "the report does not say",
    "not-in-gazetteer": "the place table has no such place",
    # when
    "no-publication-date": "a relative date, and the day of publication is not known",
    "no-calendar-date": "the words name no day that can be told",
    "belongs-to-another-act": "the words name a day ahead, or a term; the act itself is not of then",
    "faint-link": "the model links these words to the act at less than even odds",
    "again": "another act of the same kind has this date",
    "joined": "stands beside, above or under a dated act in its sentence",
    "thread": "the day of the first sentence goes on in the next ones",
    "beside": "stands right by the act, alone in its sentence",
    "beside-another": "stands elsewhere than the expression right by the act",
    "sentence": "how the expression stands to the act in its sentence",
    "lead": "the day that the first sentence tells",
    "act-before": "the date of the act told just before",
    "same-actor": "the same actor's other act has it",
    "told-last": "the day told last before the act",
    "told-near": "how far from the act it is told",
    "date": "what the date itself is: how long ago, how exact, how common in the report",
    "none": "how often such an act is left without a date",
    "unlikely": "no date of the report is likely enough to be the act's: the likeliest stay here, unsaid",
    "linked-first": "a time that the model links to the act goes before all weighing",
}


def reason(rule: str) -> Reason:
    """The rule with its meaning."""
    return Reason(rule, MEANINGS[rule])


def reasons(*rules: str) -> tuple[Reason, ...]:
    """Each of several rules once, with its meaning."""
    return tuple(reason(rule) for rule in dict.fromkeys(rules) if rule)
