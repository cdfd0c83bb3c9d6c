"""Coding one report or many gives the same rows, in order, and one bad report harms no other."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from datetime import date

import pytest

from sayso.ground.errors import BadDate, EmptyReport, ModelCorrupt, NotAReport, TooLarge, UsageError
from sayso.ground.records import Record, Rejected, Report
from sayso.ground.settings import settings
from sayso.run.pipeline import Coder
from specimens import VERSIONS, ToyOpener


@pytest.fixture
def coder() -> Coder:
    return Coder(ToyOpener(parent=os.getpid()), settings=settings({}))


def names(results: list[Record | Rejected]) -> list[str]:
    return [f"!{one.source} {one.code}" if isinstance(one, Rejected) else one.report.id for one in results]


MIXED = [
    Report("a", "Troops shelled Dvir."),
    Report("b", "RAISE"),
    Rejected("c.txt", "binary", "an image", "give text"),
    Report("d", "UNREADABLE"),
    Report("e", "Nothing."),
]
TOLD = ["a", "!b internal", "!c.txt binary", "!d not-text", "e"]


def test_a_text_becomes_a_record_with_versions(coder: Coder) -> None:
    record = coder.code(
        "Troops shelled Dvir.", published=date(2020, 10, 25), outlet="The Lamp", title="Shelling", id="7"
    )
    assert record.report == Report("7", "Troops shelled Dvir.", "Shelling", "2020-10-25", "The Lamp")
    assert record.events[0].actors[0].span.text == "Troops"
    assert record.versions == VERSIONS == coder.version


def test_an_unnamed_text_is_named_by_its_digest(coder: Coder) -> None:
    report = coder.code("Nothing.").report
    assert report.id == report.sha256[:16]


def test_a_report_keeps_what_is_not_given_anew(coder: Coder) -> None:
    given = Report("a", "Nothing.", outlet="The Lamp", url="https://example.org/a", language="en")
    assert coder.code(given, title="T").report == Report("a", "Nothing.", "T", None, "The Lamp", given.url, "en")


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_an_empty_text_is_refused(coder: Coder, text: str) -> None:
    with pytest.raises(EmptyReport):
        coder.code(text)


def test_a_date_that_is_none_is_refused(coder: Coder) -> None:
    with pytest.raises(BadDate, match="5/6/20"):
        coder.code("Nothing.", published="5/6/20")


def test_a_text_over_the_limit_is_refused() -> None:
    with pytest.raises(TooLarge):
        Coder(ToyOpener(), settings=settings({}, max_text_characters=5)).code("Nothing.")


def test_what_is_no_text_is_refused(coder: Coder) -> None:
    with pytest.raises(NotAReport, match="bytes"):
        coder.code(b"Nothing.")  # type: ignore[arg-type]


def test_a_fault_inside_one_report_is_told_in_its_place(coder: Coder) -> None:
    results = list(coder.code_many(MIXED))
    assert names(results) == TOLD
    fault = results[1]
    assert isinstance(fault, Rejected)
    assert "ValueError: something unforeseen" in fault.message


def test_texts_and_foreign_objects_in_a_stream_are_checked(coder: Coder) -> None:
    found = names(list(coder.code_many(["Nothing.", "", 5])))  # type: ignore[list-item]
    assert found[1:] == ["!item 2 empty", "!item 3 not-a-report"]


def test_a_broken_model_stops_the_work(coder: Coder) -> None:
    with pytest.raises(ModelCorrupt):
        list(coder.code_many([Report("a", "Nothing."), Report("b", "BROKEN-MODEL")]))


def test_coding_twice_gives_the_same(coder: Coder) -> None:
    assert list(coder.code_many(MIXED)) == list(coder.code_many(MIXED))


def test_an_endless_stream_is_coded_as_it_comes(coder: Coder) -> None:
    pulled = []

    def endless() -> Iterator[Report]:
        for number in itertools.count():
            pulled.append(number)
            yield Report(str(number), "Nothing.")

    first = list(itertools.islice(coder.code_many(endless()), 40))
    assert names(first) == [str(number) for number in range(40)]
    assert len(pulled) < 100


def test_no_jobs_are_no_work(coder: Coder) -> None:
    with pytest.raises(UsageError, match="jobs"):
        list(coder.code_many([], jobs=0))


def test_relate_gives_type_mode_and_probabilities(coder: Coder) -> None:
    relation = coder.relate("Troops  shelled Dvir.", source="troops", target="Dvir", id="7")
    assert relation.to_json() == {
        "id": "7", "type": "ASSAULT", "mode": "heavy-weapons", "probability": 0.7,
        "types": {"ASSAULT": 0.7, "AGREE": 0.2, "CONSULT": 0.1},
    }  # fmt: skip


def test_relate_gives_no_mode_where_the_parties_do_nothing_of_that_type(coder: Coder) -> None:
    assert coder.relate("Troops shelled Dvir.", source="Dvir", target="Troops").mode is None


def test_relate_takes_a_party_over_a_line_break(coder: Coder) -> None:
    assert coder.relate("The United\nNations and Dvir agreed.", source="United Nations", target="dvir").type == "AGREE"


@pytest.mark.parametrize("unnamed", ["", "a recipient", "Someone"])
def test_relate_takes_a_party_that_the_text_leaves_unsaid(coder: Coder, unnamed: str) -> None:
    assert coder.relate("Troops shelled.", source="Troops", target=unnamed).type == "ASSAULT"


def test_relate_refuses_a_party_that_is_not_in_the_text(coder: Coder) -> None:
    with pytest.raises(NotAReport, match=r"target .* 'Minsk'"):
        coder.relate("Troops shelled Dvir.", source="Troops", target="Minsk")
