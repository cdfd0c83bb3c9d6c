"""What every view of a record shows: marks cut into runs, and plain phrases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ground import marking
from sayso.ground.marking import Mark
from sayso.ground.records import Entity, Party, Place, Quantity, Record, Report, Source, Span, Time
from specimens import HOSTILE, at, bare, hostile, make_event, shelling

TEXT = "Police shelled Dvir."
spans = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted).filter(lambda pair: pair[0] < pair[1])


@given(st.text(min_size=20, max_size=20), st.lists(spans, max_size=8))
def test_the_runs_joined_are_the_text_and_know_their_marks(text: str, pairs: list[list[int]]) -> None:
    marked = [Mark("content", start, end, note=str(n)) for n, (start, end) in enumerate(pairs)]
    cut = marking.runs(text, marked)
    assert "".join(run.text for run in cut) == text
    for run in cut:
        assert set(run.marks) == {mark for mark in marked if mark.start <= run.start and run.end <= mark.end}


def test_an_empty_text_has_no_runs() -> None:
    assert marking.runs("", []) == ()


def test_where_marks_of_a_layer_overlap_the_shortest_leads() -> None:
    (run,) = marking.runs("abcdef", [Mark("content", 0, 6), Mark("content", 2, 4)])[1:2]
    assert run.first("content") == Mark("content", 2, 4)
    assert run.ending == (Mark("content", 2, 4),)
    assert run.first("cue") is None


def test_all_that_the_record_found_is_marked() -> None:
    record = shelling()
    found = {(mark.layer, record.report.text[mark.start : mark.end]) for mark in marking.marks(record)}
    assert {("anchor", "meet"), ("cue", "denied"), ("loaded", "regime"), ("source", "The agency")} < found
    assert ("content", "that troops shelled Dvir") in found


def test_anchors_carry_their_row_and_who_says_so() -> None:
    anchors = [mark for mark in marking.marks(shelling()) if mark.layer == "anchor"]
    assert [mark.number for mark in anchors] == [1, 2, 3]
    assert anchors[1].note.endswith("✗ denied, according to The ministry")


def test_marks_outside_the_text_are_left_out() -> None:
    record = Record(Report("r", "short"), (), (), (), (), (), (Span(3, 99, "?"), Span(2, 2, "")))
    assert marking.marks(record) == ()


@pytest.mark.parametrize(
    ("raw", "shown"),
    [("a\x1b[31m", "a␛[31m"), ("a\x00\x7f\x9b", "a␀␡\ufffd"), ("a\u202eb\u2066", "a\ufffdb\ufffd"), ("\ud800", "\ufffd"),  # noqa: E501
     ("a\tb\r\nc", "a b \nc"), ("naïve – 中 🙂", "naïve – 中 🙂")],
)  # fmt: skip
def test_what_could_steer_a_screen_is_made_visible(raw: str, shown: str) -> None:
    assert marking.printable(raw) == shown


@given(st.text(st.characters()))
def test_printable_text_keeps_its_length(text: str) -> None:
    shown = marking.printable(text)
    assert len(shown) == len(text)
    assert not any(0xD800 <= ord(char) < 0xE000 or (ord(char) < 0x20 and char != "\n") for char in shown)


def test_lines_can_be_joined() -> None:
    assert marking.printable("a\nb\x07", keep_lines=False) == "a b␇"


def test_the_reports_own_voice_is_named() -> None:
    assert marking.according_to(make_event(TEXT, "e")) == "the report"


def test_sources_run_nearest_first() -> None:
    assert marking.according_to(shelling().events[2]) == "its envoy ← The agency"


def test_a_pronoun_is_shown_with_its_name() -> None:
    event = make_event(
        "He shelled it.", "e", actors=(Party(Span(0, 2, "He"), "x"),), recipients=(Party(Span(11, 13, "it")),)
    )
    assert marking.sentence_for(event, {"x": "Pompeo"}) == "He (Pompeo) → it"
    assert marking.sentence_for(event, {"x": "him"}) == "He → it"


def test_names_come_from_the_entities() -> None:
    record = Record(Report("r", "x"), (), (), (Entity("x", "Minsk", "GPE", ()),), (), (), ())
    assert marking.names(record) == {"x": "Minsk"}


def test_a_side_left_unsaid_is_a_dash() -> None:
    assert marking.sentence_for(make_event(TEXT, "e")) == "–"
    assert marking.sentence_for(make_event(TEXT, "e", recipients=(Party(at(TEXT, "Dvir")),))) == "– → Dvir"
    assert marking.sentence_for(make_event(TEXT, "e", actors=(Party(at(TEXT, "Police")),))) == "Police"


def test_a_deed_names_type_mode_word_and_figures() -> None:
    event = make_event(
        TEXT, "e", quantities={"dead": Quantity(3, Span(0, 1, "3")), "injured": Quantity(5, Span(0, 1, "5"))}
    )
    assert marking.deed(event) == "ASSAULT heavy-weapons “shelled”; dead 3, injured 5"


@pytest.mark.parametrize(
    ("place", "shown"),
    [(None, "–"), (Place(Span(0, 4, "Dvir")), "“Dvir”"), (Place(Span(0, 4, "Dvir"), 1, "Dvir", country="XXA"), "Dvir, XXA"),  # noqa: E501
     (Place(Span(0, 7, "Black S"), 1, "Black Sea"), "Black Sea")],
)  # fmt: skip
def test_a_place_is_its_name_or_its_words(place: Place | None, shown: str) -> None:
    assert marking.where(make_event(TEXT, "e", place=place)) == shown


@pytest.mark.parametrize(
    ("time", "shown"),
    [(None, "–"), (Time(Span(0, 8, "recently")), "“recently”"),
     (Time(Span(0, 6, "Sunday"), first="2020-10-25", last="2020-10-25"), "2020-10-25"),
     (Time(Span(0, 4, "2020"), first="2020-01-01", last="2020-12-31"), "2020-01-01 – 2020-12-31")],
)  # fmt: skip
def test_a_time_is_its_dates_or_its_words(time: Time | None, shown: str) -> None:
    assert marking.when(make_event(TEXT, "e", time=time)) == shown


def test_content_takes_the_colour_of_its_stance_else_of_its_events() -> None:
    record = shelling()
    events = {event.id: event for event in record.events}
    assert [marking.colour_of(claim, events) for claim in record.claims] == ["happened", "denied", "expected"]
    assert marking.colour_of(record.claims[0], {}) is None


def test_rows_are_raised() -> None:
    assert marking.superscript([3, 12]) == "³˙¹²"


def test_a_record_without_findings_has_no_marks() -> None:
    assert marking.marks(bare()) == ()


def test_hostile_names_stay_what_they_are_until_a_view_defuses_them() -> None:
    assert HOSTILE.split()[0] in marking.chain(hostile().events[0].sources)
    assert marking.chain((Source(Span(0, 3, "a\n b"), None, "named"),)) == "a b"
