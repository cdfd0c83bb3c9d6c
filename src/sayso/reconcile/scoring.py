"""Pairs of tellings come in, the log-odds that each pair is one happening go out, with what agreed and what clashed.

Two logistic models, one for tellings of two reports and one for two tellings of one report, with the weights in
`data/likeness.json`; `tools/fit_likeness.py` fits them on coded training dossiers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .likeness import FEATURES, features
from .profiles import Profiles

Floats = NDArray[np.float32]
CHUNK: Final = 8192
"""Pairs looked at together: what fits a processor's cache."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights `(features + 1,)` for pairs across and within reports, the constant last, and two thresholds in log-odds.

    Tellings are put together while the mean of their pairs is above `merge`; a pair below `floor` counts as `floor`.
    """

    version: str
    across: NDArray[np.float64]
    within: NDArray[np.float64]
    merge: float
    floor: float


@cache
def model() -> Model:
    """The packaged model."""
    data = json.loads(files("sayso.reconcile").joinpath("data/likeness.json").read_text("utf-8"))
    order = [*FEATURES, "constant"]
    across, within = (np.array([data[side][name] for name in order]) for side in ("across", "within"))
    return Model(data["version"], across, within, data["merge"], data["floor"])


def scores(profiles: Profiles, left: NDArray[np.intp], right: NDArray[np.intp]) -> Floats:
    """Log-odds `(n,)` that the tellings in rows `left` and `right` are one happening."""
    found = np.empty(len(left), np.float32)
    for start in range(0, len(left), CHUNK):
        rows = slice(start, start + CHUNK)
        found[rows] = _scores(profiles.take(left[rows]), profiles.take(right[rows]))
    return found


def _scores(left: Profiles, right: Profiles) -> Floats:
    known, table = model(), features(left, right).astype(np.float64)
    sides = np.where((left.report == right.report)[:, None], known.within[:-1], known.across[:-1])
    constants = np.where(left.report == right.report, known.within[-1], known.across[-1])
    # summed row by row and rounded, because a matrix product may differ in its last bits with the number of rows
    found: Floats = np.round((table * sides).sum(axis=1) + constants, 3).astype(np.float32)
    return found


AGREEING: Final = {
    "type": "same type", "mode": "same mode", "act": "same anchor", "actors": "actor shared",
    "recipients": "recipient shared", "place": "place shared", "time": "days overlap", "numbers": "number shared",
    "status": "same status", "source": "same source", "origin": "same origin",
}  # fmt: skip
CLASHING: Final = {
    "mode": "modes differ", "actors": "actors: countries differ", "recipients": "recipients: countries differ",
    "names": "recipients: other names",
    "place": "places differ", "country": "place countries differ", "numbers": "numbers differ",
    "denied": "denied by one",
}  # fmt: skip
ALIKE: Final = 0.6
"""Parties or sentences whose vectors are at least this close count as agreeing in words."""


def reasons(
    profiles: Profiles, left: NDArray[np.intp], right: NDArray[np.intp]
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each pair the names of the fields that agree and of those that clash."""
    if not len(left):
        return []
    one, other = profiles.take(left), profiles.take(right)
    table = features(one, other)
    column = {name: table[:, number] for number, name in enumerate(FEATURES)}
    apart = (column["days: both"] > 0) & (column["days overlap"] == 0)
    found = []
    for row in range(len(left)):
        agreed = [name for name, feature in AGREEING.items() if column[feature][row] > 0]
        if "actors" not in agreed and column["actors: sense"][row] >= ALIKE:
            agreed.append("actors")
        if "recipients" not in agreed and column["recipients: sense"][row] >= ALIKE:
            agreed.append("recipients")
        if column["sentence sense"][row] >= ALIKE:
            agreed.append("wording")
        clashed = [name for name, feature in CLASHING.items() if column[feature][row] > 0 and name not in agreed]
        clashed += ["time"] if apart[row] else []
        clashed += [] if column["same type"][row] else ["type"]
        found.append((tuple(agreed), tuple(clashed)))
    return found
