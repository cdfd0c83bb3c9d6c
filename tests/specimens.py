"""Hand-made records, and a reader that needs no model: what the tests of the outer rooms work on."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sayso.ground.errors import ModelCorrupt, NotText
from sayso.ground.records import (
    Claim,
    Entity,
    Event,
    Party,
    Place,
    Quantity,
    Reading,
    Record,
    Report,
    Source,
    Span,
    Time,
    Versions,
)
from sayso.run.engine import Engine

TEXT = (
    "Villagers said troops shelled the town of Dvir on Sunday, killing 12 people. "
    "The ministry denied that troops shelled Dvir. "
    "The agency quoted its envoy as saying he would meet the regime's rivals."
)
VERSIONS = Versions("0.1.0", "toy-1", "plover-test", "gaz-1")
HOSTILE = "<script>alert('x')</script>\x1b[31m[bold]red[/bold]\x07 \u202eevil\" onmouseover=\"y &amp; \ud800"


def at(text: str, words: str, nth: int = 0) -> Span:
    """The `nth` place where `words` stand in `text`."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words), words)


def make_event(text: str, id: str, **changes: Any) -> Event:
    given: dict[str, Any] = {
        "type": "ASSAULT", "mode": "heavy-weapons", "contexts": ("military",), "status": "happened",
        "historical": False, "anchor": at(text, "shelled"), "sentence": Span(0, text.find(".") + 1, ""),
        "actors": (), "recipients": (), "place": None, "time": None, "quantities": {}, "sources": (), "score": -9.0,
        "quad": "MF", "probability": 0.91234567, "why_null": {"place": "not said", "time": "not said"},
    }  # fmt: skip
    return Event(id=id, **{**given, **changes})


def shelling() -> Record:
    """One report: villagers affirm a shelling, the ministry denies it, an envoy announces a meeting."""
    text = TEXT
    villagers, ministry, envoy = at(text, "Villagers"), at(text, "The ministry"), at(text, "its envoy")
    dvir = Place(at(text, "Dvir"), 123, "Dvir", 1.5, 2.5, "XXA", "North", "city")
    sunday = Time(at(text, "on Sunday"), "2020-10-25", "2020-10-25", "2020-10-25", "day")
    troops = Party(at(text, "troops"), "x1")
    events = (
        make_event(
            text, "e1", actors=(troops,), recipients=(Party(at(text, "the town of Dvir"), "x2"),), place=dvir,
            time=sunday, quantities={"dead": Quantity(12, at(text, "12"))}, why_null={},
            sources=(Source(villagers, "x3", "witness"),),
        ),
        make_event(
            text, "e2", anchor=at(text, "shelled", 1), status="denied", actors=(Party(at(text, "troops", 1), "x1"),),
            sources=(Source(ministry, "x4", "official"),), why_null={"time": "not said", "place": "not resolved"},
        ),
        make_event(
            text, "e3", type="AGREE", mode=None, anchor=at(text, "meet"), status="expected", quad="VC", score=2.5,
            actors=(Party(Span(text.index("he would"), text.index(" would"), "he"), "x5"),),
            sources=(Source(envoy, "x5", "official"), Source(at(text, "The agency"), None, "media")),
        ),
    )  # fmt: skip
    claims = (
        Claim("c1", villagers, at(text, "said"), (at(text, "troops shelled the town of Dvir on Sunday"),), "asserts",
              "x3", "witness", quoted=False, events=("e1",)),
        Claim("c2", ministry, at(text, "denied"), (at(text, "that troops shelled Dvir"),), "denies", "x4", "official",
              quoted=False, events=("e2",)),
        Claim("c3", envoy, at(text, "as saying"), (at(text, "he would meet the regime's rivals"),), "expects", "x5",
              "official", quoted=True, events=("e3",)),
    )  # fmt: skip
    entities = (
        Entity("x1", "troops", "GROUP", (at(text, "troops"), at(text, "troops", 1)), sectors=("MIL",)),
        Entity("x2", "Dvir", "GPE", (at(text, "Dvir"),), wikidata="Q5", country="XXA"),
        Entity("x3", "Villagers", "GROUP", (villagers,), sectors=("CVL",)),
        Entity("x4", "The ministry", "ORG", (ministry,), country="XXB", sectors=("GOV",)),
        Entity("x5", "its envoy", "PER", (envoy,), country="XXB", sectors=("GOV", "SPY"), office="envoy"),
    )
    report = Report("r1", text, title="Shelling in Dvir", published="2020-10-26", outlet="The Lamp")
    return Record(report, events, claims, entities, (sunday,), (dvir,), (at(text, "regime"),), VERSIONS)


