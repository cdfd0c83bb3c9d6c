"""Compile the country table of the package: mledoze/countries (ODbL) and our additions in, one small JSON file out.

    python tools/compile_countries.py COUNTRIES.json.gz [OUT]

The source has coordinates of countries but not of their capitals: capitals go out without any, rather than with
their country's. `country_names.json` beside this file holds the names that news uses and the source lacks.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "sayso" / "resolve" / "data" / "countries.json"
ROAMING = frozenset(
    ".ai .am .as .bz .cc .cd .co .dj .eu .fm .gg .gl .io .la .ly .me .mu .nu .sc .sh .st .su .tk .to .tv"
    " .vc .ws".split()
)
"""Domains of countries that anybody in the world uses for the sake of their letters."""
LATIN = re.compile(r"[A-Za-zÀ-ɏ' .’()-]{4,}")


def compiled(countries: list[dict[str, Any]], more: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of the table, by code: names, demonyms, capitals, coordinates."""
    return sorted((_row(country, more) for country in countries), key=lambda row: row["code"])


def _row(country: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    code = more["codes"].get(country["cca3"], country["cca3"])
    name = country["name"]
    spellings = [s for s in country["altSpellings"] if LATIN.fullmatch(s) and "(" not in s]
    demonyms = re.split(r", | or ", (country["demonyms"].get("eng") or {}).get("m") or "")
    demonyms = [d for d in (*demonyms, *more["demonyms"].get(code, ())) if d not in _borrowed(country, code)]
    lists = {
        "names": [name["common"], name["official"], *spellings, *more["names"].get(code, ())],
        "demonyms": demonyms,
        "capitals": [*country["capital"], *more["capitals"].get(code, ())],
    }
    dropped = set(more["drop"])
    kept = {
        key: list(dict.fromkeys(v for v in values if v and (key == "demonyms" or v not in dropped)))
        for key, values in lists.items()
    }
    lat, lon = country["latlng"]
    domains = [domain for domain in country["tld"] if re.fullmatch(r"\.[a-z]{2}", domain) and domain not in ROAMING]
    return {"code": code, "name": name["common"], "lat": lat, "lon": lon, **kept, "domains": domains}


def _borrowed(country: dict[str, Any], code: str) -> frozenset[str]:
    """Nationality words that a dependent territory shares with the state it belongs to."""
    own = country["independent"] or code in ("XKX", "PSE", "TWN", "HKG", "ESH")
    return frozenset() if own else frozenset({"French", "Dutch", "American", "Norwegian", "Indian"})


def main(arguments: list[str]) -> int:
    """Read the source named first, write the table to the path named second or into the package."""
    if not arguments:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    with gzip.open(arguments[0], "rt", encoding="utf-8") as file:
        countries = json.load(file)
    more = json.loads((HERE / "country_names.json").read_text(encoding="utf-8"))
    rows = compiled(countries, more)
    out = Path(arguments[1]) if len(arguments) > 1 else OUT
    body = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    out.write_text(f'{{"version": "countries-1", "countries": [\n{body}\n]}}\n', encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
