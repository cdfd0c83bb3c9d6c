"""The tool that compiles the table of places: towns with names worth keeping, capitals, packing and look-up."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sayso.resolve import atlas

CITY = {
    "geonameid": 7, "name": "Łęka", "latitude": 52.5, "longitude": 21.25, "countrycode": "PL", "admin1code": "78",
    "population": 40_000, "alternatenames": ["Lenka", "LENKA", "Leka", "Лэнка", "Lenkastadt"],
}  # fmt: skip


@pytest.fixture(scope="module")
def tool(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("compile_gazetteer", root / "tools" / "compile_gazetteer.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["compile_gazetteer"] = module
    spec.loader.exec_module(module)
    return module


def test_a_town_keeps_plain_names_of_its_own(tool: ModuleType) -> None:
    town = tool.as_town(CITY, {"PL": "POL"}, {"7": ["Old Leka"]})
    assert (town.country, town.unit, town.main) == ("POL", "PL.78", {"Łęka", "Old Leka"})
    assert town.other == ["Lenka", "Lenkastadt"]
    assert tool.as_town({**CITY, "countrycode": "QQ"}, {"PL": "POL"}, {}) is None


def test_the_most_populous_bearer_of_the_name_is_the_capital(tool: ModuleType) -> None:
    towns = [tool.as_town({**CITY, "population": size}, {"PL": "POL"}, {}) for size in (900, 80_000)]
    tool.mark_capitals(towns, [{"code": "POL", "capitals": ["Lenka"]}])
    assert [town.sort for town in towns] == ["town", "capital"]


def test_what_is_packed_is_found_again(tool: ModuleType, tmp_path: Path) -> None:
    unit: Any = tool.Row("Mazovia", 52.0, 21.0, "POL", "admin1", 0, 5_000_000, "PL.78", {"Mazovia"}, [], {"MZ"})
    town = tool.as_town(CITY, {"PL": "POL"}, {})
    (file := tmp_path / "places.bin").write_bytes(tool.packed([unit, town], {"PL.78": 0}, ["POL"]))
    table = atlas.opened(file)
    assert (table.rows, table.hits("MZ"), table.hits("Nowhere")) == (2, ((0, "short"),), ())
    (row, use), *_ = table.hits("leka")
    found = table.entry(row)
    assert (found.name, found.country, found.geonameid, use) == ("Łęka", "POL", 7, "main")
    assert (found.lat, found.lon) == pytest.approx((52.5, 21.25), abs=1e-4)
    assert table.hits("Lenkastadt") == ((1, "other"),)
