"""A user's own places and outlets: they win, and a faulty file says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.ground.errors import SettingError
from sayso.ground.records import Place, Span
from sayso.resolve.own import own_outlets, own_places, own_tables

PLACES = "name,lat,lon,country,precision,aliases\nCamp Juniper,12.5,41.25,DJI,exact,the Juniper camp;Juniper\n"
TEXT = "Guards of Camp Juniper, near Minsk, left Juniper on Friday."


def test_own_places_are_found_and_win(tmp_path: Path) -> None:
    (file := tmp_path / "places.csv").write_text(PLACES, "utf-8")
    packaged = [Place(Span(10, 14, "Camp"), 1, "Camp"), Place(Span(29, 34, "Minsk"), 2, "Minsk")]
    found = own_places(str(file)).laid_over(packaged, TEXT)
    assert [(one.span.text, one.name, one.country) for one in found] == [
        ("Camp Juniper", "Camp Juniper", "DJI"), ("Minsk", "Minsk", None), ("Juniper", "Camp Juniper", "DJI"),
    ]  # fmt: skip
    assert all(TEXT[one.span.start : one.span.end] == one.span.text for one in found)


def test_a_toml_file_says_the_same(tmp_path: Path) -> None:
    (csv := tmp_path / "p.csv").write_text(PLACES, "utf-8")
    (toml := tmp_path / "p.toml").write_text(
        '[[place]]\nname = "Camp Juniper"\nlat = 12.5\nlon = 41.25\ncountry = "DJI"\nprecision = "exact"\n'
        'aliases = ["the Juniper camp", "Juniper"]\n',
        "utf-8",
    )
    assert own_places(str(toml)) == own_places(str(csv))


def test_own_outlets_have_countries(tmp_path: Path) -> None:
    (file := tmp_path / "outlets.csv").write_text("name,country,aliases\nThe Reef Courier,fji,Reef\n", "utf-8")
    assert own_outlets(str(file)) == {"reef courier": "FJI", "reef": "FJI"}


@pytest.mark.parametrize(
    ("kind", "content", "hint"),
    [
        ("places", "name,lat,lon\nA,north,2\n", "degrees"),
        ("places", "name,lat,lon\nA,91,2\n", "-90"),
        ("places", "name,lat,lon,shade\nA,1,2,x\n", "the keys are"),
        ("outlets", "name,country\nA,\n", "alpha-3"),
    ],
)
def test_a_faulty_file_is_told(tmp_path: Path, kind: str, content: str, hint: str) -> None:
    (file := tmp_path / "own.csv").write_text(content, "utf-8")
    with pytest.raises(SettingError) as caught:
        own_tables(**{kind: str(file)})
    assert hint in caught.value.hint
