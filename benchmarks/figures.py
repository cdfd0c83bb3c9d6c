"""Annotated data come in, named figures of what the program makes of them go out: the suites of the quality gate.

Golden reports are scored by `golden`. Development data are scored by the judge that lies beside them, loaded from its
file: it stays the one authority on its own metrics.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import actors
import golden
from sayso.ground import codebook

Row = dict[str, Any]
Figures = dict[str, float]
Token = tuple[str, str, int, str]
"""A word of a treebank: its form, part of speech, governor (-1 at the root) and relation."""
CODE = ("code", "-", "--format", "jsonl", "--quiet")
RELATE = ("relate", "-")
QUADS = ("VC", "MC", "VF", "MF")
"""The quad classes as the pairs of parties number them, from 1."""


@dataclass(frozen=True, slots=True)
class Suite:
    """Figures measured together. `measure` takes the folder of the data: the project's, or the shared one."""

    name: str
    is_shared: bool
    measure: Callable[[Path], Figures]


def sayso(arguments: Iterable[str], lines: Iterable[str]) -> list[str]:
    """What the command of this environment prints for those lines of input.

    Raises:
        RuntimeError: The command failed.
    """
    script = Path(sys.executable).with_name("sayso")
    command = [str(script)] if script.exists() else [sys.executable, "-m", "sayso.serve.cli"]
    given = "".join(line + "\n" for line in lines)
    done = subprocess.run([*command, *arguments], input=given, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join([*command, *arguments])} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout.splitlines()


# ---- the project's own golden data ----------------------------------------------------------------------------------


def golden_figures(root: Path) -> Figures:
    reports = golden.load(sorted((root / "tests" / "golden").glob("*.jsonl")))
    rows = coded(report.input() for report in reports)
    return golden.score(reports, {row["report"]["id"]: row for row in rows})


def quiet_figures(root: Path) -> Figures:
    sentences = golden.quiet_sentences(root / "tests" / "golden" / "nonevents.txt")
    return {"false events per 100 sentences": golden.false_events(coded(golden.as_inputs(sentences)))}


def actor_figures(root: Path) -> Figures:
    return actors.measured(root, coded)


def coded(reports: Iterable[Mapping[str, Any]]) -> list[Row]:
    """The rows of `sayso code` for those reports."""
    return [json.loads(line) for line in sayso(CODE, (json.dumps(report) for report in reports))]


# ---- development data, by their judge -------------------------------------------------------------------------------


