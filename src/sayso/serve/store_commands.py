"""What is to be done to a store comes in, with a coder where one is needed; a summary and notes go out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.ground.records import Record, Rejected
from sayso.serve.commands import complain

if TYPE_CHECKING:
    from sayso.run.pipeline import Coder
    from sayso.store.keeping import Added

Results = Iterator[Record | Rejected]


@dataclass(frozen=True, slots=True)
class Addition:
    """What `sayso add` was asked to add; `kind` is the format of what is read."""

    paths: tuple[str, ...]
    published: str | None
    outlet: str | None
    columns: Mapping[str, str] | None
    kind: str | None
    is_quiet: bool


class Watch:
    """Sees results pass: shows progress, tells what was rejected and counts it."""

    def __init__(self, *, is_quiet: bool) -> None:
        self.rejected = 0
        self._is_quiet = is_quiet

    def __call__(self, results: Results) -> Results:
        from sayso.ground.settings import settings

        from . import progress

        told = self._told(results)
        if progress.is_wanted(settings().progress, is_quiet=self._is_quiet, shares_screen=False):
            return progress.shown(told)
        return told

    def _told(self, results: Results) -> Results:
        for result in results:
            if isinstance(result, Rejected):
                self.rejected += 1
                complain(result)
            yield result


def add(path: Path, coder: Coder, job: Addition) -> int:
    """Add and say what was added; returns how many reports were rejected."""
    from sayso.run.stores import add_paths, open_store

    watch = Watch(is_quiet=job.is_quiet)
    done = add_paths(
        open_store(path), coder, job.paths, columns=job.columns, published=job.published, outlet=job.outlet,
        format=job.kind, watch=watch,
    )  # fmt: skip
    if not job.is_quiet:
        print("\n".join(summary(done, path, rejected=watch.rejected)))
    return watch.rejected


def recode(path: Path, coder: Coder, *, is_quiet: bool) -> int:
    """Recode and say what was coded anew; returns how many reports were rejected."""
    from sayso.run.stores import open_store
    from sayso.run.stores import recode as run

    watch = Watch(is_quiet=is_quiet)
    done = run(open_store(path), coder, watch=watch)
    if not is_quiet:
        print("\n".join(summary(done, path, rejected=watch.rejected)))
    return watch.rejected


def summary(done: Added, path: Path, *, rejected: int) -> Iterator[str]:
    """What an addition did, a line for each kind of things."""
    reports = {
        "added": done.added - done.superseded, "new versions": done.superseded, "coded anew": done.recoded,
        "unchanged": done.unchanged, "rejected": rejected,
    }  # fmt: skip
    shown = ", ".join(f"{number:,} {name}" for name, number in reports.items() if number) or "none"
    yield f"{path}"
    yield f"  reports     {shown}"
    if done.added or done.recoded:
        yield f"  rows        {done.events:,} events, {done.claims:,} claims"
    yield f"  happenings  {done.happenings:,} new or changed"


def retract(path: Path, report: str, *, reason: str, at: str | None) -> None:
    """Retract and say so."""
    from sayso.run.stores import open_store

    stood = open_store(path).retract(report, reason=reason, at=at)
    print(f"{report} is retracted" if stood else f"{report} was retracted before; nothing changed")
    if stood:
        print(f"what leaned on it: sayso happenings {path} --report {report} --history")


def merge(path: Path, happenings: Sequence[str], *, reason: str | None, by: str | None) -> None:
    """Merge and say how to undo it."""
    from sayso.run.stores import open_store

    _say(path, open_store(path).merge(*happenings, reason=reason, by=by).id, "merged")


def split(path: Path, happening: str, tellings: Sequence[str], *, reason: str | None, by: str | None) -> None:
    """Split and say how to undo it."""
    from sayso.run.stores import open_store

    _say(path, open_store(path).split(happening, tellings, reason=reason, by=by).id, "split")


def undo(path: Path, decision: str, *, reason: str | None, by: str | None) -> None:
    """Undo and say so."""
    from sayso.run.stores import open_store

    open_store(path).undo(decision, reason=reason, by=by)
    print(f"{decision} counts no longer; it stays on record")


def reconcile(path: Path, *, everything: bool) -> None:
    """Reconcile and say what changed."""
    from sayso.run.stores import open_store

    written = open_store(path).reconcile(everything=everything)
    print(f"{written:,} happenings new or changed")


def _say(path: Path, decision: str, done: str) -> None:
    print(f"{done}, decision {decision}; take it back: sayso undo {path} {decision}")
