"""A record comes in; a self-contained HTML view of it goes out: the report with its marks, then who says what.

The view is what a notebook shows for a record. Everything that comes from a report is escaped and freed of control
characters; styles are scoped to the view, follow a dark page, and keep a contrast of 4.5 to 1 or more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from types import MappingProxyType
from typing import Final

from . import marking
from .contested import contested
from .marking import Mark, Run
from .records import Record, Status

Shades = Mapping[str, tuple[str, str]]

LIGHT: Final[Shades] = MappingProxyType(
    {
        "page": ("#1b1b1f", "#ffffff"),
        "plain": ("#1b1b1f", "#eeeef1"),
        "quiet": ("#55555f", "#ffffff"),
        "happened": ("#14541b", "#e7f3e8"),
        "expected": ("#0b4a94", "#e4eefb"),
        "possible": ("#634500", "#fbf1d9"),
        "wanted": ("#65278a", "#f3e8fa"),
        "denied": ("#931919", "#fbe6e4"),
    }
)
DARK: Final[Shades] = MappingProxyType(
    {
        "page": ("#e8e8ea", "#16181d"),
        "plain": ("#e8e8ea", "#272a31"),
        "quiet": ("#b4b4be", "#16181d"),
        "happened": ("#8fd694", "#1d3322"),
        "expected": ("#9cc6ff", "#1b2c45"),
        "possible": ("#f0c75e", "#3a2f14"),
        "wanted": ("#deb4f7", "#33203f"),
        "denied": ("#ffaba3", "#441f1d"),
    }
)
"""Text and background of each shade, for a light and for a dark page."""

_RULES: Final = """
.sayso-view{color:var(--page-text);background:var(--page-back);font:15px/1.6 system-ui,sans-serif;padding:1em;
max-width:72em;border-radius:6px;overflow-x:auto}
.sayso-view .head{margin:0 0 .2em;font-size:1.15em;font-weight:700}
.sayso-view .by,.sayso-view .key,.sayso-view caption{color:var(--quiet-text);font-size:.85em;text-align:left}
.sayso-view .text{white-space:pre-wrap;overflow-wrap:anywhere;margin:.8em 0}
.sayso-view .content{background:var(--plain-back);border-radius:2px}
.sayso-view u{text-decoration:underline;text-underline-offset:3px}
.sayso-view i.cue{font-style:normal;border-bottom:1px dotted currentColor}
.sayso-view em.loaded{font-style:italic;text-decoration:underline wavy var(--quiet-text) 1px}
.sayso-view strong.anchor::after{content:attr(data-row);font-size:.75em;vertical-align:super;margin-left:1px}
.sayso-view table{border-collapse:collapse;width:100%;margin:1em 0 0;background:none;color:inherit;font-size:.9em}
.sayso-view th,.sayso-view td{border-bottom:1px solid var(--plain-back);padding:.3em .5em;text-align:left;
vertical-align:top;background:none;color:inherit}
.sayso-view td[class^="is-"]{white-space:nowrap}
""".strip()
_STATUSES: Final[tuple[Status, ...]] = ("happened", "expected", "possible", "wanted", "denied")
_EVENT_HEADS: Final = ("#", "according to whom", "who", "did what", "to whom", "where", "when", "status")
_CLAIM_HEADS: Final = ("who", "holds how", "what")
_CONTESTED_HEADS: Final = ("matter", "affirmed by", "denied by")


def to_html(record: Record) -> str:
    """One `<div>` with its own style: the report's text marked up, its events, what it contests and its claims.

    An empty list of events or claims is said in words, never left out.
    """
    parts = [
        f"<style>{_style()}</style>",
        _head(record),
        f'<div class="text" dir="auto">{_text(record)}</div>',
        _key(),
        _events(record),
        _contested(record),
        _claims(record),
    ]
    return f'<div class="sayso-view">{"".join(parts)}</div>'


def _safe(text: str) -> str:
    return escape(marking.printable(text), quote=True)


def _style() -> str:
    light, dark = _variables(LIGHT), _variables(DARK)
    statuses = "".join(
        f".sayso-view .is-{status}{{color:var(--{status}-text)}}"
        f".sayso-view .content.in-{status}{{background:var(--{status}-back)}}"
        for status in _STATUSES
    )
    return (
        f".sayso-view{{{light}}}@media (prefers-color-scheme:dark){{.sayso-view{{{dark}}}}}"
        f"[data-jp-theme-light=true] .sayso-view,.vscode-light .sayso-view{{{light}}}"
        f"[data-jp-theme-light=false] .sayso-view,.vscode-dark .sayso-view{{{dark}}}{_RULES}{statuses}"
    )


def _variables(shades: Shades) -> str:
    return "".join(f"--{name}-text:{text};--{name}-back:{back};" for name, (text, back) in shades.items())


def _head(record: Record) -> str:
    report = record.report
    by = " · ".join(_safe(part) for part in (report.outlet, report.published, report.url) if part)
    title = f'<p class="head"><bdi>{_safe(report.title or report.id)}</bdi></p>'
    return title + (f'<p class="by">{by}</p>' if by else "")


def _text(record: Record) -> str:
    text = record.report.text
    return "".join(_run(run) for run in marking.runs(text, marking.marks(record)))


def _run(run: Run) -> str:
    """One stretch of text inside the tags of its marks, the anchor innermost and the content outermost."""
    html = _safe(run.text)
    anchors = [mark for mark in run.marks if mark.layer == "anchor"]
    if anchors:
        html = _anchor(html, anchors, [mark for mark in run.ending if mark.layer == "anchor"])
    for layer, tag, name in (("loaded", "em", "loaded"), ("cue", "i", "cue"), ("source", "u", "source")):
        mark = next((mark for mark in run.marks if mark.layer == layer), None)
        if mark:
            html = f'<{tag} class="{name}" title="{_safe(mark.note)}">{html}</{tag}>'
    inside = run.first("content")
    if inside:
        shade = f" in-{inside.status}" if inside.status else ""
        html = f'<span class="content{shade}" title="{_safe(inside.note)}">{html}</span>'
    return html


def _anchor(html: str, anchors: list[Mark], ending: list[Mark]) -> str:
    """The row number stands in an attribute, so that copied text is the report's text."""
    rows = " ".join(f"{mark.number}{marking.SYMBOLS[mark.status]}" for mark in ending if mark.status)
    notes = _safe(" / ".join(mark.note for mark in anchors))
    return f'<strong class="anchor is-{anchors[0].status}" data-row="{rows}" title="{notes}">{html}</strong>'


