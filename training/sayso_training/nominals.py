"""GUM's development documents come in; how well their mentions and chains are found goes out.

Mentions are those of GUM's entities, with its kinds joined to four; a mention is right when span and kind are. Chains
are joined by the same code as in the package and scored by the mean of MUC, B-cubed and CEAF-e (the CoNLL F1 of Pradhan
et al. 2012) without chains of one mention, as in OntoGUM (Zhu et al. 2021).

    python -m sayso_training.nominals --run runs/model --data ../../shared/data
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from scorch.scores import conll2012

from sayso.ground.records import Span
from sayso.language.coreference import Named, join
from sayso.language.pieces import Cutter

from . import adapters, labels
from .adapters import Range
from .model import COREFERENCE, Reader

LONGEST = 40
Found = list[tuple[Range, str, np.ndarray]]


@torch.no_grad()
def measured(model: Reader, cutter: Cutter, path: Path, limit: int) -> dict[str, float]:
    """Mention F1 by kind over all documents, and the mean of their CoNLL F1."""
    hits, mine, gold = (dict.fromkeys(labels.NOMINALS, 0) for _ in range(3))
    scores = []
    for document in adapters.entity_documents(path, limit):
        found = [mention for window, base in document.windows for mention in _found(model, cutter, window, base)]
        annotated = {(span, kind): cluster for span, kind, cluster in document.entities}
        for span, kind, _ in found:
            mine[kind] += 1
            hits[kind] += (span, kind) in annotated
        for _, kind in annotated:
            gold[kind] += 1
        theirs = _chains((span, cluster) for span, _, cluster in document.entities)
        ours = _chains(zip((span for span, _, _ in found), _joined(found, document.words), strict=True))
        scores.append(conll2012(theirs, ours) if ours else 0.0)
    figures = {f"gum {kind} f1": round(2 * hits[kind] / max(1, mine[kind] + gold[kind]), 4) for kind in labels.NOMINALS}
    total = 2 * sum(hits.values()) / max(1, sum(mine.values()) + sum(gold.values()))
    return figures | {"gum mentions f1": round(total, 4), "gum conll f1": round(float(np.mean(scores)), 4)}


def _found(model: Reader, cutter: Cutter, window: adapters.Window, base: int) -> Found:
    from .train import batch_of

    pieces, cases, first, _ = batch_of(cutter, [window])
    words = model.words(pieces, cases, first).text
    low = labels.SPANS.index(labels.NOMINALS[0])
    table = model.spans(words)[0, low : low + len(labels.NOMINALS)].triu().tril(LONGEST)
    best, kinds = table.max(0)
    vectors = model.coreference(words)[0].numpy()
    kept: list[tuple[int, int]] = []
    for a, b in sorted(torch.nonzero(best > 0).tolist(), key=lambda at: -best[tuple(at)]):
        if b >= a and not any(a < c <= b < d or c < a <= d < b for c, d in kept):
            kept.append((a, b))
    return [
        ((a + base, b + base), labels.NOMINALS[kinds[a, b]], np.concatenate([vectors[a], vectors[b]]))
        for a, b in sorted(kept)
    ]


def _joined(found: Found, words: list[str]) -> list[int]:
    """Chain numbers of the mentions, by the package's own rules and vectors."""
    width, named = COREFERENCE, []
    for (first, last), kind, vector in found:
        a, b = vector[: 4 * width], vector[4 * width :]
        span = Span(first, last + 1, " ".join(words[first : last + 1]))
        query, key = a[:width] + b[width : 2 * width], a[2 * width : 3 * width] + b[3 * width :]
        named.append(Named(span, "PER" if kind == "person" else kind, 1.0, query, key))
    return join(named)


def _chains(pairs) -> list[set[Range]]:
    chains: dict[int, set[Range]] = defaultdict(set)
    for span, number in pairs:
        chains[number].add(span)
    return [chain for chain in chains.values() if len(chain) > 1]


def main() -> None:
    from .train import BACKBONE, CHECKPOINT, WORDS_PER_WINDOW, Tokenizer

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    a = parser.parse_args()
    model = Reader()
    model.load_state_dict(torch.load(a.run / CHECKPOINT)["average"])
    cutter = Cutter(Tokenizer.from_file(str(BACKBONE / "tokenizer.json")))
    print(json.dumps(measured(model.eval(), cutter, a.data / "ud/gum-dev.conllu.gz", WORDS_PER_WINDOW), indent=1))


if __name__ == "__main__":
    main()
