"""Errors carry a code, the value and a hint, in one shape."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ground import errors
from sayso.ground.errors import CODES, BadDate, SaysoError, nearest, suggestion

EVERY = list(CODES.values())


@pytest.mark.parametrize("error", EVERY)
def test_every_error_has_a_code_of_its_own(error: type[SaysoError]) -> None:
    assert CODES[error.code] is error
    assert "code" in vars(error)


def test_the_table_holds_every_class_of_the_module() -> None:
    defined = [found for found in vars(errors).values() if isinstance(found, type) and issubclass(found, SaysoError)]
    assert sorted(CODES.values(), key=str) == sorted(defined, key=str)


def test_a_message_ends_with_the_value_and_the_way_out() -> None:
    error = BadDate("published is not an ISO date", value="5/6/20", hint="write 2020-06-05")
    assert str(error) == "published is not an ISO date: '5/6/20' (write 2020-06-05)"


def test_a_message_stands_alone_without_value_and_hint() -> None:
    assert str(SaysoError("nothing to read")) == "nothing to read"


def test_a_falsy_value_is_still_shown() -> None:
    assert str(SaysoError("too few", value=0)) == "too few: 0"


@pytest.mark.parametrize("error", EVERY)
@given(message=st.text(), value=st.one_of(st.none(), st.text(), st.integers(), st.binary()), hint=st.text())
def test_every_error_has_the_same_json_shape(error: type[SaysoError], message: str, value: object, hint: str) -> None:
    shape = json.loads(json.dumps(error(message, value=value, hint=hint).to_json()))
    assert list(shape) == ["code", "message", "hint", "value"]
    assert (shape["code"], shape["message"], shape["hint"]) == (error.code, message, hint)


def test_a_long_value_is_shortened() -> None:
    value = SaysoError("too long", value="x" * 1000).to_json()["value"]
    assert len(value) == 120
    assert value.endswith("…")


@pytest.mark.parametrize("error", EVERY)
def test_an_error_crosses_processes(error: type[SaysoError]) -> None:
    back = pickle.loads(pickle.dumps(error("broken", value={"a": 1}, hint="mend it")))
    assert type(back) is error
    assert (back.message, back.value, back.hint) == ("broken", {"a": 1}, "mend it")


def test_the_nearest_name_ignores_letter_case() -> None:
    assert nearest("asault", ["ACCUSE", "ASSAULT"]) == "ASSAULT"
    assert nearest("zzz", ["ACCUSE", "ASSAULT"]) is None


def test_a_suggestion_lists_what_is_known_when_nothing_is_near() -> None:
    assert suggestion("zzz", ["day", "week"]) == "one of day, week"
    assert suggestion("zzz", ["day", "week"], listing="a unit of time") == "a unit of time"
