"""Annotated dossiers come in, the table of weights by which actors get sectors and countries goes out.

    python tools/fit_actors.py --readings FOLDER            # write src/sayso/resolve/data/weights.json
    python tools/fit_actors.py --readings FOLDER --measure  # hold out two letters after the other, write nothing

Reading all dossiers takes minutes, so that readings are kept in FOLDER for the next time. Dossiers numbered 10 and 11
measure the product and are never read here. Names that take part in annotated events weigh more than others.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from sayso.code.coding import code
from sayso.ground.records import Entity, Reading, Record
from sayso.ground.settings import settings
from sayso.language.reader import Reader
from sayso.resolve.actors import BODIES, Case, cases_of
from sayso.resolve.resolving import staged
from sayso.resolve.weighing import NONE, STEP, VERSION
from sayso.run.dossiers import Annotated, Name, read_dossiers

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "sayso" / "resolve" / "data" / "weights.json"
KEPT_BACK = ("10", "11")
FOLDS = ("AB", "CD", "EF", "GH")
RARE_TRAIT, RARE_CLUE = 3, 20
"""How often a trait (in two dossiers at least) or a clue must be seen to get a weight."""
RIDGE = {"sectors": 2.0, "bodies": 2.0, "countries": 2.0}
OF_NO_EVENT = 0.3
"""What a name counts that takes part in no annotated event."""
LEAST = 3
"""Weights nearer to nothing than so many steps are left out."""
BELIEVED = {
    "sector": 0.2, "other sector": 0.4, "second sector": 0.25, "body": 0.5, "country": 0.35,
    "country of an office": 0.5,
}  # fmt: skip
"""Probabilities from which a finding is given, by what they gave on held-out letters."""

Rows = list[tuple[Annotated, Reading, Record]]


@dataclass(frozen=True, slots=True)
class Sample:
    """An annotated name with what the program sees of it; clues without and with the outlet's country."""

    letter: str
    dossier: str
    name: Name
    acts: bool
    case: Case
    clues: tuple[Mapping[str, Mapping[str, float]], ...]


# ---- samples --------------------------------------------------------------------------------------------------------


def coded(letter: str, readings: Path) -> Rows:
    """The training reports of a letter with readings and records, kept in the folder."""
    kept = readings / f"train_{letter}.pkl"
    if not kept.exists():
        files = sorted((ROOT / "corpus" / "dossiers").glob(f"{letter}*.jsonl"))
        files = [file for file in files if file.stem[1:] not in KEPT_BACK]
        reports = [report for file in files for dossier in read_dossiers(file) for report in dossier.reports]
        read = Reader.load(None, settings=settings()).read_many(report.report for report in reports)
        rows = [(report, reading, code(reading)) for report, reading in zip(reports, read, strict=True)]
        kept.write_bytes(pickle.dumps(rows))
    loaded: Rows = pickle.loads(kept.read_bytes())
    return loaded


def samples(rows: Rows) -> Iterator[Sample]:
    for annotated, reading, coded_record in rows:
        record, scene = staged(coded_record, reading)
        cases, around = cases_of(record.entities, scene)
        parties = {span for act in annotated.acts for span in (*act.actors, *act.recipients)}
        for name in annotated.names:
            number = matching(name, record.entities)
            if number is None:
                continue
            case, home = cases[number], annotated.country
            homes = (None, home) if home and len(home) == 3 else (None,)
            asked = () if case.entity.country else homes
            clues = tuple(replace(around, home=one).clues(case.actor) for one in asked)
            key = annotated.report.id
            yield Sample(key[0], key[:3], name, bool(parties & set(name.mentions)), case, clues)


def matching(name: Name, entities: Sequence[Entity]) -> int | None:
    """The entity that shares most mentions with the name."""
    shared = [
        sum(2 * min(m.end, o.end) - 2 * max(m.start, o.start) >= max(m.end - m.start, o.end - o.start)
            for m in name.mentions for o in entity.mentions)
        for entity in entities
    ]  # fmt: skip
    best = max(range(len(entities)), key=lambda i: (shared[i], -i), default=None)
    return best if best is not None and shared[best] else None


# ---- fitting --------------------------------------------------------------------------------------------------------


def fit_classes(found: Sequence[tuple[Sample, tuple[str, ...]]], ridge: float) -> dict[str, Any]:
    """A softmax over classes by traits; several classes of one sample share it. In the form of the table."""
    names = [NONE, *sorted({one for _, told in found for one in told if one != NONE})]
    traits = common(found)
    at, end = [], [0]
    for sample, _ in found:
        at += [traits[trait] for trait in sample.case.traits if trait in traits]
        end.append(len(at))
    x = sparse.csr_matrix((np.ones(len(at)), at, end), shape=(len(found), len(traits)))
    y = np.zeros((len(found), len(names)))
    for row, (_, told) in enumerate(found):
        y[row, [names.index(one) for one in told]] = 1 / len(told)
    counts = np.array([1.0 if sample.acts else OF_NO_EVENT for sample, _ in found])[:, None]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        w = flat.reshape(len(traits), len(names))
        z = x @ w
        z -= z.max(1, keepdims=True)
        p = np.exp(z)
        p /= p.sum(1, keepdims=True)
        slope = x.T @ ((p - y) * counts) + ridge * w
        return float(-(counts * y * np.log(p + 1e-12)).sum() + ridge * (w * w).sum() / 2), slope.ravel()

    size = len(traits) * len(names)
    w = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 80}).x
    return {"classes": names, "weights": packed(w.reshape(len(traits), len(names)), sorted(traits))}


