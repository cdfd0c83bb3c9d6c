"""The shape of an export format, and the account of what one export left out and lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sayso.store.exports.fields import FIELDS, Kind

Row = TypeVar("Row")
EMPTY: Mapping[str, str] = {}


def _all(_row: Any) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Args:
        name: What it is called on the command line.
        title: What it is called by those who read it.
        rows: What one row of it is.
        suffix: Custom ending of its files.
        says: Our field → where the format has it.
        why: Our field → why the format has no room for it, where that is not plain.
        columns: Column → what stands in it, for formats that have columns.
        refused: Why a row cannot be written, or nothing.
        write: Writes all rows to a path.
        more: File beside it that holds more (ending → its columns).
        is_folder: Whether it is written as a folder.
    """

    name: str
    title: str
    rows: Kind
    suffix: str
    says: Mapping[str, str]
    write: Callable[[Iterator[Any], Path], None]
    why: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    refused: Callable[[Any], str | None] = _all
    more: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    is_folder: bool = False


@dataclass(frozen=True, slots=True)
class Loss:
    """What an export wrote and what it could not say.

    Args:
        format: Name of the format.
        rows: What was counted: events, happenings, disputes or reports.
        written: How many were written.
        left_out: Reason → how many were not.
        lost: Our field → in how many written rows it is lost.
        reasons: Our field → why.
    """

    format: str
    rows: str
    written: int
    left_out: Mapping[str, int]
    lost: Mapping[str, int]
    reasons: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        lost = {
            name: {"rows": count, "meaning": FIELDS[self.rows][name].meaning, "why": self.reasons.get(name)}  # type: ignore[index]  # one of the kinds
            for name, count in self.lost.items()
        }
        return {
            "format": self.format, "rows": self.rows, "written": self.written, "left_out": dict(self.left_out),
            "lost": lost,
        }  # fmt: skip

    def lines(self) -> Iterator[str]:
        """The same for people, a line each."""
        yield f"{self.written:,} {self.rows} written as {self.format}"
        for reason, count in self.left_out.items():
            yield f"  left out  {count:,}: {reason}"
        groups: dict[int, list[str]] = {}
        for name, count in self.lost.items():
            groups.setdefault(count, []).append(name)
        for count in sorted(groups, reverse=True):
            yield f"  lost      in {count:,}: {', '.join(groups[count])}"


class Tally:
    """Lets rows pass that a format can write, and counts what is lost on the way."""

    def __init__(self, format: Format) -> None:
        self._format = format
        self._written = 0
        self._left_out: Counter[str] = Counter()
        self._lost: Counter[str] = Counter()

    def past(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows that can be written."""
        lost = {name: one for name, one in FIELDS[self._format.rows].items() if name not in self._format.says}
        for row in rows:
            reason = self._format.refused(row)
            if reason is not None:
                self._left_out[reason] += 1
                continue
            self._written += 1
            self._lost.update(name for name, one in lost.items() if one.has(row))
            yield row

    def loss(self) -> Loss:
        """The account so far."""
        order = [name for name in FIELDS[self._format.rows] if self._lost[name]]
        return Loss(
            self._format.name, self._format.rows, self._written, dict(sorted(self._left_out.items())),
            {name: self._lost[name] for name in order},
            {name: self._format.why[name] for name in order if name in self._format.why},
        )  # fmt: skip
