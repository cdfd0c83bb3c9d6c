"""Reports read with the model of the package."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from sayso.ground import codebook
from sayso.ground.errors import ModelCorrupt, ModelMissing
from sayso.ground.records import Reading, Report, Span
from sayso.language.encoder import PACKAGED
from sayso.language.reader import Reader

pytestmark = pytest.mark.model

PLAIN = (
    "Police in Batumi detained two poll workers on Sunday, the interior ministry said.",
    "The opposition denied that its observers had attacked the police.",
    "“We will strike on Monday,” said the union's leader, Nino Abashidze.",
    "The president urged the parliament to lift the curfew.",
    "Troops shelled the town of Dvir, according to villagers.",
)
FIELDS = ("sentences", "words", "mentions", "anchors", "cues", "loaded")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


@pytest.fixture(scope="module")
def long_reading(reader: Reader) -> Reading:
    """The reading of a report of more than 5,000 words whose last sentence tells of a rare act."""
    chance = random.Random(3)
    body = " ".join(chance.choice(PLAIN) for _ in range(430))
    return reader.read(Report("long", f"{body} On Friday rebels abducted three engineers near Kalat."))


def spans_of(reading: Reading) -> list[Span]:
    cues = [span for cue in reading.cues for span in (cue.span, cue.source, *cue.content) if span]
    anchors = [span for anchor in reading.anchors for span in (anchor.span, *(link.span for link in anchor.links))]
    return [*cues, *anchors, *(mention.span for mention in reading.mentions), *reading.loaded]


def seen(reading: Reading) -> tuple[object, ...]:
    return tuple(getattr(reading, field) for field in FIELDS)


# ---- what a reading holds -------------------------------------------------------------------------------------------


def test_an_arrest_is_seen_with_its_parties_and_its_teller(reader: Reader) -> None:
    reading = reader.read(Report("r", PLAIN[0]))
    (anchor,) = [anchor for anchor in reading.anchors if anchor.span.text == "detained"]
    assert (anchor.type, anchor.status) == ("COERCE", "happened")
    assert [span.text.split()[0] for span in anchor.spans("actor")] == ["Police"]
    assert [span.text for span in anchor.spans("recipient")] == ["two poll workers"]
    assert [(cue.span.text, cue.source and cue.source.text) for cue in reading.cues] == [
        ("said", "the interior ministry")
    ]


def test_every_code_stands_in_the_codebook(long_reading: Reading) -> None:
    book = codebook.load()
    assert {anchor.type for anchor in long_reading.anchors} <= set(book.types)
    assert {anchor.status for anchor in long_reading.anchors} <= set(book.statuses)
    assert {cue.stance for cue in long_reading.cues} <= set(book.stances)
    assert {context for anchor in long_reading.anchors for context in anchor.contexts} <= set(book.contexts)
    assert [a for a in long_reading.anchors if a.mode and a.mode not in book.type(a.type).modes] == []


def test_probabilities_lie_between_nought_and_one(long_reading: Reading) -> None:
    chances = [one.probability for one in (*long_reading.anchors, *long_reading.cues, *long_reading.mentions)]
    chances += [link.probability for anchor in long_reading.anchors for link in anchor.links]
    assert [chance for chance in chances if not 0 <= chance <= 1] == []
    assert all(sum(anchor.statuses.values()) == pytest.approx(1, abs=1e-4) for anchor in long_reading.anchors)


# ---- long reports ---------------------------------------------------------------------------------------------------


def test_a_long_report_is_read_to_its_end(long_reading: Reading) -> None:
    assert len(long_reading.words) > 5_000
    last = long_reading.report.text.index("abducted")
    assert [anchor.type for anchor in long_reading.anchors if anchor.span.start == last] == ["ASSAULT"]


def test_every_span_is_a_piece_of_the_report(long_reading: Reading) -> None:
    text = long_reading.report.text
    assert len(spans_of(long_reading)) > 1_000
    assert [span for span in spans_of(long_reading) if not span.text or text[span.start : span.end] != span.text] == []


def test_windows_own_each_word_once(reader: Reader, long_reading: Reading) -> None:
    plan = reader.plan(long_reading.report)
    assert len(plan.windows) > 20
    assert [word for window in plan.windows for word in range(window.own, window.last)] == list(range(len(plan.words)))


def test_no_word_is_the_anchor_of_two_events(long_reading: Reading) -> None:
    words = [anchor.word for anchor in long_reading.anchors]
    assert len(words) == len(set(words))


def test_every_sentence_is_a_tree(long_reading: Reading) -> None:
    for sentence in long_reading.sentences:
        roots = [i for i in range(sentence.first, sentence.last) if long_reading.words[i].head == i]
        assert len(roots) == 1
        for word in range(sentence.first, sentence.last):
            at = word
            for _ in range(sentence.last - sentence.first):
                at = long_reading.words[at].head
            assert at == roots[0]


def test_a_name_is_one_chain_throughout(long_reading: Reading) -> None:
    chains = {mention.cluster for mention in long_reading.mentions if mention.span.text == "Nino Abashidze"}
    assert len(chains) == 1


def test_a_sentence_of_three_thousand_words_is_read(reader: Reader) -> None:
    text = " and ".join(["police detained two workers"] * 600)
    reading = reader.read(Report("endless", text))
    assert (len(reading.sentences), len(reading.words)) == (1, 2_999)
    assert reading.anchors[-1].span.start > len(text) - 200


# ---- the same rows in any company -----------------------------------------------------------------------------------


def test_a_report_reads_the_same_alone_and_among_others(reader: Reader) -> None:
    chance = random.Random(5)
    reports = [Report(f"r{n}", " ".join(chance.sample(PLAIN, 1 + n % 5))) for n in range(40)]
    together = {reading.report.id: seen(reading) for reading in reader.read_many(reports)}
    backwards = {reading.report.id: seen(reading) for reading in reader.read_many(reversed(reports))}
    alone = {report.id: seen(reader.read(report)) for report in reports}
    assert together == backwards == alone


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0), ("   \n ", 0), ("!", 1), ("Yes", 1), ("\U0001f600 " * 300, 300), ("a" * 20_000, 1),
        ("東京で警察が", 1), ("\u202eno\u0000", 3),
    ],
)  # fmt: skip
def test_odd_texts_are_read(reader: Reader, text: str, words: int) -> None:
    reading = reader.read(Report("odd", text))
    assert len(reading.words) == words
    assert [span for span in spans_of(reading) if text[span.start : span.end] != span.text] == []


# ---- parsing and relating -------------------------------------------------------------------------------------------


def test_sentences_given_as_words_are_parsed(reader: Reader) -> None:
    first, none, second = reader.parse(
        [["My", "sister", "bought", "two", "red", "apples", "."], [], ["She", "ate", "them", "."]]
    )
    assert [row[0] for row in first] == ["PRON", "NOUN", "VERB", "NUM", "ADJ", "NOUN", "PUNCT"]
    assert [row[1] for row in first] == [1, 2, -1, 5, 5, 2, 2]
    assert [row[2] for row in first] == ["nmod:poss", "nsubj", "root", "nummod", "amod", "obj", "punct"]
    assert none == []
    assert [row[1] for row in second] == [1, -1, 1, 1]


def test_parties_are_related_by_what_the_one_does_to_the_other(reader: Reader) -> None:
    chances = reader.relate(PLAIN[0], "Police", "two poll workers")
    assert max(chances, key=lambda name: chances[name]) == "COERCE"
    assert sum(chances.values()) == pytest.approx(1, abs=1e-4)
    assert set(chances) == set(codebook.load().types)


def test_parties_far_apart_are_related(reader: Reader) -> None:
    text = "Rebels came. " + "It rained. " * 400 + "The army fled."
    assert sum(reader.relate(text, "Rebels", "The army").values()) == pytest.approx(1, abs=1e-4)


# ---- the files of the model -----------------------------------------------------------------------------------------


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A copy of the packaged model."""
    return Path(shutil.copytree(PACKAGED, tmp_path / "model"))


