"""Reports that make happenings, disputes, numbers and situations with the toy reconciler: one act each."""

from __future__ import annotations

from typing import Any

from sayso.ground.records import Claim, Entity, Party, Place, Quantity, Record, Report, Source, Span, Time
from specimens import TEXT, VERSIONS, at, make_event

ACTS = {
    "shelled": ("ASSAULT", "heavy-weapons"), "arrested": ("COERCE", "arrest"), "released": ("RETREAT", "release"),
}  # fmt: skip


def told(
    id: str,
    text: str,
    *,
    day: str | None = "2020-10-24",
    outlet: str | None = "The Lamp",
    published: str | None = "2020-10-25",
    url: str | None = None,
    dead: int | None = None,
    versions: object = VERSIONS,
    **changes: Any,
) -> Record:
    """A report of one act, on a word of `ACTS`: the first word of the text acts on the last."""
    words = text.split()
    verb = next(word for word in words if word in ACTS)
    kind, mode = ACTS[verb]
    first, last = at(text, words[0]), at(text, words[-1].strip("."))
    entities = (
        Entity("x1", first.text, "ORG", (first,), country="XXA", sectors=("MIL",), key=f"K-{first.text}"),
        Entity("x2", last.text, "GPE", (last,), country="XXB", sectors=("CVL",), key=f"K-{last.text}"),
    )
    given = {
        "type": kind, "mode": mode, "anchor": at(text, verb), "sentence": Span(0, len(text), text),
        "place": Place(last, 123, "Dvir", 1.5, 2.5, "XXB", "North", "city") if last.text == "Dvir" else None,
        "actors": (Party(first, "x1"),), "recipients": (Party(last, "x2"),), "why_null": {},
        "sources": (Source(first, "x1", "official"),), "time": Time(last, day, day, day, "day") if day else None,
        "quantities": {"dead": Quantity(dead, first)} if dead else {},
    }  # fmt: skip
    event = make_event(TEXT, "e1", **{**given, **changes})
    report = Report(id, text, f"Title {id}", published, outlet, url)
    return Record(report, (event,), (), entities, (), (), (), versions)  # type: ignore[arg-type]  # a test may pass none


def says(id: str, text: str, *, published: str = "2020-10-25", outlet: str = "The Lamp") -> Record:
    """A report of one claim, made by the first word of the text about what follows its second."""
    words = text.split()
    who, cue = at(text, words[0]), at(text, words[1])
    content = Span(cue.end + 1, len(text), text[cue.end + 1 :])
    entity = Entity("x1", who.text, "ORG", (who,), country="XXA", sectors=("GOV",), key=f"K-{who.text}")
    claim = Claim("c1", who, cue, (content,), "asserts", "x1", "official", quoted=False, events=())
    report = Report(id, text, None, published, outlet)
    return Record(report, (), (claim,), (entity,), (), (), (), VERSIONS)
