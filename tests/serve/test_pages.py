"""Pages: each opens, keeps the moment it looks at, and shows hostile reports as text that does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from reconciled import ToyReconciler
from requesting import Client
from sayso.ground.records import Claim, Entity, Party, Place, Record, Report, Source, Span, Time
from sayso.ground.settings import settings
from sayso.run.pipeline import Coder
from sayso.serve.web.desk import Desk
from sayso.serve.web.rendering import safe_link
from sayso.serve.web.service import make_service
from sayso.store.store import Store
from specimens import VERSIONS, ToyOpener, make_event, shelling
from tellers import says, told

EVIL = (
    "<script>alert(1)</script><svg/onload=alert(1)><img src=x onerror=alert(1)>\"' onmouseover='alert(1)"
    "</textarea></title>{{7*7}}{% raw %}${alert(1)}&lt;b&gt;\u202egnp.exe\u2066\x00\x1b[31m]]>--><!--"
)
LONG = "long " * 40_000
ALLOWED_TAGS = frozenset(
    "html head meta title link script body a header p span nav ul ol li form label input button main footer h1 h2 h3 "
    "section figure details summary div table caption thead tbody tr th td strong em dl dt dd bdi time blockquote mark "
    "article aside sup select option code".split()
)
URLS = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    " JaVaScRiPt:alert(1)",
    "//evil.example/",
    "http://a\nb/",
)


def hostile(name: str, said: str, *, url: str | None = None, status: str = "happened") -> Record:
    """A report in which everything that can hold words holds these."""
    text = f"{said} shelled {said} today"
    first, second = Span(0, len(said), said), Span(len(said) + 9, 2 * len(said) + 9, said)
    verb, whole = Span(len(said) + 1, len(said) + 8, "shelled"), Span(0, len(text), text)
    entity = Entity(
        "x1", said, "PER", (first,), country="XXA", sectors=("GOV",), office=said, key=f"K-{name}-{said[:300]}"
    )
    event = make_event(
        text, "e1", anchor=verb, sentence=whole, actors=(Party(first, "x1"),), recipients=(Party(second, "x1"),),
        place=Place(second, 7, said, 1.0, 2.0, "XXA", said, "city"),
        time=Time(second, "2020-10-24", "2020-10-24", "2020-10-24", "day"),
        sources=(Source(first, "x1", "named"),), status=status, why_null={},
    )  # fmt: skip
    claim = Claim("c1", first, verb, (second,), "denies", "x1", "named", quoted=False, events=("e1",))
    report = Report(name, text, said, "2020-10-25", said, url, "en", said)
    return Record(report, (event,), (claim,), (entity,), (), (), (first,), VERSIONS)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("pages") / "store.duckdb"
    store = Store(path, settings=settings({}), reconciler=ToyReconciler())
    evil = EVIL.replace("\x00", "\u2400")  # reading replaces NUL; it is sent as a query below
    store.add([
        hostile("evil/../<b>?id=1#x", evil, url=URLS[0]),
        hostile("evil2", evil, url="http://evil.example/\"onclick=x", status="denied"),
        hostile("long", LONG), told("a", "Troops shelled Dvir", dead=3),
        told("b", "Rebels shelled Dvir", status="denied", dead=5),
        told("c", "Police arrested Kim", published="2020-10-27"), shelling(), says("f", "Mayor said Smith won"),
        says("g", "Council said Brown won", outlet="Blade"),
    ])  # fmt: skip
    return store


@pytest.fixture(scope="module")
def client(store: Store) -> Client:
    ready = settings({})
    return Client(
        make_service(Desk(store, ready, lambda: Coder(ToyOpener(), settings=ready), frozenset({"localhost"})))
    )


class Seen(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def links(self) -> Iterator[str]:
        for tag, given in self.tags:
            if tag == "a":
                yield given["href"] or ""


def every_page(client: Client) -> Iterator[tuple[str, Any]]:
    """The address of each list, and of the page of everything in the store."""
    for path in ("/", "/happenings", "/reports", "/actors", "/disputes", "/api"):
        yield path, ()
    yield "/situations", {"on": "2020-10-28"}
    yield "/search", {"q": "shelled"}
    yield "/search", {"q": EVIL}
    yield "/happenings", {"actor": EVIL, "place": EVIL}
    yield "/report", {"id": EVIL}
    yield "/nothing<script>", ()
    for kind, path, key in (
        ("happenings", "/happening", "id"), ("reports", "/report", "report"), ("entities", "/actor", "key"),
        ("disputes", "/dispute", "id"),
    ):  # fmt: skip
        for row in client.get(f"/api/{kind}", {"limit": "100"}).json()[kind]:
            yield path, {"id": row[key]}


def test_every_page_is_inert_whatever_the_reports_hold(client: Client) -> None:
    asked = list(every_page(client))
    assert len(asked) > 30
    for path, query in asked:
        answer = client.page(path, query)
        assert answer.status in (200, 404), (path, query)
        seen = Seen(answer.text)
        assert {tag for tag, _ in seen.tags} <= ALLOWED_TAGS, (path, query)
        for tag, given in seen.tags:
            assert not [name for name in given if name.startswith("on") or name in ("style", "srcdoc")], (path, tag)
            assert tag != "script" or (given.get("src") or "").startswith("/static/")
        assert all(one.startswith(("/", "#")) or safe_link(one) for one in seen.links())
        assert not set(answer.text) & set("\u202e\u2066\x00\x1b"), (path, query)


def test_hostile_words_are_shown_as_they_are(client: Client) -> None:
    page = client.page("/report", {"id": "evil/../<b>?id=1#x"})
    assert page.status == 200
    assert "<script>alert(1)</script>" in Seen(page.text).text
    assert "{{7*7}}" in Seen(page.text).text
    assert "javascript:" not in "".join(Seen(page.text).links())


@pytest.mark.parametrize("url", [*URLS, "", None, "http://", "https://[bad"])
def test_only_plain_web_addresses_become_links(url: str | None) -> None:
    assert safe_link(url) is None


def test_long_titles_are_cut(client: Client) -> None:
    page = client.page("/reports")
    assert len(page.text) < 100_000
    assert "…" in page.text


def test_pages_keep_the_moment_they_look_at(client: Client) -> None:
    page = client.page("/happenings", {"as_of": "2020-10-25", "type": "ASSAULT"})
    inner = [one for one in Seen(page.text).links() if one.startswith(("/happening", "/reports", "/disputes"))]
    assert len(inner) > 2
    assert all("as_of=2020-10-25" in one for one in inner if "type=" not in one)
    assert "You see what was known 25 October 2020" in Seen(page.text).text


def test_as_of_takes_away_what_was_not_known(client: Client) -> None:
    assert "Kim" in client.page("/reports", {"as_of": "2020-10-27"}).text or "Title c" in client.page("/reports").text
    assert "Title c" not in client.page("/reports", {"as_of": "2020-10-26"}).text
    assert client.page("/report", {"id": "c", "as_of": "2020-10-26"}).status == 404


def test_the_page_of_a_happening_sets_accounts_and_numbers_side_by_side(client: Client) -> None:
    rows = client.get("/api/happenings", {"actor": "Rebels"}).json()["happenings"]
    text = Seen(client.page("/happening", {"id": rows[0]["id"]}).text).text
    assert "Troops shelled Dvir" in text
    assert "Rebels shelled Dvir" in text
    assert "dead: 3 to 5" in text
    assert "✗ denied" in text


def test_the_page_of_a_report_leads_from_act_to_evidence(client: Client) -> None:
    page = client.page("/report", {"id": shelling().report.id})
    seen = Seen(page.text)
    assert "".join(shelling().report.text.split()) in "".join(seen.text.split())
    targets = {given.get("id") for _, given in seen.tags}
    for link in seen.links():
        assert not link.startswith("#") or link[1:] in targets
    assert "#event-1" in list(seen.links())


def test_the_page_of_an_actor_tells_both_sides(client: Client) -> None:
    text = Seen(client.page("/actor", {"id": "K-Kim"}).text).text
    assert "arrest" in text
    assert "detained" in text


def test_the_page_of_a_dispute_names_who_holds_what(client: Client) -> None:
    found = client.get("/api/disputes", {"question": "winner"}).json()["disputes"][0]
    text = Seen(client.page("/dispute", {"id": found["id"]}).text).text
    assert "Smith" in text
    assert "Brown" in text
    assert "Mayor" in text
    assert "No verdict" in text


def test_errors_are_pages_for_readers_and_json_for_programs(client: Client) -> None:
    assert (
        client.page("/happening", {"id": "h0"}).text.startswith("\n<!doctype html>")
        or "<!doctype" in client.page("/happening").text
    )
    assert client.get("/happening", {"id": "h0"}).json()["error"]["code"] == "unknown-row"


@pytest.mark.parametrize(
    "query", [{"path": "x"}, {"as_of": "x"}, {"self": "1"}, {"cursor": "é"}, {"type": ["ASSAULT", "COERCE"]}]
)
@pytest.mark.parametrize("path", ["/", "/happenings", "/situations", "/search", "/reports"])
def test_no_query_makes_a_page_fail(client: Client, path: str, query: dict[str, Any]) -> None:
    assert client.page(path, query).status in (200, 400)


def test_the_next_page_keeps_filters_given_twice(store: Store) -> None:
    few = settings({}, serve_rows=2)
    small = Client(make_service(Desk(store, few, lambda: Coder(ToyOpener(), settings=few), frozenset({"localhost"}))))
    first = small.page("/happenings", [("type", "ASSAULT"), ("type", "COERCE")])
    following = next(one for one in Seen(first.text).links() if "cursor=" in one)
    assert small.page("/happenings", following.partition("?")[2]).status == 200


def test_the_charts_weigh_less_than_a_photograph() -> None:
    import sayso.serve.web

    static = Path(sayso.serve.web.__file__).parent / "static"
    assert sum(path.stat().st_size for path in static.iterdir()) < 1_500_000
