"""OutletSpider: an outlet's listings in, its articles out."""

import logging
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import scrapy
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import BaseSettings

from monitor import extract, times
from monitor.crawl import Crawl
from monitor.discover import covers, feeds, sections, sitemaps
from monitor.errors import BadUse, Dropped, NotArticle, OutOfSection, Unchanged
from monitor.fetch.archive import NOT_MODIFIED
from monitor.fetch.page import Page, content_type, is_web_page
from monitor.fetch.reservations import in_page
from monitor.frontier import Candidate, Frontier, validators
from monitor.items import Capture, Entry, NewsArticle, as_dict
from monitor.listings import Listings, Parse
from monitor.normalise import read_date
from monitor.text import fold
from monitor.times import cut
from monitor.urls import is_address
from monitor.visits import Visits

log = logging.getLogger(__name__)

ALL = "all"


class OutletSpider(scrapy.Spider):
    """One outlet: its file in spiders/ says where its listings are; the rest is done here.

    Arguments: `section` (or "all"), `since` (a day, month or time ago: reads the sitemaps of that time,
    too), `limit` (pages at most).
    """

    outlet: ClassVar[str]
    """The outlet's domain, as in the gazetteer."""
    timezone: ClassVar[str] = "UTC"
    """IANA name of the zone of dates that name none."""
    section: str = "International"
    """The section asked for when `-a section=` names no other; `all` takes every article."""
    feeds: ClassVar[tuple[str, ...]] = ()
    """URLs of RSS and Atom feeds."""
    sitemaps: ClassVar[tuple[str, ...]] = ()
    """URLs of news sitemaps and other short sitemaps, read in each crawl."""
    sitemap_index: ClassVar[str | None] = None
    """URL of the index of all sitemaps, read when `-a since=` is given."""
    sections: ClassVar[tuple[str, ...]] = ()
    """URLs of section pages and home pages."""
    article_url: ClassVar[re.Pattern[str] | None] = None
    """Searched in a URL's path: tells articles from other pages."""
    browser: ClassVar[bool] = False
    """Whether its pages need a browser (scrapy-playwright)."""

    run: str | None = None
    """The run's id, once it has begun."""

    def __init__(
        self, section: str | None = None, since: str | None = None, limit: str | None = None, **given: Any
    ) -> None:
        super().__init__(**given)
        self.section = section or type(self).section
        self.since = times.since(since, datetime.now(UTC), ZoneInfo(self.timezone)) if since else None
        self.limit = _number(limit) if limit else None

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Turn the browser on for an outlet that asks for it."""
        super().update_settings(settings)
        if cls.browser:
            from monitor.fetch.browser import settings_for  # noqa: PLC0415 - Playwright is seldom needed

            settings.setdict(settings_for(settings), priority="spider")

    @classmethod
    def in_section(cls, article: NewsArticle, wanted: str) -> bool:
        """Tell whether an article belongs to the section asked for."""
        return fold(article.articleSection or "").strip() == fold(wanted).strip()

    @classmethod
    def read(cls, page: Page, section: str) -> NewsArticle:
        """Make the article of a page; what a listing said of it stands in for what the page does not say.

        Raises `NotArticle`, or `OutOfSection` when it is not in the section.
        """
        if not is_web_page(page.contentType):
            raise NotArticle(f"{page.url} is no web page ({page.contentType}).")
        article = extract.parse(extract.utf8(page.body, page.contentType), page.url)
        entry = page.entry or Entry(url=page.url)
        article = replace(
            article,
            outlet=cls.outlet,
            capture=page.capture,
            urls=(entry.url,),
            headline=article.headline or entry.headline or "",
            articleSection=article.articleSection or entry.articleSection,
            datePublishedRaw=article.datePublishedRaw or entry.datePublished,
            dateModifiedRaw=article.dateModifiedRaw or entry.dateModified,
        )
        if not _takes_all(section) and not cls.in_section(article, section):
            raise OutOfSection(
                f"{page.url} is in {article.articleSection or 'no section'}, not in {section}."
            )
        return article

    @property
    def visits(self) -> Visits:
        """What is known of the outlet's pages."""
        visits: Visits = self.crawler.get_extension(Visits)  # type: ignore[assignment]  # settings has it
        return visits

    @property
    def crawl(self) -> Crawl:
        """The crawl under way."""
        return Crawl.of(self.crawler)

    @cached_property
    def frontier(self) -> Frontier:
        """Which pages are fetched."""
        return Frontier(self.visits, lambda entry: self.when(entry.dateModified), self.limit)

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the listings, and for the pages whose visit is due."""
        index = (self.sitemap_index,) if self.since and self.sitemap_index else ()
        for urls, parse in (
            (self.feeds, self.parse_feed),
            ((*self.sitemaps, *index), self.parse_sitemap),
            (self.sections, self.parse_section),
        ):
            async for request in self.listings(urls, parse):
                yield request
        async for request in self.revisits():
            yield request

    async def parse_feed(self, response: Response) -> AsyncIterator[Request]:
        """Ask for the pages that a feed names."""
        async for request in self.pages(feeds.entries(response.body, response.url)):
            yield request

    async def parse_section(self, response: Response) -> AsyncIterator[Request]:
        """Ask for the articles that a section page or home page links to."""
        html = extract.decode(response.body, content_type(response))
        async for request in self.pages(sections.entries(html, response.url, self.article_url)):
            yield request

    async def parse_sitemap(self, response: Response) -> AsyncIterator[Request]:
        """Ask for the pages that a sitemap names, and for the sitemaps that an index names."""
        found = sitemaps.read(response.body, response.url)
        children = [
            child.url for child in found.children if not self.since or covers(child, self.since.date())
        ]
        async for request in self.listings(children, self.parse_sitemap):
            yield request
        async for request in self.pages(found.entries):
            yield request

    async def parse_page(self, response: Response) -> AsyncIterator[NewsArticle | Request]:
        """Make the article of a page."""
        self.crawl.counts["pages"] += 1
        if response.status == NOT_MODIFIED:
            await self.visits.left(response, Unchanged(f"{response.url} has not changed."))
            return
        page = Page(
            url=response.url,
            body=response.body,
            contentType=content_type(response),
            capture=response.meta.get("capture") or _capture(response),
            entry=response.meta["entry"],
        )
        words = in_page(page.body)
        if words and response.request:
            response.request.meta["reservation"] = words
            if self.settings.getbool("OBEY_RESERVATIONS"):
                await self.visits.reserved(response.request, words)
                return
        try:
            article = self.read(page, self.section)
        except Dropped as reason:
            await self.visits.left(response, reason)
            return
        yield article

    def listings(self, urls: Iterable[str], parse: Parse) -> AsyncIterator[Request]:
        """Ask for listings, each once, if they have changed since a crawl read all that they name."""
        listings: Listings = self.crawler.get_extension(Listings)  # type: ignore[assignment]  # settings has it
        return listings.ask(urls, parse)

    async def pages(self, entries: Iterable[Entry]) -> AsyncIterator[Request]:
        """Ask for those of the pages named that are due, each once."""
        async for candidate in self.frontier.admit(entry for entry in entries if self.wants(entry)):
            yield self._page(candidate)
        self.crawl.counts["found"] = self.frontier.found

    async def revisits(self) -> AsyncIterator[Request]:
        """Ask for the pages whose visit is due, also when no listing names them any more."""
        async for candidate in self.frontier.revisits():
            yield self._page(candidate)

    def _page(self, candidate: Candidate) -> Request:
        return Request(
            candidate.entry.url,
            self._read_page,
            errback=self.visits.lost,
            headers=validators(candidate.known),
            meta={
                "page": candidate.url,
                "entry": candidate.entry,
                "modified": candidate.modified,
                "seen": candidate.known,
                "note": {"entry": as_dict(candidate.entry)},
                "handle_httpstatus_list": [NOT_MODIFIED],
                "playwright": self.browser,
            },
            dont_filter=True,
        )

    async def _read_page(self, response: Response) -> AsyncIterator[NewsArticle | Request]:
        try:
            async for found in self.parse_page(response):
                yield found
        except Exception:
            # A page that its parser chokes on is tried again; forgotten, it would be lost once its listing is.
            log.exception("page cannot be read url=%s", response.url)
            await self.visits.broken(response)

    def wants(self, entry: Entry) -> bool:
        """Tell whether a page that a listing names is to be looked at: an article, and not too old."""
        if self.article_url and not self.article_url.search(urlsplit(entry.url).path):
            return False
        when = self.when(entry.datePublished or entry.dateModified)
        return self.since is None or when is None or when >= self.since

    def when(self, raw: str | None) -> datetime | None:
        """Read a date as a listing wrote it."""
        return read_date(raw, timezone=self.timezone) if raw else None


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not int(text):
        raise BadUse(f'The limit "{text}" is no number of pages; write 1 or more.')
    return int(text)


def _takes_all(section: str) -> bool:
    # A page that was asked for by its address is the section itself.
    return fold(section) == ALL or is_address(section)


def _capture(response: Response) -> Capture:
    # `scrapy parse` and `scrapy shell` archive nothing.
    return Capture(targetUri=response.url, date=cut(datetime.now(UTC)))
