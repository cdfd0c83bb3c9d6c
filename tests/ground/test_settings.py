"""Settings come from arguments, the environment and the defaults, in this order, and are checked."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ground.errors import SettingError, UnknownSetting
from sayso.ground.settings import SETTINGS, Settings, settings

BY_NAME = {setting.name: setting for setting in SETTINGS}


def test_the_declared_settings_are_the_fields() -> None:
    assert [field.name for field in fields(Settings)] == list(BY_NAME)


def test_every_setting_has_a_help_that_is_a_sentence() -> None:
    assert [setting.name for setting in SETTINGS if not setting.help.endswith(".")] == []


def test_nothing_said_gives_the_defaults() -> None:
    chosen = settings({})
    assert {name: getattr(chosen, name) for name in BY_NAME} == {s.name: s.default for s in SETTINGS}


def test_an_argument_wins_over_the_environment() -> None:
    assert settings({"SAYSO_JOBS": "4"}).jobs == 4
    assert settings({"SAYSO_JOBS": "4"}, jobs=2).jobs == 2


def test_the_environment_of_the_process_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_ANCHOR_THRESHOLD", "0.25")
    assert settings().anchor_threshold == 0.25


def test_an_empty_variable_says_nothing() -> None:
    assert settings({"SAYSO_JOBS": ""}).jobs == 1


def test_other_variables_are_left_alone() -> None:
    assert settings({"PATH": "x", "SAY": "y"}) == settings({})


def test_an_unknown_argument_names_the_near_one() -> None:
    with pytest.raises(UnknownSetting, match=r"'job'.*did you mean jobs"):
        settings({}, job=2)


def test_an_unknown_variable_names_the_near_one() -> None:
    with pytest.raises(UnknownSetting, match=r"'SAYSO_WINDOW_WORD'.*did you mean window_words"):
        settings({"SAYSO_WINDOW_WORD": "2"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("jobs", 0), ("jobs", "many"), ("jobs", 1.5), ("jobs", True), ("threads", -1), ("anchor_threshold", 1.01),
        ("anchor_threshold", "high"), ("anchor_threshold", float("nan")), ("anchor_threshold", True),
        ("progress", "loud"), ("max_text_characters", 0), ("window_words", [96]),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused(name: str, value: object) -> None:
    with pytest.raises(SettingError, match=name) as caught:
        settings({}, **{name: value})
    assert caught.value.value is value
    assert caught.value.hint


@given(st.fixed_dictionaries({}, optional={
    "jobs": st.integers(1, 1000), "threads": st.integers(0, 64), "window_words": st.integers(1, 1000),
    "anchor_threshold": st.floats(0, 1), "progress": st.sampled_from(["auto", "always", "never"]),
}))  # fmt: skip
def test_an_argument_and_a_variable_mean_the_same(chosen: dict[str, object]) -> None:
    environment = {BY_NAME[name].variable: str(value) for name, value in chosen.items()}
    assert settings(environment) == settings({}, **chosen)


def test_replacing_keeps_the_rest_and_is_checked() -> None:
    first = settings({}, jobs=3, threads=2)
    assert first.replace(jobs=5) == settings({}, jobs=5, threads=2)
    with pytest.raises(SettingError):
        first.replace(jobs=0)
    with pytest.raises(UnknownSetting):
        first.replace(job=1)
