"""Web pages to reports."""

from __future__ import annotations

import logging

import pytest

from sayso.ground.errors import NoArticle, ReadError, TooLarge
from sayso.ground.records import Rejected, Report
from sayso.read.articles import read_article
from sayso.read.intake import Intake, rejected

FIRST = "Police arrested twelve people in the southern city of Osh on Tuesday, the interior ministry said."
SECOND = "The opposition rejected the charges and called for new protests on Friday in the capital."
BODY = f"<article><h1>Clashes in Osh</h1><p>{FIRST}</p><p>{SECOND}</p></article>"
LINKED = '<script type="application/ld+json">%s</script>'
BANNER = (
    "<div class='consent'><p>We and our 812 partners use cookies to give you the best experience on our website.</p>"
    "<p>By clicking Accept all you consent to our use of cookies and to our privacy policy.</p>"
    "<p>You can change your consent at any time.</p><button>Accept all</button></div>"
)


def page(body: str = BODY, *, head: str = "", lang: str = "en") -> str:
    return (
        f"<!doctype html><html lang='{lang}'><head><title>Clashes in Osh</title>{head}</head><body>{body}</body></html>"
    )


def article(html: str | bytes) -> Report:
    report = read_article(html, source="page.html", intake=Intake())
    assert isinstance(report, Report), report
    return report


def test_text_headline_outlet_address_and_language_are_found() -> None:
    head = (
        "<meta property='og:site_name' content='Steppe Wire'><link rel='canonical' href='https://steppe.example/osh'>"
        "<meta property='article:published_time' content='2015-10-06T05:20:00Z'>"
    )
    menu = "<nav><a href='/'>Home</a> <a href='/world'>World</a></nav>"
    found = article(page(menu + BODY + "<footer>Copyright 2019 Steppe Wire</footer>", head=head, lang="en-GB"))
    assert FIRST in found.text
    assert SECOND in found.text
    assert "Copyright" not in found.text
    assert "Home" not in found.text
    assert (found.title, found.outlet, found.language) == ("Clashes in Osh", "Steppe Wire", "en")
    assert found.published == "2015-10-06T05:20:00Z"
    assert found.url == "https://steppe.example/osh"


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (LINKED % '{"@graph":[{"@type":"NewsArticle","datePublished":"2020-10-24"}]}', "2020-10-24"),
        ("<meta name='date' content='2020-10-24T10:00:00+02:00'>", "2020-10-24T10:00:00+02:00"),
        ("<meta name='date' content='0201-05-06'>", None),
        ("<meta name='date' content='yesterday'>", None),
        ("<meta property='article:published_time' content='2999-01-01'>", None),
        ("<meta name='date' content='yesterday'><meta itemprop='datePublished' content='2020-10-24'>", "2020-10-24"),
        (LINKED % '{"datePublished": "2020-', None),
        ("", None),
    ],
)  # fmt: skip
def test_only_a_stated_and_possible_date_counts(head: str, published: str | None) -> None:
    assert article(page(head=head)).published == published


def test_a_date_in_the_prose_is_not_the_date_of_publication() -> None:
    told = f"<article><p>{FIRST} Parliament was dissolved on 4 May 2012.</p><p>{SECOND}</p></article><p>© 2019</p>"
    assert article(page(told)).published is None


def test_what_the_page_lacks_is_filled_in() -> None:
    found = read_article(page(), source="p", intake=Intake(outlet="Wire", published="2015-10-06"), stem="osh")
    assert isinstance(found, Report)
    assert (found.id, found.outlet, found.published) == ("osh", "Wire", "2015-10-06")


@pytest.mark.parametrize(
    "body",
    [
        BANNER,
        "",
        "<script>var a = 'Police said';</script>",
        "<p>Please enable JavaScript to view this page.</p>",
        "<h1>404 Not Found</h1><p>Page not found.</p>",
        "<ul>" + "".join(f"<li><a href='/{n}'>Ministers meet in capital {n}</a></li>" for n in range(30)) + "</ul>",
        "<img src='a.png'><video></video>",
    ],
)
def test_a_page_without_an_article_is_no_article(body: str) -> None:
    with pytest.raises(NoArticle):
        read_article(page(body), source="p", intake=Intake())


