"""Corpora come in as files, `Window`s of words with whatever each corpus annotates go out.

A window is a stretch of consecutive sentences of one text. What a corpus does not annotate is None, so that no head
learns from silence. Word indices count within the window; ranges are inclusive of `last`.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sayso.language.pieces import CLOSE_SOURCE, CLOSE_TARGET, OPEN_SOURCE, OPEN_TARGET
from sayso.language.tokens import find_sentences, find_words

from . import labels

Range = tuple[int, int]
DEVELOPMENT = ("10", "11")


@dataclass
class Act:
    """An event at word `at`; the parties are word ranges; `sources` None where the nearest source is out of sight."""

    at: int
    type: str
    mode: str | None
    status: str
    contexts: list[str]
    roles: dict[str, list[Range] | None]


@dataclass
class Saying:
    """A claim whose cue is the word range `cue`."""

    cue: Range
    stance: str | None
    source: list[Range]
    content: list[Range]


@dataclass
class Window:
    """Words of consecutive sentences with their annotations."""

    words: list[str]
    sentence_of: list[int]
    tags: list[int] | None = None
    heads: list[int] | None = None
    relations: list[int] | None = None
    acts: list[Act] | None = None
    sayings: list[Saying] | None = None
    mentions: list[tuple[Range, str, int]] | None = None
    nominals: list[tuple[Range, str, int]] | None = None
    loaded: list[Range] | None = None
    pair: tuple[int, int, tuple[int, ...]] | None = None
    quiet: bool = False
    origin: str = field(default="", compare=False)


class Text:
    """A text cut into words and sentences, with character spans mapped to word ranges."""

    def __init__(self, text: str, sentences: list[Range] | None = None) -> None:
        self.text = text
        self.words = find_words(text)
        self.starts = [start for start, _ in self.words]
        self.ends = [end for _, end in self.words]
        self.sentences = find_sentences(text, self.words) if sentences is None else self._from_characters(sentences)

    def _from_characters(self, sentences: list[Range]) -> list[Range]:
        ranges = [(bisect_left(self.starts, a), bisect_left(self.starts, b)) for a, b in sentences]
        return [(a, b) for a, b in ranges if a < b]

    def range(self, start: int, end: int) -> Range | None:
        """Word range that covers the characters `[start, end)`."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end) - 1
        return (first, last) if first <= last else None

    def groups(self, limit: int, offset: int = 0) -> Iterator[Range]:
        """Sentence ranges of at most `limit` words each (one long sentence may exceed it)."""
        first = 0
        limit_now = offset or limit
        while first < len(self.sentences):
            last = first + 1
            while last < len(self.sentences) and self.sentences[last][1] - self.sentences[first][0] <= limit_now:
                last += 1
            yield first, last
            first, limit_now = last, limit


def _window(text: Text, first: int, last: int, origin: str) -> tuple[Window, int, int]:
    low, high = text.sentences[first][0], text.sentences[last - 1][1]
    strings = [text.text[a:b] for a, b in text.words[low:high]]
    sentence_of = [i - first for i in range(first, last) for _ in range(*text.sentences[i])]
    return Window(strings, sentence_of, origin=origin), low, high


def _inside(ranges: list[Range], low: int, high: int) -> list[Range]:
    return [(a - low, b - low) for a, b in ranges if low <= a and b < high]


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from file


# ---- Universal Dependencies: words, trees; GUM also mentions and coreference -----------------------------------------


QUIET = tuple(
    "reviews answers GUM_academic GUM_conversation GUM_fiction GUM_podcast GUM_textbook GUM_vlog GUM_voyage"
    " GUM_whow".split()
)
"""Documents of the treebanks whose kind of text tells of no political event."""


def treebank(path: Path, limit: int) -> list[Window]:
    windows: list[Window] = []
    for name, document in _conllu(path):
        for window in _tree_windows(document, limit, path.name):
            window.quiet = name.startswith(QUIET)
            windows.append(window)
    return windows


def _tree_windows(document: list[list[list[str]]], limit: int, origin: str) -> Iterator[Window]:
    """Windows of whole sentences of at most `limit` words (one long sentence may exceed it)."""
    sentences: list[list[list[str]]] = []
    for sentence in [*document, []]:
        if sentences and (not sentence or sum(map(len, sentences)) + len(sentence) > limit):
            yield _tree_window(sentences, origin)
            sentences = []
        sentences.append(sentence)


