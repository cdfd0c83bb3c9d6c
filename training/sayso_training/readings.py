"""The exported model and annotated texts come in, the mentions that it finds there go out, with their annotated chains.

The model reads as in the package, int8 and window by window, so that what is fitted on its vectors and what it is
measured by are what a user gets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from sayso.ground.records import Span
from sayso.ground.settings import Settings, settings
from sayso.language.coreference import Named
from sayso.language.encoder import Encoder
from sayso.language.heads import Heads
from sayso.language.reader import Reader
from sayso.language.traits import Range, Text
from sayso.language.trees import tree
from sayso.language.windows import cut
from sayso.run.dossiers import Annotated

from . import labels
from .adapters import EntityDocument, entity_documents

ALONE = 1_000_000
"""From this number on, chains are those of mentions that nobody annotated."""


@dataclass
class Marked:
    """A text with mentions in order, the annotated chain of each, and whether it is annotated at all."""

    text: Text
    named: list[Named]
    chains: list[int]
    known: list[bool]


def marked(text: Text, named: Sequence[Named], annotated: dict[Range, int]) -> Marked:
    """Mentions with the chains of the annotated ones that have the very same words; each other has one of its own."""
    known = [one.words in annotated for one in named]
    return Marked(text, list(named), [annotated.get(one.words, ALONE + i) for i, one in enumerate(named)], known)


# ---- reports, as a user's are read ----------------------------------------------------------------------------------


class Recorder:
    """Stands where the package joins mentions, and keeps what it is given."""

    def __init__(self) -> None:
        self.seen: tuple[Sequence[Named], Text] | None = None

    def __call__(self, named: Sequence[Named], text: Text) -> list[int]:
        self.seen = named, text
        return list(range(len(named)))


def of_reports(encoder: Encoder, reports: Iterable[Annotated]) -> Iterator[Marked]:
    """The mentions of dossiers' reports, parties and sources among them."""
    recorder = Recorder()
    reader = Reader(encoder, join=recorder, settings=settings())
    for report in reports:
        plan = reader.plan(report.report)
        reader.read(report.report)
        assert recorder.seen is not None
        starts = {start: i for i, (start, _) in enumerate(plan.words)}
        ends = {end: i for i, (_, end) in enumerate(plan.words)}
        annotated = {
            (starts[span.start], ends[span.end]): number
            for number, name in enumerate(report.names)
            for span in name.mentions
            if span.start in starts and span.end in ends
        }
        named, text = recorder.seen
        yield marked(text, named, annotated)


# ---- GUM, whose words are given -------------------------------------------------------------------------------------


def of_gum(encoder: Encoder, path: Path) -> Iterator[tuple[EntityDocument, Marked, Marked]]:
    """GUM's documents, each with the mentions that the model finds and with the annotated ones."""
    chosen = settings()
    heads = Heads(encoder.card, kinds=labels.NOMINALS)
    for document in entity_documents(path, chosen.window_words):
        text, named, vectors = _read(encoder, heads, document, chosen)
        annotated = {words: chain for words, _, chain in document.entities}
        kinds = {words: kind for words, kind, _ in document.entities}
        gold = [_named(text, (words, kinds[words], 1.0), vectors) for words in sorted(annotated)]
        yield document, marked(text, named, annotated), marked(text, gold, annotated)


def _read(
    encoder: Encoder, heads: Heads, document: EntityDocument, chosen: Settings
) -> tuple[Text, list[Named], np.ndarray]:
    words, numbers = document.words, _sentences(document)
    groups = [list(group) for _, group in groupby(range(len(words)), numbers.__getitem__)]
    sentences = [(group[0], group[-1] + 1) for group in groups]
    pos: list[str] = []
    governors: list[int] = []
    relations: list[str] = []
    rows: list[np.ndarray] = []
    found: list[tuple[Range, str, float]] = []
    for window in cut(sentences, words=chosen.window_words, overlap=chosen.overlap_sentences):
        own, inside = (
            window.own - window.first,
            [n - numbers[window.first] for n in numbers[window.first : window.last]],
        )
        scores = encoder.run(words[window.first : window.last], inside)
        pos += [heads.names["pos"][i] for i in scores.pos[own:]]
        governors += [int(i) + window.first for i in tree(scores, inside)[own:]]
        relations += [heads.names["relations"][i] for i in scores.relations[own:]]
        rows.append(scores.words[own:, : scores.words.shape[1] // 2])
        first = window.first
        found += [
            ((one.words[0] + first, one.words[1] + first), one.kind, one.probability)
            for one in heads.mentions(scores, own)
        ]
    text, vectors = Text(words, numbers, pos, governors, relations), np.concatenate(rows)
    return text, [_named(text, one, vectors) for one in sorted(found)], vectors


def _sentences(document: EntityDocument) -> list[int]:
    """The number of each word's sentence in the document."""
    numbers: list[int] = []
    for window, _ in document.windows:
        base = numbers[-1] + 1 if numbers else 0
        numbers += [base + number for number in window.sentence_of]
    return numbers


def _named(text: Text, found: tuple[Range, str, float], vectors: np.ndarray) -> Named:
    words, kind, probability = found
    span = Span(words[0], words[1] + 1, " ".join(text.words[words[0] : words[1] + 1]))
    return Named(words, span, kind, probability, vectors[list(words)].reshape(-1))
