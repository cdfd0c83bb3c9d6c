"""How a word of a report tells an act: its words and tree come in, the tense of a verb and its way up the tree go out.

The reading gives parts of speech and relations but no forms, so forms are told by their ending, by a list of irregular
ones and by the auxiliaries that hang on the verb. Only what the dating of acts asks for is told apart.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sayso.ground.records import Span, Word

Tense = Literal["past", "perfect", "noun", "ing", "other"]

IRREGULAR: Final = frozenset(
    "bade beat became began blew bought broke brought built came chose cut dealt drew drove fell fled flew forbade"
    " fought found froze gave got hung held hit hurt kept laid lay led left let lost made met overran overthrew put"
    " quit ran rang read rode rose said sang saw sent set shot shut sought spoke spent stole stood stopped struck swore"
    " taught threw told took tore went withdrew won wrote".split()
)
PERFECT: Final = frozenset({"has", "have", "'ve", "’ve"})
PAST: Final = frozenset({"was", "were", "did"})


@dataclass(frozen=True, slots=True)
class Grammar:
    """The words of a report, what they read, and what hangs on each."""

    words: Sequence[Word]
    forms: Sequence[str]
    children: Mapping[int, Sequence[int]]

    def at(self, span: Span) -> int | None:
        """Index of the word at the start of a span, `None` where none stands."""
        index = bisect_right(self.words, span.start, key=lambda word: word.start) - 1
        return index if index >= 0 and span.start < self.words[index].end else None

    def tense(self, index: int) -> Tense:
        """The tense of the verb at an index: `past` is the simple past, active or passive."""
        word, form = self.words[index], self.forms[index]
        if word.pos in ("NOUN", "PROPN"):
            return "noun"
        helpers = {self.forms[child] for child in self.children.get(index, ()) if self._helps(child)}
        if helpers & PERFECT:
            return "perfect"
        if helpers - PAST:
            return "other"
        if form.endswith("ing"):
            return "other" if helpers else "ing"
        is_past = bool(helpers) or form.endswith("ed") or form in IRREGULAR
        return "past" if is_past and (helpers or self._is_finite(index)) else "other"

    def _helps(self, index: int) -> bool:
        return self.words[index].relation.startswith("aux") or self.forms[index] == "to"

    def _is_finite(self, index: int) -> bool:
        """Whether a form in "-ed" is a verb with its subject, not a participle beside a noun."""
        relations = {self.words[child].relation for child in self.children.get(index, ())}
        return any(one.startswith("nsubj") for one in relations) or self.words[index].relation in (
            "root", "conj", "parataxis"
        )  # fmt: skip

    def up(self, index: int, *, by: frozenset[str]) -> list[int]:
        """The governors of a word, nearest first, as long as the relation to the next one is among `by`."""
        path: list[int] = []
        while self.words[index].relation.split(":")[0] in by and self.words[index].head not in (index, *path):
            index = self.words[index].head
            path.append(index)
        return path

    def above(self, index: int) -> list[int]:
        """The governors of a word up to the root, nearest first."""
        path: list[int] = []
        while (head := self.words[index].head) not in (index, *path):
            index = head
            path.append(index)
        return path

    def within(self, span: Span) -> range:
        """Indices of the words that begin in a span."""
        first = bisect_left(self.words, span.start, key=lambda word: word.start)
        return range(first, bisect_left(self.words, span.end, key=lambda word: word.start))


def grammar(text: str, words: Sequence[Word]) -> Grammar:
    """The grammar of a text that was read into words."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        if word.head != index:
            children[word.head].append(index)
    return Grammar(words, [text[word.start : word.end].lower() for word in words], children)
