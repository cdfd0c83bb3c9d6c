"""Reports on their way into a store: read, coded once, kept, coded anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from sayso.ground.records import Record, Rejected
from sayso.ground.settings import settings
from sayso.run.engine import Engine
from sayso.run.pipeline import Coder
from sayso.run.stores import add_paths, open_store, recode
from sayso.store.store import Store
from specimens import VERSIONS, ToyReader, toy_record


@dataclass(frozen=True)
class Opener:
    """Opens a toy engine of one version."""

    model: str = "toy-1"

    def __call__(self, *, threads: int) -> Engine:  # noqa: ARG002
        return Engine(ToyReader(), toy_record, replace(VERSIONS, model=self.model))


def coder(model: str = "toy-1") -> Coder:
    return Coder(Opener(model), settings=settings({}))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "news.sayso")


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    path = tmp_path / "reports.jsonl"
    texts = {"a": "Troops shelled Dvir.", "b": "Rain fell.", "c": "RAISE"}
    rows = [{"id": name, "text": text} for name, text in texts.items()]
    path.write_text("".join(json.dumps(row | {"published": "2020-10-25"}) + "\n" for row in rows), "utf-8")
    return [str(path)]


def test_what_is_kept_is_not_coded_again(store: Store, paths: list[str]) -> None:
    seen: list[Record | Rejected] = []

    def watch(results: Iterator[Record | Rejected]) -> Iterator[Record | Rejected]:
        for result in results:
            seen.append(result)
            yield result

    first = add_paths(store, coder(), paths, watch=watch)
    assert (first.added, first.rejected, first.unchanged) == (2, 1, 0)
    seen.clear()
    again = add_paths(store, coder(), paths, watch=watch)
    assert (again.added, again.unchanged, again.rejected) == (0, 2, 0)
    assert [type(one) for one in seen] == [Rejected], "what failed is tried again"


def test_recoding_codes_what_another_version_coded(store: Store, paths: list[str]) -> None:
    add_paths(store, coder(), paths)
    assert recode(store, coder()).recoded == 0
    done = recode(store, coder("toy-2"))
    assert done.recoded == 2
    assert {row.coder.split("/")[1] for row in store.reports()} == {"toy-2"}
    assert len(store.events()) == 1
    assert len(store.events(coder="toy-1")) == 1
