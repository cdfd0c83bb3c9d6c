"""Stores in a folder of their own, and reports that make happenings, disputes, numbers and situations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reconciled import ToyReconciler
from sayso.ground.records import Entity, Party, Place, Quantity, Record, Report, Source, Span, Time, Versions
from sayso.ground.settings import settings
from sayso.store.store import Store
from specimens import TEXT, VERSIONS, at, make_event


def told(
    id: str, text: str, day: str | None = "2020-10-24", *, outlet: str | None = "The Lamp", published: str | None = "2020-10-25",
    url: str | None = None, dead: int | None = None, versions: Versions = VERSIONS, **changes: Any,
) -> Record:  # fmt: skip
    """A report of one act, told on the word `shelled`, `arrested` or `released` by the first word on the last."""
    word, type, mode = next(
        (word, *kind) for word, kind in {
            "shelled": ("ASSAULT", "heavy-weapons"), "arrested": ("COERCE", "arrest"), "released": ("RETREAT", "release"),
        }.items() if word in text
    )  # fmt: skip
    first, last = at(text, text.split(maxsplit=1)[0]), at(text, text.rsplit(maxsplit=1)[-1].strip("."))
    entities = (
        Entity("x1", first.text, "ORG", (first,), country="XXA", sectors=("MIL",), key=f"K-{first.text}"),
        Entity("x2", last.text, "GPE", (last,), country="XXB", sectors=("CVL",), key=f"K-{last.text}"),
    )
    place = Place(last, 123, "Dvir", 1.5, 2.5, "XXB", "North", "city") if last.text == "Dvir" else None
    given = {
        "type": type, "mode": mode, "anchor": at(text, word), "sentence": Span(0, len(text), text), "place": place,
        "actors": (Party(first, "x1"),), "recipients": (Party(last, "x2"),), "why_null": {}, "sources": (Source(first, "x1", "official"),),
        "time": Time(last, day, day, day, "day") if day else None,
        "quantities": {"dead": Quantity(dead, first)} if dead else {},
    }  # fmt: skip
    event = make_event(TEXT, "e1", **{**given, **changes})
    report = Report(id, text, f"Title {id}", published, outlet, url)
    return Record(report, (event,), (), entities, (), (), (), versions)


@pytest.fixture
def reconciler() -> ToyReconciler:
    return ToyReconciler()


@pytest.fixture
def make_store(tmp_path: Path, reconciler: ToyReconciler) -> Callable[..., Store]:
    """Makes stores, each with a name and settings of its own."""

    def make(name: str = "store.duckdb", **chosen: object) -> Store:
        return Store(tmp_path / name, settings=settings({}, **chosen), reconciler=reconciler)

    return make


@pytest.fixture
def store(make_store: Callable[..., Store]) -> Store:
    """An empty store."""
    return make_store()