def _key() -> str:
    signs = ", ".join(f'<span class="is-{name}">{_safe(marking.standing(name))}</span>' for name in _STATUSES)
    return (
        f'<p class="key">Acts in bold, with row and status: {signs}. Sources <u>underlined</u>, cues '
        f'<i class="cue">dotted</i>, what is attributed <span class="content">shaded</span>, '
        f'<em class="loaded">loaded words</em> wavy. According to whom: {_safe(marking.CHAIN_NOTE)}.</p>'
    )


def _events(record: Record) -> str:
    if not record.events:
        return '<p class="key">No events.</p>'
    known = marking.names(record)
    rows = (
        (
            _cell(str(number)),
            _cell(marking.according_to(event, known)),
            _cell(marking.actors_of(event, known)),
            _cell(marking.deed(event)),
            _cell(marking.recipients_of(event, known)),
            _cell(marking.where(event), note=event.why_null.get("place", "")),
            _cell(marking.when(event), name="is-when", note=event.why_null.get("time", "")),
            _cell(marking.standing(event.status), name=f"is-{event.status}"),
        )
        for number, event in enumerate(record.events, 1)
    )
    return _table("Events, and on whose say-so", _EVENT_HEADS, rows)


def _contested(record: Record) -> str:
    matters = contested(record)
    rows = ((_cell(m.matter), _cell("; ".join(m.affirmed_by)), _cell(m.denied_by)) for m in matters)
    return _table("Contested within this report (no verdict)", _CONTESTED_HEADS, rows) if matters else ""


def _claims(record: Record) -> str:
    if not record.claims:
        return '<p class="key">No claims.</p>'
    known = marking.names(record)
    rows = (
        (_cell(marking.speaker(claim, known)), _cell(marking.STANCES[claim.stance]), _cell(marking.content(claim)))
        for claim in record.claims
    )
    return _table("Claims", _CLAIM_HEADS, rows)


def _cell(text: str, *, name: str = "", note: str = "") -> str:
    attributes = (f' class="{name}"' if name else "") + (f' title="{_safe(note)}"' if note else "")
    return f"<td{attributes}><bdi>{_safe(text)}</bdi></td>"


def _table(caption: str, heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    top = "".join(f'<th scope="col">{_safe(head)}</th>' for head in heads)
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f"<table><caption>{_safe(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
