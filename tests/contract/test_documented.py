"""Nothing is undocumented: the reference pages are generated from the code, name everything, and are current."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from typer.main import get_command

from sayso.ground import codebook, columns, errors, settings, tables
from sayso.serve import cli


@pytest.fixture(scope="module")
def generator(root: Path) -> ModuleType:
    """`tools/generate_docs.py` as a module."""
    origin = importlib.util.spec_from_file_location("generate_docs", root / "tools" / "generate_docs.py")
    assert origin is not None
    assert origin.loader is not None
    module = importlib.util.module_from_spec(origin)
    sys.modules[origin.name] = module
    origin.loader.exec_module(module)
    return module


def test_the_generated_pages_are_current(generator: ModuleType) -> None:
    stale = [path.name for path, text in generator.pages() if not path.exists() or path.read_text("utf-8") != text]
    assert stale == [], "run `make docs`"


@pytest.mark.parametrize("setting", settings.SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_documented(root: Path, setting: settings.Setting) -> None:
    page = (root / "docs/reference/settings.md").read_text("utf-8")
    assert f"| `{setting.name}` |" in page
    assert setting.variable in page
    assert setting.help in page


@pytest.mark.parametrize("code", errors.CODES)
def test_every_error_code_is_documented(root: Path, code: str) -> None:
    assert f"| `{code}` |" in (root / "docs/reference/errors.md").read_text("utf-8")


def test_the_tree_in_the_docstring_names_every_error() -> None:
    for code, error in errors.CODES.items():
        assert any(line.split()[-2:] == [error.__name__, code] for line in (errors.__doc__ or "").splitlines() if line)


def commands_of(group: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Each command with its whole name, those of a group after it."""
    for name, command in group.commands.items():
        yield above + name, command
        if hasattr(command, "commands"):
            yield from commands_of(command, f"{above}{name} ")


COMMANDS = dict(commands_of(get_command(cli.app)))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(root: Path, name: str) -> None:
    page = (root / "docs/reference/commands.md").read_text("utf-8")
    assert f"## sayso {name}\n" in page
    section = page.partition(f"## sayso {name}\n")[2].partition("\n## ")[0]
    for parameter in COMMANDS[name].params:
        assert all(option in section for option in parameter.opts if option.startswith("-"))
        assert parameter.help


@pytest.mark.parametrize("code", codebook.load().types)
def test_every_event_type_is_documented(root: Path, code: str) -> None:
    assert f"| `{code}` |" in (root / "docs/reference/codebook.md").read_text("utf-8")


@pytest.mark.parametrize("name", tables.NAMES)
def test_every_column_has_a_meaning(root: Path, name: tables.Name) -> None:
    assert tables.schema(name).names == list(columns.COLUMNS[name])
    page = (root / "docs/reference/columns.md").read_text("utf-8")
    assert all(f"| `{column}` |" in page for column in columns.COLUMNS[name])


def test_every_block_of_output_names_a_known_command(root: Path, generator: ModuleType) -> None:
    for page in (root / "README.md", root / "corpus/README.md", *(root / "docs").rglob("*.md")):
        for block in generator.BLOCK.finditer(page.read_text("utf-8")):
            assert block[2] in generator.COMMANDS