def _conllu(path: Path) -> Iterator[tuple[str, list[list[list[str]]]]]:
    name = ""
    document: list[list[list[str]]] = []
    sentence: list[list[str]] = []
    for line in _lines(path):
        if line.startswith("# newdoc"):
            if document:
                yield name, document
            document, name = [], line.split("=")[1].strip()
        elif line.strip() and not line.startswith("#"):
            row = line.rstrip("\n").split("\t")
            if row[0].isdigit():
                sentence.append(row)
        elif not line.strip() and sentence:
            document.append(sentence)
            sentence = []
    if document:
        yield name, document


@dataclass
class EntityDocument:
    """A document's words, its windows with the number of their first word, and its entities as (range, kind, chain)."""

    words: list[str]
    windows: list[tuple[Window, int]]
    entities: list[tuple[Range, str, int]]


def entity_documents(path: Path, limit: int) -> Iterator[EntityDocument]:
    """GUM's documents whole, for entities and chains that run over windows."""
    for _, sentences in _conllu(path):
        rows = [row for sentence in sentences for row in sentence]
        windows, base = [], 0
        for window in _tree_windows(sentences, limit, path.name):
            windows.append((window, base))
            base += len(window.words)
        yield EntityDocument([row[1] for row in rows], windows, _gum_entities(rows))


def _tree_window(sentences: list[list[list[str]]], origin: str) -> Window:
    window = Window([], [], [], [], [], origin=origin)
    assert window.tags is not None
    assert window.heads is not None
    assert window.relations is not None
    base = 0
    for number, rows in enumerate(sentences):
        for i, row in enumerate(rows):
            head = int(row[6])
            window.words.append(row[1])
            window.sentence_of.append(number)
            window.tags.append(labels.POS.index(row[3]) if row[3] in labels.POS else labels.POS.index("X"))
            window.heads.append(base + (i if head == 0 else head - 1))
            relation = row[7] if row[7] in labels.RELATIONS else row[7].split(":")[0]
            relation = relation if relation in labels.RELATIONS else "dep"
            window.relations.append(labels.RELATIONS.index(relation))
        base += len(rows)
    if origin.startswith("gum"):
        window.nominals = _gum_entities([row for rows in sentences for row in rows])
    return window


NOMINAL_OF = {"person": "person", "place": "place", "organization": "organization"}


def _gum_entities(rows: list[list[str]]) -> list[tuple[Range, str, int]]:
    opened: dict[str, list[tuple[int, str]]] = defaultdict(list)
    found: list[tuple[Range, str, int]] = []
    clusters: dict[str, int] = {}
    for i, row in enumerate(rows):
        entity = next((x[7:] for x in row[9].split("|") if x.startswith("Entity=")), "")
        for mark in re.findall(r"\([^()]+\)?|[^()]+\)", entity):
            body = mark.strip("()")
            group = body.split("-")[0]
            key = body if mark[0] != "(" else "-".join(body.split("-")[:1])
            if mark[0] == "(":
                kind = body.split("-")[1] if "-" in body else "object"
                opened[group].append((i, kind))
            if mark[-1] == ")":
                key = group if mark[0] == "(" else body.split("-")[0]
                if opened[key]:
                    first, kind = opened[key].pop()
                    cluster = clusters.setdefault(key.split("[")[0], len(clusters))
                    found.append(((first, i), NOMINAL_OF.get(kind, "other"), cluster))
    return found


# ---- PolNeAR: who says what ---------------------------------------------------------------------------------------


def polnear(path: Path, limit: int, offset: int = 0) -> list[Window]:
    windows = []
    for row in map(json.loads, _lines(path)):
        text = Text(row["text"])
        sayings = [_saying(text, a) for a in row["attributions"] if a.get("cue")]
        for first, last in text.groups(limit, offset):
            window, low, high = _window(text, first, last, "polnear")
            window.sayings = [_shift(s, low, high) for s in sayings if s and low <= s.cue[0] and s.cue[1] < high]
            windows.append(window)
    return windows


def _saying(text: Text, attribution: dict) -> Saying | None:
    cue = text.range(*attribution["cue"][0])
    if cue is None:
        return None
    ranges = {
        role: [r for a, b in attribution.get(role, []) if (r := text.range(a, b))] for role in ("source", "content")
    }
    return Saying(cue, None, ranges["source"], ranges["content"])


