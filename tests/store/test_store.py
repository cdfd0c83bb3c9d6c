"""What goes into a store and how: once, in versions, in batches, and never out again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sayso.ground.errors import UnknownRow, UsageError
from sayso.ground.records import Rejected
from sayso.store.store import Store
from specimens import VERSIONS, bare, hostile, shelling
from tellers import says, told

SHELLING = told("a", "Troops shelled Dvir", dead=3)
DENIAL = told("b", "Rebels shelled Dvir", outlet="Blade", published="2020-10-26", dead=5, status="denied")
ARREST = told("c", "Police arrested Kim", published="2020-10-27")
VIEWS = ("reports", "events", "claims", "entities", "happenings", "disputes", "numbers", "situations")
OWN_TIMES = ("added", "written", "replaced")


def picture(store: Store) -> dict[str, list[dict[str, Any]]]:
    """All rows of a store through all of report time, but for the moments at which it was written."""
    return {
        kind: [{k: v for k, v in row.items() if k not in OWN_TIMES} for row in store.ask(kind, history=True).to_json()]
        for kind in VIEWS  # type: ignore[misc]  # they are the kinds of rows
    }


def test_adding_keeps_reports_events_claims_and_entities(store: Store) -> None:
    done = store.add([shelling(), ARREST])
    assert (done.added, done.events, done.claims) == (2, 4, 3)
    assert [row.report for row in store.reports()] == ["r1", "c"]
    assert [row.anchor for row in store.events(report="r1")] == ["shelled", "shelled", "meet"]
    assert [row.speaker for row in store.claims()] == ["Villagers", "The ministry", "its envoy"]


def test_adding_twice_changes_nothing(store: Store) -> None:
    store.add([shelling(), SHELLING, DENIAL])
    before = picture(store)
    again = store.add([shelling(), SHELLING, DENIAL])
    assert (again.added, again.unchanged, again.happenings) == (0, 3, 0)
    assert picture(store) == before
    assert len(store.sql("SELECT * FROM runs")) == 1


def test_the_same_content_under_another_id_is_the_same_report(store: Store) -> None:
    store.add([SHELLING])
    again = store.add([replace(SHELLING, report=replace(SHELLING.report, id="other"))])
    assert (again.added, again.unchanged) == (0, 1)


def test_the_same_text_in_another_outlet_is_another_report_of_one_origin(store: Store) -> None:
    store.add([SHELLING, told("copy", "Troops shelled Dvir", outlet="Blade", published="2020-10-26")])
    (happening,) = store.happenings()
    assert (happening.reports, happening.outlets, happening.origins) == (2, 2, 1)
    assert [row.origin for row in store.reports()] == ["a", "a"]


def test_the_same_id_with_another_text_is_a_new_version(store: Store) -> None:
    store.add([ARREST])
    done = store.add([told("c", "Police arrested Lee", published="2020-10-29")])
    assert (done.added, done.superseded) == (1, 1)
    assert [(row.version, row.standing) for row in store.reports(history=True)] == [(1, "superseded"), (2, "current")]
    assert [row.recipients for row in store.events()] == [["Lee"]]


def test_the_same_url_with_another_text_is_a_new_version_whatever_its_id(store: Store) -> None:
    store.add([told("c", "Police arrested Kim", url="https://x.example/1")])
    store.add([told("d", "Police arrested Lee", published="2020-10-29", url="https://x.example/1")])
    assert [(row.report, row.version) for row in store.reports()] == [("c", 2)]


def test_one_id_in_two_outlets_is_two_reports(store: Store) -> None:
    store.add([told("c", "Police arrested Kim"), told("c", "Police arrested Lee", outlet="Blade")])
    assert len(store.reports()) == 2
    again = store.add([told("c", "Police arrested Ann", outlet="Blade", published="2020-10-30")])
    assert (again.superseded, len(store.reports())) == (1, 2)


def test_an_older_version_added_late_does_not_supersede(store: Store) -> None:
    store.add([told("c", "Police arrested Lee", published="2020-10-29")])
    store.add([told("c", "Police arrested Kim", published="2020-10-27")])
    assert [row.recipients for row in store.events()] == [["Lee"]]
    assert [row.recipients for row in store.events(as_of="2020-10-28")] == [["Kim"]]


def test_what_leaned_on_an_edited_report_shows_it(store: Store) -> None:
    store.add([SHELLING, DENIAL])
    store.add([told("a", "Troops arrested Kim", published="2020-10-28")])
    happening = next(iter(store.happenings(type="ASSAULT")))
    assert happening.superseded == ["a@1"]
    assert [member["report"] for member in happening.members] == ["b"]


def test_a_silent_edit_is_known_from_the_moment_of_adding(store: Store) -> None:
    store.add([ARREST])
    store.add([told("c", "Police arrested Lee", published="2020-10-27")])
    assert [row.recipients for row in store.events(as_of="2020-10-30")] == [["Kim"]]
    assert [row.recipients for row in store.events()] == [["Lee"]]


def test_rejected_reports_are_rows_and_told_once(store: Store) -> None:
    rejected = Rejected("a.txt", "empty", "the text is empty", "leave it out")
    assert store.add([rejected, ARREST]).rejected == 1
    assert store.add([rejected]).rejected == 0
    assert [(row.source, row.code) for row in store.sql("SELECT * FROM rejected")] == [("a.txt", "empty")]


def test_a_hostile_report_comes_back_as_it_was(store: Store) -> None:
    text = "Troops shelled '); DROP TABLE kept.events; -- Dvir"
    store.add([told("x'; DELETE FROM kept.reports; --", text), bare()])
    (event,) = store.events(report="x'; DELETE FROM kept.reports; --")
    assert event.sentence == text
    assert len(store.reports()) == 2


def test_a_text_that_cannot_be_kept_is_refused_as_a_whole(store: Store) -> None:
    from sayso.ground.errors import RecordError

    with pytest.raises(RecordError):
        store.add([ARREST, hostile()])


# ---- retracting -----------------------------------------------------------------------------------------------------


def test_a_retracted_report_counts_no_longer_and_what_leaned_on_it_shows_it(store: Store) -> None:
    store.add([SHELLING, DENIAL, ARREST])
    assert store.retract("a", reason="made up")
    assert [row.report for row in store.events()] == ["b", "c"]
    happening = next(iter(store.happenings(type="ASSAULT")))
    assert (happening.reports, happening.retracted) == (1, ["a@1"])
    assert len(store.disputes()) == 0
    gone = next(iter(store.reports(report="a", history=True)))
    assert (gone.standing, gone.reason) == ("retracted", "made up")


def test_a_happening_told_by_nobody_else_is_withdrawn_not_gone(store: Store) -> None:
    store.add([ARREST])
    store.retract("c", reason="made up")
    assert len(store.happenings()) == 0
    assert [row.standing for row in store.happenings(history=True)] == ["current", "withdrawn"]
    assert len(store.situations()) == 0


def test_before_its_retraction_a_report_is_known(store: Store) -> None:
    store.add([SHELLING, DENIAL])
    store.retract("a", reason="made up", at="2020-11-05")
    assert [row.report for row in store.events(as_of="2020-11-04")] == ["a", "b"]
    assert [row.report for row in store.events(as_of="2020-11-05")] == ["b"]
    assert [row.reports for row in store.happenings(as_of="2020-11-04")] == [2]
    assert [row.reports for row in store.happenings(as_of="2020-11-05")] == [1]


def test_retracting_twice_is_said(store: Store) -> None:
    store.add([ARREST])
    assert store.retract("c", reason="made up")
    assert not store.retract("c", reason="made up")


def test_a_new_version_of_a_retracted_report_stands(store: Store) -> None:
    store.add([ARREST])
    store.retract("c", reason="made up", at="2020-10-28")
    store.add([told("c", "Police arrested Lee", published="2020-10-29")])
    assert [row.recipients for row in store.events()] == [["Lee"]]
    assert len(store.events(as_of="2020-10-28")) == 0


def test_an_unknown_report_cannot_be_retracted(store: Store) -> None:
    store.add([told("report-17", "Police arrested Kim")])
    with pytest.raises(UnknownRow, match="did you mean report-17"):
        store.retract("report-71", reason="made up")


def test_a_retraction_needs_a_reason_and_a_day_on_which_the_report_was_known(store: Store) -> None:
    store.add([ARREST])
    with pytest.raises(UsageError, match="reason"):
        store.retract("c", reason=" ")
    with pytest.raises(UsageError, match="not known then"):
        store.retract("c", reason="made up", at="2020-10-01")


# ---- splitting and merging ------------------------------------------------------------------------------------------


def test_a_merge_makes_one_happening_and_its_undo_two(store: Store) -> None:
    store.add([SHELLING, ARREST])
    one, other = (row.id for row in store.happenings())
    decision = store.merge(one, other, reason="the same raid", by="Ann")
    (happening,) = store.happenings()
    assert {member["report"] for member in happening.members} == {"a", "c"}
    store.undo(decision.id)
    assert {row.id for row in store.happenings()} == {one, other}
    log = [(row.decision, row.choice, row.by, row.undoes) for row in store.sql("SELECT * FROM decisions ORDER BY ALL")]
    assert log == [("d1", "merge", "Ann", None), ("d2", "undo", None, "d1")]


def test_a_split_takes_a_report_out_of_a_happening_for_good(store: Store) -> None:
    store.add([SHELLING, DENIAL])
    store.split(next(iter(store.happenings())).id, ["b"])
    assert len(store.happenings()) == 2
    store.add([told("e", "Militia shelled Dvir", published="2020-10-28")])
    assert sorted([member["report"] for member in row.members] for row in store.happenings()) == [["a", "e"], ["b"]]


def test_decisions_about_what_is_not_there_are_refused(store: Store) -> None:
    store.add([SHELLING, DENIAL])
    name = next(iter(store.happenings())).id
    with pytest.raises(UnknownRow, match="no such happening"):
        store.merge(name, "h-unknown")
    with pytest.raises(UsageError, match="two happenings"):
        store.merge(name)
    with pytest.raises(UnknownRow, match="no such telling"):
        store.split(name, ["zzz"])
    with pytest.raises(UsageError, match="both sides"):
        store.split(name, ["a", "b"])
    with pytest.raises(UnknownRow, match="no such decision"):
        store.undo("d9")


# ---- coding anew ----------------------------------------------------------------------------------------------------


def newer(record: Any, **changes: Any) -> Any:
    event = replace(record.events[0], **changes)
    return replace(record, events=(event,), versions=replace(VERSIONS, model="toy-2"))


def test_a_new_coding_stands_beside_the_old_one(store: Store) -> None:
    store.add([SHELLING, ARREST])
    versions = replace(VERSIONS, model="toy-2")
    assert sorted(report.id for _, report in store.outdated(versions)) == ["a", "c"]
    done = store.add_codings([(1, newer(SHELLING, mode="aerial"))])
    assert done.recoded == 1
    assert [row.mode for row in store.events(report="a")] == ["aerial"]
    assert [row.mode for row in store.events(report="a", coder="toy-1")] == ["heavy-weapons"]
    assert [row.mode for row in store.happenings(report="a")] == ["aerial"]
    assert [report.id for _, report in store.outdated(versions)] == ["c"]


def test_an_event_that_the_new_coder_does_not_see_leaves_its_happening(store: Store) -> None:
    store.add([SHELLING, DENIAL])
    store.add_codings([(1, replace(SHELLING, events=(), versions=replace(VERSIONS, model="toy-2")))])
    (happening,) = store.happenings()
    assert [member["report"] for member in happening.members] == ["b"]


# ---- order and batches ----------------------------------------------------------------------------------------------

REPORTS = [
    SHELLING, DENIAL, ARREST, shelling(), told("d", "Guards released Kim", day="2020-10-28", published="2020-10-29"),
    told("e", "Troops shelled Dvir", outlet="Blade", published="2020-10-25"),
    told("c", "Police arrested Lee", published="2020-10-30"), says("f", "Mayor said Smith won", published="2020-10-26"),
    says("g", "Council said Brown won", published="2020-10-27"),
]  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    from reconciled import ToyReconciler
    from sayso.ground.settings import settings as make_settings

    path = tmp_path_factory.mktemp("whole") / "store.duckdb"
    store = Store(path, settings=make_settings({}), reconciler=ToyReconciler())
    store.add(REPORTS)
    return picture(store)


def test_the_world_holds_a_dispute_over_a_winner_and_a_situation_that_ends(whole: dict[str, Any]) -> None:
    assert [row["question"] for row in whole["disputes"] if row["known_until"] is None] == ["done", "winner"]
    assert [row["until"] for row in whole["situations"] if "Kim" in str(row["who"])] == [None, "2020-10-28"]


FIRST, SECOND = (i for i, one in enumerate(REPORTS) if one.report.id == "c")


@settings(
    max_examples=4, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(order=st.permutations(range(len(REPORTS))), size=st.integers(1, 4), parts=st.integers(1, 3))
def test_order_and_batches_do_not_change_the_world(
    make_store: Callable[..., Store], whole: dict[str, Any], *, order: list[int], size: int, parts: int
) -> None:
    name = f"{order}{size}{parts}.duckdb".replace(" ", "").replace(",", "")
    store = make_store(name, store_batch=size)
    turns = [i for part in range(parts) for i in order[part::parts]]
    one, other = sorted((turns.index(FIRST), turns.index(SECOND)))
    turns[one], turns[other] = FIRST, SECOND  # versions of one report are numbered in the order in which they come
    cut = -(-len(turns) // parts)
    for start in range(0, len(turns), cut):
        store.add([REPORTS[i] for i in turns[start : start + cut]])
    assert picture(store) == whole


def test_reconciling_again_writes_nothing(store: Store) -> None:
    store.add(REPORTS)
    assert store.reconcile() == 0
    assert store.reconcile(everything=True) == 0


def test_only_what_is_new_is_compared(store: Store, reconciler: Any) -> None:
    store.add(REPORTS)
    compared = reconciler.compared
    store.add(REPORTS)
    assert reconciler.compared == compared


def test_no_row_is_ever_changed_or_deleted() -> None:
    source = Path(__file__).resolve().parents[2] / "src" / "sayso" / "store"
    words = re.compile(r"\b(UPDATE\s+\w|DELETE\s+FROM|DROP\s+|TRUNCATE\s|INSERT\s+OR\s)")
    paths = [path for path in source.rglob("*") if path.suffix in (".py", ".sql")]
    found = {path.name: words.findall(path.read_text("utf-8")) for path in paths}
    # the text of the views is no row of the record
    assert {name: hits for name, hits in found.items() if hits} == {"migrating.py": ["DELETE FROM"]}
