"""Places: countries and capitals resolve, namesakes do not, and nothing gets coordinates that the table lacks."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ground.records import Mention, Place, Span
from sayso.resolve import gazetteer, places


def found(text: str, *mentions: Mention) -> list[tuple[str, str | None]]:
    return [(place.span.text, place.country) for place in places.find(text, mentions)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He flew from Minsk to Poland.", [("Minsk", "BLR"), ("Poland", "POL")]),
        ("Troops left South Sudan for Sudan.", [("South Sudan", "SSD"), ("Sudan", "SDN")]),
        ("in Guinea-Bissau and Guinea", [("Guinea-Bissau", "GNB"), ("Guinea", "GIN")]),
        ("Kyiv, once Kiev", [("Kyiv", "UKR"), ("Kiev", "UKR")]),
        ("Chad Wolf left Chad", [("Chad", "TCD")]),
        ("Mr Jordan is in Jordan", [("Jordan", "JOR")]),
        ("across New Mexico and Mexico", [("Mexico", "MEX")]),
        ("US troops in the US", [("US", "USA")]),
        ("the Polish army and Russians", []),
        ("the Chinastown case", []),
    ],
)
def test_names_are_found_with_their_country(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert found(text) == expected


def test_georgia_is_a_state_among_american_names() -> None:
    state = places.find("Voters in Atlanta and all of Georgia went to the polls.")[0]
    land = places.find("Voters in Batumi and all of Georgia went to the polls.")[0]
    assert (state.country, state.admin1, state.lat, state.precision) == ("USA", "Georgia", None, "admin1")
    assert (land.country, land.precision) == ("GEO", "country")


def test_a_country_has_coordinates_and_a_capital_does_not_borrow_them() -> None:
    capital, country = places.find("From Minsk across Belarus")
    assert (capital.precision, capital.lat, capital.lon, capital.geonameid) == ("city", None, None, None)
    assert (country.precision, country.lat, country.lon) == ("country", 53, 28)


def test_congo_keeps_the_other_one_as_a_candidate() -> None:
    plain = places.find("Rebels in Congo")[0]
    river = places.find("Rebels in Congo left Brazzaville")[0]
    assert (plain.country, [rival.country for rival in plain.candidates]) == ("COD", ["COG"])
    assert river.country == "COG"


def test_a_mention_the_table_lacks_stays_with_its_span_only() -> None:
    text = "They met in Dvir."
    (place,) = places.find(text, [Mention(Span(12, 16, "Dvir"), "GPE", 0, 0.9)])
    assert place == Place(Span(12, 16, "Dvir"))


def test_a_name_inside_a_person_or_body_is_no_place() -> None:
    text = "The Bank of England warned."
    assert found(text, Mention(Span(0, 19, "The Bank of England"), "ORG", 0, 0.9)) == []


def test_the_version_is_that_of_the_table() -> None:
    table = json.loads(files("sayso.resolve").joinpath("data", "countries.json").read_text("utf-8"))
    assert table["version"] == gazetteer.VERSION
    assert len(table["countries"]) == len(gazetteer.gazetteer().countries) >= 249
    assert all(re.fullmatch("[A-Z]{3}", row["code"]) for row in table["countries"])


NAMES = st.sampled_from(
    ["Georgia", "Jordan", "U.S.", "Côte d’Ivoire", "Minsk", "the", "in", "said", ",", ".", "Smith", "’s", "-"]
)


@given(st.lists(NAMES, max_size=15).map(" ".join) | st.text(max_size=100))
def test_spans_match_the_text_and_do_not_overlap(text: str) -> None:
    spans = [place.span for place in places.find(text)]
    assert all(text[span.start : span.end] == span.text for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))
