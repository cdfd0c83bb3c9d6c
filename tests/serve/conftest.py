"""The command line around the toy reader: in this process, and as a program of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sayso.ground.settings import settings
from sayso.run import pipeline
from sayso.run.pipeline import Coder
from specimens import ToyOpener

PROGRAM = """
import sys
sys.path[:0] = {path!r}
from specimens import ToyOpener
from sayso.ground.settings import settings
from sayso.run import pipeline
pipeline.load = lambda model=None, **chosen: pipeline.Coder(ToyOpener(), settings=settings(None, **chosen))
from sayso.serve.cli import main
if __name__ == "__main__":
    main()
"""


@pytest.fixture
def toy_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """`load` gives a coder that needs no model."""

    def load(model: str | None = None, **chosen: object) -> Coder:
        return Coder(ToyOpener(parent=os.getpid()), settings=settings({}, **chosen))

    monkeypatch.setattr(pipeline, "load", load)


@pytest.fixture
def program(tmp_path: Path) -> list[str]:
    """The words that start `sayso` with the toy reader as a process of its own."""
    script = tmp_path / "toy_sayso.py"
    script.write_text(PROGRAM.format(path=sys.path))
    return [sys.executable, str(script)]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], str]:
    """Writes a file and gives its path."""

    def do(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return str(path)

    return do
