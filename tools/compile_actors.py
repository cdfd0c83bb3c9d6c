"""Compile the actor table of the package: lists of office holders, leaders and bodies in, one SQLite file out.

    python tools/compile_actors.py FOLDER [OUT]

FOLDER holds `officeholders.csv.gz` (Wikidata, CC0), `reign-*.csv.gz` (REIGN), `countries.json.gz` (mledoze, ODbL),
`cow2iso.txt` and `petrarch2-Phoenix.*.txt.gz` (MIT). `actors_more.toml` beside this file adds what they lack and is
written for this project. The same input gives the same bytes. Nothing of the tables is downloaded.
"""

from __future__ import annotations

import sqlite3
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from actor_sources import (  # noqa: E402
    Body,
    Person,
    Term,
    bodies_of_petrarch,
    country_codes,
    leaders_of_reign,
    people_of_petrarch,
    people_of_wikidata,
)
from sayso.resolve.offices import office_of, sector_of  # noqa: E402
from sayso.resolve.spellings import folded, keys, likeness, single_keys, sound, telling  # noqa: E402

OUT = HERE.parent / "src" / "sayso" / "resolve" / "data" / "actors.sqlite"
VERSION = "actors-1"
SINGLE = frozenset(
    "state government foreign defence interior finance justice armed army speaker senate chief-justice attorney "
    "prosecutor central-bank un nato commission council high-representative monarch supreme pope".split()
)
"""Offices that one person holds at a time: a later holder ends a term that was left open."""
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE title (id INTEGER PRIMARY KEY, title TEXT, office TEXT, is_acting INTEGER, sector TEXT);
CREATE TABLE person (id INTEGER PRIMARY KEY, wikidata TEXT, name TEXT, others TEXT, born TEXT, died TEXT);
CREATE TABLE term (person INTEGER, country TEXT, title INTEGER, first TEXT, last TEXT, until TEXT);
CREATE TABLE body (id INTEGER PRIMARY KEY, name TEXT, country TEXT, sectors TEXT, wikidata TEXT);
CREATE TABLE name (key TEXT, person INTEGER, PRIMARY KEY (key, person)) WITHOUT ROWID;
CREATE TABLE origin (word TEXT PRIMARY KEY, countries TEXT) WITHOUT ROWID;
CREATE TABLE called (key TEXT, body INTEGER, PRIMARY KEY (key, body)) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX term_of ON term (person);
CREATE INDEX term_for ON term (country, title);
CREATE INDEX title_for ON title (office);
"""


def people(folder: Path, countries: dict[str, str]) -> list[Person]:
    """Everybody, each once: Wikidata's, then what the others add."""
    everybody = merged(people_of_wikidata(folder / "officeholders.csv.gz", countries))
    by_key = indexed(everybody)
    for person in more_people():
        take_in(person, everybody, by_key)
    petrarch = people_of_petrarch(folder / "petrarch2-Phoenix.Countries.actors.txt.gz", countries.values())
    for person in petrarch:
        add(person, everybody, by_key)
    reign = leaders_of_reign(
        folder / "reign-leaderlist_3_21.csv.gz", folder / "cow2iso.txt", folder / "reign-regime_list.csv.gz"
    )
    by_country = defaultdict(list)
    for person in everybody:
        for country in {term.country for term in person.terms}:
            by_country[country].append(person)
    for leader in reign:
        place(leader, everybody, by_country[leader.terms[0].country])
    close(everybody)
    return sorted(everybody, key=lambda person: (person.wikidata == "", person.wikidata, person.name))


def more_people() -> Iterator[Person]:
    """The persons of `actors_more.toml`: one name or several, terms as country, title, first and last day."""
    for row in tomllib.loads((HERE / "actors_more.toml").read_text("utf-8"))["person"]:
        name, *others = row["name"] if isinstance(row["name"], list) else [row["name"]]
        terms = [
            Term(c, t, "", first, last, "" if last else row.get("until", "2024-12-31"))
            for c, t, first, last in row["terms"]
        ]
        yield Person(name, row.get("wikidata", ""), {name, *others}, terms=terms)


def merged(rows: Iterable[Person]) -> list[Person]:
    """Rows of one Wikidata id joined."""
    by_id: dict[str, Person] = {}
    for person in rows:
        first = by_id.setdefault(person.wikidata, person)
        if first is not person:
            first.others |= person.others
            first.terms += person.terms
    return list(by_id.values())


