"""OutletSpider: an outlet's listings in, its articles out."""

import re
from typing import ClassVar

import scrapy

from monitor.items import NewsArticle
from monitor.text import fold


class OutletSpider(scrapy.Spider):
    """One outlet: its file in spiders/ says where its listings are; the rest is done here."""

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

    @classmethod
    def in_section(cls, article: NewsArticle, wanted: str) -> bool:
        """Tell whether an article belongs to the section asked for."""
        return fold(article.articleSection or "").strip() == fold(wanted).strip()
