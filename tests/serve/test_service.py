"""What the service answers: JSON of all routes, one shape of errors, paging, caching, and who is turned away."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reconciled import ToyReconciler
from requesting import Client
from sayso.ground.errors import StoreMissing, UsageError
from sayso.ground.filters import ROW_KINDS
from sayso.ground.settings import settings
from sayso.run.pipeline import Coder
from sayso.serve.web.desk import Desk
from sayso.serve.web.service import desk_of, make_service
from sayso.serve.web_commands import token_of
from sayso.store.store import Store
from specimens import ToyOpener, shelling
from tellers import says, told

TOKEN = "a-token-of-some-length"
REPORTS = (
    told("a", "Troops shelled Dvir", dead=3), told("d", "Guards released Kim", published="2020-10-29"),
    told("b", "Rebels shelled Dvir", outlet="Blade", published="2020-10-26", dead=5, status="denied"),
    told("c", "Police arrested Kim", published="2020-10-27"), shelling(),
    says("f", "Mayor said Smith won", published="2020-10-26"), says("g", "Council said Brown won", outlet="Blade"),
)  # fmt: skip


def client_of(path: Path, *, token: str | None = None, **chosen: object) -> Client:
    """A client of a service on a new store at the path, with all the reports."""
    store = Store(path, settings=settings({}, **chosen), reconciler=ToyReconciler())
    store.add(REPORTS)
    ready = settings({}, **chosen)
    desk = Desk(store, ready, lambda: Coder(ToyOpener(), settings=ready), frozenset({"localhost"}), token)
    return Client(make_service(desk))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A read-only service."""
    return client_of(tmp_path_factory.mktemp("served") / "store.duckdb")


@pytest.fixture
def editor(tmp_path: Path) -> Client:
    """A service of its own that takes edits."""
    return client_of(tmp_path / "store.duckdb", token=TOKEN)


# ---- answers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ROW_KINDS)
def test_every_kind_of_rows_is_listed(client: Client, kind: str) -> None:
    answer = client.get(f"/api/{kind}")
    assert answer.status == 200
    assert set(answer.json()) == {kind, "next"}
    assert answer.json()[kind]


def test_filters_are_those_of_the_store(client: Client) -> None:
    rows = client.get("/api/events", [("type", "ASSAULT"), ("status", "denied"), ("as_of", "2020-10-26")]).json()
    assert {(row["report"], row["status"]) for row in rows["events"]} >= {("b", "denied")}
    assert {row["status"] for row in rows["events"]} == {"denied"}


def test_pages_follow_one_another_without_gap_or_repeat(client: Client) -> None:
    whole = [row["telling"] for row in client.get("/api/events").json()["events"]]
    found, query = [], [("limit", "2")]
    while True:
        answer = client.get("/api/events", query).json()
        found += [row["telling"] for row in answer["events"]]
        if answer["next"] is None:
            break
        query = [("limit", "2"), ("cursor", answer["next"])]
    assert len(whole) > 4
    assert found == whole


def test_a_cursor_is_of_its_query_only(client: Client) -> None:
    cursor = client.get("/api/events", {"limit": "1"}).json()["next"]
    answer = client.get("/api/events", {"limit": "1", "cursor": cursor, "type": "ASSAULT"})
    assert (answer.status, answer.json()["error"]["code"]) == (400, "bad-filter")


def test_the_record_of_a_report_comes_back_as_it_was_coded(client: Client) -> None:
    record, made = client.get("/api/record", {"report": shelling().report.id}).json(), shelling().to_json()
    assert record["text"] == shelling().report.text
    assert {one["id"]: one for one in record["events"]} == {one["id"]: one for one in made["events"]}
    assert record["claims"] == made["claims"]
    assert record["entities"] == made["entities"]


def test_the_overview_counts_what_was_known_then(client: Client) -> None:
    now, then = (client.get("/api/overview", query).json() for query in ({}, {"as_of": "2020-10-25"}))
    assert now["counts"]["reports"] == len(REPORTS)
    assert then["counts"]["reports"] < now["counts"]["reports"]
    assert {one["status"] for one in now["bars"]} >= {"happened", "denied"}


def test_search_finds_actors_happenings_and_reports(client: Client) -> None:
    found = client.get("/api/search", {"q": "shelled DVIR"}).json()["found"]
    assert {one["noun"] for one in found} >= {"report"}
    assert any(one["noun"] == "entity" for one in client.get("/api/search", {"q": "rebels"}).json()["found"])
    assert client.get("/api/search", {"q": " "}).json()["found"] == []


def test_a_report_can_be_coded_and_is_not_kept(client: Client) -> None:
    answer = client.post("/code", {"text": "Troops shelled the port.", "id": "new", "published": "2020-10-25"})
    assert answer.status == 200
    assert answer.json()["report"]["id"] == "new"
    assert client.get("/api/record", {"report": "new"}).status == 404


