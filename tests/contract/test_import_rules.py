"""Who may import whom: read from the syntax trees, so that lazy imports count too."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "sayso"

WORKING_ROOMS = ("read", "language", "code", "resolve", "reconcile", "store", "analyse")
MAY_IMPORT = {
    "ground": {"ground"},
    **{room: {"ground", room} for room in WORKING_ROOMS},
    "run": {"ground", *WORKING_ROOMS, "run"},
    "serve": {"ground", "run", "store", "analyse", "serve"},
}

WEB = {f"serve.web.{name}" for name in "api asking faults pages rendering service shielding".split()}

# Package → the modules (or rooms) that may name it; anything not listed has no place in the package at all.
HOMES = {
    "onnxruntime": {"language.encoder"},
    "tokenizers": {"language.encoder", "language.pieces"},
    "numpy": {"language", "code", "resolve", "reconcile", "run"},
    "pyarrow": {"ground.tables", "read", "store", "run", "serve"},
    "pandas": {"read", "run", "store.rows"},
    "polars": {"store.rows"},
    "duckdb": {"store"},
    "trafilatura": {"read"},
    "htmldate": {"read"},
    "lxml": {"read"},
    "fsspec": {"read.remote"},
    "charset_normalizer": {"read"},
    "typer": {"serve"},
    "rich": {"serve"},
    "starlette": WEB,
    "jinja2": {"serve.web.rendering"},
    "anyio": {"serve.web.desk"},
    "uvicorn": {"serve.web_commands"},
}


def modules() -> dict[str, ast.Module]:
    """Dotted name without `sayso.` → syntax tree."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text("utf-8"), str(path))
    return found


MODULES = modules()
INNER = sorted(name for name in MODULES if name)


def imported(name: str, tree: ast.Module) -> Iterator[str]:
    """Dotted names that a module imports, relative ones made absolute."""
    is_package = (SOURCE / Path(*name.split(".")) / "__init__.py").exists()
    package = ["sayso", *name.split(".")] if is_package else ["sayso", *name.split(".")[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*start, *([node.module] if node.module else [])])
            yield stem
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def inner_imports(name: str) -> set[str]:
    """Modules of Sayso that a module imports, without `sayso.`; the face itself is the empty name."""
    stems = {stem.removeprefix("sayso").removeprefix(".") for stem in imported(name, MODULES[name]) if is_ours(stem)}
    return {stem for stem in stems if stem in MODULES} - {name}


def is_ours(stem: str) -> bool:
    return stem == "sayso" or stem.startswith("sayso.")


def test_every_room_has_its_rule() -> None:
    assert {name.partition(".")[0] for name in INNER} <= set(MAY_IMPORT)


@pytest.mark.parametrize("name", INNER)
def test_a_module_imports_only_rooms_it_may(name: str) -> None:
    rooms = {stem.partition(".")[0] for stem in inner_imports(name)} - {""}
    assert rooms <= MAY_IMPORT[name.partition(".")[0]]


def test_modules_of_a_room_do_not_import_in_a_circle() -> None:
    graph = {name: {stem for stem in inner_imports(name) if "." in stem} for name in INNER if "." in name}
    lazy = {("ground.records", "ground.display")}  # a record shows itself in a notebook; resolved at call time
    graph = {name: {stem for stem in stems if (name, stem) not in lazy} for name, stems in graph.items()}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


@pytest.mark.parametrize("name", INNER)
def test_each_dependency_is_imported_at_home_only(name: str) -> None:
    packages = {stem.partition(".")[0] for stem in imported(name, MODULES[name])}
    foreign = packages - {"sayso", "__future__"} - set(sys.stdlib_module_names)
    room = name.partition(".")[0]
    assert {package for package in foreign if not HOMES.get(package, set()) & {name, room}} == set()


def test_the_rules_catch_a_breach() -> None:
    tree = ast.parse("def late():\n    from sayso.serve import cli\n    from .errors import UsageError\n")
    assert set(imported("ground.records", tree)) >= {"sayso.serve.cli", "sayso.ground.errors"}
