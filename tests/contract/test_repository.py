"""What the repository holds: no traces of the machine it was made on, nothing too big, nameless or sprawling."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "sayso"
MODULES = sorted(SOURCE.rglob("*.py"))
SKIPPED = {"dist", "build", "__pycache__", "runs"}

# Written in pieces, so that this file does not hold what it looks for.
MACHINE = re.compile(
    "|".join((r"(?<![\w.$)}])/(?:ro" + r"ot|wo" + r"rk|ho" + r"me|Us" + r"ers)/\w", r"/tm" + r"p/\w", r"/op" + r"t/\w"))
)
REGISTRY = re.compile(
    "|".join((r"py" + r"pi\.org", r"python" + r"hosted\.org", r"(?:extra-)?index" + r"-url", r"find" + r"-links"))
)
TEXT = {".py", ".md", ".toml", ".txt", ".json", ".jsonl", ".lock", ".yaml", ".yml", ".cfg", ".html", ".css", ".js", ""}


def kept_files() -> list[Path]:
    """Files that git keeps or would keep; without git, all that are not plainly built."""
    if (ROOT / ".git").exists():
        asked = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]
    found = (path for path in ROOT.rglob("*") if path.is_file())
    return [path for path in found if not any(is_built(part) for part in path.relative_to(ROOT).parts)]


def is_built(part: str) -> bool:
    return part in SKIPPED or (part.startswith(".") and part not in {".ci", ".gitignore"})


FILES = kept_files()


def readable() -> list[tuple[Path, str]]:
    texts = [path for path in FILES if path.suffix in TEXT and path.stat().st_size < 2_000_000]
    return [(path.relative_to(ROOT), path.read_text("utf-8", "replace")) for path in texts]


def test_there_is_something_to_look_at() -> None:
    assert len(MODULES) > 5
    assert len(readable()) > 20


def test_no_file_names_a_path_of_the_machine_it_was_made_on() -> None:
    found = [f"{path}: {match[0]}" for path, text in readable() for match in MACHINE.finditer(text)]
    assert found == []


def test_no_file_names_a_package_registry() -> None:
    found = [f"{path}: {match[0]}" for path, text in readable() for match in REGISTRY.finditer(text)]
    assert found == []


def test_the_lock_holds_names_and_versions_only() -> None:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[\w.]+", line)] == []


def test_no_file_is_larger_than_60_megabytes() -> None:
    assert [str(path) for path in FILES if path.stat().st_size > 60_000_000] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_opens_with_one_sentence(path: Path) -> None:
    documented = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    assert documented.partition("\n\n")[0].rstrip().endswith((".", ":"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_is_shorter_than_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 400


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_function_is_longer_than_50_lines(path: Path) -> None:
    functions = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef))
    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 50] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc", "tools"}
    assert [str(path) for path in MODULES if path.stem in empty or path.parent.name in empty] == []


def test_no_two_tests_share_a_file_name() -> None:
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, times in names.items() if times > 1] == []


def test_no_two_tests_of_a_file_share_a_name() -> None:
    for path in (ROOT / "tests").rglob("test_*.py"):
        body = ast.parse(path.read_text("utf-8")).body
        names = Counter(node.name for node in body if isinstance(node, ast.FunctionDef))
        assert [name for name, times in names.items() if times > 1] == [], path.name
