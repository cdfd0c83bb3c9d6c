"""An explanation comes in; what a terminal shows for it goes out: each answer, why, and what else was weighed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from rich.padding import Padding
from rich.text import Text

from sayso.ground import marking
from sayso.ground.explanations import Choice, Explanation, Finding

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

MOST: Final = 6
"""So many of the weighed answers are shown; JSON has all."""
NAMES: Final = {
    "type": "What", "mode": "Mode", "status": "Status", "source": "According to", "actor": "Who",
    "recipient": "To whom", "place": "Where", "time": "When",
}  # fmt: skip
OPEN: Final = {"source": "the report itself", "mode": "none"}
_QUIET: Final = "dim"


def render(explanation: Explanation, *, console: Console) -> str:
    """The view of one explanation, with the colours and the width of `console`."""
    with console.capture() as captured:
        for part in _parts(explanation):
            console.print(part)
    return "\n".join(line.rstrip() for line in captured.get().split("\n"))


def _safe(text: str) -> str:
    return marking.printable(text, keep_lines=False)


def _parts(explanation: Explanation) -> Iterable[RenderableType]:
    event = explanation.event
    yield Text(_safe(f"{explanation.report} · {event.id} · {marking.deed(event)}"), style="bold")
    yield Padding(_sentence(explanation), (1, 0))
    for finding in explanation.findings:
        yield from _finding(finding)


def _sentence(explanation: Explanation) -> Text:
    event = explanation.event
    whole, start, stop = event.sentence, event.anchor.start, event.anchor.end
    text = Text(_safe(whole.text[: start - whole.start]))
    text.append(_safe(event.anchor.text), style="bold underline")
    return text.append(_safe(whole.text[stop - whole.start :]))


def _finding(finding: Finding) -> Iterable[RenderableType]:
    head = Text(f"{NAMES[finding.question]}: ", style="bold")
    head.append(
        _safe(finding.answer or OPEN.get(finding.question, "not known")), style="green" if finding.answer else "yellow"
    )
    if finding.span and finding.question not in ("type", "mode", "status"):
        head.append(f"  “{_safe(finding.span.text)}”")
    if finding.probability is not None:
        head.append(f"  p = {finding.probability:.2f}", style=_QUIET)
    yield head
    for reason in finding.reasons:
        yield Padding(Text(f"because {_safe(reason.meaning)} [{_safe(reason.rule)}]"), (0, 0, 0, 2))
    for choice in finding.choices[:MOST]:
        yield Padding(_choice(choice), (0, 0, 0, 4))
    if len(finding.choices) > MOST:
        yield Padding(Text(f"… and {len(finding.choices) - MOST} more", style=_QUIET), (0, 0, 0, 4))
    yield Text()


def _choice(choice: Choice) -> Text:
    score = "    " if choice.score is None else f"{choice.score:.2f}"
    line = Text(
        f"{'✓' if choice.is_taken else '·'} {score}  {_safe(choice.answer)}", style="" if choice.is_taken else _QUIET
    )
    if choice.text:
        line.append(f"  “{_safe(choice.text)}”")
    if choice.rules:
        line.append(f"  [{', '.join(_safe(rule) for rule in choice.rules)}]")
    return line
