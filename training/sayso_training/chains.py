r"""An exported model and annotated texts come in; the weights by which it joins mentions go out beside it.

    python -m sayso_training.chains --model ../src/sayso/language/model --data ../../shared/data \
      --corpus ../corpus/dossiers

The encoder stays as it is: what it says of the words of GUM and of the dossiers is read once, then the comparison of
vectors and the small layer above it are fitted over whole texts, so that an antecedent may stand in another window. GUM
is read with its own mentions and with those that the model finds; of dossiers, which do not annotate every pronoun,
only mentions that are annotated teach. Run it after `export`: it needs the model, and the card learns of the new file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sayso.language.coreference import WEIGHTS, Joiner, Weights
from sayso.language.encoder import Encoder
from sayso.language.likeness import Likeness
from sayso.language.reader import Join
from sayso.language.traits import traits
from sayso.run.dossiers import Annotated, read_dossiers

from . import adapters, readings
from .calibrate import held
from .readings import Marked

COMPARED, HIDDEN = 64, 32
DROPOUT, MARKS_DROPOUT = 0.3, 0.1
PASSES, RATE, DECAY = 6, 1.5e-3, 0.02
WARM = 200
"""Texts over which the rate rises."""
LEAST, LEAST_GUM = 0.5, -1.0
"""The score from which a pair joins: in the product, and where CoNLL F1 is best; both chosen on held-out texts."""
CLOSED = -1e4


@dataclass
class Sample:
    """A text as the scorer sees it: vectors and marks of its mentions, its pairs, and the chain of each mention."""

    vectors: np.ndarray
    alone: np.ndarray
    these: np.ndarray
    those: np.ndarray
    marks: np.ndarray
    chains: np.ndarray
    known: np.ndarray
    all_known: bool


def sample(text: Marked, *, all_known: bool) -> Sample | None:
    """The sample of a text with two mentions or more; `all_known` where what is not annotated repeats nothing."""
    if len(text.named) < 2:
        return None
    likeness = Likeness(traits(text.text, [(one.words, one.kind) for one in text.named]))
    pairs = likeness.pairs()
    return Sample(
        np.stack([one.vector for one in text.named]).astype(np.float16),
        likeness.alone().astype(np.int8),
        pairs.these,
        pairs.those,
        pairs.marks.astype(np.int8),
        np.array(text.chains),
        np.ones(len(text.chains), dtype=bool) if all_known else np.array(text.known),
        all_known,
    )


class Scorer(nn.Module):
    """`Weights.score` as torch learns it; parameters bear the names of the fields of `Weights`."""

    def __init__(self, vector: int, alone: int, marks: int) -> None:
        super().__init__()
        shapes = {
            "query": (vector, COMPARED), "query_offset": (COMPARED,),
            "key": (vector, COMPARED), "key_offset": (COMPARED,),
            "later": (vector,), "earlier": (vector,), "alone": (alone, HIDDEN), "other": (alone, HIDDEN),
            "alone_line": (alone,), "between": (marks, HIDDEN), "between_line": (marks,), "product": (HIDDEN,),
            "hidden_offset": (HIDDEN,), "out": (HIDDEN,), "offset": (),
        }  # fmt: skip
        for name, shape in shapes.items():
            bound = (shape[0] if shape else vector) ** -0.5
            self.register_parameter(name, nn.Parameter(torch.empty(shape).uniform_(-bound, bound)))

    def forward(self, one: Sample) -> Tensor:
        i, j = torch.from_numpy(one.these), torch.from_numpy(one.those)
        half = one.vectors.shape[1] // 2
        vectors = torch.from_numpy(one.vectors.astype(np.float32)).view(-1, 2, half)
        vectors = F.dropout(vectors, DROPOUT, self.training).view(len(one.vectors), -1)
        alone = torch.from_numpy(one.alone).float()
        marks = F.dropout(torch.from_numpy(one.marks).float(), MARKS_DROPOUT, self.training)
        queries, keys = vectors @ self.query + self.query_offset, vectors @ self.key + self.key_offset
        product = (queries @ keys.T / COMPARED**0.5 + vectors @ self.earlier)[i, j]
        hidden = marks @ self.between + (alone @ self.alone + self.hidden_offset)[i] + (alone @ self.other)[j]
        hidden = F.dropout(F.relu(hidden + product[:, None] * self.product), DROPOUT, self.training)
        single = alone @ self.alone_line + vectors @ self.later + self.offset
        return product + hidden @ self.out + marks @ self.between_line + single[i]

    def weights(self) -> dict[str, np.ndarray]:
        return {part.name: getattr(self, part.name).detach().numpy().astype(np.float16) for part in fields(Weights)}


def loss(scores: Tensor, one: Sample) -> Tensor:
    """Minus the log probability of all right antecedents, or of none, summed over mentions (Lee et al. 2017)."""
    i, j = torch.from_numpy(one.these), torch.from_numpy(one.those)
    chains, known = torch.from_numpy(one.chains), torch.from_numpy(one.known)
    allowed = known[i] & known[j]
    i, j, scores = i[allowed], j[allowed], scores[allowed]
    back = int((i - j).max()) if len(i) else 1
    table = scores.new_full((len(chains), back + 1), CLOSED).index_put((i, i - j), scores)
    right = torch.zeros(table.shape, dtype=torch.bool).index_put((i, i - j), chains[i] == chains[j])
    none = torch.zeros(len(chains), dtype=torch.long)
    table = table.index_put((torch.arange(len(chains)), none), scores.new_zeros(()))
    right = right.index_put((torch.arange(len(chains)), none), ~right.any(1))
    lost = torch.logsumexp(table, 1) - torch.logsumexp(table.masked_fill(~right, CLOSED), 1)
    return lost[known].sum()


def fit(samples: list[Sample], seed: int) -> Scorer:
    """The scorer after PASSES over the samples."""
    torch.manual_seed(seed)
    order = random.Random(seed)
    first = samples[0]
    scorer = Scorer(first.vectors.shape[1], first.alone.shape[1], first.marks.shape[1])
    optimizer = torch.optim.AdamW(scorer.parameters(), lr=RATE, weight_decay=DECAY)
    steps = PASSES * len(samples)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / WARM) * max(0.02, 1 - step / steps)
    )
    for number in range(PASSES):
        scorer.train()
        order.shuffle(samples)
        total, mentions = 0.0, 0
        for one in samples:
            lost = loss(scorer(one), one)
            optimizer.zero_grad()
            (lost / (3 * (20 + len(one.chains)) ** 0.5)).backward()  # a long text counts more, but not by its length
            optimizer.step()
            schedule.step()
            total, mentions = total + float(lost.detach()), mentions + int(one.known.sum())
        print(json.dumps({"pass": number + 1, "loss": round(total / mentions, 4)}), flush=True)
    return scorer.eval()


def gathered(encoder: Encoder, data: Path, corpus: Path) -> list[Sample]:
    """The samples of GUM's training documents and of the dossiers for training."""
    found: list[Sample | None] = []
    for _, mine, gold in readings.of_gum(encoder, data / "ud/gum-train.conllu.gz"):
        found += [sample(mine, all_known=True), sample(gold, all_known=True)]
    paths = adapters.dossier_files(corpus, development=False)
    reports = (report for path in paths for dossier in read_dossiers(path) for report in dossier.reports)
    found += [sample(text, all_known=False) for text in readings.of_reports(encoder, reports)]
    return [one for one in found if one is not None]


