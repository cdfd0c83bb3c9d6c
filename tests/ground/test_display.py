"""The notebook view: whole, readable in light and dark, and harmless whatever the report says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from sayso.ground import display
from sayso.ground.display import to_html
from sayso.ground.records import Record, Report
from specimens import TEXT, bare, hostile, make_event, shelling

VOID = {"br", "hr", "img"}


class Page(HTMLParser):
    """Tags, attributes and text of a view; fails on tags that do not close in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: Counter[str] = Counter()
        self.body = ""
        self.open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes.update(name for name, _ in attrs)
        assert tag not in VOID
        self.open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if ("div", "text") in self.open:
            self.body += data


def test_the_text_of_the_report_is_whole() -> None:
    assert Page(to_html(shelling())).body == TEXT


def test_every_event_stands_in_the_table_with_its_source_and_status() -> None:
    html = to_html(shelling())
    for words in ("its envoy ← The agency", "✗ denied", "✓ happened", "→ expected", "he (its envoy)", "Dvir, XXA"):
        assert f"<bdi>{words}</bdi>" in html


def test_what_is_contested_is_shown_without_a_verdict() -> None:
    assert "Contested within this report (no verdict)" in to_html(shelling())
    assert "Contested" not in to_html(bare())


def test_an_unknown_tells_why_it_is_unknown() -> None:
    assert '<td title="not resolved"><bdi>–</bdi></td>' in to_html(shelling())


def test_nothing_found_is_said_in_words() -> None:
    html = to_html(bare())
    assert "No events." in html
    assert "No claims." in html


def test_hostile_strings_stay_text() -> None:
    page = Page(to_html(hostile()))
    assert page.tags["script"] == page.tags["b"] == 0
    assert set(page.attributes) <= {"class", "dir", "title", "data-row", "scope"}
    assert "<script>alert('x')</script>" in page.body


def test_no_control_character_or_direction_override_gets_through() -> None:
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", to_html(hostile())) == []


def test_the_view_needs_nothing_from_elsewhere() -> None:
    html = to_html(shelling())
    assert not re.search(r"https?:|url\(|@import|<link|<script|src=", html)


def test_styles_reach_the_view_only() -> None:
    style = re.search(r"<style>(.*)</style>", to_html(bare()), re.DOTALL)
    assert style is not None
    selectors = re.findall(r"([^{}]+)\{", style[1])
    parts = [part for selector in selectors if not selector.startswith("@") for part in selector.split(",")]
    assert len(parts) > 10
    assert [part for part in parts if ".sayso-view" not in part] == []


def test_two_events_on_one_word_show_both_rows() -> None:
    text = "He shelled it"
    record = Record(
        Report("r", text), (make_event(text, "e1"), make_event(text, "e2", status="denied")), (), (), (), (), ()
    )
    assert 'data-row="1✓ 2✗"' in to_html(record)


def test_a_record_shows_itself_in_a_notebook() -> None:
    assert shelling()._repr_html_() == to_html(shelling())


def test_line_breaks_stay() -> None:
    report = replace(bare().report, text="One.\n\nTwo.")
    assert "One.\n\nTwo." in to_html(replace(bare(), report=report))


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("shades", [display.LIGHT, display.DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_every_shade(shades: Mapping[str, tuple[str, str]]) -> None:
    for text, _ in shades.values():
        for _, back in shades.values():
            high, low = sorted((luminance(text), luminance(back)), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5
