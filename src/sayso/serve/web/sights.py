"""The id of one thing comes in; all that its page shows goes out: rows of the store, grouped as a reader wants them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sayso.ground import marking
from sayso.ground.contested import contested
from sayso.ground.errors import UnknownRow
from sayso.ground.matters import telling_id
from sayso.ground.records import Event, Record
from sayso.serve.web.desk import Desk
from sayso.store.rows import Rows

LINES: Final = 30
"""Rows of each list on the page of an actor."""
OWN_VOICE: Final = "outlet unknown"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a report's text as a page shows it. `events` are numbers of events whose anchor ends here."""

    text: str
    start: int
    classes: str
    note: str
    event: int
    status: str
    ends: str


def happening(desk: Desk, name: str, as_of: str | None) -> dict[str, Any]:
    """One happening: its accounts by outlet, what agrees and clashes, its numbers and disputes.

    Raises:
        UnknownRow: There is no such happening at that moment.
    """
    with desk.gate.reading():
        found = _only(desk.store.happenings(happening=[name], as_of=as_of), "happening", name)
        tellings = list(desk.store.events(happening=[found["id"]], as_of=as_of).to_json())
        numbers = list(desk.store.numbers(happening=[found["id"]], as_of=as_of).to_json())
        disputes = list(desk.store.disputes(happening=[found["id"]], as_of=as_of).to_json())
    outlets: dict[str, list[dict[str, Any]]] = {}
    for one in sorted(tellings, key=lambda row: (row["published"] or "9", row["report"], row["anchor_start"])):
        outlets.setdefault(one["outlet"] or OWN_VOICE, []).append({**one, "cut": _cut(one)})
    traits = found["traits"] or []
    return {
        "found": found, "outlets": outlets, "numbers": numbers, "disputes": disputes,
        "agreed": [one for one in traits if one["value"] is not None],
        "clashing": [one for one in traits if one["value"] is None and one["rivals"]],
    }  # fmt: skip


def _cut(telling: dict[str, Any]) -> tuple[str, str, str]:
    """The sentence of a telling before, at and after its anchor; the anchor's first standing in it."""
    sentence, anchor = telling["sentence"] or "", telling["anchor"] or ""
    before, found, after = sentence.partition(anchor) if anchor else (sentence, "", "")
    return before, found, after


def report(desk: Desk, name: str, as_of: str | None, *, version: int | None) -> dict[str, Any]:
    """One report: its text in marked pieces, its events with their evidence, its claims.

    Raises:
        UnknownRow: There is no such report or version.
    """
    with desk.gate.reading():
        record = desk.store.record(name, version=version, as_of=as_of)
        versions = list(desk.store.reports(report=[name], history=True).to_json())
        told = list(desk.store.happenings(report=[name], as_of=as_of).to_json())
    sha = record.report.sha256
    shown: dict[str, Any] = next(
        (one for one in reversed(versions) if one["sha256"] == sha and version in (None, one["version"])), {}
    )
    number = int(shown.get("version", version or 1))
    happenings = {member["telling"]: one for one in told for member in one["members"] or ()}
    known = marking.names(record)
    return {
        "report": record.report, "record": record, "versions": versions, "shown": shown, "number": number,
        "pieces": pieces(record), "contested": contested(record),
        "events": [_evidence(one, record, happenings.get(telling_id(name, number, one))) for one in record.events],
        "claims": [
            {"speaker": marking.speaker(one, known), "verb": marking.STANCES[one.stance], "stance": one.stance,
             "content": marking.content(one), "start": one.content[0].start if one.content else 0}
            for one in record.claims
        ],
    }  # fmt: skip


def _evidence(event: Event, record: Record, found: dict[str, Any] | None) -> dict[str, Any]:
    """What a page says of one event, in the words that all views share."""
    known = marking.names(record)
    return {
        "event": event, "who": marking.actors_of(event, known), "deed": marking.deed(event),
        "whom": marking.recipients_of(event, known), "where": marking.where(event), "when": marking.when(event),
        "voice": marking.according_to(event, known), "happening": found,
        "sentence": record.report.text[event.sentence.start : event.sentence.end],
    }  # fmt: skip


def pieces(record: Record) -> tuple[Piece, ...]:
    """The text of a report, cut where marks begin and end, each piece with the classes of what holds there."""
    return tuple(_piece(run) for run in marking.runs(record.report.text, marking.marks(record)))


def _piece(run: marking.Run) -> Piece:
    layers = {mark.layer for mark in run.marks}
    classes: list[str] = [layer for layer in ("content", "source", "cue", "loaded") if layer in layers]
    inside = run.first("content")
    if inside and inside.status:
        classes.append(f"in-{inside.status}")
    anchor = run.first("anchor")
    ends = " ".join(
        f"{mark.number}{marking.SYMBOLS[mark.status]}" for mark in run.ending if mark.layer == "anchor" and mark.status
    )
    notes = dict.fromkeys(mark.note for mark in run.marks if mark.note)
    return Piece(
        run.text, run.start, " ".join(classes), " / ".join(notes), anchor.number if anchor else 0,
        anchor.status or "" if anchor else "", ends,
    )  # fmt: skip


def actor(desk: Desk, key: str, as_of: str | None) -> dict[str, Any]:
    """One actor: what it did, what was done to it, what it says, the situations it is in.

    Raises:
        UnknownRow: No report known at that moment names it.
    """
    store = desk.store
    with desk.gate.reading():
        named = [one for one in store.entities(name=[key], as_of=as_of).to_json() if one["key"] == key]
        did = _with(store.events(actor=[key], as_of=as_of), "actor_keys", key)
        done = _with(store.events(recipient=[key], as_of=as_of), "recipient_keys", key)
        said = _with(store.claims(source=[key], as_of=as_of), "speaker_key", key)
        held = [one for one in store.situations(recipient=[key], as_of=as_of).to_json() if one["who"]["key"] == key]
        held += [
            one for one in store.situations(actor=[key], as_of=as_of).to_json()
            if one["who"]["key"] == key or any(by["key"] == key for by in one["by"])
        ]  # fmt: skip
    if not named:
        raise UnknownRow("no report that is known names such an actor", value=key, hint="see /actors, or /search")
    return {
        "actor": named[0], "did": did, "done": done, "said": said, "lines": LINES,
        "situations": list({one["id"]: one for one in held}.values()),
    }  # fmt: skip


def _with(rows: Rows, column: str, key: str) -> list[dict[str, Any]]:
    """The rows that hold the key itself, and not only a part of a name like it."""
    return [one for one in rows.to_json() if key in (one[column] if isinstance(one[column], list) else [one[column]])]


def dispute(desk: Desk, name: str, as_of: str | None) -> dict[str, Any]:
    """One dispute with its positions and who holds each.

    Raises:
        UnknownRow: There is no such dispute at that moment.
    """
    with desk.gate.reading():
        found = _only(desk.store.disputes(id=[name], as_of=as_of), "dispute", name)
        about = found["happening"]
        happenings = list(desk.store.happenings(happening=[about], as_of=as_of).to_json()) if about else []
    return {"found": found, "happening": happenings[0] if happenings else None}


def _only(rows: Rows, noun: str, name: str) -> dict[str, Any]:
    """The one row with that id, or that had it before."""
    found: Iterable[dict[str, Any]] = sorted(rows.to_json(), key=lambda one: one["id"] != name)
    for one in found:
        return one
    raise UnknownRow(f"no such {noun} was known", value=name, hint="it may be known on another day: see `as of`")
