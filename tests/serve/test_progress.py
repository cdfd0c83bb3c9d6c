"""Progress shows for long work only, and never changes the results."""

from __future__ import annotations

import pytest

from sayso.serve import progress


def test_short_work_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(progress.shown(range(5), clock=lambda: 0.0)) == [0, 1, 2, 3, 4]
    assert capsys.readouterr() == ("", "")


def test_long_work_passes_through_whole() -> None:
    ticks = iter(range(100))
    assert list(progress.shown(range(9), clock=lambda: float(next(ticks)))) == list(range(9))


@pytest.mark.parametrize(
    ("choice", "is_quiet", "shares_screen", "wanted"),
    [("always", False, True, True), ("always", True, False, False), ("never", False, False, False),
     ("auto", False, False, True), ("auto", False, True, False), ("auto", True, False, False)],
)  # fmt: skip
def test_when_progress_is_wanted(  # noqa: PLR0917
    monkeypatch: pytest.MonkeyPatch,
    choice: str,
    is_quiet: bool,  # noqa: FBT001
    shares_screen: bool,  # noqa: FBT001
    wanted: bool,  # noqa: FBT001
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert progress.is_wanted(choice, is_quiet=is_quiet, shares_screen=shares_screen) is wanted


def test_a_pipe_gets_no_progress_by_itself() -> None:
    assert not progress.is_wanted("auto", is_quiet=False, shares_screen=False)
