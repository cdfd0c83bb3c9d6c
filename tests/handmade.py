"""Readings made by hand: a text and a few strings of it come in, what the language room might have seen goes out."""

from __future__ import annotations

from dataclasses import dataclass, field

from sayso.ground.records import (
    Anchor,
    Cue,
    Kind,
    Link,
    Mention,
    Reading,
    Report,
    Role,
    Sentence,
    Span,
    Stance,
    Status,
    Word,
)
from sayso.language.tokens import find_sentences, find_words


@dataclass
class Sight:
    """A reading in the making. Strings name their first place in the text, or the `nth` given after a bar: `"he|1"`."""

    text: str
    anchors: list[Anchor] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    heads: dict[int, int] = field(default_factory=dict)

    def span(self, words: str) -> Span:
        string, _, nth = words.partition("|")
        start = -1
        for _ in range(int(nth or 0) + 1):
            start = self.text.index(string, start + 1)
        return Span(start, start + len(string), string)

    def act(
        self,
        anchor: str,
        type: str,
        *,
        status: Status = "happened",
        probability: float = 0.99,
        **parties: str | list[str],
    ) -> Sight:
        """An event on `anchor`; `parties` are keyed by role."""
        span = self.span(anchor)
        links: list[Link] = []
        for role in ("actor", "recipient", "place", "time", "source"):
            given = parties.get(role, [])
            links += [self._link(role, words) for words in ([given] if isinstance(given, str) else given)]
        self.anchors.append(Anchor(self._word(anchor), span, type, None, status, (), tuple(links), probability))
        return self

    def under(self, word: str, head: str) -> Sight:
        """In the tree `word` hangs on `head`; every other word is a root."""
        self.heads[self._word(word)] = self._word(head)
        return self

    def _word(self, words: str) -> int:
        at = self.span(words).start
        return next(i for i, (start, end) in enumerate(find_words(self.text)) if start <= at < end)

    def _link(self, role: Role, words: str) -> Link:
        return Link(role, self.span(words), 0.9)

    def cue(self, cue: str, source: str | None, *content: str, stance: Stance = "asserts") -> Sight:
        spans = tuple(self.span(words) for words in content)
        self.cues.append(Cue(self.span(cue), stance, self.span(source) if source else None, spans, 0.9))
        return self

    def names(self, kind: Kind, *chain: str) -> Sight:
        """Mentions that name the same."""
        cluster = len({mention.cluster for mention in self.mentions})
        self.mentions += [Mention(self.span(words), kind, cluster, 0.9) for words in chain]
        return self

    @property
    def reading(self) -> Reading:
        words = find_words(self.text)
        sentences = tuple(Sentence(words[a][0], words[b - 1][1], a, b) for a, b in find_sentences(self.text, words))
        return Reading(
            Report("hand", self.text), sentences,
            tuple(Word(start, end, "X", self.heads.get(i, i), "dep") for i, (start, end) in enumerate(words)),
            tuple(sorted(self.mentions, key=lambda mention: mention.span)),
            tuple(sorted(self.anchors, key=lambda anchor: anchor.span)),
            tuple(sorted(self.cues, key=lambda cue: cue.span)),
        )  # fmt: skip