def test_the_document_names_every_route(client: Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert set(paths) == {
        *(f"/api/{kind}" for kind in ROW_KINDS), "/api/overview", "/api/record", "/api/search", "/api/diff", "/code",
    }  # fmt: skip


# ---- errors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "query", "status", "code"),
    [
        ("/api/events", {"type": "PROTST"}, 400, "unknown-code"),
        ("/api/events", {"nonsense": "x"}, 400, "bad-filter"),
        ("/api/events", {"limit": "0"}, 400, "bad-filter"),
        ("/api/events", {"limit": "501"}, 400, "bad-filter"),
        ("/api/events", {"limit": "٣"}, 400, "bad-filter"),
        ("/api/events", {"cursor": "héllo"}, 400, "bad-filter"),
        ("/api/events", {"cursor": "OTk5"}, 400, "bad-filter"),
        ("/api/events", {"as_of": "soon"}, 400, "bad-filter"),
        ("/api/events", {"as_of": ["2020-01-01", "2020-01-02"]}, 400, "bad-filter"),
        ("/api/events", {"history": "yes"}, 400, "bad-filter"),
        ("/api/record", {}, 400, "bad-filter"),
        ("/api/record", {"report": "nobody"}, 404, "unknown-row"),
        ("/api/record", {"report": "a", "version": "9"}, 404, "unknown-row"),
        ("/api/record", {"report": "a", "version": "x"}, 400, "bad-filter"),
        ("/api/diff", {"from": "2020-10-28", "to": "2020-10-25"}, 400, "bad-filter"),
        ("/api/nothing", {}, 404, "no-such-page"),
        ("/code", {}, 405, "method-not-allowed"),
    ],
)
def test_every_error_has_one_shape(  # noqa: PLR0917  # one argument for each column of the table
    client: Client, path: str, query: Any, status: int, code: str
) -> None:
    answer = client.get(path, query)
    assert answer.status == status
    assert set(answer.json()) == {"error"}
    assert set(answer.json()["error"]) == {"code", "message", "hint"}
    assert answer.json()["error"]["code"] == code


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 422), (b"[]", 422), (b"{", 422), (b"[" * 100_000, 422), ({"text": 3}, 422), ({"words": "x"}, 422),
     ({"text": " "}, 422), ({"text": "x", "published": "soon"}, 422), ({"text": "a\x00b\ud800"}, 200)],
)  # fmt: skip
def test_what_is_no_report_is_told(client: Client, body: object, status: int) -> None:
    answer = client.post("/code", body)
    assert answer.status == status
    assert status == 200 or set(answer.json()["error"]) == {"code", "message", "hint"}


def test_only_json_is_coded(client: Client) -> None:
    assert client.post("/code", {"text": "x"}, content_type="text/plain").status == 415


def test_a_fault_of_ours_tells_nothing_of_the_machine(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(tmp_path / "store.duckdb")
    monkeypatch.setattr(Store, "search", lambda *_, **__: 1 / 0)
    with caplog.at_level(logging.CRITICAL):
        answer = client.get("/api/search", {"q": "x"})
    assert (answer.status, answer.json()["error"]["code"]) == (500, "internal")
    assert "ZeroDivision" not in answer.text
    assert "content-security-policy" in answer.headers


def test_a_damaged_store_is_told_without_its_path(tmp_path: Path) -> None:
    client = client_of(tmp_path / "store.duckdb")
    (tmp_path / "store.duckdb").write_bytes(b"no store" * 1000)
    answer = client.get("/api/events")
    assert answer.status == 500
    assert answer.json()["error"]["code"] == "not-a-store"
    assert str(tmp_path) not in answer.text


def test_there_must_be_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        make_service(desk_of(Store(tmp_path / "no.duckdb", settings=settings({}), reconciler=ToyReconciler())))


# ---- who is turned away ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "", "localhost:x", "localhost/a", "["]
)
def test_a_foreign_host_is_refused(client: Client, host: str) -> None:
    answer = client.get("/", host=host)
    assert (answer.status, answer.json()["error"]["code"]) == (421, "foreign-host")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost", "http://localhost:8001", "x"])
@pytest.mark.parametrize("path", ["/api/events", "/"])
def test_a_foreign_origin_is_refused(client: Client, origin: str, path: str) -> None:
    answer = client.get(path, origin=origin)
    assert (answer.status, answer.json()["error"]["code"]) == (403, "forbidden")


def test_the_own_origin_is_let_in(client: Client) -> None:
    assert client.get("/api/events", origin="http://localhost:8000").status == 200


