"""Chains: what the scorer is shown, what it may not join, and what the packaged one joins."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from dataclasses import fields
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from sayso.ground.errors import ModelCorrupt, ModelMissing
from sayso.ground.records import Report
from sayso.language.coreference import WEIGHTS, Weights, joined
from sayso.language.encoder import PACKAGED
from sayso.language.likeness import FURTHEST, NEAR, Likeness, Pairs
from sayso.language.reader import Reader
from sayso.language.traits import Text, Trait, traits

UNTAGGED = "the a an to by of and that in his".split()


def found_in(*mentions: tuple[str, str]) -> list[Trait]:
    """The traits of mentions (words, kind) that stand a sentence each, their last word governing the others."""
    words, sentences, pos, heads, relations, spans = [], [], [], [], [], []
    for number, (wording, kind) in enumerate(mentions):
        parts = wording.split()
        first, head = len(words), len(words) + len(parts) - 1
        spans.append(((first, head), kind))
        for part in parts:
            words.append(part)
            sentences.append(number)
            pos.append("DET" if part.lower() in UNTAGGED else "PROPN" if part[0].isupper() else "NOUN")
            relations.append("root" if len(words) - 1 == head else "compound")
            heads.append(head)
    return traits(Text(words, sentences, pos, heads, relations), spans)


def chains(*mentions: tuple[str, str], score: float = 5.0, least: float = 0.0) -> list[int]:
    """Chain numbers of mentions between any two of which the scorer gives this score."""
    found = found_in(*mentions)
    pairs = Likeness(found).pairs()
    return joined(found, pairs, np.full(len(pairs.these), score, dtype=np.float32), least=least)


# ---- what stays apart whatever the scorer says -----------------------------------------------------------------------


def test_two_persons_without_a_common_name_stay_apart() -> None:
    assert chains(("Ana Petrova", "PER"), ("Mike Pompeo", "PER")) == [0, 1]
    assert chains(("Ana Petrova", "PER"), ("Petrova", "PER")) == [0, 0]


def test_two_bodies_without_a_common_name_stay_apart() -> None:
    assert chains(("Hamas", "ORG"), ("Fatah", "ORG")) == [0, 1]


def test_he_and_she_stay_apart() -> None:
    assert chains(("he", "PER"), ("she", "PER")) == [0, 1]


def test_a_chain_with_a_spokesman_takes_no_she() -> None:
    assert chains(("a spokesman", "PER"), ("her", "PER")) == [0, 1]


@pytest.mark.parametrize("wording", ["it", "They", "the officers"])
def test_a_named_person_takes_neither_it_nor_a_plural(wording: str) -> None:
    assert chains(("Ana Petrova", "PER"), (wording, "GROUP")) == [0, 1]


def test_a_named_person_takes_no_description_of_a_body_or_place() -> None:
    assert chains(("Olga Kovalkova", "PER"), ("police in the capital", "ORG")) == [0, 1]
    assert chains(("Olga Kovalkova", "PER"), ("the capital", "GPE")) == [0, 1]


def test_a_named_body_takes_no_person() -> None:
    assert chains(("Hamas", "ORG"), ("the minister", "PER")) == [0, 1]
    assert chains(("Hamas", "ORG"), ("she", "PER")) == [0, 1]
    assert chains(("Hamas", "ORG"), ("the militants", "GROUP")) == [0, 0]


# ---- how chains are made ---------------------------------------------------------------------------------------------


def test_below_the_threshold_nothing_joins() -> None:
    assert chains(("Ana Petrova", "PER"), ("she", "PER"), score=0.4, least=0.5) == [0, 1]
    assert chains(("Ana Petrova", "PER"), ("she", "PER"), score=0.6, least=0.5) == [0, 0]


def test_a_name_joins_its_chain_from_however_far_and_whatever_the_score() -> None:
    crowd = [(f"figure{i}", "GROUP") for i in range(FURTHEST + 20)]
    found = chains(("Ana Petrova", "PER"), *crowd, ("Petrova", "PER"), ("Ana Petrova", "PER"), score=-5)
    assert (found[0], found[-2], found[-1]) == (0, 0, 0)


def test_another_first_name_is_no_reason_to_join() -> None:
    assert chains(("Ana Petrova", "PER"), ("Mira Petrova", "PER"), score=-5) == [0, 1]


def test_the_likeliest_antecedent_wins() -> None:
    found = found_in(("Ana Petrova", "PER"), ("Mira Novak", "PER"), ("she", "PER"))
    pairs = Likeness(found).pairs()
    scores = np.where(pairs.those == 0, 2.0, 1.0).astype(np.float32)
    assert joined(found, pairs, scores, least=0.0) == [0, 1, 0]


def test_what_a_chain_has_learnt_bars_later_mentions() -> None:
    mentions = [("the minister", "PER"), ("she", "PER"), ("he", "PER")]
    assert chains(*mentions) == [0, 0, 1]


# ---- what the scorer is shown ----------------------------------------------------------------------------------------


def test_far_antecedents_are_pairs_only_where_they_share_a_word() -> None:
    crowd = [(f"figure{i}", "GROUP") for i in range(NEAR)]
    pairs = Likeness(
        found_in(("the Harbour Council", "ORG"), *crowd, ("the council", "ORG"), ("rebels", "ORG"))
    ).pairs()
    of = lambda mention: pairs.those[pairs.these == mention].tolist()  # noqa: E731
    assert 0 in of(NEAR + 1)
    assert min(of(NEAR + 2)) == 2


def test_nothing_reaches_further_back_than_the_limit() -> None:
    pairs = Likeness(found_in(*[("Kyiv", "GPE")] * (FURTHEST + 30))).pairs()
    assert int((pairs.these - pairs.those).max()) == FURTHEST
    assert int((pairs.these - pairs.those).min()) == 1


def test_marks_do_not_depend_on_the_block_in_which_a_pair_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    found = found_in(*[("the mayor", "PER"), ("Ana Petrova", "PER"), ("AP", "ORG"), ("she", "PER")] * 12)
    whole = Likeness(found).pairs()
    monkeypatch.setattr("sayso.language.likeness.BLOCK", 7)
    parts = Likeness(found).pairs()
    assert all(np.array_equal(getattr(whole, one.name), getattr(parts, one.name)) for one in fields(Pairs))


def test_pairs_run_by_the_later_mention() -> None:
    pairs = Likeness(found_in(*[("Kyiv", "GPE"), ("rebels", "GROUP")] * 80)).pairs()
    assert (np.diff(pairs.these) >= 0).all()


def test_traits_tell_head_form_gender_and_number() -> None:
    minister, officers, spokeswoman = found_in(
        ("the Foreign Minister", "PER"), ("his officers", "GROUP"), ("a spokeswoman", "PER")
    )
    assert (minister.head, minister.form, minister.names) == ("minister", "the", ("foreign", "minister"))
    assert (officers.form, officers.plural, officers.bare) == ("whose", True, "officers")
    assert spokeswoman.gender == "she"


def test_quotations_are_numbered() -> None:
    words = "“ We left ” , she said . “ I stayed ”".split()
    rows = [0] * len(words)
    found = traits(
        Text(words, rows, ["NOUN"] * len(words), rows, ["dep"] * len(words)),
        [((1, 1), "PER"), ((5, 5), "PER"), ((9, 9), "PER")],
    )
    assert [one.quote for one in found] == [1, 0, 2]


# ---- the packaged weights --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def told(reader: Reader, text: str) -> list[set[str]]:
    """The wordings of each chain of the text."""
    by_chain: dict[int, set[str]] = defaultdict(set)
    for mention in reader.read(Report("r", text)).mentions:
        by_chain[mention.cluster].add(mention.span.text)
    return list(by_chain.values())


@pytest.mark.model
def test_a_name_a_title_and_a_pronoun_meet(reader: Reader) -> None:
    text = "Foreign Minister Nino Abashidze met the rebels on Monday. Abashidze said she would return."
    chain = next(chain for chain in told(reader, text) if any("Nino" in one for one in chain))
    assert {"Abashidze", "she"} <= chain


@pytest.mark.model
def test_two_bodies_described_alike_stay_apart(reader: Reader) -> None:
    text = "The interior ministry detained two clerks. The election commission said the police had beaten them."
    assert not any({"The interior ministry", "The election commission"} <= chain for chain in told(reader, text))


@pytest.mark.model
def test_a_model_without_weights_of_chains_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(PACKAGED, tmp_path / "model")
    card = json.loads((folder / "card.json").read_text())
    del card["sha256"][WEIGHTS]
    (folder / "card.json").write_text(json.dumps(card))
    with pytest.raises(ModelMissing):
        Reader.load(folder)


@pytest.mark.model
def test_weights_of_another_shape_of_file_are_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(PACKAGED, tmp_path / "model")
    np.savez(folder / WEIGHTS, strange=np.zeros(3))
    with pytest.raises(ModelCorrupt, match="fit the chains"):
        Weights.load(folder)
    card = json.loads((folder / "card.json").read_text())
    assert card["sha256"][WEIGHTS] != sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    with pytest.raises(ModelCorrupt):
        Reader.load(folder)
