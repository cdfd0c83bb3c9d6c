"""Disputes name both sides and no winner; numbers keep who gave them; copies do not quarrel."""

from __future__ import annotations

from sayso.ground.matters import Dispute, Happening, Telling
from sayso.reconcile.disputes import disputes
from sayso.reconcile.happenings import happenings
from sayso.reconcile.numbers import ledgers
from tellings import somebody, statement, telling

MINISTRY = somebody("the defence ministry", "BLR", sectors=["MIL"], kind="ORG")
DOCTORS = somebody("two doctors", "BLR", kind="GROUP")
ARMY = somebody("the army", "BLR", sectors=["MIL"], kind="ORG")


def shelling(report: str, **more: object) -> Telling:
    fields = {"day": "2021-03-03", "place": "Orsha", "actors": [ARMY], "names": ["orsha"], **more}
    return telling(
        "The army shelled the market in Orsha on Wednesday.", "shelled", mode="heavy-weapons", report=report, **fields
    )  # type: ignore[arg-type]  # passed on as it is


def disputed(*told: Telling, said: tuple = ()) -> tuple[tuple[Happening, ...], tuple[Dispute, ...]]:  # type: ignore[type-arg]  # any statements
    found = happenings(told)
    return found, disputes(found, {one.id: one for one in told}, said)


def sides(dispute: Dispute) -> dict[str, set[str]]:
    return {one.position: {holder.name for holder in one.holders} for one in dispute.positions}


def test_what_one_affirms_and_another_denies_is_disputed() -> None:
    _, (found,) = disputed(
        shelling("a", sources=[DOCTORS]), shelling("b", status="denied", sources=[MINISTRY], published="2021-03-06")
    )
    assert found.question == "done"
    assert sides(found) == {"affirmed": {"two doctors"}, "denied": {"the defence ministry"}}
    assert (found.first, found.last) == ("2021-03-04", "2021-03-06")


def test_a_claim_that_denies_counts_as_a_denial() -> None:
    told = shelling("a")
    denial = statement("shelling the market", speaker=MINISTRY, stance="denies", tellings=[told])
    _, (found,) = disputed(told, said=(denial,))
    assert sides(found) == {"affirmed": {"Outlet a"}, "denied": {"the defence ministry"}}


def test_nobody_contradicts_himself() -> None:
    _, found = disputed(shelling("a", sources=[MINISTRY]), shelling("b", sources=[MINISTRY], status="denied"))
    assert found == ()


def test_two_copies_of_one_text_do_not_quarrel() -> None:
    _, found = disputed(shelling("a"), shelling("b", origin="a", status="denied"))
    assert found == ()
    _, apart = disputed(shelling("a"), shelling("b", status="denied"))
    assert len(apart) == 1


def test_rival_numbers_keep_their_givers() -> None:
    told = [
        shelling("a", sources=[DOCTORS], numbers={"dead": 14}),
        shelling("b", sources=[MINISTRY], numbers={"dead": 3}, published="2021-03-05"),
    ]
    (happening,), (found,) = disputed(*told)
    assert found.question == "number"
    assert sides(found) == {"3": {"the defence ministry"}, "14": {"two doctors"}}
    (ledger,) = ledgers(happening, {one.id: one for one in told})
    assert (ledger.low, ledger.high, ledger.latest) == (3, 14, 3)
    assert [(one.value, one.holder.name) for one in ledger.figures] == [
        (14, "two doctors"),
        (3, "the defence ministry"),
    ]


def test_two_winners_of_one_election_are_disputed() -> None:
    said = (
        statement("its candidate Vera Lis won the presidential election", speaker=somebody("The opposition")),
        statement("Unrest followed Jan Hryb's landslide victory in the March 1 election.", number=2, offset=500),
    )
    _, (found,) = disputed(said=said)
    assert found.question == "winner"
    assert sides(found) == {"Vera Lis won": {"The opposition"}, "Jan Hryb won": {"Outlet a"}}


def test_one_winner_is_no_dispute() -> None:
    said = tuple(
        statement("Vera Lis won the presidential election", speaker=somebody(name), number=number)
        for number, name in enumerate(("The opposition", "The commission"))
    )
    assert disputed(said=said) == ((), ())


def test_a_denial_in_like_words_is_disputed() -> None:
    said = (
        statement("the ballots of Orsha had been forged", speaker=somebody("Vera Lis")),
        statement(
            "no ballots were forged in Orsha", speaker=somebody("Jan Hryb"), stance="denies", number=2, offset=90
        ),
    )
    _, (found,) = disputed(said=said)
    assert found.question == "statement"
    assert sides(found) == {"asserted": {"Vera Lis"}, "denied": {"Jan Hryb"}}


def test_rival_culprits_are_named_by_their_accusers() -> None:
    rebels = somebody("masked militants", "UKR", sectors=["REB"], kind="GROUP")
    _, found = disputed(
        shelling("a", sources=[DOCTORS]), shelling("b", sources=[MINISTRY], actors=[rebels]),
    )  # fmt: skip
    assert [sides(one) for one in found if one.question == "perpetrator"] == [
        {"the army": {"two doctors"}, "masked militants": {"the defence ministry"}}
    ]