def judged(encoder: Encoder, reports: Iterable[Annotated], join: Join) -> dict[str, float]:
    """B-cubed precision and recall of annotated mentions that are found (Bagga and Baldwin 1998), and wrong pairs.

    `wrong` is the share of pairs of mentions in one chain that do not belong together, `pairs` how many there are.
    """
    sums, mine, both, theirs = np.zeros(3), 0, 0, 0
    for text in readings.of_reports(encoder, reports):
        chains = join(text.named, text.text)
        rows = [(a, b) for a, b, known in zip(chains, text.chains, text.known, strict=True) if known]
        ours, gold, shared = Counter(a for a, _ in rows), Counter(b for _, b in rows), Counter(rows)
        sums += [sum(shared[r] / ours[r[0]] for r in rows), sum(shared[r] / gold[r[1]] for r in rows), len(rows)]
        mine, theirs, both = (
            at + sum(n * (n - 1) // 2 for n in counts.values())
            for at, counts in ((mine, ours), (theirs, gold), (both, shared))
        )
    return {
        "b-cubed precision": round(sums[0] / sums[2], 4), "b-cubed recall": round(sums[1] / sums[2], 4),
        "wrong": round(1 - both / max(1, mine), 4), "found": round(both / max(1, theirs), 4), "pairs": mine,
    }  # fmt: skip


def write(scorer: Scorer, folder: Path) -> None:
    """Puts the weights into the folder and their digest into its card."""
    np.savez(folder / WEIGHTS, **scorer.weights())
    path = folder / "card.json"
    card = json.loads(path.read_text())
    card["sha256"][WEIGHTS] = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    card["thresholds"]["chain"] = LEAST
    path.write_text(json.dumps(card, indent=1) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--measure", action="store_true", help="only measure the chains of the dossiers that measure")
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    if not a.measure:
        write(fit(gathered(Encoder(a.model), a.data, a.corpus), a.seed), a.model)
    encoder = Encoder(a.model)
    print(json.dumps(judged(encoder, held(a.corpus, measured=True), Joiner.load(a.model, encoder.card)), indent=1))


if __name__ == "__main__":
    main()
