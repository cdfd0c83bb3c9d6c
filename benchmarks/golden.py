"""Golden reports and the rows that `sayso code` printed for them come in, figures of agreement go out.

A golden report is annotated by sentence; here its sentences are joined by single spaces and every annotation becomes a
range of characters. Two ranges meet when they share half of the shorter one; an event of a row stands for a golden
event when their anchors share a character and their types are the same. Of several that could, the one that shares most
counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sayso.ground.records import Span
from sayso.run.dossiers import Annotated, read_dossiers

Range = tuple[int, int]
Row = Mapping[str, Any]
Left = TypeVar("Left")
Right = TypeVar("Right")
NOTHING: Row = {"events": [], "claims": []}


@dataclass(frozen=True, slots=True)
class Act:
    """A golden event in characters; `source` is the nearest one, `None` in the report's own voice."""

    anchor: Range
    type: str
    mode: str | None
    status: str
    actors: tuple[Range, ...]
    recipients: tuple[Range, ...]
    source: Range | None


@dataclass(frozen=True, slots=True)
class Saying:
    """A golden claim in characters."""

    source: Range | None
    cue: Range | None
    content: Range | None
    stance: str


@dataclass(frozen=True, slots=True)
class Golden:
    """One annotated report."""

    id: str
    text: str
    published: str | None
    outlet: str | None
    acts: tuple[Act, ...]
    sayings: tuple[Saying, ...]

    def input(self) -> dict[str, str | None]:
        """The report as `sayso code -` takes it."""
        return {"id": self.id, "text": self.text, "published": self.published, "outlet": self.outlet}


# ---- reading ------------------------------------------------------------------------------------------------------


def load(paths: Iterable[Path]) -> list[Golden]:
    """The reports of the files, in order.

    Raises:
        BadDossier: An annotation is no piece of its sentence, or a code is none of the codebook's.
    """
    dossiers = (dossier for path in paths for dossier in read_dossiers(path))
    return [_golden(one) for dossier in dossiers for one in dossier.reports]


def _golden(one: Annotated) -> Golden:
    acts = tuple(
        Act(
            _range(act.anchor), act.type, act.mode, act.status, tuple(map(_range, act.actors)),
            tuple(map(_range, act.recipients)), _range(act.sources[0]) if act.sources else None,
        )
        for act in one.acts
    )  # fmt: skip
    sayings = tuple(
        Saying(*(_range(part) if part else None for part in (claim.source, claim.cue, claim.content)), claim.stance)
        for claim in one.sayings
    )
    report = one.report
    return Golden(report.id, report.text, report.published, report.outlet, acts, sayings)


def _range(span: Span) -> Range:
    return span.start, span.end


# ---- scoring ------------------------------------------------------------------------------------------------------


def score(golden: Sequence[Golden], rows: Mapping[str, Row]) -> dict[str, float]:
    """Figures over all reports together; `rows` by report id, a report without a row has nothing found."""
    tally: Counter[str] = Counter()
    for one in golden:
        row = rows.get(one.id, NOTHING)
        _events(one, row, tally)
        _claims(one, row, tally)
    figures = {
        f"{name} {figure}": value
        for name in ("anchor", "anchor+type", "actors", "recipients", "nearest source")
        for figure, value in zip(("precision", "recall", "f1"), agreement(tally, name), strict=True)
    }
    for name in ("status", "mode"):
        figures[f"{name} accuracy"] = share(tally[f"{name} right"], tally["anchor+type hit"])
    for name in ("claim source", "claim cue", "claim content"):
        figures[f"{name} f1"] = agreement(tally, name)[2]
    return figures


def _events(one: Golden, row: Row, tally: Counter[str]) -> None:
    found = row["events"]
    tally["anchor gold"] += len(one.acts)
    tally["anchor found"] += len(found)
    tally["anchor+type gold"] += len(one.acts)
    tally["anchor+type found"] += len(found)
    tally["anchor hit"] += len(matched(one.acts, found, _shared_anchor))
    pairs = matched(one.acts, found, lambda act, event: _shared_anchor(act, event) * (act.type == event["type"]))
    tally["anchor+type hit"] += len(pairs)
    for act, event in pairs:
        tally["status right"] += act.status == event["status"]
        tally["mode right"] += act.mode == event["mode"]
        _compare(tally, "actors", act.actors, _ranges(event["actors"]))
        _compare(tally, "recipients", act.recipients, _ranges(event["recipients"]))
        _compare(tally, "nearest source", [act.source] if act.source else [], _ranges(event["sources"][:1]))


def _claims(one: Golden, row: Row, tally: Counter[str]) -> None:
    for part in ("source", "cue", "content"):
        gold = {span for saying in one.sayings if (span := getattr(saying, part))}
        told = [claim[part] for claim in row["claims"] if claim[part]]
        spans = [span for value in told for span in (value if isinstance(value, list) else [value])]
        _compare(tally, f"claim {part}", sorted(gold), sorted(set(_ranges(spans))))


def _compare(tally: Counter[str], name: str, gold: Sequence[Range], found: Sequence[Range]) -> None:
    tally[f"{name} gold"] += len(gold)
    tally[f"{name} found"] += len(found)
    tally[f"{name} hit"] += len(matched(gold, found, lambda a, b: shared(a, b) if meet(a, b) else 0))


def matched(
    gold: Sequence[Left], found: Sequence[Right], weight: Callable[[Left, Right], int]
) -> list[tuple[Left, Right]]:
    """One-to-one pairs with a positive weight, the heaviest first, ties in order of position."""
    weights = {(i, j): weight(a, b) for i, a in enumerate(gold) for j, b in enumerate(found)}
    pairs: list[tuple[Left, Right]] = []
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for (i, j), value in sorted(weights.items(), key=lambda item: (-item[1], item[0])):
        if value > 0 and i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            pairs.append((gold[i], found[j]))
    return pairs


def _shared_anchor(act: Act, event: Row) -> int:
    return shared(act.anchor, (event["anchor"]["start"], event["anchor"]["end"]))


def _ranges(spans: Iterable[Row]) -> list[Range]:
    return [(span["start"], span["end"]) for span in spans]


def shared(one: Range, other: Range) -> int:
    """How many characters both hold."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def meet(one: Range, other: Range) -> bool:
    """Whether the two share half of the shorter one."""
    return 2 * shared(one, other) >= min(one[1] - one[0], other[1] - other[0]) > 0


def agreement(tally: Mapping[str, int], name: str) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean of what was counted as `name`."""
    hit, found, gold = (tally[f"{name} {part}"] for part in ("hit", "found", "gold"))
    return share(hit, found), share(hit, gold), share(2 * hit, found + gold)


def share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


# ---- sentences without events ---------------------------------------------------------------------------------------


def quiet_sentences(path: Path) -> list[str]:
    """Sentences in which nothing of political interest happens, one a line."""
    return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]


def as_inputs(sentences: Sequence[str]) -> Iterator[dict[str, str]]:
    for number, sentence in enumerate(sentences, 1):
        yield {"id": f"quiet-{number}", "text": sentence}


def false_events(rows: Iterable[Row]) -> float:
    """Events per 100 of the sentences that the rows are for."""
    counts = [len(row["events"]) for row in rows]
    return round(100 * sum(counts) / len(counts), 2) if counts else 0.0
