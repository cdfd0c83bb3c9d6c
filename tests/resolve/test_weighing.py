"""Weights: traits and clues become probabilities, and the packaged table gives what anybody would say."""

from __future__ import annotations

import pytest

from sayso.ground import codebook
from sayso.resolve.weighing import NONE, VERSION, unpacked, weights

TABLE = {
    "version": "t", "believed": {}, "countries": {"near": 2.0, "near|PER": 1.0, "title": 0.5},
    "sectors": {"classes": [NONE, "COP", "MIL"], "weights": {"w:police": [1, 128], "w:guard": [1, 64, 2, 64]}},
    "bodies": {"classes": [NONE, "IGO"], "weights": {}},
}  # fmt: skip


def test_the_likeliest_class_comes_first_and_all_sum_to_one() -> None:
    chances = unpacked(TABLE).sectors.chances(["w:police", "w:guard", "w:never-seen"])
    assert [code for code, _ in chances] == ["COP", "MIL", NONE]
    assert sum(chance for _, chance in chances) == pytest.approx(1)


def test_nothing_known_leaves_all_classes_alike() -> None:
    assert {round(chance, 4) for _, chance in unpacked(TABLE).sectors.chances(["w:never-seen"])} == {0.3333}


def test_a_clue_weighs_more_for_the_sort_it_is_known_for() -> None:
    table, clues = unpacked(TABLE), {"POL": {"near": 1.0}, "UKR": {"title": 1.0}}
    person, body = (dict(table.country_chances(clues, [sort])) for sort in ("PER", "ORG"))
    assert person["POL"] > body["POL"] > 0.5


def test_a_report_without_countries_gives_none() -> None:
    assert unpacked(TABLE).country_chances({}, ["PER"]) == ()


def test_the_packaged_classes_are_codes_of_the_codebook() -> None:
    table = weights()
    assert table.version == VERSION
    assert set(table.sectors.names) <= {NONE, *codebook.load().sectors}
    assert set(table.bodies.names) == {NONE, "IGO", "NGO", "MNC"}


@pytest.mark.parametrize(
    ("shown", "sector"),
    [
        (["k:GROUP", "w:soldiers", "h:soldiers", "rule:MIL", "by:words"], "MIL"),
        (["k:ORG", "w:the", "w:police", "h:police", "rule:COP", "by:words"], "COP"),
        (["k:PER", "w:surgeon", "h:surgeon", "rule:MED", "by:words", "says"], "MED"),
    ],
)
def test_the_packaged_weights_know_plain_cases(shown: list[str], sector: str) -> None:
    assert weights().sectors.chances(shown)[0][0] == sector
