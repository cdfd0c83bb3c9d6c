"""Annotated dossiers and a model come in; the weights by which acts are dated go out, with how well they do elsewhere.

    python tools/fit_dating.py --model FOLDER corpus/dossiers/[I-P]*.jsonl     # fit, cross-validate, write the table
    python tools/fit_dating.py --dry ...                                       # the same, but write nothing

The model must not have learnt from these dossiers, or its links are better than they will be on news: version 1 for I
to P, version 2 for Q to V (both are in the project's history). Dossiers 10 and 11 are left out: they only measure.
Some annotators date by the telling what others leave open, so "none" has an offset for each batch of dossiers while
fitting, and the mean of them, nothing, in use.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sayso.code.coding import code
from sayso.ground.records import Event, Reading, Time
from sayso.language import heads
from sayso.language.reader import Reader
from sayso.resolve import dates, dating, offers, timing
from sayso.resolve.resolving import hints
from sayso.run.dossiers import Act, read_dossiers

TABLE = Path(dating.__file__).parent / "data" / "dating.json"
KEPT_APART = ("10", "11")
STEPS, RATE, SHRINK, FOLDS = 250, 0.1, 3.0, 4
LEAST = tuple(round(0.15 + 0.05 * step, 2) for step in range(10))


@dataclass(frozen=True, slots=True)
class Example:
    """An act found and typed right: its batch, its annotated first day, its time by a link, else its options' marks."""

    batch: str
    day: str | None
    linked: Time | None
    times: tuple[str | None, ...] = ()
    marks: tuple[tuple[str, ...], ...] = ()


# ---- reading ------------------------------------------------------------------------------------------------------


def opened(folder: str) -> Reader:
    """The reader with a model of this or an older version: what an older one does not know stays empty."""
    start = heads.Heads.__init__

    def patient(self: heads.Heads, card: Mapping[str, object]) -> None:
        known = {**card, "thresholds": {"context": 0.0, "faint-time": -3.0, **card["thresholds"]}}  # type: ignore[dict-item]
        if "cue" not in known["labels"]["spans"]:  # type: ignore[index]
            known["labels"] = {**known["labels"], "spans": [*known["labels"]["spans"], "cue"]}  # type: ignore[dict-item,index]
            heads.Heads.sayings = lambda *_: []  # type: ignore[method-assign]
            heads.Heads.mentions = lambda *_: []  # type: ignore[method-assign]
            heads.Heads.kind_of = lambda *_: "ORG"  # type: ignore[method-assign]
        start(self, known)

    heads.Heads.__init__ = patient  # type: ignore[method-assign]
    return Reader.load(folder)


def examples(reader: Reader, paths: Sequence[Path]) -> Iterator[Example]:
    for path in paths:
        number = int(path.stem[1:])
        batch = path.stem[0] + ("a" if number < 6 else "b" if number < 12 else "c")  # as they were written
        for dossier in read_dossiers(path):
            for annotated in dossier.reports:
                yield from _of_report(reader.read(annotated.report), annotated.acts, batch)


def _of_report(reading: Reading, acts: Sequence[Act], batch: str) -> Iterator[Example]:
    report, events = reading.report, code(reading).events
    published = dates.publication_day(report.published)
    times = dates.find(report.text, published=report.published, sentences=reading.sentences, hints=hints(events))
    telling = timing.Telling(report.text, published, times, reading)
    own = timing.own_times(events, telling)
    if published is None:
        return
    story = timing.story_of(events, own, telling, published=published)
    for act, event in _pairs(acts, events):
        time = own[events.index(event)][0]
        if time is not None:
            yield Example(batch, _first(act.date), time)
            continue
        found = offers.offers(event, story)
        yield Example(
            batch, _first(act.date), None, (None, *(offer.time.first for offer in found)),
            (offers.marks_of_none(event, story), *(offer.marks for offer in found)),
        )  # fmt: skip


def _pairs(acts: Sequence[Act], events: Sequence[Event]) -> Iterator[tuple[Act, Event]]:
    free = list(events)
    for act in acts:
        event = next((one for one in free if one.anchor.overlaps(act.anchor) and one.type == act.type), None)
        if event is not None:
            free.remove(event)
            yield act, event


def _first(value: str | None) -> str | None:
    """The first day of an annotated date."""
    first = (value or "").partition("/")[0]
    return (first + "0000-01-01"[len(first) :]) if first else None


