"""Every view and every column of a store has a meaning, and nothing has one that is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.ground import filters
from sayso.store import filters as conditions
from sayso.store import layout, migrating, views
from sayso.store.meanings import ENTITY_HISTORY, HISTORIES, VIEWS
from sayso.store.store import Store
from specimens import bare


def columns(store: Store, view: str) -> list[str]:
    return list(store.sql(f"SELECT * FROM {view} LIMIT 0").columns)


def test_every_column_of_every_view_is_explained(store: Store) -> None:
    store.add([bare()])
    for name, (_, meanings) in VIEWS.items():
        assert columns(store, name) == list(meanings), name


def test_a_history_has_the_columns_of_its_view(store: Store) -> None:
    store.add([bare()])
    for name in HISTORIES:
        expected = list(ENTITY_HISTORY if name == "entities" else VIEWS[name][1])
        assert columns(store, f"{name}_history") == expected, name


def test_every_view_for_readers_is_explained() -> None:
    shown = {name.removeprefix("main.").removesuffix("_history") for name in views.VIEWS if name.startswith("main.")}
    assert shown == set(VIEWS)


def test_the_migrations_make_the_tables_that_are_declared(store: Store) -> None:
    store.add([bare()])
    rows = store.sql(
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'kept'"
    )
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row.table_name, {})[row.column_name] = row.data_type
    for name in layout.TABLES:
        expected = {field.name: layout.sql_type(field.type) for field in layout.schema(name)}
        bare_types = {column: kind.replace('"', "") for column, kind in expected.items()}
        assert {column: kind.replace('"', "") for column, kind in found[name].items()} == bare_types, name


def test_migrations_are_numbered_without_a_gap(root: Path) -> None:
    names = sorted(path.name for path in (root / "src/sayso/store/migrations").iterdir())
    assert names == [f"{number:04}.sql" for number in range(1, len(migrating.migrations()) + 1)]


@pytest.mark.parametrize("one", filters.FILTERS[:-2], ids=lambda one: one.name)
def test_every_filter_has_a_condition_for_each_kind_of_rows_that_it_fits(one: filters.Filter) -> None:
    assert set(conditions.CONDITIONS[one.name]) == set(one.kinds)
