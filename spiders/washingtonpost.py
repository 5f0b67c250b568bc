"""The Washington Post (https://www.washingtonpost.com): its World section, and its layouts since 2011."""

import re
from urllib.parse import urlsplit

from monitor.extract.fields import body, css, holds, json_ld, meta, path
from monitor.extract.page import ArticlePage
from monitor.items import NewsArticle
from monitor.spider import OutletSpider


class WashingtonPost(OutletSpider):
    """The Washington Post, a daily of Washington."""

    name = "washingtonpost"
    outlet = "washingtonpost.com"
    timezone = "America/New_York"
    section = "World"
    feeds = ("https://feeds.washingtonpost.com/rss/world",)
    sitemaps = ("https://www.washingtonpost.com/sitemaps/news-sitemap.xml.gz",)
    sitemap_index = "https://www.washingtonpost.com/sitemaps/sitemap.xml.gz"
    sections = ("https://www.washingtonpost.com/world/",)
    article_url = re.compile(
        r"^/[a-z0-9-]+(?:/[a-z0-9-]+)*/\d{4}/\d{2}/\d{2}/[^/]+/?$"  # since 2020
        r"|/\d{4}/\d{2}/\d{2}/[0-9a-f-]{36}_story\.html$"  # until 2020
    )

    @classmethod
    def in_section(cls, article: NewsArticle, wanted: str) -> bool:
        """Tell by name, and the World section by its address: a page may name the region alone."""
        return super().in_section(article, wanted) or (
            wanted == cls.section and urlsplit(article.url).path.startswith("/world/")
        )


class WashingtonPostPage(ArticlePage):
    """What the layouts have in common."""

    articleSection = (
        json_ld("articleSection")
        | meta("article:section")
        | path(r"^/(?!news/)([a-z-]+)/").map(lambda name: name.replace("-", " ").title())
    )
    byline = (
        css('[data-qa="name-with-optional-link"]')
        | css('[data-qa="author-byline"]')
        | css(".pb-byline")
        | css(".author-byline")
        | meta("article:author")
    )
    datePublishedRaw = ArticlePage.datePublishedRaw | path(r"/(\d{4}/\d{2}/\d{2})/")


class WpdsPage(WashingtonPostPage):
    """Since 2021: class names hashed but for `article-body`, one for each paragraph, heading, picture or promotion."""

    hosts = ("washingtonpost.com",)
    fits = holds("div.article-body [data-el='text'], div.article-body[data-qa='article-body']")
    region = (b"<main", b"</article>")
    description = css('[data-qa="subheadline"]') | WashingtonPostPage.description
    # Boxes that tell of another story are of the same kind.
    articleBody = body(
        "div.article-body:not(.type-story)",
        cut=(
            '[data-qa="subscribe-promo"], [data-qa="article-body-ad"], [data-qa="newsletter"],'
            ' [data-testid="twitter"], [data-testid="instagram"]'
        ),
        related='[data-qa="interstitial-link"], [data-qa="interstitial"]',
        linked="p",
    )


class TeaserPage(WashingtonPostPage):
    """2019 and 2020: the text in `div.teaser-content`, which all may read, and `div.remainder-content`."""

    hosts = ("washingtonpost.com",)
    fits = holds("div.teaser-content")
    articleBody = body("div.teaser-content, div.remainder-content", cut="[data-qa], .bg-offwhite")


class ArticlePaywallPage(WashingtonPostPage):
    """From 2014 to 2019: the text in an `article` within `div.article-body` or `#article-body`."""

    hosts = ("washingtonpost.com",)
    fits = holds("div.article-body article")
    region = (b"<h1", b"</article>")
    headline = css('h1[itemprop="headline"]') | WashingtonPostPage.headline
    articleBody = body(
        "div.article-body article",
        cut=".inline-content, .author-sig-line-wrapper, .pb-sig-line",
        related="p.interstitial-link",
        linked="p",
    )


class EntryContentPage(WashingtonPostPage):
    """From 2011 to 2014: the text in one or more `div.article_body`, above it headline, authors and date."""

    hosts = ("washingtonpost.com",)
    fits = holds("div.article_body article")
    headline = css('h1[property="dc.title"]') | meta("DC.title")
    byline = meta("DC.creator")
    datePublishedRaw = meta("DC.date.issued") | WashingtonPostPage.datePublishedRaw
    articleBody = body("div.article_body article", cut="h1, .module, .pin-and-stack", linked="p")