def _shift(saying: Saying, low: int, high: int) -> Saying:
    cue = (saying.cue[0] - low, saying.cue[1] - low)
    clip = [(max(a, low) - low, min(b, high - 1) - low) for a, b in saying.content if a < high and b >= low]
    return Saying(cue, saying.stance, _inside(saying.source, low, high), clip)


# ---- dossiers: everything the codebook knows ----------------------------------------------------------------------


@dataclass
class Dossier:
    """One annotated report with all its spans as word ranges of the whole text."""

    text: Text
    acts: list[tuple[Act, list[list[Range]]]]
    sayings: list[Saying]
    mentions: list[tuple[Range, str, int]]
    loaded: list[Range]
    name: str


def dossiers(paths: list[Path]) -> list[Dossier]:
    reports = []
    for path in paths:
        for line in path.open(encoding="utf-8"):
            row = json.loads(line) if line.strip() else {}
            if "report" in row:
                reports.append(_dossier(row))
    return reports


def dossier_files(folder: Path, *, development: bool) -> list[Path]:
    return [p for p in sorted(folder.glob("[A-Z][0-9][0-9].jsonl")) if (p.stem[1:] in DEVELOPMENT) == development]


@dataclass
class Page:
    """The sentences of a dossier's report and the text they make together."""

    strings: list[str]
    starts: list[int]
    text: Text

    @classmethod
    def of(cls, strings: list[str]) -> Page:
        starts = [0]
        for string in strings:
            starts.append(starts[-1] + len(string) + 1)
        return cls(
            strings, starts, Text(" ".join(strings), [(starts[i], starts[i] + len(s)) for i, s in enumerate(strings)])
        )

    def locate(self, s: int, value: str | list) -> Range | None:
        """Words of a string, or of its n-th occurrence, in sentence `s`."""
        string, nth = value if isinstance(value, list) else (value, 0)
        at = -1
        for _ in range(nth + 1):
            at = self.strings[s].find(string, at + 1)
            if at < 0:
                return None
        return self.text.range(self.starts[s] + at, self.starts[s] + at + len(string))

    def many(self, s: int, values: list | None) -> list[Range]:
        return [r for v in values or [] if v and (r := self.locate(s, v))]

    def nearest(self, s: int, name: str) -> list[Range]:
        """Where a name stands, the sentence nearest to `s` first."""
        near = sorted(range(len(self.strings)), key=lambda i: abs(i - s))
        return [r for i in near if name in self.strings[i] and (r := self.locate(i, name))]


def _dossier(row: dict) -> Dossier:
    page = Page.of(row["sentences"])
    acts = [act for event in row["events"] if (act := _act_of(page, event))]
    sayings = [saying for claim in row["claims"] if (saying := _claim_of(page, claim))]
    mentions = [
        (found, name["kind"], number)
        for number, name in enumerate(row["names"])
        for s, *value in name["mentions"]
        if (found := page.locate(s, value[0] if len(value) == 1 else value))
    ]
    loaded = [r for s, string in row.get("loaded") or [] if (r := page.locate(s, string))]
    return Dossier(page.text, acts, sayings, mentions, loaded, row["report"])


def _act_of(page: Page, event: dict) -> tuple[Act, list[list[Range]]] | None:
    """An event with where each of its sources stands; None where its anchor cannot be found."""
    s = event["s"]
    at = page.locate(s, event["anchor"])
    if at is None:
        return None
    chain = [page.nearest(s, name) for name in event.get("sources") or []]
    roles: dict[str, list[Range] | None] = {
        "actor": page.many(s, event.get("actor")), "recipient": page.many(s, event.get("recipient")),
        "place": page.many(s, [event.get("place")]), "time": page.many(s, [event.get("time")]),
    }  # fmt: skip
    return Act(at[0], event["type"], event.get("mode"), event["status"], event.get("contexts") or [], roles), chain


def _claim_of(page: Page, claim: dict) -> Saying | None:
    s = claim["s"]
    cue = page.locate(s, claim["cue"]) if claim.get("cue") else None
    if cue is None:
        return None
    return Saying(cue, claim["stance"], page.many(s, [claim.get("source")]), page.many(s, [claim.get("content")]))