def test_a_copy_of_the_model_reads_alike(reader: Reader, model: Path) -> None:
    copy = Reader.load(model)
    assert copy.version == reader.version
    assert seen(copy.read(Report("r", PLAIN[2]))) == seen(reader.read(Report("r", PLAIN[2])))


def test_a_changed_model_is_refused(model: Path) -> None:
    weights = bytearray((model / "reader.onnx").read_bytes())
    weights[len(weights) // 2] ^= 1
    (model / "reader.onnx").write_bytes(weights)
    with pytest.raises(ModelCorrupt, match=r"reader\.onnx"):
        Reader.load(model)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"sha256": 3}'])
def test_an_unreadable_card_is_refused(model: Path, text: str) -> None:
    (model / "card.json").write_text(text, "utf-8")
    with pytest.raises(ModelCorrupt, match="card"):
        Reader.load(model)


def test_weights_that_are_no_model_are_refused(model: Path) -> None:
    from hashlib import sha256

    (model / "reader.onnx").write_bytes(b"no model")
    card = json.loads((model / "card.json").read_text("utf-8"))
    card["sha256"]["reader.onnx"] = sha256(b"no model").hexdigest()
    (model / "card.json").write_text(json.dumps(card), "utf-8")
    with pytest.raises(ModelCorrupt, match="cannot be loaded"):
        Reader.load(model)


@pytest.mark.parametrize("name", ["card.json", "reader.onnx", "tokenizer.json"])
def test_a_missing_file_is_named(model: Path, name: str) -> None:
    (model / name).unlink()
    with pytest.raises(ModelMissing) as caught:
        Reader.load(model)
    assert caught.value.hint


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="nowhere"):
        Reader.load(tmp_path / "nowhere")
