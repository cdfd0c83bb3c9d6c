"""Scores and annotated windows come in, one loss a task goes out."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from . import labels
from .adapters import Window
from .model import COREFERENCE, EVENTS, TEXT, Pairs, Reader, Vectors

CLOSED = -1e4
LONGEST_CUE = 12
ACT, CONTEXT, QUIET = 15.0, 1.5, 1.0
"""Weights of what is an anchor and of which type, of its contexts, and of windows that tell of nothing political."""


def pointing(scores: Tensor, gold: Tensor, allowed: Tensor) -> Tensor:
    """Multi-label loss with a threshold at 0 (Su et al. 2022, ZLPR) over the last dimension."""
    zero = scores.new_zeros((*scores.shape[:-1], 1))
    positive = torch.cat([torch.where(gold & allowed, -scores, CLOSED), zero], -1)
    negative = torch.cat([torch.where(~gold & allowed, scores, CLOSED), zero], -1)
    return torch.logsumexp(positive, -1) + torch.logsumexp(negative, -1)


def tree(model: Reader, words: Tensor, windows: list[Window], real: Tensor) -> Tensor:
    tags = _padded([w.tags for w in windows], words.shape[1])
    heads = _padded([w.heads for w in windows], words.shape[1])
    relations = _padded([w.relations for w in windows], words.shape[1])
    sentences = _padded([w.sentence_of for w in windows], words.shape[1])
    same = (sentences[:, :, None] == sentences[:, None, :]) & real[:, None, :]
    arcs = model.arcs(words).squeeze(1).float().masked_fill(~same, CLOSED)
    loss = F.cross_entropy(model.label["pos"](words)[real].float(), tags[real])
    loss = loss + F.cross_entropy(arcs[real], heads[real])
    return loss + F.cross_entropy(model.relations(words, heads.clamp(min=0))[real].float(), relations[real])


def mentions(model: Reader, words: Tensor, windows: list[Window], real: Tensor, *, field: str) -> Tensor:
    """Spans and coreference of `field`: mentions (dossiers) or nominals (GUM)."""
    kinds = labels.KINDS if field == "mentions" else labels.NOMINALS
    base = labels.SPANS.index(kinds[0])
    scores = model.spans(words)[:, base : base + len(kinds)].float()
    length = words.shape[1]
    gold = torch.zeros(scores.shape, dtype=torch.bool)
    for b, window in enumerate(windows):
        for (first, last), kind, _ in getattr(window, field):
            gold[b, kinds.index(kind), first, last] = True
    near = torch.ones(length, length, dtype=torch.bool).triu().tril(40)
    allowed = near & real[:, None, :, None] & real[:, None, None, :]
    loss = pointing(scores.flatten(2), gold.flatten(2), allowed.expand_as(scores).flatten(2)).mean() * 0.3
    vectors = model.coreference(words).float()
    joined = [_coreference(vectors[b], getattr(w, field)) for b, w in enumerate(windows) if len(getattr(w, field)) > 1]
    return loss + (torch.cat(joined).mean() if joined else 0.0)


def _coreference(vectors: Tensor, found: list) -> Tensor:
    found = sorted(found)
    first, last = (torch.tensor([m[0][k] for m in found]) for k in (0, 1))
    a, b, c, d = vectors.split(COREFERENCE, -1)
    query, key = a[first] + b[last], c[first] + d[last]
    scores = query @ key.T / COREFERENCE**0.5
    cluster = torch.tensor([m[2] for m in found])
    earlier = torch.ones_like(scores, dtype=torch.bool).tril(-1)
    gold = (cluster[:, None] == cluster[None, :]) & earlier
    dummy = scores.new_zeros(len(found), 1)
    scores = torch.cat([dummy, scores.masked_fill(~earlier, CLOSED)], 1)
    gold = torch.cat([~gold.any(1, keepdim=True), gold], 1)
    return torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~gold, CLOSED), 1)


def sayings(model: Reader, words: Tensor, windows: list[Window], real: Tensor) -> Tensor:
    cues = torch.zeros(words.shape[:2], dtype=torch.long)
    stances, wanted = [], []
    for b, window in enumerate(windows):
        for saying in window.sayings or []:
            cues[b, saying.cue[0]] = 1
            cues[b, saying.cue[0] + 1 : saying.cue[1] + 1] = 2
            if saying.stance:
                stances.append((b, saying.cue[0], labels.STANCES.index(saying.stance)))
            wanted.append((b, saying.cue[0], {"claim-source": saying.source, "claim-content": saying.content}))
    loss = F.cross_entropy(model.label["cue"](words)[real].float(), cues[real])
    loss = loss + 0.5 * _cues(model, words, windows, real)
    if stances:
        b, at, label = torch.tensor(stances).T
        loss = loss + 0.5 * F.cross_entropy(model.label["stance"](words[b, at]).float(), label)
    return loss + _pointers(model.attributions, words, wanted, real, roles=labels.CLAIM_ROLES)


def _cues(model: Reader, words: Tensor, windows: list[Window], real: Tensor) -> Tensor:
    """Loss of the spans of cues, from their first to their last word."""
    scores = model.spans(words)[:, labels.SPANS.index(labels.CUE)].float()
    gold = torch.zeros(scores.shape, dtype=torch.bool)
    for b, window in enumerate(windows):
        for saying in window.sayings or []:
            gold[b, saying.cue[0], saying.cue[1]] = True
    near = torch.ones(scores.shape[1:], dtype=torch.bool).triu().tril(LONGEST_CUE)
    allowed = near & real[:, :, None] & real[:, None, :]
    return pointing(scores.flatten(1), gold.flatten(1), allowed.flatten(1)).mean()


def _pointers(pointers: Pairs, words: Tensor, wanted: list, real: Tensor, *, roles: tuple[str, ...]) -> Tensor:
    """Loss of the pointers of each trigger (window, word, {role: ranges or None})."""
    if not wanted:
        return words.sum() * 0.0
    at, gold = [], []
    for b, word, parties in wanted:
        for role in roles:
            ranges = parties.get(role)
            if ranges is None:
                continue
            for k in (0, 1):
                row = torch.zeros(words.shape[1], dtype=torch.bool)
                for span in ranges:
                    row[span[k]] = True
                at.append((b, 2 * roles.index(role) + k, word))
                gold.append(row)
    b, pointer, word = torch.tensor(at).T
    scores = pointers(words)[b, pointer, word].float()
    return 2.0 * pointing(scores, torch.stack(gold), real[b]).mean() * len(roles) / 3


def acts(model: Reader, words: Tensor, windows: list[Window], real: Tensor) -> Tensor:
    types = torch.zeros(words.shape[:2], dtype=torch.long)
    at, modes, statuses, contexts, wanted, allowed = [], [], [], [], [], []
    for b, window in enumerate(windows):
        for act in window.acts or []:
            types[b, act.at] = labels.TYPES.index(act.type)
            at.append((b, act.at))
            modes.append(labels.MODES.index(f"{act.type}.{act.mode or '-'}"))
            allowed.append([m.split(".")[0] == act.type for m in labels.MODES])
            statuses.append(labels.STATUSES.index(act.status))
            contexts.append([c in act.contexts for c in labels.CONTEXTS])
            wanted.append((b, act.at, act.roles))
    loss = (
        ACT
        * F.cross_entropy(model.label["act"](words)[real].float(), types[real])
        * real.sum()
        / max(16.0, len(at) * 8.0)
    )
    if not at:
        return loss
    b, word = torch.tensor(at).T
    vectors = words[b, word]
    mode = model.label["mode"](vectors).float().masked_fill(~torch.tensor(allowed), CLOSED)
    loss = loss + 0.5 * F.cross_entropy(mode, torch.tensor(modes))
    loss = loss + F.cross_entropy(model.label["status"](vectors).float(), torch.tensor(statuses))
    context, everywhere = model.label["context"](vectors).float(), torch.ones(1, 1, dtype=torch.bool)
    loss = loss + CONTEXT * pointing(context, torch.tensor(contexts), everywhere).mean()
    return loss + _pointers(model.parties, words, wanted, real, roles=labels.EVENT_ROLES)


def quiet(model: Reader, words: Tensor, windows: list[Window], real: Tensor) -> Tensor:
    """No word of a window that tells of nothing political is an anchor."""
    chosen = real & torch.tensor([w.quiet for w in windows])[:, None]
    scores = model.label["act"](words)[chosen].float()
    return QUIET * F.cross_entropy(scores, torch.zeros(len(scores), dtype=torch.long))


def loaded(model: Reader, words: Tensor, windows: list[Window], real: Tensor) -> Tensor:
    gold = torch.zeros(words.shape[:2])
    for b, window in enumerate(windows):
        for first, last in window.loaded or []:
            gold[b, first : last + 1] = 1.0
    return F.binary_cross_entropy_with_logits(model.label["loaded"](words).squeeze(2)[real].float(), gold[real])


def pair_scores(model: Reader, words: Tensor, first: Tensor, second: Tensor) -> Tensor:
    row = torch.arange(len(first))
    return (model.label["pair_source"](words[row, first]) + model.label["pair_target"](words[row, second])).float()


def pairs(model: Reader, words: Tensor, windows: list[Window]) -> Tensor:
    first, second = (torch.tensor([w.pair[k] for w in windows]) for k in (0, 1))
    scores = pair_scores(model, words, first, second)
    return (torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~_allowed(windows), CLOSED), 1)).mean()


def _allowed(windows: list[Window]) -> Tensor:
    """The types (windows, types) that each window's pair of parties may have."""
    allowed = torch.zeros(len(windows), len(labels.TYPES), dtype=torch.bool)
    for b, window in enumerate(windows):
        allowed[b, list(window.pair[2])] = True
    return allowed


