"""Happenings are a function of the set of tellings; users' rulings hold; ids survive."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.ground.matters import Decision, Happening, Telling
from sayso.reconcile.blocks import blocks
from sayso.reconcile.happenings import gather, happening_id, happenings
from tellings import crowd, somebody, telling

POLICE = somebody("riot police", "BLR", sectors=["COP"], kind="GROUP")
ANNA = somebody("Anna Kolas", "BLR")


def arrest(report: str, published: str = "2021-03-04", **more: object) -> Telling:
    return telling(
        "Riot police detained Anna Kolas in Orsha on Wednesday.", "detained", "COERCE", mode="arrest", report=report,
        actors=[POLICE], recipients=[ANNA], place="Orsha", day="2021-03-03", published=published,
        names=["kolas", "orsha"], **more,
    )  # type: ignore[arg-type]  # fmt: skip  # passed on as it is


def parts(found: Iterable[Happening]) -> set[frozenset[str]]:
    return {frozenset(member.telling for member in one.members) for one in found}


def test_two_reports_of_one_arrest_are_one_happening() -> None:
    (found,) = happenings([arrest("a"), arrest("b")])
    assert (found.reports, found.outlets, found.origins) == (2, 2, 2)
    (merge,) = found.merges
    assert {"type", "mode", "actors", "recipients", "place", "time"} <= set(merge.agreed)
    assert merge.clashed == ()
    assert merge.grounds == "score"
    assert 0.5 < merge.score <= 1


def test_another_act_elsewhere_is_another_happening() -> None:
    other = telling(
        "Fishermen in Valparaiso marched against quotas.", "marched", "PROTEST", mode="demo", report="b",
        actors=[somebody("Fishermen", "CHL", kind="GROUP")], place="Valparaiso", country="CHL", day="2021-03-02",
    )  # fmt: skip
    assert len(happenings([arrest("a"), other])) == 2


def test_every_telling_is_a_member_of_one_happening() -> None:
    told = crowd(60)
    members = [member.telling for one in happenings(told) for member in one.members]
    assert sorted(members) == sorted(one.id for one in told)
    assert len(happenings(told)) < len(told)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_tellings_does_not_show(seed: int, draw: object) -> None:
    told = crowd(40, seed=seed)
    mixed = list(told)
    draw.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis hands over a Random
    assert happenings(mixed) == happenings(told)


class Shelf:
    """A store in memory: tellings by block, and the happenings found so far."""

    def __init__(self) -> None:
        self.told: dict[str, Telling] = {}
        self.found: dict[str, Happening] = {}
        self.read = 0

    def fetch(self, keys: Collection[str]) -> list[Telling]:
        wanted = set(keys)
        found = [one for one in self.told.values() if wanted.intersection(blocks(one))]
        self.read += len(found)
        return found

    def find(self, names: Collection[str]) -> list[Telling]:
        return [self.told[name] for name in names if name in self.told]

    def add(self, new: list[Telling], *, decisions: tuple[Decision, ...] = ()) -> None:
        self.told |= {one.id: one for one in new}
        self._renew(gather(new, self.fetch, decisions=decisions, find=self.find), decisions)

    def drop(self, gone: list[Telling]) -> None:
        for one in gone:
            del self.told[one.id]
        self._renew(gather([], self.fetch, gone=gone), (), gone)

    def _renew(self, told: Iterable[Telling], decisions: tuple[Decision, ...], gone: Iterable[Telling] = ()) -> None:
        touched = {one.id for one in (*told, *gone)}
        self.found = {
            name: one
            for name, one in self.found.items()
            if not touched.intersection(member.telling for member in one.members)
        }
        self.found |= {one.id: one for one in happenings(told, decisions=decisions)}


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(1, 30), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_batches_give_what_one_addition_gives(seed: int, sizes: list[int], draw: object) -> None:
    told = crowd(60, seed=seed, days=40)
    whole = {one.id: one for one in happenings(told)}
    draw.shuffle(told)  # type: ignore[attr-defined]  # hypothesis hands over a Random
    shelf, left = Shelf(), list(told)
    while left:
        size = sizes[len(left) % len(sizes)]
        shelf.add(left[:size])
        left = left[size:]
    assert shelf.found == whole


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12))
def test_taking_back_gives_what_never_adding_gives(seed: int, many: int) -> None:
    told = crowd(45, seed=seed)
    shelf = Shelf()
    shelf.add(told)
    shelf.drop(told[:many])
    assert shelf.found == {one.id: one for one in happenings(told[many:])}


def test_crowded_blocks_come_out_the_same_in_batches() -> None:
    told = crowd(330, seed=3, days=3)
    shelf = Shelf()
    for start in range(0, len(told), 110):
        shelf.add(told[start : start + 110])
    assert shelf.found == {one.id: one for one in happenings(told)}


def test_a_new_day_reads_its_own_blocks_only() -> None:
    shelf = Shelf()
    old = [replace(one, countries=("FRA",), id=f"{one.id}x") for one in crowd(60)]
    shelf.add(old)
    shelf.read = 0
    shelf.add([telling("Miners marched in Lima.", "marched", "PROTEST", report="z", country="PER")])
    assert shelf.read == 1


def test_a_late_report_keeps_the_id() -> None:
    before = happenings([arrest("a"), arrest("b", "2021-03-05")])
    after = happenings([arrest("a"), arrest("b", "2021-03-05"), arrest("c", "2021-03-09")])
    assert [one.id for one in before] == [one.id for one in after]


def test_an_earlier_report_that_comes_late_leaves_an_alias() -> None:
    (before,) = happenings([arrest("a"), arrest("b", "2021-03-05")])
    (after,) = happenings([arrest("a"), arrest("b", "2021-03-05"), arrest("early", "2021-03-03")])
    assert after.id == happening_id(arrest("early", "2021-03-03").id)
    assert before.id in after.aliases


def test_a_split_keeps_apart_and_its_undo_puts_together() -> None:
    told = [arrest("a"), arrest("b")]
    split = Decision("d1", "split", "2021-03-06", tellings=(told[0].id,), others=(told[1].id,))
    undo = Decision("d2", "undo", "2021-03-07", undoes="d1")
    assert len(happenings(told, decisions=[split])) == 2
    assert len(happenings(told, decisions=[split, undo])) == 1


def test_a_split_from_all_else_leaves_one_alone() -> None:
    told = [arrest("a"), arrest("b"), arrest("c")]
    split = Decision("d1", "split", "2021-03-06", tellings=(told[0].id,))
    found = parts(happenings(told, decisions=[split]))
    assert found == {frozenset([told[0].id]), frozenset([told[1].id, told[2].id])}


def test_a_merge_joins_what_no_block_would() -> None:
    march = telling("Miners marched in Lima.", "marched", "PROTEST", report="z", country="PER", published="1999-01-01")
    merge = Decision("d1", "merge", "2021-03-06", tellings=(march.id, arrest("a").id))
    (found,) = happenings([march, arrest("a")], decisions=[merge])
    assert found.merges[0].grounds == "decision"
    shelf = Shelf()
    shelf.add([march], decisions=(merge,))
    shelf.add([arrest("a")], decisions=(merge,))
    assert parts(shelf.found.values()) == parts([found])


def test_the_last_ruling_on_a_pair_holds() -> None:
    told = [arrest("a"), arrest("b")]
    names = tuple(one.id for one in told)
    split = Decision("d1", "split", "2021-03-06", tellings=names[:1], others=names[1:])
    merge = Decision("d2", "merge", "2021-03-07", tellings=names)
    assert len(happenings(told, decisions=[split, merge])) == 1
    assert len(happenings(told, decisions=[merge, split])) == 2


def test_fields_are_agreed_or_held_by_somebody() -> None:
    told = [arrest("a", numbers={"arrested": 3}), arrest("b", numbers={"arrested": 5})]
    (found,) = happenings(told)
    assert found.trait("type").value == "COERCE"  # type: ignore[union-attr]  # it is there
    arrested = found.trait("arrested")
    assert arrested is not None
    assert arrested.value is None
    assert [(one.position, one.holders[0].name) for one in arrested.rivals] == [("3", "Outlet a"), ("5", "Outlet b")]
    assert found.trait("dead") is None


def test_copies_count_as_one_origin() -> None:
    (found,) = happenings([arrest("a"), arrest("b", origin="a"), arrest("c")])
    assert (found.reports, found.outlets, found.origins) == (3, 3, 2)


@pytest.mark.parametrize("day", ["2021-03-03", None])
def test_the_days_of_a_happening_are_those_told(day: str | None) -> None:
    one = telling("Police beat him.", "beat", day=day)
    (found,) = happenings([one])
    assert (found.first, found.known_from) == (day, "2021-03-04")
