"""GUM's development documents come in; how well their mentions and chains are found goes out.

Mentions are those of GUM's entities, with its kinds joined to four; a mention is right when span and kind are. The
exported model reads and the package's own code joins; chains are scored by the mean of MUC, B-cubed and CEAF-e (the
CoNLL F1 of Pradhan et al. 2012) without chains of one mention, as in OntoGUM (Zhu et al. 2021).

The score from which pairs join is GUM's own here (`chains.LEAST_GUM`): the product's is higher, because there a wrong
join costs more than a missed one.

    python -m sayso_training.nominals --model ../src/sayso/language/model --data ../../shared/data
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from scorch.scores import conll2012

from sayso.language.coreference import Joiner, Weights
from sayso.language.encoder import Encoder
from sayso.language.traits import Range

from . import labels, readings
from .chains import LEAST_GUM
from .readings import Marked


def measured(encoder: Encoder, join: Joiner, path: Path) -> dict[str, float]:
    """Mention F1 by kind over all documents, and the mean of their CoNLL F1, also with the annotated mentions."""
    hits, mine, gold = (dict.fromkeys(labels.NOMINALS, 0) for _ in range(3))
    found, given = [], []
    for document, text, annotated in readings.of_gum(encoder, path):
        entities = {(span, kind) for span, kind, _ in document.entities}
        for one in text.named:
            mine[one.kind] += 1
            hits[one.kind] += (one.words, one.kind) in entities
        for _, kind in entities:
            gold[kind] += 1
        theirs = _chains((span, cluster) for span, _, cluster in document.entities)
        found.append(_score(theirs, text, join))
        given.append(_score(theirs, annotated, join))
    figures = {f"gum {kind} f1": round(2 * hits[kind] / max(1, mine[kind] + gold[kind]), 4) for kind in labels.NOMINALS}
    total = 2 * sum(hits.values()) / max(1, sum(mine.values()) + sum(gold.values()))
    conll = {"gum conll f1": found, "gum conll f1, mentions given": given}
    return figures | {"gum mentions f1": round(total, 4)} | {k: round(float(np.mean(v)), 4) for k, v in conll.items()}


def _score(theirs: list[set[Range]], text: Marked, join: Joiner) -> float:
    ours = _chains(zip((one.words for one in text.named), join(text.named, text.text), strict=True))
    return float(conll2012(theirs, ours)) if ours else 0.0


def _chains(pairs: Iterable[tuple[Range, int]]) -> list[set[Range]]:
    chains: dict[int, set[Range]] = defaultdict(set)
    for span, number in pairs:
        chains[number].add(span)
    return [chain for chain in chains.values() if len(chain) > 1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    a = parser.parse_args()
    encoder = Encoder(a.model)
    join = Joiner(Weights.load(a.model), LEAST_GUM)
    print(json.dumps(measured(encoder, join, a.data / "ud/gum-dev.conllu.gz"), indent=1))


if __name__ == "__main__":
    main()
