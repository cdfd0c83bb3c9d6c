"""Copies and wire credits collapse to one origin; other texts stay apart."""

from __future__ import annotations

import random

from sayso.ground.records import Report
from sayso.reconcile.copies import bands, credits_of, imprint, origins

TEXT = (
    "Riot police detained eleven miners in the town of Orsha on Wednesday after a night of quarrels over unpaid wages. "
    "The mayor said the pit would stay shut until the owners had paid, and called for calm in the streets."
)


def test_a_copy_with_few_changes_has_the_same_origin() -> None:
    one = imprint(Report("a", TEXT, outlet="Wire", published="2021-03-03"), key="a")
    copy = TEXT.replace("in the streets", "across the district")
    other = imprint(Report("b", copy, outlet="Paper", published="2021-03-04"), key="b")
    found = origins([other, one])
    assert found["a", 1] == found["b", 1]
    assert (found["b", 1].id, found["b", 1].kind) == ("a", "copied")
    assert 0.5 <= found["b", 1].likeness < 1
    assert set(bands(one)) & set(bands(other))


def test_other_texts_have_origins_of_their_own() -> None:
    other = "Fishermen in Valparaiso marched against new quotas on hake, and the harbour closed for the day on Monday."
    found = origins([imprint(Report("a", TEXT), key="a"), imprint(Report("b", other), key="b")])
    assert {one.id for one in found.values()} == {"a", "b"}
    assert {one.kind for one in found.values()} == {"own"}


def test_a_shared_credit_needs_less_likeness() -> None:
    half = (
        TEXT.split(". ", maxsplit=1)[0]
        + ". "
        + " ".join(f"Paragraph {n} of the paper's own long account follows." for n in range(3))
    )
    plain = origins([imprint(Report("a", TEXT), key="a"), imprint(Report("b", half), key="b")])
    assert plain["a", 1].id != plain["b", 1].id
    both = [Report("a", f"ORSHA (AFP) - {TEXT}"), Report("b", f"ORSHA (AFP) - {half}")]
    credited = origins(imprint(one, key=one.id) for one in both)
    assert credited["a", 1].id == credited["b", 1].id
    assert credited["a", 1].credit == "afp"


def test_credits_stand_in_datelines_and_at_the_end() -> None:
    assert credits_of(Report("a", f"MINSK, March 3 (Steppe Newswire) - {TEXT}")) == ("steppe newswire",)
    assert credits_of(Report("a", f"{TEXT} (Reuters)")) == ("reuters",)
    assert credits_of(Report("a", f"MINSK (Reuters) - {TEXT}", outlet="Reuters")) == ()
    assert credits_of(Report("a", TEXT)) == ()


def test_the_order_of_imprints_does_not_show() -> None:
    texts = [TEXT, TEXT.upper(), TEXT[: len(TEXT) // 2], "Quite another matter altogether, " * 6, TEXT + " It rained."]
    known = [imprint(Report(str(n), text, published=f"2021-03-0{n + 1}"), key=str(n)) for n, text in enumerate(texts)]
    mixed = list(known)
    random.Random(1).shuffle(mixed)
    assert origins(mixed) == origins(known)


def test_texts_of_a_few_words_are_nobodys_copies() -> None:
    found = origins(
        [imprint(Report("a", "Police detained two."), key="a"), imprint(Report("b", "Police detained two."), key="b")]
    )
    assert found["a", 1].id != found["b", 1].id
