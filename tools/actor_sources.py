"""Lists of office holders, leaders and organisations come in, one shape of person and body goes out: their readers.

`people_of_wikidata` reads the office holders, `leaders_of_reign` REIGN's leaders, `entries_of_petrarch` the actor
files of
PETRARCH-2. What a source says of dates is kept as it is: an open end stays open, with the day until which its makers
looked.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

LOOKED_UNTIL = {"wikidata": "2022-06-30", "petrarch": "2014-01-31", "reign": "2021-03-31"}
"""Until when each source was kept: an open end says nothing about later days."""
COUNTRY_NAMES = {
    "united-kingdom": "GBR", "us": "USA", "congo-kinshasa": "COD", "czech": "CZE", "ivory-coast": "CIV", "uae": "ARE",
    "bosnia-herzegovina": "BIH", "north-macedonia": "MKD", "hong-kong": "HKG", "saudi": "SAU", "world": "IGO",
    "kosovo": "XKX", "south-korea": "KOR", "north-korea": "PRK", "taiwan": "TWN", "turkey": "TUR",
}  # fmt: skip
SUFFIX = re.compile(r"-(?:ministers|cabinet)$")
LATIN = re.compile(r"[A-Za-zÀ-ʯḀ-ỿ’'`ʻʼ. ,()-]+")
OLD_CODES = {
    "ROM": "ROU",
    "ZAR": "COD",
    "TMP": "TLS",
    "KSV": "XKX",
    "PAL": "PSE",
    "WSB": "PSE",
    "MTN": "MNE",
    "KOS": "XKX",
}
SECTORS = {
    "GOV": "GOV", "MIL": "MIL", "JUD": "JUD", "LEG": "LEG", "COP": "COP", "SPY": "SPY", "OPP": "OPP", "REB": "REB",
    "UAF": "UAF", "PTY": "PTY", "BUS": "BUS", "CVL": "CVL", "EDU": "EDU", "REL": "REL", "LAB": "LAB", "AGR": "AGR",
    "MED": "JRN", "HLH": "MED", "REF": "REF", "CRM": "CRM", "INS": "REB", "SEP": "REB", "RAD": "REB", "PRM": "PRM",
    "ELI": "ELI", "HRI": "SOC", "ENV": "SOC", "MUS": "", "CHR": "", "DEV": "", "KID": "",
}  # fmt: skip
"""CAMEO's codes behind the country, as sectors of the codebook."""


@dataclass(slots=True)
class Term:
    """An office or role: `title` as the source words it, ISO days or months or years; `until` where the end is open."""

    country: str
    title: str
    sector: str
    first: str = ""
    last: str = ""
    until: str = ""


@dataclass(slots=True)
class Person:
    """Somebody with names and terms."""

    name: str
    wikidata: str = ""
    others: set[str] = field(default_factory=set)
    born: str = ""
    died: str = ""
    terms: list[Term] = field(default_factory=list)


@dataclass(slots=True)
class Body:
    """An organisation: country (or IGO, NGO, MNC) and sectors."""

    name: str
    country: str
    sectors: tuple[str, ...]
    others: set[str] = field(default_factory=set)
    wikidata: str = ""


def lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
        yield from file


def people_of_wikidata(path: Path, countries: Mapping[str, str]) -> list[Person]:
    """The office holders, by Wikidata id. `countries` gives codes by name in small letters."""
    people: dict[str, Person] = {}
    for row in csv.DictReader(lines(path)):
        slug = SUFFIX.sub("", row["source_country"])
        country = COUNTRY_NAMES.get(slug) or countries[slug.replace("-", " ")]
        article = re.sub(r"\s*\(.*", "", row["enwiki"])
        names = [name for name in (article, row["person"]) if name and LATIN.fullmatch(name)]
        if not names:
            continue
        person = people.setdefault(row["wikidata_id"], Person(names[-1], row["wikidata_id"]))
        person.others.update(names)
        person.born, person.died = person.born or row["born"], person.died or row["died"]
        last = row["end"] or row["died"]
        until = "" if last else LOOKED_UNTIL["wikidata"]
        person.terms.append(Term(country, row["position"], "", row["start"], last, until))
    return list(people.values())


