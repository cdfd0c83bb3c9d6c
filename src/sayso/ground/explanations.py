"""Why a record says what it says of one event, as records: nothing comes in, their JSON objects go out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from .records import Event, Span

Question = Literal["type", "mode", "status", "source", "actor", "recipient", "place", "time"]
Unit = Literal["probability", "share", "points"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that was weighed. `score` counts in `unit`: points have no upper end; `rules` tell what gave it."""

    answer: str
    score: float | None
    unit: Unit
    rules: tuple[str, ...] = ()
    is_taken: bool = False
    text: str | None = None
    """Words of the report that it was read from, where it was read from words."""

    def to_json(self) -> dict[str, Any]:
        return {
            "answer": self.answer, "score": None if self.score is None else round(self.score, 4), "unit": self.unit,
            "rules": list(self.rules), "taken": self.is_taken, "text": self.text,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that played a part: its name and what it means."""

    rule: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one question about an event, and why.

    `answer` is `None` where the record leaves the field open; `reasons` then say why. `probability` is that of the
    model's link or label, `None` where no model had a say. `choices` are all that was weighed, the best first.
    """

    question: Question
    answer: str | None
    reasons: tuple[Reason, ...]
    span: Span | None = None
    probability: float | None = None
    choices: tuple[Choice, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "question": self.question, "answer": self.answer, "span": self.span.to_json() if self.span else None,
            "probability": None if self.probability is None else round(self.probability, 4),
            "reasons": [asdict(reason) for reason in self.reasons],
            "choices": [choice.to_json() for choice in self.choices],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that made one event of a report what it is; `findings` answer what, who, where and when."""

    report: str
    event: Event
    findings: tuple[Finding, ...]

    def of(self, question: Question) -> tuple[Finding, ...]:
        """The findings for one question; actors, recipients and sources may be several."""
        return tuple(finding for finding in self.findings if finding.question == question)

    def to_json(self) -> dict[str, Any]:
        """The object that `sayso explain --format json` prints."""
        return {
            "report": self.report, "event": self.event.to_json(),
            "findings": [finding.to_json() for finding in self.findings],
        }  # fmt: skip
