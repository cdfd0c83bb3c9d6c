"""The codebook holds PLOVER's types, modes and scores, answers for unknown codes, and leads to CAMEO and back."""

from __future__ import annotations

from hashlib import sha256
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ground import codebook, records
from sayso.ground.errors import UnknownCode

BOOK = codebook.load()
PAIRS = [(kind.code, mode) for kind in BOOK.types.values() for mode in (None, *kind.modes)]

# CAMEO knows no such mode: what comes back says less, or names the nearest of its kind.
LOSSY = {
    ("CONSULT", "multilateral"): ("CONSULT", None),
    ("ACCUSE", None): ("ACCUSE", "disapprove"),
    ("RETREAT", None): ("CONCEDE", None),
    ("RETREAT", "withdraw"): ("RETREAT", "disarm"),
    ("RETREAT", "resign"): ("CONCEDE", None),
    ("THREATEN", "arrest"): ("THREATEN", None),
    ("PROTEST", "strike"): ("PROTEST", "boycott"),
    ("PROTEST", "vandalize"): ("PROTEST", "riot"),
    ("SANCTION", "discontinue"): ("SANCTION", None),
    ("MOBILIZE", "weapons"): ("MOBILIZE", None),
    ("MOBILIZE", "militia"): ("MOBILIZE", None),
    ("COERCE", "withhold"): ("COERCE", None),
    ("COERCE", "misinformation"): ("COERCE", None),
    ("ASSAULT", "primitive"): ("ASSAULT", None),
    ("ASSAULT", "crowd-control"): ("ASSAULT", None),
}


def test_the_types_stand_in_the_order_of_the_codebook() -> None:
    assert " ".join(BOOK.types) == (
        "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE"
        " COERCE ASSAULT"
    )


def test_the_tables_change_only_together_with_the_version() -> None:
    held = b"".join((codebook.DATA / name).read_bytes() for name in ("codebook.json", "crosswalk.json"))
    assert (codebook.VERSION, sha256(held).hexdigest()[:16]) == ("plover-0.8-sayso-1", "912190747759a041")
    assert BOOK.version == codebook.VERSION


@pytest.mark.parametrize(
    ("type", "mode", "score"),
    [
        ("AGREE", None, 2.5), ("AID", None, 10), ("RETREAT", "disarm", 10), ("REQUEST", None, 0), ("ACCUSE", None, -3),
        ("ACCUSE", "disapprove", -2), ("COERCE", "martial-law", -7.5), ("ASSAULT", "unconventional", -10),
    ],
)  # fmt: skip
def test_a_mode_replaces_the_score_of_its_type(type: str, mode: str | None, score: float) -> None:
    assert BOOK.score(type, mode) == score


@pytest.mark.parametrize(("type", "quad"), [("CONSULT", "VC"), ("RETREAT", "MC"), ("REJECT", "VF"), ("PROTEST", "MF")])
def test_a_type_has_its_quad_class(type: str, quad: str) -> None:
    assert BOOK.quad(type) == quad


def test_scores_agree_with_the_quad_class() -> None:
    for kind, mode in PAIRS:
        score = BOOK.score(kind, mode)
        assert -10 <= score <= 10
        assert score > 0 if BOOK.quad(kind).endswith("C") else score <= 0.5


def test_there_are_37_contexts_and_25_sectors() -> None:
    assert len(set(BOOK.contexts)) == len(BOOK.contexts) == 37
    assert len(BOOK.sectors) == 25


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("status", records.Status), ("stance", records.Stance), ("kind", records.Kind),
        ("source_kind", records.SourceKind),
    ],
)  # fmt: skip
def test_closed_sets_of_the_records_are_those_of_the_codebook(table: codebook.Table, names: object) -> None:
    assert BOOK.codes(table) == get_args(names)


@pytest.mark.parametrize("table", codebook.TABLES)
def test_every_code_of_a_table_passes_its_check(table: codebook.Table) -> None:
    assert [BOOK.check(table, code) for code in BOOK.codes(table)] == list(BOOK.codes(table))


@pytest.mark.parametrize("table", codebook.TABLES)
@given(code=st.text())
def test_any_other_code_is_unknown(table: codebook.Table, code: str) -> None:
    if code in BOOK.codes(table):
        assert BOOK.check(table, code) == code
    else:
        with pytest.raises(UnknownCode) as caught:
            BOOK.check(table, code)
        assert caught.value.value == code
        assert caught.value.hint


def test_an_unknown_type_names_the_near_one() -> None:
    with pytest.raises(UnknownCode, match="did you mean ASSAULT"):
        BOOK.type("asault")


