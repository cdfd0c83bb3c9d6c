"""Feeds, robots.txt and walls: what is read out of them, whatever their state."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.ground.collected import Entry
from sayso.ground.errors import NotAFeed
from sayso.read.feeds import read_feed
from sayso.read.pages import is_public
from sayso.read.robots import parse
from sayso.read.walls import wall

HERE = "https://wire.example/feed"
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><link>https://wire.example/</link>
<item><title>Osh</title><link> https://wire.example/osh#top </link>
<pubDate>Mon, 11 Mar 2024 09:30:00 +0600</pubDate></item>
<item><guid>https://wire.example/naryn</guid></item><item><guid isPermaLink="false">77</guid></item>
<item><link>javascript:alert(1)</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://wire.example/"/><entry><title>Osh</title>
<link rel="edit" href="/edit/1"/><link href="/osh"/><published>2024-03-11T03:30:00Z</published>
<updated>2024-03-12T03:30:00Z</updated></entry></feed>"""
SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://wire.example/osh</loc><news:news>
<news:publication_date>2024-03-11</news:publication_date><news:title>Osh</news:title></news:news></url></urlset>"""
JSON = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/osh", "date_published": "2024-03-11"}, 3]}'


def test_rss_gives_links_and_dates() -> None:
    first, second = read_feed(RSS, url=HERE)
    assert first == Entry("https://wire.example/osh", "Osh", "2024-03-11T09:30:00+06:00")
    assert second.url == "https://wire.example/naryn"


def test_atom_gives_the_page_and_when_it_changed() -> None:
    (entry,) = read_feed(ATOM, url=HERE)
    assert (entry.url, entry.title) == ("https://wire.example/osh", "Osh")
    assert (entry.published or "")[:10] == "2024-03-11"
    assert (entry.updated or "")[:10] == "2024-03-12"


def test_news_sitemaps_and_json_feeds_give_the_same() -> None:
    for data in (SITEMAP, JSON):
        (entry,) = read_feed(data, url=HERE)
        assert (entry.url, entry.published) == ("https://wire.example/osh", "2024-03-11")


def test_a_feed_that_breaks_off_gives_what_is_there() -> None:
    assert [entry.title for entry in read_feed(RSS[:250], url=HERE)] == ["Osh"]


def test_entities_are_not_resolved() -> None:
    declared = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    evil = declared + b"<rss><channel><item><link>/a</link><title>&e;</title></item></channel></rss>"
    assert read_feed(evil, url=HERE)[0].title is None


@pytest.mark.parametrize("data", [b"", b"plain words", b"<html><body/></html>", b"{}", b'{"version": 1, "items": []}'])
def test_what_is_no_feed_is_said(data: bytes) -> None:
    with pytest.raises(NotAFeed):
        read_feed(data, url=HERE)


@pytest.mark.fuzz
@settings(deadline=None)
@given(st.sampled_from([RSS, ATOM, SITEMAP, JSON]), st.binary(max_size=200), st.integers(0, 600), st.integers(0, 9))
def test_no_feed_makes_the_reader_fail(feed: bytes, noise: bytes, place: int, lost: int) -> None:
    with suppress(NotAFeed):
        for entry in read_feed(feed[:place] + noise + feed[place + lost :], url=HERE):
            assert entry.url.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True), ("/shut/a", False), ("/shut/open/a", True), ("/a.pdf", False), ("/a.pdf?x=1", True),
        ("/x?id=3", False),
        ("/caf%C3%A9/x", False),
    ],
)  # fmt: skip
def test_the_longest_rule_decides(path: str, allowed: bool) -> None:  # noqa: FBT001
    text = "User-agent: *\nDisallow: /shut/\nAllow: /shut/open/\nDisallow: /*.pdf$\nDisallow: /*?id=\nDisallow: /café/"
    assert parse(text, agent="sayso").allows(f"https://a.example{path}") is allowed


def test_the_group_that_names_the_robot_wins() -> None:
    robots = parse(
        "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: Sayso\nCrawl-delay: 900", agent="sayso"
    )
    assert robots.allows("https://a.example/x")
    assert robots.delay == 60


@pytest.mark.fuzz
@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=50))
def test_any_robots_can_be_asked(text: str, path: str) -> None:
    assert parse(f"User-agent: *\nDisallow: {text}", agent="sayso").allows(f"https://a.example/{path}") in (True, False)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "0.0.0.0", "224.0.0.1", "::1", "fe80::1%eth0",
     "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::1", "100.64.0.1"],
)  # fmt: skip
def test_addresses_of_private_networks_are_told(address: str) -> None:
    assert not is_public(address)


def test_long_articles_stand_before_no_wall() -> None:
    html = '<p>Subscribe to continue reading.</p><meta name="article:content_tier" content="locked">'
    assert wall(html, text="Police freed him. " * 200, url="https://a.example") is None
    assert wall(html, text="Police freed him.", url="https://a.example") is not None
