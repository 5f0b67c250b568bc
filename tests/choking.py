"""Atlantico's spider with a parser that chokes on some pages: `scrapy runspider tests/choking.py`."""

from monitor.fetch.page import Page
from monitor.items import NewsArticle
from spiders.atlantico import Atlantico


class Choking(Atlantico):
    """Reads no flash news but chokes on it."""

    name = "choking"

    @classmethod
    def read(cls, page: Page, section: str) -> NewsArticle:
        """Make the article of a page, or fail as a parser with a fault does."""
        if "/article/pepite/" in page.url:
            raise ZeroDivisionError(page.url)
        return super().read(page, section)