def take_in(person: Person, everybody: list[Person], by_key: dict[str, list[Person]]) -> None:
    """Give somebody's names and terms to the one person of that name and country, else take them in."""
    same = namesakes(person, by_key)
    if person.wikidata:
        same = [one for one in everybody if one.wikidata == person.wikidata] or same
    if len(same) > 1:
        same = [one for one in same if is_high(one)]
    if len(same) != 1:
        everybody.append(person)
        same = [person]
    else:
        own = {(term.country, office_key(term)) for term in person.terms}
        kept = [term for term in same[0].terms if (term.country, office_key(term)) not in own]
        same[0].name, same[0].wikidata = person.name, same[0].wikidata or person.wikidata
        same[0].terms = [*person.terms, *kept]
        same[0].others |= person.others
    for key in {key for name in same[0].others for key in keys(name)}:
        if same[0] not in by_key[key]:
            by_key[key].append(same[0])


def namesakes(person: Person, by_key: dict[str, list[Person]]) -> list[Person]:
    """Those of the same name in the same country; of a body's officers, those of the same name."""
    countries = {term.country for term in person.terms}
    found = {
        id(other): other
        for name in person.others for key in keys(name) for other in by_key.get(key, ())
        if (countries & {term.country for term in other.terms} or "IGO" in countries) and alike(person, other)
    }  # fmt: skip
    return list(found.values())


def office_key(term: Term) -> str:
    office = office_of(term.title) if term.title else None
    return office.key if office else term.title


def indexed(everybody: Iterable[Person]) -> dict[str, list[Person]]:
    found = defaultdict(list)
    for person in everybody:
        for key in {key for name in person.others for key in keys(name)}:
            found[key].append(person)
    return found


def add(person: Person, everybody: list[Person], by_key: dict[str, list[Person]]) -> None:
    """Lend the names of a person to the one of the same name and country, or take the person in."""
    same = namesakes(person, by_key)
    if len(same) == 1:
        same[0].others |= person.others
    elif not same:
        take_in(person, everybody, by_key)


def alike(one: Person, other: Person) -> bool:
    return any(likeness(a, b) >= 0.85 or likeness(b, a) >= 0.85 for a in one.others for b in other.others)


def place(leader: Person, everybody: list[Person], compatriots: list[Person]) -> None:
    """Give the term of a leader to the compatriot of that surname in office then, or keep the surname alone."""
    term = leader.terms[0]
    surname = leader.name.split(".")[-1].strip()
    fit = [
        person for person in compatriots
        if any(likeness(surname, name) >= 0.8 for name in person.others)
        and any(meets(term, other) for other in person.terms)
    ]  # fmt: skip
    if not fit:
        leader.others = {leader.name}
        everybody.append(leader)
        compatriots.append(leader)
        return
    if any(
        office_key(other) in ("state", "government", "supreme") and meets(term, other) for p in fit for other in p.terms
    ):
        return
    if len(fit) == 1:
        fit[0].terms.append(term)


def meets(one: Term, other: Term) -> bool:
    """Whether two terms share a day, give or take a year."""
    return (one.first[:4] or "0") <= (other.last or other.until or "9")[:4] and (other.first[:4] or "0") <= (
        one.last or one.until
    )[:4]


def close(everybody: Iterable[Person]) -> None:
    """End the open terms of single offices where somebody else took the office later."""
    held = defaultdict(list)
    for person in everybody:
        for term in person.terms:
            office = office_of(term.title) if term.title else None
            if office and office.key in SINGLE and not office.is_acting and term.first:
                held[term.country, office.key].append((term.first, id(person), term))
    for rows in held.values():
        rows.sort(key=lambda row: row[:2])
        for i, (first, owner, term) in enumerate(rows):
            later = next((start for start, other, _ in rows[i + 1 :] if other != owner and start > first), None)
            if not term.last and later:
                term.last, term.until = later, ""


