"""A sample comes in and goes out as a file that a person fills; the filled file comes in and verdicts go out."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sayso.ground.errors import UsageError
from sayso.store.auditing import FIELDS, VERDICTS, Drawn
from sayso.store.exports.cells import csv_line, json_text
from sayso.store.exports.drafts import written


def write(known: Iterable[Drawn], path: Path) -> int:
    """Write a form, CSV or, with the suffix .jsonl, JSON Lines; a `label_…` field is to be filled with a verdict.

    Returns:
        How many events it holds.
    """
    rows = [one.to_json() for one in known]
    with written(path) as stream:
        if path.suffix == ".jsonl":
            stream.writelines(json_text(row) + "\n" for row in rows)
        else:
            stream.write(csv_line(rows[0] if rows else ()))
            stream.writelines(csv_line(row.values()) for row in rows)
    return len(rows)


def read(path: Path) -> tuple[str, list[tuple[int, str, str]]]:
    """The sample that a filled form is of, and the verdicts in it as `(number, field, verdict)`; empty ones are none.

    Raises:
        UsageError: It is no form, is of two samples, or holds another word than right, wrong or unsure.
    """
    draws: set[str] = set()
    verdicts: list[tuple[int, str, str]] = []
    for line, row in enumerate(_rows(path), 1):
        try:
            draws.add(str(row["draw"]))
            number = int(row["number"])
        except (KeyError, TypeError, ValueError) as error:
            hint = "it begins as `sayso audit export` writes it, with draw and number"
            raise UsageError(f"event {line} of the form has no number", value=str(path), hint=hint) from error
        for field in FIELDS:
            said = str(row.get(f"label_{field}") or "").strip().lower()
            if said and said not in VERDICTS:
                hint = f"write {', '.join(VERDICTS)} or nothing"
                raise UsageError(f"event {number}, label_{field}: no such verdict", value=said, hint=hint)
            if said:
                verdicts.append((number, field, said))
    if len(draws) != 1:
        raise UsageError("a form is of one sample", value=sorted(draws), hint="import each form by itself")
    return draws.pop(), verdicts


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            if path.suffix == ".jsonl":
                yield from (json.loads(line) for line in stream if line.strip())
            else:
                yield from csv.DictReader(stream)
    except (OSError, ValueError, csv.Error) as error:
        raise UsageError(f"the form cannot be read: {error}", value=str(path), hint="CSV or JSON Lines") from error
