"""Importing is cheap: nothing heavy is loaded before it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "onnxruntime",
    "tokenizers",
    "duckdb",
    "pyarrow",
    "ray",
    "trafilatura",
    "htmldate",
    "numpy",
    "pandas",
    "torch",
    "starlette",
    "uvicorn",
    "jinja2",
)


def loaded_after(program: str) -> set[str]:
    """Top-level packages in `sys.modules` once a fresh interpreter has run `program`."""
    report = f"{program}\nimport sys\nprint('\\n'.join({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_sayso_loads_no_dependency() -> None:
    assert loaded_after("import sayso") & {*HEAVY, "rich", "typer", "click"} == set()


@pytest.mark.parametrize("name", ["Report", "Event", "SaysoError"])
def test_a_record_or_error_loads_no_dependency(name: str) -> None:
    assert loaded_after(f"import sayso; sayso.{name}") & {*HEAVY, "rich", "typer"} == set()


@pytest.mark.parametrize("module", ["codebook", "columns", "errors", "records", "settings", "tables"])
def test_the_ground_loads_no_dependency(module: str) -> None:
    assert loaded_after(f"import sayso.ground.{module}") & {*HEAVY, "rich", "typer"} == set()


def test_loading_the_codebook_loads_no_dependency() -> None:
    assert loaded_after("from sayso.ground import codebook; codebook.load()") & set(HEAVY) == set()


def test_the_command_line_loads_nothing_heavy() -> None:
    assert loaded_after("import sayso.serve.cli") & set(HEAVY) == set()


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys",
        "from sayso.serve import cli",
        "sys.argv = ['sayso', '--help']",
        "out, sys.stdout = sys.stdout, sys.stderr",
        "try: cli.main()",
        "except SystemExit: pass",
        "sys.stdout = out",
    )
    assert loaded_after("\n".join(program)) & set(HEAVY) == set()
