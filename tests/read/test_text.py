"""Bytes to text, and text to what is kept."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ground.errors import BinaryContent, EmptyReport, EncodingError, NotText, ReadError
from sayso.read.text import decode, is_empty, keep, signature, unify_lines

FRENCH = "Le ministre a été arrêté à Besançon, a annoncé la préfecture."
RUSSIAN = "Полиция задержала лидера оппозиции в Москве во вторник, сообщили власти."
POLISH = "Policja zatrzymała przywódcę opozycji we wtorek, poinformowały władze w Łodzi."


def assert_way_out(error: ReadError) -> None:
    assert error.hint


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "latin-1"),
        (FRENCH, "cp1252"),
        ("“We don’t know why,” a spokesman in São Paulo said – in English.", "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (POLISH, "cp1250"),
        ("警方表示,周二在北京逮捕了反对派领导人。抗议活动仍在继续,数千人走上街头。", "gb18030"),
        ("警察は火曜日、東京で野党の指導者を逮捕したと発表した。抗議活動は続いている。", "shift_jis"),
        (FRENCH, "utf-8-sig"),
        (RUSSIAN, "utf-16"),
        (RUSSIAN, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (RUSSIAN, "utf-32"),
        (RUSSIAN, "utf-8"),
    ],
)
def test_each_encoding_of_news_is_read(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_stray_bytes_in_utf8_are_marked_and_the_rest_is_kept() -> None:
    mixed = RUSSIAN.encode() + b" caf\xe9"
    assert decode(mixed) == f"{RUSSIAN} caf\ufffd"


def test_one_stray_byte_in_ascii_does_not_cost_the_report() -> None:
    told = "Police arrested twelve people in the southern city of Osh on Tuesday. " * 3
    assert decode(told.encode() + b"\x81\x8d").startswith(told)


def test_a_declared_encoding_wins_over_statistics() -> None:
    word = "Осло"
    assert decode(word.encode("koi8-r"), declared="koi8-r") == word


@pytest.mark.parametrize("declared", ["rot13", "unicode_escape", "punycode", "no-such", "zip", "utf-8\x00", "utf-7"])
def test_a_declaration_that_makes_no_sense_is_passed_over(declared: str) -> None:
    assert decode(FRENCH.encode("cp1252"), declared=declared) == FRENCH


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n1 0 obj", b"PK\x03\x04\x14\x00", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a\x01",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1 hello}", b"\x1f\x8b\x08", b"PAR1", b"RIFF\x00\x00\x00\x00WEBP",
        b"\x00\x00\x00\x18ftypmp42", bytes(range(256)) * 20, b"\x00" * 500,
    ],
)  # fmt: skip
def test_binary_content_is_refused_by_what_it_is(data: bytes) -> None:
    with pytest.raises(BinaryContent):
        decode(data)


def test_no_byte_is_empty() -> None:
    with pytest.raises(EmptyReport):
        decode(b"")


def test_bytes_that_no_encoding_reads_are_refused() -> None:
    noise = random.Random(1).choices(range(0x80, 0x100), k=200)
    with pytest.raises(EncodingError):
        decode(bytes(noise))


def test_signature_is_none_for_prose() -> None:
    assert signature(b"Police said on Tuesday") is None


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("a\x00b", "a b"),
        ("a\r\nb", "a \nb"),
        ("a\rb", "a\nb"),
        ("a\x0cb\x0bc\x85d\u2028e", "a\nb\nc\nd\ne"),
        ("a\ud800b", "a\ufffdb"),
        ("a\x1b[31mb\x7f\x9f", "a [31mb  "),
        ("tab\tand\nline stay", "tab\tand\nline stay"),
        ("no\u00a0break \u200f\U0001f600", "no\u00a0break \u200f\U0001f600"),
    ],
)
def test_keep_replaces_one_for_one(given_text: str, kept: str) -> None:
    assert keep(given_text) == kept


@given(st.text(st.characters(codec=None)) | st.text(st.sampled_from("\r\n\x00\ud800\udc00a\x85")))
def test_what_is_kept_has_the_same_offsets_and_goes_into_utf8(text: str) -> None:
    kept = keep(text)
    assert len(kept) == len(text)
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert keep(kept) == kept


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_utf8_is_read_as_it_was_written(text: str) -> None:
    data = text.encode()
    try:
        assert decode(data) == text.removeprefix("\ufeff")
    except NotText:
        wild = sum(character < " " or character == "\x7f" for character in text)
        assert signature(data) or wild
    except AssertionError:
        assert "\x00" in text


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_our_error(data: bytes) -> None:
    try:
        keep(decode(data)).encode("utf-8")
    except (NotText, EmptyReport) as error:
        assert_way_out(error)


def test_line_ends_are_unified() -> None:
    assert unify_lines("a\r\nb\rc\nd") == "a\nb\nc\nd"


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b\ufeff", "\u00a0\u3000"])
def test_invisible_text_is_empty(text: str) -> None:
    assert is_empty(text)


def test_a_single_letter_is_not_empty() -> None:
    assert not is_empty(" \n x")
