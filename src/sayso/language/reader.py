"""Reports come in, readings go out: words, trees, mentions, anchors and cues with their characters.

A report is cut into windows, the windows are read side by side, and what each of them owns is put together again. Names
found in different windows meet in one chain of coreference, which is told over the whole report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path
from typing import cast

from sayso.ground.errors import UsageError
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
from sayso.ground.settings import Settings
from sayso.ground.settings import settings as make_settings

from .coreference import WEIGHTS, Joiner, Named
from .encoder import MODEL, PACKAGED, Array, Encoder, Scores
from .heads import Act, Heads, Range
from .pieces import CLOSE_SOURCE, CLOSE_TARGET, OPEN_SOURCE, OPEN_TARGET
from .tokens import find_sentences, find_words
from .traits import Text
from .trees import tree
from .windows import Window, cut

PARTIES = ("actor", "recipient", "source")
REPORTS_AT_ONCE = 16
Join = Callable[[Sequence[Named], Text], list[int]]
LONGEST_PAIR = 200
"""Most words around two parties that are read to relate them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A report cut into words, sentences (word ranges) and windows; `number` gives each word its sentence."""

    report: Report
    words: list[Range]
    sentences: list[Range]
    number: list[int]
    windows: list[Window]

    def inputs(self) -> Iterator[tuple[list[str], list[int]]]:
        text = self.report.text
        for window in self.windows:
            words = [text[a:b] for a, b in self.words[window.first : window.last]]
            yield words, [n - self.number[window.first] for n in self.number[window.first : window.last]]

    def span(self, words: Range) -> Span:
        return self.report.span(self.words[words[0]][0], self.words[words[1]][1])


class Reader:
    """Reads reports with the model of a folder; `join` numbers the chains of its mentions.

    `version` names the model and begins its checksum and that of the weights of chains.
    """

    def __init__(self, encoder: Encoder, *, join: Join, settings: Settings) -> None:
        self.encoder = encoder
        self.heads = Heads(encoder.card)
        self._join = join
        self._settings = settings
        card = encoder.card
        digests = card["sha256"]
        self.version: str = f"{card['name']}-{card['version']}+{digests[MODEL][:8]}{digests.get(WEIGHTS, '')[:4]}"

    @classmethod
    def load(cls, path: str | Path | None = None, *, settings: Settings | None = None) -> Reader:
        """The reader with the model in folder `path`, or with the packaged one.

        Raises:
            ModelMissing: There is no model there.
            ModelCorrupt: The model's files are not those that its card names.
        """
        chosen = settings or make_settings()
        encoder = Encoder(Path(path) if path else PACKAGED, threads=chosen.threads)
        return cls(encoder, join=Joiner.load(encoder.folder, encoder.card), settings=chosen)

    def read(self, report: Report) -> Reading:
        """The reading of one report."""
        return next(self.read_many([report]))

    def read_many(self, reports: Iterable[Report]) -> Iterator[Reading]:
        """Readings in the order of the reports; a bounded number of reports is held at a time."""
        waiting = iter(reports)
        while plans := [self.plan(report) for report in islice(waiting, REPORTS_AT_ONCE)]:
            scores = self.encoder.run_many(window for plan in plans for window in plan.inputs())
            for plan in plans:
                yield self._assemble(plan, [next(scores) for _ in plan.windows])

    def plan(self, report: Report) -> Plan:
        """Words, sentences and windows of a report."""
        words = find_words(report.text)
        sentences = find_sentences(report.text, words)
        number = [i for i, (first, last) in enumerate(sentences) for _ in range(first, last)]
        size, overlap = self._settings.window_words, self._settings.overlap_sentences
        return Plan(report, words, sentences, number, cut(sentences, words=size, overlap=overlap))

    def relate(self, text: str, source: str, target: str) -> dict[str, float]:
        """Probability of each type of what `source` does to `target`; both are strings found in `text`.

        An empty party is one that the text leaves unsaid: the text is then read from its beginning.

        Raises:
            UsageError: A party is not in the text.
        """
        words, first, second = _marked(text, source, target)
        scores = self.encoder.run(words, [0] * len(words))
        return self.heads.relation(scores, first, second)

    def parse(self, sentences: Sequence[Sequence[str]]) -> list[list[tuple[str, int, str]]]:
        """Trees of consecutive sentences that are given as words, read in windows as the text of a report is.

        Each word has its part of speech, the index of its governor in its sentence (-1 at the root) and the relation.
        """
        words = [word for sentence in sentences for word in sentence]
        ends = list(accumulate(len(sentence) for sentence in sentences))
        ranges = [(end - len(sentence), end) for end, sentence in zip(ends, sentences, strict=True)]
        number = [i for i, (first, last) in enumerate(ranges) for _ in range(first, last)]
        size, overlap = self._settings.window_words, self._settings.overlap_sentences
        rows: list[list[tuple[str, int, str]]] = [[] for _ in sentences]
        for window in cut([span for span in ranges if span[0] < span[1]], words=size, overlap=overlap):
            inside = number[window.first : window.last]
            scores = self.encoder.run(words[window.first : window.last], [n - inside[0] for n in inside])
            heads = tree(scores, [n - inside[0] for n in inside])
            for i in range(window.own - window.first, window.last - window.first):
                base = ranges[inside[i]][0] - window.first
                head = -1 if heads[i] == i else int(heads[i]) - base
                pos, relation = scores.pos[i], scores.relations[i]
                names = self.heads.names
                rows[inside[i]].append((names["pos"][pos], head, names["relations"][relation]))
        return rows

    def _assemble(self, plan: Plan, scores: list[Scores]) -> Reading:
        anchors: list[Anchor] = []
        cues: list[Cue] = []
        named: list[Named] = []
        loaded: list[Span] = []
        words: list[Word] = []
        for window, seen in zip(plan.windows, scores, strict=True):
            own, base = window.own - window.first, window.first
            words.extend(self._words(plan, window, seen))
            parties: set[Range] = set()
            numbers = plan.number[window.first : window.last]
            for act in self.heads.acts(seen, numbers, own, threshold=self._settings.anchor_threshold):
                anchors.append(_anchor(plan, act, base))
                parties.update(r for role, r, _ in act.links if role in PARTIES)
            for saying in self.heads.sayings(seen, own):
                source = plan.span(_moved(saying.source, base)) if saying.source else None
                parties.update([saying.source] if saying.source else [])
                content = tuple(plan.span(_moved(r, base)) for r in saying.content)
                cue = plan.span(_moved(saying.cue, base))
                cues.append(Cue(cue, cast("Stance", saying.stance), source, content, saying.probability))
            found = {mention.words: mention for mention in self.heads.mentions(seen, own)}
            for words_of in sorted(found.keys() | parties):
                mention = found.get(words_of)
                kind = mention.kind if mention else self.heads.kind_of(seen, words_of)
                chance = mention.probability if mention else 0.5
                at_words = _moved(words_of, base)
                named.append(Named(at_words, plan.span(at_words), kind, chance, _vector(seen, words_of)))
            loaded.extend(plan.span(_moved(r, base)) for r in self.heads.loaded(seen, own))
        return Reading(
            plan.report,
            _sentences(plan),
            tuple(words),
            self._mentions(named, _text(plan, words)),
            tuple(anchors),
            tuple(cues),
            tuple(loaded),
        )

    def _mentions(self, named: list[Named], text: Text) -> tuple[Mention, ...]:
        unique = {one.span: one for one in sorted(named, key=lambda one: one.probability)}
        ordered = sorted(unique.values(), key=lambda one: (one.span.start, one.span.end))
        return tuple(
            Mention(one.span, cast("Kind", one.kind), chain, one.probability)
            for one, chain in zip(ordered, self._join(ordered, text), strict=True)
        )

    def _words(self, plan: Plan, window: Window, seen: Scores) -> Iterator[Word]:
        numbers = plan.number[window.first : window.last]
        heads = tree(seen, [n - numbers[0] for n in numbers])
        pos, relations = self.heads.names["pos"], self.heads.names["relations"]
        for i in range(window.own - window.first, window.last - window.first):
            start, end = plan.words[window.first + i]
            yield Word(start, end, pos[seen.pos[i]], int(heads[i]) + window.first, relations[seen.relations[i]])


def _anchor(plan: Plan, act: Act, base: int) -> Anchor:
    """An act of a window that begins at word `base`, in the words and characters of the report."""
    links = tuple(Link(cast("Role", role), plan.span(_moved(r, base)), p) for role, r, p in act.links)
    at, status = act.word + base, cast("Status", act.status)
    return Anchor(
        at, plan.span((at, at)), act.type, act.mode, status, act.contexts, links, act.probability, act.statuses,
        act.types,
    )  # fmt: skip


def _moved(words: Range, base: int) -> Range:
    return words[0] + base, words[1] + base


def _vector(seen: Scores, words: Range) -> Array:
    """The vectors of the text at the first and the last word of a span, in one row."""
    vectors: Array = seen.words[list(words), : seen.words.shape[1] // 2].reshape(-1)
    return vectors


def _text(plan: Plan, words: Sequence[Word]) -> Text:
    text = plan.report.text
    return Text(
        [text[word.start : word.end] for word in words],
        plan.number,
        [word.pos for word in words],
        [word.head for word in words],
        [word.relation for word in words],
    )


def _sentences(plan: Plan) -> tuple[Sentence, ...]:
    return tuple(Sentence(plan.words[a][0], plan.words[b - 1][1], a, b) for a, b in plan.sentences)


def _marked(text: str, source: str, target: str) -> tuple[list[str], int, int]:
    """Words around the parties with markers, and where the opening markers stand."""
    spans = [_find(text, source), _find(text, target)]
    words = find_words(text)
    if len(words) > LONGEST_PAIR:
        words = _around(words, spans)
    rows = [(a, 1, text[a:b]) for a, b in words]
    marks = ((OPEN_SOURCE, CLOSE_SOURCE), (OPEN_TARGET, CLOSE_TARGET))
    for (start, end), (opening, closing) in zip(spans, marks, strict=True):
        rows += [(start, 0, opening), (max(start, end - 1), 2, closing)]
    strings = [word for _, _, word in sorted(rows, key=lambda row: (row[0], row[1]))]
    return strings, strings.index(OPEN_SOURCE), strings.index(OPEN_TARGET)


def _find(text: str, party: str) -> Range:
    at = text.find(party)
    if at < 0:
        raise UsageError("a party is not in the text", value=party, hint="write the party as the text writes it")
    return at, at + len(party)


def _around(words: list[Range], spans: list[Range]) -> list[Range]:
    """LONGEST_PAIR words at most: the stretch with both parties, or one around each where they stand far apart."""
    near = [next((i for i, (_, b) in enumerate(words) if b > start), len(words) - 1) for start, _ in spans]
    first, last = min(near), max(near)
    if last - first < LONGEST_PAIR * 3 // 4:
        start = max(0, first - (LONGEST_PAIR - (last - first)) // 2)
        return words[start : start + LONGEST_PAIR]
    half = LONGEST_PAIR // 2
    return [word for place in (first, last) for word in words[max(0, place - half // 2) : place + half - half // 2]]
