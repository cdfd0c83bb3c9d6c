"""Every default of Sayso in one place: in come keyword arguments and `SAYSO_…` variables, out come frozen `Settings`.

A keyword argument wins over the environment, the environment over the default. The page
`docs/reference/settings.md` is generated from `SETTINGS`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Literal

from .errors import SettingError, UnknownSetting, suggestion

PREFIX: Final = "SAYSO_"

Kind = Literal["probability", "count", "size", "choice", "path"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as declared.

    Args:
        name: Its name as keyword argument; `SAYSO_` and the name in capitals is its environment variable.
        default: What holds when nothing is said; `None` where another place decides, as the help tells.
        help: What it does, with its unit, as one sentence.
        kind: `probability` (0 to 1), `count` (0 or more), `size` (1 or more), `choice` (one of `choices`) or `path`.
        choices: What a `choice` can be.
    """

    name: str
    default: float | int | str | None
    help: str
    kind: Kind
    choices: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """Its environment variable."""
        return PREFIX + self.name.upper()


SETTINGS: Final = (
    Setting(
        "anchor_threshold", None,
        "Probability from which a word counts as the anchor of an event; unset, the model's card decides.",
        "probability",
    ),
    Setting("max_text_characters", 5_000_000, "Longest report read, in characters; longer ones are rejected.", "size"),
    Setting("window_words", 112, "Words that the model reads at once; whole sentences are packed up to it.", "size"),
    Setting("overlap_sentences", 1, "Sentences that a window shares with the one before it.", "count"),
    Setting("jobs", 1, "Processes that code reports side by side.", "size"),
    Setting("batch_windows", 16, "Windows that one call of the model takes.", "size"),
    Setting("threads", 0, "Threads of one model; 0 leaves the number to onnxruntime.", "count"),
    Setting(
        "progress", "auto",
        "Whether commands show a progress bar on standard error; auto: only on a terminal.",
        "choice", ("auto", "always", "never"),
    ),
    Setting(
        "actors_file", None,
        "CSV or TOML file of your own actors, which win over the packaged ones; unset, only those count.", "path",
    ),
    Setting(
        "places_file", None,
        "CSV or TOML file of your own places, which win over the packaged ones; unset, only those count.", "path",
    ),
    Setting(
        "outlets_file", None,
        "CSV or TOML file of outlets with their countries, which win over the packaged ones; unset, only those count.",
        "path",
    ),
    Setting("store_batch", 100, "Reports that one transaction of a store takes.", "size"),
    Setting("store_memory", 1024, "Memory that the database of a store may take, in megabytes.", "size"),
    Setting("store_wait", 20, "Seconds to wait for others to close a store before giving up.", "count"),
    Setting("collect_seconds", 30, "Seconds that one page may take when collecting, redirects aside.", "size"),
    Setting("collect_bytes", 10_000_000, "Largest page, in bytes, that is collected.", "size"),
    Setting("collect_pause", 1, "Seconds between two requests to a host whose robots.txt asks for no more.", "count"),
    Setting("collect_retries", 2, "How often a page is asked for again when its server is unavailable.", "count"),
    Setting("collect_recheck", 60, "Minutes after which a collected page is looked at again for changes.", "count"),
    Setting("collect_days", 2, "Days for which a collected page is looked at again.", "count"),
    Setting("serve_rows", 50, "Rows on one page of a served store; a client may ask for ten times as many.", "size"),
    Setting("serve_body", 2048, "Largest body of a request that `sayso serve` reads, in kilobytes.", "size"),
    Setting("serve_seconds", 30, "Seconds after which `sayso serve` gives up on a request.", "size"),
    Setting("historical_days", 30, "An event that ended more days before publication is historical.", "count"),
)  # fmt: skip
"""Every setting, in the order of the reference page."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run, checked. Make one with `settings()`; the fields are those of `SETTINGS`."""

    anchor_threshold: float | None
    max_text_characters: int
    window_words: int
    overlap_sentences: int
    jobs: int
    batch_windows: int
    threads: int
    progress: str
    actors_file: str | None
    places_file: str | None
    outlets_file: str | None
    store_batch: int
    store_memory: int
    store_wait: int
    collect_seconds: int
    collect_bytes: int
    collect_pause: int
    collect_retries: int
    collect_recheck: int
    collect_days: int
    serve_rows: int
    serve_body: int
    serve_seconds: int
    historical_days: int

    def replace(self, **changes: object) -> Settings:
        """The same settings but for `changes`; the environment is not looked at again."""
        now = {field.name: getattr(self, field.name) for field in fields(self)}
        return settings({}, **{**now, **changes})


def settings(environment: Mapping[str, str] | None = None, **chosen: object) -> Settings:
    """Settings from keyword arguments, then the environment (`os.environ` when none is given), then the defaults.

    Raises:
        UnknownSetting: A keyword argument or a `SAYSO_…` variable names no setting.
        SettingError: A value is of the wrong kind or out of range.

    Example:
        >>> from sayso.ground.settings import settings
        >>> settings({"SAYSO_JOBS": "4"}, window_words=64).jobs
        4
    """
    surroundings = os.environ if environment is None else environment
    known = {setting.name: setting for setting in SETTINGS}
    from_outside = {name.removeprefix(PREFIX).lower(): v for name, v in surroundings.items() if name.startswith(PREFIX)}
    for name in (*chosen, *from_outside):
        if name not in known:
            shown = name if name in chosen else PREFIX + name.upper()
            raise UnknownSetting("no such setting", value=shown, hint=suggestion(name, known))
    given = {**from_outside, **chosen}
    values: dict[str, Any] = {
        name: _value(setting, given.get(name, setting.default)) for name, setting in known.items()
    }
    return Settings(**values)


def _value(setting: Setting, value: object) -> float | int | str | None:
    """`value`, a string turned into the kind of the setting, checked."""
    if value is None or value == "":
        return setting.default
    if setting.kind == "choice":
        if value not in setting.choices:
            raise _misfit(setting, value, suggestion(value, setting.choices))
        return str(value)
    if setting.kind == "path":
        return str(value)
    if setting.kind == "probability":
        return _probability(setting, value)
    return _whole(setting, value, least=1 if setting.kind == "size" else 0)


def _probability(setting: Setting, value: object) -> float:
    try:
        number = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else -1.0
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise _misfit(setting, value, "a number from 0 to 1")
    return number


def _whole(setting: Setting, value: object, *, least: int) -> int:
    try:
        number = int(value) if isinstance(value, str | int) and not isinstance(value, bool) else least - 1
    except ValueError:
        number = least - 1
    if number < least:
        raise _misfit(setting, value, f"a whole number from {least} up")
    return number


def _misfit(setting: Setting, value: object, hint: str) -> SettingError:
    return SettingError(f"{setting.name} cannot take this value", value=value, hint=hint)
