"""The packaged table of places: names in any spelling are found, rows hold what they should, the file stays small."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from sayso.resolve import atlas


@pytest.mark.parametrize(
    ("name", "country", "town"),
    [
        ("Kiev", "UKR", "Kyiv"),
        ("KYIV", "UKR", "Kyiv"),
        ("Calcutta", "IND", "Kolkata"),
        ("Goz Beida", "TCD", "Goz Beida"),
    ],
)
def test_old_names_capitals_and_plain_letters_find_the_town(name: str, country: str, town: str) -> None:
    assert (country, town) in [(entry.country, entry.name) for entry in atlas.named(name)]


def test_a_name_that_nobody_bears_finds_nothing() -> None:
    assert atlas.named("Qwxzyvbnm") == ()


def test_provinces_hold_their_towns() -> None:
    town = next(entry for entry in atlas.named("Paris") if entry.geonameid == 4717560)
    assert town.admin1 is not None
    assert (atlas.unit(town.admin1).name, atlas.unit(town.admin1).sort) == ("Texas", "admin1")


def test_the_table_is_small_and_another_file_is_refused(tmp_path: Path) -> None:
    assert 5e6 < len(files("sayso.resolve").joinpath("data", "places.bin").read_bytes()) < 12e6
    other = tmp_path / "other.bin"
    other.write_bytes(b"something else altogether")
    with pytest.raises(ValueError, match="no table of places"):
        atlas.opened(other)