# ---- fitting ------------------------------------------------------------------------------------------------------


def fitted(rows: Sequence[Example]) -> dict[str, float]:
    """Weights of the marks: conditional logit with a quadratic penalty, by Adam over all examples at once."""
    number: dict[str, int] = {}
    at: list[int] = []
    marks: list[int] = []
    group: list[int] = []
    truth: list[float] = []
    for row in rows:
        if row.linked is not None:
            continue
        right = [day is not None and day == row.day for day in row.times]
        right[0] = not any(right)
        count = group[-1] + 1 if group else 0
        for i, option in enumerate(row.marks):
            names = (*option, f"@{row.batch}") if i == 0 else option
            marks += [number.setdefault(name, len(number)) for name in names]
            at += [len(group)] * len(names)
            group.append(count)
            truth.append(float(right[i]))
    options, columns, groups, wanted = np.array(at), np.array(marks), np.array(group), np.array(truth)
    wanted /= np.bincount(groups, wanted)[groups]
    weights, mean, square = np.zeros(len(number)), np.zeros(len(number)), np.zeros(len(number))
    for step in range(1, STEPS + 1):
        raised = np.exp(np.bincount(options, weights[columns], len(groups)))
        error = raised / np.bincount(groups, raised)[groups] - wanted
        slope = np.bincount(columns, error[options], len(number)) + SHRINK * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        pace = RATE * (1.0 if step < 0.7 * STEPS else 0.2)
        weights -= pace * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return {name: float(weights[i]) for name, i in number.items() if not name.startswith("@")}


def figures(weights: Mapping[str, float], rows: Sequence[Example], least: float) -> tuple[int, int, int, int]:
    """How many are annotated with a date, said, said of those annotated, right."""
    dated = said = both = right = 0
    for row in rows:
        day = row.linked.first if row.linked else _choice(weights, row, least)
        dated, said = dated + (row.day is not None), said + (day is not None)
        both, right = both + (day is not None and row.day is not None), right + (day is not None and day == row.day)
    return dated, said, both, right


def _choice(weights: Mapping[str, float], row: Example, least: float) -> str | None:
    raised = [np.exp(sum(weights.get(name, 0.0) for name in option)) for option in row.marks]
    best = max(range(1, len(raised)), key=lambda i: raised[i], default=0)
    return row.times[best] if best and raised[best] / sum(raised) >= least else None


def crossed(rows: Sequence[Example]) -> dict[float, tuple[float, float, float, float]]:
    """Accuracy, precision, that where a date is annotated, and F1, by least probability; letters held out in turn."""
    letters = sorted({row.batch[0] for row in rows})
    totals = {least: np.zeros(4) for least in LEAST}
    for fold in range(FOLDS):
        held = letters[fold::FOLDS]
        weights = fitted([row for row in rows if row.batch[0] not in held])
        for least in LEAST:
            totals[least] += figures(weights, [row for row in rows if row.batch[0] in held], least)
    return {
        least: (right / dated, right / said, right / both, 2 * right / (said + dated))
        for least, (dated, said, both, right) in totals.items()
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="folder of a model that has not seen the dossiers")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("paths", nargs="+", type=Path)
    asked = parser.parse_args()
    paths = [path for path in asked.paths if path.stem[1:] not in KEPT_APART]
    rows = list(examples(opened(asked.model), paths))
    print(f"{len(paths)} dossiers, {len(rows)} acts, {sum(row.linked is None for row in rows)} without a time linked")
    table = crossed(rows)
    for least, found in table.items():
        print(f"least {least:.2f}: " + " ".join(f"{name} {x:.3f}" for name, x in zip(("accuracy", "precision", "where annotated", "F1"), found, strict=True)))  # fmt: skip  # noqa: E501
    best = max(table, key=lambda least: table[least][-1])
    weights = {name: round(x, 3) for name, x in sorted(fitted(rows).items()) if abs(x) >= 0.02}
    if not asked.dry:
        held = {"version": dating.VERSION, "least": best, "weights": weights}
        TABLE.write_text(json.dumps(held, indent=1) + "\n", "utf-8")
    print(f"least probability {best}, {len(weights)} weights")
    return 0


if __name__ == "__main__":
    sys.exit(main())
