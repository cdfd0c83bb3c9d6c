"""Rows to reports."""

from __future__ import annotations

from hashlib import sha256

import pytest

from sayso.ground.errors import BadColumn, BadDate
from sayso.ground.records import Rejected, Report
from sayso.read.intake import Intake

TEXT = "Police arrested twelve people."
DIGEST = sha256(TEXT.encode()).hexdigest()[:16]


def made(row: dict[str, object], **options: object) -> Report:
    report = Intake(**options).report(row, source="here:1")  # type: ignore[arg-type]
    assert isinstance(report, Report), report
    return report


def refused(row: dict[str, object], **options: object) -> Rejected:
    row_out = Intake(**options).report(row, source="here:1")  # type: ignore[arg-type]
    assert isinstance(row_out, Rejected), row_out
    assert row_out.source == "here:1"
    assert row_out.hint
    return row_out


def test_all_fields_arrive() -> None:
    row = {
        "id": 7, "text": TEXT, "title": "Arrests", "published": "2015-10-06", "outlet": "Wire",
        "url": "https://a.example/1", "language": "en", "other": object(),
    }  # fmt: skip
    assert made(row) == Report("7", TEXT, "Arrests", "2015-10-06", "Wire", "https://a.example/1", "en")


def test_a_missing_id_is_the_digest_of_the_text() -> None:
    assert made({"text": TEXT}).id == DIGEST


def test_ids_made_here_do_not_repeat() -> None:
    intake = Intake()
    same = [intake.report({"text": TEXT}, source="a") for _ in range(3)]
    assert [row.id for row in same if isinstance(row, Report)] == [DIGEST, f"{DIGEST}-2", f"{DIGEST}-3"]
    stems = [intake.report({"text": TEXT}, source="a", stem="day") for _ in range(4)]
    assert len({row.id for row in stems if isinstance(row, Report)}) == 4
    assert isinstance(stems[0], Report)
    assert stems[0].id == "day"


def test_given_ids_are_kept_even_twice() -> None:
    intake = Intake()
    rows = [intake.report({"text": TEXT, "id": "x"}, source="a") for _ in range(2)]
    assert [row.id for row in rows if isinstance(row, Report)] == ["x", "x"]


def test_columns_rename_and_defaults_fill_in() -> None:
    options = {"columns": {"text": "body"}, "published": "2020-10-24", "outlet": "Wire"}
    report = made({"body": TEXT, "text": 5}, **options)
    assert (report.text, report.published, report.outlet) == (TEXT, "2020-10-24", "Wire")
    own = made({"body": TEXT, "published": "2019-01-02", "outlet": "Post"}, **options)
    assert (own.published, own.outlet) == ("2019-01-02", "Post")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({}, "not-a-report"),
        ({"text": None}, "not-a-report"),
        ({"text": 5}, "not-a-report"),
        ({"text": ["a"]}, "not-a-report"),
        ({"text": TEXT, "title": ["a"]}, "not-a-report"),
        ({"text": TEXT, "id": True}, "not-a-report"),
        ({"text": TEXT, "id": 10**400}, "not-a-report"),
        ({"text": ""}, "empty"),
        ({"text": " \r\n\x00\u200b"}, "empty"),
        ({"text": TEXT, "published": "yesterday"}, "bad-date"),
        ({"text": TEXT, "published": "0201-01-01"}, "bad-date"),
        ({"text": "x" * 101}, "too-large"),
    ],
)
def test_a_bad_row_says_why(row: dict[str, object], code: str) -> None:
    assert refused(row, max_text_characters=100).code == code


def test_lone_surrogates_never_reach_the_report() -> None:
    report = made({"text": "a\ud800b", "id": "\udfff1", "title": "\ud83d"})
    assert (report.text, report.id, report.title) == ("a\ufffdb", "\ufffd1", "\ufffd")


def test_an_unknown_field_in_the_map_names_the_near_one() -> None:
    with pytest.raises(BadColumn, match="did you mean text"):
        Intake(columns={"txt": "body"})


def test_a_wrong_default_date_is_refused_at_once() -> None:
    with pytest.raises(BadDate):
        Intake(published="today")
