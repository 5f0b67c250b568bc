"""Die Zeit (https://www.zeit.de): its listings and its layout since 2015.

Long articles come page by page; `/komplettansicht` below their address shows them whole.
"""

import re
from collections.abc import AsyncIterator

from scrapy import Request
from scrapy.http import Response

from monitor.errors import NotArticle
from monitor.extract.document import Document
from monitor.extract.fields import Field, body, closed, css, css_all, json_ld, meta, persons
from monitor.extract.page import ArticlePage
from monitor.fetch.page import Page
from monitor.items import NewsArticle
from monitor.spider import OutletSpider

_WHOLE = "/komplettansicht"
_TO_WHOLE = b"article-toc__fullview"


class Zeit(OutletSpider):
    """Die Zeit's rubric "Ausland", a part of its "Politik"."""

    name = "zeit"
    outlet = "zeit.de"
    timezone = "Europe/Berlin"
    section = "Ausland"
    feeds = ("https://newsfeed.zeit.de/politik/ausland/index",)
    sitemap_index = "https://www.zeit.de/gsitemaps/index.xml"
    sections = ("https://www.zeit.de/politik/ausland/index",)
    article_url = re.compile(
        r"/(?:\d{4}-\d{2}|\d{4}/s?\d{1,2}|news/\d{4}-\d{2}/\d{2})/(?!index$)[^/]+(?:/komplettansicht)?/?$"
    )

    async def parse_page(self, response: Response) -> AsyncIterator[NewsArticle | Request]:
        """Make the article of a page; one of several is left for the whole."""
        whole = response.css("a.article-toc__fullview::attr(href)").get()
        if whole and response.request and not response.url.endswith(_WHOLE):
            yield response.request.replace(url=response.urljoin(whole))
            return
        async for article in super().parse_page(response):
            yield article

    @classmethod
    def read(cls, page: Page, section: str) -> NewsArticle:
        """Make the article of a page; raises `NotArticle` for the first of several, too."""
        if not page.url.endswith(_WHOLE) and _TO_WHOLE in page.body:
            raise NotArticle(f"{page.url} is one page of several.")
        return super().read(page, section)


_RUBRIC = re.compile(
    rb"""ressort["']\s*:\s*["']([a-z-]+)["'](?:,\s*["']sub_?ressort["']\s*:\s*["']([a-z-]+))?"""
)


def _rubric(document: Document) -> str | None:
    # The breadcrumb of a printed article says "DIE ZEIT Archiv"; the page's own data name its rubric.
    found = _RUBRIC.search(document.encoded)
    return (found[2] or found[1]).decode().title() if found else None


def _people(names: tuple[str, ...]) -> tuple[str, ...]:
    """Leave agencies out where people sign with them: they stand in the credit line."""
    people = tuple(name for name in names if " " in name.strip())
    return people or names


def _source(line: str) -> str | None:
    """Keep "Quelle: dpa, Reuters"; "DIE ZEIT Nr. 43/2019" is the printed issue."""
    return line if line.startswith("Quelle") else None


class ZeitPage(ArticlePage):
    """The text in one or more `.article-page`, the sources of a compiled piece in `.metadata__source`."""

    hosts = ("zeit.de",)
    fits = css(".article-page p")
    region = (b'<article class="article article--padded', b"</article>")
    url = Field(lambda document: document.url.removesuffix(_WHOLE))
    canonicalUrl = ArticlePage.canonicalUrl.map(lambda url: url.removesuffix(_WHOLE))
    description = css(".article-header .summary") | json_ld("description") | meta("description")
    articleSection = Field(_rubric)
    author = persons("author").map(_people) | css_all('.byline [itemprop="name"]')
    credit = css(".metadata__source").map(_source)
    isAccessibleForFree = closed("#paywall, aside.gate") | ArticlePage.isAccessibleForFree
    articleBody = body(
        ".article-page",
        cut=".ad-container, .embed-wrapper, p:lexbor-contains('© dpa-infocom'), .x-copyright",
        related="aside.topicbox",
    )