def leaders_of_reign(path: Path, codes: Path, regimes: Path) -> Iterator[Person]:
    """Leaders since 1950 by the name that REIGN gives, mostly a surname; the title follows from the regime."""
    iso = {row["cow_id"]: row["iso3"] for row in csv.DictReader(codes.open(encoding="utf-8")) if row["iso3"].isalpha()}
    ruled = defaultdict(list)
    for row in csv.DictReader(lines(regimes)):
        ruled[row["cowcode"]].append(
            (_american(row["gwf_startdate"]), _american(row["gwf_enddate"]), row["gwf_regimetype"])
        )
    for row in csv.DictReader(lines(path)):
        country = iso.get(row["ccode"])
        if not country or not row["syear"]:
            continue
        first = f"{int(row['syear']):04}-{int(row['smonth']):02}-{int(row['sdate'] or 1):02}"
        last = f"{int(row['eyear']):04}-{int(row['emonth']):02}" if row["eyear"] and row["emonth"] else ""
        kind = next((kind for start, end, kind in ruled[row["ccode"]] if start <= first <= end), "").lower()
        title = "prime minister" if "parliament" in kind else "president" if "presidential" in kind else "leader"
        term = Term(country, title, "GOV", first, last, "" if last else LOOKED_UNTIL["reign"])
        yield Person(row["leader"].strip(), born=row["birthyear"], terms=[term])


def _american(day: str) -> str:
    month, date, year = (int(part) for part in day.split("/"))
    return f"{year:04}-{month:02}-{date:02}"


Entry = tuple[list[str], list[str]]


def entries_of_petrarch(path: Path) -> Iterator[Entry]:
    """Names and codes of each entry: `["ANGELA_MERKEL", …], ["DEUGOV >051122", …]`."""
    names: list[str] = []
    codes: list[str] = []
    for raw in lines(path):
        line = raw.split("#")[0].strip()
        if not line:
            continue
        found = re.findall(r"\[([^\]]*)\]", line)
        name = line.split("[")[0].strip()
        if name and not name.startswith("+") and names:
            yield names, codes
            names, codes = [], []
        if name:
            names.append(name.lstrip("+"))
        codes += found
    if names:
        yield names, codes


def people_of_petrarch(path: Path, known: Iterable[str]) -> Iterator[Person]:
    """Persons of the country file who held something; `known` are the ISO codes of countries."""
    countries = set(known)
    for names, codes in entries_of_petrarch(path):
        terms = [term for code in codes if (term := _term(code, countries))]
        full = [spelt(name) for name in names if is_person(name)]
        if full and terms and any(code[3:6] in ("GOV", "MIL", "JUD", "LEG", "SPY", "OPP", "REB") for code in codes):
            yield Person(full[0], others=set(full), terms=terms)


def _term(code: str, countries: set[str]) -> Term | None:
    head, _, dates = code.partition(" ")
    country = OLD_CODES.get(head[:3], head[:3])
    roles = [SECTORS.get(head[i : i + 3], "") for i in range(3, len(head), 3)]
    sector = next((role for role in roles if role), "")
    if country not in countries or not sector or sector == "ELI" or not dates:
        return None
    first, last = _days(dates.strip())
    if last and last < "1985":
        return None
    return Term(country, "", sector, first, last, "" if last else LOOKED_UNTIL["petrarch"])


def _days(dates: str) -> tuple[str, str]:
    if dates.startswith(">"):
        return _day(dates[1:]), ""
    if dates.startswith("<"):
        return "", _day(dates[1:])
    first, _, last = dates.partition("-")
    return _day(first), _day(last)


def _day(digits: str) -> str:
    digits = re.sub(r"\D", "", digits)
    if len(digits) == 6:
        digits = ("20" if int(digits[:2]) < 30 else "19") + digits
    if len(digits) != 8:
        return ""
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def is_person(name: str) -> bool:
    words = name.strip("_ ").split("_")
    return 2 <= len([word for word in words if len(word) > 1]) <= 6 and not any(
        word in TITLE_WORDS or any(ch.isdigit() for ch in word) for word in words
    )


