"""Actors of a report: identity with its rivals, metonyms, country from the report, the user's own file, local ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.ground import codebook
from sayso.ground.errors import SettingError
from sayso.ground.records import Claim, Entity, Kind, Record, Report, Span
from sayso.resolve.actors import Scene, resolve_actors
from sayso.resolve.joining import joined, parted
from sayso.resolve.own import own_actors
from sayso.resolve.registry import registry


def named(text: str, *names: str, kind: Kind = "PER", id: str = "n1") -> Entity:
    spans = tuple(Span(text.index(name), text.index(name) + len(name), name) for name in names)
    return Entity(id, names[0], kind, spans)


def resolved(text: str, name: str, *, day: str | None = "2020-10-24", kind: Kind = "PER", acts: bool = False) -> Entity:
    scene = Scene(text, day=day, sentences=(Span(0, len(text), text),), acting=frozenset(["n1"] if acts else []))
    return resolve_actors([named(text, name, kind=kind)], scene)[0]


@pytest.mark.parametrize(
    "name",
    ["Alexander Lukashenko", "Aleksandr Lukashenka", "Lukashenko Alexander", "Alyaksandr Lukashenka", "A. Lukashenko"],
)
def test_a_name_is_known_in_any_spelling_and_order(name: str) -> None:
    him = resolved(f"Belarus President {name} warned.", f"Belarus President {name}")
    assert (him.wikidata, him.country, him.sectors) == ("Q2866", "BLR", ("GOV",))


def test_an_office_goes_to_its_holder_on_the_day() -> None:
    said = "The Russian president spoke."
    days = {"2009-05-01": "Dmitry Medvedev", "2020-10-24": "Vladimir Putin"}
    assert {day: resolved(said, "The Russian president", day=day).name for day in days} == days


def test_without_a_day_an_office_settles_nobody() -> None:
    assert resolved("The Russian president spoke.", "The Russian president", day=None).wikidata is None


def test_an_invented_holder_of_a_real_office_is_nobody_of_the_table() -> None:
    him = resolved("Russian President Anton Gorelkov spoke.", "Russian President Anton Gorelkov")
    assert (him.wikidata, him.country, him.sectors) == (None, "RUS", ("GOV",))
    assert him.key is not None
    assert him.key.startswith("local:")


def test_a_local_id_is_the_same_in_every_report() -> None:
    one = resolved("Russian envoy Anton Gorelkov spoke.", "Anton Gorelkov")
    other = resolved("In Russia, Anton Gorelkov was silent on Monday.", "Anton Gorelkov")
    assert one.key == other.key


def test_a_change_of_office_on_the_day_keeps_both_as_rivals() -> None:
    them = resolved("The British foreign secretary quit.", "The British foreign secretary", day="2018-07-09")
    assert them.wikidata is None
    assert {rival.name for rival in them.candidates} >= {"Boris Johnson", "Jeremy Hunt"}


def test_a_capital_in_dealings_is_the_government() -> None:
    ties = resolved("He tried to normalise ties with Minsk.", "Minsk", kind="GPE")
    assert (ties.name, ties.country, ties.sectors) == ("Government of Belarus", "BLR", ("GOV",))
    assert resolved("He was born in Minsk.", "Minsk", kind="GPE").sectors == ()


def test_the_country_of_the_police_is_that_of_the_report_and_says_so() -> None:
    police = resolved("In Nairobi, Kenya, the police fired tear gas.", "the police", kind="ORG", acts=True)
    assert (police.country, police.sectors, police.why["country"]) == ("KEN", ("COP",), "report")


def test_an_officer_of_another_state_is_cut_out_of_a_chain() -> None:
    text = "US Secretary of State Mike Pompeo called. The Russian president agreed."
    him = named(text, "US Secretary of State Mike Pompeo", "The Russian president")
    claim = Claim("c1", him.mentions[1], None, (), "asserts", "n1", "named", quoted=False, events=())
    record = parted(Record(Report("r", text), (), (claim,), (him,), (), (), ()))
    assert [entity.name for entity in record.entities] == ["US Secretary of State Mike Pompeo", "The Russian president"]
    assert record.claims[0].speaker == record.entities[1].id


def test_a_bare_title_and_a_description_join_the_person() -> None:
    text = (
        "US Secretary of State Mike Pompeo called. The Secretary said so. "
        "The Russian president agreed. Vladimir Putin left."
    )
    scene = Scene(text, day="2020-10-24", sentences=(Span(0, len(text), text),))
    people = [
        named(text, "US Secretary of State Mike Pompeo", id="n1"), named(text, "The Secretary", id="n2"),
        named(text, "Vladimir Putin", id="n3"),
    ]  # fmt: skip
    start = text.index("The Russian president")
    source = Span(start, start + 21, "The Russian president")
    claim = Claim("c1", source, None, (), "asserts", None, "named", quoted=False, events=())
    told = Claim("c2", people[1].mentions[0], None, (), "asserts", "n2", "named", quoted=False, events=())
    record = Record(Report("r", text), (), (claim, told), resolve_actors(people, scene), (), (), ())
    done = joined(record, lambda more: resolve_actors(more, scene))
    assert [entity.name for entity in done.entities] == ["Mike Pompeo", "Vladimir Putin"]
    assert [one.speaker for one in done.claims] == ["n3", "n1"]
    assert source in done.entities[1].mentions


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("own.csv", "name,country,sectors,office,aliases\nDune Front,NER,REB;PTY,,the Dune;Front of Dunes\n"),
        (
            "own.toml",
            '[[actor]]\nname = "Dune Front"\ncountry = "NER"\nsectors = ["REB", "PTY"]\naliases = ["the Dune"]\n',
        ),
    ],
)
def test_a_users_own_actors_win(tmp_path: Path, file: str, content: str) -> None:
    path = tmp_path / file
    path.write_text(content, "utf-8")
    text = "the Dune said no."
    (one,) = resolve_actors([named(text, "the Dune", kind="ORG")], Scene(text, own=own_actors(str(path))))
    assert (one.name, one.country, one.sectors, one.why["identity"]) == (
        "Dune Front",
        "NER",
        ("REB", "PTY"),
        "own-actors",
    )


@pytest.mark.parametrize(
    ("content", "hint"),
    [("name,shade\nA,b\n", "the keys are"), ("name,sectors\nA,XYZ\n", ""), ("name\n \n", "the keys")],
)
def test_a_faulty_file_of_actors_is_told(tmp_path: Path, content: str, hint: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(SettingError) as caught:
        own_actors(str(path))
    assert hint in caught.value.hint


def test_the_table_holds_codes_of_the_codebook() -> None:
    known = set(codebook.load().sectors)
    sectors = {term.sector for person in registry().named("Vladimir Putin") for term in person.terms}
    assert sectors <= known
