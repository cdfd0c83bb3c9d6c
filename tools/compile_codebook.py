"""In: the CAMEO to PLOVER table of the PLOVER project. Out: `src/sayso/ground/data/crosswalk.json`.

    python tools/compile_codebook.py path/to/cameo2plover.txt

The table was written for an earlier draft of PLOVER: some of its modes and contexts no longer exist, it leaves out
CAMEO 02 and a few late codes, and some rows contradict Sayso's codebook. Each of these departures is declared below
with its reason, so that the compiled file can be traced line by line.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src" / "sayso" / "ground" / "data"
LINE = re.compile(r"^(\d{3,4}): *([A-Z]+), *([^,]*), *([^#]*)(?:#.*)?$")


class Row(NamedTuple):
    """What one CAMEO code means in PLOVER."""

    type: str
    mode: str | None
    contexts: tuple[str, ...]


# Modes that PLOVER 0.8 no longer has, and what says the same; None where only the type is left.
RETIRED_MODES = {
    ("RETREAT", "return"): None,
    ("RETREAT", "ease"): None,
    ("THREATEN", "ban"): "restrict",
    ("THREATEN", "political"): "restrict",
    ("COERCE", "ban"): "restrict",
    ("ASSAULT", "assassinate"): "targeted",
    ("ASSAULT", "massacre"): None,
    ("ASSAULT", "cleansing"): None,
    ("ASSAULT", "seize"): "destroy",
    ("ASSAULT", "pro_autocracy"): None,  # a context that slipped one column to the left
}
RETIRED_CONTEXTS = {"humanitarian": "human_security", "democracy": "pro_democracy"}

# Where the table and the codebook disagree the codebook decides; the reason follows each group.
REREAD: dict[str, tuple[str, str | None]] = {
    # to announce a concession or a retreat is to concede
    **dict.fromkeys(("035", "0351", "0352", "0353", "0354", "0355", "0356"), ("CONCEDE", None)),
    # apology and pardon are concessions
    "055": ("CONCEDE", None), "056": ("CONCEDE", None),
    # demanding or refusing a concession has the mode yield
    "105": ("REQUEST", "yield"), "124": ("REJECT", "yield"), "1241": ("REJECT", "yield"), "1242": ("REJECT", "yield"),
    # an accusation alleges; a verdict convicts
    "112": ("ACCUSE", "allege"), "116": ("SANCTION", "convict"),
    # what an ultimatum threatens is not said
    "139": ("THREATEN", None),
    # sanctions and embargoes reduce relations
    "163": ("SANCTION", None),
    # limits on speech and press are censorship
    "1721": ("COERCE", "censor"),
    # air attacks have a mode of their own now; of bombings without further detail not all are suicide attacks
    "195": ("ASSAULT", "aerial"), "183": ("ASSAULT", "explosives"),
}  # fmt: skip

# Codes of CAMEO 1.1b3 that the table leaves out.
ADDED = {
    "155": Row("MOBILIZE", None, ("cyber",)),
    "176": Row("COERCE", "cyber", ("cyber",)),
    "1834": Row("ASSAULT", "explosives", ()),
    "1951": Row("ASSAULT", "aerial", ("military",)),
    "1952": Row("ASSAULT", "drone", ("military",)),
}

# From PLOVER back: the code to write where the shortest one that leads here is not the best, or none does.
BACK = {
    "AGREE": "030", "SUPPORT": "051", "CONCEDE": "080", "RETREAT": "080", "RETREAT resign": "0831",
    "CONSULT visit": "042", "CONSULT multilateral": "040",
    "ACCUSE": "110", "REQUEST change": "104", "REJECT change": "123",
    "THREATEN arrest": "130", "THREATEN restrict": "132", "THREATEN relations": "1313", "THREATEN violence": "138",
    "PROTEST strike": "143", "PROTEST vandalize": "145", "MOBILIZE": "150", "MOBILIZE troops": "154",
    "MOBILIZE police": "153", "RETREAT withdraw": "0874", "RETREAT disarm": "0873", "MOBILIZE weapons": "150",
    "MOBILIZE militia": "150", "SANCTION expel": "166", "SANCTION": "163", "SANCTION discontinue": "160",
    "COERCE seize": "171", "COERCE restrict": "172", "COERCE withhold": "170", "COERCE misinformation": "170",
    "ASSAULT": "180", "ASSAULT targeted": "186", "ASSAULT destroy": "1712", "ASSAULT primitive": "180",
    "ASSAULT explosives": "183", "ASSAULT suicide-attack": "1831", "ASSAULT crowd-control": "175",
    "ASSAULT abduct": "181",
}  # fmt: skip

# CAMEO 03 is the only group for acts that have not happened: intent to do something cooperative.
INTENT = {
    "AGREE": "030", "COOPERATE": "031", "SUPPORT": "032", "AID": "033", "CONCEDE": "035", "RETREAT": "035",
    "CONSULT": "036",
}  # fmt: skip


def read_rows(lines: list[str]) -> dict[str, Row]:
    """The table's rows by CAMEO code, as printed."""
    found = (LINE.match(line.rstrip()) for line in lines)
    return {
        match[1]: Row(match[2], match[3].strip() or None, tuple(match[4].replace(";", " ").split()))
        for match in found
        if match
    }


