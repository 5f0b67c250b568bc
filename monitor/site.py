"""A spider for any site, made on the fly: `monitor crawl https://example.org/world/` needs no file.

The page asked for is read as the section page, and names the rest: feeds in its head, sitemaps in the site's
robots.txt. When the articles that it links to stand below its own address, only such are taken from the other
listings too. Without `--since`, sitemaps give what appeared in the last two days, as news sitemaps do.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from monitor import extract
from monitor.cite.gazetteer import Outlet
from monitor.discover import Child, covers, documents, sections, sitemaps
from monitor.errors import NotArticle
from monitor.fetch.page import Page, content_type
from monitor.fetch.robots import Robots
from monitor.items import Entry, NewsArticle
from monitor.normalise.clocks import clock, country_of
from monitor.spider import OutletSpider
from monitor.urls import host, outlet_of, web_address

RECENT = timedelta(days=2)
_MOST_CHILDREN = 20
"""Sitemaps of an index that are read without `--since`."""


class SiteSpider(OutletSpider):
    """Any site, from one of its section pages, or from a feed or sitemap."""

    start_url: ClassVar[str]
    """The page asked for."""
    outlets: ClassVar[Mapping[str, Outlet]]
    """The known outlets by their domains."""

    def __init__(self, section: str | None = None, since: str | None = None, **given: Any) -> None:
        super().__init__(section, since, **given)
        self._newer_than = self.since or datetime.now(UTC) - RECENT
        self._folder: str | None = None
        """The section's address, when its articles stand below it."""

    @classmethod
    def read(cls, page: Page, section: str) -> NewsArticle:
        """Make the article of a page; raises `NotArticle` when a redirect left the site, too."""
        asked = page.entry.url if page.entry else page.url
        if outlet_named(page.url, cls.outlets) != outlet_named(asked, cls.outlets):
            raise NotArticle(f"{page.url} is on another site than {asked}.")
        return super().read(page, section)

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the page that names the rest."""
        async for request in self.listings((self.start_url,), self.parse_front):
            yield request
        async for request in self.revisits():
            yield request

    async def parse_front(self, response: Response) -> AsyncIterator[Request]:
        """Read the page asked for, whatever kind of listing it is, then what it and robots.txt name."""
        kind = documents.kind_of(response.body)
        if kind == "sitemap":
            async for request in self.parse_sitemap(response):
                yield request
            return
        if kind == "feed":
            async for request in self.parse_feed(response):
                yield request
            return
        html = extract.decode(response.body, content_type(response))
        found = [entry for entry in sections.entries(html, response.url) if self._is_ours(entry)]
        inside = [entry for entry in found if sections.below(entry.url, response.url)]
        if len(inside) * 2 > len(found) and urlsplit(response.url).path.strip("/"):
            self._folder = response.url
        async for request in self.pages(found):
            yield request
        for urls, parse in (
            (sections.feeds(html, response.url), self.parse_feed),
            (self._sitemaps(response.url), self.parse_sitemap),
        ):
            async for request in self.listings(urls, parse):
                yield request

    async def parse_sitemap(self, response: Response) -> AsyncIterator[Request]:
        """Ask for the new pages that a sitemap names, and for the sitemaps that may name new ones."""
        found = sitemaps.read(response.body, response.url)
        since = self._newer_than.date()
        children = [child for child in found.children if covers(child, since)]
        chosen = children if self.since else _newest(children)
        async for request in self.listings([child.url for child in chosen], self.parse_sitemap):
            yield request
        async for request in self.pages(entry for entry in found.entries if self._is_new(entry)):
            yield request

    def wants(self, entry: Entry) -> bool:
        """Tell whether a page is of this site, and of the section where its addresses show it."""
        return (
            super().wants(entry)
            and self._is_ours(entry)
            and sections.may_be_article(entry.url)
            and (self._folder is None or sections.below(entry.url, self._folder))
        )

    def _is_ours(self, entry: Entry) -> bool:
        return outlet_named(entry.url, self.outlets) == self.outlet

    def _is_new(self, entry: Entry) -> bool:
        when = self.when(entry.datePublished or entry.dateModified)
        return when >= self._newer_than if when else self.since is not None

    def _sitemaps(self, url: str) -> list[str]:
        robots = self.crawler.get_downloader_middleware(Robots)
        return robots.sitemaps(url) if isinstance(robots, Robots) else []


def outlet_named(url: str, outlets: Mapping[str, Outlet]) -> str:
    """Name the outlet of a URL: the first domain of its row in the gazetteer, else its registrable domain."""
    found = outlet_of(url, outlets)
    return outlets[found].domain if found in outlets else found


def zone_of(outlet: str, outlets: Mapping[str, Outlet]) -> str:
    """Give the zone of an outlet's dates that name none: its country's, known or told by its domain."""
    country = outlets[outlet].country if outlet in outlets else None
    return clock(country or country_of(outlet))


def spider_of(
    url: str, outlets: Mapping[str, Outlet], known: Iterable[type[OutletSpider]] = ()
) -> type[OutletSpider]:
    """Make a spider for the site of a page, that page as its section.

    Of an outlet that has a spider, it is that spider with the page for its only listing. Raises `BadInput`
    when the address is no web page's.
    """
    web_address(url)
    by_domain = {spider.outlet: spider for spider in known}
    filed = by_domain.get(outlet_of(url, by_domain))
    if filed:
        given: dict[str, Any] = {"feeds": (), "sitemaps": (), "sections": (url,), "section": url}
        return type(filed.__name__, (filed,), given)
    outlet = outlet_named(url, outlets)
    given = {
        "name": host(url),
        "outlet": outlet,
        "outlets": outlets,
        "timezone": zone_of(outlet, outlets),
        "start_url": url,
        "section": url,
    }
    return type("SiteSpider", (SiteSpider,), given)


def _newest(children: Iterable[Child]) -> list[Child]:
    """Choose the sitemaps of an index that most likely name today's articles: of news, then the last changed."""
    order = sorted(children, key=lambda child: child.lastmod or "", reverse=True)
    return sorted(order, key=lambda child: "news" not in child.url.lower())[:_MOST_CHILDREN]