def test_an_unknown_mode_names_the_near_one_of_its_type() -> None:
    with pytest.raises(UnknownCode, match="did you mean ceasefire"):
        BOOK.mode("RETREAT", "cease-fire")


def test_a_mode_of_another_type_is_unknown() -> None:
    with pytest.raises(UnknownCode, match="no such mode of PROTEST"):
        BOOK.mode("PROTEST", "arrest")


def test_a_type_without_modes_says_so() -> None:
    with pytest.raises(UnknownCode, match="AGREE has no modes"):
        BOOK.score("AGREE", "visit")


def test_no_mode_stays_no_mode() -> None:
    assert BOOK.mode("PROTEST", None) is None


def test_an_unknown_context_names_the_near_one() -> None:
    assert BOOK.check_context("military") == "military"
    with pytest.raises(UnknownCode, match="did you mean military"):
        BOOK.check_context("militry")


def test_the_codebook_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        BOOK.types["NEW"] = BOOK.type("AID")  # type: ignore[index]
    with pytest.raises(TypeError):
        BOOK.type("COERCE").modes["arrest"] = 0.0  # type: ignore[index]


def test_it_is_read_once() -> None:
    assert codebook.load() is BOOK


# ---- CAMEO --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "type", "mode"),
    [
        ("030", "AGREE", None), ("0354", "CONCEDE", None), ("036", "AGREE", None), ("041", "CONSULT", "phone"),
        ("0871", "RETREAT", "ceasefire"), ("094", "ACCUSE", "investigate"), ("112", "ACCUSE", "allege"),
        ("1053", "REQUEST", "yield"), ("0253", "REQUEST", "yield"), ("1385", "THREATEN", "violence"),
        ("1724", "COERCE", "martial-law"), ("1712", "ASSAULT", "destroy"), ("186", "ASSAULT", "targeted"),
        ("195", "ASSAULT", "aerial"), ("203", "ASSAULT", None), ("14", "PROTEST", None),
    ],
)  # fmt: skip
def test_a_cameo_code_means_a_type_and_a_mode(code: str, type: str, mode: str | None) -> None:
    assert BOOK.cameo_to_plover(code) == (type, mode)


def test_contexts_come_along_from_cameo() -> None:
    assert BOOK.cameo_meaning("1124").contexts == ("military", "legal")
    assert BOOK.cameo_meaning("0863").contexts == ("human_security",)


@pytest.mark.parametrize("code", BOOK.cameo)
def test_every_cameo_code_leads_into_the_codebook(code: str) -> None:
    meaning = BOOK.cameo_meaning(code)
    assert BOOK.mode(meaning.type, meaning.mode) == meaning.mode
    assert all(BOOK.check_context(context) for context in meaning.contexts)


@pytest.mark.parametrize("code", ["01", "010", "019"])
def test_plain_saying_is_no_event(code: str) -> None:
    with pytest.raises(UnknownCode, match="a claim, not an event"):
        BOOK.cameo_to_plover(code)


@pytest.mark.parametrize("code", ["", "999", "3", "0999", "abc"])
def test_what_is_not_cameo_is_unknown(code: str) -> None:
    with pytest.raises(UnknownCode, match="CAMEO"):
        BOOK.cameo_to_plover(code)


@pytest.mark.parametrize(("type", "mode"), PAIRS)
def test_an_act_survives_the_way_to_cameo_and_back(type: str, mode: str | None) -> None:
    code = BOOK.plover_to_cameo(type, mode)
    assert code is not None
    assert len(code) > 2
    assert BOOK.cameo_to_plover(code) == LOSSY.get((type, mode), (type, mode))


def test_intended_cooperation_has_codes_of_its_own() -> None:
    assert BOOK.plover_to_cameo("AID", status="expected") == "033"
    assert BOOK.plover_to_cameo("CONSULT", "visit", status="expected") == "036"


@pytest.mark.parametrize(("type", "mode"), PAIRS)
@pytest.mark.parametrize("status", ["possible", "wanted", "denied"])
def test_cameo_cannot_say_what_did_not_happen(type: str, mode: str | None, status: str) -> None:
    assert BOOK.plover_to_cameo(type, mode, status=status) is None


def test_an_expected_hostile_act_has_no_cameo_code() -> None:
    assert BOOK.plover_to_cameo("ASSAULT", "aerial", status="expected") is None


def test_the_way_to_cameo_checks_its_codes() -> None:
    with pytest.raises(UnknownCode, match="did you mean denied"):
        BOOK.plover_to_cameo("AID", status="denyed")
    with pytest.raises(UnknownCode):
        BOOK.plover_to_cameo("AID", "visit")
