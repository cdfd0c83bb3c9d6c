"""Where a calendar expression stands: the text before it comes in, whether the telling looks ahead goes out.

A list of tense cues stands in for a parse: the nearest one before the expression decides, in the same sentence. It
errs where the nearest cue belongs to another clause ("said he would resign, and left on Friday").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

# The last of these before an expression decides whether it lies ahead of publication.
TENSE = re.compile(
    r"\b(?:(?P<ahead>will|would|shall|won['’]t|to be|(?:is|are) (?:to|due|set)|due|plans?|planned|scheduled|slated"
    r"|expect(?:s|ed)?|upcoming"
    r"|going to|may|might|could|should|must|set for|(?:agree|agreed|vow|vowed|pledged?|promised?|threaten|threatened"
    r"|order|ordered|ask|asked|urged?|want|wants|call|called|calls|demand|demanded|decided?|hopes?|intends?|invited)"
    r"(?:\s+(?!on\b|and\b|said\b)[^\s,.;]+){0,5}?\s+to(?!\s+(?:the|a|an|his|her|their)\b))"
    r"|(?P<past>was|were|had|has|have|did|said|says|told|held|took|met|left|went|came|began|made|gave|sent|shot|won|lost|broke|fell|rose|ran"
    r"|saw|tore|threw|drove|drew|fought|bought|taken|held|known|begun|seen|found|got|put|led|struck|fled|flew|spoke|wrote|hit|set|became|brought|[a-z]{3,}ed|since|after))\b|['’](?P<soon>ll)\b",
)
LIMIT = re.compile(r"\b(?:by|until|till|for|as of|[Aa]head of|no later than)\s+(?:the\s+)?$")


@dataclass(frozen=True, slots=True)
class Scene:
    """Where an expression stands: the sentence before it, the day of publication, what was told before."""

    before: str
    after: str
    published: date | None
    told: date | None = None
    told_year: int | None = None
    quarter: str | None = None
    hint: bool | None = None

    def is_ahead(self) -> bool | None:
        """Whether the act or, failing that, the nearest cue points past publication; `None` when nothing tells."""
        if LIMIT.search(self.before):
            return True
        if self.hint is not None:
            return self.hint
        ahead: bool | None = None
        for cue in TENSE.finditer(self.before):
            ahead = cue.lastgroup != "past"
        return ahead
