"""BBC News (https://www.bbc.com/news): its World section, and its layouts since 2010."""

import re
from urllib.parse import urlsplit

from monitor.extract.document import Document
from monitor.extract.fields import Field, body, css, css_all, holds, json_ld, meta, persons
from monitor.extract.page import ArticlePage
from monitor.items import NewsArticle
from monitor.spider import OutletSpider
from monitor.text import fold


class BBC(OutletSpider):
    """BBC News, of London, in English; the layouts read its other languages too."""

    name = "bbc"
    outlet = "bbc.com"
    timezone = "Europe/London"
    section = "World"
    feeds = ("https://feeds.bbci.co.uk/news/world/rss.xml",)
    sitemaps = ("https://www.bbc.com/sitemaps/https-index-com-news.xml",)
    sitemap_index = "https://www.bbc.com/sitemaps/https-index-com-archive.xml"
    sections = ("https://www.bbc.com/news/world",)
    article_url = re.compile(r"^/news/(?:articles/[a-z0-9]+|[a-z0-9-]+-\d{8})/?$")

    @classmethod
    def in_section(cls, article: NewsArticle, wanted: str) -> bool:
        """Tell by name; the World section is that of its regions, named by the page or, until 2024, its address."""
        return super().in_section(article, wanted) or (
            wanted == cls.section
            and (
                fold(article.articleSection or "") in _REGIONS
                or urlsplit(article.url).path.startswith("/news/world-")
            )
        )


_REGIONS = frozenset(
    ("africa", "asia", "australia", "china", "europe", "india", "latin america", "middle east", "us & canada")
)


class BBCPage(ArticlePage):
    """What the layouts have in common; the JSON-LD has an author only where a person signs."""

    headline = json_ld("headline") | css("h1") | meta("og:title")
    articleSection = meta("page.subsection") | meta("article:section") | meta("og:article:section")


_SERVICE_PARAGRAPH = 'main[role="main"] > div[dir] > p'
# What a desk asks of its readers: "Follow BBC South on Facebook", "Share your experiences", "You might also be
# interested in"; and what it shows them of other programmes.
_CALLS = (
    "p:has(a[href*='facebook.com/bbc' i]), p:has(a[href^='mailto:haveyoursay']), ul:has(a[href*='BBC_HaveYourSay' i]),"
    " p:lexbor-contains('Please include a contact number'), p:lexbor-contains('see the form'),"
    " p:is(:lexbor-contains('Follow '), :has(> i:lexbor-contains('Follow '))):has(a[href*='twitter.com/' i]),"
    " ul:has(a[href*='In_Article_Promo']),"
    " h2:lexbor-contains('also be interested in')"
)
_first = css('article [data-component="text-block"] p')
_told = meta("og:description") | meta("description")


def _summary(document: Document) -> str | None:
    # Where the desk writes none, the summary is the first paragraph, which belongs to the text.
    told = _told(document)
    return None if told == _first(document) else told


class BlocksPage(BBCPage):
    """Since 2020: blocks named by `data-component`; class names hashed, and changed in 2023 and 2025."""

    hosts = ("bbc.com", "bbc.co.uk")
    fits = holds('article [data-component="text-block"]')
    region = (b"<article", b"</article>")
    description = Field(_summary)
    author = persons("author") | css_all('[class*="TextContributorName"]')
    byline = css('[data-testid="byline-contributors"], [data-testid="byline-new-contributors"]') | css(
        '[data-component="byline-block"]'
    )
    articleBody = body(
        'article [data-component="text-block"], article [data-component="subheadline-block"],'
        ' article [data-component="crosshead-block"], article [data-component="unordered-list-block"],'
        ' article [data-component="ordered-list-block"], article [data-component="quote-block"]',
        cut=_CALLS,
        linked="p, ul",
    )


class StoryBodyPage(BBCPage):
    """From 2012 to 2020: the text in `div.story-body__inner`."""

    hosts = ("bbc.com", "bbc.co.uk")
    fits = holds("div.story-body__inner")
    headline = css("h1.story-body__h1") | BBCPage.headline
    byline = css(".byline__name")
    datePublishedRaw = BBCPage.datePublishedRaw | css(".story-body .date", "data-datetime")
    articleBody = body(
        "div.story-body__inner",
        cut=f".social-embed, .cmu-container, .bbccom_slot, .media-placeholder, .off-screen, .story-body__link-list, [class^=idt], {_CALLS}",
        linked="p, ul",
    )


class WorldServicePage(BBCPage):
    """The World Service's languages since 2020: each paragraph or heading in a `div` of its own within `main`."""

    hosts = ("bbc.com", "bbc.co.uk")
    fits = holds(_SERVICE_PARAGRAPH)
    region = (b"<main", b"</main>")
    headline = css("main h1") | BBCPage.headline
    articleBody = body(
        f'{_SERVICE_PARAGRAPH}, main[role="main"] > div[dir] > :is(h2, h3, ul:not([role]), ol)'
    )


class LayoutBlockPage(BBCPage):
    """From 2010 to 2014: the text in `div.story-body`, with boxes of quotes, links and figures of markets in it."""

    hosts = ("bbc.com", "bbc.co.uk")
    fits = holds("div.story-body > p.introduction")
    headline = css("h1.story-header") | meta("Headline") | BBCPage.headline
    articleSection = meta("Section") | BBCPage.articleSection
    byline = css(".story-body > .byline .byline-name")
    datePublishedRaw = BBCPage.datePublishedRaw | meta("OriginalPublicationDate")
    articleBody = body(
        "div.story-body",
        cut=(
            "h1, .story-date, .share-help, .hidden, .caption, .emp, .byline, .market-data, .mobile,"
            " .story-feature:has(.quote, .sps-twitter_module), .twitter-module, .comment-introduction,"
            " p:has(> i > b:lexbor-contains('yourpics@')), p:has(> a[href$='#yourpics'])"
        ),
        related=".embedded-hyper, .hyperpuff, .links-list",
    )
