"""Stores in a folder of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reconciled import ToyReconciler
from sayso.ground.settings import settings
from sayso.store.store import Store


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
