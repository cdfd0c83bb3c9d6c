"""One writer, many readers, and files that are no store."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from sayso.ground.errors import NotAStore, StoreBusy, StoreCorrupt, StoreMissing, StoreNewer
from sayso.ground.settings import settings
from sayso.store.opening import Writer
from sayso.store.store import Store
from tellers import told

ARREST = told("c", "Police arrested Kim", published="2020-10-27")
HOLD = """
import sys, time
from pathlib import Path
import duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
time.sleep(float(sys.argv[2]))
"""


def test_a_second_writer_is_told_who_writes(store: Store) -> None:
    store.add([ARREST])
    writing = (
        "import sys, time; from pathlib import Path\n"
        "from sayso.store.opening import Writer; from sayso.ground.settings import settings\n"
        f"with Writer(Path({str(store.path)!r}), settings=settings({{}})):\n"
        "    print('held', flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{writing}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StoreBusy, match=f"process {other.pid} is writing") as told_so:
            store.add([ARREST])
        assert told_so.value.code == "store-busy"
        assert len(store.reports()) == 1, "reading goes on meanwhile"
        other.communicate()
    assert store.add([ARREST]).unchanged == 1


def test_another_program_that_keeps_the_file_is_waited_for_then_told(
    store: Store, make_store: Callable[..., Store]
) -> None:
    store.add([ARREST])
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(store.path), "60"], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(StoreBusy, match="stayed locked"):
            make_store(store_wait=0).reports()
        other.kill()
    assert len(store.reports()) == 1


def test_readers_do_not_hinder_a_writer(store: Store) -> None:
    store.add([ARREST])
    rows = store.reports()
    assert store.add([told("d", "Police arrested Lee")]).added == 1
    assert len(rows) == 1


def test_a_store_that_is_not_there_is_told(tmp_path: Path, make_store: Callable[..., Store]) -> None:
    with pytest.raises(StoreMissing, match="sayso add"):
        make_store().reports()
    with pytest.raises(StoreMissing, match="folder is no store"):
        Store(tmp_path, settings=settings({}), reconciler=make_store()._reconciler).reports()
    with pytest.raises(StoreMissing, match="no such folder"):
        make_store("nowhere/store.duckdb").add([ARREST])
    assert not (tmp_path / "store.duckdb").exists()


def test_a_file_that_is_no_database_is_told(store: Store) -> None:
    store.path.write_text("a letter to my aunt\n" * 500)
    with pytest.raises(NotAStore):
        store.reports()
    with pytest.raises(NotAStore):
        store.add([ARREST])
    assert store.path.read_text().startswith("a letter"), "nothing is written over"


def test_a_database_of_another_program_is_told(store: Store) -> None:
    import duckdb

    with duckdb.connect(str(store.path)) as connection:
        connection.execute("CREATE TABLE mine (x INTEGER)")
    with pytest.raises(NotAStore, match="not made by sayso"):
        store.add([ARREST])


@pytest.mark.parametrize("damage", ["cut", "overwritten"])
def test_a_damaged_store_is_told(store: Store, damage: str) -> None:
    store.add([ARREST])
    whole = store.path.read_bytes()
    spoilt = whole[: len(whole) // 2] if damage == "cut" else whole[:12288] + b"\xff" * 4096 + whole[16384:]
    store.path.write_bytes(spoilt)
    with pytest.raises(StoreCorrupt, match="damaged"):
        store.events()


def test_a_store_of_a_newer_version_is_told(store: Store) -> None:
    store.add([ARREST])
    with Writer(store.path, settings=settings({})) as writer, writer.transaction() as connection:
        connection.execute("INSERT INTO kept.migrations VALUES (9999, now()::TIMESTAMP, '99.0')")
    with pytest.raises(StoreNewer, match="9999"):
        store.reports()
    with pytest.raises(StoreNewer, match="upgrade"):
        store.add([ARREST])


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    store.add([ARREST])
    row = "INSERT INTO kept.runs VALUES (77, now()::TIMESTAMP, 'x', 'x', 'x', 'x', 'x')"
    with (
        Writer(store.path, settings=settings({})) as writer,
        suppress(ZeroDivisionError),
        writer.transaction() as connection,
    ):
        connection.execute(row)
        raise ZeroDivisionError
    assert len(store.sql("SELECT * FROM runs WHERE run = 77")) == 0