def bodies(folder: Path, countries: dict[str, str]) -> list[Body]:
    """Every organisation, each name once; the project's own first."""
    more = tomllib.loads((HERE / "actors_more.toml").read_text("utf-8"))["body"]
    own = [
        Body(row["names"][0], row["country"], tuple(row["sectors"]), set(row["names"]), row.get("wikidata", ""))
        for row in more
    ]
    files = [folder / f"petrarch2-Phoenix.{name}.actors.txt.gz" for name in ("MilNonState", "International")]
    taken: set[str] = {" ".join(folded(name)) for body in own for name in body.others}
    everything = list(own)
    for body in bodies_of_petrarch(files, countries):
        body.others = {name for name in body.others if " ".join(folded(name)) not in taken}
        if body.others:
            body.name = body.name if body.name in body.others else sorted(body.others)[0]
            taken |= {" ".join(folded(name)) for name in body.others}
            everything.append(body)
    return everything


def origins(persons: Iterable[Person]) -> Iterator[tuple[str, str]]:
    """For each word of the names the countries whose office holders bear it, with their number, most first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for person in persons:
        countries = {term.country for term in person.terms} - {"IGO"}
        for word in {sound(word) for word in telling(person.name) if len(word) > 2}:
            counts[word].update(countries)
    for word, countries in sorted(counts.items()):
        if len(word) > 1 and sum(countries.values()) > 1:
            ranked = sorted(countries.items(), key=lambda one: (-one[1], one[0]))[:6]
            yield word, " ".join(f"{code}:{number}" for code, number in ranked)


def write(out: Path, persons: list[Person], organisations: list[Body]) -> None:
    """The table, anew: made beside its place and then moved there whole."""
    draft = out.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    table = sqlite3.connect(draft)
    table.executescript("PRAGMA page_size=4096; PRAGMA journal_mode=OFF;" + SCHEMA)
    table.execute("INSERT INTO meta VALUES ('version', ?)", (VERSION,))
    titles: dict[tuple[str, str], int] = {}
    for number, person in enumerate(persons, 1):
        others = sorted(person.others - {person.name})
        table.execute(
            "INSERT INTO person VALUES (?, ?, ?, ?, ?, ?)",
            (
                number,
                person.wikidata or None,
                person.name,
                "|".join(others) or None,
                person.born[:4] or None,
                person.died or None,
            ),
        )
        for term in person.terms:
            title = titles.setdefault((term.title, term.sector), len(titles) + 1)
            row = (number, term.country, title, term.first or None, term.last or None, term.until or None)
            table.execute("INSERT INTO term VALUES (?, ?, ?, ?, ?, ?)", row)
        found = {key for name in person.others for key in keys(name)}
        found |= {key for name in person.others for key in single_keys(name)} if is_high(person) else set()
        table.executemany("INSERT OR IGNORE INTO name VALUES (?, ?)", [(key, number) for key in sorted(found)])
    for (wording, sector), number in titles.items():
        office = office_of(wording) if wording else None
        row = (number, wording, office.key if office else None, int(bool(office and office.is_acting)),
               sector or (sector_of(office.key) if office else "GOV"))  # fmt: skip
        table.execute("INSERT INTO title VALUES (?, ?, ?, ?, ?)", row)
    for number, body in enumerate(organisations, 1):
        row = (number, body.name, body.country or None, " ".join(body.sectors), body.wikidata or None)
        table.execute("INSERT INTO body VALUES (?, ?, ?, ?, ?)", row)
        names = {" ".join(w for w in folded(name) if w != "the") for name in body.others}
        table.executemany(
            "INSERT OR IGNORE INTO called VALUES (?, ?)", [(name, number) for name in sorted(names) if name]
        )
    table.executemany("INSERT INTO origin VALUES (?, ?)", origins(persons))
    table.executescript(INDEXES)
    table.commit()
    table.execute("VACUUM")
    table.close()
    draft.replace(out)


def is_high(person: Person) -> bool:
    """Whether somebody may be called by the surname alone: heads and ministers of the usual fields."""
    return any(office_key(term) in SINGLE or office_key(term) == "leader" for term in person.terms)


def main(arguments: list[str]) -> int:
    """Read the folder named first, write the table to the path named second or into the package."""
    if not arguments:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    folder = Path(arguments[0])
    out = Path(arguments[1]) if len(arguments) > 1 else OUT
    countries = country_codes(folder / "countries.json.gz", HERE / "country_names.json")
    persons, organisations = people(folder, countries), bodies(folder, countries)
    write(out, persons, organisations)
    print(f"{len(persons)} persons, {len(organisations)} bodies, {out.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
