"""No input makes a reader fail: each gives reports and rejections, whatever is spliced into a file of its format."""

from __future__ import annotations

import gzip
from functools import cache
from io import BytesIO

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from sayso.ground.records import Rejected, Report
from sayso.read.files import FORMATS
from sayso.read.sources import read

TEXT = "Police in Osh freed twelve fishermen on Monday, the mayor's office said."


@cache
def seed(format: str) -> bytes:
    """A sound file of the format."""
    if format == "parquet":
        stream = BytesIO()
        parquet.write_table(
            pa.table({"id": ["a", "b"], "text": [TEXT, TEXT], "published": ["2024-03-11", None]}), stream
        )
        return stream.getvalue()
    head = f"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: {len(TEXT)}\r\n\r\n"
    written = {
        "text": TEXT,
        "html": f"<html><head><title>Osh</title></head><body><article><p>{TEXT}</p></article></body></html>",
        "jsonl": f'{{"text": "{TEXT}", "published": "2024-03-11"}}\n' * 2,
        "json": f'[{{"text": "{TEXT}"}}, {{"text": "{TEXT}"}}]',
        "csv": f'id,text,published\na,"{TEXT}",2024-03-11\nb,"{TEXT}",\n',
        "tsv": f"id\ttext\tpublished\na\t{TEXT}\t2024-03-11\n",
        "warc": f"{head}{TEXT}\r\n\r\n" * 2,
    }
    return written[format].encode()


@pytest.mark.parametrize("format", FORMATS)
def test_the_seeds_are_sound(format: str) -> None:
    assert all(isinstance(row, Report) for row in read("-", stream=BytesIO(seed(format)), format=format))


@pytest.mark.fuzz
@pytest.mark.parametrize("format", FORMATS)
@settings(deadline=None)
@given(noise=st.binary(max_size=200), cut=st.tuples(st.integers(0, 900), st.integers(0, 40)), packs=st.booleans())
def test_no_file_makes_its_reader_fail(format: str, noise: bytes, cut: tuple[int, int], packs: bool) -> None:  # noqa: FBT001
    whole = gzip.compress(seed(format), mtime=0) if packs and format != "parquet" else seed(format)
    place, lost = min(cut[0], len(whole)), cut[1]
    data = whole[:place] + noise + whole[place + lost :]
    for row in read("-", stream=BytesIO(data), format=format, max_text_characters=100_000):
        assert isinstance(row, Report | Rejected)