TITLE_WORDS = frozenset(
    "PRESIDENT MINISTER PRIME CHANCELLOR LEADER GENERAL COLONEL KING QUEEN PRINCE EMIR SULTAN GOVERNMENT "
    "MINISTRY OF THE "
    "PARTY ARMY FORCE FORCES POLICE COUNCIL NATIONAL COURT OFFICE AGENCY SECRETARY PREMIER SENATOR SHEIK SHEIKH MR MRS "
    "DICTATOR ADMINISTRATION KANZLER BUNDESKANZLER BUNDESKANZLERIN GOVERNOR MAYOR GERMAN FRENCH BRITISH "
    "TROOPS COMMITTEE "
    "SERVICE SECURITY DEPARTMENT ASSEMBLY SENATE CONGRESS PARLIAMENT UNION FRONT LIBERATION MOVEMENT DEFENSE FOREIGN "
    "INTELLIGENCE GUARD MILITIA EMBASSY REPUBLIC ISLAMIC RULER POPE AND FOR".split()
)


def spelt(name: str) -> str:
    """A name of PETRARCH as people write it."""
    words = [word for word in re.sub(r"\(.*?\)", "", name).replace("_", " ").split() if word]
    small = {"AL", "EL", "BIN", "IBN", "DE", "LA", "OF", "THE", "AND", "FOR", "DA", "DOS", "DEL", "VAN", "VON"}
    return " ".join(
        word.lower() if word in small and i else "-".join(part.capitalize() for part in word.split("-"))
        for i, word in enumerate(words)
    )


def bodies_of_petrarch(paths: Iterable[Path], countries: Mapping[str, str]) -> Iterator[Body]:
    """Organisations of the international and non-state files; `countries` as for the office holders."""
    known = set(countries.values())
    for path in paths:
        for names, codes in entries_of_petrarch(path):
            undated = [code for code in codes if " " not in code and code]
            if not undated or len(undated) != len(codes):
                continue
            placed = placing(undated[0], known)
            spelled = [name for name in map(proper, names) if name and (" " in name or name.isupper())]
            if placed and spelled:
                yield Body(spelled[0], placed[0], placed[1], set(spelled))


def placing(code: str, known: set[str]) -> tuple[str, tuple[str, ...]] | None:
    """Country and sectors of a CAMEO code of an organisation."""
    head, rest = OLD_CODES.get(code[:3], code[:3]), code[3:]
    parts = [rest[i : i + 3] for i in range(0, len(rest), 3)]
    if head == "IGO":
        return "IGO", ()
    if head in ("NGO", "NGM"):
        return next((part for part in parts if part in known), "NGO"), ("SOC",)
    if head == "MNC":
        return next((part for part in parts if part in known), "MNC"), ("BUS",)
    sectors = tuple(dict.fromkeys(s for part in parts if (s := SECTORS.get(part))))
    if head in known and sectors and "GOV" not in sectors:
        return head, sectors[:2]
    return ("", sectors[:2]) if head in ("IMG", "KKL", "INT") and sectors else None


def proper(name: str) -> str:
    """A name of an organisation as people write it: short ones without a vowel pattern stay in capitals."""
    words = re.sub(r"\(.*?\)", "", name).replace("_", " ").split()
    if len(words) == 1:
        return (
            words[0] if 2 < len(words[0]) <= 6 and words[0].isalpha() else words[0].title() if len(words[0]) > 6 else ""
        )
    return spelt(" ".join(words))


def country_codes(path: Path, more: Path) -> dict[str, str]:
    """ISO codes by the names of the countries in small letters."""
    fixes = json.loads(more.read_text(encoding="utf-8"))["codes"]
    found = {}
    for row in json.loads(gzip.decompress(path.read_bytes())):
        code = fixes.get(row["cca3"], row["cca3"])
        for name in (row["name"]["common"], row["name"]["official"], *row["altSpellings"]):
            found.setdefault(name.lower(), code)
    return found
