"""`sayso feeds` and `sayso collect` as programs: what they print, how they end, and that a signal loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sayso.serve.cli import app

pytestmark = pytest.mark.usefixtures("toy_model")
STORY = "Police in Osh freed twelve fishermen on Monday, the mayor's office said."


@pytest.fixture
def site() -> Iterator[str]:
    """A site with a feed of one page and one that is gone; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages = {
                "/rss": b"<rss><channel><item><link>/a</link></item><item><link>/gone</link></item></channel></rss>",
                "/a": f"<html><body><article><p>{STORY}</p></article></body></html>".encode(),
            }
            self.send_response(200 if self.path in pages else 404)
            self.end_headers()
            self.wfile.write(pages.get(self.path, b""))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_COLLECT_PAUSE", "0")


def told(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.output


def test_feeds_are_added_listed_and_removed(tmp_path: Path) -> None:
    store, url = str(tmp_path / "news.sayso"), "https://wire.example/rss"
    assert told("feeds", "add", store, url, "--outlet", "Wire")[1].startswith("added")
    assert told("feeds", "add", store, url, "--outlet", "Wire")[1].startswith("it was collected already")
    listed = told("feeds", "list", store)[1]
    assert f"{url}  (Wire)" in listed
    assert "never" in listed
    assert told("feeds", "remove", store, url)[0] == 0
    assert "no feeds" in told("feeds", "list", store)[1]
    code, said = told("feeds", "remove", store, url)
    assert code == 2
    assert "unknown-row" in said
    assert "usage" in told("feeds", "add", store, "ftp://wire.example/rss")[1]


def test_collecting_says_what_came_and_what_failed(tmp_path: Path, site: str) -> None:
    store = str(tmp_path / "news.sayso")
    told("feeds", "add", store, f"{site}/rss")
    code, said = told("collect", store, "--allow-private")
    assert code == 1
    assert "1 added, 1 rejected" in said
    assert f"rejected {site}/gone: the server answers with status 404" in said
    assert "      2       1" in told("feeds", "list", store)[1]
    assert told("collect", store, "--allow-private")[0] == 0


def test_a_signal_ends_the_watch_and_keeps_what_was_read(tmp_path: Path, site: str, program: list[str]) -> None:
    store = str(tmp_path / "news.sayso")
    told("feeds", "add", store, f"{site}/rss")
    words = [*program, "collect", store, "--watch", "60", "--allow-private"]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as watch:
        assert watch.stdout is not None
        for line in watch.stdout:
            if "pages" in line:
                break
        watch.send_signal(signal.SIGTERM)
        _, said = watch.communicate(timeout=60)
    assert watch.returncode == 0
    assert "what was read is kept" in said
    assert f'"url": "{site}/a"' in told("reports", store, "--format", "jsonl")[1]