def common(found: Sequence[tuple[Sample, tuple[str, ...]]]) -> dict[str, int]:
    """The traits seen often enough, numbered."""
    often: Counter[str] = Counter()
    where: dict[str, set[str]] = defaultdict(set)
    for sample, _ in found:
        for trait in sample.case.traits:
            often[trait] += 1
            where[trait].add(sample.dossier)
    kept = sorted(trait for trait, count in often.items() if count >= RARE_TRAIT and len(where[trait]) > 1)
    return {trait: number for number, trait in enumerate(kept)}


def packed(w: np.ndarray, traits: Sequence[str]) -> dict[str, list[int]]:
    steps = np.rint(w * STEP).astype(int)
    rows = {trait: [int(one) for c in np.nonzero(abs(row) >= LEAST)[0] for one in (c, row[c])]
            for trait, row in zip(traits, steps, strict=True)}  # fmt: skip
    return {trait: row for trait, row in rows.items() if row}


def fit_countries(found: Sequence[Sample], ridge: float) -> dict[str, float]:
    """What each clue is worth for the countries of a report that compete for an actor."""
    choices = [(sample, clues) for sample in found for clues in sample.clues if sample.name.country in clues]
    often = Counter(clue for sample, clues in choices for given in clues.values() for clue in worded(given, sample))
    names = {clue: n for n, clue in enumerate(sorted(clue for clue, count in often.items() if count >= RARE_CLUE))}
    data, at, end, choice, right = [], [], [0], [], []
    for number, (sample, clues) in enumerate(choices):
        for country, given in clues.items():
            shown = {clue: value for clue, value in worded(given, sample).items() if clue in names}
            at += [names[clue] for clue in shown]
            data += list(shown.values())
            end.append(len(at))
            choice.append(number)
            right.append(country == sample.name.country)
    x = sparse.csr_matrix((data, at, end), shape=(len(choice), len(names)))
    group, y = np.array(choice), np.array(right, dtype=float)
    counts = np.array([1.0 if sample.acts else OF_NO_EVENT for sample, _ in choices])[group]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        top = np.full(len(choices), -np.inf)
        np.maximum.at(top, group, z)
        p = np.exp(z - top[group])
        p /= np.bincount(group, p)[group]
        return float(-(counts * y * np.log(p + 1e-12)).sum() + ridge * (w @ w) / 2), x.T @ (
            counts * (p - y)
        ) + ridge * w

    w = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return {clue: round(float(w[number]), 3) for clue, number in names.items()}


def worded(given: Mapping[str, float], sample: Sample) -> dict[str, float]:
    """The clues for a country, for any actor and for those of this sort."""
    both = {f"{clue}|{sort}": value for clue, value in given.items() for sort in sample.case.sorts}
    return {**given, **both}


def fit(found: Sequence[Sample]) -> dict[str, Any]:
    """The whole table."""
    unplaced = [one for one in found if not one.case.entity.country and one.name.country]
    above = [(one, (one.name.country if one.name.country in BODIES else NONE,)) for one in unplaced]
    states = [one for one in unplaced if one.name.country not in BODIES]
    return {
        "version": VERSION,
        "about": "Fitted by tools/fit_actors.py on the dossiers of the corpus, those numbered 10 and 11 left out.",
        "believed": BELIEVED,
        "countries": fit_countries(states, RIDGE["countries"]),
        "bodies": fit_classes(above, RIDGE["bodies"]),
        "sectors": fit_classes([(one, one.name.sectors or (NONE,)) for one in found], RIDGE["sectors"]),
    }


def write(table: Mapping[str, Any], path: Path) -> None:
    """The table as JSON, a line for each trait, so that a change can be read."""
    path.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


def measured(found: Sequence[Sample], readings: Path) -> Iterable[str]:
    """Two letters after the other held out: how the program does with weights from the rest."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    import actors as benchmark
    from sayso.resolve import actors as room
    from sayso.resolve import weighing
    from sayso.resolve.resolving import resolve

    reports, rows = [], []
    for fold in FOLDS:
        table = fit([one for one in found if one.letter not in fold])
        held = weighing.unpacked(table)
        room.weights = lambda held=held: held  # type: ignore[assignment]
        for letter in fold:
            for annotated, reading, record in coded(letter, readings):
                reports.append(annotated)
                rows.append({"entities": [one.to_json() for one in resolve(record, reading).entities]})
    yield json.dumps(benchmark.scored(reports, rows))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readings", type=Path, required=True)
    parser.add_argument("--measure", action="store_true")
    asked = parser.parse_args()
    letters = sorted({file.stem[0] for file in (ROOT / "corpus" / "dossiers").glob("*.jsonl")})
    found = [one for letter in letters for one in samples(coded(letter, asked.readings))]
    if asked.measure:
        for line in measured(found, asked.readings):
            print(line)
        return 0
    write(fit(found), OUT)
    print(f"wrote {OUT.relative_to(ROOT)}: {OUT.stat().st_size:,} bytes from {len(found):,} names")
    return 0


if __name__ == "__main__":
    sys.exit(main())
