"""What kind of source some words name."""

from __future__ import annotations

import pytest

from sayso.code.sources import kind_of
from sayso.ground.records import Kind, SourceKind


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Nino Abashidze", "PER", "named"),
        ("Abashidze", "PER", "named"),
        ("President Nino Abashidze", "PER", "named"),
        ("he", "PER", "named"),
        ("the minister", "PER", "official"),
        ("the interior ministry", "ORG", "official"),
        ("police", "GROUP", "official"),
        ("Minsk", "GPE", "official"),
        ("a source close to the talks", "PER", "anonymous"),
        ("an official who declined to be named", "PER", "anonymous"),
        ("people familiar with the matter", "GROUP", "anonymous"),
        ("the indictment", None, "document"),
        ("a report", None, "document"),
        ("state television", "ORG", "media"),
        ("Reuters", "ORG", "media"),
        ("a post on Telegram", None, "social"),
        ("witnesses", "GROUP", "witness"),
        ("residents of Dvir", "GROUP", "witness"),
        ("the dockers' union", "ORG", "named"),
    ],
)
def test_the_words_tell_the_kind(text: str, kind: Kind | None, expected: SourceKind) -> None:
    assert kind_of(text, kind) == expected


def test_a_name_stays_named_whatever_office_stands_before_it() -> None:
    assert kind_of("police spokesman Ali Reza", "PER") == "named"


def test_capitals_do_not_change_the_kind_of_a_description() -> None:
    assert kind_of("THE INTERIOR MINISTRY", "ORG") == kind_of("the interior ministry", "ORG")
