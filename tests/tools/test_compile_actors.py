"""The tool that compiles the table of actors: rows of one person joined, open terms ended, written and looked up."""

from __future__ import annotations

import gzip
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from sayso.resolve.registry import Registry

HOLDERS = """\
source_country,wikidata_id,person,enwiki,position,start,end,born,died
poland,Q1,Jan Łęcki,Jan Łęcki (politician),Minister of Foreign Affairs,2010-03-01,,1950-01-01,
poland,Q1,Jan Łęcki,,Prime Minister,2014-01-01,2015-06-01,,
poland,Q2,Ewa Mazur,,Minister of Foreign Affairs,2013-05-05,2016-01-01,,
"""


@pytest.fixture(scope="module")
def tool(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("compile_actors", root / "tools" / "compile_actors.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["compile_actors"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def table(tool: ModuleType, tmp_path: Path) -> Registry:
    source, out = tmp_path / "officeholders.csv.gz", tmp_path / "actors.sqlite"
    source.write_bytes(gzip.compress(HOLDERS.encode()))
    persons = tool.merged(tool.people_of_wikidata(source, {"poland": "POL"}))
    tool.close(persons)
    tool.write(out, persons, [tool.Body("Amber Front", "POL", ("PTY",), {"Amber Front", "the Amber Front"})])
    return Registry(str(out))


def test_rows_of_one_person_are_joined_and_found_in_another_spelling(table: Registry) -> None:
    (found,) = table.named("Lecki Jan")
    assert (found.wikidata, found.name, found.born) == ("Q1", "Jan Łęcki", "1950")
    assert [(term.office, term.first) for term in found.terms] == [
        ("foreign", "2010-03-01"),
        ("government", "2014-01-01"),
    ]


def test_a_successor_ends_a_term_that_was_left_open(table: Registry) -> None:
    held = table.holders("POL", "foreign")
    assert [(known.wikidata, term.last) for known, term in held] == [("Q1", "2013-05-05"), ("Q2", "2016-01-01")]


def test_a_body_is_found_with_or_without_its_article(table: Registry) -> None:
    body = table.body("The Amber Front")
    assert body is not None
    assert (body.name, body.country, body.sectors) == ("Amber Front", "POL", ("PTY",))
    assert table.body("Amber") is None


def test_words_of_names_know_the_countries_that_bear_them(tool: ModuleType) -> None:
    term = tool.Term("POL", "Mayor", "GOV")
    persons = [tool.Person("Jan Mazur", terms=[term]), tool.Person("Ewa Mazur", terms=[term])]
    assert dict(tool.origins(persons)).get(tool.sound("mazur")) == "POL:2"
