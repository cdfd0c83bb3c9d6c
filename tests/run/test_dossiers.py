"""Annotated dossiers are read as records, and what is wrong with them is said with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import sayso
from sayso.ground.errors import BadDossier, NotFound
from sayso.run.dossiers import check_dossiers, read_dossiers

SENTENCES = ["The ministry said he had left the hall where he spoke.", "It banned the march on Friday."]


def report(**changes: Any) -> dict[str, Any]:
    """A small report line."""
    event = {
        "s": 1, "anchor": "banned", "type": "COERCE", "mode": "restrict", "contexts": ["repression"], "actor": ["It"],
        "recipient": [], "place": None, "time": "on Friday", "date": "2020-05-01", "status": "happened",
        "sources": ["The ministry"], "h": "h1", "dead": None, "size": 40,
    }  # fmt: skip
    claim = {
        "s": 0,
        "source": "The ministry",
        "cue": "said",
        "content": "he had left the hall where he spoke",
        "stance": "asserts",
    }
    name = {
        "name": "he",
        "kind": "PER",
        "country": None,
        "sector": ["GOV"],
        "mentions": [[0, "he", 1], [0, ["he", 4]], [0, "The ministry"]],
    }
    line = {"report": "T01r1", "dossier": "T01", "published": "2020-05-02", "sentences": SENTENCES, "events": [event]}
    return {**line, "claims": [claim], "names": [name], "loaded": [[1, "march"]], **changes}


def written(folder: Path, *rows: dict[str, Any] | str) -> Path:
    path = folder / "T01.jsonl"
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), "utf-8")
    return path


SUMMARY = {"dossier": "T01", "summary": "A march is banned.", "happenings": {"h1": "the ban"}, "disputes": []}


def test_annotations_become_spans_of_the_text(tmp_path: Path) -> None:
    (dossier,) = read_dossiers(written(tmp_path, report(), SUMMARY))
    (one,) = dossier.reports
    (act,), (saying,), (name,) = one.acts, one.sayings, one.names
    spans = [act.anchor, *act.actors, act.time, *act.sources, saying.cue, saying.content, *name.mentions, *one.loaded]
    assert all(span and one.report.text[span.start : span.end] == span.text for span in spans)
    assert (act.anchor.text, act.actors[0].start, act.numbers) == ("banned", len(SENTENCES[0]) + 1, {"size": 40})
    assert (dossier.summary, dossier.happenings) == ("A march is banned.", {"h1": "the ban"})


def test_occurrences_are_counted_inside_words_too(tmp_path: Path) -> None:
    (dossier,) = read_dossiers(written(tmp_path, report(), SUMMARY))
    starts = [span.start for span in dossier.reports[0].names[0].mentions]
    assert starts == [SENTENCES[0].find(" he ") + 1, SENTENCES[0].find(" he spoke") + 1, 0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"events": [{**report()["events"][0], "anchor": "burned"}]}, "'burned' .occurrence 1. is not in sentence 1"),
        ({"events": [{**report()["events"][0], "s": 7}]}, "no sentence 7"),
        ({"events": [{**report()["events"][0], "type": "COERSE"}]}, "COERCE"),
        ({"events": [{**report()["events"][0], "mode": "arest"}]}, "arrest"),
        ({"events": [{**report()["events"][0], "date": "May 2020"}]}, "no ISO date"),
        ({"events": [{**report()["events"][0], "sources": ["The mayor"]}]}, "nowhere in the report"),
        ({"events": [{"s": 0, "anchor": "left"}]}, "KeyError 'type'"),
        ({"claims": [{"s": 0, "stance": "says"}]}, "stance"),
        ({"names": [{"name": "x", "kind": "MAN", "mentions": []}]}, "kind"),
        ({"sentences": []}, "no sentences"),
        ({"sentences": 5}, "not as the format has it"),
        ({"events": 5}, "not as the format has it"),
        ({"loaded": [1]}, "not as the format has it"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_file_and_line(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    path = written(tmp_path, report(), report(**change), SUMMARY)
    faults, _ = check_dossiers(path)
    assert {fault.line for fault in faults} == {2}
    with pytest.raises(BadDossier, match=said) as caught:
        list(read_dossiers(path))
    assert f"{path}:2:" in str(caught.value)


def test_only_a_newline_ends_a_line(tmp_path: Path) -> None:
    path = tmp_path / "T01.jsonl"
    row = report(title="one\u2028line")
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n" + json.dumps(SUMMARY) + "\n", "utf-8")
    (dossier,) = read_dossiers(path)
    assert dossier.reports[0].report.title == "one\u2028line"


def test_broken_bytes_are_a_fault_of_their_line(tmp_path: Path) -> None:
    path = written(tmp_path, report(), SUMMARY)
    path.write_bytes(b'{"report": "T\xff"}\n' + path.read_bytes())
    faults, counts = check_dossiers(path)
    assert [fault.line for fault in faults] == [1]
    assert counts["reports"] == 1


@pytest.mark.parametrize("line", ["{", "[]", '{"sentences": []}'])
def test_a_line_that_is_no_dossier_is_a_fault(tmp_path: Path, line: str) -> None:
    faults, counts = check_dossiers(written(tmp_path, line, report(), SUMMARY))
    assert [fault.line for fault in faults] == [1]
    assert counts["reports"] == 1


def test_a_folder_is_read_in_order_and_counted() -> None:
    folder = Path(__file__).parents[2] / "corpus" / "dossiers"
    faults, counts = check_dossiers(folder)
    names = [dossier.id for dossier in sayso.read_dossiers(folder)]
    assert faults == []
    assert names == sorted(names)
    assert counts["dossiers"] == len(names)
    assert min(counts["reports"] / len(names), counts["events"] / counts["sentences"]) > 1


@pytest.mark.parametrize("name", ["nothing.jsonl", ""])
def test_nothing_there_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound, match="no dossier there"):
        list(read_dossiers(tmp_path / name))
