"""Collecting against a server of this machine that misbehaves in every way that servers do."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from sayso.ground.errors import UsageError
from sayso.ground.settings import settings
from sayso.read import pages
from sayso.run.collecting import Collector, feed_address, page_address
from sayso.run.pipeline import Coder
from sayso.run.stores import open_store
from sayso.store.feeds import Feeds
from sayso.store.store import Store
from specimens import ToyOpener

STORY = "Police in Osh freed twelve fishermen on Monday, the mayor's office said. They had been held since the weekend."
Reply = tuple[int, dict[str, str], bytes] | Callable[[Any], None]


def page(story: str = STORY, head: str = "") -> bytes:
    return f"<html><head><title>Osh</title>{head}</head><body><article><p>{story}</p></article></body></html>".encode()


def html(body: bytes, **headers: str) -> Reply:
    return 200, {"Content-Type": "text/html; charset=utf-8", **headers}, body


@dataclass
class Site:
    """A site whose answers a test lays down by path; it counts what was asked."""

    port: int = 0
    replies: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def feed(self, *paths: str, **headers: str) -> None:
        items = "".join(f"<item><link>{self.url(path)}</link></item>" for path in paths)
        self.replies["/rss"] = (
            200,
            {"Content-Type": "application/rss+xml", **headers},
            f"<rss><channel>{items}</channel></rss>".encode(),
        )


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.headers.append(dict(self.headers))
            reply = site.replies.get(self.path, (404, {}, b"none"))
            if isinstance(reply, list):
                reply = reply.pop(0) if len(reply) > 1 else reply[0]
            if callable(reply):
                reply(self)
                return
            status, headers, body = reply
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()


class Desk:
    """A store that collects from the site, with a clock that the test sets forward."""

    def __init__(self, path: Path, site: Site, **chosen: object) -> None:
        self.settings = settings({}, **{"collect_pause": 0, "collect_retries": 0, "collect_seconds": 5, **chosen})
        self.store: Store = open_store(path)
        self.feeds = Feeds(path, settings=self.settings)
        self.feeds.add(site.url("/rss"), outlet="Osh Herald")
        self.stop = threading.Event()
        self.at = datetime(2024, 3, 12, 9)
        self.told: list[Any] = []

    def collect(self, *, private: bool = True) -> Any:
        coder = Coder(ToyOpener(), settings=self.settings)
        collector = Collector(self.store, coder, allows_private=private, stop=self.stop, clock=lambda: self.at)

        def watch(results: Iterator[Any]) -> Iterator[Any]:
            for result in results:
                self.told.append(result)
                yield result

        return collector.collect(watch=watch)

    def codes(self) -> list[str]:
        return [getattr(one, "code", "read") for one in self.told]


@pytest.fixture
def desk(tmp_path: Path, site: Site) -> Desk:
    return Desk(tmp_path / "news.sayso", site)


def test_what_a_feed_lists_is_kept_once(desk: Desk, site: Site) -> None:
    site.feed("/a", "/b")
    site.replies |= {"/a": html(page()), "/b": html(page(STORY + " Two stayed."))}
    assert desk.collect().added.added == 2
    assert desk.collect().added.added == 0
    assert {row.outlet for row in desk.store.reports()} == {"Osh Herald"}


def test_unchanged_feeds_and_pages_are_not_sent_again(desk: Desk, site: Site) -> None:
    site.feed("/a", ETag='"f1"')
    site.replies["/a"] = html(page(), ETag='"a1"')
    desk.collect()
    desk.at += timedelta(hours=2)
    desk.collect()
    said = [
        headers.get("If-None-Match")
        for path, headers in zip(site.asked, site.headers, strict=True)
        if path != "/robots.txt"
    ]
    assert said == [None, None, '"f1"', '"a1"']


def test_a_changed_page_is_a_new_version(desk: Desk, site: Site) -> None:
    site.feed("/a", ETag='"f1"')
    site.replies["/a"] = html(page())
    desk.collect()
    site.replies["/a"] = html(page(STORY.replace("twelve", "thirteen")))
    assert desk.collect().added.superseded == 0
    desk.at += timedelta(hours=2)
    assert desk.collect().added.superseded == 1
    desk.at += timedelta(days=3)
    assert desk.collect().pages == 0


def test_robots_are_asked_and_obeyed(desk: Desk, site: Site) -> None:
    site.feed("/open/a", "/shut/b")
    site.replies |= {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /shut/\n"),
        "/open/a": html(page()), "/shut/b": html(page("Never read.")),
    }  # fmt: skip
    desk.collect()
    assert desk.codes() == ["read", "robots"]
    assert "/shut/b" not in site.asked


def test_robots_that_cannot_be_had_forbid_all(desk: Desk, site: Site) -> None:
    site.feed("/a")
    site.replies["/robots.txt"] = (503, {}, b"")
    desk.collect()
    assert desk.codes() == ["unavailable"]
    assert set(site.asked) == {"/robots.txt"}


def drip(handler: Any) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(200):
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.05)


def break_off(handler: Any) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(page())
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


def babble(handler: Any) -> None:
    handler.wfile.write(b"this is not HTTP\r\n\r\n")
    handler.close_connection = True


LOCKED = '<script type="application/ld+json">{"isAccessibleForFree": "False"}</script>'
COOKIES = b"<html><body><div class='x'><p>We value your privacy. Accept all cookies to go on.</p></div></body></html>"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ((404, {}, b""), "fetch-failed"),
        ((410, {}, b""), "fetch-failed"),
        ((500, {}, b""), "unavailable"),
        ((429, {"Retry-After": "1"}, b""), "unavailable"),
        (break_off, "unavailable"),
        (babble, "unavailable"),
        (html(b""), "empty"),
        (html(b"x" * 300_000), "too-large"),
        (html(gzip.compress(b" " * 2_000_000), **{"Content-Encoding": "gzip"}), "too-large"),
        (html(b"no gzip", **{"Content-Encoding": "gzip"}), "malformed"),
        (html(page(), **{"Content-Encoding": "br"}), "malformed"),
        ((200, {"Content-Type": "image/png"}, b"\x89PNG\r\n"), "fetch-failed"),
        ((200, {"Content-Type": "text/html"}, b"\x89PNG\r\n"), "binary"),
        ((302, {"Location": "/page"}, b""), "fetch-failed"),
        ((302, {"Location": "file:///etc/hostname"}, b""), "fetch-failed"),
        ((302, {"Location": "http://[bad"}, b""), "fetch-failed"),
        ((302, {}, b""), "fetch-failed"),
        (html(page("The first lines of a story that goes on behind the wall.", LOCKED)), "paywall"),
        (html(page("The mayor said little. Subscribe to continue reading.")), "paywall"),
        (html(COOKIES), "consent-wall"),
    ],
)  # fmt: skip
def test_each_failure_is_a_row_with_its_reason(tmp_path: Path, site: Site, reply: Reply, code: str) -> None:
    desk = Desk(tmp_path / "news.sayso", site, collect_bytes=200_000)
    site.feed("/page", "/good")
    site.replies |= {"/page": reply, "/good": html(page())}
    desk.collect()
    assert desk.codes() == [code, "read"]
    assert desk.feeds.visits(site.url("/rss"))[site.url("/page")].outcome == code


def test_a_server_that_drips_is_cut_off(tmp_path: Path, site: Site) -> None:
    desk = Desk(tmp_path / "news.sayso", site, collect_seconds=1)
    site.feed("/slow")
    site.replies["/slow"] = drip
    begun = time.monotonic()
    desk.collect()
    assert desk.codes() == ["unavailable"]
    assert time.monotonic() - begun < 8


def test_what_was_unavailable_is_asked_again_at_once_and_in_the_next_round(tmp_path: Path, site: Site) -> None:
    desk = Desk(tmp_path / "news.sayso", site, collect_retries=1)
    site.feed("/a", ETag='"f1"')
    site.replies["/a"] = [(503, {}, b""), (503, {}, b""), html(page())]
    desk.collect()
    desk.collect()
    assert desk.codes() == ["unavailable", "read"]


def test_redirects_are_followed(desk: Desk, site: Site) -> None:
    site.feed("/old")
    site.replies |= {"/old": (301, {"Location": "/new"}, b""), "/new": html(page())}
    assert desk.collect().added.added == 1


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "koi8-r"])
def test_the_charset_of_the_header_is_used(desk: Desk, site: Site, charset: str) -> None:
    story = "Полиция освободила двенадцать рыбаков в понедельник, сообщила мэрия города."
    body = f"<html><body><article><p>{story}</p></article></body></html>".encode(charset)
    site.feed("/a")
    site.replies["/a"] = (200, {"Content-Type": f"text/html; charset={charset}"}, body)
    desk.collect()
    assert desk.told[0].report.text == story


def test_private_addresses_are_refused_unless_allowed(desk: Desk, site: Site) -> None:
    site.feed("/a")
    desk.collect(private=False)
    assert desk.codes() == ["private-address"]
    assert site.asked == []


def test_a_redirect_into_a_private_network_is_refused(desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "is_public", lambda address: address == "127.0.0.1")
    site.feed("/a")
    site.replies["/a"] = (302, {"Location": f"http://[::1]:{site.port}/secret"}, b"")
    desk.collect(private=False)
    assert desk.codes() == ["private-address"]
    assert "/secret" not in site.asked


def test_a_page_in_place_of_a_feed_is_told(desk: Desk, site: Site) -> None:
    site.replies["/rss"] = html(page())
    desk.collect()
    assert desk.codes() == ["not-a-feed"]


def test_sitemaps_of_an_index_are_followed(desk: Desk, site: Site) -> None:
    site.replies |= {
        "/rss": (200, {}, f"<sitemapindex><sitemap><loc>{site.url('/m.gz')}</loc></sitemap></sitemapindex>".encode()),
        "/m.gz": (200, {}, gzip.compress(f"<urlset><url><loc>{site.url('/a')}</loc></url></urlset>".encode())),
        "/a": html(page()),
    }
    assert desk.collect().added.added == 1


def test_a_stop_keeps_what_was_read_and_loses_nothing(desk: Desk, site: Site) -> None:
    def stopping(handler: Any) -> None:
        desk.stop.set()
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(page())))
        handler.end_headers()
        handler.wfile.write(page())

    site.feed("/a", "/b", ETag='"f1"')
    site.replies |= {"/a": stopping, "/b": html(page(STORY + " Two stayed."))}
    assert desk.collect().added.added == 1
    assert "/b" not in site.asked
    desk.stop.clear()
    assert desk.collect().added.added == 1


def test_a_crash_before_the_notes_loses_nothing(desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.feed("/a", ETag='"f1"')
    site.replies["/a"] = html(page())
    with monkeypatch.context() as patch:
        patch.setattr(Feeds, "note", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            desk.collect()
    assert desk.collect().added.added == 0
    assert len(list(desk.store.reports())) == 1


def test_removed_feeds_are_not_asked(desk: Desk, site: Site) -> None:
    assert desk.feeds.remove(site.url("/rss"))
    assert not desk.feeds.remove(site.url("/rss"))
    desk.collect()
    assert site.asked == []


def test_addresses_are_kept_without_tracking() -> None:
    assert page_address("https://a.example/x?utm_medium=rss&id=1#c") == "https://a.example/x?id=1"
    with pytest.raises(UsageError, match="address of the web"):
        feed_address("ftp://a.example/rss")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of this machine that nobody vouches for, with its key in the same file."""
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate")
    path = tmp_path / "site.pem"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1".split()
    named = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path), "-out", str(tmp_path / "bare.pem")]
    subprocess.run(["openssl", *words, *named], check=True, capture_output=True)
    path.write_text(path.read_text() + (tmp_path / "bare.pem").read_text())
    return path


@pytest.mark.parametrize(("trusted", "outcome"), [("yes", "read"), ("no", "fetch-failed")])
def test_certificates_are_checked(  # noqa: PLR0917
    desk: Desk,
    site: Site,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    trusted: str,
    outcome: str,
) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/a" else 404)
            self.send_header("Content-Length", str(len(page())))
            self.end_headers()
            self.wfile.write(page())

        def log_message(self, *_: object) -> None:
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=str(certificate)) if trusted == "yes" else ssl.create_default_context()
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    link = f"https://127.0.0.1:{server.server_address[1]}/a"
    site.replies["/rss"] = (200, {}, f"<rss><channel><item><link>{link}</link></item></channel></rss>".encode())
    desk.collect()
    server.shutdown()
    server.server_close()
    assert desk.codes() == [outcome]
