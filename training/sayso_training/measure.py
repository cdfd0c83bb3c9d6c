"""A model and the development files come in, a few figures go out: a pulse during training, no judge of accuracy."""

from __future__ import annotations

import random
from pathlib import Path

import torch

from sayso.language.pieces import Cutter

from . import adapters, labels
from .losses import CLOSED, pair_scores
from .model import Reader

MEASURED = "ABCDEFGH"
"""Letters whose dossiers 10 and 11 measure; those of the others choose thresholds."""


@torch.no_grad()
def development(model: Reader, cutter: Cutter, data: Path, corpus: Path) -> dict[str, float]:
    from .train import WORDS_PER_WINDOW, batch_of

    model.eval()
    figures: dict[str, float] = {}
    rng = random.Random(0)
    held = [path for path in adapters.dossier_files(corpus, development=True) if path.stem[0] in MEASURED]
    files = {"real": [data / "real/dev.jsonl"], "dossiers": held}
    for name, paths in files.items():
        windows = adapters.dossier_windows(adapters.dossiers(paths), WORDS_PER_WINDOW, rng)
        hit = mine = gold = status = 0
        for group in _groups(windows):
            pieces, cases, first, real = batch_of(cutter, group)
            words = model.words(pieces, cases, first).events
            types, statuses = model.label["act"](words).argmax(-1), model.label["status"](words).argmax(-1)
            mine += int(((types > 0) & real).sum())
            for b, window in enumerate(group):
                for act in window.acts or []:
                    gold += 1
                    right = types[b, act.at] == labels.TYPES.index(act.type)
                    hit += int(right)
                    status += int(right and statuses[b, act.at] == labels.STATUSES.index(act.status))
        figures[f"{name} f1"] = round(2 * hit / max(1, mine + gold), 4)
        figures[f"{name} status"] = round(status / max(1, hit), 4)
    figures["las"] = _tree(model, cutter, adapters.treebank(data / "ud/ewt-dev.conllu.gz", WORDS_PER_WINDOW)[::4])
    figures["cue f1"] = _cues(model, cutter, adapters.polnear(data / "polnear/dev.jsonl.gz", WORDS_PER_WINDOW)[::4])
    truth, guess = [], []
    for group in _groups(adapters.pairs_from_rows(data / "events/plv-dev.jsonl")):
        pieces, cases, first, _ = batch_of(cutter, group)
        words = model.words(pieces, cases, first).text
        one, two = (torch.tensor([w.pair[k] for w in group]) for k in (0, 1))
        guess += pair_scores(model, words, one, two)[:, 1:].argmax(1).add(1).tolist()
        truth += [w.pair[2] for w in group]
    figures["pair accuracy"] = round(sum(g in t for g, t in zip(guess, truth, strict=True)) / len(truth), 4)
    return figures


def _groups(windows: list, size: int = 16):
    windows = sorted(windows, key=lambda w: len(w.words))
    return [windows[i : i + size] for i in range(0, len(windows), size)]


def _tree(model: Reader, cutter: Cutter, windows: list) -> float:
    from .train import batch_of

    hit = total = 0
    for group in _groups(windows):
        pieces, cases, first, _ = batch_of(cutter, group)
        words = model.words(pieces, cases, first).tree
        arcs = model.arcs(words).squeeze(1)
        for b, window in enumerate(group):
            n = len(window.words)
            sentence = torch.tensor(window.sentence_of)
            scores = arcs[b, :n, :n].masked_fill(sentence[:, None] != sentence[None, :], CLOSED)
            heads = scores.argmax(1)
            relations = model.relations(words[b : b + 1, :n], heads[None]).argmax(-1)[0]
            right = (heads == torch.tensor(window.heads)) & (relations == torch.tensor(window.relations))
            hit += int(right.sum())
            total += n
    return round(hit / total, 4)


def _cues(model: Reader, cutter: Cutter, windows: list) -> float:
    from .train import batch_of

    hit = mine = gold = 0
    for group in _groups(windows):
        pieces, cases, first, real = batch_of(cutter, group)
        words = model.words(pieces, cases, first).text
        spans = model.spans(words)[:, labels.SPANS.index(labels.CUE)].triu() > 0
        begins = (spans & real[:, None, :]).any(-1) & real
        mine += int(begins.sum())
        for b, window in enumerate(group):
            starts = {s.cue[0] for s in window.sayings or []}
            gold += len(starts)
            hit += sum(bool(begins[b, s]) for s in starts)
    return round(2 * hit / max(1, mine + gold), 4)
