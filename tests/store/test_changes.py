"""What differs between two moments of report time, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.ground.errors import BadFilter
from sayso.store.changes import Change
from sayso.store.store import Store
from specimens import VERSIONS
from tellers import says, told

SHELLING = told("a", "Troops shelled Dvir", dead=3)
DENIAL = told("b", "Rebels shelled Dvir", outlet="Blade", published="2020-10-26", dead=5, status="denied")
ARREST = told("c", "Police arrested Kim", published="2020-10-27")
RELEASE = told("d", "Guards released Kim", day="2020-10-28", published="2020-10-29")


def short(changes: tuple[Change, ...]) -> list[tuple[str, str, list[tuple[str, str | None]]]]:
    return [(one.turn, one.noun, [(why.cause, why.report) for why in one.why]) for one in changes]


def differences(change: Change) -> dict[str, tuple[str | None, str | None]]:
    return {one.field: (one.before, one.after) for one in change.differences}


def test_a_new_report_changes_what_it_tells_again_and_opens_a_dispute(store: Store) -> None:
    store.add([SHELLING, DENIAL, ARREST])
    found = store.diff("2020-10-25", "2020-10-26")
    assert short(found) == [
        ("changed", "happening", [("new report", "b")]),
        ("appeared", "dispute", [("new report", "b")]),
        ("changed", "number", [("new report", "b")]),
    ]
    happening, _, number = found
    assert differences(happening)["origins"] == ("1", "2")
    assert differences(number) == {"high": ("3", "5"), "latest": ("3", "5"), "figures": ("1", "2")}


def test_a_situation_that_ends_is_closed(store: Store) -> None:
    store.add([ARREST, RELEASE])
    (change,) = (one for one in store.diff("2020-10-28", "2020-10-29") if one.noun == "situation")
    assert (change.turn, change.about) == ("closed", "Kim detained")
    assert differences(change) == {"until": (None, "2020-10-28")}
    assert [(why.cause, why.report) for why in change.why] == [("new report", "d")]


def test_an_edit_is_the_reason(store: Store) -> None:
    store.add([SHELLING, DENIAL, told("a", "Troops shelled Dvir", dead=4, published="2020-10-29")])
    # the same words with another figure are the same content; other words make the edit
    store.add([told("a", "Soldiers shelled Dvir", dead=4, published="2020-10-29")])
    reasons = {one.noun: {why.cause for why in one.why} for one in store.diff("2020-10-28", "2020-10-29")}
    assert reasons["happening"] == {"edit"}
    assert reasons["number"] == {"edit"}


def test_a_retraction_is_the_reason_and_closes_the_dispute(store: Store) -> None:
    store.add([SHELLING, DENIAL])
    store.retract("a", reason="made up", at="2020-11-05")
    found = store.diff("2020-11-04", "2020-11-05")
    assert short(found) == [
        ("changed", "happening", [("retraction", "a")]),
        ("closed", "dispute", [("retraction", "a")]),
        ("changed", "number", [("retraction", "a")]),
    ]
    assert differences(found[0])["retracted"] == (None, "a@1")


def test_a_new_coder_version_is_the_reason(store: Store) -> None:
    store.add([SHELLING, ARREST])
    event = replace(SHELLING.events[0], mode="aerial")
    record = replace(SHELLING, events=(event,), versions=replace(VERSIONS, model="toy-2"))
    store.add_codings([(1, record)])
    (change,) = (one for one in store.diff("2020-11-01") if one.noun == "happening")
    assert (change.turn, [why.cause for why in change.why]) == ("changed", ["new coder version"])
    assert differences(change)["what"] == ("ASSAULT heavy-weapons", "ASSAULT aerial")
    assert store.diff("2020-11-01", "2020-11-02") == (), "before the new coder nothing changed"


def test_nothing_new_is_no_change(store: Store) -> None:
    store.add([SHELLING, DENIAL, says("f", "Mayor said Smith won")])
    assert store.diff("2020-10-26", "2020-10-30") == ()


def test_before_the_first_report_all_is_new(store: Store) -> None:
    store.add([SHELLING, ARREST])
    assert {one.turn for one in store.diff("2020-01-01", "2020-12-31")} == {"appeared"}
    assert store.diff("2020-01-01", "2020-02-01") == ()


def test_the_moments_must_be_days_in_order(store: Store) -> None:
    store.add([SHELLING])
    with pytest.raises(BadFilter, match="wrong way round"):
        store.diff("2020-10-26", "2020-10-25")
    with pytest.raises(BadFilter, match="not an ISO date"):
        store.diff("tomorrow")


def test_a_change_is_json(store: Store) -> None:
    store.add([SHELLING])
    change = store.diff("2020-10-01", "2020-10-31")[0].to_json()
    assert change["why"] == [{"cause": "new report", "report": "a", "version": 1}]
    assert change["noun"] == "happening"