def test_a_banner_beside_an_article_does_not_hide_it() -> None:
    found = article(page(BANNER + BODY))
    assert FIRST in found.text


def test_a_page_marked_as_having_a_banner_keeps_its_article() -> None:
    assert FIRST in article(page(f"<div class='has-cookie-banner'>{BODY}</div>")).text


def test_an_article_about_cookies_is_an_article() -> None:
    told = [
        "The data protection authority fined three publishers a total of two million euros on Monday.",
        "Its president said the publishers had tracked readers through cookies without asking them.",
        "The publishers said they would appeal, and called the decision a threat to the free press.",
        "Reporters' unions in Lyon and Lille asked the government to step in before the vote next week.",
    ]
    assert told[0] in article(page("<article>" + "".join(f"<p>{line}</p>" for line in told) + "</article>")).text


def test_paragraphs_in_layout_tables_are_read() -> None:
    old = f"<table><tr><td><a href='/'>Home</a></td><td><p>{FIRST}<p>{SECOND}</td></tr></table>"
    assert article(page(old)).text == f"{FIRST}\n{SECOND}"


def test_the_declared_encoding_is_used() -> None:
    told = "<article><p>Полиция задержала лидера оппозиции в Москве во вторник, сообщили власти страны.</p></article>"
    raw = page(told, head="<meta charset='windows-1251'>").encode("cp1251")
    assert "Полиция задержала" in article(raw).text


def test_an_xml_declaration_does_no_harm() -> None:
    assert FIRST in article('<?xml version="1.0" encoding="utf-8"?>\n' + page()).text


HOSTILE = {
    "deep nesting": page("<div>" * 50_000 + f"<p>{FIRST}</p>"),
    "title of 10 MB": page(head="").replace("Clashes in Osh</title>", "A" * 10_000_000 + "</title>"),
    "attribute of 5 MB": page(f"<div data-x='{'x' * 5_000_000}'></div>{BODY}"),
    "broken tags": page(f"<p<p<<div></span></td><b><i></b></i>{BODY}</html></html><p"),
    "null bytes": page(BODY.replace("e", "e\x00")),
    "open comment": page(BODY + "<!-- " * 20_000),
    "only angle brackets": "<" * 200_000,
    "entities": page("<p>" + "&amp;&#0;&#x110000;&#xd800;" * 5_000 + "</p>"),
    "entity bomb": '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + page("<p>&b;&b;</p>"),
    "deep linked data": page(head='<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
    "nested tables": page("<table><tr><td>" * 3_000 + FIRST),
    "frameset": "<html><frameset><frame src=a></frameset></html>",
    "svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "processing instructions": "<?php echo 1 ?>" * 500 + page(),
    "odd attributes": page(f"<div \x01='1' =\"2\" a:b:c='3' xmlns:q=''>{BODY}</div>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_give_a_report_or_our_error(name: str) -> None:
    try:
        found = read_article(HOSTILE[name], source="p", intake=Intake())
    except ReadError as error:
        found = rejected("p", error)
    assert found.hint if isinstance(found, Rejected) else 0 < len(found.text.encode("utf-8")) < 1_000_000


@pytest.mark.parametrize("name", ["attribute of 5 MB", "broken tags", "title of 10 MB", "odd attributes"])
def test_the_article_survives_around_what_is_hostile(name: str) -> None:
    assert "Police arrested twelve people" in article(HOSTILE[name]).text


def test_a_page_of_too_many_elements_is_refused() -> None:
    with pytest.raises(TooLarge):
        read_article(page("<p>a</p>" * 100_001), source="p", intake=Intake())


def test_nothing_is_written_when_no_logging_is_set_up(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NoArticle):
        read_article("<html><body></body></html>", source="p", intake=Intake())
    assert capfd.readouterr().err == ""
    assert logging.getLogger().level == logging.WARNING