def dossier_windows(reports: list[Dossier], limit: int, rng: random.Random) -> list[Window]:
    """Cuts each report into windows of a random size, so that no sentence always stands at the same place."""
    windows = []
    for report in reports:
        size = rng.choice((limit, limit, limit * 2 // 3, limit // 3))
        for first, last in report.text.groups(size, rng.randint(size // 3, size)):
            window, low, high = _window(report.text, first, last, report.name)
            window.acts = [_place_act(act, chain, low, high) for act, chain in report.acts if low <= act.at < high]
            window.sayings = [_shift(s, low, high) for s in report.sayings if low <= s.cue[0] and s.cue[1] < high]
            window.mentions = [((a - low, b - low), k, n) for (a, b), k, n in report.mentions if low <= a and b < high]
            window.loaded = _inside(report.loaded, low, high)
            windows.append(window)
    return windows


def _place_act(act: Act, chain: list[list[Range]], low: int, high: int) -> Act:
    roles: dict[str, list[Range] | None] = {
        role: _inside(ranges or [], low, high) for role, ranges in act.roles.items()
    }
    nearest = _inside(chain[0], low, high)[:1] if chain else []
    roles["source"] = None if chain and not nearest else nearest
    return Act(act.at - low, act.type, act.mode, act.status, act.contexts, roles)


# ---- pairs of parties: what the one does to the other ---------------------------------------------------------------


def marked(text: str, source: Range, target: Range) -> tuple[list[str], int, int]:
    """Words of `text` with markers around the characters of the two parties, and where the opening markers stand."""
    words: list[tuple[int, int, str]] = [(a, 1, text[a:b]) for a, b in find_words(text)]
    words += [(source[0], 0, OPEN_SOURCE), (source[1] - 1, 2, CLOSE_SOURCE)]
    words += [(target[0], 0, OPEN_TARGET), (target[1] - 1, 2, CLOSE_TARGET)]
    strings = [word for _, _, word in sorted(words, key=lambda w: (w[0], w[1]))]
    return strings, strings.index(OPEN_SOURCE), strings.index(OPEN_TARGET)


def pairs_from_rows(path: Path) -> list[Window]:
    """Rows with a sentence, both parties and a PLOVER root, or a binary or five-fold class that several types share."""
    windows = []
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        parties = [row[k].split(":", 1)[1] if "gold_binary" in row else row[k] for k in ("source", "target")]
        spans = [_first(row["sentence"], party) for party in parties]
        if None in spans or not row["sentence"]:
            continue
        if "gold_root" in row:
            types = ("CONCEDE", "RETREAT") if row["gold_root"] == "YIELD" else (row["gold_root"],)
        else:
            quads = ("VC", "MC") if row["gold_binary"] == "0" else ("VF", "MF")
            types = tuple(t for t in labels.TYPES[1:] if labels.BOOK.quad(t) in quads)
        windows.append(_pair(row["sentence"], spans[0], spans[1], types, origin=path.stem))
    return windows


def _first(text: str, string: str) -> Range | None:
    at = text.find(string)
    return (at, at + len(string)) if at >= 0 and string else None


def _pair(text: str, source: Range, target: Range, types: tuple[str, ...], *, origin: str) -> Window:
    strings, first, second = marked(text, source, target)
    allowed = tuple(labels.TYPES.index(t) for t in types)
    return Window(strings, [0] * len(strings), pair=(first, second, allowed), origin=origin)


def pairs_from_dossiers(reports: list[Dossier]) -> list[Window]:
    """Each actor-recipient pair of each event, in its sentence; pairs with several types keep them all out."""
    windows = []
    for report in reports:
        text = report.text
        seen: dict[tuple[Range, Range], set[str]] = defaultdict(set)
        for act, _ in report.acts:
            for actor in act.roles["actor"] or []:
                for recipient in act.roles["recipient"] or []:
                    seen[actor, recipient].add(act.type)
        for (actor, recipient), types in seen.items():
            if len(types) > 1 or max(actor[0], recipient[0]) <= min(actor[1], recipient[1]):
                continue
            sentence = next((a, b) for a, b in text.sentences if a <= actor[0] < b)
            base = text.starts[sentence[0]]
            spans = [(text.starts[a] - base, text.ends[b] - base) for a, b in (actor, recipient)]
            string = text.text[base : text.ends[sentence[1] - 1]]
            if max(s[1] for s in spans) <= len(string) and min(s[0] for s in spans) >= 0:
                windows.append(_pair(string, spans[0], spans[1], tuple(types), origin="dossier-pair"))
    return windows


def classes(path: Path) -> list[tuple[str, int]]:
    """Sentences with the class 0 (no event) or quad 1-4."""
    with path.open(encoding="utf-8") as file:
        return [(row[0], int(row[1])) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
