r"""A model and held-out dossiers come in; its card learns what its probabilities and thresholds are worth.

    python -m sayso_training.calibrate --model ../src/sayso/language/model --corpus ../corpus/dossiers

The int8 model reads the dossiers that choose thresholds (10 and 11 of the letters after H). For each kind of finding a
slope and an offset on the logit make its probability the share of such findings that are right (Platt 1999), and the
threshold of acts is put where F1 is best. What error remains is seen on the dossiers that measure.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from sayso.ground.records import Anchor
from sayso.ground.settings import settings
from sayso.language.reader import Reader
from sayso.run.dossiers import Annotated, read_dossiers

from .adapters import dossier_files
from .measure import MEASURED

LEAST = 0.05
"""The least probability of an act or a source that is looked at."""
BINS = 15
FLAT = 0.01
Seen = dict[str, list[tuple[float, bool]]]


def held(corpus: Path, *, measured: bool) -> list[Annotated]:
    """The reports of the dossiers that measure, or of those that choose."""
    paths = [path for path in dossier_files(corpus, development=True) if (path.stem[0] in MEASURED) == measured]
    return [report for path in paths for dossier in read_dossiers(path) for report in dossier.reports]


def look(reader: Reader, reports: list[Annotated]) -> tuple[Seen, int]:
    """Each finding's raw probability and whether it is right, by kind of finding; and the number of annotated acts."""
    seen: Seen = defaultdict(list)
    for report in reports:
        reading = reader.read(report.report)
        for anchor in reading.anchors:
            _look_at(anchor, report, seen)
        cues = {saying.cue for saying in report.sayings if saying.cue}
        names = {span for name in report.names for span in name.mentions}
        seen["cue"] += [(cue.probability, cue.span in cues) for cue in reading.cues]
        seen["mention"] += [(mention.probability, mention.span in names) for mention in reading.mentions]
    return seen, sum(len(report.acts) for report in reports)


def _look_at(anchor: Anchor, report: Annotated, seen: Seen) -> None:
    gold = next((act for act in report.acts if act.anchor.overlaps(anchor.span)), None)
    right = gold is not None and gold.type == anchor.type
    seen["act"].append((anchor.probability, right))
    if gold is None or not right:
        return
    parties = {"actor": gold.actors, "recipient": gold.recipients, "source": gold.sources[:1]}
    for role, spans in parties.items():
        found = [link for link in anchor.links if link.role == role]
        seen[role] += [(link.probability, any(link.span.overlaps(span) for span in spans)) for link in found]


def pairs(reader: Reader, reports: list[Annotated]) -> list[tuple[dict[str, float], str]]:
    """The probabilities of the types between the actor and the recipient of each act, and the annotated type."""
    found = []
    for report in reports:
        for act in report.acts:
            sentence = next(span for span in report.sentences if span.overlaps(act.anchor))
            for actor, recipient in zip(act.actors[:1], act.recipients[:1], strict=False):
                if not actor.overlaps(recipient):
                    found.append((reader.relate(sentence.text, actor.text, recipient.text), act.type))
    return found


def temperature(found: list[tuple[dict[str, float], str]]) -> float:
    """The factor on the logits of the types under which the annotated ones are likeliest (Guo et al. 2017)."""
    scores = np.log(np.array([list(chances.values()) for chances, _ in found]))
    truth = np.array([list(chances).index(annotated) for chances, annotated in found])
    steps = np.arange(0.3, 2.0, 0.02)
    losses = [np.mean(np.log(np.exp(t * scores).sum(1)) - t * scores[np.arange(len(truth)), truth]) for t in steps]
    return round(float(steps[int(np.argmin(losses))]), 2)


def best_of(found: list[tuple[dict[str, float], str]], factor: float) -> list[tuple[float, bool]]:
    """The probability of the likeliest type under that factor, and whether it is the annotated one."""
    rows = []
    for chances, annotated in found:
        raised = {name: chance**factor for name, chance in chances.items()}
        best = max(raised, key=raised.__getitem__)
        rows.append((raised[best] / sum(raised.values()), best == annotated))
    return rows


def logit(chances: np.ndarray) -> np.ndarray:
    bounded = np.clip(chances, 1e-6, 1 - 1e-6)
    return np.log(bounded / (1 - bounded))


