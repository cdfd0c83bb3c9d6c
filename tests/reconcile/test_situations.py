"""Situations open and close with happenings, as precisely as their days are told."""

from __future__ import annotations

from sayso.ground.matters import Situation, Telling
from sayso.reconcile.happenings import happenings
from sayso.reconcile.situations import shown, situations
from tellings import somebody, telling

STATE = somebody("Belarus", "BLR", kind="GPE")
ENVOY = somebody("the envoy", "USA")
ANNA = somebody("US citizen Anna Kolas", "USA")
BARE = somebody("Kolas", "USA")


def found(*told: Telling) -> tuple[Situation, ...]:
    return situations(happenings(told), {one.id: one for one in told})


def arrest(**more: object) -> Telling:
    fields = {
        "actors": [STATE],
        "recipients": [ANNA],
        "day": "2020-07-01",
        "last": "2020-07-31",
        "granularity": "month",
    }
    return telling("Belarus detained Anna Kolas in July.", "detained", "COERCE", mode="arrest", **{**fields, **more})  # type: ignore[arg-type]  # passed on as it is


def release(**more: object) -> Telling:
    fields = {"recipients": [BARE], "report": "b", "published": "2020-11-03", **more}
    return telling("The release of Kolas followed.", "release", "RETREAT", mode="release", **fields)  # type: ignore[arg-type]  # passed on as it is


def test_an_arrest_opens_a_detention_in_its_month() -> None:
    (one,) = found(arrest())
    assert (one.condition, one.who.name, one.since, one.until) == ("detained", "Anna Kolas", "2020-07", None)
    assert [by.name for by in one.by] == ["Belarus"]
    assert [holder.name for holder in one.holders] == ["Outlet a"]


def test_a_release_closes_it() -> None:
    (one,) = found(arrest(), release(day="2020-11-02"))
    assert (one.since, one.until) == ("2020-07", "2020-11-02")
    assert len(one.closed_by) == 1


def test_a_release_that_is_demanded_closes_nothing() -> None:
    (one,) = found(arrest(), release(status="wanted", sources=[ENVOY]))
    assert (one.until, one.closed_by) == (None, ())
    assert [holder.name for holder in one.demands] == ["the envoy"]


def test_a_denied_arrest_opens_nothing() -> None:
    assert found(arrest(status="denied")) == ()
    (one,) = found(arrest(), arrest(report="b", status="denied", sources=[STATE]))
    assert [holder.name for holder in one.denied_by] == ["Belarus"]


def test_an_earlier_release_does_not_close_a_later_arrest() -> None:
    (one,) = found(arrest(day="2020-07-05", granularity="day", last=None), release(day="2019-01-02"))
    assert one.until is None


def test_two_people_are_in_two_situations() -> None:
    other = arrest(report="b", recipients=[somebody("Pavel Reut", "BLR")])
    assert {one.who.name for one in found(arrest(), other)} == {"Anna Kolas", "Pavel Reut"}


def test_a_curfew_belongs_to_its_place() -> None:
    (one,) = found(
        telling("A curfew began in Orsha.", "curfew", "COERCE", mode="curfew", place="Orsha", day="2021-03-01")
    )
    assert (one.condition, one.who.name, one.since) == ("under curfew", "Orsha", "2021-03-01")


def test_a_name_is_shown_without_its_description() -> None:
    assert shown("US citizen Vitali Shkliarov") == "Vitali Shkliarov"
    assert shown("the Ministry of Defence") == "the Ministry of Defence"
