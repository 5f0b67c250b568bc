import gzip
import logging
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.discover import feeds, sections, sitemaps
from monitor.discover.sitemaps import Child, covers
from monitor.items import Entry

BASE = "https://example.org/world/"
RSS = b"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Monde</title>
<item><title>Le port &amp; la ville</title><link>https://example.org/a-1</link>
<pubDate>Wed, 12 Nov 2025 10:34:05 +0100</pubDate><category>International</category></item>
<item><title>Deux</title><link>/b-2</link><pubDate>hier, ou avant</pubDate></item>
<item><title>Double</title><link>https://example.org/a-1</link></item>
<item><title>Sans adresse</title></item>
<item><title>Autre</title><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Un</title>
<link href="https://example.org/atom-1"/><published>2025-11-12T10:00:00Z</published>
<updated>2025-11-12T11:00:00Z</updated></entry></feed>"""
NEWS = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc> https://example.org/a </loc>
<news:news><news:publication_date>2025-11-12T10:00:00+01:00</news:publication_date>
<news:title><![CDATA[Le port]]></news:title></news:news></url></urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://example.org/sitemaps/2025-10.xml</loc><lastmod>2025-10-31</lastmod></sitemap>
<sitemap><loc>https://example.org/sitemaps/2025-11.xml</loc></sitemap></sitemapindex>"""
BOMB = b"""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/hostname">]>
<urlset><url><loc>https://example.org/&c;</loc></url><url><loc>https://example.org/&f;</loc></url>
<url><loc>https://example.org/a</loc></url></urlset>"""


def test_relative_links_start_from_the_base_that_a_page_states() -> None:
    """Those to articles and to feeds; a base that is none counts as none."""
    link = '<link rel=alternate type="application/rss+xml" href="rss"><h2><a href="port-ferme-a-quai-12345">Le port</a>'
    for base, start in (("/monde/", "https://example.org/monde/"), ("http://[", BASE), ("", BASE)):
        page = f'<html><head><base href="{base}">{link}'
        assert [entry.url for entry in sections.entries(page, BASE)] == [f"{start}port-ferme-a-quai-12345"]
        assert sections.feeds(page, BASE) == [f"{start}rss"]


def test_feeds_of_comments_are_left_out() -> None:
    """They name articles that somebody talks about, whenever those are from."""
    link = '<link rel=alternate type="application/rss+xml" href="{}">'
    named = ("/feed/", "/comments/feed/", "/?feed=comments-rss2", "/commentary/feed/")
    page = "".join(link.format(address) for address in named)
    assert sections.feeds(page, BASE) == ["https://example.org/feed/", "https://example.org/commentary/feed/"]


def test_an_article_may_be_told_by_its_query() -> None:
    """By a number there, which is not that of a page of the listing."""
    links = "".join(
        f'<h3><a href="/index.php?{query}">The port is closed until Monday</a></h3>'
        for query in ("id=1234&lang=en", "page=1234", "lang=en")
    )
    found = sections.entries(links, "https://example.org/index.php")
    assert [entry.url for entry in found] == ["https://example.org/index.php?id=1234&lang=en"]


def test_a_headline_without_spaces_is_one() -> None:
    """As in Japanese; a menu's two letters are none."""
    page = '<h3><a href="/n/20261124001">港の大臣が渡し船を止める</a></h3><h3><a href="/n/20261124002">国際</a></h3>'
    assert [entry.headline for entry in sections.entries(page, BASE)] == ["港の大臣が渡し船を止める"]


def test_a_feed_names_each_article_once_with_its_date_and_title() -> None:
    """Relative links are resolved, a wrong date travels as it is, what is no address is left out."""
    assert feeds.entries(RSS, BASE) == [
        Entry(
            url="https://example.org/a-1",
            headline="Le port & la ville",
            datePublished="Wed, 12 Nov 2025 10:34:05 +0100",
            articleSection="International",
        ),
        Entry(url="https://example.org/b-2", headline="Deux", datePublished="hier, ou avant"),
    ]


def test_atom_gives_both_dates() -> None:
    """The time of publication and of change are told apart."""
    (entry,) = feeds.entries(ATOM, BASE)
    assert (entry.datePublished, entry.dateModified) == ("2025-11-12T10:00:00Z", "2025-11-12T11:00:00Z")


def test_a_broken_feed_yields_what_can_be_read(caplog: pytest.LogCaptureFixture) -> None:
    """A feed cut off in the middle keeps its first articles, and one fact is logged."""
    with caplog.at_level(logging.WARNING):
        found = feeds.entries(RSS[: RSS.index(b"<item><title>Double")], BASE)
    assert [entry.url for entry in found] == ["https://example.org/a-1", "https://example.org/b-2"]
    assert len(caplog.records) == 1