def fit(pairs: list[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and offset of the logit under which the findings are likeliest (Newton's method, a faint prior at 1, 0)."""
    x, y = logit(np.array([p for p, _ in pairs])), np.array([float(right) for _, right in pairs])
    features, at, prior = np.stack([x, np.ones_like(x)], 1), np.array([1.0, 0.0]), np.diag([1.0, 1.0])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-features @ at))
        slope = features.T @ (chance - y) + prior @ (at - np.array([1.0, 0.0]))
        curve = (features * (chance * (1 - chance))[:, None]).T @ features + prior
        at = at - np.linalg.solve(curve, slope)
    return round(float(at[0]), 4), round(float(at[1]), 4)


def moved(pairs: list[tuple[float, bool]], line: tuple[float, float]) -> list[tuple[float, bool]]:
    """The findings with calibrated probabilities."""
    chances = 1 / (1 + np.exp(-(line[0] * logit(np.array([p for p, _ in pairs])) + line[1])))
    return [(float(p), right) for p, (_, right) in zip(chances, pairs, strict=True)]


def error(pairs: list[tuple[float, bool]]) -> float:
    """Expected calibration error over `BINS` bins of equal width (Naeini et al. 2015)."""
    chances, right = np.array([p for p, _ in pairs]), np.array([float(r) for _, r in pairs])
    place = np.minimum((chances * BINS).astype(int), BINS - 1)
    gaps = (
        abs(chances[place == b].mean() - right[place == b].mean()) * (place == b).mean() for b in set(place.tolist())
    )
    return round(float(sum(gaps)), 4)


def best_threshold(pairs: list[tuple[float, bool]], annotated: int) -> float:
    """The lowest probability at which F1, smoothed over seven hundredths, is within `FLAT` of its best.

    The curve is flat at the top, and who reads the record can drop what is unsure but not call back what is missing: on
    whole reports the model finds fewer events than it should, not more.
    """
    steps = np.arange(0.1, 0.9, 0.01)
    chances, right = np.array([p for p, _ in pairs]), np.array([r for _, r in pairs])
    curve = [2 * right[chances >= t].sum() / ((chances >= t).sum() + annotated) for t in steps]
    smooth = np.convolve(curve, np.ones(7) / 7, "valid")
    return round(float(steps[int(np.flatnonzero(smooth >= smooth.max() - FLAT)[0]) + 3]), 2)


def calibrate(model: Path, corpus: Path) -> Iterator[str]:
    """Writes `calibration`, `calibration error` and the threshold of acts into the card; lines go out."""
    path = model / "card.json"
    card = json.loads(path.read_text())
    thresholds = card["thresholds"]
    card |= {"calibration": {}, "thresholds": thresholds | {"source": LEAST}}
    path.write_text(json.dumps(card, indent=1) + "\n")
    reader = Reader.load(model, settings=settings({}, anchor_threshold=LEAST))
    chosen, wanted = look(reader, held(corpus, measured=False))
    measured, _ = look(reader, held(corpus, measured=True))
    lines = {kind: fit(pairs) for kind, pairs in sorted(chosen.items())}
    card["calibration"] = lines
    card["thresholds"] = thresholds | {"act": best_threshold(moved(chosen["act"], lines["act"]), wanted)}
    card["calibration error"] = {}
    for kind, line in lines.items():
        before, after = error(measured[kind]), error(moved(measured[kind], line))
        card["calibration error"][kind] = {"before": before, "after": after, "findings": len(measured[kind])}
        yield f"{kind:<10} {line[0]:7.3f} {line[1]:+7.3f}   error {before:.3f} -> {after:.3f}"
    factor, others = (
        temperature(pairs(reader, held(corpus, measured=False))),
        pairs(reader, held(corpus, measured=True)),
    )
    card["calibration"]["pair"] = (factor, 0.0)
    before, after = error(best_of(others, 1.0)), error(best_of(others, factor))
    card["calibration error"]["pair"] = {"before": before, "after": after, "findings": len(others)}
    yield f"pair       {factor:7.3f} {0:+7.3f}   error {before:.3f} -> {after:.3f}"
    path.write_text(json.dumps(card, indent=1) + "\n")
    yield f"thresholds {card['thresholds']}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    a = parser.parse_args()
    for line in calibrate(a.model, a.corpus):
        print(line)


if __name__ == "__main__":
    main()
