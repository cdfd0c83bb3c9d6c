"""Coded training dossiers come in; the weights that tell whether two tellings are one happening go out.

    python tools/fit_likeness.py [--records FOLDER]

The training dossiers are those of `corpus/dossiers` whose letters are A to P, but for numbers 10 and 11, which only
measure. Their reports are coded as any other; an event stands for the annotated act whose anchor it overlaps. Every
pair of two such events of one dossier is a case, with ridge regression on the log-odds (Hastie et al., The Elements of
Statistical Learning, 4.4). Pairs that no block brings together are left out. With `--records`, records are kept there.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import sayso
from sayso.ground.matters import Telling
from sayso.ground.records import Record
from sayso.reconcile.likeness import FEATURES, features
from sayso.reconcile.profiles import profiles
from sayso.run.dossiers import Dossier, read_dossiers
from sayso.run.reconciling import tellings

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/sayso/reconcile/data/likeness.json"
LETTERS = "ABCDEFGHIJKLMNOP"
DEVELOPMENT = ("10", "11")
VERSION = "1"
RIDGE = 3.0
STEPS = 30
WITHIN_SHIFT = -0.5
"""Added to the constant of pairs within a report: chosen, with MERGE and FLOOR, on dossiers A to D (01 to 09) with
weights fitted on the other letters."""
MERGE = -2.1
FLOOR = -5.0
SAMPLE = 60_000


def training_dossiers() -> Iterator[Dossier]:
    for path in sorted((ROOT / "corpus/dossiers").glob(f"[{LETTERS}]*.jsonl")):
        if path.stem[-2:] not in DEVELOPMENT:
            yield from read_dossiers(path)


def coded(dossier: Dossier, coder: sayso.Coder, kept: Path | None) -> list[Record]:
    path = kept / f"{dossier.id}.pkl" if kept else None
    if path and path.exists():
        return list(pickle.loads(path.read_bytes()))
    records = [coder.code(one.report) for one in dossier.reports]
    if path:
        path.write_bytes(pickle.dumps(records))
    return records


def labelled(dossier: Dossier, records: list[Record]) -> list[tuple[Telling, str]]:
    """Tellings that match an annotated act, with its happening; an act that has none is one of its own."""
    found = []
    for one, record in zip(dossier.reports, records, strict=True):
        for telling in tellings(record, report=record.report.id):
            act = next((act for act in one.acts if act.anchor.overlaps(telling.event.anchor)), None)
            if act:
                found.append((telling, act.happening or telling.id))
    return found


def cases(dossier: Dossier, records: list[Record]) -> tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.bool_]]:
    """Features, whether one happening, and whether of one report, of all pairs of a dossier."""
    rows = labelled(dossier, records)
    table = profiles([telling for telling, _ in rows])
    one, other = np.triu_indices(len(rows), 1)
    truth = np.array([rows[a][1] == rows[b][1] for a, b in zip(one, other, strict=True)], bool)
    return features(table.take(one), table.take(other)), truth, table.report[one] == table.report[other]


def fit(table: NDArray[np.float32], truth: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weights `(features + 1,)` by Newton's method, the constant last and free of the penalty.

    Of the pairs that are two happenings a seeded sample stands for all, each counting for as many as it stands for.
    """
    apart = np.flatnonzero(~truth)
    drawn = np.random.default_rng(0).choice(apart, min(SAMPLE, len(apart)), replace=False)
    rows = np.concatenate([np.flatnonzero(truth), np.sort(drawn)])
    worth = np.where(truth[rows], 1.0, len(apart) / len(drawn))
    table, truth = table[rows], truth[rows]
    cases = np.c_[table, np.ones(len(table))].astype(np.float64)
    penalty = np.eye(cases.shape[1]) * RIDGE
    penalty[-1, -1] = 1e-6
    weights = np.zeros(cases.shape[1])
    weights[-1] = -3.0
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-cases @ weights))
        slope = cases.T @ (worth * (chance - truth)) + penalty @ weights
        bend = (cases * (worth * chance * (1 - chance))[:, None]).T @ cases + penalty
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-5:
            break
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=Path, help="folder that keeps coded records between runs")
    parser.add_argument("--without", default="", help="letters to leave out, to measure on them")
    parser.add_argument("--out", type=Path, default=OUT)
    chosen = parser.parse_args()
    coder = sayso.load(threads=1)
    parts = [
        cases(dossier, coded(dossier, coder, chosen.records))
        for dossier in training_dossiers()
        if dossier.id[0] not in chosen.without
    ]
    table, truth, within = (np.concatenate([part[n] for part in parts]) for n in range(3))
    sides = {"across": fit(table[~within], truth[~within]), "within": fit(table[within], truth[within])}
    sides["within"][-1] += WITHIN_SHIFT
    order = [*FEATURES, "constant"]
    weights = {side: dict(zip(order, np.round(found, 4).tolist(), strict=True)) for side, found in sides.items()}
    about = {"version": VERSION, "pairs": len(truth), "of one happening": int(truth.sum()), "ridge": RIDGE}
    data = {**about, "merge": MERGE, "floor": FLOOR, **weights}
    chosen.out.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
    print(about)


if __name__ == "__main__":
    main()
