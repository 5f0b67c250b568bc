"""Euronews (https://fr.euronews.com): its French edition's Monde section, and its layout since 2022."""

import re
from urllib.parse import urlsplit

from monitor.extract.fields import body, css, css_all, holds, json_ld
from monitor.extract.page import ArticlePage
from monitor.items import NewsArticle
from monitor.spider import OutletSpider


class Euronews(OutletSpider):
    """Euronews in French, a television of Lyon; the layout reads every edition."""

    name = "euronews"
    outlet = "euronews.com"
    timezone = "Europe/Paris"
    section = "Monde"
    feeds = ("https://fr.euronews.com/rss?format=mrss&level=theme&name=news",)
    sitemaps = ("https://fr.euronews.com/sitemaps/fr/latest-news.xml",)
    sitemap_index = "https://fr.euronews.com/sitemaps/fr/articles.xml"
    sections = ("https://fr.euronews.com/news/international",)
    article_url = re.compile(r"^/(?:[a-z-]+/)?\d{4}/\d{2}/\d{2}/[^/]+/?$")

    @classmethod
    def in_section(cls, article: NewsArticle, wanted: str) -> bool:
        """Tell by name, and the world's news by an address that names no part of the site."""
        return super().in_section(article, wanted) or (
            wanted == cls.section and _WORLD.search(urlsplit(article.url).path) is not None
        )


_WORLD = re.compile(r"^/\d{4}/")


class ArticleContentPage(ArticlePage):
    """Since 2022: the text in `div.c-article-content`, between its paragraphs boxes that are widgets."""

    hosts = ("euronews.com",)
    fits = holds("div.c-article-content")
    region = (b'<main class="o-site-main', b"</article>")
    headline = css("h1.c-article-redesign-title") | json_ld("headline") | ArticlePage.headline
    description = css(".c-article-summary") | ArticlePage.description
    # The second step names the part of the news, the third a subject; some parts of the site have one step.
    articleSection = css_all("#adb-article-breadcrumb a").map(lambda steps: steps[min(1, len(steps) - 1)])
    byline = css(".c-article-contributors") | ArticlePage.byline
    articleBody = body(
        "div.c-article-content",
        cut=".c-ad, .widget__author, .widget:not(.widget--type-quotation)",
        related=".widget--type-related",
        echo=".widget--type-quotation",
    )
