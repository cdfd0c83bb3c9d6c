"""The tool that compiles the country table: names cleaned, additions merged, capitals without coordinates."""

from __future__ import annotations

import gzip
import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

LAND: dict[str, Any] = {
    "cca3": "UNK", "name": {"common": "Kosovo", "official": "Republic of Kosovo"}, "independent": False,
    "altSpellings": ["XK", "Република Косово"], "demonyms": {"eng": {"f": "Kosovar", "m": "Kosovar"}},
    "capital": ["Pristina"], "latlng": [42.6, 21.1], "tld": [".xk", ".tv", ".рф"],
}  # fmt: skip


def test_a_source_becomes_the_table(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = importlib.util.spec_from_file_location("compile_countries", root / "tools" / "compile_countries.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    source, out = tmp_path / "countries.json.gz", tmp_path / "out.json"
    source.write_bytes(gzip.compress(json.dumps([LAND]).encode()))

    assert tool.main([str(source), str(out)]) == 0
    (row,) = json.loads(out.read_text("utf-8"))["countries"]
    assert (row["code"], row["lat"], row["lon"]) == ("XKX", 42.6, 21.1)
    assert row["names"] == ["Kosovo", "Republic of Kosovo"]
    assert row["capitals"][0] == "Pristina"
    assert "Kosovar" in row["demonyms"]
    assert row["domains"] == [".xk"]

    assert tool.main([]) == 2
    assert "COUNTRIES.json.gz" in capsys.readouterr().err