def test_a_large_body_is_refused_whether_it_says_so_or_not(tmp_path: Path) -> None:
    client = client_of(tmp_path / "store.duckdb", serve_body=64)
    large = b'{"text": "' + b"x" * 80_000 + b'"}'
    assert client.post("/code", large).status == 413
    assert client.post("/code", large, content_length=str(len(large))).json()["error"]["code"] == "body-too-large"
    assert client.post("/code", {"text": "small"}, content_length="-1").status == 413


def test_a_slow_request_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from time import sleep

    client = client_of(tmp_path / "store.duckdb", serve_seconds=1)
    monkeypatch.setattr(Store, "search", lambda *_, **__: sleep(3))
    answer = client.get("/api/search", {"q": "x"})
    assert (answer.status, answer.json()["error"]["code"]) == (503, "too-slow")


@pytest.mark.parametrize("path", ["/", "/api/events", "/static/style.css", "/nope", "/openapi.json"])
def test_every_answer_forbids_what_is_not_ours(client: Client, path: str) -> None:
    policy = client.get(path).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert client.get(path).headers["x-content-type-options"] == "nosniff"


# ---- caching and compression ----------------------------------------------------------------------------------------


def test_who_has_the_answer_is_told_so(client: Client) -> None:
    first = client.get("/api/events")
    again = client.get("/api/events", if_none_match=first.headers["etag"])
    other = client.get("/api/events", {"type": "ASSAULT"}, if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert other.status == 200
    assert other.headers["etag"] != first.headers["etag"]


def test_a_changed_store_has_other_tags_and_refuses_old_cursors(editor: Client) -> None:
    first = editor.get("/api/events", {"limit": "1"})
    done = editor.post("/api/retractions", {"report": "a", "reason": "wrong"}, authorization=f"Bearer {TOKEN}")
    assert (done.status, done.json()["changed"]) == (200, True)
    assert editor.get("/api/events", {"limit": "1"}, if_none_match=first.headers["etag"]).status == 200
    stale = editor.get("/api/events", {"limit": "1", "cursor": first.json()["next"]})
    assert stale.json()["error"]["hint"] == "ask for the first page again"


def test_errors_are_not_kept(client: Client) -> None:
    assert "etag" not in client.get("/api/events", {"limit": "x"}).headers


def test_long_answers_are_compressed_for_whoever_can_read_it(client: Client) -> None:
    packed, plain = client.get("/api/events", accept_encoding="gzip"), client.get("/api/events")
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.plain == plain.body


# ---- edits ----------------------------------------------------------------------------------------------------------

EDITS = [("/api/retractions", {"report": "a", "reason": "x"}), ("/api/decisions", {"choice": "undo", "decision": "d1"})]


@pytest.mark.parametrize(("path", "body"), EDITS)
def test_a_read_only_service_takes_no_edit(client: Client, path: str, body: object) -> None:
    before = client.get("/api/reports").json()
    assert client.post(path, body, authorization=f"Bearer {TOKEN}").status == 403
    assert client.get("/api/reports").json() == before


@pytest.mark.parametrize(("path", "body"), EDITS)
@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer é"])
def test_an_edit_needs_the_token(editor: Client, path: str, body: object, given: str) -> None:
    answer = editor.post(path, body, authorization=given)
    assert (answer.status, answer.json()["error"]["code"]) == (401, "unauthorised")


def test_a_merge_is_made_and_undone(editor: Client) -> None:
    ids = [row["id"] for row in editor.get("/api/happenings").json()["happenings"]][:2]
    allowed = {"authorization": f"Bearer {TOKEN}"}
    made = editor.post("/api/decisions", {"choice": "merge", "happenings": ids, "reason": "one raid"}, **allowed).json()
    assert made["decision"]["choice"] == "merge"
    undone = editor.post("/api/decisions", {"choice": "undo", "decision": made["decision"]["id"]}, **allowed)
    assert undone.json()["decision"]["undoes"] == made["decision"]["id"]
    assert editor.post("/api/decisions", {"choice": "melt"}, **allowed).json()["error"]["code"] == "bad-filter"


def test_the_token_stands_in_no_answer_and_no_log(editor: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answers = [editor.get("/api"), editor.post("/api/retractions", {}, authorization=f"Bearer {TOKEN}")]
    assert TOKEN not in caplog.text
    assert all(TOKEN not in one.text for one in answers)


def test_the_token_is_a_word_in_a_file(tmp_path: Path, write: Callable[[str, str], str]) -> None:
    assert token_of(None, is_wanted=False) is None
    assert token_of(Path(write("token", f"{TOKEN}\n")), is_wanted=True) == TOKEN
    for path, is_wanted in ((None, True), (Path(write("token", TOKEN)), False), (Path(write("short", "x")), True)):
        with pytest.raises(UsageError):
            token_of(path, is_wanted=is_wanted)
