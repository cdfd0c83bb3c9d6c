"""Find the article in a web page: in comes HTML, out goes a `Report` with headline, outlet, date and language.

trafilatura finds the text. The date is what the page states as machine-readable (JSON-LD, meta and time elements), else
what htmldate finds in the page's markup and address; never one that merely occurs in its prose, since copyright years
and related stories are dates too (adbar/htmldate#8). A page that has only links, a consent banner or a notice (blocked,
not found, scripts needed) is no article. Layout tables are read for their paragraphs, data tables left out.

Pages are not trusted: oversized titles, attributes and documents are cut or refused before the slow parts see them, and
nesting beyond libxml2's limit of 256 is dropped by its parser.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sayso.ground.errors import BadDate, NoArticle, TooLarge
from sayso.ground.records import Rejected, Report
from sayso.read.intake import Intake
from sayso.read.published import normalise
from sayso.read.text import decode, is_empty, keep, unify_lines

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_ELEMENTS: Final = 100_000
"""Elements of the largest page that is read; living blogs stay below 20,000."""

FAST_FROM: Final = 5_000
"""From this many elements on, trafilatura's second opinions, quadratic in the page, are left out."""

LONGEST_ATTRIBUTE: Final = 10_000
LONGEST_TITLE: Final = 1_000

