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
from sayso.resolve import atlas, gazetteer, places


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
        ("across New Mexico and Mexico", [("New Mexico", "USA"), ("Mexico", "MEX")]),
        ("US troops in the US", [("US", "USA")]),
        ("the Polish army and Russians", []),
        ("the Chinastown case", []),
    ],
)
def test_names_are_found_with_their_country(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert found(text) == expected


def named(text: str, name: str) -> Place:
    return next(place for place in places.find(text) if place.span.text == name)


def test_georgia_is_a_state_among_american_names() -> None:
    state = named("Voters in Atlanta, in Savannah and in all of Georgia went to the polls.", "Georgia")
    land = named("Voters in Batumi and all of Georgia went to the polls.", "Georgia")
    assert (state.country, state.admin1, state.precision) == ("USA", "Georgia", "admin1")
    assert (land.country, land.precision) == ("GEO", "country")


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("A fire broke out in Paris, Texas, on Monday.", "Paris", ("USA", "Texas")),
        ("A fire broke out in Paris on Monday.", "Paris", ("FRA", "Île-de-France")),
        ("Clashes in Tripoli, Lebanon, went on.", "Tripoli", ("LBN", "North Lebanon")),
        ("Clashes in Tripoli went on, Libya said.", "Tripoli", ("LBY", "Tripoli")),
        ("The mayor of San José left Costa Rica.", "San José", ("CRI", "San José")),
        ("Officials in Washington met in the U.S. capital.", "Washington", ("USA", "District of Columbia")),
    ],
)
def test_namesakes_are_told_apart_by_what_stands_around(text: str, name: str, expected: tuple[str, str]) -> None:
    span = Span(text.index(name), text.index(name) + len(name), name)
    (place,) = [p for p in places.find(text, [Mention(span, "GPE", 0, 0.9)]) if p.span == span]
    assert (place.country, place.admin1) == expected
    assert place.candidates


@pytest.mark.parametrize(
    "text", ["Paris Hilton smiled.", "The Washington Post wrote it.", "Mr Lincoln resigned.", "Abraham Lincoln spoke."]
)
def test_names_of_persons_and_papers_are_no_places(text: str) -> None:
    assert found(text) == []


def test_a_country_lies_in_its_middle_and_a_capital_where_it_stands() -> None:
    capital, country = places.find("From Minsk across Belarus")
    assert (capital.precision, capital.geonameid) == ("city", 625144)
    assert (round(capital.lat or 0, 1), round(capital.lon or 0, 1)) == (53.9, 27.6)
    assert (country.precision, round(country.lat or 0), round(country.lon or 0)) == ("country", 53, 28)


def test_congo_keeps_the_other_one_as_a_candidate() -> None:
    plain = places.find("Rebels in Congo")[0]
    river = places.find("Rebels in Congo left Brazzaville")[0]
    assert (plain.country, plain.candidates[0].country) == ("COD", "COG")
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
    assert f"{table['version']}+{atlas.atlas().version}" == gazetteer.VERSION
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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Athens Police Department said so.", "Athens"),
        ("WINONA — The body was found on Monday.", "WINONA"),
        ("A Hamilton man was charged on Friday.", "Hamilton"),
        ("Ann Poe, 22, of Winfield was hurt.", "Winfield"),
    ],
)
def test_towns_in_names_of_bodies_and_beside_people_are_found(text: str, name: str) -> None:
    assert name in [place.span.text for place in places.find(text)]


@pytest.mark.parametrize(
    "text", ["A White House statement said so.", "Superior Court Judge Ann Poe ruled.", "It cost US$ 5."]
)
def test_words_that_are_also_towns_are_none_before_a_public_body(text: str) -> None:
    assert places.find(text) == ()
