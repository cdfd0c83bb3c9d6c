"""The network: word pieces come in, scores of every head go out.

An encoder of all-MiniLM-L6-v2's shape (Wang et al. 2020) with a case embedding, because its vocabulary is uncased; a
word is its first piece. Above its first layers, the trunk, the encoder forks: one branch reads the text (trees, names,
claims), the other the events, because either is read worse where both share every layer. Heads are linear word labels
or one kind of low-rank bilinear scorer of word pairs (after Dozat and Manning 2017) with a learned bias for the
distance between the words.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from . import labels

WIDTH, LAYERS, HEADS, INNER, PIECES, POSITIONS, CASES = 384, 6, 12, 1536, 30522, 512, 6
ARC, RELATION, RANK, COREFERENCE, REACH = 192, 96, 64, 64, 48
TRUNK = 3
TEXT, EVENTS = "text", "events"
EVENT_LABELS = ("act", "mode", "status", "context")
"""The word labels that are read from the branch of events."""


class Layer(nn.Module):
    """A post-norm transformer layer."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.output = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.inner, self.outer = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_attention, self.norm_output = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        seen = self.attend(self.query(x), self.key(x), self.value(x), mask)
        x = self.norm_attention(x + self.dropout(self.output(seen)))
        return self.norm_output(x + self.dropout(self.outer(F.gelu(self.inner(x)))))

    def attend(self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
        """What each piece sees (batch, pieces, WIDTH); `mask` is added to the scores."""
        batch, length, _ = query.shape
        split = lambda t: t.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)  # noqa: E731
        # written out: several times faster to train on a processor than the fused attention of torch
        scores = split(query) @ split(key).transpose(2, 3) * (WIDTH // HEADS) ** -0.5 + mask
        return (F.softmax(scores, -1) @ split(value)).transpose(1, 2).reshape(batch, length, WIDTH)


class Encoder(nn.Module):
    """Pieces (batch, pieces) and cases of the same shape to vectors (batch, pieces, WIDTH)."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.pieces = nn.Embedding(PIECES, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.kinds = nn.Parameter(torch.zeros(WIDTH))
        self.cases = nn.Embedding(CASES, WIDTH)
        nn.init.zeros_(self.cases.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.trunk = nn.ModuleList(Layer(dropout) for _ in range(TRUNK))
        self.branches = nn.ModuleDict(
            {name: nn.ModuleList(Layer(dropout) for _ in range(LAYERS - TRUNK)) for name in (TEXT, EVENTS)}
        )
        self.dropout = nn.Dropout(dropout)

    def forward(self, pieces: Tensor, cases: Tensor, *branches: str) -> list[list[Tensor]]:
        """The vectors of every layer on the way to the end of each of `branches`."""
        length = pieces.shape[1]
        x = self.pieces(pieces) + self.positions.weight[:length] + self.kinds + self.cases(cases)
        x = self.dropout(self.norm(x))
        mask = torch.where(pieces == 0, -1e4, 0.0)[:, None, None, :].to(x.dtype)
        below = _through(self.trunk, x, mask)
        return [below + _through(self.branches[name], below[-1], mask) for name in branches]

    def load(self, path: str) -> None:
        """Takes the published weights of all-MiniLM-L6-v2, the upper layers for both branches."""
        saved = load_file(path)
        names = {
            "attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
            "attention.output.dense": "output", "intermediate.dense": "inner", "output.dense": "outer",
            "attention.output.LayerNorm": "norm_attention", "output.LayerNorm": "norm_output",
        }  # fmt: skip
        state = {
            "pieces.weight": saved["embeddings.word_embeddings.weight"],
            "positions.weight": saved["embeddings.position_embeddings.weight"],
            "kinds": saved["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": saved["embeddings.LayerNorm.weight"], "norm.bias": saved["embeddings.LayerNorm.bias"],
            "cases.weight": self.cases.weight,
        }  # fmt: skip
        for i in range(LAYERS):
            places = [f"trunk.{i}"] if i < TRUNK else [f"branches.{name}.{i - TRUNK}" for name in self.branches]
            for theirs, ours in names.items():
                for part in ("weight", "bias"):
                    for place in places:
                        state[f"{place}.{ours}.{part}"] = saved[f"encoder.layer.{i}.{theirs}.{part}"]
        self.load_state_dict(state)


def _through(layers: nn.ModuleList, x: Tensor, mask: Tensor) -> list[Tensor]:
    depths = []
    for layer in layers:
        x = layer(x, mask)
        depths.append(x)
    return depths


class Pairs(nn.Module):
    """Scores of word pairs (batch, labels, from, to), one low-rank bilinear form and distance bias a label."""

    def __init__(self, count: int, rank: int) -> None:
        super().__init__()
        self.count, self.rank = count, rank
        self.left, self.right = nn.Linear(WIDTH, count * rank), nn.Linear(WIDTH, count * rank)
        self.distance = nn.Parameter(torch.zeros(count, 2 * REACH + 1))
        self.bias = nn.Parameter(torch.full((count, 1, 1), -2.0))

    def forward(self, words: Tensor) -> Tensor:
        batch, length, _ = words.shape
        shape = (batch, length, self.count, self.rank)
        left, right = self.left(words).view(shape).transpose(1, 2), self.right(words).view(shape).transpose(1, 2)
        scores = left @ right.transpose(2, 3) / self.rank**0.5
        place = torch.arange(length, device=words.device)
        apart = (place[None, :] - place[:, None]).clamp(-REACH, REACH) + REACH
        return scores + self.distance[:, apart] + self.bias


class Vectors(NamedTuple):
    """Vectors (batch, words, WIDTH) for the heads of the text, of its trees and of its events; None where left out."""

    text: Tensor | None
    tree: Tensor | None
    events: Tensor | None


class Reader(nn.Module):
    """Encoder and heads. `first` (batch, words) is the place of each word's first piece, 0 where there is none."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.dropout = nn.Dropout(dropout)
        sizes = {
            "pos": labels.POS, "act": labels.TYPES, "mode": labels.MODES, "status": labels.STATUSES,
            "context": labels.CONTEXTS, "cue": labels.CUES, "stance": labels.STANCES, "loaded": (0,),
            "pair_source": labels.TYPES, "pair_target": labels.TYPES,
        }  # fmt: skip
        self.label = nn.ModuleDict({name: nn.Linear(WIDTH, len(values)) for name, values in sizes.items()})
        self.arcs = Pairs(1, ARC)
        self.parties = Pairs(len(labels.PARTIES), RANK)
        self.attributions = Pairs(len(labels.ATTRIBUTIONS), RANK)
        self.spans = Pairs(len(labels.SPANS), RANK)
        self.dependent, self.governor = nn.Linear(WIDTH, RELATION), nn.Linear(WIDTH, RELATION)
        self.relation = nn.Parameter(torch.zeros(RELATION + 1, len(labels.RELATIONS), RELATION + 1))
        self.coreference = nn.Linear(WIDTH, 4 * COREFERENCE)
        self.depths = nn.Parameter(torch.linspace(-1.0, 1.0, LAYERS))

    def parts(self) -> tuple[list[nn.Parameter], ...]:
        """The parameters of the trunk, of the branch of text and of that of events, the branches with their heads."""
        encoder = self.encoder
        events = [encoder.branches[EVENTS], self.parties, *(self.label[name] for name in EVENT_LABELS)]
        of_events = [p for part in events for p in part.parameters()]
        branches = set(encoder.branches.parameters())
        trunk = [p for p in encoder.parameters() if p not in branches]
        others = {*of_events, *trunk}
        return trunk, [p for p in self.parameters() if p not in others], of_events

    def words(
        self, pieces: Tensor, cases: Tensor, first: Tensor, branches: tuple[str, ...] = (TEXT, EVENTS)
    ) -> Vectors:
        """Vectors of the words for the heads of those branches.

        The tree reads a learned mixture of the layers (Peters et al. 2018), so that the last one is free for claims.
        """
        depths = dict(zip(branches, self.encoder(pieces, cases, *branches), strict=True))
        chosen = first[:, :, None].expand(-1, -1, WIDTH)
        of_words = lambda layer: self.dropout(layer.gather(1, chosen))  # noqa: E731
        text, events = depths.get(TEXT), depths.get(EVENTS)
        return Vectors(
            of_words(text[-1]) if text else None,
            of_words(self.mixture(text)) if text else None,
            of_words(events[-1]) if events else None,
        )

    def mixture(self, depths: list[Tensor]) -> Tensor:
        shares = F.softmax(self.depths, 0)
        return torch.stack([share * depth for share, depth in zip(shares, depths, strict=True)]).sum(0)

    def relations(self, words: Tensor, heads: Tensor) -> Tensor:
        """Scores (batch, words, relations) of each word's relation to the given head."""
        one = words.new_ones((*words.shape[:2], 1))
        dependent = torch.cat([F.gelu(self.dependent(words)), one], -1)
        governor = torch.cat([F.gelu(self.governor(words)), one], -1)
        governor = governor.gather(1, heads[:, :, None].expand(-1, -1, RELATION + 1))
        batch, length, width = dependent.shape
        form = dependent.reshape(-1, width) @ self.relation.view(width, -1)
        form = form.view(batch, length, len(labels.RELATIONS), width)
        return (form @ governor[:, :, :, None]).squeeze(3)