def hostile() -> Record:
    """A report each of whose strings tries to break out of whatever shows it."""
    text = HOSTILE + "\n=1+1 shelled"
    span = Span(0, len(HOSTILE), HOSTILE)
    event = make_event(
        text, f"e{HOSTILE}", mode=None, actors=(Party(span, "x"),), recipients=(Party(span),),
        place=Place(span, name=HOSTILE, country="<b>"), time=Time(span), sources=(Source(span, "x", "named"),),
        sentence=Span(0, len(text), text), why_null={"place": HOSTILE, "time": HOSTILE},
    )  # fmt: skip
    claim = Claim("c1", span, span, (span,), "asserts", "x", "named", quoted=True, events=(event.id,))
    report = Report(HOSTILE, text, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    return Record(report, (event,), (claim,), (Entity("x", HOSTILE, "PER", (span,)),), (), (), (span,), VERSIONS)


def bare() -> Record:
    """A report in which nothing was found."""
    return Record(Report("r0", "Nothing happened."), (), (), (), (), (), (), VERSIONS)


@dataclass(frozen=True)
class ToyReader:
    """Sees nothing in a report, but obeys words in its text: RAISE, UNREADABLE, BROKEN-MODEL, SLOW, DIE."""

    version: str = "toy-1"
    parent: int = 0

    def read(self, report: Report) -> Reading:
        if "RAISE" in report.text:
            raise ValueError("something unforeseen")
        if "UNREADABLE" in report.text:
            raise NotText("no text", hint="give text")
        if "BROKEN-MODEL" in report.text:
            raise ModelCorrupt("the weights are gone")
        if "SLOW" in report.text:
            time.sleep(0.05)
        if "DIE" in report.text and os.getpid() != self.parent:
            os._exit(9)
        return Reading(report, (), (), (), (), ())

    def read_many(self, reports: Iterable[Report]) -> Iterator[Reading]:
        """Like a model that takes them all at once: one bad report spoils the batch."""
        yield from [self.read(report) for report in reports]

    def relate(self, text: str, source: str, target: str) -> Mapping[str, float]:  # noqa: ARG002
        return {"ASSAULT": 0.7, "AGREE": 0.2, "CONSULT": 0.1} if "shelled" in text else {"AGREE": 0.6, "ASSAULT": 0.4}


def toy_record(reading: Reading) -> Record:
    """An event on the first `shelled` of the text, by whoever stands before it, on whom stands after."""
    text, events = reading.report.text, ()
    if "shelled" in text:
        anchor = at(text, "shelled")
        before, after = text[: anchor.start].strip(), text[anchor.end :].strip(" .")
        events = (
            make_event(
                text, f"{reading.report.id}-e1", sentence=Span(0, len(text), text),
                actors=(Party(at(text, before)),) if before else (), recipients=(Party(at(text, after)),) if after else (),  # noqa: E501
            ),
        )  # fmt: skip
    return Record(reading.report, events, (), (), (), (), ())


@dataclass(frozen=True)
class ToyOpener:
    """Opens an engine around the toy reader, in this process or another."""

    parent: int = 0
    fails: bool = False

    def __call__(self, *, threads: int) -> Engine:  # noqa: ARG002
        if self.fails and os.getpid() != self.parent:
            raise ModelCorrupt("the weights are gone")
        return Engine(ToyReader(parent=self.parent), toy_record, VERSIONS)