LONGEST_NOTICE: Final = 2_000
"""A text beyond this many characters is an article even if it writes about cookies."""

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_NOTICE = re.compile(
    r"cookie|your (?:privacy|consent)|we (?:and our|value your) (?:\d+ )?(?:partners|privacy)|legitimate interest|gdpr|"
    r"(?:enable|activate|turn on|requires) javascript|access denied|verify (?:that )?you are (?:a )?human|"
    r"checking your browser|unusual traffic|page (?:not found|does(?: not|n't) exist)|404 not found|"
    r"subscribe to (?:continue|read)|datenschutz|einwilligung|confidentialité|privacidad|конфиденциальност",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"cookie|consent|gdpr|onetrust|didomi|privacy-?(?:banner|notice|popup)|\bcmp-|sp_message", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")
_DATED_TAGS: Final = (
    ("meta", "property", ("article:published_time", "og:published_time", "og:article:published_time")),
    ("meta", "itemprop", ("datepublished",)),
    ("meta", "name", ("date", "dc.date.issued", "dcterms.created", "pubdate", "publishdate", "parsely-pub-date")),
    ("time", "itemprop", ("datepublished",)),
)


def read_article(page: bytes | str, *, source: str, intake: Intake, stem: str | None = None) -> Report | Rejected:
    """The article of an HTML page, or why there is none.

    Args:
        page: The page, as bytes or as decoded text.
        source: Where it comes from, for the rejected.
        intake: Fills in the outlet and the date that the page does not state.
        stem: Name for the report's id.

    Raises:
        ReadError: The page is no text, is too large or holds no article.

    Example:
        >>> page = "<html><title>Osh</title><article><p>Police arrested twelve people in Osh.</p></article></html>"
        >>> read_article(page, source="osh.html", intake=Intake()).text
        'Police arrested twelve people in Osh.'
    """
    html = keep(unify_lines(page if isinstance(page, str) else decode(page, declared=declared_encoding(page))))
    fields = extract(html)
    mapped = {intake.columns[name]: value for name, value in fields.items()}
    return intake.report(mapped, source=source, stem=stem)


def declared_encoding(page: bytes) -> str | None:
    """The encoding that a page gives for itself in its first kilobytes."""
    found = _DECLARED.search(page[:4096])
    return found.group(1).decode("ascii", "ignore") if found else None


def extract(html: str) -> dict[str, str | None]:
    """Text, title, outlet, date, address and language of the article in `html`, `None` for what the page does not say.

    Raises:
        NoArticle: There is no article text.
        TooLarge: The page has too many elements.
    """
    from lxml.etree import LxmlError
    from lxml.html import document_fromstring

    try:
        tree = document_fromstring(_DECLARATION.sub("", html))
        tame(tree)
        drop_banners(tree)
        links = {_squeeze(text) for text in _link_texts(tree)}
        published = stated_date(tree)
        language = _language(tree)
        found = _trafilatura(tree)
    except (LxmlError, ValueError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        raise NoArticle(f"the page cannot be parsed ({type(error).__name__})", hint="give its text instead") from error
    text = (found.text or "").strip() if found else ""
    if is_empty(text) or is_notice(text) or is_navigation(text, links=links):
        raise NoArticle("the page holds no article text", hint="give the page of a single article, or its text")
    return {
        "text": text,
        "title": found.title or None,
        "byline": found.author or None,
        "outlet": found.sitename or None,
        "published": published or _believable(found.date),
        "url": found.url or None,
        "language": language,
    }


def is_notice(text: str) -> bool:
    """Whether `text` is a consent banner or a notice rather than a report: most of it speaks of the page itself."""
    if len(text) > LONGEST_NOTICE:
        return False
    about = sum(len(sentence) for sentence in _SENTENCE.findall(text) if _NOTICE.search(sentence))
    return about >= len(text) * 0.4


def is_navigation(text: str, *, links: Iterable[str]) -> bool:
    """Whether most of `text` consists of lines that are the text of a link."""
    known = frozenset(links)
    lines = [_squeeze(line.lstrip("-|• ")) for line in text.splitlines()]
    return sum(len(line) for line in lines if line in known) >= sum(map(len, lines)) * 0.6


def tame(tree: HtmlElement) -> None:
    """Cut what a hostile or careless page makes huge, in place.

    Raises:
        TooLarge: The page has more than `MAX_ELEMENTS` elements.
    """
    for count, element in enumerate(tree.iter()):
        if count > MAX_ELEMENTS:
            raise TooLarge(f"the page has more than {MAX_ELEMENTS:,} elements", hint="give the text of the article")
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            if len(value) > LONGEST_ATTRIBUTE:
                del element.attrib[name]
        if element.tag == "title" and element.text and len(element.text) > LONGEST_TITLE:
            element.text = element.text[:LONGEST_TITLE]


def drop_banners(tree: HtmlElement) -> None:
    """Take out, in place, what is marked up as a consent banner, is short and has neither article nor headline."""
    for element in list(tree.iter("div", "section", "aside", "dialog", "form")):
        named = f"{element.get('id') or ''} {element.get('class') or ''}"
        if not _BANNER.search(named) or next(element.iter("article", "main", "h1"), None) is not None:
            continue
        if element.getparent() is not None and _is_short(element):
            element.drop_tree()


def _is_short(element: HtmlElement) -> bool:
    length = 0
    for text in element.itertext():
        length += len(text)
        if length > LONGEST_NOTICE:
            return False
    return True


def stated_date(tree: HtmlElement) -> str | None:
    """The date of publication that the page states for machines, in ISO form; `None` if none of them is a date."""
    return next((good for raw in _stated(tree) if (good := _believable(raw))), None)


def _stated(tree: HtmlElement) -> Iterator[str]:
    for tag, key, values in _DATED_TAGS:
        for element in tree.iter(tag):
            if (element.get(key) or "").lower() in values:
                yield element.get("content") or element.get("datetime") or ""
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json" and script.text:
            yield from _linked_dates(script.text)


def _linked_dates(script: str) -> Iterator[str]:
    """The `datePublished` of the articles in a JSON-LD script, outermost first."""
    try:
        pending: list[Any] = [json.loads(script, strict=False)]
    except (ValueError, RecursionError):
        return
    while pending:
        node = pending.pop(0)
        if isinstance(node, list):
            pending.extend(node)
        elif isinstance(node, dict):
            if isinstance(node.get("datePublished"), str):
                yield node["datePublished"]
            pending.extend(node[key] for key in ("@graph", "mainEntity") if key in node)


def _believable(raw: str | None) -> str | None:
    """A page's date in ISO form; a wrong one on a page is common and nobody's wish, so it counts as not said."""
    try:
        return normalise(raw)
    except BadDate:
        return None


def _trafilatura(tree: HtmlElement) -> Any:
    from trafilatura import bare_extraction

    for name in ("trafilatura", "htmldate"):
        _silence(logging.getLogger(name))
    latest = date.today().isoformat()
    return bare_extraction(
        tree,
        fast=sum(1 for _ in tree.iter()) > FAST_FROM,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": latest},
    )


def _silence(logger: logging.Logger) -> None:
    """Keep a foreign library from writing to the terminal when nobody has set up logging."""
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _link_texts(tree: HtmlElement) -> list[str]:
    return ["".join(link.itertext())[:LONGEST_NOTICE] for link in tree.iter("a")]


def _language(tree: HtmlElement) -> str | None:
    """The language that the page declares, without its region."""
    root = tree if tree.tag == "html" else tree.getroottree().getroot()
    found = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", (root.get("lang") or root.get("xml:lang") or "").strip())
    return found.group().lower() if found else None


def _squeeze(text: str) -> str:
    return " ".join(text.split())
