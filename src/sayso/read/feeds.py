"""Read feeds: in come the bytes of RSS, Atom, JSON Feed or a news sitemap, out go the pages that they list.

The parser resolves no entity, opens no connection and recovers from faults as browsers do, since feeds are often not
well-formed. Text of entries is not taken from the feed: the page is the report. feedparser would bring more formats and
a repair of dates, but also a second parser of HTML; what is needed here are four fields.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from sayso.ground.collected import Entry
from sayso.ground.errors import BadDate, NotAFeed
from sayso.read.published import normalise

MOST_ENTRIES: Final = 5_000
_BEGINS = re.compile(rb"<(?:\w+:)?(?:item|entry|url|sitemap)[\s>]")
_ENDS = re.compile(rb"</(?:\w+:)?(?:item|entry|url|sitemap)>")
_HINT: Final = "give the address of a feed; pages often name it in a link of the type application/rss+xml"


def read_feed(data: bytes, *, url: str) -> list[Entry]:
    """The entries of a feed, in its order, each page once.

    Args:
        data: The feed as it was sent.
        url: Where it was fetched, for relative links.

    Raises:
        NotAFeed: It is something else.

    Example:
        >>> feed = b"<rss><channel><item><link>/osh</link></item></channel></rss>"
        >>> read_feed(feed, url="https://wire.example/rss")[0].url
        'https://wire.example/osh'
    """
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    found = _json_entries(start) if start.startswith(b"{") else _xml_entries(start)
    entries: dict[str, Entry] = {}
    for link, title, published, updated, nested in found:
        page = _page(link, url)
        if page and len(entries) < MOST_ENTRIES:
            entries.setdefault(page, Entry(page, title or None, _date(published), _date(updated), nested))
    return list(entries.values())


_Raw = tuple[str, str, str, str, bool]


def _page(link: str, base: str) -> str | None:
    """The address of a page without its fragment; `None` for what is no page of the web."""
    try:
        page = urljoin(base, link.strip()).partition("#")[0]
        parts = urlsplit(page)
    except ValueError:
        return None
    return page if link.strip() and parts.scheme in ("http", "https") and parts.hostname else None


def _date(said: str) -> str | None:
    """A date of RSS or of ISO 8601 in ISO form, `None` where it is neither."""
    try:
        return normalise(said.strip() or None)
    except BadDate:
        pass
    try:
        return normalise(parsedate_to_datetime(said.strip()).isoformat())
    except (ValueError, TypeError, IndexError, OverflowError, BadDate):
        return None


def _json_entries(data: bytes) -> Iterator[_Raw]:
    try:
        feed: Any = json.loads(data.decode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise NotAFeed("the feed is not valid JSON", value=str(error)[:100], hint=_HINT) from error
    items = feed.get("items")
    if "jsonfeed.org" not in str(feed.get("version")) or not isinstance(items, list):
        raise NotAFeed("the JSON is no JSON Feed", hint=_HINT)
    for item in items:
        if isinstance(item, dict):
            said = [item.get(key) for key in ("url", "title", "date_published", "date_modified")]
            link, title, published, updated = (value if isinstance(value, str) else "" for value in said)
            yield link, title, published, updated, False


def _xml_entries(data: bytes) -> Iterator[_Raw]:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False, remove_pis=True
    )
    try:
        root: Any = etree.fromstring(data, parser) if data else None
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise NotAFeed("the feed is not XML", value=str(error)[:100], hint=_HINT) from error
    kind = _name(root) if root is not None else ""
    found = list(_of_kind(root, kind))
    return iter(found[:-1] if _breaks_off(data) else found)


def _breaks_off(data: bytes) -> bool:
    """Whether the last entry has no end, so that its address may be cut short."""
    begins = [one.start() for one in _BEGINS.finditer(data)]
    ends = [one.start() for one in _ENDS.finditer(data)]
    return bool(begins) and begins[-1] > (ends[-1] if ends else -1)


def _of_kind(root: Any, kind: str) -> Iterator[_Raw]:
    """The entries of a document with that root.

    Raises:
        NotAFeed: It is another document.
    """
    if kind in ("rss", "RDF"):
        return (_item(item) for item in root.iter() if _name(item) == "item")
    if kind == "feed":
        return (_atom(entry) for entry in root.iter() if _name(entry) == "entry")
    if kind in ("urlset", "sitemapindex"):
        return (_located(one, nested=kind == "sitemapindex") for one in root if _name(one) in ("url", "sitemap"))
    raise NotAFeed("this is no feed", value=kind or None, hint=_HINT)


def _name(element: Any) -> str:
    """The local name of an element; empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _texts(element: Any) -> dict[str, str]:
    """Local name → text of the first descendant of that name."""
    found: dict[str, str] = {}
    for part in element.iter("*"):
        found.setdefault(_name(part), "".join(part.itertext("*")).strip() if len(part) < 50 else "")
    return found


def _item(item: Any) -> _Raw:
    said = _texts(item)
    guid = next((part for part in item if _name(part) == "guid"), None)
    own = said.get("guid", "") if guid is not None and guid.get("isPermaLink", "true").lower() == "true" else ""
    link = said.get("link") or (own if own.startswith("http") else "")
    return link, said.get("title", ""), said.get("pubDate") or said.get("date", ""), said.get("updated", ""), False


def _atom(entry: Any) -> _Raw:
    said = _texts(entry)
    links = [part for part in entry if _name(part) == "link" and part.get("rel", "alternate") == "alternate"]
    link = links[0].get("href", "") if links else ""
    return link, said.get("title", ""), said.get("published", ""), said.get("updated", ""), False


def _located(one: Any, *, nested: bool) -> _Raw:
    said = _texts(one)
    return said.get("loc", ""), said.get("title", ""), said.get("publication_date", ""), said.get("lastmod", ""), nested