def told_somewhere(model: Reader, words: Tensor, windows: list[Window], real: Tensor) -> Tensor:
    """At least one word of the window should be an anchor of an allowed type (a noisy or over the words)."""
    allowed = _allowed(windows)
    chances = F.softmax(model.label["act"](words).float(), -1)
    chances = (chances * allowed[:, None, :]).sum(-1) * real
    missed = torch.log1p(-chances.clamp(max=0.999)).sum(1)
    return 0.3 * -torch.log(-torch.expm1(missed.clamp(max=-1e-4))).mean()


def _padded(rows: list, length: int) -> Tensor:
    table = torch.full((len(rows), length), -1, dtype=torch.long)
    for i, row in enumerate(rows):
        table[i, : len(row)] = torch.tensor(row)
    return table


def branches(windows: list[Window]) -> tuple[str, ...]:
    """The branches that learn from these windows (all of one kind)."""
    first = windows[0]
    tells = any(w.quiet for w in windows) or first.acts is not None or first.pair is not None
    return (TEXT, EVENTS) if tells else (TEXT,)


def total(model: Reader, vectors: Vectors, windows: list[Window], real: Tensor) -> Tensor:
    """Sum of the losses of what these windows (all of one kind) annotate, for the branches that `vectors` holds."""
    loss = next(v for v in vectors if v is not None).sum() * 0.0
    if vectors.text is not None:
        loss = loss + of_text(model, vectors, windows, real)
    if vectors.events is not None:
        loss = loss + of_events(model, vectors.events, windows, real)
    return loss


def of_text(model: Reader, vectors: Vectors, windows: list[Window], real: Tensor) -> Tensor:
    words, first = vectors.text, windows[0]
    loss = words.sum() * 0.0
    if first.tags is not None:
        loss = loss + tree(model, vectors.tree, windows, real)
    if first.nominals is not None:
        loss = loss + mentions(model, words, windows, real, field="nominals")
    if first.mentions is not None:
        loss = loss + mentions(model, words, windows, real, field="mentions")
    if first.sayings is not None:
        loss = loss + sayings(model, words, windows, real)
    if first.loaded is not None:
        loss = loss + loaded(model, words, windows, real)
    if first.pair is not None:
        loss = loss + pairs(model, words, windows)
    return loss


def of_events(model: Reader, words: Tensor, windows: list[Window], real: Tensor) -> Tensor:
    first = windows[0]
    loss = words.sum() * 0.0
    if any(w.quiet for w in windows):
        loss = loss + quiet(model, words, windows, real)
    if first.acts is not None:
        loss = loss + acts(model, words, windows, real)
    if first.pair is not None:
        loss = loss + told_somewhere(model, words, windows, real)
    return loss
