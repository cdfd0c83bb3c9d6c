"""An anchor and its reading come in, whether it is a political event goes out.

The model decides by probability; these guards stand against the non-events of the codebook (section 2, rule 1) that a
small model still takes for events: sport, markets, the arts and figures of speech.
"""

from __future__ import annotations

import re

from sayso.ground.records import Anchor, Reading

ELSEWHERE = re.compile(
    r"\b(match(?:es)?|goals?|striker|goalkeeper|midfielder|defender|penalty|half-time|league|coach|championship|tournament|cup"
    r"|season|semi-?finals?|quarter-?finals?|quarterback|innings|wickets?|batsman|bowler|tennis|football|basketball"
    r"|cricket|rugby|golf|olympic|medal|playoffs?|fans|stadium|referee|bowlers|shares|stocks?|investors?|profits?|revenues?"
    r"|earnings|dividend|quarterly|startup|shareholders?|takeover|merger|ipo|retailer|album|band|singer|actress|actor"
    r"|film|movie|novel|exhibition|festival|concert|theatre|premiere|box office|orchestra|chef|recipe|museum|storm"
    r"|hurricane|rainfall|forecasters?|snow|heatwave|researchers|scientists|telescope|species|vaccine trial)\b",
    re.IGNORECASE,
)
POLITICAL = re.compile(
    r"\b(president|minister|ministry|government|police|army|troops|soldiers?|court|parliament|rebels?|militants?|protesters?"
    r"|opposition|party|union|embassy|ambassador|senate|congress|united nations|un|eu|nato|authorities|officials?"
    r"|prosecutors?"
    r"|judge|mayor|governor|activists?|journalists?|forces|militia|gunmen|regime|sanctions|election|war|ceasefire|refugees?)\b",
    re.IGNORECASE,
)
NAMED = 0.5
"""Probability above which a mention counts as one that the model found by itself."""
SURE, LIKELY = 0.9, 0.6
"""Probabilities from which an anchor counts in spite of its surroundings, and in a report without a political word."""


def is_political(text: str) -> bool:
    """Whether a political word stands anywhere in the text."""
    return POLITICAL.search(text) is not None


def is_event(anchor: Anchor, reading: Reading, *, in_political_report: bool) -> bool:
    """Whether the anchor stands, given the sentence around it.

    What the model is not sure of needs a political word in its sentence or, away from sport, markets, the arts and the
    weather, a political word anywhere in the report; without one, a country or a place that is named in the sentence,
    or a good probability and anybody named.
    """
    sentence = reading.sentences[reading.sentence_at(anchor.span.start)]
    text = reading.report.text[sentence.start : sentence.end]
    if anchor.probability >= SURE or is_political(text):
        return True
    if ELSEWHERE.search(text):
        return False
    if in_political_report:
        return True
    named = {
        mention.kind
        for mention in reading.mentions
        if sentence.start <= mention.span.start < sentence.end and mention.probability > NAMED
    }
    return "GPE" in named or (bool(named) and anchor.probability >= LIKELY)
