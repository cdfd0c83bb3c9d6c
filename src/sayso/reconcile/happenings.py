"""Tellings and a user's decisions come in, happenings go out; what comes out is a function of the set that comes in.

Blocks give the pairs, a model scores them, average linkage groups them. Tellings are numbered by their ids before
anything is compared, so neither the order of adding nor the number of batches shows. `gather` names the tellings whose
happenings new ones can change, so that a new day costs what its own blocks cost.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Final

import numpy as np

from sayso.ground.matters import Decision, Happening, Merge, Telling

from .blocks import MOST, blocks, pairs
from .clusters import Pair, components, groups
from .consensus import described
from .decisions import Rulings, rulings
from .profiles import Profiles, profiles
from .scoring import model, reasons, scores

Fetch = Callable[[Collection[str]], Iterable[Telling]]
FORCED: Final = 1e4
BANNED: Final = -1e9
MOST_MERGES: Final = 400
"""Reasons kept for a happening: at most one a telling, and no more than these."""


def happening_id(telling: str) -> str:
    """The id of the happening whose earliest telling has this id; for any other member it is an alias."""
    return "h" + sha256(telling.encode()).hexdigest()[:15]


def happenings(tellings: Iterable[Telling], *, decisions: Sequence[Decision] = ()) -> tuple[Happening, ...]:
    """The happenings that the tellings tell, in the order of their ids; every telling is a member of exactly one.

    Args:
        tellings: In any order; one given twice counts once.
        decisions: What users ruled, in the order of their making.
    """
    ordered = _ordered(tellings)
    ruled = rulings(decisions)
    table = profiles(ordered)
    scored = _scored(ordered, table, ruled)
    known = model()
    parts = groups(scored, merge=known.merge, floor=known.floor)
    seen = {member for part in parts for member in part}
    parts += [[row] for row in range(len(ordered)) if row not in seen]
    merges = _merges(parts, scored, table, ordered)
    found = [
        described([ordered[row] for row in part], merges=merges.get(part[0], ()), name=happening_id) for part in parts
    ]
    return tuple(sorted(found, key=lambda one: one.id))


def gather(
    new: Iterable[Telling],
    fetch: Fetch,
    *,
    gone: Iterable[Telling] = (),
    decisions: Sequence[Decision] = (),
    find: Fetch | None = None,
) -> tuple[Telling, ...]:
    """The tellings whose happenings the new ones can change, closed under links: `happenings` of them is the update.

    Every happening that has a member among them, or among the gone, is to be replaced by what `happenings` gives for
    them; all others stay as they are.

    Args:
        new: Tellings just added.
        fetch: Gives all tellings, the new ones included, that stand in any of the blocks named.
        gone: Tellings that count no longer; `fetch` does not give them.
        decisions: As for `happenings`.
        find: Gives tellings by their ids; needed when there are decisions.
    """
    ruled = rulings(decisions)
    known: dict[str, Telling] = {}
    loaded: set[str] = set()
    changed = {one.id: one for one in new}
    touched = {key for one in gone for key in blocks(one)}
    inside, edge = set(changed), dict(changed)
    first = True
    while edge or first:
        wanted = ({key for one in edge.values() for key in blocks(one)} | (touched if first else set())) - loaded
        near = {one.id: one for one in fetch(sorted(wanted))} if wanted else {}
        loaded |= wanted
        known |= near | edge
        if find:
            asked = {name for one in edge for name in ruled.partners(one)} - known.keys()
            known |= {one.id: one for one in find(sorted(asked))} if asked else {}
        if first:
            inside |= _shaken(known, touched, changed)
        linked = _linked(known, inside, ruled)
        edge = {name: known[name] for name in linked - inside} | (
            {name: known[name] for name in inside - changed.keys()} if first else {}
        )
        inside |= linked
        first = False
    return tuple(_ordered(known[name] for name in inside if name in known))


def _shaken(known: Mapping[str, Telling], touched: set[str], new: Mapping[str, Telling]) -> set[str]:
    """Tellings whose pairs the change itself may have undone: those near what is gone, and those of crowded blocks."""
    fresh = {key for one in new.values() for key in blocks(one)}
    homes: dict[str, list[str]] = {}
    for name, one in known.items():
        for key in blocks(one):
            if key in touched or key in fresh:
                homes.setdefault(key, []).append(name)
    return {name for key, members in homes.items() if key in touched or len(members) > MOST for name in members}


def _linked(known: Mapping[str, Telling], inside: set[str], ruled: Rulings) -> set[str]:
    """The members of `known` that links, direct or through others, tie to those inside."""
    ordered = _ordered(known.values())
    scored = _scored(ordered, profiles(ordered), ruled)
    limit = model().merge
    rows = {one.id: row for row, one in enumerate(ordered)}
    starts = {rows[name] for name in inside if name in rows}
    parts = components(pair for pair, score in scored.items() if score > limit)
    return {ordered[row].id for part in parts if starts.intersection(part) for row in part}


def _ordered(tellings: Iterable[Telling]) -> list[Telling]:
    return [one for _, one in sorted({telling.id: telling for telling in tellings}.items())]


def _scored(ordered: Sequence[Telling], table: Profiles, ruled: Rulings) -> dict[Pair, float]:
    """Log-odds of the pairs worth keeping, with what was ruled about them."""
    rows = pairs(ordered)
    found: dict[Pair, float] = {}
    floor = model().floor
    if len(rows):
        values = scores(table, rows[:, 0], rows[:, 1])
        kept = np.flatnonzero(values > floor)
        found = dict(zip(map(tuple, rows[kept].tolist()), values[kept].tolist(), strict=True))
    if ruled:
        places = {one.id: row for row, one in enumerate(ordered)}
        for one, other in ruled.together(places):
            found[one, other] = FORCED
        for one, other in ruled.apart(places, found):
            found[one, other] = BANNED
    return found


def _merges(
    parts: Sequence[Sequence[int]],
    scored: Mapping[Pair, float],
    table: Profiles,
    ordered: Sequence[Telling],
) -> dict[int, tuple[Merge, ...]]:
    """For each group, by its first member, the pair that ties each further member to it best."""
    home = {row: part[0] for part in parts if len(part) > 1 for row in part}
    best: dict[int, tuple[float, Pair]] = {}
    for pair, score in sorted(scored.items()):
        one, other = pair
        if home.get(one, -1) != home.get(other, -2):
            continue
        for row in pair:
            if score > best.get(row, (-np.inf, pair))[0]:
                best[row] = (score, pair)
    chosen = sorted({pair for _, pair in best.values()})
    told = reasons(table, np.array([one for one, _ in chosen], np.intp), np.array([two for _, two in chosen], np.intp))
    found: dict[int, list[Merge]] = {}
    for (one, other), (agreed, clashed) in zip(chosen, told, strict=True):
        score = scored[one, other]
        is_ruled = score >= FORCED
        chance = 1.0 if is_ruled else round(float(1 / (1 + np.exp(-score))), 4)
        merge = Merge(ordered[one].id, ordered[other].id, chance, agreed, clashed, "decision" if is_ruled else "score")
        found.setdefault(home[one], []).append(merge)
    return {first: tuple(merges[:MOST_MERGES]) for first, merges in found.items()}
