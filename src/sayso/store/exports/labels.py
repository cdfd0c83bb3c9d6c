"""Reports come in with their events; lines for Prodigy or doccano go out: a text and its labelled spans.

Offsets are characters of the text, which leaves unchanged. The label of an act names its status too
(`ASSAULT.denied`), so that no model is taught a denial as an act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from sayso.ground.records import Event, Span
from sayso.store.exports.cells import json_text, web_address
from sayso.store.exports.drafts import written
from sayso.store.exports.shape import Format
from sayso.store.exports.told import Told, Written

_SAYS: Final = {
    "text": "text", "type": "label of the act", "status": "label of the act", "anchor": "span of the act",
    "anchor_span": "span of the act", "actor_words": "span ACTOR", "actor_spans": "span ACTOR",
    "further_actors": "a span each", "recipient_words": "span RECIPIENT", "recipient_spans": "span RECIPIENT",
    "further_recipients": "a span each", "place_words": "span PLACE", "time_words": "span TIME",
    "sources": "span SOURCE, nearest first", "source_spans": "span SOURCE", "sentence": "part of text",
    "report": "meta", "outlet": "meta", "published": "meta", "title": "meta", "url": "meta",
}  # fmt: skip


def _parts(event: Event) -> Iterator[tuple[Span, str]]:
    """The spans of an event but for its anchor, each with its label."""
    yield from ((party.span, "ACTOR") for party in event.actors)
    yield from ((party.span, "RECIPIENT") for party in event.recipients)
    yield from ((source.span, "SOURCE") for source in event.sources)
    if event.place:
        yield event.place.span, "PLACE"
    if event.time:
        yield event.time.span, "TIME"


def _act(told: Told) -> tuple[Span, str]:
    event = told.telling.event
    return event.anchor, f"{event.type}.{event.status}"


def _meta(one: Written) -> dict[str, Any]:
    return {
        "report": one.paper.report, "version": one.paper.version, "outlet": one.outlet, "published": one.published,
        "title": one.paper.title, "url": web_address(one.paper.url),
    }  # fmt: skip


def _spans(one: Written) -> dict[tuple[int, int, str], int]:
    """Each labelled span once, with a number."""
    found: dict[tuple[int, int, str], int] = {}
    for told in one.told:
        for span, label in (_act(told), *_parts(told.telling.event)):
            found.setdefault((span.start, span.end, label), len(found) + 1)
    return found


def _links(one: Written) -> Iterator[tuple[tuple[int, int, str], tuple[int, int, str], str]]:
    """From each act to its parts."""
    links = {}
    for told in one.told:
        anchor, act = _act(told)
        for span, label in _parts(told.telling.event):
            links[(anchor.start, anchor.end, act), (span.start, span.end, label)] = label
    yield from ((act, part, label) for (act, part), label in links.items())


def _prodigy(one: Written) -> dict[str, Any]:
    spans = [{"start": start, "end": end, "label": label} for start, end, label in _spans(one)]
    relations = [
        {"head_span": dict(zip(("start", "end", "label"), act, strict=True)),
         "child_span": dict(zip(("start", "end", "label"), part, strict=True)), "label": label}
        for act, part, label in _links(one)
    ]  # fmt: skip
    return {"text": one.paper.text, "spans": spans, "relations": relations, "meta": _meta(one)}


def _doccano(one: Written) -> dict[str, Any]:
    numbers = _spans(one)
    entities = [{"id": number, "start_offset": start, "end_offset": end, "label": label}
                for (start, end, label), number in numbers.items()]  # fmt: skip
    relations = [
        {"id": place, "from_id": numbers[act], "to_id": numbers[part], "type": label}
        for place, (act, part, label) in enumerate(_links(one), 1)
    ]
    return {"text": one.paper.text, "entities": entities, "relations": relations, "Comments": [], "meta": _meta(one)}


def _lines(make: Callable[[Written], dict[str, Any]]) -> Callable[[Iterator[Written], Path], None]:
    def write(rows: Iterator[Written], path: Path) -> None:
        with written(path) as stream:
            for one in rows:
                stream.write(json_text(make(one)) + "\n")

    return write


PRODIGY: Final = Format(
    "prodigy", "Prodigy", "reports", ".jsonl", write=_lines(_prodigy), says=_SAYS,
    columns={
        "text": "the text", "spans": "start, end, label",
        "relations": "from an act to its parts: head_span, child_span",
        "meta": "report, outlet, publication, headline, address",
    },
)  # fmt: skip
DOCCANO: Final = Format(
    "doccano", "doccano, sequence labelling with relations", "reports", ".jsonl", write=_lines(_doccano), says=_SAYS,
    columns={
        "text": "the text", "entities": "id, start_offset, end_offset, label",
        "relations": "from an act to its parts: id, from_id, to_id, type", "Comments": "empty",
        "meta": "report, outlet, publication, headline, address",
    },
)  # fmt: skip
