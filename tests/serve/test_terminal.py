"""The terminal view: all of it on any width, with or without colour, and harmless whatever the report says."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from sayso.ground.records import Record
from sayso.serve.terminal import render, screen
from specimens import bare, hostile, shelling


def view(record: Record, width: int = 100) -> str:
    return render(record, console=screen(io.StringIO(), width=width))


def squeezed(text: str) -> str:
    return " ".join(text.split())


def coloured(record: Record) -> str:
    console = Console(
        file=io.StringIO(), width=100, force_terminal=True, color_system="standard", markup=False, emoji=False
    )
    return render(record, console=console)


def test_the_header_names_title_outlet_and_date() -> None:
    lines = view(shelling()).splitlines()
    assert lines[:2] == ["Shelling in Dvir", "The Lamp · 2020-10-26"]
    assert "publication date unknown" in view(bare())


def test_acts_point_at_their_row() -> None:
    assert "troops shelled¹ the town" in view(shelling())
    assert "troops shelled² Dvir" in view(shelling())


@pytest.mark.parametrize("width", [60, 80, 117, 118, 200])
def test_everything_is_there_on_every_width_and_nothing_sticks_out(width: int) -> None:
    shown = view(shelling(), width)
    assert max(cell_len(line) for line in shown.splitlines()) <= width
    for words in ("✓ happened", "✗ denied", "→ expected", "2020-10-25", "ministry", "Contested", "Claims", "meet"):
        assert words in shown


def test_a_wide_screen_has_a_column_for_each_question() -> None:
    heads = next(line for line in view(shelling(), 160).splitlines() if line.strip().startswith("#"))
    assert re.split(r"\s{2,}", heads.strip()) == [
        "#", "according to whom", "who", "did what", "to whom", "where", "when", "status"
    ]  # fmt: skip


def test_the_chain_of_sources_and_how_to_read_it_are_shown() -> None:
    shown = squeezed(view(shelling(), 160))
    assert "its envoy ← The agency" in shown
    assert "nearest source first" in shown


def test_what_is_contested_is_listed_with_both_sides() -> None:
    shown = view(shelling(), 160)
    row = next(line for line in shown.splitlines() if "troops → the town of Dvir" in line and "dead 12:" in line)
    assert row.split("   ")[-2:] == ["Villagers", " The ministry"] or re.search(r"Villagers\s+The ministry", row)
    assert "no verdict" in shown
    assert "Contested" not in view(bare())


def test_nothing_found_is_said_in_words() -> None:
    assert "No events." in view(bare())
    assert "No claims." in view(bare())


def test_colour_comes_with_a_terminal_and_goes_with_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1;32mshelled" in coloured(shelling())
    assert "\x1b[2;3mregime" in coloured(shelling())
    monkeypatch.setenv("NO_COLOR", "1")
    plain = coloured(shelling())
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", plain.replace("\x1b[3m", "").replace("\x1b[2;3m", ""))
    assert "✗ denied" in plain


def test_a_pipe_gets_no_escape_codes() -> None:
    assert "\x1b" not in view(shelling())
    assert all(line == line.rstrip() for line in view(shelling()).splitlines())


def test_hostile_text_is_inert() -> None:
    shown = view(hostile(), 200)
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown) == []
    assert "[bold]red[/bold]" in shown
    assert "␛[31m" in shown


def test_hostile_text_cannot_set_colours() -> None:
    assert "\x1b[31m[bold]" not in coloured(hostile())


def test_emoji_codes_stay_as_they_are() -> None:
    report = replace(bare().report, text="He wrote :smile: [red]so[/red].", title=":smile: [b]t[/b]")
    shown = view(replace(bare(), report=report))
    assert ":smile: [b]t[/b]" in shown
    assert "He wrote :smile: [red]so[/red]." in shown