@cache
def judge(shared: Path) -> Any:
    """The judge's module."""
    path = shared / "score" / "score.py"
    spec = spec_from_file_location("judge", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot load {path}")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged(shared: Path, dataset: str, gold: Path) -> tuple[Row, list[Row]]:
    """The judge's verdict on what the program says of a data set, and the program's rows."""
    lines = sayso(RELATE if dataset == "pairs" else CODE, judge(shared).reports(dataset, gold))
    return judge(shared).score(dataset, gold, lines), [json.loads(line) for line in lines]


def dossier_figures(shared: Path) -> Figures:
    """The dossiers kept for development: the tenth and eleventh of each letter."""
    parts = sorted((shared / "data" / "dossiers").glob("[A-Z]1[01].jsonl"))
    with tempfile.TemporaryDirectory() as folder:
        gold = Path(folder) / "dossiers.jsonl"
        gold.write_text("\n".join(part.read_text("utf-8").rstrip("\n") for part in parts) + "\n", "utf-8")
        return event_figures(judged(shared, "dossiers", gold)[0])


def real_figures(shared: Path) -> Figures:
    return event_figures(judged(shared, "dossiers", shared / "data" / "real" / "dev.jsonl")[0])


def event_figures(verdict: Row) -> Figures:
    events = verdict["events"]
    typed = events["of those typed right"]
    return {
        "anchor f1": events["anchor"]["f1"],
        "anchor+type f1": events["anchor+type"]["f1"],
        "status macro-f1": typed["status"]["macro_f1"],
        "status accuracy": typed["status"]["accuracy"],
        "mode accuracy": typed["mode"],
        "date accuracy": typed["date"],
        "nearest source f1": typed["nearest source"]["f1"],
        "actors f1": events["actors"]["f1"],
        "recipients f1": events["recipients"]["f1"],
        "contexts f1": events["contexts"]["f1"],
        **claim_figures(verdict["claims"], "overlap"),
    }


def claim_figures(claims: Row, measure: str) -> Figures:
    return {f"claim {part} {measure} f1": claims[part][measure]["f1"] for part in ("source", "cue", "content")}


def polnear_figures(shared: Path) -> Figures:
    verdict, _ = judged(shared, "polnear", shared / "data" / "polnear" / "dev.jsonl.gz")
    return {**claim_figures(verdict, "exact"), **claim_figures(verdict, "tokens")}


def pair_figures(shared: Path) -> Figures:
    gold = shared / "data" / "events" / "plv-dev.jsonl"
    verdict, rows = judged(shared, "pairs", gold)
    truth = [QUADS[int(row["penta"]) - 1] for row in judge(shared).LOAD["pairs"](gold)]
    book = codebook.load()
    # the data join CONCEDE and RETREAT in one class of material cooperation
    found = [book.quad("RETREAT" if row["type"] == "CONCEDE" else row["type"]) for row in rows]
    quads = judge(shared).by_type(truth, found)
    return {"macro-f1": verdict["macro_f1"], "accuracy": verdict["accuracy"], "quad macro-f1": quads["macro_f1"]}


def tagging_figures(shared: Path) -> Figures:
    verdict, _ = judged(shared, "tagging", shared / "data" / "events" / "cameo_ner-dev.txt")
    return {f"{role} overlap f1": verdict[role]["overlap"]["f1"] for role in ("actors", "recipients", "both")}


def time_figures(shared: Path) -> Figures:
    verdict, _ = judged(shared, "timeml", shared / "data" / "temporal" / "timeml-train.tar.gz")
    return {f"{name} f1": verdict[name]["f1"] for name in ("strict", "relaxed", "value")}


def local_place_figures(shared: Path) -> Figures:
    return place_figures(judged(shared, "places", shared / "data" / "geo" / "lgl.xml.gz")[0])


def epidemic_place_figures(shared: Path) -> Figures:
    """GeoVirus marks its places in words of its own: they are put into those that the judge reads."""
    with tempfile.TemporaryDirectory() as folder:
        gold = Path(folder) / "geovirus.xml"
        gold.write_text(as_toponyms(shared / "data" / "geo" / "GeoVirus.xml.gz"), "utf-8")
        return place_figures(judged(shared, "places", gold)[0])


def as_toponyms(path: Path) -> str:
    """A file of `location` elements, counted from one, as `toponym` elements, counted from nought."""
    root = ET.fromstring(gzip.decompress(path.read_bytes()))
    for place in root.iter("location"):
        place.tag = "toponym"
        for name in ("start", "end"):
            mark = place.find(name)
            if mark is not None and mark.text:
                mark.text = str(int(mark.text) - 1)
        point = ET.SubElement(place, "gaztag")
        for name in ("lat", "lon"):
            ET.SubElement(point, name).text = place.findtext(name)
    return ET.tostring(root, encoding="unicode")


def place_figures(verdict: Row) -> Figures:
    return {
        "recognition f1": verdict["recognition"]["f1"],
        "within 161 km of found": verdict["acc161_of_found"],
        "within 161 km of all": verdict["acc161_end_to_end"],
    }


# ---- the seed report ------------------------------------------------------------------------------------------------


def seed_figures(shared: Path) -> Figures:
    """How many of its 35 events are found and typed right, and three that a reader would look for first."""
    verdict, rows = judged(shared, "dossiers", shared / "seed" / "gold.jsonl")
    typed = verdict["events"]["anchor+type"]
    events = rows[0]["events"]
    wanted = [event for event in near(events, "release", "RETREAT") if event["status"] == "wanted"]
    chains = [{source["text"].lower() for source in event["sources"]} for event in wanted]
    return {
        "events found and typed": round(typed["r"] * typed["n"]),
        "precision": typed["p"],
        "release is wanted, by the spokesman and the Secretary": float({"the spokesman", "the secretary"} in chains),
        "interference is denied": float(any(event["status"] == "denied" for event in near(events, "interfere"))),
        "strike is possible": float(any(e["status"] == "possible" for e in near(events, "strike", "PROTEST"))),
    }


def near(events: Iterable[Row], anchor: str, type: str | None = None) -> list[Row]:
    """The events with that anchor, and that type if one is given."""
    return [event for event in events if event["anchor"]["text"] == anchor and type in (None, event["type"])]


# ---- trees ----------------------------------------------------------------------------------------------------------


def tree_figures(shared: Path) -> Figures:
    """Parts of speech and trees over the treebank's own words and sentences; punctuation counts."""
    from sayso.language.reader import Reader

    reader = Reader.load()
    sentences = list(treebank(shared / "data" / "ud" / "ewt-dev.conllu.gz"))
    parses = reader.parse([[form for form, *_ in sentence] for sentence in sentences])
    pairs = [pair for gold, found in zip(sentences, parses, strict=True) for pair in zip(gold, found, strict=True)]
    right = {
        "upos": [gold[1] == found[0] for gold, found in pairs],
        "uas": [gold[2] == found[1] for gold, found in pairs],
        "las": [gold[2:] == found[1:] for gold, found in pairs],
        "las without subtypes": [(gold[2], main(gold[3])) == (found[1], main(found[2])) for gold, found in pairs],
    }
    return {name: round(sum(hits) / len(hits), 4) for name, hits in right.items()}


def main(relation: str) -> str:
    """The universal part of a relation."""
    return relation.partition(":")[0]


def treebank(path: Path) -> Iterator[list[Token]]:
    """The sentences of a CoNLL-U file; words of several tokens and empty nodes are no words of their own."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        sentence: list[Token] = []
        for line in stream:
            columns = line.rstrip("\n").split("\t")
            if columns[0].isdigit():
                sentence.append((columns[1], columns[3], int(columns[6]) - 1, columns[7]))
            elif columns == [""] and sentence:
                yield sentence
                sentence = []
        if sentence:
            yield sentence


SUITES: Sequence[Suite] = (
    Suite("golden", is_shared=False, measure=golden_figures),
    Suite("actors", is_shared=False, measure=actor_figures),
    Suite("nonevents", is_shared=False, measure=quiet_figures),
    Suite("seed", is_shared=True, measure=seed_figures),
    Suite("dossiers", is_shared=True, measure=dossier_figures),
    Suite("real", is_shared=True, measure=real_figures),
    Suite("polnear", is_shared=True, measure=polnear_figures),
    Suite("pairs", is_shared=True, measure=pair_figures),
    Suite("tagging", is_shared=True, measure=tagging_figures),
    Suite("timeml", is_shared=True, measure=time_figures),
    Suite("lgl", is_shared=True, measure=local_place_figures),
    Suite("geovirus", is_shared=True, measure=epidemic_place_figures),
    Suite("ewt", is_shared=True, measure=tree_figures),
)
