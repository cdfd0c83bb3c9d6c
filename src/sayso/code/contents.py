"""What a cue is linked to comes in, the content of its claim goes out: whole stretches that the cue is no part of.

A small model draws edges word by word and errs at marks: it leaves a conjunction as a stretch of its own, takes the
last word of the cue into the content, or stops at a full stop inside a quotation.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.ground.records import Cue, Report, Span

LONGEST = 600
"""Characters of a quotation up to which an edge inside it is moved to its mark."""
Range = tuple[int, int]


def content_of(cue: Cue, report: Report, quotations: Sequence[Range]) -> tuple[Span, ...]:
    """The content of `cue` in the order of the text; empty where the cue covers all of it."""
    parts = [part for span in cue.content for part in _outside((span.start, span.end), cue.span, report.text)]
    parts = [_whole(part, cue.span, quotations) for part in parts]
    return tuple(report.span(*part) for part in _joined(sorted(parts), report.text))


def _outside(part: Range, cue: Span, text: str) -> list[Range]:
    """What the cue leaves of a stretch, its longer side where it leaves two."""
    start, end = part
    if end <= cue.start or cue.end <= start:
        return [part]
    sides = [(start, cue.start), (cue.end, end)]
    trimmed = [_trimmed(side, text) for side in sides if side[0] < side[1]]
    return [max(trimmed, key=lambda side: side[1] - side[0])] if trimmed else []


def _trimmed(part: Range, text: str) -> Range:
    start, end = part
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _whole(part: Range, cue: Span, quotations: Sequence[Range]) -> Range:
    """The stretch with the whole of a quotation that it begins or ends with."""
    start, end = part
    for first, last in quotations:
        if (first < cue.end and cue.start < last) or last - first > LONGEST:
            continue
        if start in (first, first + 1) and end < last:
            return first, last
        if end in (last, last - 1) and first < start < last:
            return first, end
    return part


def _joined(parts: list[Range], text: str) -> list[Range]:
    """Stretches with nothing but white space between them as one."""
    joined: list[Range] = []
    for start, end in parts:
        if start >= end:
            continue
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
