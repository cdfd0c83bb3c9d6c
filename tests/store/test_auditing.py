"""A sample stands for the store, verdicts are kept, and precision is weighted back with an interval."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from sayso.ground.errors import UnknownRow, UsageError
from sayso.serve.cli import app
from sayso.store import forms
from sayso.store.auditing import FIELDS, _shares, interval
from sayso.store.store import Store
from tellers import told


def reports() -> list[Any]:
    shelled = [told(f"s{day}", "Troops shelled Dvir", day=f"2020-10-{day:02}") for day in range(1, 19)]
    return [*shelled, told("d1", "Rebels shelled Arna", status="denied"), told("k", "=Police arrested Kim")]


@pytest.fixture
def kept(make_store: Callable[..., Store]) -> Store:
    store = make_store()
    store.add(reports())
    return store


def test_a_sample_holds_every_stratum_in_proportion(kept: Store) -> None:
    made = kept.draw(by=("type", "status"), size=8)
    assert (made.id, made.size, made.population) == ("a1", 8, 20)
    items = kept.drawn()
    assert Counter(one.stratum for one in items) == {
        "ASSAULT / happened": 6, "ASSAULT / denied": 1, "COERCE / happened": 1,
    }  # fmt: skip
    assert sum(one.weight for one in items) == pytest.approx(20)
    assert [one.number for one in items] == list(range(1, 9))


def test_a_sample_depends_on_its_seed_and_not_on_the_order_of_reports(kept: Store, make_store: Any) -> None:
    other = make_store("other.duckdb")
    other.add(reversed(reports()))
    kept.draw(size=6)
    other.draw(size=6)
    first = [one.telling.id for one in kept.drawn()]
    assert first == [one.telling.id for one in other.drawn()]
    kept.draw(size=6, seed=1)
    assert [one.telling.id for one in kept.drawn("a2")] != first == [one.telling.id for one in kept.drawn("a1")]


def test_strata_too_many_are_joined(kept: Store) -> None:
    kept.draw(by=("type", "status"), size=2)
    assert {one.stratum for one in kept.drawn()} == {"ASSAULT / happened", "(others)"}


def test_precision_is_weighted_back_to_the_store(kept: Store) -> None:
    kept.draw(by=("status",), size=3)
    items = kept.drawn()
    verdicts = [(one.number, "type", "wrong" if one.telling.event.status == "denied" else "right") for one in items]
    assert kept.label(verdicts, by="Ana") == 3
    assert kept.label(verdicts) == 0
    found = {(one.field, one.group, one.code): one for one in kept.precision()}
    overall = found["type", "all", "all"]
    assert (overall.right, overall.wrong, overall.events) == (2, 1, 20)
    assert overall.precision == pytest.approx(19 / 20)
    assert found["type", "status", "denied"].precision == 0
    assert found["place", "all", "all"].precision is None
    assert overall.low is not None
    assert overall.high is not None
    assert overall.low < 19 / 20 < overall.high <= 1


def test_the_newest_verdict_counts_and_unsure_is_counted_apart(kept: Store) -> None:
    kept.draw(size=3)
    kept.label([(1, "place", "wrong"), (2, "place", "right")])
    kept.label([(1, "place", "unsure")])
    place = next(one for one in kept.precision() if (one.field, one.group) == ("place", "all"))
    assert (place.right, place.wrong, place.unsure, place.precision) == (1, 0, 1, 1.0)
    assert kept.sql("SELECT count(*) AS n FROM kept.labels").to_arrow().to_pylist() == [{"n": 3}]


@pytest.mark.parametrize(
    ("verdict", "error"),
    [((99, "type", "right"), UnknownRow), ((1, "typ", "right"), UsageError), ((1, "type", "rihgt"), UsageError)],
)
def test_a_wrong_verdict_is_told_and_nothing_is_kept(kept: Store, verdict: Any, error: type) -> None:
    kept.draw(size=3)
    with pytest.raises(error):
        kept.label([(1, "date", "right"), verdict])
    assert not any(one.labels for one in kept.drawn())


def test_what_cannot_be_drawn_is_told(kept: Store) -> None:
    with pytest.raises(UnknownRow, match="no sample"):
        kept.drawn()
    with pytest.raises(UsageError, match="did you mean status"):
        kept.draw(by=("staus",))
    with pytest.raises(UsageError, match="no event fits"):
        kept.draw(country="QQQ")


@pytest.mark.parametrize("name", ["form.csv", "form.jsonl"])
def test_a_form_goes_out_and_comes_back(kept: Store, tmp_path: Path, name: str) -> None:
    kept.draw(size=4, by=("type",))
    path = tmp_path / name
    assert forms.write(kept.drawn(), path) == 4
    if path.suffix == ".csv":
        with path.open(newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert not [cell for row in rows for cell in row.values() if cell.startswith("=")]
    else:
        rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert forms.read(path) == ("a1", [])
    rows[1]["label_type"] = " Right "
    if path.suffix == ".csv":
        with path.open("w", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    else:
        path.write_text("\n".join(json.dumps(row) for row in rows))
    draw, verdicts = forms.read(path)
    assert verdicts == [(2, "type", "right")]
    assert kept.label(verdicts, draw=draw) == 1
    path.write_text(path.read_text().replace("Right", "maybe"))
    with pytest.raises(UsageError, match="no such verdict"):
        forms.read(path)


def test_the_commands_draw_export_import_and_report(kept: Store, tmp_path: Path) -> None:
    def sayso(*words: str) -> str:
        done = CliRunner().invoke(app, ["audit", *words])
        assert done.exit_code == 0, done.stderr
        return done.stdout

    store, form = str(kept.path), str(tmp_path / "form.jsonl")
    assert "a1: 5 of 20 events, by type" in sayso("draw", store, "--by", "type", "-n", "5")
    sayso("export", store, "-o", form)
    text = Path(form).read_text().replace('"label_type": null', '"label_type": "right"')
    Path(form).write_text(text)
    assert "5 new verdicts of 5" in sayso("import", store, form, "--by", "Ana")
    assert "1.00 (0.5" in sayso("report", store)
    rows = [json.loads(line) for line in sayso("report", store, "--format", "jsonl").splitlines()]
    assert {row["field"] for row in rows} == set(FIELDS)


@given(st.lists(st.tuples(st.floats(0.5, 50), st.booleans()), min_size=1, max_size=60))
def test_an_interval_holds_its_share(judgements: list[tuple[float, bool]]) -> None:
    share, low, high = interval(judgements)
    assert share is not None
    assert low is not None
    assert high is not None
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 50), min_size=1, max_size=8), st.integers(0, 100))
def test_shares_fill_the_sample_and_leave_no_stratum_out(sizes: dict[str, int], more: int) -> None:
    size = min(sum(sizes.values()), len(sizes) + more)
    shares = _shares(sizes, size)
    assert sum(shares.values()) == size
    assert all(1 <= shares[name] <= sizes[name] for name in sizes)
