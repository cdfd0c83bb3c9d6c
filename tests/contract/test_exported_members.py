"""The public face: what `sayso` exports is sorted, small, pinned here and documented."""

from __future__ import annotations

import subprocess
import sys

import pytest

import sayso

PINNED = [
    "Claim",
    "Coder",
    "Entity",
    "Event",
    "Place",
    "Reading",
    "Record",
    "Rejected",
    "Relation",
    "Report",
    "SaysoError",
    "Span",
    "Store",
    "Time",
    "__version__",
    "load",
    "open_store",
    "read_dossiers",
    "read_reports",
]


def test_the_exported_names_are_the_pinned_ones() -> None:
    assert sayso.__all__ == PINNED


def test_the_exported_names_are_sorted_and_few() -> None:
    assert sayso.__all__ == sorted(sayso.__all__)
    assert len(sayso.__all__) <= 20


@pytest.mark.parametrize("name", PINNED)
def test_every_exported_name_resolves_and_is_documented(name: str) -> None:
    found = getattr(sayso, name)
    assert name == "__version__" or (found.__doc__ or "").strip()


def test_dir_shows_the_face() -> None:
    assert dir(sayso) == sorted(PINNED)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'laod'"):
        getattr(sayso, "laod")  # noqa: B009  # the spelled-out form would not type-check


def test_the_face_is_the_same_whatever_was_imported_before() -> None:
    program = "import sayso.read.sources, sayso; assert callable(sayso.read_reports)"
    subprocess.run([sys.executable, "-c", program], check=True)
