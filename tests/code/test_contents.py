"""The content of a claim, from edges that a small model drew."""

from __future__ import annotations

import pytest

from sayso.code.contents import content_of
from sayso.code.quotations import find_quotations
from sayso.ground.records import Cue, Report, Span


def said(text: str, cue: str, *content: str) -> list[str]:
    """Texts of the content of `cue` when the model links it to `content`."""
    report = Report("r", text)

    def span(part: str) -> Span:
        return report.span(text.index(part), text.index(part) + len(part))

    linked = Cue(span(cue), "asserts", None, tuple(span(part) for part in content), 0.9)
    return [part.text for part in content_of(linked, report, find_quotations(text))]


@pytest.mark.parametrize(
    ("text", "cue", "content", "whole"),
    [
        ("But the plan is dead, Ana said.", "said", ("But", "the plan is dead"), ["But the plan is dead"]),
        ("She has yet to say why it fell.", "has yet to say why", ("why it fell",), ["it fell"]),
        ("Ana said: “It is late. Who calls?”", "said", ("“It is late.",), ["“It is late. Who calls?”"]),
        ("“Not good. Great,” Ana said.", "said", ("Great,”",), ["“Not good. Great,”"]),
        ("He said “yes” and later “no”.", "said", ("“yes”", "“no”"), ["“yes”", "“no”"]),
        ("“He said no,” Ana recalled.", "said", ("no",), ["no"]),
        ("The warnings went unheard.", "warnings", ("warnings",), []),
    ],
)  # fmt: skip
def test_edges_are_mended(text: str, cue: str, content: tuple[str, ...], whole: list[str]) -> None:
    assert said(text, cue, *content) == whole


def test_a_quotation_longer_than_a_claim_is_left_as_it_was_linked() -> None:
    text = "Ana said: “" + "We go on. " * 100 + "Thank you.”"
    assert said(text, "said", "“We go on.") == ["“We go on."]