def bring_up_to_date(code: str, row: Row) -> Row:
    """`row` in the terms of the codebook: retired modes and contexts replaced, contradictions settled."""
    slipped = (row.mode,) if row.mode == "pro_autocracy" else ()
    mode = RETIRED_MODES.get((row.type, row.mode), row.mode) if row.mode else None
    kind, mode = REREAD.get(code, (row.type, mode))
    contexts = (RETIRED_CONTEXTS.get(context, context) for context in slipped + row.contexts)
    return Row(kind, mode, tuple(dict.fromkeys(contexts)))


def with_appeals(rows: dict[str, Row]) -> dict[str, Row]:
    """`rows` plus CAMEO 02, whose appeals number exactly like the demands of CAMEO 10 and are REQUEST too."""
    return rows | {f"02{code[2:]}": row for code, row in rows.items() if code.startswith("10")}


def with_roots(rows: dict[str, Row]) -> dict[str, Row]:
    """`rows` plus the two-digit root codes, each meaning what its catch-all member `NN0` means."""
    return rows | {code[:2]: row for code, row in rows.items() if len(code) == 3 and code.endswith("0")}


def way_back(rows: dict[str, Row], modes: dict[str, list[str]]) -> dict[str, str]:
    """For each `TYPE` and `TYPE mode` of the codebook the CAMEO code to write."""
    back: dict[str, str] = {}
    for kind, names in modes.items():
        for mode in (None, *names):
            key = f"{kind} {mode}" if mode else kind
            leading = [code for code, row in rows.items() if (row.type, row.mode) == (kind, mode) and len(code) > 2]
            shortest = min(leading, key=lambda code: (len(code), code[:2] == "02", code), default=None)
            code = BACK.get(key) or shortest
            if code is None:
                raise SystemExit(f"no CAMEO code for {key}: add one to BACK")
            back[key] = code
    return back


def main(path: str) -> None:
    book = json.loads((DATA / "codebook.json").read_text("utf-8"))
    modes = {entry["code"]: list(entry["modes"]) for entry in book["types"]}
    printed = read_rows(Path(path).read_text("utf-8").splitlines())
    rows = {code: bring_up_to_date(code, row) for code, row in printed.items()} | ADDED
    rows = dict(sorted(with_roots(with_appeals(rows)).items()))
    for code, row in rows.items():
        strange = [context for context in row.contexts if context not in book["contexts"]]
        if row.type not in modes or (row.mode and row.mode not in modes[row.type]) or strange:
            raise SystemExit(f"{code}: {row} is not in the codebook")
    about = {
        "source": "CAMEO to PLOVER conversion table, PLOVER draft 0.8, 17 September 2021, Open Event Data Alliance",
        "licence": "CC BY-SA 4.0",
        "changed": "compiled by tools/compile_codebook.py, which lists each departure with its reason",
    }
    tables = {"about": about, "cameo": rows, "back": way_back(rows, modes), "intent": INTENT}
    (DATA / "crosswalk.json").write_text(layout(tables), "utf-8")


def layout(tables: dict[str, dict[str, object]]) -> str:
    """JSON with one entry a line, so that a change reads well as a diff."""
    blocks = []
    for name, table in tables.items():
        entries = ",\n".join(f"    {json.dumps(key)}: {json.dumps(value)}" for key, value in table.items())
        blocks.append(f"  {json.dumps(name)}: {{\n{entries}\n  }}")
    return "{\n" + ",\n".join(blocks) + "\n}\n"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
