"""Outlets: where they are published, by the user's list, the packaged one, or the address."""

from __future__ import annotations

import pytest

from sayso.resolve.gazetteer import gazetteer
from sayso.resolve.outlets import home_of, named, packaged


@pytest.mark.parametrize(
    ("outlet", "url", "home"),
    [
        ("the Jakarta Post", None, "IDN"),
        ("Yonhap", "https://example.com/1", "KOR"),
        (None, "https://www.thehindu.com/news/1", "IND"),
        (None, "http://news.delfi.lt/1", "LTU"),
        ("Agence France-Presse", None, None),
        ("Somewhere Herald", "https://radio.tv/1", None),
        (None, None, None),
    ],
)
def test_an_outlet_is_at_home_where_name_or_address_say(outlet: str | None, url: str | None, home: str | None) -> None:
    assert home_of(outlet, url) == home


def test_a_users_outlet_wins() -> None:
    assert home_of("Yonhap", "https://a.pl/1", own={named("Yonhap"): "PRK"}) == "PRK"


def test_every_packaged_outlet_has_a_known_country() -> None:
    assert set(packaged().values()) <= set(gazetteer().countries)
