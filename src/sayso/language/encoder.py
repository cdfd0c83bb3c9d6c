"""A folder with the model comes in; word windows go in, the scores of every head come out.

The one home of onnxruntime and tokenizers. A run reads one window: the int8 model scales its activations by what is
in the run, so that batching would let one report's rows depend on its neighbours. Speed comes from several runs at
once instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from os import cpu_count
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.ground.errors import ModelCorrupt, ModelMissing

from .pieces import Cutter

Array = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]

MODEL = "reader.onnx"
PACKAGED = Path(__file__).parent / "model"
HEADS = ("pos", "arcs", "heads", "relations", "labels", "pointers", "spans", "words")
MOST_PIECES = 510
ONE_PATH = "only_execute_path_to_fetches"
SLOW_FUSIONS = ["SkipLayerNormFusion"]
"""Rewritings of the graph that cost time: this one's kernel takes four times as long as the two that it replaces."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What the heads say of a window of n words.

    `pos`, `heads`, `relations` (n): best part of speech, governor in the window, relation to it. `arcs` (n, n): scores
    of governors. `labels` (n, word labels). `pointers` (pointers, n, n) from trigger to word. `spans` (kinds, n, n)
    from first to last word. `words` (n, 2 * width): the vectors themselves, of the text, then of the
    events.
    """

    pos: Indices
    arcs: Array
    heads: Indices
    relations: Indices
    labels: Array
    pointers: Array
    spans: Array
    words: Array


class Encoder:
    """Runs the model of `folder`, checked against its card.

    Raises:
        ModelMissing: The folder lacks the model, its vocabulary or its card.
        ModelCorrupt: A file is not the one that the card names, or cannot be loaded.
    """

    def __init__(self, folder: Path = PACKAGED, *, threads: int = 0) -> None:
        self.folder = folder
        self.card = _checked_card(folder)
        self._threads = threads or cpu_count() or 1
        self._session, self._bare = _open(folder)
        self._cutter = _cutter(folder)
        self._pool: ThreadPoolExecutor | None = None

    def run(self, words: Sequence[str], sentences: Sequence[int]) -> Scores:
        """Scores of one window; `sentences` gives for each word the number of its sentence."""
        return Scores(*self._session.run(list(HEADS), self._feed(words, sentences)))

    def run_many(self, windows: Iterable[tuple[Sequence[str], Sequence[int]]]) -> Iterator[Scores]:
        """Scores of several windows, in order, run side by side."""
        feeds = [self._feed(*window) for window in windows]
        if self._threads == 1 or len(feeds) == 1:
            yield from (Scores(*self._session.run(list(HEADS), feed)) for feed in feeds)
            return
        self._pool = self._pool or ThreadPoolExecutor(self._threads)
        yield from (
            Scores(*found) for found in self._pool.map(lambda feed: self._session.run(list(HEADS), feed), feeds)
        )

    def run_bare(self, windows: Iterable[tuple[Sequence[str], Sequence[int]]]) -> None:
        """Runs only the encoder below the heads, as `run_many` would: what a benchmark measures against."""
        feeds = [self._feed(*window) for window in windows]
        self._pool = self._pool or ThreadPoolExecutor(self._threads)
        list(self._pool.map(lambda feed: self._session.run(["words"], feed, self._bare), feeds))

    def _feed(self, words: Sequence[str], sentences: Sequence[int]) -> dict[str, Indices]:
        ids, cases, first = self._cutter.encode(words, most=MOST_PIECES)
        rows = {"pieces": ids, "cases": cases, "first": first, "sentences": sentences}
        return {name: np.asarray(row, dtype=np.int64) for name, row in rows.items()}


def _checked_card(folder: Path) -> dict[str, Any]:
    card_path = folder / "card.json"
    try:
        card: dict[str, Any] = json.loads(card_path.read_text(encoding="utf-8"))
        digests = dict(card["sha256"])
    except FileNotFoundError as error:
        hint = "name a folder with reader.onnx, tokenizer.json, chains.npz and card.json, or reinstall the package"
        raise ModelMissing("there is no model", value=str(folder), hint=hint) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelCorrupt(
            "the model's card cannot be read", value=str(card_path), hint="reinstall the package"
        ) from error
    for name, digest in digests.items():
        try:
            found = sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise ModelMissing(
                "a file of the model cannot be read", value=str(folder / name), hint="reinstall the package"
            ) from error
        if found != digest:
            raise ModelCorrupt(
                "a file is not the one its card names", value=str(folder / name), hint="reinstall the package"
            )
    return card


def _open(folder: Path) -> tuple[Any, Any]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    bare = onnxruntime.RunOptions()
    bare.add_run_config_entry(ONE_PATH, "1")
    path = str(folder / MODEL)
    try:
        session = onnxruntime.InferenceSession(
            path, options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS
        )
    except Exception as error:  # onnxruntime raises classes of its own that share no narrower base
        raise ModelCorrupt("the model cannot be loaded", value=path, hint="reinstall the package") from error
    return session, bare


def _cutter(folder: Path) -> Cutter:
    from tokenizers import Tokenizer

    return Cutter(Tokenizer.from_file(str(folder / "tokenizer.json")))
