"""Extract: a page becomes an article, by the page object of its outlet and layout, else generically.

What stands in the article is as the page wrote it; dates and names are read by normalise.
"""

import logging
from collections.abc import Container

from monitor.extract.document import Document
from monitor.extract.encoding import decode, utf8
from monitor.extract.generic import GenericPage
from monitor.extract.page import ArticlePage, fitting, layouts, load
from monitor.items import NewsArticle
from monitor.urls import outlet_of

__all__ = ["ArticlePage", "decode", "layouts", "load", "parse", "utf8"]

log = logging.getLogger(__name__)


def parse(html: str | bytes, url: str, outlets: Container[str] = (), *, generic: bool = False) -> NewsArticle:
    """Read a page with the page object of its host and layout; without one, or if `generic`, as any page.

    `html` is the page's text, or its bytes in UTF-8 (`utf8`), which saves time; `outlets` are the known
    outlets' domains, of which the article's is one.
    Raises `NotArticle` for home pages and listings.
    """
    document = Document(html, url)
    found = None if generic else fitting(document)
    if found is None and not generic and layouts(url):
        log.info("no layout fits, read generically url=%s", url)
    layout, part = found or (GenericPage, document)
    return layout.article(part, outlet_of(url, outlets))