def test_gzip_without_a_header_is_read() -> None:
    """Compressed bytes are known by themselves, also when cut short."""
    assert len(feeds.entries(gzip.compress(RSS), BASE)) == 2
    assert sitemaps.read(gzip.compress(NEWS), BASE).entries[0].headline == "Le port"
    assert sitemaps.read(gzip.compress(NEWS)[:-12], BASE).entries[0].url == "https://example.org/a"


def test_a_news_sitemap_gives_title_and_date() -> None:
    """The news extension's fields travel with the link."""
    assert sitemaps.read(NEWS, BASE).entries == [
        Entry(url="https://example.org/a", headline="Le port", datePublished="2025-11-12T10:00:00+01:00")
    ]


def test_an_index_names_its_months() -> None:
    """Children are kept apart from articles, and the month tells whether one is needed."""
    from datetime import date  # noqa: PLC0415 - the one test that needs it

    found = sitemaps.read(INDEX, BASE)
    assert found.entries == []
    assert [covers(child, date(2025, 11, 3)) for child in found.children] == [False, True]
    assert covers(Child("https://example.org/news.xml"), date(2025, 11, 3))


def test_entities_are_never_expanded() -> None:
    """A document cannot grow, nor read a file of ours."""
    urls = [entry.url for entry in sitemaps.read(BOMB, BASE).entries]
    assert urls[-1] == "https://example.org/a"
    assert all(len(url) < 40 for url in urls)


@pytest.mark.parametrize(
    "body", [b"", b"<!doctype html><html><body>Oups</body></html>", b"\x00\xff", b"{}", b"<rss>"]
)
def test_what_is_no_listing_yields_nothing_and_one_fact(
    body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """HTML, noise or nothing in a listing's place stops no crawl."""
    with caplog.at_level(logging.WARNING):
        assert sitemaps.read(body, BASE) == sitemaps.Sitemap()
        assert feeds.entries(body, BASE) == []
    assert len(caplog.records) == 2


def test_a_hundred_thousand_entries_are_enough() -> None:
    """A listing without end is cut."""
    body = b"<urlset>" + b"".join(b"<url><loc>/p%d</loc></url>" % n for n in range(100_500)) + b"</urlset>"
    assert len(sitemaps.read(body, BASE).entries) == 100_000


@given(st.binary(max_size=200))
def test_no_bytes_break_a_reader(body: bytes) -> None:
    """Whatever a server answers, the readers answer with a list."""
    assert isinstance(feeds.entries(body, BASE), list)
    assert isinstance(sitemaps.read(b"<urlset>" + body, BASE).entries, list)
    assert isinstance(sections.entries(body.decode("latin-1"), BASE), list)


PAGE = """<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head><body>
<nav><a href="/world/politics-and-people-of-valdoria">Politics and people of Valdoria</a></nav>
<main><a href="/world/2025/11/12/harbour-closes-in-valdoria"><img src="x.jpg"></a>
<h2><a href="/world/2025/11/12/harbour-closes-in-valdoria#top">Harbour closes in Valdoria after storm</a></h2>
<h3><a href="/world/minister-of-valdoria-resigns-123456">Minister of Valdoria resigns</a></h3>
<a href="/world/">World</a><a href="/tags/valdoria-and-its-harbour-story">Valdoria and its harbour story</a>
<a href="https://elsewhere.example/a-long-story-about-valdoria-today">A long story about Valdoria today</a>
<a href="/photo-of-the-old-harbour.jpg">A photo of the old harbour</a></main>
<footer><a href="/how-we-work-and-what-we-believe">How we work and what we believe in</a></footer></body></html>"""


def test_articles_are_told_from_navigation_by_shape_and_position() -> None:
    """Without a pattern, menus, tags, files and other sites are left out."""
    assert sections.entries(PAGE, BASE) == [
        Entry(
            url="https://example.org/world/2025/11/12/harbour-closes-in-valdoria",
            headline="Harbour closes in Valdoria after storm",
        ),
        Entry(
            url="https://example.org/world/minister-of-valdoria-resigns-123456",
            headline="Minister of Valdoria resigns",
        ),
    ]


def test_a_pattern_of_article_addresses_decides_alone() -> None:
    """An outlet that knows its addresses is believed."""
    found = sections.entries(PAGE, BASE, re.compile(r"-\d{6}$"))
    assert [entry.url for entry in found] == ["https://example.org/world/minister-of-valdoria-resigns-123456"]


def test_feeds_are_found_in_the_head() -> None:
    """A page says where its feed is; what is no web address is left out, and the others stay."""
    odd = "".join(
        f'<link rel="alternate" type="application/atom+xml" href="{href}">' for href in ("http://[", "feed:x")
    )
    assert sections.feeds(PAGE, BASE) == ["https://example.org/rss"]
    assert sections.feeds(odd + PAGE, BASE) == ["https://example.org/rss"]
