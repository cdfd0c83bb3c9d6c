"""An anchor and its reading come in, whether it is a political event goes out.

The model decides by probability; these guards stand against the non-events of the codebook (section 2, rule 1) that
a small model still takes for events: sport, markets, the arts and figures of speech. They ask for strong evidence
where the words around the anchor speak of such things and no political party takes part.
"""

from __future__ import annotations

import re

from sayso.ground.records import Anchor, Reading

ELSEWHERE = re.compile(
    r"\b(match(?:es)?|goals?|striker|goalkeeper|midfielder|defender|penalty|half-time|league|coach|championship|tournament|cup"
    r"|season|semi-?finals?|quarter-?finals?|quarterback|innings|wickets?|batsman|bowler|tennis|football|basketball"
    r"|cricket|rugby"
    r"|golf|olympic|medal|playoffs?|fans|stadium|shares|stocks?|investors?|profits?|revenues?|earnings|dividend|quarterly|startup"
    r"|shareholders?|takeover|merger|ipo|retailer|album|band|singer|actress|actor|film|movie|novel|exhibition|festival|concert"
    r"|theatre|premiere|box office|orchestra|chef|recipe|museum|storm|hurricane|rainfall|forecasters?|snow|heatwave|researchers"
    r"|scientists|telescope|species|vaccine trial)\b",
    re.IGNORECASE,
)
POLITICAL = re.compile(
    r"\b(president|minister|ministry|government|police|army|troops|soldiers?|court|parliament|rebels?|militants?|protesters?"
    r"|opposition|party|union|embassy|ambassador|senate|congress|united nations|un|eu|nato|authorities|officials?"
    r"|prosecutors?"
    r"|judge|mayor|governor|activists?|journalists?|forces|militia|gunmen|regime|sanctions|election|war|ceasefire|refugees?)\b",
    re.IGNORECASE,
)
SURE = 0.97
"""Probability from which an anchor counts in spite of its surroundings."""


def is_event(anchor: Anchor, reading: Reading) -> bool:
    """Whether the anchor stands, given the sentence around it."""
    sentence = reading.sentences[reading.sentence_at(anchor.span.start)]
    text = reading.report.text[sentence.start : sentence.end]
    if anchor.probability >= SURE or not ELSEWHERE.search(text):
        return True
    return bool(POLITICAL.search(text))
